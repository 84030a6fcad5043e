import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { issue } from "../src/demo/certificates.ts";
import { PROJECT_ROOT } from "../src/demo/project-root.ts";
import type { Packet, Utterance } from "../test/pcap/capture-writer.ts";
import { LINKS, converse, u16, u8, writePcap } from "../test/pcap/capture-writer.ts";
import { issuer, recordConversation } from "../test/pcap/recorded-conversation.ts";

/** `npm run bench:capture [-- MEGABYTES]`: `tlscheck capture` against tshark on the same generated capture, process for process;
 *  and whether every connection and every alert in it is found. */
const MEGABYTES = Number(process.argv[2] ?? 60);
const RUNS = 3;
/** Connections that are open at the same time: their packets are mixed. */
const AT_A_TIME = 64;
const ETHERNET = 1;

const folder = mkdtempSync(join(tmpdir(), "tlscheck-bench-"));
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Template {
  readonly said: readonly Utterance[];
  readonly end: { readonly by: "client" | "server"; readonly flag: "fin" | "rst" };
  /** As the report tells how it ended. */
  readonly ending: string;
}

const alert = (from: "client" | "server", code: number): Utterance => ({
  from,
  bytes: u8(21, 3, 3, 0, 2, 2, code),
});

/** Real conversations; how they fail is ours. */
async function makeTemplates(): Promise<readonly Template[]> {
  const fin = { by: "client", flag: "fin" } as const;
  const chain = issue({ commonName: "api.example.com", names: ["api.example.com"] }, issuer);
  const list = { key: chain.key, cert: `${chain.certificate}${issuer.certificate}` };
  const old = await recordConversation({ ...list, maxVersion: "TLSv1.2" }, {});
  const recent = await recordConversation({ ...list, minVersion: "TLSv1.3" }, {});
  const hello = old.slice(0, 1);
  const flight = (said: readonly Utterance[]) =>
    said.slice(
      0,
      said.findIndex(({ from }, index) => index > 0 && from === "client"),
    );
  const sealed: Utterance = {
    from: "client",
    bytes: Buffer.concat([u8(20, 3, 3, 0, 1, 1, 23, 3, 3), u16(19), Buffer.alloc(19, 7)]),
  };
  const data: Utterance = {
    from: "server",
    bytes: Buffer.concat([u8(23, 3, 3), u16(4000), Buffer.alloc(4000, 0x5a)]),
  };
  return [
    ...[recent, recent, recent, old].map((said) => ({
      said: [...said, data],
      end: fin,
      ending: "completed null",
    })),
    { said: [...hello, alert("server", 70)], end: fin, ending: "alert server" },
    { said: [...hello, alert("server", 40)], end: fin, ending: "alert server" },
    { said: [...flight(old), alert("client", 48)], end: fin, ending: "alert client" },
    { said: [...flight(recent), sealed], end: fin, ending: "alert client" },
    { said: hello, end: { by: "server", flag: "rst" }, ending: "reset server" },
  ];
}

/** How often each ending is in the file. */
function generate(file: string, templates: readonly Template[]): Map<string, number> {
  const endings = new Map<string, number>();
  const out = openSync(file, "w");
  const header = writePcap([], { linkType: ETHERNET });
  writeSync(out, header);
  const wrap = LINKS["Ethernet"]?.wrap ?? ((bytes: Buffer) => bytes);
  let number = 0;
  for (let size = header.length; size < MEGABYTES * 1e6;) {
    const mixed: Packet[] = [];
    for (let open = 0; open < AT_A_TIME; open++, number++) {
      const template = templates[number % templates.length];
      if (template === undefined) continue;
      endings.set(template.ending, (endings.get(template.ending) ?? 0) + 1);
      const client = {
        address: `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`,
        port: 32_768 + (number % 28_000),
      };
      const at = 1_795_000_000_000 + number * 0.5;
      for (const { at: sent, bytes } of converse(template.said, { client, at, end: template.end }))
        mixed.push({ at: sent, bytes: wrap(bytes) });
    }
    const records = writePcap(
      mixed.toSorted((a, b) => a.at - b.at),
      { linkType: ETHERNET },
    ).subarray(header.length);
    writeSync(out, records);
    size += records.length;
  }
  closeSync(out);
  return endings;
}

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
  readonly output: string;
}

/** One process: how long it took and the most memory that it had. */
async function run(program: string, given: readonly string[]): Promise<Run> {
  const began = performance.now();
  const child = spawn(program, given, { stdio: ["ignore", "pipe", "ignore"] });
  const pieces: Buffer[] = [];
  child.stdout.on("data", (piece: Buffer) => pieces.push(piece));
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, readPeak(child.pid))), 5);
  await new Promise((resolve) => child.once("close", resolve));
  clearInterval(watch);
  const seconds = (performance.now() - began) / 1000;
  return { seconds, megabytes: peak / 1024, output: Buffer.concat(pieces).toString() };
}

/** Of Linux; 0 elsewhere, and when the process is over. */
function readPeak(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function best(program: string, given: readonly string[]): Promise<Run> {
  const runs: Run[] = [];
  for (let n = 0; n < RUNS; n++) runs.push(await run(program, given));
  return runs.toSorted((a, b) => a.seconds - b.seconds)[0] ?? { seconds: 0, megabytes: 0, output: "" };
}

interface Report {
  readonly flows: readonly { readonly ending: { readonly kind: string; readonly by: string | null } }[];
}

try {
  const file = join(folder, "bench.pcap");
  const expected = generate(file, await makeTemplates());
  const size = statSync(file).size / 1e6;
  const connections = Array.from(expected.values()).reduce((sum, count) => sum + count, 0);
  say(`${size.toFixed(0)} MB, ${connections} connections`);
  const cli = join(PROJECT_ROOT, "dist", "cli.js");
  const ours = await best(process.execPath, [cli, "capture", file]);
  const fields = [
    "frame.number",
    "ip.src",
    "tcp.srcport",
    "tls.handshake.type",
    "tls.handshake.extensions_server_name",
  ];
  const tshark = await best("tshark", [
    "-r",
    file,
    "-Y",
    "tls.handshake",
    "-T",
    "fields",
    ...fields.flatMap((field) => ["-e", field]),
  ]);
  for (const [name, { seconds, megabytes }] of [
    ["tlscheck", ours],
    ["tshark", tshark],
  ] as const)
    say(
      `${name.padEnd(9)} ${seconds.toFixed(2)} s  ${(size / seconds).toFixed(1)} MB/s  ${megabytes.toFixed(0)} MB RSS`,
    );
  say(
    `${(tshark.seconds / ours.seconds).toFixed(1)} × tshark (goal: 12), ${(size / ours.seconds).toFixed(0)} MB/s (goal: 200)`,
  );
  const { output } = await run(process.execPath, [cli, "capture", "--json", file]);
  process.exitCode = compare(expected, JSON.parse(output) as Report);
} finally {
  rmSync(folder, { recursive: true });
}

function compare(expected: ReadonlyMap<string, number>, { flows }: Report): number {
  const found = new Map<string, number>();
  for (const { ending } of flows) {
    const key = `${ending.kind} ${ending.by}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  for (const [ending, count] of expected) say(`${ending}: ${count} sent, ${found.get(ending) ?? 0} found`);
  const same =
    found.size === expected.size && Array.from(expected).every(([key, count]) => found.get(key) === count);
  say(
    same
      ? "every connection is found and told right"
      : `they differ: ${JSON.stringify(Object.fromEntries(found))}`,
  );
  return same ? 0 : 1;
}
