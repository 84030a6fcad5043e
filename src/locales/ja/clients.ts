import type { Catalog } from "../catalog.ts";
import { formatDuration } from "../format.ts";
import { clientFindings } from "./client-findings.ts";
import { LOCALE, inBrackets, listSome } from "./wording.ts";

export const clients: Catalog["clients"] = {
  title: "クライアント別の結果",
  columns: { client: "クライアント", result: "結果" },
  connects: ({ version, cipherSuite }) => `${version}、${cipherSuite}`,
  notAsked: "未実施",
  looksLike: (name) => `この Client Hello は ${name} のものです。`,
  reasons: {
    protocol_mismatch: ({ accepted }) => `共通の TLS バージョンなし${ofServer(accepted, 3)}`,
    cipher_suite_mismatch: () => "共通の暗号スイートなし",
    group_mismatch: ({ offered, accepted, dhPrime }) =>
      dhPrime === true
        ? `サーバーの DHE の素数（${accepted.join("、")}）を拒否（受け入れるのは ${offered.join("、")}）`
        : `共通の鍵交換グループなし${ofServer(accepted)}`,
    signature_algorithm_mismatch: ({ accepted }) => `共通の署名アルゴリズムなし${ofServer(accepted)}`,
    alpn_mismatch: () => "共通のアプリケーションプロトコルなし（ALPN）",
    sni_required: () => "サーバーに必要なサーバー名（SNI）を送信しない",
    host_name_mismatch: ({ alert, presentedIdentifiers }) =>
      alert === null
        ? `別の名前の証明書を受け取る${names(presentedIdentifiers)}`
        : `サーバーが名前を認識しない${inBrackets(alert)}`,
    weak_key: ({ publicKey }) => `短すぎる鍵（${publicKey}）を拒否`,
    large_client_hello_intolerant: () => "2 パケットにまたがる Client Hello でサーバーが失敗",
    version_intolerant: ({ intolerances }) =>
      intolerances.includes("tls_1_3")
        ? "TLS 1.3 の提示でサーバーが失敗"
        : "無意味な予約値（GREASE）の送信でサーバーが失敗",
    connection_reset: ({ during }) =>
      during === "closed" ? "サーバーが何も返さずに接続を切断" : "サーバーが接続をリセット",
    timeout: ({ afterMs }) => `応答なし（待機時間：${formatDuration(LOCALE, afterMs)}）`,
    not_determined: ({ alert, code }) =>
      alert === null
        ? `サーバーの応答を利用できない（${code}）`
        : `サーバーが拒否${inBrackets(alert.description)}`,
    not_tls: () => "ポートが TLS に対応していない",
    starttls_required: () => "ポートは要求されるまで TLS を開始しない（STARTTLS）",
    starttls_failed: () => "STARTTLS に失敗",
    client_certificate_required: () => "サーバーがクライアント証明書を要求",
  },
  findings: clientFindings,
};

function ofServer(accepted: readonly string[], limit = 1): string {
  return accepted.length === 0 ? "" : `（サーバー側：${listSome(accepted, limit)}）`;
}

function names(presented: readonly string[]): string {
  return presented.length === 0 ? "" : `（${presented.join("、")}）`;
}
