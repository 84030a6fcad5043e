import { gzipSync } from "node:zlib";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Flow } from "../../src/captures/capture-diagnosis.ts";
import { readCapture } from "../../src/captures/read-capture.ts";
import { issue } from "../../src/demo/certificates.ts";
import { traceRules } from "../../src/diagnosis/traces/diagnose-trace.ts";
import type { TraceFinding } from "../../src/diagnosis/traces/trace-finding.ts";
import type { ConversationOptions, Packet, Utterance } from "../pcap/capture-writer.ts";
import { converse, u16, u8, writePcap } from "../pcap/capture-writer.ts";
import { issuer, recordConversation } from "../pcap/recorded-conversation.ts";

const DAY = 86_400_000;
const NOW = Date.now();
const alert = (code: number): Utterance => ({ from: "server", bytes: u8(21, 3, 3, 0, 2, 2, code) });
const complaint = (code: number): Utterance => ({ from: "client", bytes: u8(21, 3, 3, 0, 2, 2, code) });

let connections = 0;
/** A connection of another client, now. */
function connect(said: readonly Utterance[], options: ConversationOptions = {}): Packet[] {
  const client = { address: "192.0.2.1", port: 20_000 + connections++ };
  return converse(said, { client, at: NOW + connections * 1_000, ...options });
}

async function diagnose(packets: readonly Packet[], live = false): Promise<readonly Flow[]> {
  const flows: Flow[] = [];
  await readCapture(Readable.from([writePcap(packets)]), { onFlow: (flow) => flows.push(flow), live });
  return flows;
}

async function findings(packets: readonly Packet[]): Promise<readonly TraceFinding[]> {
  return (await diagnose(packets)).flatMap((flow) => flow.findings);
}

const tls12 = async () => recordConversation({ maxVersion: "TLSv1.2" }, {});
const hello = async (said = tls12()) => (await said).slice(0, 1);
/** Up to the ServerHelloDone. */
const flight = async (said = tls12()) => {
  const all = await said;
  const end = all.findIndex(({ from }, index) => index > 0 && from === "client");
  return all.slice(0, end);
};
const RST = { end: { by: "server", flag: "rst" } } as const;
const SMALL = async () =>
  (await recordConversation({}, { ciphers: "ECDHE-RSA-CHACHA20-POLY1305", maxVersion: "TLSv1.2" })).slice(
    0,
    1,
  );

/** For each rule what shows it, and what looks alike and does not. */
const CASES: Readonly<
  Record<
    keyof typeof traceRules,
    { readonly bad: () => Promise<Packet[]>; readonly finds: object; readonly good: () => Promise<Packet[]> }
  >
> = {
  notTls: {
    bad: async () =>
      connect(
        [...(await hello()), { from: "server", bytes: Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n") }],
        {
          end: { by: "server", flag: "fin" },
        },
      ),
    finds: { kind: "not_tls", by: "server", protocol: "http", firstBytes: "HTTP/1.1 400 Bad Request" },
    good: async () =>
      connect([
        { from: "client", bytes: Buffer.from("GET / HTTP/1.1\r\n\r\n") },
        { from: "server", bytes: Buffer.from("HTTP/1.1 200 OK\r\n\r\n") },
      ]),
  },
  protocolMismatch: {
    bad: async () => [
      ...connect(await tls12()),
      ...connect(await recordConversation({ maxVersion: "TLSv1.2" }, { minVersion: "TLSv1.3" })),
    ],
    finds: { kind: "protocol_mismatch", by: "server", offered: [0x0304], selected: [0x0303] },
    good: async () => connect(await tls12()),
  },
  serverName: {
    bad: async () => [
      ...connect(await tls12()),
      ...connect([...(await hello(recordConversation({}, { servername: "" }))), alert(40)]),
    ],
    finds: { kind: "sni_required", others: ["api.example.com"], alert: "handshake_failure" },
    // Others without a name are answered, so that is not the cause.
    good: async () => [
      ...connect(await tls12()),
      ...connect(await recordConversation({}, { servername: "" })),
    ],
  },
  applicationProtocol: {
    bad: async () =>
      connect([...(await hello(recordConversation({}, { ALPNProtocols: ["h3"] }))), alert(120)]),
    finds: { kind: "alpn_mismatch", offered: ["h3"] },
    good: async () => connect(await recordConversation({}, { ALPNProtocols: ["h3"] })),
  },
  clientCertificate: {
    bad: async () => {
      const asking = { requestCert: true, ca: issuer.certificate, maxVersion: "TLSv1.2" } as const;
      const said = await recordConversation(asking, {});
      const answered = said.findIndex(({ from }, index) => index > 1 && from === "client");
      return connect([...said.slice(0, answered + 1), alert(40)]);
    },
    finds: {
      kind: "client_certificate_required",
      alert: "handshake_failure",
      authorities: ["CN=Test root,O=tlscheck demo"],
    },
    good: async () => connect(await recordConversation({ requestCert: true, rejectUnauthorized: false }, {})),
  },
  noCommonParameters: {
    bad: async () => [...connect(await tls12()), ...connect([...(await SMALL()), alert(40)])],
    finds: {
      kind: "cipher_suite_mismatch",
      alert: "handshake_failure",
      offered: expect.arrayContaining([0xcca8]),
      selected: [0xc02f],
    },
    good: async () => connect(await SMALL()),
  },
  certificateRefused: {
    bad: async () => connect([...(await flight()), complaint(48)]),
    finds: {
      kind: "certificate_unknown",
      by: "client",
      alert: "unknown_ca",
      subject: "CN=api.example.com,O=tlscheck demo",
    },
    good: async () => connect([...(await flight()), complaint(80)]),
  },
  connection: {
    bad: async () => connect(await hello(), RST),
    finds: { kind: "connection_reset", by: "server", how: "reset", after: "client_hello" },
    good: async () => connect(await tls12(), RST),
  },
  notDetermined: {
    bad: async () => connect([...(await hello()), alert(80)]),
    finds: { kind: "not_determined", by: "server", alert: { description: "internal_error", code: 80 } },
    good: async () => connect(await tls12()),
  },
  certificateValidity: {
    bad: async () => {
      const old = issue(
        { commonName: "old", notBefore: new Date(NOW - 20 * DAY), notAfter: new Date(NOW - DAY) },
        issuer,
      );
      const options = { key: old.key, cert: old.certificate, maxVersion: "TLSv1.2" } as const;
      return connect(await recordConversation(options, { rejectUnauthorized: false }));
    },
    finds: { kind: "certificate_expired", severity: "warning", by: null, presenter: "server", position: 0 },
    good: async () => connect(await tls12()),
  },
};

describe.each(Object.entries(CASES))("%s", (name, { bad, finds, good }) => {
  it("is found", async () => {
    expect(await findings(await bad())).toMatchObject([finds]);
  });

  it("is not found in what looks alike", async () => {
    const found = await findings(await good());
    expect(found.filter(({ kind }) => "kind" in finds && kind === finds.kind)).toEqual([]);
  });

  it("cites its source", () => {
    expect(traceRules[name]?.cites).toMatch(/RFC \d/);
  });
});

describe("who refused whose certificate", () => {
  const served = async (validity: { notBefore?: Date; notAfter?: Date }, names = ["api.example.com"]) => {
    const own = issue({ commonName: "served", names, ...validity }, issuer);
    const options = { key: own.key, cert: own.certificate, maxVersion: "TLSv1.2" } as const;
    return flight(recordConversation(options, { rejectUnauthorized: false }));
  };

  it.each([45, 46, 42])("the list tells that it has expired, whatever the alert says: %i", async (code) => {
    const said = await served({ notBefore: new Date(NOW - 20 * DAY), notAfter: new Date(NOW - DAY) });
    expect(await findings(connect([...said, complaint(code)]))).toMatchObject([
      { kind: "certificate_expired", by: "client", presenter: "server", severity: "error" },
    ]);
  });

  it("or is not valid yet", async () => {
    const said = await served({ notBefore: new Date(NOW + 20 * DAY), notAfter: new Date(NOW + 30 * DAY) });
    expect(await findings(connect([...said, complaint(42)]))).toMatchObject([
      { kind: "certificate_not_yet_valid" },
    ]);
  });

  it("or is valid, and the clock wrong", async () => {
    expect(await findings(connect([...(await served({})), complaint(45)]))).toMatchObject([
      { kind: "clock_wrong", by: "client" },
    ]);
  });

  it("or is for another name", async () => {
    const said = await served({}, ["other.example"]);
    expect(await findings(connect([...said, complaint(46)]))).toMatchObject([
      { kind: "host_name_mismatch", by: "client", presentedIdentifiers: ["DNS:other.example"] },
    ]);
  });

  it("the server the client's", async () => {
    const own = issue({ commonName: "a client" }, issuer);
    const asking = { requestCert: true, ca: issuer.certificate, maxVersion: "TLSv1.2" } as const;
    const said = await recordConversation(asking, { key: own.key, cert: own.certificate });
    const answered = said.findIndex(({ from }, index) => index > 1 && from === "client");
    const refused = (code: number) => findings(connect([...said.slice(0, answered + 1), alert(code)]));
    expect(await refused(48)).toMatchObject([
      { kind: "certificate_unknown", by: "server", subject: "CN=a client,O=tlscheck demo" },
    ]);
    expect(await refused(40)).toMatchObject([
      {
        kind: "client_certificate_rejected",
        alert: "handshake_failure",
        subject: "CN=a client,O=tlscheck demo",
      },
    ]);
  });

  it("in TLS 1.3 by the size of the alert", async () => {
    const said = await flight(recordConversation({ minVersion: "TLSv1.3" }, {}));
    const sealed: Utterance = {
      from: "client",
      bytes: Buffer.concat([u8(20, 3, 3, 0, 1, 1, 23, 3, 3), u16(19), Buffer.alloc(19)]),
    };
    expect(await findings(connect([...said, sealed]))).toMatchObject([
      { kind: "certificate_unknown", by: "client", alert: null },
    ]);
  });
});

describe("a long ClientHello", () => {
  const long = async () =>
    hello(
      recordConversation({}, { ALPNProtocols: Array.from({ length: 90 }, (_, n) => `protocol-number-${n}`) }),
    );

  it("that gets no answer where a short one does", async () => {
    const found = await findings([...connect(await tls12()), ...connect(await long(), RST)]);
    expect(found).toMatchObject([{ kind: "large_client_hello_intolerant", ending: "reset" }]);
  });

  it("whose second segment never arrives, while the first is sent again", async () => {
    const packets = connect(await long());
    const seen = packets.slice(0, 4);
    const again = seen.slice(-1).map(({ at, bytes }) => ({ at: at + 3_000, bytes }));
    const later = connect([], { at: (packets.at(-1)?.at ?? 0) + 20_000 }).slice(0, 1);
    expect(await findings([...seen, ...again, ...later])).toMatchObject([
      { kind: "large_client_hello_intolerant", answered: null, ending: "silence" },
    ]);
  });

  it("is not to blame where nothing is answered", async () => {
    expect(await findings(connect(await long(), RST))).toMatchObject([{ kind: "connection_reset" }]);
  });
});

describe("the connection", () => {
  it.each([
    ["connection_refused", () => connect([], RST).filter((_, index) => index === 0 || index === 3)],
    [
      "timeout",
      () =>
        connect([])
          .slice(0, 1)
          .flatMap(({ at, bytes }) => [
            { at, bytes },
            { at: at + 5_000, bytes },
          ]),
    ],
  ] as const)("%s", async (kind, packets) => {
    expect(await findings(packets())).toMatchObject([{ kind }]);
  });

  it("whose server stays silent", async () => {
    const packets = connect(await hello());
    const later = connect([], { at: NOW + 3_600_000 });
    expect(await findings([...packets, ...later.slice(0, 1)])).toMatchObject([
      { kind: "timeout", of: "server", during: "handshake" },
    ]);
  });

  it("whose server greets and waits for STARTTLS", async () => {
    const said = [...(await hello()), { from: "server", bytes: Buffer.from("220 mail ESMTP\r\n") } as const];
    expect(await findings(connect(said))).toMatchObject([{ kind: "starttls_required", protocol: "smtp" }]);
  });
});

it("a group that the server does not take", async () => {
  const answered = connect(await recordConversation({ minVersion: "TLSv1.3", ecdhCurve: "X25519" }, {}));
  const refused = connect([...(await hello(recordConversation({}, { ecdhCurve: "P-384" }))), alert(40)]);
  expect(await findings([...answered, ...refused])).toMatchObject([
    { kind: "group_mismatch", offered: [24], selected: [29] },
  ]);
});

describe("a capture", () => {
  it("is read through gzip, and says where that is broken", async () => {
    const zipped = gzipSync(writePcap(connect(await tls12())));
    const read = (bytes: Buffer, size: number) => {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
        bytes.subarray(n * size, (n + 1) * size),
      );
      return readCapture(Readable.from(chunks), { onFlow: () => undefined, live: false });
    };
    for (const size of [1, 100, 1 << 20])
      expect(await read(zipped, size)).toMatchObject({
        outcomes: { completed: 1 },
        fault: null,
        verdict: "ok",
      });
    expect(await read(zipped.subarray(0, -100), 100)).toMatchObject({ fault: { structure: "gzip" } });
  });

  it("tells live what it knows, and else what it knows at its end", async () => {
    const packets = [
      ...connect([...(await hello(recordConversation({}, { servername: "" }))), alert(40)]),
      ...connect(await tls12()),
    ];
    const kinds = async (live: boolean) =>
      (await diagnose(packets, live)).flatMap((flow) => flow.findings.map(({ kind }) => kind));
    expect(await kinds(true)).toEqual(["cipher_suite_mismatch"]);
    expect(await kinds(false)).toEqual(["sni_required"]);
  });

  it("stops when it is told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    const reading = readCapture(Readable.from([Buffer.alloc(10)]), {
      onFlow: () => undefined,
      live: false,
      signal,
    });
    await expect(reading).rejects.toThrow("enough");
  });

  it("counts what becomes of its connections", async () => {
    const packets = [...connect(await tls12()), ...connect(await hello(), RST), ...connect(await hello())];
    const result = await readCapture(Readable.from([writePcap(packets)]), {
      onFlow: () => undefined,
      live: false,
    });
    expect(result).toMatchObject({
      verdict: "problem",
      outcomes: { completed: 1, failed: 1, incomplete: 1, not_tls: 0 },
      counts: { packets: packets.length, connections: 3 },
    });
  });
});
