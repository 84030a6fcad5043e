import { rootCertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DemoServers } from "../../src/demo/servers.ts";
import { startDemoServers } from "../../src/demo/servers.ts";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { servedCertificateList } from "../../src/diagnosis/evidence.ts";
import { parseTarget } from "../../src/diagnosis/target.ts";
import { collectEvidence } from "../../src/probe/collect-evidence.ts";
import { parseConnectTo } from "../../src/probe/connect-to.ts";

let servers: DemoServers;
beforeAll(async () => {
  servers = await startDemoServers();
});
afterAll(() => servers.close());

function collect(target: string, options: { quick?: boolean; timeoutMs?: number } = {}): Promise<Evidence> {
  return collectEvidence(parseTarget(target), {
    at: Date.now(),
    timeoutMs: options.timeoutMs ?? 2_000,
    scope: options.quick === true ? "quick" : "all",
    egress: null,
    connectTo: parseConnectTo(servers.connectTo),
    trustAnchors: [...rootCertificates, servers.root].join("\n"),
  });
}

/** What the finding of each scenario must say beside its kind. */
const EXPECTED: Readonly<Record<string, readonly object[]>> = {
  ok: [],
  expired: [{ kind: "certificate_expired", severity: "error", position: 0 }],
  expiring: [],
  renewal: [],
  fleet: [],
  "half-renewed": [{ kind: "addresses_differ" }],
  "not-yet-valid": [{ kind: "certificate_not_yet_valid", severity: "error" }],
  "wrong-name": [
    {
      kind: "host_name_mismatch",
      referenceIdentifier: "wrong-name.demo.test",
      presentedIdentifiers: ["DNS:other.demo.test"],
    },
  ],
  "self-signed": [{ kind: "certificate_unknown", reason: "self_signed" }],
  "unknown-root": [{ kind: "certificate_unknown", reason: "self_signed_in_chain" }],
  "incomplete-chain": [{ kind: "chain_incomplete", issuer: "CN=tlscheck demo intermediate,O=tlscheck demo" }],
  tls10: [{ kind: "protocol_mismatch", accepted: ["TLS 1.0"] }],
  tls13: [],
  "old-cipher": [{ kind: "cipher_suite_mismatch", alert: "handshake_failure" }],
  "needs-sni": [{ kind: "sni_required", severity: "warning", without: "refused" }],
  "other-without-sni": [
    { kind: "sni_required", without: "other_certificate", subject: "CN=fallback.demo.test,O=tlscheck demo" },
  ],
  "client-cert": [
    {
      kind: "client_certificate_required",
      required: true,
      authorities: ["CN=tlscheck demo root,O=tlscheck demo"],
      alert: "certificate_required",
    },
  ],
  "client-cert-tls12": [
    {
      kind: "client_certificate_required",
      required: true,
      authorities: ["CN=tlscheck demo root,O=tlscheck demo"],
      alert: "handshake_failure",
    },
  ],
  "plain-http": [{ kind: "not_tls", protocol: "http", firstBytes: "HTTP/1.1 400 Bad Request" }],
  smtp: [{ kind: "starttls_required", protocol: "smtp", port: 25 }],
  reset: [{ kind: "connection_reset", during: "handshake" }],
  "hangs-up": [{ kind: "connection_reset", during: "closed" }],
  silent: [{ kind: "timeout", during: "handshake", afterMs: 2000 }],
  garbage: [{ kind: "not_tls", protocol: "unknown", firstBytes: "nonsense" }],
  refused: [{ kind: "connection_refused", address: "127.0.0.1" }],
};

describe("every demo server", () => {
  test.each(Object.entries(EXPECTED))("%s.demo.test", async (name, expected) => {
    const scenario = servers.scenarios.find(({ host }) => host === `${name}.demo.test`);
    const evidence = await collect(`${name}.demo.test:${scenario?.port}`);
    expect(diagnose(evidence)).toMatchObject(expected);
    expect(diagnose(evidence)).toHaveLength(expected.length);
    expect(evidence.connections).toBeLessThanOrEqual(120);
  });

  test("has an expectation", () => {
    expect(servers.scenarios.map(({ host }) => host.replace(".demo.test", "")).toSorted()).toEqual(
      Object.keys(EXPECTED).toSorted(),
    );
  });
});

test.each(["ok", "client-cert", "client-cert-tls12"])(
  "the certificate list of %s is read exactly as sent",
  async (name) => {
    const list = servedCertificateList(await collect(`${name}.demo.test`));
    expect(list.map(({ subject }) => subject)).toEqual([
      `CN=${name}.demo.test,O=tlscheck demo`,
      "CN=tlscheck demo intermediate,O=tlscheck demo",
    ]);
  },
);

test("what was negotiated comes from the server's own bytes", async () => {
  const [ordinary] = (await collect("ok.demo.test")).handshakes;
  expect(ordinary).toMatchObject({
    offer: "ordinary",
    result: { outcome: "completed" },
    version: "TLS 1.3",
    cipherSuite: { id: "0x1302", name: "TLS_AES_256_GCM_SHA384" },
  });
});

test("quick makes one connection, two where the first explains nothing", async () => {
  expect((await collect("needs-sni.demo.test", { quick: true })).connections).toBe(1);
  expect((await collect("tls10.demo.test", { quick: true })).connections).toBe(2);
});

test("a name that does not exist", async () => {
  expect((await collect("nowhere.invalid")).unreachable).toMatchObject({ reason: "name_not_resolved" });
});
