import { expect, it } from "vitest";
import { listCipherSuites, partCipherSuites } from "../../../src/probe/scan/candidates.ts";
import { describeCipherSuite } from "../../../src/tls/cipher-suites.ts";
import { VERSION } from "../../../src/tls/version.ts";

it("asks for the suites of TLS 1.2 in four parts, of which each common kind has its own", () => {
  const parts = partCipherSuites(VERSION.TLS_1_2);
  const all = listCipherSuites(VERSION.TLS_1_2);
  expect(parts.flat().toSorted((a, b) => a - b)).toEqual(all.toSorted((a, b) => a - b));
  const firsts = parts.map(([first = 0]) => describeCipherSuite(first).name);
  expect(firsts.toSorted((a, b) => a.localeCompare(b))).toEqual([
    "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
  ]);
});
