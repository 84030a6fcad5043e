import { generateKeyPairSync, randomBytes } from "node:crypto";
import forge from "node-forge";

/** A certificate with its key, PEM. */
export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateRequest {
  readonly commonName: string;
  /** DNS names and IP addresses for subjectAltName; none for an authority. */
  readonly names?: readonly string[];
  readonly authority?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const DAY = 86_400_000;
/** The root and the intermediate of the demo live long, so that only what shall be broken is. */
const AUTHORITY_DAYS = 3650;
const LEAF_DAYS = 200;
const DNS = 2;
const IP = 7;

/** Issues an RSA certificate; self-signed without an issuer. */
export function issue(request: CertificateRequest, issuer: Issued | null): Issued {
  const { publicKey, privateKey } = request.authority === true ? generateKey() : (leafKey ??= generateKey());
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // Positive: the first byte of an INTEGER is its sign.
  certificate.serialNumber = `5a${randomBytes(15).toString("hex")}`;
  const days = request.authority === true ? AUTHORITY_DAYS : LEAF_DAYS;
  certificate.validity.notBefore = request.notBefore ?? new Date(Date.now() - DAY);
  certificate.validity.notAfter = request.notAfter ?? new Date(Date.now() + days * DAY);
  const subject = [
    { name: "organizationName", value: "tlscheck demo" },
    { name: "commonName", value: request.commonName },
  ];
  certificate.setSubject(subject);
  certificate.setIssuer(
    issuer === null ? subject : forge.pki.certificateFromPem(issuer.certificate).subject.attributes,
  );
  certificate.setExtensions(extensionsFor(request));
  const key = forge.pki.privateKeyFromPem(issuer?.key ?? privateKey);
  certificate.sign(key, forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), key: privateKey };
}

/** All end entities share one: making a key is what takes time, and whose it is does not matter here. */
let leafKey: ReturnType<typeof generateKey> | undefined;

function generateKey() {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}

function extensionsFor({ authority, names = [] }: CertificateRequest): object[] {
  if (authority === true) {
    return [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
      { name: "subjectKeyIdentifier" },
    ];
  }
  const altNames = names.map((name) =>
    /^[\d.]+$|:/.test(name) ? { type: IP, ip: name } : { type: DNS, value: name },
  );
  return [
    { name: "basicConstraints", cA: false, critical: true },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
    { name: "extKeyUsage", serverAuth: true, clientAuth: true },
    ...(altNames.length === 0 ? [] : [{ name: "subjectAltName", altNames }]),
  ];
}
