import { expect, test } from "vitest";

import { decodePem } from "../../src/wire/pem.ts";

const block = (label: string, body: string) => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;

test("every block, whatever stands around", () => {
  const text = `subject=x\r\n${block("CERTIFICATE", "AQ==").replaceAll("\n", "\r\n")}text\n${block("X509 CRL", "AQ\nID")}`;
  expect(decodePem(text)).toEqual([
    { label: "CERTIFICATE", bytes: Buffer.of(1) },
    { label: "X509 CRL", bytes: Buffer.of(1, 2, 3) },
  ]);
  expect(decodePem("nothing")).toEqual([]);
});

test.each(["A", "AQ=", "A===", "AQ==AQ==", "A*==", "AQI", "AQ==\nx"])("%j is no base64", (body) => {
  expect(() => decodePem(`..${block("CERTIFICATE", body)}`)).toThrow("CERTIFICATE: illegal value at byte 2");
});
