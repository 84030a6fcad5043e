import type { CertificateSummary } from "../../diagnosis/certificate-summary.ts";
import { CLOCK, SHOW_CLIENT_CHAIN, sClient } from "../commands.ts";
import type { ClientCertificateFindings } from "../finding-groups.ts";
import { formatTime } from "../format.ts";
import { LOCALE, listSome } from "./wording.ts";

/** What each alert means when it is about a client's certificate. RFC 8446 section 6.2. */
const MEANINGS: ReadonlyMap<string | null, string> = new Map([
  ["bad_certificate", "サーバーが証明書を読み取れないか検証できない、または署名が鍵と合いません。"],
  [
    "unsupported_certificate",
    "鍵の種類または証明書の用途（extendedKeyUsage の clientAuth）が適合していません。",
  ],
  ["certificate_revoked", "証明書は、発行元が失効させたものです。"],
  ["certificate_expired", "サーバーの時計では、この証明書またはチェーン内の証明書が期限切れです。"],
  [
    "certificate_unknown",
    "サーバーが受け入れない理由は示されていません。Java はどの理由でもこのアラートを返します。",
  ],
  ["unknown_ca", "サーバーが発行元の認証局を信頼していないか、その中間証明書がサーバー側にありません。"],
  ["access_denied", "証明書は有効ですが、その所有者にアクセス権がありません。"],
  [
    "certificate_required",
    "証明書が届いていません。クライアントは、サーバーの要求に合う証明書を送信しませんでした。",
  ],
  ["decrypt_error", "鍵の所有を証明する署名を検証できません。別の証明書の鍵が使われています。"],
]);

/** Two-way TLS. */
export const clientCertificateFindings: ClientCertificateFindings = {
  client_certificate_required: ({ authorities, alert, required, accepted }) => ({
    title: required
      ? accepted
        ? "サーバーがクライアント証明書を要求し（双方向 TLS）、指定された証明書を受け入れました"
        : "サーバーがクライアント証明書を要求しています（双方向 TLS）"
      : "サーバーはクライアント証明書を求めますが、なくても接続できます",
    evidence: [
      alert === null
        ? "サーバーが CertificateRequest を送信しました。"
        : `証明書がないと拒否されます：アラート ${alert}。`,
      ...(authorities.length === 0 ? [] : [`サーバーが受け入れる認証局：${listSome(authorities)}。`]),
    ],
    resolution: !required
      ? ["クライアントの認証が必要な構成でなければ、対処は不要です。"]
      : accepted
        ? [
            "サーバー側の対処は不要です。失敗するクライアントでは、この証明書をチェーンと鍵とともに設定してください。",
          ]
        : [
            "このサーバーが信頼する証明書と鍵をクライアントに設定してください。Apigee Edge では、ターゲットサーバーまたは TargetEndpoint が参照するキーストアです。",
            "クライアントがすでに証明書を持っている場合は、その発行元がサーバーのトラストストアに必要です。",
          ],
  }),
  client_certificate_rejected: ({ alert, authorities, certificate }, { target }) => ({
    title: `サーバーがクライアント証明書を拒否しました${alert === null ? "" : `：${alert}`}`,
    evidence: [
      ...(certificate === null ? [] : [describeCertificate(certificate)]),
      alert === null
        ? "サーバーは証明書を要求し、受け取った後に接続を切断しました。"
        : `サーバーがアラート ${alert} を返しました。${MEANINGS.get(alert) ?? ""}`,
      ...(authorities.length === 0 ? [] : [`サーバーが受け入れる認証局：${listSome(authorities)}。`]),
    ],
    resolution: [
      "証明書の発行元を、サーバーが受け入れる認証局と比較してください。含まれていない場合は、発行元の証明書（と中間証明書）をサーバーのトラストストアに追加します。Apigee Edge の Router では仮想ホストのトラストストア、nginx では ssl_client_certificate と ssl_verify_depth です。",
      "クライアントは、完全なチェーンを含む証明書と、それに対応する鍵を使う必要があります。Message Processor では、どちらもターゲットの SSLInfo のキーストアとキーエイリアスで指定します。",
      sClient(target, "-cert client.pem -key client.key -cert_chain chain.pem"),
    ],
  }),
  clock_wrong: ({ certificate, at }, { target }) => ({
    title: "サーバーが有効期限内のクライアント証明書を期限切れと判定しています：どちらかの時計が狂っています",
    evidence: [
      describeCertificate(certificate),
      `tlscheck の時計では ${formatTime(LOCALE, at)} でしたが、サーバーはアラート certificate_expired を返しました。`,
    ],
    resolution: [
      "サーバーとこのマシンの時計を比較し、どちらもタイムサーバーと同期させてください：",
      CLOCK,
      "どちらの時計も正しい場合は、クライアントのチェーンの残りを確認してください。チェーン内またはサーバーのトラストストア内の中間証明書が、期限切れの可能性があります。",
      SHOW_CLIENT_CHAIN,
      sClient(target, "-cert client.pem -key client.key"),
    ],
  }),
};

function describeCertificate({ subject, issuer, notBefore, notAfter }: CertificateSummary): string {
  return `送信した証明書：${subject}、発行元：${issuer}、有効期間：${formatTime(LOCALE, notBefore)}～${formatTime(LOCALE, notAfter)}。`;
}
