import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createServer } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Flow } from "../../src/captures/capture-diagnosis.ts";
import { readCapture } from "../../src/captures/read-capture.ts";
import { readArguments } from "../../src/command-line/arguments.ts";
import { runCapture } from "../../src/command-line/capture.ts";
import { CaptureCheck } from "../../src/command-line/capture-check.ts";
import { issue } from "../../src/demo/certificates.ts";
import type { Utterance } from "../pcap/capture-writer.ts";
import { converse, u8, writePcap } from "../pcap/capture-writer.ts";
import { recordConversation } from "../pcap/recorded-conversation.ts";

const { certificate: cert, key } = issue({ commonName: "old", names: ["api.example.com"] }, null);
/** It speaks TLS 1.2 with one suite alone. */
const server = createServer({ cert, key, maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES256-GCM-SHA384" });
let connections = 0;
let port = 0;
const REFUSAL: Utterance = { from: "server", bytes: u8(21, 3, 3, 0, 2, 2, 40) };

beforeAll(async () => {
  server.on("tlsClientError", () => undefined);
  server.on("connection", () => connections++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

const OTHER_SUITE = { maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES128-GCM-SHA256" } as const;

/** Clients of this server, by their ports, that it refuses. */
async function captureOf(options: object, ...clients: number[]): Promise<Buffer> {
  const said = await recordConversation({ maxVersion: "TLSv1.2" }, options);
  const packets = clients.flatMap((from) =>
    converse([...said.slice(0, 1), REFUSAL], {
      client: { address: "127.0.0.1", port: from },
      server: { address: "127.0.0.1", port },
    }),
  );
  return writePcap(packets);
}

async function read(capture: Buffer): Promise<Flow[]> {
  const flows: Flow[] = [];
  const source = async function* () {
    yield capture;
  };
  await readCapture(source(), { onFlow: (flow) => flows.push(flow), live: false });
  return flows;
}

async function check(flows: readonly Flow[]): Promise<Flow[]> {
  const checked = new CaptureCheck(2_000);
  expect(flows.map((flow) => checked.take(flow))).toEqual(flows.map(() => true));
  const told: Flow[] = [];
  await checked.join((flow) => told.push(flow));
  return told;
}

describe("--check", () => {
  it("joins the client's offer and what the server accepts, and asks once for all of its flows", async () => {
    const flows = await read(await captureOf(OTHER_SUITE, 9001, 9002));
    expect(flows).toMatchObject([{ outcome: "failed" }, { outcome: "failed" }]);
    const before = connections;
    const told = await check(flows);
    const findings = [
      {
        kind: "cipher_suite_mismatch",
        alert: "handshake_failure",
        accepted: ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"],
      },
    ];
    expect(told).toMatchObject([{ findings }, { findings }]);
    const forTwo = connections - before;
    await check(flows.slice(0, 1));
    expect(connections - before - forTwo).toBeGreaterThan(forTwo / 2);
  });

  it("leaves the finding as it is where they fit", async () => {
    const flows = await read(await captureOf({}, 9003));
    const told = await check(flows);
    expect(told).toEqual(flows);
  });

  it("is in the report of the command", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "tlscheck-check-"));
    try {
      const file = path.join(folder, "refused.pcap");
      writeFileSync(file, await captureOf(OTHER_SUITE, 9004));
      let out = "";
      const terminal = {
        write: (text: string) => (out += text),
        drain: () => Promise.resolve(),
        progress: null,
        paint: (_: unknown, text: string) => text,
      };
      const call = readArguments(["capture", file, "--check", "--timeout", "2000"]);
      if (call.command !== "capture") throw new Error("not the command");
      expect(await runCapture(call, terminal)).toBe(1);
      expect(out).toContain("asked now, it accepts TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384.");
      expect(await runCapture({ ...call, check: false }, terminal)).toBe(1);
      expect(out.match(/asked now/g)).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("asks nobody about a handshake that completed", async () => {
    const flows = await read(writePcap(converse(await recordConversation({}, {}))));
    const checked = new CaptureCheck(2_000);
    expect(flows.map((flow) => checked.take(flow))).toEqual([false]);
  });
});
