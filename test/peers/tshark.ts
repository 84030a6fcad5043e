import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "vitest";
import type { FlowReport } from "../../src/index.ts";

/** What tshark sees of one connection; names of its fields. */
interface Seen {
  readonly suites: readonly string[];
  readonly groups: readonly string[];
  readonly name: string;
  readonly alpn: readonly string[];
  readonly selected: string;
  readonly certificates: number;
  readonly alerts: readonly string[];
}

const NOTHING: Seen = {
  suites: [],
  groups: [],
  name: "",
  alpn: [],
  selected: "",
  certificates: 0,
  alerts: [],
};

const FIELDS = [
  "tcp.srcport",
  "tcp.dstport",
  "tls.handshake.type",
  "tls.handshake.ciphersuite",
  "tls.handshake.extensions_supported_group",
  "tls.handshake.extensions_server_name",
  "tls.handshake.extensions_alpn_str",
  "tls.handshake.certificate",
  "tls.alert_message.desc",
];

const READ = ["-Y", "tls.handshake || tls.alert_message", "-T", "fields", "-E", "separator=|"];

/** By the client's port. @param protocols of the servers' ports: `tls`, `smtp` */
export async function readWithTshark(
  file: string,
  protocols: ReadonlyMap<number, string>,
): Promise<ReadonlyMap<string, Seen>> {
  const { stdout } = await promisify(execFile)(
    "tshark",
    [
      ...READ.concat("-r", file),
      ...[...protocols].flatMap(([port, protocol]) => ["-d", `tcp.port==${port},${protocol}`]),
      ...FIELDS.flatMap((field) => ["-e", field]),
    ],
    { maxBuffer: 64 << 20 },
  );
  const seen = new Map<string, Seen>();
  for (const line of stdout.split("\n").filter((text) => text.includes("|"))) {
    const [from = "", to = "", types = "", suites = "", groups = "", name = "", alpn = "", ...last] =
      line.split("|");
    const [certificates = "", alerts = ""] = last;
    const fromClient = protocols.has(Number(to));
    const client = fromClient ? from : to;
    const messages = list(types);
    const before = seen.get(client) ?? NOTHING;
    seen.set(client, {
      ...before,
      ...(fromClient &&
        messages.includes("1") && { suites: list(suites), groups: list(groups), name, alpn: list(alpn) }),
      ...(!fromClient && messages.includes("2") && { selected: suites }),
      certificates: before.certificates + (fromClient ? 0 : list(certificates).length),
      alerts: [...before.alerts, ...list(alerts)],
    });
  }
  return seen;
}

/** Every field of every handshake. */
export function expectSameAsTshark(flows: readonly FlowReport[], seen: ReadonlyMap<string, Seen>): void {
  for (const flow of flows) {
    // What a client complains of after the other side has ended it, is after the end.
    const isOver = flow.ending.kind === "closed" || flow.ending.kind === "not_tls";
    const theirs = seen.get(flow.client.split(":").at(-1) ?? "");
    expect({
      client: flow.client,
      suites: flow.offeredCipherSuites.map(({ id }) => Number(id)),
      groups: flow.offeredGroups.length,
      name: flow.serverName ?? "",
      alpn: flow.offeredAlpn,
      selected: flow.selectedCipherSuite === null ? 0 : Number(flow.selectedCipherSuite.id),
      certificates: flow.certificateList.length,
      alerts: isOver ? 0 : flow.alerts.filter(({ description }) => description !== null).length,
    }).toEqual({
      client: flow.client,
      suites: theirs?.suites.map(Number),
      groups: theirs?.groups.length,
      name: theirs?.name,
      alpn: theirs?.alpn,
      selected: Number(theirs?.selected),
      certificates: theirs?.certificates,
      alerts: isOver ? 0 : theirs?.alerts.length,
    });
  }
}

function list(text: string): string[] {
  return text === "" ? [] : text.split(",");
}
