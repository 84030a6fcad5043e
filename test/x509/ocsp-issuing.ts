import { execFileSync, spawnSync } from "node:child_process";
import { createHash, sign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { TAG } from "../../src/wire/der.ts";
import { decodeSignedCertificate } from "../../src/x509/signed-certificate.ts";
import * as der from "./der-writer.ts";
import { NOW, pem } from "./issuing.ts";
import type { Entity, Keys } from "./issuing.ts";

const HOUR = 3_600_000;

export interface ResponseDraft {
  readonly issuer: Entity;
  readonly certificate: Uint8Array;
  /** The issuer, unless it is given. */
  readonly signer?: Entity;
  /** In place of the signer's key. */
  readonly keys?: Keys;
  readonly hash?: string;
  /** Encoded. */
  readonly responderId?: Buffer;
  readonly certStatus?: Buffer;
  readonly thisUpdate?: number;
  readonly nextUpdate?: number | null;
  readonly version?: number;
  readonly certificates?: readonly Uint8Array[];
  readonly responseExtensions?: readonly Buffer[];
  readonly singleExtensions?: readonly Buffer[];
  readonly algorithm?: Buffer;
  /** More SingleResponses, before this one. */
  readonly others?: readonly Buffer[];
}

export const good = der.implicit(0, "");
export const unknown = der.implicit(2, "");

export function revoked(at: number, reason?: number): Buffer {
  const code = reason === undefined ? [] : [der.tagged(0, der.tlv(TAG.enumerated, Buffer.of(reason)))];
  return der.tagged(1, generalizedTime(at), ...code);
}

export function generalizedTime(at: number): Buffer {
  return der.tlv(TAG.generalizedTime, new Date(at).toISOString().replaceAll(/[-:T]|\.000/gu, ""));
}

export const byName = (subject: Buffer) => der.tagged(1, subject);
export const byKey = (entity: Entity) => der.tagged(2, der.octetString(hashKey("sha1", entity)));

const HASHES: Readonly<Record<string, string>> = {
  sha1: "1.3.14.3.2.26",
  sha256: "2.16.840.1.101.3.4.2.1",
  sha384: "2.16.840.1.101.3.4.2.2",
  sha512: "2.16.840.1.101.3.4.2.3",
  md5: "1.2.840.113549.2.5",
};

function hashKey(hash: string, { certificate }: Entity): Buffer {
  const { subjectPublicKeyInfo } = decodeSignedCertificate(certificate);
  return createHash(hash).update(subjectPublicKeyInfo.subjectPublicKey).digest();
}

const ECDSA_SHA256 = der.sequence(der.oid("1.2.840.10045.4.3.2"));

export function singleResponse(draft: ResponseDraft): Buffer {
  const { issuer, certificate, hash = "sha1", singleExtensions = [], nextUpdate = NOW + HOUR } = draft;
  return der.sequence(
    der.sequence(
      der.sequence(der.oid(HASHES[hash] ?? ""), der.tlv(TAG.null)),
      der.octetString(createHash(hash).update(issuer.subject).digest()),
      der.octetString(hashKey(hash, issuer)),
      der.integer(decodeSignedCertificate(certificate).serialNumber),
    ),
    draft.certStatus ?? good,
    generalizedTime(draft.thisUpdate ?? NOW - HOUR),
    ...(nextUpdate === null ? [] : [der.tagged(0, generalizedTime(nextUpdate))]),
    ...(singleExtensions.length > 0 ? [der.tagged(1, der.sequence(...singleExtensions))] : []),
  );
}

/** A response for the certificate, RFC 6960 section 4.2.1, right or wrong. */
export function respond(draft: ResponseDraft): Buffer {
  const { issuer, signer = issuer, certificates = [], responseExtensions = [] } = draft;
  const data = der.sequence(
    ...(draft.version === undefined ? [] : [der.tagged(0, der.integer(draft.version))]),
    draft.responderId ?? byName(signer.subject),
    generalizedTime(draft.thisUpdate ?? NOW - HOUR),
    der.sequence(...(draft.others ?? []), singleResponse(draft)),
    ...(responseExtensions.length > 0 ? [der.tagged(1, der.sequence(...responseExtensions))] : []),
  );
  const algorithm = draft.algorithm ?? ECDSA_SHA256;
  const signature = sign("sha256", data, (draft.keys ?? signer.keys).privateKey);
  return wrap(
    der.sequence(
      data,
      algorithm,
      der.bitString(signature),
      ...(certificates.length > 0 ? [der.tagged(0, der.sequence(...certificates))] : []),
    ),
  );
}

/** OCSPResponse around a BasicOCSPResponse. */
export function wrap(basic: Buffer, type = "1.3.6.1.5.5.7.48.1.1"): Buffer {
  return der.sequence(status(0), der.tagged(0, der.sequence(der.oid(type), der.octetString(basic))));
}

export const status = (code: number) => der.tlv(TAG.enumerated, Buffer.of(code));

export interface OpensslRequest {
  readonly issuer: Entity;
  readonly certificate: Uint8Array;
  readonly responder: Entity;
  /** A line of OpenSSL's database, without the serial number: `V`, or `R` and since when and why. */
  readonly entry: string | null;
  /** Of `openssl ocsp`, before the certificate is named. */
  readonly options?: readonly string[];
}

/** What `openssl ocsp` answers as a responder, and what it says of the same response as a client. */
export function respondWithOpenssl(request: OpensslRequest): { response: Buffer; verdict: string } {
  const { issuer, certificate, responder, entry, options = [] } = request;
  const directory = mkdtempSync(join(tmpdir(), "tlscheck-ocsp-"));
  try {
    const write = (file: string, text: string) => {
      writeFileSync(join(directory, file), text);
      return join(directory, file);
    };
    const serial = Buffer.from(decodeSignedCertificate(certificate).serialNumber).toString("hex");
    const database = entry === null ? "" : `${entry}\t${serial.toUpperCase()}\tunknown\t/CN=x\n`;
    const ca = write("ca.pem", pem("CERTIFICATE", issuer.certificate));
    const asked = ["-issuer", ca, "-cert", write("certificate.pem", pem("CERTIFICATE", certificate))];
    const key = responder.keys.privateKey.export({ format: "pem", type: "pkcs8" }).toString();
    const keyFile = write("responder.key", key);
    const certificateFile = write("responder.pem", pem("CERTIFICATE", responder.certificate));
    const signer = ["-rsigner", certificateFile, "-rkey", keyFile];
    const out = join(directory, "response.der");
    const index = ["-index", write("index.txt", database), "-CA", ca];
    execFileSync(
      "openssl",
      ["ocsp", ...index, ...signer, ...options, ...asked, "-no_nonce", "-noverify", "-respout", out],
      { stdio: "pipe" },
    );
    const hash = options.filter((option) => option === "-sha256");
    const { stdout, stderr } = spawnSync(
      "openssl",
      ["ocsp", "-respin", out, ...hash, ...asked, "-no_nonce", "-CAfile", ca],
      { encoding: "utf8" },
    );
    const verdict = /Response verify OK/u.test(stderr)
      ? (/certificate\.pem: (.*)/u.exec(stdout)?.[1] ?? stdout)
      : "Response Verify Failure";
    return { response: readFileSync(out), verdict };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
