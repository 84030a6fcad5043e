import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describeCipherSuite } from "../../src/tls/cipher-suites.ts";
import { HOST } from "./certificate-files.ts";

/** `TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`: a version and one of its suites in IANA's spelling, as a scanner reports them. */
export type Suites = readonly string[];

export type Scan = (port: number) => Promise<Suites>;

const run = promisify(execFile);
const TIMEOUT_MS = 300_000;
const LOOPBACK = "127.0.0.1";

/** Nothing but versions and cipher suites. */
const LEAN = [
  "--no-check-certificate",
  "--no-cipher-details",
  "--no-compression",
  "--no-fallback",
  "--no-groups",
  "--no-heartbleed",
  "--no-renegotiation",
];

export const sslscan: Scan = (port) => runSslscan(port, []);

export const leanSslscan: Scan = (port) => runSslscan(port, LEAN);

async function runSslscan(port: number, options: readonly string[]): Promise<Suites> {
  const target = [`--sni-name=${HOST}`, `${LOOPBACK}:${port}`];
  const { stdout } = await run("sslscan", [...options, "--xml=-", ...target], { timeout: TIMEOUT_MS });
  const ciphers = stdout.matchAll(/<cipher [^>]*sslversion="(?<version>[^"]+)"[^>]* id="(?<id>0x[^"]+)"/gu);
  return [...ciphers].map(({ groups }) =>
    suite(groups?.["version"], describeCipherSuite(Number(groups?.["id"])).name),
  );
}

export const nmap: Scan = async (port) => {
  const script = ["--script", "ssl-enum-ciphers", "--script-args", `tls.servername=${HOST}`];
  const given = ["-Pn", "-n", "-p", String(port), ...script, "-oX", "-", LOOPBACK];
  const { stdout } = await run("nmap", given, { timeout: TIMEOUT_MS });
  const tokens = /<table key="(?<version>SSLv3|TLSv1\.\d)">|<elem key="name">(?<name>\w+)/gu;
  const found: string[] = [];
  let version: string | undefined;
  for (const { groups } of stdout.matchAll(tokens)) {
    version = groups?.["version"] ?? version;
    // The draft's names for TLS 1.3.
    const name = groups?.["name"]?.replace("TLS_AKE_WITH_", "TLS_");
    if (name !== undefined) found.push(suite(version, name));
  }
  return found;
};

/** Versions, the server's defaults and its order of suites. Takes 10 to 60 s. */
export const testssl: Scan = async (port) => {
  const folder = mkdtempSync(join(tmpdir(), "tlscheck-testssl-"));
  try {
    const file = join(folder, "out.json");
    const quiet = ["--quiet", "--color", "0", "--warnings", "batch", "--jsonfile", file];
    const given = [...quiet, "--mapping", "iana", "-p", "-S", "-P", `${LOOPBACK}:${port}`];
    // Its exit code counts what it does not like.
    const ran = run("testssl", given, { timeout: TIMEOUT_MS, maxBuffer: 1 << 24 });
    await ran.catch(() => undefined);
    const entries = JSON.parse(readFileSync(file, "utf8")) as { id: string; finding: string }[];
    return entries.flatMap(({ id, finding }) => {
      const version = /^cipherorder_(TLSv1(?:_\d)?|SSLv3)$/u.exec(id)?.[1];
      if (version === undefined) return [];
      return finding
        .trim()
        .split(/\s+/u)
        .map((name) => suite(version, name));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** @param version `TLSv1.2`, `TLSv1_2`, `TLSv1`, `SSLv3` */
function suite(version: string | undefined, name: string): string {
  const [, protocol = "", digits = ""] = /^(TLS|SSL)v(\d(?:[._]\d)?)$/u.exec(version ?? "") ?? [];
  const [major = "", minor = "0"] = digits.split(/[._]/u);
  return `${protocol} ${major}.${minor} ${name}`;
}
