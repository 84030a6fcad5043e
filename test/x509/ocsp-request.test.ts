import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

import { encodeOcspRequest } from "../../src/x509/ocsp-request.ts";
import { decodeSignedCertificate } from "../../src/x509/signed-certificate.ts";
import * as der from "./der-writer.ts";
import { issueAuthority, issueEndEntity, pem } from "./issuing.ts";

const issuer = issueAuthority("issuer", { issuer: null });

/** What `openssl ocsp` asks. */
function askWithOpenssl(certificate: Uint8Array): Buffer {
  const directory = mkdtempSync(join(tmpdir(), "tlscheck-ocsp-"));
  try {
    const write = (file: string, bytes: Uint8Array) => {
      writeFileSync(join(directory, file), pem("CERTIFICATE", bytes));
      return join(directory, file);
    };
    const out = join(directory, "request.der");
    const asked = [
      "-issuer",
      write("issuer.pem", issuer.certificate),
      "-cert",
      write("leaf.pem", certificate),
    ];
    execFileSync("openssl", ["ocsp", ...asked, "-no_nonce", "-reqout", out], { stdio: "pipe" });
    return readFileSync(out);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test.each([
  ["short", der.integer(1)],
  ["long", der.integer(Buffer.from("00ff".padEnd(40, "7"), "hex"))],
  ["negative", der.integer(Buffer.from([0x80]))],
])("a %s serial number is asked for as OpenSSL does", (_, serialNumber) => {
  const { certificate } = issueEndEntity({ issuer, serialNumber });
  const request = encodeOcspRequest(
    decodeSignedCertificate(certificate),
    decodeSignedCertificate(issuer.certificate),
  );
  expect(request.toString("hex")).toBe(askWithOpenssl(certificate).toString("hex"));
});
