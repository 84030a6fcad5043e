import type { Catalog } from "../catalog.ts";
import { formatTime } from "../format.ts";
import { captureFindings } from "./capture-findings.ts";
import { list } from "./capture-words.ts";
import { LOCALE, grouped } from "./wording.ts";

export const capture: Catalog["capture"] = {
  findings: captureFindings,
  summary: ({ packets, completed, failed, incomplete, notTls }) =>
    [
      `${grouped(packets)} 個封包，${grouped(completed + failed + incomplete)} 次 TLS 交握`,
      `${grouped(completed)} 次完成`,
      `${grouped(failed)} 次失敗`,
      ...(incomplete === 0 ? [] : [`${grouped(incomplete)} 次未完整擷取`]),
      ...(notTls === 0 ? [] : [`另有 ${grouped(notTls)} 條非 TLS 連線`]),
    ].join("，"),
  occurrences: ({ count: times, context: { client, server }, at }) =>
    times === 1
      ? `${client} 連到 ${server}，${formatTime(LOCALE, at)}`
      : `共 ${grouped(times)} 次交握，第一次是 ${client} 連到 ${server}，${formatTime(LOCALE, at)}`,
  picture: ({ context: { client, server, serverName }, title }) =>
    `${client} 與 ${serverName === null ? `${server} ` : `${serverName}（${server}）`}之間的交握訊息${title === null ? "" : `：${title}`}`,
  moreCauses: (more) => `另有 ${grouped(more)} 個原因未顯示；使用 --json 可取得全部。`,
  abandoned: (connections) =>
    `同時開啟的連線過多，超出記憶體保留的上限：其中 ${grouped(connections)} 條計為不完整。`,
  unknownLinkType: (packets) => `有 ${grouped(packets)} 個封包的連結類型無法讀取：請以 tcpdump -i any 擷取。`,
  damaged: ({ structure, offset }) =>
    `檔案在位元組 ${grouped(offset)} 處中斷或損壞（${structure}）。在此之前的內容都已讀取。`,
  notACapture: "這不是封包擷取檔：既不是 pcap，也不是 pcapng。",
  outcomes: {
    completed: "交握已完成",
    failed: "交握失敗",
    incomplete: "擷取檔中沒有完整的交握",
    not_tls: "這條連線不是 TLS",
  },
  offered: ({ versions, cipherSuites, serverName, alpn, fingerprint }) =>
    [
      `用戶端提供 ${list([...versions, `${grouped(cipherSuites)} 個加密套件`])}`,
      serverName === null ? "沒有伺服器名稱" : `伺服器名稱：${serverName}`,
      ...(alpn.length === 0 ? [] : [`ALPN：${list(alpn)}`]),
      `JA4：${fingerprint}。`,
    ].join("；"),
  selected: ({ version, cipherSuite, group, alpn }) =>
    `伺服器選用 ${list([version, cipherSuite, ...(group === null ? [] : [group]), ...(alpn === null ? [] : [`ALPN ${alpn}`])])}。`,
};
