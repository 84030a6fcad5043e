import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ERROR_MESSAGES } from "../../src/diagnosis/error-messages.ts";
import { explain } from "../../src/diagnosis/explain.ts";

const likeliest = (causes: Readonly<Partial<Record<string, number>>>) =>
  Object.entries(causes).toSorted(([, a = 0], [, b = 0]) => b - a)[0]?.[0];

describe("each message of the table", () => {
  it.each(ERROR_MESSAGES)("$from: $example", ({ example, causes, pattern }) => {
    expect(example).toMatch(pattern);
    expect(explain(example).causes[0]?.kind).toBe(likeliest(causes));
  });
});

/** What the vendor's documents show, and what they say that it is. */
describe("the documents' own messages", () => {
  it.each([
    ["HTTP/1.1 503 Service Unavailable\nReceived fatal alert: handshake_failure", "cipher_suite_mismatch"],
    [
      "* SSL certificate problem: Invalid certificate chain * Closing connection 0 curl: (60) SSL certificate problem: Invalid certificate chain More details here: http://curl.haxx.se/docs/sslcerts.html",
      "chain_incomplete",
    ],
    [
      "curl: (35) LibreSSL SSL_connect: SSL_ERROR_SYSCALL in connection to example.apis.com:443",
      "connection_reset",
    ],
    ["curl: (35) Recv failure: Connection reset by peer", "connection_reset"],
    [
      "* LibreSSL/3.3.6: error:1404B410:SSL routines:ST_CONNECT:sslv3 alert handshake failure",
      "cipher_suite_mismatch",
    ],
    [
      "9362:error:14077410:SSL routines:SSL23_GET_SERVER_HELLO:sslv3 alert handshake failure:/BuildRoot/s23_clnt.c:593",
      "cipher_suite_mismatch",
    ],
    [
      'NOT_FOUND: failed to get secret "my-project-prod" in namespace "apigee": secrets "my-project-prod" not found',
      "ingress_secret_missing",
    ],
    [
      "unable to load certificate\n136613728412992:error:0D078095:asn1 encoding routines:asn1_item_embed_d2i:sequence not constructed:../crypto/asn1/tasn_dec.c:321:Type=X509",
      "certificate_malformed",
    ],
    [
      "error loading certificates\n8360934016:error:09FFF066:PEM routines:CRYPTO_internal:bad end line",
      "certificate_malformed",
    ],
    [
      "unable to load Private Key\n133504499987776:error:09091064:PEM routines:PEM_read_bio_ex:bad base64 decode",
      "certificate_malformed",
    ],
    ["Alert (Level: Fatal, Description: Close Notify)", "protocol_mismatch"],
    ["Alert (Level: Fatal, Description: Handshake Failure)", "cipher_suite_mismatch"],
    ["Alert (Level: Fatal, Description: Certificate Unknown)", "certificate_unknown"],
    ["Alert (Level: Fatal, Description: Certificate Expired)", "certificate_expired"],
  ])("%s", (text, kind) => expect(explain(text).causes[0]?.kind).toBe(kind));
});

it("names the hosts, and what it read", () => {
  const { causes, hosts } = explain(
    "curl: (35) LibreSSL SSL_connect: SSL_ERROR_SYSCALL in connection to example.apis.com:443",
  );
  expect(hosts).toEqual(["example.apis.com:443"]);
  expect(causes[0]).toMatchObject({ matched: "SSL_ERROR_SYSCALL" });
});

it("believes two messages more than one", () => {
  const [one] = explain("unable to get local issuer certificate").causes;
  const [two] = explain(
    "unable to get local issuer certificate, unable to verify the first certificate",
  ).causes;
  expect(one?.kind).toBe("chain_incomplete");
  expect(two?.kind).toBe("chain_incomplete");
  expect(two?.confidence).toBeGreaterThan(one?.confidence ?? 1);
});

it("says nothing of what it does not know", () => {
  expect(explain("everything is fine")).toEqual({ causes: [], hosts: [] });
  expect(explain("")).toEqual({ causes: [], hosts: [] });
});

it("never throws, keeps its order and its bounds, and takes bounded time", { timeout: 5_000 }, () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom(...ERROR_MESSAGES.map(({ example }) => example)))),
      (pieces) => {
        const confidences = explain(pieces.join(" ")).causes.map(({ confidence }) => confidence);
        expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
        expect(Math.min(1, ...confidences)).toBeGreaterThan(0);
        expect(Math.max(0, ...confidences)).toBeLessThanOrEqual(1);
      },
    ),
  );
  for (const unit of [
    "a",
    'secrets "',
    "SSL: certificate subject name ",
    "PEM_read_bio",
    "Alert (Level: Fatal, ",
  ])
    explain(unit.repeat(40_000));
});
