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

/** What the vendor's documents show, and which of their causes they show it for. */
describe("the documents' own messages", () => {
  it.each([
    ["HTTP/1.1 503 Service Unavailable\nReceived fatal alert: handshake_failure", "cipher_suite_mismatch"],
    [
      "* SSL certificate problem: Invalid certificate chain * Closing connection 0 curl: (60) SSL certificate problem: Invalid certificate chain More details here: http://curl.haxx.se/docs/sslcerts.html",
      "chain_incomplete",
    ],
    [
      "* TLSv1.2 (OUT), TLS handshake, Client hello (1):\n* LibreSSL SSL_connect: SSL_ERROR_SYSCALL in connection to example.apis.com:443\n* Closing connection 0\ncurl: (35) LibreSSL SSL_connect: SSL_ERROR_SYSCALL in connection to example.apis.com:443",
      "connection_reset",
    ],
    [
      "* (304) (OUT), TLS handshake, Client hello (1):\n* Recv failure: Connection reset by peer\n* LibreSSL/3.3.6: error:02FFF036:system library:func(4095):Connection reset by peer\n* Closing connection\ncurl: (35) Recv failure: Connection reset by peer",
      "connection_reset",
    ],
    [
      "* LibreSSL/3.3.6: error:1404B410:SSL routines:ST_CONNECT:sslv3 alert handshake failure\n* Closing connection\ncurl: (35) LibreSSL/3.3.6: error:1404B410:SSL routines:ST_CONNECT:sslv3 alert handshake failure",
      "cipher_suite_mismatch",
    ],
    // What s_client prints without -servername, where a server needs the name.
    [
      "CONNECTED(00000003)\n9362:error:14077410:SSL routines:SSL23_GET_SERVER_HELLO:sslv3 alert handshake failure:/BuildRoot/Library/Caches/com.apple.xbs/Sources/OpenSSL098/OpenSSL098-64.50.6/src/ssl/s23_clnt.c:593",
      "sni_required",
    ],
    [
      'NOT_FOUND: failed to get secret "MY_HYBRID_PROJECT-ENV_GROUP"\nin namespace "apigee": secrets "MY_HYBRID_PROJECT-ENV_GROUP" not found',
      "ingress_secret_missing",
    ],
    [
      "unable to load certificate\n136613728412992:error:0D078095:asn1 encoding routines:asn1_item_embed_d2i:sequence not constructed:../crypto/asn1/tasn_dec.c:321:Type=X509\n136613728412992:error:0906700D:PEM routines:PEM_ASN1_read_bio:ASN1 lib:../crypto/pem/pem_oth.c:33:",
      "certificate_malformed",
    ],
    [
      "error loading certificates\n8360934016:error:09FFF066:PEM routines:CRYPTO_internal:bad end line",
      "certificate_malformed",
    ],
    [
      "unable to load Private Key\n133504499987776:error:09091064:PEM routines:PEM_read_bio_ex:bad base64 decode:../crypto/pem/pem_lib.c:949:\nFiles /dev/fd/63 and /dev/fd/62 differ",
      "key_mismatch",
    ],
    [
      "unable to load Private Key\n133504499987776:error:09091064:PEM routines:PEM_read_bio_ex:bad base64 decode:../crypto/pem/pem_lib.c:949:",
      "certificate_malformed",
    ],
    ["Fatal Alert : Close Notify", "protocol_mismatch"],
    ["Alert (Level: Fatal, Description: Close Notify)", "protocol_mismatch"],
    ["Fatal Alert: Handshake Failure", "cipher_suite_mismatch"],
    ["Alert (Level: Fatal, Description: Handshake Failure)", "cipher_suite_mismatch"],
    ["Alert (Level: Fatal, Description: Certificate Unknown)", "certificate_unknown"],
    ["Alert(Level: Fatal, Description: Certificate expired)", "certificate_expired"],
  ])("%s", (text, kind) => expect(explain(text).causes[0]?.kind).toBe(kind));
});

describe("who ended the handshake", () => {
  it.each([
    ["Received fatal alert: handshake_failure", "other_side", "handshake_failure"],
    ["remote error: tls: unknown certificate authority", "other_side", "unknown_ca"],
    [
      "error:0A000410:SSL routines::ssl/tls alert handshake failure:SSL alert number 40",
      "other_side",
      "handshake_failure",
    ],
    ["certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)", "this_side", null],
    ["The TLS protocol defined fatal error code is 70.", "this_side", "protocol_version"],
    ["Alert (Level: Fatal, Description: Unknown CA)", null, "unknown_ca"],
    ["A TLS fatal alert has been received", "other_side", null],
    ["Connection reset by peer", null, null],
    // Both sides are heard in a log of both.
    [
      "certificate verify failed: certificate has expired; peer: sslv3 alert certificate expired",
      null,
      "certificate_expired",
    ],
  ] as const)("%s", (text, rejectedBy, alert) => {
    expect(explain(text).causes[0]).toMatchObject({ rejectedBy, alert });
  });
});

describe("a text that names hosts", () => {
  it.each(["https://timeout.example.com/x", "econnreset.example.com:8443"])(
    "is no message by them: %s",
    (text) => {
      expect(explain(text)).toMatchObject({ causes: [], hosts: [expect.stringContaining("example.com")] });
    },
  );

  it("is quoted as it is", () => {
    const { causes } = explain("No subject alternative DNS name matching api.example.com found.");
    expect(
      explain("javax.net.ssl.SSLPeerUnverifiedException: Hostname api.example.com not verified").causes[0],
    ).toMatchObject({
      kind: "host_name_mismatch",
      matched: "Hostname api.example.com not verified",
    });
    expect(causes[0]?.kind).toBe("host_name_mismatch");
  });
});

it("quotes no password or token of a URL, wherever its words are cut", () => {
  const failing = (url: string) => `certificate verification failed for ${url}: untrusted issuer`;
  const quoted = (url: string) => JSON.stringify(explain(failing(url)).causes);
  expect(quoted("https://ci:hunter2@repo.example.com/x?token=s3cret")).toContain("repo.example.com/x?…");
  for (const padding of Array.from({ length: 200 }, (_, index) => "x".repeat(index)))
    expect(quoted(`https://ci${padding}:hunter2@repo.example.com/?token=s3cret`)).not.toMatch(/hunt|s3c/u);
});

it("counts the same words once, for the message that reads the most of them", () => {
  const { causes } = explain("SSL certificate problem: self signed certificate in certificate chain");
  expect(causes).toMatchObject([{ kind: "certificate_unknown", confidence: 0.95 }]);
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

it("reads the beginning and the end of a log", () => {
  const log = "all is well\n".repeat(10_000);
  expect(explain(`no shared cipher\n${log}`).causes[0]?.kind).toBe("cipher_suite_mismatch");
  expect(explain(`${log}no shared cipher`).causes[0]?.kind).toBe("cipher_suite_mismatch");
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
});

/** What is likely to keep a pattern busy: the beginning of what it looks for, over and over. */
describe("a megabyte of hostile text takes each pattern a moment", () => {
  const MEGABYTE = 1 << 20;
  it.each(ERROR_MESSAGES)("$from: $pattern", ({ pattern, example }) => {
    const words = example.slice(0, 60);
    const units = ["a", '"', " ", "secret a/", words.slice(0, -1), words.slice(0, 20), example.slice(0, -1)];
    const began = performance.now();
    for (const unit of units) pattern.exec(unit.repeat(Math.ceil(MEGABYTE / unit.length)));
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it("and all of them together", () => {
    const began = performance.now();
    for (const unit of [
      "a",
      'secrets "',
      "SSL: certificate subject name ",
      "alert handshake failure ",
      "a.b:1 ",
    ])
      explain(unit.repeat(MEGABYTE / 4));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
