import { expect, it } from "vitest";
import { findTargets } from "../../src/diagnosis/find-targets.ts";
import { formatTarget } from "../../src/diagnosis/target.ts";

const found = (text: string) => findTargets(text).map(formatTarget);

it.each([
  ["curl: (35) error: connect to api.example.com port 443 failed", ["api.example.com:443"]],
  ["see https://api.example.com:8443/v1/things?x=1.", ["api.example.com:8443"]],
  ["see <https://api.example.com/x|api.example.com> now", ["api.example.com:443"]],
  ['upstream: "https://10.0.0.7:8443/a", host: "api.example.com"', ["10.0.0.7:8443", "api.example.com:443"]],
  ["dial tcp [2001:db8::1]:443: connect: connection refused", ["[2001:db8::1]:443"]],
  [
    "x509: certificate is valid for a.example.com, b.example.com, not c.example.com",
    ["a.example.com:443", "b.example.com:443", "c.example.com:443"],
  ],
  ["javax.net.ssl.SSLHandshakeException: Received fatal alert: handshake_failure", []],
  ["\tat sun.security.ssl.Alerts.getSSLException(Alerts.java:192)", []],
  ['Traceback: File "main.py", line 3; wrote out.log and cert.pem', []],
  ["mail me at ada@example.com", []],
  ["version 1.2.3 of 2026", []],
  ["nothing here", []],
  ["", []],
])("%j names %j", (text, targets) => {
  expect(found(text)).toEqual(targets);
});

it("finds each once, ten at most", () => {
  expect(found("a.example A.EXAMPLE a.example:443")).toEqual(["a.example:443"]);
  expect(found(Array.from({ length: 30 }, (_, index) => `h${index}.example`).join(" "))).toHaveLength(10);
});

it.each([
  ["dots", "a.".repeat(20_000)],
  ["letters", "a".repeat(40_000)],
  ["hyphens", `${"a-".repeat(20_000)}.`],
  ["brackets", "[".repeat(40_000)],
  ["colons", "[::".repeat(13_000)],
  ["underscores", "_.".repeat(20_000)],
  ["schemes", "https://".repeat(5_000)],
])("takes bounded time on 40,000 characters of %s", { timeout: 2_000 }, (_, text) => {
  expect(found(text).length).toBeLessThanOrEqual(10);
});

it("takes a moment for a long run of punctuation in a URL", () => {
  const began = performance.now();
  found(`https://${".".repeat(39_000)}a`);
  // A pattern for the end of it takes more than a second.
  expect(performance.now() - began).toBeLessThan(3_000);
});
