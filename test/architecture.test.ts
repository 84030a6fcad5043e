import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = path.join(import.meta.dirname, "../src");

/** What a room may import beside itself. Files at the top level may import everything. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  wire: [],
  tls: ["wire", "node:crypto", "node:zlib"],
  x509: ["wire", "node-forge", "yaml", "node:crypto", "node:module", "node:net", "node:url"],
  pcap: ["wire", "tls", "node:crypto"],
  diagnosis: ["tls", "x509", "pcap", "wire", "node:net"],
  playbook: ["diagnosis", "tls"],
  watches: ["diagnosis", "x509", "luxon"],
  locales: ["diagnosis", "playbook", "watches", "tls", "x509", "node:net"],
  report: [
    "diagnosis",
    "playbook",
    "watches",
    "locales",
    "tls",
    "x509",
    "pcap",
    "csv-parse",
    "csv-stringify",
    "yaml",
  ],
  captures: ["pcap", "diagnosis", "wire", "node:stream", "node:zlib"],
  probe: [
    "diagnosis",
    "watches",
    "tls",
    "x509",
    "wire",
    "ipaddr.js",
    "node:crypto",
    "node:dns/promises",
    "node:events",
    "node:http",
    "node:net",
    "node:stream",
    "node:tls",
  ],
  store: ["diagnosis", "playbook", "watches", "report", "ioredis", "node:crypto", "node:zlib"],
  jobs: ["diagnosis", "watches", "bullmq"],
  slack: [
    "diagnosis",
    "playbook",
    "watches",
    "locales",
    "report",
    "@slack/bolt",
    "@slack/types",
    "@slack/web-api",
    "node:crypto",
    "node:timers/promises",
  ],
  playground: ["zod", "ws", "react", "react-dom", "react-markdown", "remark-gfm", "vite", "node:*"],
  demo: ["playground", "node-forge", "node:*"],
  "command-line": [
    "diagnosis",
    "locales",
    "probe",
    "report",
    "captures",
    "x509",
    "wire",
    "node:crypto",
    "node:fs",
    "node:path",
    "node:util",
  ],
};

/** The rooms that take time as an argument and do no I/O. */
const PURE = new Set<string | null>([
  "wire",
  "tls",
  "pcap",
  "x509",
  "diagnosis",
  "playbook",
  "watches",
  "locales",
  "report",
]);

interface SourceFile {
  readonly name: string;
  readonly room: string | null;
  readonly text: string;
}

const files: readonly SourceFile[] = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.includes("node_modules"))
  .map((name) => ({
    name,
    room: name.includes(path.sep) ? (name.split(path.sep)[0] ?? null) : null,
    text: readFileSync(path.join(SOURCE, name), "utf8"),
  }));

/** `import`, `import type`, `export … from` and `import()` alike. */
function importsOf({ name, text }: SourceFile): string[] {
  return [...text.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)"([^"]+)"/g)].map(([, specifier = ""]) => {
    if (!specifier.startsWith(".")) return packageOf(specifier);
    const target = path.relative(SOURCE, path.resolve(SOURCE, path.dirname(name), specifier));
    return target.includes(path.sep) ? (target.split(path.sep)[0] ?? "") : `top level ${target}`;
  });
}

function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function allows(room: string, imported: string): boolean {
  const allowed = ROOMS[room] ?? [];
  return (
    imported === room ||
    allowed.includes(imported) ||
    (imported.startsWith("node:") && allowed.includes("node:*"))
  );
}

describe("the house", () => {
  it("has the rooms of the table, and src/README.md the same", () => {
    const rooms = new Set(files.flatMap(({ room }) => room ?? []));
    expect(rooms).toEqual(new Set(Object.keys(ROOMS)));
    const readme = readFileSync(path.join(SOURCE, "README.md"), "utf8");
    const rows = [...readme.matchAll(/^\| `([a-z0-9-]+)` /gm)].map(([, room]) => room);
    expect(new Set(rows)).toEqual(new Set(Object.keys(ROOMS)));
  });

  it.each(Object.keys(ROOMS))("%s imports what its row says", (room) => {
    const wrong = files
      .filter((file) => file.room === room)
      .flatMap((file) =>
        importsOf(file)
          .filter((imported) => !allows(room, imported))
          .map((imported) => `${file.name} imports ${imported}`),
      );
    expect(wrong).toEqual([]);
  });

  it("reads the environment at the top level and in the demo only", () => {
    const readers = files.filter(({ text }) => text.includes("process.env")).map(({ name }) => name);
    expect(readers.filter((name) => name !== "cli.ts" && !name.startsWith("demo"))).toEqual([]);
  });

  it("takes time as an argument in the pure rooms", () => {
    const clocks = files.filter(
      ({ room, text }) => PURE.has(room) && /Date\.now\(|new Date\(\)|setTimeout/.test(text),
    );
    expect(clocks.map(({ name }) => name)).toEqual([]);
  });

  it("does no I/O in the pure rooms: of node:net and node:url they take what reads text", () => {
    const taken = files
      .filter(({ room }) => PURE.has(room))
      .flatMap(({ text }) => Array.from(text.matchAll(/import \{([^}]*)\} from "node:(?:net|url)"/g)))
      .flatMap(([, names = ""]) => names.split(",").map((name) => name.trim()));
    const readers = new Set(["isIP", "isIPv4", "isIPv6", "domainToASCII", "domainToUnicode"]);
    expect(taken.filter((name) => !readers.has(name))).toEqual([]);
  });
});
