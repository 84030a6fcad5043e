import { rootCertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DemoServers } from "../../src/demo/servers.ts";
import { startDemoServers } from "../../src/demo/servers.ts";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import type { Given } from "../../src/diagnosis/diagnosis.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { parseTarget } from "../../src/diagnosis/target.ts";
import { walkThrough } from "../../src/playbook/conversation.ts";
import type { NodeId } from "../../src/playbook/playbook.ts";
import { collectEvidence } from "../../src/probe/collect-evidence.ts";
import { parseConnectTo } from "../../src/probe/connect-to.ts";

let servers: DemoServers;
const collected = new Map<string, Promise<Evidence>>();
beforeAll(async () => {
  servers = await startDemoServers();
});
afterAll(() => servers.close());

/** Once for each server. */
function collect(name: string): Promise<Evidence> {
  const known = collected.get(name);
  if (known !== undefined) return known;
  const scenario = servers.scenarios.find(({ host }) => host === `${name}.demo.test`);
  if (scenario === undefined) throw new Error(`no server ${name}`);
  const collecting = collectEvidence(parseTarget(`${scenario.host}:${scenario.port}`), {
    at: Date.now(),
    timeoutMs: 2_000,
    egress: null,
    connectTo: parseConnectTo(servers.connectTo),
    trustAnchors: [...rootCertificates, servers.root].join("\n"),
  });
  collected.set(name, collecting);
  return collecting;
}

/** Where evidence alone leads. Where a server is in order for us, what the other side says is asked: `message`. */
const ENDS: Readonly<Record<string, NodeId>> = {
  ok: "message",
  expired: "certificate_expired",
  // Three days left are no fault today.
  expiring: "message",
  renewal: "message",
  fleet: "message",
  "half-renewed": "message",
  "not-yet-valid": "certificate_not_yet_valid",
  "wrong-name": "host_name_mismatch",
  "self-signed": "certificate_unknown",
  "unknown-root": "certificate_unknown",
  "incomplete-chain": "chain_incomplete",
  tls10: "protocol_mismatch",
  tls13: "message",
  "old-cipher": "cipher_suite_mismatch",
  // We send the name, so that nothing fails for us; whether the client does is asked after its message.
  "needs-sni": "message",
  "other-without-sni": "message",
  "client-cert": "client_certificate_required",
  "client-cert-tls12": "client_certificate_required",
  "plain-http": "not_tls",
  smtp: "starttls_required",
  reset: "connection_reset",
  "hangs-up": "connection_reset",
  silent: "timeout",
  garbage: "not_tls",
  refused: "connection_refused",
};

/** An ingress without its secret hangs up or stays silent. */
const HYBRID_ENDS: Readonly<Record<string, NodeId>> = {
  ...ENDS,
  reset: "ingress_secret",
  "hangs-up": "ingress_secret",
  silent: "ingress_secret",
};

const PLACES: readonly (readonly [name: string, given: Given, ends: Readonly<Record<string, NodeId>>])[] = [
  ["not Apigee", { product: "not_apigee" }, ENDS],
  ["Edge, public cloud, northbound", { product: "edge_public_cloud", direction: "northbound" }, ENDS],
  ["Edge, private cloud, southbound", { product: "edge_private_cloud", direction: "southbound" }, ENDS],
  ["hybrid", { product: "hybrid" }, HYBRID_ENDS],
];

describe.each(PLACES)("%s", (_, given, ends) => {
  test.each(Object.entries(ends))("%s leads to %s", async (name, end) => {
    const evidence = await collect(name);
    const checked = { state: "checked", evidence, findings: diagnose(evidence) } as const;
    const nobody = { answers: [], thread: [], trials: null, previous: null };
    const { position, steps } = walkThrough({ given }, checked, nobody);
    expect(position.node).toBe(end);
    expect(steps.map(({ source }) => source)).toEqual(expect.not.arrayContaining([null]));
  });
});

test("each server of the demo is in the table", () => {
  const names = servers.scenarios.map(({ host }) => host.replace(".demo.test", ""));
  expect(Object.keys(ENDS).toSorted()).toEqual(names.toSorted());
});
