import type { ChildProcess } from "node:child_process";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Revocations } from "../../../src/probe/revocation/revocations.ts";
import { decodePem } from "../../../src/wire/pem.ts";
import { AuthorityServer, answerWith } from "./authority.ts";

const HOUR = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), "tlscheck-ca-"));
const at = (file: string) => join(folder, file);
const openssl = (...options: readonly string[]) =>
  execFileSync("openssl", options, { cwd: folder, stdio: "pipe" });

const CONFIG = `
[ca]
default_ca = demo
[demo]
database = index.txt
new_certs_dir = .
serial = serial
crlnumber = crlnumber
certificate = ca.pem
private_key = ca.key
default_md = sha256
default_crl_days = 30
default_days = 30
policy = any
[any]
commonName = supplied
[req]
distinguished_name = dn
[dn]
`;

let authority: AuthorityServer;
let responder: ChildProcess;
let ocspPort: number;

/** A CA as the openssl command keeps one: a good certificate and a revoked one of each kind, and a responder of its own. */
beforeAll(async () => {
  authority = await AuthorityServer.start();
  const probing = createServer();
  await new Promise<void>((resolve) => probing.listen(0, "127.0.0.1", resolve));
  ocspPort = (probing.address() as AddressInfo).port;
  await new Promise((resolve) => probing.close(resolve));
  writeFileSync(at("config"), CONFIG);
  writeFileSync(at("index.txt"), "");
  writeFileSync(at("serial"), "5e1a01");
  writeFileSync(at("crlnumber"), "01");
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...key,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-subj",
    "/CN=openssl CA",
    "-days",
    "60",
  );
  const sources = {
    ocsp: `authorityInfoAccess=OCSP;URI:http://127.0.0.1:${ocspPort}`,
    crl: `crlDistributionPoints=URI:http://127.0.0.1:${authority.port}/crl`,
  };
  for (const [name, source] of Object.entries(sources)) {
    for (const kind of ["good", "bad"]) {
      const file = `${name}-${kind}`;
      writeFileSync(at("extensions"), source);
      openssl("req", "-new", ...key, "-keyout", `${file}.key`, "-out", `${file}.csr`, "-subj", `/CN=${file}`);
      const given = ["-in", `${file}.csr`, "-out", `${file}.pem`, "-extfile", "extensions"];
      openssl("ca", "-config", "config", "-batch", "-notext", ...given);
      if (kind === "bad")
        openssl("ca", "-config", "config", "-revoke", `${file}.pem`, "-crl_reason", "keyCompromise");
    }
  }
  openssl("ca", "-config", "config", "-gencrl", "-out", "crl.pem");
  openssl("crl", "-in", "crl.pem", "-outform", "DER", "-out", "crl.der");
  authority.answer = answerWith(readFileSync(at("crl.der")));
  const signer = ["-rsigner", "ca.pem", "-rkey", "ca.key", "-CA", "ca.pem", "-index", "index.txt"];
  responder = spawn("openssl", ["ocsp", "-port", String(ocspPort), ...signer, "-ndays", "1"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  await new Promise<void>((resolve, reject) => {
    const listen = (text: Buffer) => {
      if (/ACCEPT|waiting/iu.test(text.toString())) resolve();
    };
    responder.stdout?.on("data", listen);
    responder.stderr?.on("data", listen);
    responder.once("exit", (code) => reject(new Error(`openssl ocsp ended with ${code}`)));
  });
});

afterAll(async () => {
  responder.kill("SIGKILL");
  await authority.close();
  rmSync(folder, { recursive: true });
});

function find(name: string) {
  const revocations = new Revocations({
    timeoutMs: 2_000,
    waitMs: 5_000,
    egress: null,
    trustAnchors: readFileSync(at("ca.pem"), "utf8"),
  });
  const [block] = decodePem(readFileSync(at(`${name}.pem`), "latin1"));
  const der = block?.bytes ?? new Uint8Array();
  const sha256 = createHash("sha256").update(der).digest("hex");
  const served = { address: "127.0.0.1", certificateList: [der], ocspResponse: null, revocable: [sha256] };
  return revocations.find(served, Date.now(), new AbortController().signal);
}

describe("a CA of the openssl command", () => {
  it.each(["ocsp", "crl"])("tells by %s what is good and what is revoked", async (source) => {
    expect(await find(`${source}-good`)).toEqual({ revoked: null, unknown: false });
    const { revoked } = await find(`${source}-bad`);
    expect(revoked).toMatchObject({ source, reason: "keyCompromise" });
    expect(Math.abs((revoked?.revocationDate ?? 0) - Date.now())).toBeLessThan(HOUR);
  });
});
