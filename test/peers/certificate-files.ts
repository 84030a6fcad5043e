import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** PEM files, as servers are configured with. */
export interface CertificateFiles {
  /** The end entity, then the authority. */
  readonly certificate: string;
  readonly key: string;
}

export interface Authority extends CertificateFiles {
  readonly pem: string;
  /** @param extensions as `openssl req -addext` has them. */
  issue(name: string, key: KeyKind, extensions?: readonly string[]): CertificateFiles;
}

export type KeyKind = "rsa" | "ec";

/** The name in every certificate of an end entity. */
export const HOST = "peer.test";

const ALGORITHMS = {
  rsa: ["RSA", "rsa_keygen_bits:2048"],
  ec: ["EC", "ec_paramgen_curve:P-256"],
} as const;

const END_ENTITY = [
  "basicConstraints=CA:FALSE",
  "keyUsage=digitalSignature,keyEncipherment",
  "extendedKeyUsage=serverAuth,clientAuth",
  `subjectAltName=DNS:${HOST}`,
];

/** An authority of the openssl command, whose files lie in the folder. */
export function createAuthority(folder: string): Authority {
  const issue = (name: string, kind: KeyKind, options: readonly string[]): CertificateFiles => {
    const files = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
    const [algorithm, option] = ALGORITHMS[kind];
    openssl("genpkey", "-algorithm", algorithm, "-pkeyopt", option, "-out", files.key);
    const output = ["-days", "90", "-out", files.certificate];
    openssl("req", "-x509", "-new", "-key", files.key, ...options, ...output);
    return files;
  };
  const root = issue("authority", "rsa", [
    "-subj",
    "/CN=peers' authority",
    ...["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"].flatMap(add),
  ]);
  const signed = ["-CA", root.certificate, "-CAkey", root.key, "-subj", `/CN=${HOST}`];
  const pem = readFileSync(root.certificate, "utf8");
  return {
    ...root,
    pem,
    issue(name, kind, extensions = []) {
      const files = issue(name, kind, [...signed, ...[...END_ENTITY, ...extensions].flatMap(add)]);
      writeFileSync(files.certificate, pem, { flag: "a" });
      return files;
    },
  };
}

function add(extension: string): string[] {
  return ["-addext", extension];
}

function openssl(...given: string[]): string {
  return execFileSync("openssl", given, { stdio: "pipe", encoding: "utf8" });
}

/** What an OCSP responder of the authority says of the certificate: a file, DER.
 *  @param folder where it goes */
export function createOcspResponse(
  folder: string,
  authority: CertificateFiles,
  { certificate }: CertificateFiles,
  status: "good" | "revoked",
): string {
  const serial = openssl("x509", "-in", certificate, "-noout", "-serial").trim().replace("serial=", "");
  const [index, response] = [join(folder, "index.txt"), join(folder, `${serial}-${status}.ocsp`)];
  // The lines of openssl-ca(1): status, expiry, revocation, serial number, file, subject.
  const line = { good: ["V", "991231235959Z", ""], revoked: ["R", "991231235959Z", "260101000000Z"] }[status];
  writeFileSync(index, `${[...line, serial, "unknown", `/CN=${HOST}`].join("\t")}\n`);
  const responder = ["-rsigner", authority.certificate, "-rkey", authority.key, "-CA", authority.certificate];
  const request = ["-issuer", authority.certificate, "-cert", certificate, "-no_nonce"];
  openssl("ocsp", "-index", index, ...responder, ...request, "-ndays", "3", "-respout", response);
  return response;
}
