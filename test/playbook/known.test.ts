import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/diagnosis/finding.ts";
import type { CaptureFact, PastedFact, ThreadFact, UploadFact } from "../../src/diagnosis/thread-fact.ts";
import type { Facts } from "../../src/playbook/known.ts";
import { knowFrom } from "../../src/playbook/known.ts";
import { walk } from "../../src/playbook/walk.ts";
import { FINDINGS, diagnosis, evidence, failed, handshake, profile } from "../support/evidence.ts";

const NORTH = { product: "edge_private_cloud", direction: "northbound" };
const SOUTH = { product: "edge_private_cloud", direction: "southbound" };
const PUBLIC_SOUTH = { product: "edge_public_cloud", direction: "southbound" };

function ways(given: Partial<Facts>): string[] {
  const facts: Facts = { evidence: evidence(), findings: [], trials: null, thread: [], given: {}, ...given };
  const { steps, position } = walk([], knowFrom(facts));
  return [...steps.map(({ node, choice, source }) => `${node}: ${choice} (${source})`), position.node];
}

const endOf = (given: Partial<Facts>) => ways(given).at(-1);

const capture = (given: Partial<CaptureFact>): CaptureFact => ({
  source: "capture",
  cause: "not_determined",
  rejectedBy: null,
  serverName: true,
  client: null,
  refused: null,
  between: { client: "192.0.2.1:40001", server: "198.51.100.7:443", serverName: "api.example.com" },
  ...given,
});
const upload = (given: Partial<UploadFact>): UploadFact => ({
  source: "upload",
  readable: true,
  faults: [],
  keyMatches: null,
  ...given,
});
const pasted = (kind: PastedFact["causes"][number]["kind"], confidence = 0.9): PastedFact => ({
  source: "pasted",
  causes: [{ kind, confidence }],
});

/** A name for nothing wrong: the way goes on. */
const GOES_ON = new Set<Finding["kind"]>(["not_allowed", "not_determined"]);

describe.each([
  ["Edge, northbound", NORTH],
  ["Edge, southbound", SOUTH],
  ["not Apigee", { product: "not_apigee" }],
])("what the check finds wrong, %s", (_, given) => {
  it.each(Object.values(FINDINGS))("$kind needs no question", (each) => {
    const finding = { ...each, severity: "error" as const };
    expect(endOf({ given, findings: [finding] })).toBe(GOES_ON.has(finding.kind) ? "message" : finding.kind);
  });
});

describe("hybrid", () => {
  const given = { product: "hybrid" };
  const silent = evidence({ handshakes: [failed({ outcome: "connection_reset" })] });

  it("asks for the secret where the ingress shows no certificate and hangs up", () => {
    expect(ways({ given, evidence: silent, findings: [FINDINGS.connection_reset] })).toEqual([
      "product: hybrid (form)",
      "ingress_fault: no_certificate (probe)",
      "ingress_secret",
    ]);
  });

  it.each([FINDINGS.cipher_suite_mismatch, FINDINGS.protocol_mismatch])(
    "does so where it refuses everything: $kind",
    (finding) => {
      expect(endOf({ given, evidence: silent, findings: [finding] })).toBe("ingress_secret");
    },
  );

  it("knows the cause where it shows one that is wrong", () => {
    expect(endOf({ given, findings: [FINDINGS.certificate_expired] })).toBe("certificate_expired");
    expect(endOf({ given, findings: [FINDINGS.host_name_mismatch] })).toBe("host_name_mismatch");
  });

  it("takes the watcher's log, also for the product", () => {
    expect(ways({ evidence: silent, thread: [pasted("ingress_secret_missing")] })).toEqual([
      "product: hybrid (pasted)",
      "ingress_fault: no_certificate (probe)",
      "ingress_secret: missing (pasted)",
      "ingress_secret_missing",
    ]);
  });

  it.each<[ThreadFact[], string]>([
    [[upload({ readable: false })], "certificate_malformed"],
    [[upload({ faults: ["certificate_malformed"] })], "certificate_malformed"],
    [[pasted("certificate_malformed")], "certificate_malformed"],
    [[upload({})], "key_matches"],
    // Of an authority that is not ours to know.
    [[upload({ faults: ["certificate_unknown"] })], "key_matches"],
    [[upload({}), { source: "pasted_key", matches: false }], "key_mismatch"],
    [[upload({ keyMatches: false }), { source: "pasted_key", matches: true }], "not_determined"],
    [[upload({ keyMatches: false })], "key_mismatch"],
    [[upload({ keyMatches: true })], "not_determined"],
    [[upload({}), pasted("key_mismatch")], "key_mismatch"],
  ])("goes on with %j to %s", (thread, end) => {
    const facts: Facts = {
      evidence: silent,
      findings: [],
      trials: null,
      thread,
      given: { product: "hybrid" },
    };
    const present = { node: "ingress_secret", choice: "present", user: "U1", at: 0 };
    expect(walk([present], knowFrom(facts)).position.node).toBe(end);
  });
});

describe("who rejected a certificate", () => {
  it("is the client where the check found it on the server", () => {
    expect(ways({ given: NORTH, findings: [FINDINGS.certificate_unknown] })).toContain(
      "unknown_rejected_by: client (probe)",
    );
  });

  it.each(["certificate_expired", "certificate_unknown"] as const)(
    "is who sent the alert in a capture: %s",
    (cause) => {
      const way = ways({ given: SOUTH, thread: [capture({ cause, rejectedBy: "server" })] });
      expect(way).toContain(`fault: ${cause} (capture)`);
      expect(way.join()).toContain("rejected_by: server (capture)");
      expect(way.at(-1)).toBe(cause);
    },
  );

  it("is asked where only a message was pasted", () => {
    expect(ways({ given: NORTH, thread: [pasted("certificate_expired")] }).slice(-2)).toEqual([
      "message: certificate_expired (pasted)",
      "expired_rejected_by",
    ]);
  });
});

describe("a server that nothing is wrong with", () => {
  const probed = evidence({
    handshakes: [handshake(), handshake({ offer: "without_server_name", serverName: null })],
  });

  it("asks what the failing side says, and only that of a Message Processor", () => {
    expect(ways({ given: SOUTH, evidence: probed })).toEqual([
      "product: edge_private_cloud (form)",
      "direction_private_cloud: southbound (form)",
      "fault: nothing (probe)",
      "message",
    ]);
    expect(
      ways({ given: SOUTH, evidence: probed, thread: [pasted("cipher_suite_mismatch")] }).slice(3),
    ).toEqual([
      "message: handshake_failure (pasted)",
      "server_name: not_needed (probe)",
      "client: apigee (documents)",
      "client_handshake",
    ]);
  });

  it("takes a message for a hint only when it is not sure", () => {
    expect(endOf({ given: SOUTH, evidence: probed, thread: [pasted("cipher_suite_mismatch", 0.4)] })).toBe(
      "message",
    );
  });

  it.each([
    [null, "not_determined"],
    [FINDINGS.protocol_mismatch, "protocol_mismatch"],
    [FINDINGS.cipher_suite_mismatch, "cipher_suite_mismatch"],
    [FINDINGS.group_mismatch, "group_mismatch"],
  ] as const)("ends with what the named client gets: %#", (finding, end) => {
    const trials = [{ client: "apigee", finding }];
    expect(endOf({ given: SOUTH, evidence: probed, thread: [pasted("cipher_suite_mismatch")], trials })).toBe(
      end,
    );
  });

  it("asks whether the client sends the name where the server needs it", () => {
    const findings = [{ ...FINDINGS.sni_required, severity: "warning" as const }];
    const thread = [pasted("cipher_suite_mismatch")];
    expect(endOf({ given: SOUTH, findings, thread })).toBe("server_name");
    expect(ways({ given: PUBLIC_SOUTH, findings, thread })).toContain("server_name: sent (documents)");
    expect(endOf({ given: SOUTH, findings, thread: [...thread, capture({ serverName: false })] })).toBe(
      "sni_required",
    );
  });

  it("takes the client from a capture before what was said, and that before the documents", () => {
    const thread = [pasted("protocol_mismatch")];
    const given = { ...SOUTH, client: "java17" };
    expect(ways({ given, evidence: probed, thread })).toContain("client: java17 (form)");
    expect(ways({ given, evidence: probed, thread: [...thread, capture({ client: "java8" })] })).toContain(
      "client: java8 (capture)",
    );
  });
});

describe("what was brought in last", () => {
  const silent = evidence({ handshakes: [failed({ outcome: "connection_reset" })] });
  const present = { node: "ingress_secret", choice: "present", user: "U1", at: 0 };
  const inHybrid = (thread: ThreadFact[]) => {
    const given = { product: "hybrid" };
    const facts: Facts = { evidence: silent, findings: [], trials: null, thread, given };
    return walk([present], knowFrom(facts)).position.node;
  };

  it("counts among files", () => {
    expect(inHybrid([upload({ readable: false }), upload({})])).toBe("key_matches");
    expect(inHybrid([upload({ keyMatches: false }), upload({ keyMatches: true })])).toBe("not_determined");
  });

  it("counts among messages, and half sure is sure", () => {
    const thread = [pasted("certificate_expired"), pasted("host_name_mismatch", 0.5)];
    expect(endOf({ given: NORTH, thread })).toBe("host_name_mismatch");
  });

  it("counts among captures", () => {
    const rejected = (side: "client" | "server") =>
      capture({ cause: "certificate_unknown", rejectedBy: side });
    expect(ways({ given: NORTH, thread: [rejected("client"), rejected("server")] })).toContain(
      "unknown_rejected_by: server (capture)",
    );
    const thread = [
      pasted("cipher_suite_mismatch"),
      capture({ client: "java7", serverName: true }),
      capture({ client: "java17", serverName: true }),
    ];
    expect(ways({ given: NORTH, thread })).toContain("client: java17 (capture)");
    const findings = [{ ...FINDINGS.sni_required, severity: "warning" as const }];
    expect(endOf({ given: NORTH, findings, thread: [...thread, capture({ serverName: false })] })).toBe(
      "sni_required",
    );
  });
});

it("does not say who rejects a certificate for what is only a warning", () => {
  const findings = [{ ...FINDINGS.certificate_expired, severity: "warning" as const }];
  expect(endOf({ given: NORTH, findings, thread: [pasted("certificate_expired")] })).toBe(
    "expired_rejected_by",
  );
});

it("does not look for the secret of an ingress that cannot be reached", () => {
  const unreachable = { reason: "connection_refused", address: "192.0.2.1" } as const;
  const seen = evidence({ handshakes: [], unreachable });
  expect(endOf({ given: { product: "hybrid" }, evidence: seen })).toBe("message");
  expect(
    endOf({ given: { product: "hybrid" }, evidence: seen, findings: [FINDINGS.connection_refused] }),
  ).toBe("connection_refused");
});

it("believes a capture before the check, and a file last", () => {
  const findings = [FINDINGS.weak_key];
  const thread = [upload({ faults: ["chain_incorrect"] })];
  expect(endOf({ given: NORTH, thread })).toBe("chain_incorrect");
  expect(endOf({ given: NORTH, findings, thread })).toBe("weak_key");
  expect(endOf({ given: NORTH, findings, thread: [...thread, capture({ cause: "alpn_mismatch" })] })).toBe(
    "alpn_mismatch",
  );
});

it("does not trust what is no choice", () => {
  const given = { product: "__proto__", direction: "constructor", client: "toString" };
  expect(ways({ given })).toEqual(["product"]);
  expect(ways({ given: { ...NORTH, client: "nothing" } })).not.toContain("client");
  expect(diagnosis(evidence()).given).toBeUndefined();
});

describe("a capture and the check together", () => {
  const given = { product: "not_apigee" };
  const offer: NonNullable<CaptureFact["refused"]> = {
    versions: [0x0303],
    supportedVersions: true,
    cipherSuites: [0xc02b],
    groups: [29],
    signatureAlgorithms: [0x0804],
    length: 512,
    ending: "reset",
    alert: null,
  };
  const accepts = evidence({ profile: profile() });

  it("say why a Client Hello was refused, whatever the capture alone makes of it", () => {
    const thread = [capture({ cause: "connection_reset", refused: offer })];
    expect(ways({ given, evidence: accepts, thread })).toContain(
      "fault: cipher_suite_mismatch (capture_and_probe)",
    );
  });

  it("show that what the capture concludes is not so", () => {
    const refused = { ...offer, cipherSuites: [0xc02f] };
    const thread = [capture({ cause: "cipher_suite_mismatch", refused })];
    expect(endOf({ given, evidence: accepts, thread })).toBe("message");
  });

  it.each(["chain_incomplete", "certificate_expired", "host_name_mismatch"] as const)(
    "%s is why the client refuses the server's certificate",
    (kind) => {
      const findings = [{ ...FINDINGS[kind], severity: "error" as const }];
      const thread = [capture({ cause: "certificate_unknown", rejectedBy: "client" })];
      expect(ways({ given, findings, thread })).toContain(`fault: ${kind} (capture_and_probe)`);
      const other = [capture({ cause: "certificate_unknown", rejectedBy: "server" })];
      expect(ways({ given, findings, thread: other })).toContain("fault: certificate_unknown (capture)");
    },
  );
});
