import type { Catalog } from "../catalog.ts";
import { formatDays, formatDuration, formatList, formatTime } from "../format.ts";
import { MAX_SUITES } from "../selection.ts";
import { alerts } from "./alerts.ts";
import { capture } from "./capture.ts";
import { causes, explanation } from "./causes.ts";
import { chat } from "./chat.ts";
import { clients } from "./clients.ts";
import { commandLine } from "./command-line.ts";
import { digest } from "./digest.ts";
import { explaining } from "./explaining.ts";
import { findings } from "./findings.ts";
import { joint } from "./joint.ts";
import { playbook } from "./playbook.ts";
import { settings } from "./settings.ts";
import { watching } from "./watching.ts";
import { watchHome } from "./watch-home.ts";
import { LOCALE, listSome } from "./wording.ts";

export const ja: Catalog = {
  findings,
  clients,
  capture,
  joint,
  causes,
  explanation,
  explaining,
  settings,
  watching,
  alerts,
  watchHome,
  digest,
  playbook,
  chat,
  commandLine,
  verdict: {
    ok: ({ version, daysLeft }) =>
      [
        version === null ? "問題なし" : `問題なし：${version}`,
        ...(daysLeft === null ? [] : [`証明書の有効期間は残り ${formatDays(LOCALE, daysLeft)}`]),
      ].join("、"),
    wrong: ({ title, more }) => (more === 0 ? title : `${title}（ほか ${more} 件）`),
    checking: "チェック中…",
    failed: "チェック自体が失敗しました",
  },
  progress: {
    title: (host) => `${host} をチェックしています`,
    steps: {
      name: "名前解決",
      connection: "接続",
      handshake: "TLS ハンドシェイク",
      certificate: "証明書の読み取り",
      verdict: "判定",
    },
  },
  report: {
    evidence: "確認結果",
    resolution: "対処方法",
    heading: (text) => `${text}：`,
    about: ({ name, text }) => `${name}：${text}`,
    certificateList: "証明書（サーバーが送信した順）",
    server: "サーバー情報",
    addresses: (addresses) => `アドレス：${formatList(LOCALE, addresses)}`,
    negotiated: ({ version, cipherSuite, alpn }) =>
      `ネゴシエーション結果：${[version, cipherSuite, alpn === null ? null : `ALPN ${alpn}`].filter((part) => part !== null).join("、")}`,
    noHandshake: "ハンドシェイクは一度も完了しませんでした。",
    versions: (accepted) =>
      accepted.length === 0
        ? "試した TLS バージョンは、いずれもサーバーに受け入れられませんでした。"
        : `バージョン：${listSome(accepted)}`,
    cipherSuites: ({ count, insecure, weak }) =>
      [
        `暗号スイート：${count} 種類`,
        ...(insecure.length === 0 ? [] : [`安全でないもの：${listSome(insecure, MAX_SUITES)}`]),
        ...(weak.length === 0 ? [] : [`弱いもの：${listSome(weak, MAX_SUITES)}`]),
      ].join("／"),
    groups: (groups) => `鍵交換グループ：${listSome(groups)}`,
    addressesAgree: (count) => `${count} 個のアドレスすべてが同じ応答を返します。`,
    clientCertificateNotAsked:
      "サーバーがクライアント証明書を要求しなかったため、指定された証明書は送信していません。",
    backedOff: (times) => `サーバーに接続を ${times} 回切断されたため、速度を落としてチェックしました。`,
    incomplete:
      "調査が上限に達したため打ち切りました。サーバーが受け入れるものは、ほかにもある可能性があります。",
    certificate: ({ subject, issuer, notAfter, daysLeft }) =>
      `${subject}、発行元：${issuer}、${
        daysLeft < 0
          ? `期限切れ：${formatTime(LOCALE, notAfter)}`
          : `有効期限：${formatTime(LOCALE, notAfter)}（残り ${formatDays(LOCALE, daysLeft)}）`
      }`,
    certificatesFound: "証明書",
    compared: "相互の受け入れ可否",
    accepts: ({ truster, presenter, subject }) =>
      `${truster} を信頼する側は、${presenter} の ${subject} を受け入れます。`,
    rejects: ({ truster, presenter, subject, reason }) =>
      `${truster} を信頼する側は、${presenter} の ${subject} を拒否します：${reason}。`,
    listed: ({ subject, issuer }) => `記載のみ（証明書本体なし）：${subject}、発行元：${issuer}`,
    keyUnread: "秘密鍵が含まれていますが、内容は読み取っていません。",
    keyMatches: ({ algorithm, certificates }) =>
      certificates === 0
        ? `鍵が含まれています：${algorithm}。`
        : `${algorithm} の鍵は証明書と対応しています。`,
    keyMismatch: ({ algorithm }) => `${algorithm} の鍵は証明書と対応していません。`,
    moreCertificates: (count) => `…ほか ${count} 件`,
    duration: ({ durationMs, connections }) =>
      `${formatDuration(LOCALE, durationMs)}、接続 ${connections} 回`,
    failed:
      "チェックを完了できませんでした。原因はサーバーではなく tlscheck 側にあり、ボットの管理者がログで確認できます。もう一度お試しください。",
  },
};
