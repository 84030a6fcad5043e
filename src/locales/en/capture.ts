import type { Catalog } from "../catalog.ts";
import { formatTime } from "../format.ts";
import { captureFindings } from "./capture-findings.ts";
import { list } from "./capture-words.ts";
import { LOCALE, count, grouped } from "./wording.ts";

export const capture: Catalog["capture"] = {
  findings: captureFindings,
  summary: ({ packets, completed, failed, incomplete, notTls }) =>
    [
      `${count(packets, "packet")}, ${count(completed + failed + incomplete, "TLS handshake")}`,
      `${grouped(completed)} completed`,
      `${grouped(failed)} failed`,
      ...(incomplete === 0 ? [] : [`${grouped(incomplete)} not in the capture as a whole`]),
      ...(notTls === 0 ? [] : [count(notTls, "other connection")]),
    ].join(", "),
  occurrences: ({ count: times, context: { client, server }, at }) =>
    times === 1
      ? `${client} to ${server}, ${formatTime(LOCALE, at)}`
      : `${grouped(times)} handshakes, the first from ${client} to ${server}, ${formatTime(LOCALE, at)}`,
  picture: ({ context: { client, server, serverName }, title }) =>
    `Messages of the handshake between ${client} and ${serverName === null ? server : `${serverName} (${server})`}${title === null ? "" : `: ${title}`}`,
  moreCauses: (more) => `${count(more, "further cause")} not shown; --json has them all.`,
  abandoned: (connections) =>
    `${count(connections, "connection")} ${connections === 1 ? "was" : "were"} open at the same time beyond what is kept in memory, and ${connections === 1 ? "counts" : "count"} as incomplete.`,
  unknownLinkType: (packets) =>
    `${count(packets, "packet")} of a link type that we do not read: capture with tcpdump -i any.`,
  damaged: ({ structure, offset }) =>
    `The file breaks off or is damaged at byte ${grouped(offset)} (${structure}). What comes before it was read.`,
  notACapture: "This is no capture: neither pcap nor pcapng.",
  outcomes: {
    completed: "The handshake was completed",
    failed: "The handshake failed",
    incomplete: "The capture does not have the whole handshake",
    not_tls: "This connection is not TLS",
  },
  offered: ({ versions, cipherSuites, serverName, alpn, fingerprint }) =>
    [
      `The client offered ${list([...versions, count(cipherSuites, "cipher suite")])}`,
      serverName === null ? "without a server name" : `for the name ${serverName}`,
      ...(alpn.length === 0 ? [] : [`with ALPN ${list(alpn)}`]),
      `JA4 ${fingerprint}.`,
    ].join(", "),
  selected: ({ version, cipherSuite, group, alpn }) =>
    `The server selected ${list([version, cipherSuite, ...(group === null ? [] : [group]), ...(alpn === null ? [] : [`ALPN ${alpn}`])])}.`,
};
