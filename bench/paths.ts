import { X509Certificate } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { rootCertificates } from "node:tls";
import { PROJECT_ROOT } from "../src/demo/project-root.ts";
import { decodeTrustAnchors, validatePath } from "../src/x509/path-validation.ts";

/** `npm run bench:paths`: paths validated per second. Process for process against `openssl verify`, and as a library against
 *  what node:crypto's X509Certificate (OpenSSL) can check, which is signatures, dates and one name. */
const HOST = "www.example.com";
const SECONDS = 2;
const RUNS = 30;
const ALGORITHMS = { RSA: ["RSA", "rsa_keygen_bits:2048"], EC: ["EC", "ec_paramgen_curve:P-256"] } as const;

const folder = mkdtempSync(join(tmpdir(), "tlscheck-paths-"));
const file = (name: string) => join(folder, name);
const openssl = (...given: string[]) => execFileSync("openssl", given, { stdio: "pipe" });
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Issue {
  readonly name: string;
  readonly issuer: string | null;
  readonly extensions: readonly string[];
  readonly algorithm: readonly [string, string];
}

function issue({ name, issuer, extensions, algorithm: [algorithm, option] }: Issue): void {
  openssl("genpkey", "-algorithm", algorithm, "-pkeyopt", option, "-out", file(`${name}.key`));
  const signer = issuer === null ? [] : ["-CA", file(`${issuer}.pem`), "-CAkey", file(`${issuer}.key`)];
  const added = extensions.flatMap((extension) => ["-addext", extension]);
  const subject = ["-subj", `/CN=${name}`, "-days", "80", "-out", file(`${name}.pem`)];
  openssl("req", "-x509", "-new", "-key", file(`${name}.key`), ...signer, ...added, ...subject);
}

const CA = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"];

/** Calls per second, after a warm-up. */
function rate(call: () => void): number {
  for (const until = performance.now() + 300; performance.now() < until;) call();
  const began = performance.now();
  let calls = 0;
  for (; performance.now() - began < SECONDS * 1_000; calls++) call();
  return (calls * 1_000) / (performance.now() - began);
}

/** Milliseconds for one process, the median of its runs. */
function processTime(program: string, given: readonly string[]): number {
  const times = Array.from({ length: RUNS }, () => {
    const began = performance.now();
    execFileSync(program, given, { stdio: "pipe" });
    return performance.now() - began;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}

function validateWithNode(pems: readonly string[], trusted: ReadonlyMap<string, X509Certificate>): boolean {
  const list = pems.map((pem) => new X509Certificate(pem));
  const now = Date.now();
  const dated = list.every(
    (certificate) => now >= Date.parse(certificate.validFrom) && now <= Date.parse(certificate.validTo),
  );
  return (
    dated &&
    list[0]?.checkHost(HOST) !== undefined &&
    list.every((certificate, position) => {
      const issuer = list[position + 1] ?? trusted.get(certificate.issuer);
      return issuer !== undefined && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
    })
  );
}

try {
  for (const [label, algorithm] of Object.entries(ALGORITHMS)) {
    issue({ name: "root", issuer: null, extensions: CA, algorithm });
    issue({ name: "intermediate", issuer: "root", extensions: CA, algorithm });
    const usage = [
      "basicConstraints=CA:FALSE",
      "keyUsage=critical,digitalSignature",
      "extendedKeyUsage=serverAuth",
    ];
    issue({
      name: HOST,
      issuer: "intermediate",
      extensions: [...usage, `subjectAltName=DNS:${HOST}`],
      algorithm,
    });
    const pems = [HOST, "intermediate"].map((name) => readFileSync(file(`${name}.pem`), "utf8"));
    const root = readFileSync(file("root.pem"), "utf8");

    const trustAnchors = decodeTrustAnchors([...rootCertificates, root]);
    const request = { certificateList: pems, trustAnchors, serverName: HOST };
    const result = validatePath({ ...request, at: Date.now() });
    if (!result.valid) throw new Error(`not valid: ${JSON.stringify(result.faults)}`);
    const trusted = new Map(
      [root, ...rootCertificates].map((pem) => [new X509Certificate(pem).subject, new X509Certificate(pem)]),
    );
    if (!validateWithNode(pems, trusted)) throw new Error("node:crypto does not accept the path");
    const ours = rate(() => void validatePath({ ...request, at: Date.now() }));
    const theirs = rate(() => void validateWithNode(pems, trusted));
    say(
      `${label}: library       ${ours.toFixed(0)}/s validatePath, ${theirs.toFixed(0)}/s node:crypto X509Certificate, ratio ${(ours / theirs).toFixed(2)}`,
    );

    writeFileSync(file("chain.pem"), pems.join(""));
    const cli = [
      join(PROJECT_ROOT, "dist", "cli.js"),
      "cert",
      file("chain.pem"),
      "--trust",
      file("root.pem"),
      "--name",
      HOST,
    ];
    const program = processTime(process.execPath, cli);
    const bare = processTime(process.execPath, ["-e", "0"]);
    const verify = processTime("openssl", [
      "verify",
      "-CAfile",
      file("root.pem"),
      "-untrusted",
      file("intermediate.pem"),
      "-verify_hostname",
      HOST,
      file(`${HOST}.pem`),
    ]);
    say(
      `${label}: one process   ${program.toFixed(0)} ms tlscheck cert (${bare.toFixed(0)} ms of it Node's start), ${verify.toFixed(0)} ms openssl verify, ratio ${(program / verify).toFixed(1)}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
