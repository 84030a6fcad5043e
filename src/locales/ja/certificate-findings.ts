import type { Certificate } from "../../x509/certificate.ts";
import type { FindingWords, Line } from "../catalog.ts";
import { remediesOf } from "../chain-remedy.ts";
import { KEY_HASH, SHOW_CERTIFICATE, sClient, showChain } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import type { CertificateFindings } from "../finding-groups.ts";
import { daysBetween, formatDays, formatList, formatTime } from "../format.ts";
import { dhBits } from "../selection.ts";
import { describeBundleFault, describePlace, describeRepair } from "./bundle-faults.ts";
import { describeFlaw, describeRemedy } from "./chain-flaws.ts";
import { describeStapleDefect } from "./staple-defects.ts";
import { LOCALE } from "./wording.ts";

export const certificateFindings: CertificateFindings = {
  host_name_mismatch: ({ referenceIdentifier, presentedIdentifiers, alert }) => ({
    title:
      alert === null
        ? `証明書の名前が ${referenceIdentifier} と一致しません`
        : `サーバーが ${referenceIdentifier} という名前を認識しません`,
    evidence: [
      ...(alert === null ? [] : [`サーバーがサーバー名を拒否しました：アラート ${alert}。`]),
      ...(presentedIdentifiers.length > 0
        ? [`証明書に記載されている名前：${formatList(LOCALE, presentedIdentifiers)}。`]
        : alert === null
          ? [
              "証明書の subjectAltName にホスト名がひとつもありません。コモンネーム（CN）は照合に使われません。",
            ]
          : // Who refuses shows no certificate.
            []),
    ],
    resolution: [
      ...(alert === null
        ? []
        : [`${referenceIdentifier} がこのサーバーの正しい名前であれば、サーバーの設定に追加してください。`]),
      `subjectAltName に ${referenceIdentifier}（または親ドメインのワイルドカード）を含む証明書を用意し、完全なチェーンとともにインストールしてください。`,
      "または、証明書に記載されている名前でサーバーに接続してください。",
    ],
  }),
  certificate_expired: ({ position, certificate, at }) => ({
    title: `${whose(position)}の有効期限が${ago(at, certificate.notAfter)}に切れました`,
    evidence: [
      `${certificate.subject} の有効期限は ${formatTime(LOCALE, certificate.notAfter)} でした。`,
      `シリアル番号：${certificate.serialNumber}、発行元：${certificate.issuer}${certificate.publicKey === "" ? "" : `、鍵：${certificate.publicKey}`}。`,
      ...fingerprint(certificate),
    ],
    resolution: [
      position === 0
        ? "この証明書を送信した側に、新しい証明書をチェーンとともにインストールし、サーバーの設定を再読み込みしてください。"
        : "発行元の現行の中間証明書に差し替え、サーバーの設定を再読み込みしてください。",
      "すでに更新済みの場合は、サーバーが古いファイルを読み込んだままか、複数台のうち更新されていないサーバーがあります。",
    ],
  }),
  certificate_not_yet_valid: ({ position, certificate, at }) => ({
    title: `${whose(position)}はまだ有効期間に入っていません（あと ${formatDays(LOCALE, daysBetween(at, certificate.notBefore) + 1)}）`,
    evidence: [
      `${certificate.subject} の有効期間は ${formatTime(LOCALE, certificate.notBefore)} からです。`,
      ...fingerprint(certificate),
    ],
    resolution: [
      "この日時をすでに過ぎている場合は、エラーを出している側の時計が狂っています。まだであれば、有効期間に入ってから証明書をインストールしてください。",
    ],
  }),
  certificate_unknown: ({ reason, subject, issuer }) => ({
    title: {
      self_signed: "自己署名証明書のため、信頼されていません",
      self_signed_in_chain: `証明書チェーンの終端のルート証明書が信頼されていません：${subject}`,
      issuer_unknown: `証明書チェーンの終端の認証局が信頼されていません：${issuer}`,
    }[reason],
    evidence: [`チェーンの最後の証明書は ${subject} です（発行元：${issuer}）。`],
    resolution: [
      "公開サービスの場合：パブリック認証局の証明書を使用してください。",
      "社内サービスの場合：拒否している側のトラストストアにルート証明書を追加してください（意図した自己署名であれば、この証明書自体を追加します）。",
    ],
  }),
  chain_incomplete: ({ subject, issuer, caIssuers, completed }, context) => ({
    title:
      context.fileName === undefined ? "サーバーが中間証明書を送信していません" : "中間証明書がありません",
    evidence: [
      `${context.fileName === undefined ? "サーバーが送信した最後の証明書" : "最後の証明書"}は ${subject} です。その発行元 ${issuer} の証明書は含まれておらず、トラストアンカーでもありません。`,
      ...caIssuers.map((url) => `証明書によると、発行元の証明書は ${url} にあります。`),
      "中間証明書をほかで取得済みのブラウザでは問題が表に出ないことがありますが、curl、Java、Apigee Edge では失敗します。",
    ],
    resolution: [
      "完全なチェーンをインストールしてください。サーバー証明書を先頭に、続けてすべての中間証明書を並べます。ルート証明書の送信は不要です。",
      ...(completed === null
        ? [
            `${issuer} が自社のルート認証局であれば、欠けているものはありません。クライアント側にトラストアンカーとして登録してください。`,
          ]
        : ([
            "証明書に記載された取得先から補った、完全なチェーンです：",
            { command: completed },
          ] satisfies Line[])),
      showChain(context),
    ],
  }),
  chain_incorrect: ({ flaws, completed }, { fileName }) => {
    const [first] = flaws;
    const title = first === undefined ? "証明書チェーンが正しくありません" : describeFlaw(first).title;
    return {
      title: flaws.length > 1 ? `${title}（ほか ${flaws.length - 1} 件）` : title,
      evidence: flaws.map((flaw) => describeFlaw(flaw).evidence),
      resolution: [
        ...remediesOf(flaws).map((remedy) => describeRemedy(remedy, fileName !== undefined)),
        ...(completed === null
          ? []
          : (["正しいリストは次のとおりです：", { command: completed }] satisfies Line[])),
      ],
    };
  },
  certificate_revoked: ({ subject, position, revocationDate, reason, source }) => ({
    title: `${whose(position)}は ${formatTime(LOCALE, revocationDate)} に失効しました`,
    evidence: [
      {
        crl: `${subject} が発行元の証明書失効リスト（CRL）に載っています。失効理由：${reason}。`,
        staple: `サーバー自身が送信した（ステープルした）発行元の OCSP レスポンスで、${subject} が失効とされています。失効理由：${reason}。`,
      }[source],
    ],
    resolution: [
      "証明書を再発行してインストールしてください。古い鍵が漏れた可能性がある場合は、鍵も作り直してください。",
    ],
  }),
  ocsp_must_staple_missing: ({ subject, mustStaple, reason, ocspResponders }, { target }) => {
    const words = reason.kind === "not_sent" ? null : describeStapleDefect(reason);
    const [responder] = ocspResponders;
    return {
      title:
        words === null
          ? "証明書は OCSP ステープリング必須（must-staple）ですが、サーバーがレスポンスを送信していません"
          : mustStaple
            ? `証明書は OCSP ステープリング必須（must-staple）ですが、サーバーの OCSP レスポンスは${words.clause}`
            : `サーバーがステープルした OCSP レスポンスは${words.clause}`,
      evidence: [
        mustStaple
          ? `${subject} には TLS Feature 拡張の status_request（must-staple）があります。これに対応した Firefox などのクライアントは、正しいレスポンスがないと接続を拒否します。`
          : `${subject} は OCSP レスポンスを必須としていませんが、ステープルされた内容を検証するクライアント（Firefox、curl --cert-status）は接続を拒否することがあります。`,
        ...(words === null ? [] : [words.evidence]),
      ],
      resolution: [
        responder === undefined
          ? `証明書に OCSP レスポンダーの記載がないため、サーバーには問い合わせ先がありません。${mustStaple ? "must-staple なしで証明書を再発行してください。" : "ステープリングを無効にしてください。"}`
          : (words?.resolution ??
            `ステープリングを有効にし（nginx：ssl_stapling と resolver、Apache：SSLUseStapling と SSLStaplingCache）、完全なチェーンをインストールしたうえで、サーバーから ${responder} に到達できるようにしてください。nginx がレスポンダーに問い合わせるのは最初の接続の後なので、2 回確認してください。`),
        sClient(target, "-status"),
      ],
    };
  },
  weak_signature: ({ subject, position, signatureAlgorithm }) => ({
    title: `${whose(position)}の署名 ${signatureAlgorithm} は、現在のクライアントに拒否されます`,
    evidence: [`${subject} の署名アルゴリズムは ${signatureAlgorithm} です。`],
    resolution: ["SHA-256 以上の署名で証明書を再発行してください。SHA-1 と MD5 の署名は偽造できます。"],
  }),
  weak_key: ({ subject, position, publicKey }) =>
    subject === null ? describeWeakExchange(publicKey) : describeWeakKey(subject, position, publicKey),
  certificate_malformed: ({ faults, repaired }) => {
    const [first] = faults;
    const title = first === undefined ? "ファイルの形式が正しくありません" : describeBundleFault(first).title;
    return {
      title: faults.length > 1 ? `${title}（ほか ${faults.length - 1} 件）` : title,
      evidence: faults.map((fault) => `${describePlace(fault)}${describeBundleFault(fault).expected}`),
      resolution: [
        ...(repaired === null
          ? [...new Set(faults.map(describeRepair))]
          : (["修復した内容は次のとおりです：", { command: repaired }] satisfies Line[])),
        SHOW_CERTIFICATE,
      ],
    };
  },
  key_mismatch: ({ subject, certificateKey, otherKey, otherAlgorithm }) => ({
    title: "秘密鍵が証明書と対応していません",
    evidence: [
      `${subject} の公開鍵の SHA-256：${certificateKey}。`,
      `${otherAlgorithm === null ? "鍵" : `${otherAlgorithm} の鍵`}の SHA-256：${otherKey}。`,
    ],
    resolution: [
      "証明書の申請（CSR）に使った鍵を探すか、この鍵で新しい証明書を申請してください。",
      "鍵を誰にも見せずに照合するには、公開鍵のハッシュを出力します：",
      KEY_HASH,
    ],
  }),
};

function describeWeakKey(subject: string, position: number | null, publicKey: string): FindingWords {
  return {
    title: `${whose(position)}の鍵が弱すぎます：${publicKey}`,
    evidence: [`${subject} の鍵は ${publicKey} です。`],
    resolution: ["新しい鍵（RSA 2048 または EC P-256 以上）を作成し、その鍵で証明書を発行し直してください。"],
  };
}

function describeWeakExchange(parameters: string): FindingWords {
  return {
    title: `サーバーの鍵交換が弱すぎます：${parameters}`,
    evidence: [
      `DHE 暗号スイートでサーバーが使う素数は ${dhBits(parameters)} ビットで、必要な 2048 ビットに足りません。OpenSSL 3.2 以降はこれを拒否し（dh key too small）、Java は 1024 ビット未満を拒否します。`,
    ],
    resolution: [
      "DHE を無効にして ECDHE を使うか（Apigee Edge の Router では暗号リストに !DHE を指定）、パラメーターを作り直してください。nginx の場合：",
      NGINX.dhParameters,
      "Java ではシステムプロパティで指定します：",
      JAVA.dhKeySize,
    ],
  };
}

/** None for a certificate that was only told of. */
function fingerprint({ sha256 }: Certificate): string[] {
  return sha256 === "" ? [] : [`SHA-256 フィンガープリント：${sha256}。`];
}

/** @param position null for a trust anchor's. */
function whose(position: number | null): string {
  if (position === null) return "証明書パス上の証明書";
  return position === 0 ? "証明書" : `証明書リストの ${position + 1} 番目の証明書`;
}

function ago(at: number, then: number): string {
  const days = daysBetween(then, at);
  return days === 0 ? "過去 24 時間以内" : ` ${formatDays(LOCALE, days)}前`;
}
