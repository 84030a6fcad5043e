import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../src/demo/project-root.ts";
import { readCertificates } from "../../src/diagnosis/traces/diagnose-trace.ts";
import { analyzeCapture } from "../../src/index.ts";
import { analyze, outline } from "../pcap/analyze.ts";
import type { Packet, Utterance } from "../pcap/capture-writer.ts";
import { CLIENT_6, LINKS, SERVER_6, converse, u8, writePcap } from "../pcap/capture-writer.ts";
import { recordConversation } from "../pcap/recorded-conversation.ts";

const folder = mkdtempSync(path.join(tmpdir(), "tlscheck-capture-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: Uint8Array) => {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
};

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function capture(given: readonly string[], input: Uint8Array = new Uint8Array()): Promise<Run> {
  return new Promise((resolve) => {
    const program = path.join(PROJECT_ROOT, "dist", "cli.js");
    const child = spawn(process.execPath, [program, "capture", ...given]);
    let out = "";
    let err = "";
    child.stdout.on("data", (piece: Buffer) => (out += piece.toString()));
    child.stderr.on("data", (piece: Buffer) => (err += piece.toString()));
    child.once("close", (code) => resolve({ code, out, err }));
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

const REFUSAL: Utterance = { from: "server", bytes: u8(21, 3, 3, 0, 2, 2, 70) };
let said: readonly Utterance[];
let good: Buffer;
let bad: Buffer;
let badFile: string;
let badPackets: readonly Packet[];

beforeAll(async () => {
  said = await recordConversation({ maxVersion: "TLSv1.2" }, {});
  good = writePcap(converse(said));
  badPackets = [
    ...converse(said),
    ...[7, 8].flatMap((port) =>
      converse([...said.slice(0, 1), REFUSAL], { client: { address: "192.0.2.1", port } }),
    ),
  ];
  bad = writePcap(badPackets);
  badFile = file("bad.pcap", bad);
});

describe("exit codes", () => {
  it("0 when nothing is wrong", async () => {
    expect(await capture([file("good.pcap", good)])).toMatchObject({ code: 0, err: "" });
  });

  it("1 when a handshake failed", async () => {
    expect(await capture([badFile])).toMatchObject({ code: 1, err: "" });
  });

  it.each([
    [[], "file"],
    [["/none.pcap"], "ENOENT"],
    [[folder], "EISDIR"],
    [["a.pcap", "b.pcap"], "b.pcap"],
  ])("2 for %j", async (given, complaint) => {
    const { code, out, err } = await capture(given);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(complaint);
  });

  it.each([[], ["--json"]])("2 for what is no capture, %j", async (...options) => {
    const { code, out, err } = await capture([file("text.pcap", Buffer.from("hello, world")), ...options]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("neither pcap nor pcapng");
  });
});

describe("text", () => {
  it("groups what fails alike", async () => {
    const { out } = await capture([badFile]);
    expect(out).toContain(`✘ ${badPackets.length} packets, 3 TLS handshakes, 1 completed, 2 failed`);
    expect(out).toContain("✘ 198.51.100.7:443 (api.example.com): The server accepts none of the versions");
    expect(out).toContain("2 handshakes, the first from 192.0.2.1:7 to 198.51.100.7:443");
    expect(out.match(/\[protocol_mismatch\]/g)).toHaveLength(1);
  });

  it("of standard input has a line for each failure, then the summary", async () => {
    const { out, code } = await capture(["-"], bad);
    const lines = out.split("\n");
    expect(code).toBe(1);
    expect(lines[0]).toMatch(
      /^\d{4}-.*Z 192\.0\.2\.1:7 → 198\.51\.100\.7:443 \(api\.example\.com\): .* \[protocol_mismatch\]$/,
    );
    expect(lines[1]).toContain("192.0.2.1:8 → ");
    expect(lines[2]).toContain("packets");
  });

  it("of a capture that breaks off has what came before, and where", async () => {
    const { out, code } = await capture([file("cut.pcap", bad.subarray(0, -3))]);
    expect(code).toBe(1);
    expect(out).toContain("breaks off or is damaged at byte");
    expect(out).toContain("[protocol_mismatch]");
  });

  it("shows no terminal escapes of a peer", async () => {
    const evil = [
      ...said.slice(0, 1),
      { from: "server", bytes: Buffer.from("\u001B[31mHTTP/1.1\u0007\r\n") } as const,
    ];
    const { out } = await capture(["-"], writePcap(converse(evil, { end: { by: "server", flag: "fin" } })));
    expect(out).toContain("[not_tls]");
    expect(out).not.toContain("\u001B");
  });
});

describe("JSON", () => {
  it("is the contract's, and the library's", async () => {
    const { out, err } = await capture([badFile, "--json"]);
    expect(err).toBe("");
    const report: unknown = JSON.parse(out);
    expect(report).toEqual(JSON.parse(JSON.stringify(await analyzeCapture(bad))));
    expect(report).toMatchObject({
      schema: "tlscheck.capture/1",
      verdict: "problem",
      packets: badPackets.length,
      fault: null,
      flows: [
        {
          client: "192.0.2.1:40001",
          server: "198.51.100.7:443",
          serverName: "api.example.com",
          offeredVersions: ["TLS 1.3", "TLS 1.2"],
          selectedVersion: "TLS 1.2",
          selectedCipherSuite: { id: "0xc02f", name: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" },
          certificateList: [{ subject: "CN=api.example.com,O=tlscheck demo" }],
          outcome: "completed",
          findings: [],
        },
        {
          alerts: [{ from: "server", level: "fatal", description: "protocol_version" }],
          outcome: "failed",
          fingerprint: expect.stringMatching(/^t13d\d{4}00_[0-9a-f]{12}_[0-9a-f]{12}$/),
          messages: expect.arrayContaining([
            // A hello of a newer Node is longer than one segment.
            {
              at: expect.stringMatching(/^2026-11-18T11:06:40\.00[345]000Z$/),
              from: "client",
              type: "client_hello",
            },
          ]),
          findings: [{ kind: "protocol_mismatch", severity: "error" }],
        },
        { outcome: "failed" },
      ],
    });
  });

  it("of a capture without handshakes has none", async () => {
    const { out, code } = await capture([file("none.pcap", writePcap([])), "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      schema: "tlscheck.capture/1",
      flows: [],
      packets: 0,
      verdict: "ok",
      fault: null,
    });
  });
});

describe("--redact", () => {
  const redact = async (packets: Buffer) => {
    const target = path.join(folder, `redacted-${Math.random()}.pcap`);
    await capture([file("original.pcap", packets), "--redact", target]);
    return readFileSync(target);
  };

  it("writes a capture of the same handshakes, without an address and without what follows", async () => {
    const six = converse(said, { client: CLIENT_6, server: SERVER_6 });
    const link = LINKS["Ethernet"]?.wrap ?? ((bytes: Buffer) => bytes);
    const frames = [...badPackets, ...six].map(({ at, bytes }) => ({ at, bytes: link(bytes) }));
    const original = writePcap(frames, { linkType: 1 });
    const redacted = await redact(original);
    const [before, after] = [analyze(original), analyze(redacted)];
    expect(after.fault).toBeNull();
    expect(after.traces.map(outline)).toEqual(before.traces.map(outline));
    expect(after.traces.map(({ ending }) => ending)).toEqual(before.traces.map(({ ending }) => ending));
    expect(after.traces.map(({ client, server }) => [client.address, server.address])).toEqual([
      ["10.0.0.1", "10.0.0.2"],
      ["10.0.0.1", "10.0.0.2"],
      ["10.0.0.1", "10.0.0.2"],
      ["fd00::3", "fd00::4"],
    ]);
    for (const address of ["c0000201", "c6336407", "20010db8", "020000000001"])
      expect(redacted.includes(Buffer.from(address, "hex"))).toBe(false);
    const question = said.at(-1)?.bytes ?? Buffer.alloc(0);
    expect(original.includes(question)).toBe(true);
    expect(redacted.includes(question)).toBe(false);
  });

  it("leaves out what is said in the clear", async () => {
    const secret = Buffer.from("AUTH PLAIN c2VjcmV0\r\n");
    const header = Buffer.from("PROXY TCP4 192.0.2.1 198.51.100.7 1 443\r\n");
    const proxied = Buffer.concat([header, said[0]?.bytes ?? Buffer.alloc(0)]);
    const original = writePcap([
      ...converse([{ from: "client", bytes: secret }, ...said]),
      ...converse([{ from: "client", bytes: proxied }, ...said.slice(1)], {
        client: { address: "192.0.2.1", port: 9 },
      }),
      ...converse([{ from: "client", bytes: secret }], { client: { address: "192.0.2.1", port: 8 } }),
    ]);
    const redacted = await redact(original);
    expect(redacted.includes("AUTH")).toBe(false);
    expect(redacted.includes("PROXY")).toBe(false);
    expect(analyze(redacted).traces.filter(({ ending }) => ending.kind === "completed")).toHaveLength(2);
  });

  describe("--names hash", () => {
    const hide = async (packets: readonly Packet[]) => {
      const target = path.join(folder, `hidden-${Math.random()}.pcap`);
      const { err } = await capture([
        file("named.pcap", writePcap(packets)),
        "--redact",
        target,
        "--names",
        "hash",
      ]);
      expect(err).toBe("");
      return analyze(readFileSync(target)).traces;
    };
    /** Every payload in pieces of this many bytes, so that names are cut. */
    const inPieces = (length: number) =>
      said.flatMap(({ from, bytes }) =>
        Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) => ({
          from,
          bytes: bytes.subarray(index * length, (index + 1) * length),
        })),
      );

    it.each([100_000, 97, 7])("hides them in segments of %d bytes", async (length) => {
      const packets = converse(inPieces(length));
      const [before] = analyze(writePcap(packets)).traces;
      const [after] = await hide(packets);
      expect(after?.serverName).toMatch(/^[0-9a-f]{3}\.[0-9a-f]{7}\.[0-9a-f]{3}$/);
      expect(after && outline(after)).toEqual(before && outline(before));
      expect(after?.certificateList.map(({ length: size }) => size)).toEqual(
        before?.certificateList.map(({ length: size }) => size),
      );
      const [leaf] = readCertificates(after?.certificateList ?? []);
      // The host still matches its certificate.
      expect(leaf?.subjectAltName).toEqual([`DNS:${after?.serverName}`]);
      expect(leaf?.subject).not.toContain("tlscheck");
      expect(Buffer.concat(after?.certificateList ?? []).includes("api.example.com")).toBe(false);
    });

    it("hides those of segments that come out of order or again", async () => {
      const packets = converse(inPieces(20));
      // Each pair is swapped, and comes twice.
      const mixed = packets.flatMap((packet, index) => {
        const swapped = packets[index % 2 === 0 ? index + 1 : index - 1];
        return index < 4 || index > packets.length - 5 ? [packet] : [swapped ?? packet, packet];
      });
      const [before, ...none] = analyze(writePcap(mixed)).traces;
      expect({ name: before?.serverName, none }).toEqual({ name: "api.example.com", none: [] });
      const [after] = await hide(mixed);
      expect(after?.serverName).toMatch(/^[0-9a-f]{3}\.[0-9a-f]{7}\.[0-9a-f]{3}$/);
      const [leaf] = readCertificates(after?.certificateList ?? []);
      expect(leaf?.subjectAltName).toEqual([`DNS:${after?.serverName}`]);
    });

    it("leaves nothing of what cannot be read", async () => {
      const cut = inPieces(300).slice(0, 1);
      const target = path.join(folder, "nothing.pcap");
      await capture([
        file("cut-hello.pcap", writePcap(converse(cut))),
        "--redact",
        target,
        "--names",
        "hash",
      ]);
      expect(readFileSync(target).includes("api.example.com")).toBe(false);
    });

    it("wants a file", async () => {
      expect(await capture(["-", "--redact", "x", "--names", "hash"])).toMatchObject({ code: 2, out: "" });
      expect(await capture([badFile, "--redact", "x", "--names", "all"])).toMatchObject({ code: 2, out: "" });
    });
  });

  it("writes over no file", async () => {
    const { code, err } = await capture([badFile, "--redact", badFile]);
    expect(code).toBe(2);
    expect(err).toContain("EEXIST");
    expect(readFileSync(badFile).equals(bad)).toBe(true);
  });
});

describe("--svg", () => {
  it("draws the first handshake that failed", async () => {
    const picture = path.join(folder, "failed.svg");
    const { code, out } = await capture(["--svg", picture, badFile]);
    expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining("protocol_version") });
    const svg = readFileSync(picture, "utf8");
    expect(svg).toMatch(/^<svg [^]*<\/svg>\n$/);
    expect(svg).toContain(">Alert: protocol_version (70)<");
    expect(svg).toContain(">192.0.2.1:7<");
  });

  it("draws the first where none failed, with --json too", async () => {
    const picture = path.join(folder, "good.svg");
    expect(await capture(["--json", "--svg", picture, file("good.pcap", good)])).toMatchObject({ code: 0 });
    expect(readFileSync(picture, "utf8")).toContain(">handshake completed<");
  });

  it("overwrites nothing, and leaves nothing where there is no handshake", async () => {
    const taken = file("taken.svg", Buffer.from("mine"));
    expect(await capture(["--svg", taken, badFile])).toMatchObject({ code: 2, out: "" });
    expect(readFileSync(taken, "utf8")).toBe("mine");
    const none = path.join(folder, "none.svg");
    expect(await capture(["--svg", none, file("empty.pcap", writePcap([]))])).toMatchObject({ code: 0 });
    expect(existsSync(none)).toBe(false);
  });
});
