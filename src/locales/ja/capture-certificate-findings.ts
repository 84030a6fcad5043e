import type { Line } from "../catalog.ts";
import { probeCommand } from "../commands.ts";
import type { CaptureCertificateFindings } from "../finding-groups.ts";
import { formatTime } from "../format.ts";
import { OTHER_SIDE } from "../selection.ts";
import { SIDES, list } from "./capture-words.ts";
import { LOCALE } from "./wording.ts";

export const captureCertificateFindings: CaptureCertificateFindings = {
  host_name_mismatch: ({ by, alert, referenceIdentifier, presentedIdentifiers }) => ({
    title:
      by === "server"
        ? `サーバーが ${referenceIdentifier} という名前を認識しません`
        : `証明書の名前が ${referenceIdentifier} と一致しません`,
    evidence: [
      ...(presentedIdentifiers.length === 0
        ? []
        : [`証明書に記載されている名前：${list(presentedIdentifiers)}。`]),
      endedWith(SIDES[by], alert),
    ],
    resolution: [
      `subjectAltName に ${referenceIdentifier} を含む証明書を使うか、証明書に記載されている名前でサーバーに接続してください。`,
    ],
  }),
  certificate_expired: ({ by, alert, presenter, position, subject, issuer, notAfter, at }) => ({
    title:
      by === null
        ? `${SIDES[presenter]}の証明書は期限切れですが、この${SIDES[OTHER_SIDE[presenter]]}は受け入れています`
        : `${SIDES[by]}が${SIDES[presenter]}の証明書を拒否しました：有効期限が切れています`,
    evidence: [
      `${whose(position)} ${subject} の有効期限は ${formatTime(LOCALE, notAfter)}、ハンドシェイクの時刻は ${formatTime(LOCALE, at)} です。`,
      `発行元：${issuer}。`,
      ...(alert === null ? [] : [endedWith(by === null ? "通信相手" : SIDES[by], alert)]),
    ],
    resolution: [`${SIDES[presenter]}に、新しい証明書をチェーンとともにインストールしてください。`],
  }),
  certificate_not_yet_valid: ({ by, alert, presenter, position, subject, notBefore, at }) => ({
    title:
      by === null
        ? `${SIDES[presenter]}の証明書はまだ有効期間に入っていませんが、この${SIDES[OTHER_SIDE[presenter]]}は受け入れています`
        : `${SIDES[by]}が${SIDES[presenter]}の証明書を拒否しました：まだ有効期間に入っていません`,
    evidence: [
      `${whose(position)} ${subject} の有効期間の開始は ${formatTime(LOCALE, notBefore)}、ハンドシェイクの時刻は ${formatTime(LOCALE, at)} です。`,
      ...(alert === null ? [] : [endedWith(by === null ? "通信相手" : SIDES[by], alert)]),
    ],
    resolution: [
      "両側の時計を確認してください。時計が正しければ、有効期間に入ってから証明書をインストールしてください。",
    ],
  }),
  clock_wrong: ({ by, subject, at }) => ({
    title: `${SIDES[by]}が有効な証明書を期限切れと判定しています：時計が狂っている可能性があります`,
    evidence: [`${subject} は、キャプチャの時点（${formatTime(LOCALE, at)}）で有効でした。`],
    resolution: [`${SIDES[by]}の時計をタイムサーバーと比較してください。`, { command: "timedatectl status" }],
  }),
  certificate_revoked: ({ by, subject }) => ({
    title: `${SIDES[by]}が${SIDES[OTHER_SIDE[by]]}の証明書を拒否しました：失効しています`,
    evidence: [
      ...(subject === null ? [] : [`対象の証明書：${subject}。`]),
      "アラートは certificate_revoked です。",
    ],
    resolution: [`${SIDES[OTHER_SIDE[by]]}に新しい証明書をインストールしてください。`],
  }),
  certificate_unknown: ({ by, alert, subject, issuer }, context) => ({
    title: `${SIDES[by]}が${SIDES[OTHER_SIDE[by]]}の証明書を信頼していません`,
    evidence: [
      alert === null
        ? `TLS 1.3 では証明書もアラートも暗号化されます。${SIDES[by]}が証明書を検証する時点で、アラートとみられるサイズのレコードがあります。`
        : endedWith(SIDES[by], alert),
      ...(subject === null ? [] : [describeCertificate(subject, issuer)]),
    ],
    resolution: [
      `${SIDES[by]}のトラストストアに発行元${issuer === null ? "" : `（${issuer}）`}の証明書があり、${SIDES[OTHER_SIDE[by]]}が完全なチェーンを送信する必要があります。`,
      ...(by === "client"
        ? [{ command: probeCommand(context) } satisfies Line]
        : ["Apigee では、仮想ホストが参照するトラストストアです。"]),
    ],
  }),
  client_certificate_required: ({ alert, authorities }) => ({
    title: "サーバーがクライアント証明書を要求しましたが、クライアントは送信していません",
    evidence: [
      "サーバーの要求に対し、クライアントは空のリストを返しました。",
      alert === null ? "その後、サーバーがハンドシェイクを終了しました。" : endedWith(SIDES.server, alert),
      ...(authorities.length === 0 ? [] : [`サーバーが受け入れる認証局：${list(authorities)}。`]),
    ],
    resolution: [
      "このサーバーが信頼する証明書と鍵をクライアントに設定してください。Apigee Edge では、ターゲットサーバーまたは TargetEndpoint が参照するキーストアです。",
      "クライアントが証明書を持っていても、その発行元がサーバーのリストになければ送信されません。",
    ],
  }),
  client_certificate_rejected: ({ alert, authorities, subject, issuer }) => ({
    title: "サーバーがクライアント証明書を拒否しました",
    evidence: [
      alert === null
        ? "クライアント証明書の受信後に、サーバーがハンドシェイクを終了しました。TLS 1.3 では理由が暗号化されます。"
        : `クライアント証明書の受信後に、サーバーがアラート ${alert} でハンドシェイクを終了しました。`,
      ...(subject === null ? [] : [describeCertificate(subject, issuer)]),
      ...(authorities.length === 0 ? [] : [`サーバーが受け入れる認証局：${list(authorities)}。`]),
    ],
    resolution: [
      "次のすべてを満たす必要があります：発行元がサーバーのトラストストアにあること、クライアントがチェーンを送信すること、証明書がクライアント認証に使えること。どれに当てはまらないかは、サーバーのログで確認できます。",
    ],
  }),
};

function endedWith(who: string, alert: string): string {
  return `${who}がアラート ${alert} でハンドシェイクを終了しました。`;
}

function describeCertificate(subject: string, issuer: string | null): string {
  return `対象の証明書：${subject}（発行元：${issuer ?? "不明"}）。`;
}

function whose(position: number): string {
  return position === 0 ? "証明書" : `証明書リストの ${position + 1} 番目の証明書`;
}
