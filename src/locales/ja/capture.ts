import type { Catalog } from "../catalog.ts";
import { formatTime } from "../format.ts";
import { captureFindings } from "./capture-findings.ts";
import { list } from "./capture-words.ts";
import { LOCALE, grouped } from "./wording.ts";

export const capture: Catalog["capture"] = {
  findings: captureFindings,
  summary: ({ packets, completed, failed, incomplete, notTls }) =>
    [
      `パケット ${grouped(packets)} 個、TLS ハンドシェイク ${grouped(completed + failed + incomplete)} 件`,
      `完了 ${grouped(completed)} 件`,
      `失敗 ${grouped(failed)} 件`,
      ...(incomplete === 0 ? [] : [`一部のみ記録 ${grouped(incomplete)} 件`]),
      ...(notTls === 0 ? [] : [`TLS 以外の接続 ${grouped(notTls)} 件`]),
    ].join("、"),
  occurrences: ({ count, context: { client, server }, at }) =>
    count === 1
      ? `${client} → ${server}、${formatTime(LOCALE, at)}`
      : `ハンドシェイク ${grouped(count)} 件、最初は ${client} → ${server}、${formatTime(LOCALE, at)}`,
  picture: ({ context: { client, server, serverName }, title }) =>
    `${client} と ${serverName === null ? `${server} ` : `${serverName}（${server}）`}のハンドシェイクのメッセージ${title === null ? "" : `：${title}`}`,
  moreCauses: (more) =>
    `ほかに ${grouped(more)} 件の原因がありますが、表示していません。--json ですべて出力できます。`,
  abandoned: (connections) =>
    `同時に開いている接続がメモリに保持できる数を超えたため、${grouped(connections)} 件を「一部のみ記録」に含めました。`,
  unknownLinkType: (packets) =>
    `${grouped(packets)} 個のパケットは、対応していないリンク種別です。tcpdump -i any でキャプチャしてください。`,
  damaged: ({ structure, offset }) =>
    `ファイルがオフセット ${grouped(offset)} バイト（${structure}）で途切れているか、壊れています。その手前までは読み取りました。`,
  notACapture: "キャプチャファイルではありません（pcap でも pcapng でもありません）。",
  outcomes: {
    completed: "ハンドシェイクは完了しました",
    failed: "ハンドシェイクは失敗しました",
    incomplete: "キャプチャにハンドシェイクの全体が記録されていません",
    not_tls: "この接続は TLS ではありません",
  },
  offered: ({ versions, cipherSuites, serverName, alpn, fingerprint }) =>
    [
      `クライアントの提示：${list([...versions, `暗号スイート ${grouped(cipherSuites)} 種類`])}`,
      serverName === null ? "サーバー名なし" : `サーバー名 ${serverName}`,
      ...(alpn.length === 0 ? [] : [`ALPN ${list(alpn)}`]),
      `JA4 ${fingerprint}。`,
    ].join("、"),
  selected: ({ version, cipherSuite, group, alpn }) =>
    `サーバーの選択：${list([version, cipherSuite, ...(group === null ? [] : [group]), ...(alpn === null ? [] : [`ALPN ${alpn}`])])}。`,
};
