import type { AlertHosts, Catalog } from "../catalog.ts";
import { formatDays, formatList } from "../format.ts";
import { nameFault } from "./chain-flaws.ts";
import { LOCALE, grouped, listRemoved, listSome } from "./wording.ts";

export const alerts: Catalog["alerts"] = {
  titles: {
    expires: ({ issuer, daysLeft, ...hosts }) =>
      issuer === null
        ? `${certificateOf(hosts)}${runsOut(daysLeft)}`
        : `発行元の証明書 ${issuer} ${runsOut(daysLeft)}${sentBy(hosts)}`,
    revoked: ({ issuer, ...hosts }) =>
      issuer === null
        ? `${certificateOf(hosts)}が失効しました`
        : `発行元の証明書 ${issuer} が失効しました${sentBy(hosts)}`,
    chain_broken: (hosts) => `${certificateOf(hosts)}のチェーンが、クライアントに拒否されます`,
    name_not_covered: (hosts) => `${certificateOf(hosts)}が、ホスト名と一致しません`,
    partly_renewed: (hosts) =>
      `${certificateOf(hosts)}は更新されましたが、一部のアドレスが古い証明書のままです`,
    unreachable: (hosts) => `${hostsOf(hosts)}から証明書を取得できません`,
    removed: (facts) => `${hostsOf(facts)}が次のものを受け入れなくなりました：${listRemoved(facts)}`,
  },
  closed: {
    renewed: (hosts) => `${certificateOf(hosts)}は更新されました`,
    resolved: (hosts) => `${hostsOf(hosts)}の問題は解消しました`,
    dropped: (hosts) => `${hostsOf(hosts)}は、ここでの監視対象ではなくなりました`,
  },
  valid: ({ date, ended, replaced, revoked }) => {
    const which = revoked ? "証明書に記載された" : replaced ? "古い証明書の" : "";
    return `${which}有効期限は ${date} ${ended ? "でした" : "です"}。`;
  },
  since: (date) => `${date} から続いています。`,
  owners: (users) => `担当者：${formatList(LOCALE, users)}`,
  acknowledged: ({ user, ahead }) =>
    ahead
      ? `${user} が確認済みにしました。今後は、期限の直前、期限が切れたとき、新たに重大な問題が加わったときにだけ通知します。`
      : `${user} が確認済みにしました。`,
  snoozed: ({ user, date, ahead }) =>
    ahead
      ? `${user} が ${date} までスヌーズしました。それまでは、期限が切れたときと、新たに重大な問題が加わったときにだけ通知します。`
      : `${user} が ${date} までスヌーズしました。`,
  ended: (date) => `${date} に終了しました。`,
  hosts: "対象",
  certificate: "証明書",
  runbook: "ランブック",
  more: (number) => `…ほか ${grouped(number)} 件`,
  issuedBy: (issuer) => `発行元：${issuer}`,
  fingerprint: (sha256) => `SHA-256 フィンガープリント：${sha256}`,
  troubles: {
    expires: ({ endEntity }) => ({
      evidence: [],
      resolution: endEntity
        ? [
            "証明書を更新し、ここに挙げたすべての対象に完全なチェーンとともにインストールして、サーバーの設定を再読み込みしてください。",
            "自動で更新されるはずの証明書であれば、更新プログラムがしばらく前から失敗しています。理由はそのログで確認できます。",
          ]
        : [
            "これは発行元の証明書で、多くのホストが送信している可能性があります。それぞれのホストで発行元の現行の中間証明書に差し替え、サーバーの設定を再読み込みしてください。",
          ],
    }),
    revoked: ({ subject, endEntity, reason, source }) => ({
      evidence: [
        {
          crl: `${subject} が発行元の証明書失効リスト（CRL）に載っています。失効理由：${reason}。`,
          staple: `サーバー自身が送信した（ステープルした）発行元の OCSP レスポンスで、${subject} が失効とされています。失効理由：${reason}。`,
          ocsp: `発行元の OCSP レスポンダーが、${subject} は失効していると応答しました。失効理由：${reason}。`,
        }[source],
      ],
      resolution: endEntity
        ? [
            "証明書を再発行してインストールしてください。古い鍵が漏れた可能性がある場合は、鍵も作り直してください。",
          ]
        : [
            "発行元の証明書が失効したため、失効を確認するクライアントは、そこから発行された証明書をすべて拒否します。別の中間証明書から証明書を発行してもらい、ここに挙げた各ホストに、その中間証明書とともにインストールしてください。",
          ],
    }),
    chain_broken: (faults) => ({
      evidence: [`チェーンの問題：${listSome(faults.map(nameFault))}。`],
      resolution: [
        "「診断を実行」を押すと、どの証明書の問題かを示します。必要な証明書を取得できた場合は、完全なチェーンも作成します。",
      ],
    }),
    name_not_covered: (name) => ({
      evidence: [`現在の証明書に ${name} が記載されていません。`],
      resolution: [
        `サーバーの証明書を入れ替えたのであれば、subjectAltName に ${name} を含む証明書を発行してもらってください。そうでなければ、この名前に別のサイトが応答しています。`,
      ],
    }),
    partly_renewed: ({ old, renewed }) => ({
      evidence: [`古い証明書：${listSome(old)}。`, `新しい証明書：${listSome(renewed)}。`],
      resolution: [
        "古い証明書のままの場所に新しい証明書をインストールし、設定を再読み込みしてください。再読み込みしていないサーバーは、古いファイルを使い続けます。",
      ],
    }),
    handshake: (detail) => ({
      evidence: [`接続はできますが、証明書が届きません：${detail}。`],
      resolution: ["「診断を実行」を押すと、原因を調べます。"],
    }),
    removed: ({ versions, cipherSuites }) => ({
      evidence: [
        ...(versions.length === 0 ? [] : [`受け入れなくなったバージョン：${listSome(versions)}。`]),
        ...(cipherSuites.length === 0 ? [] : [`受け入れなくなった暗号スイート：${listSome(cipherSuites)}。`]),
      ],
      resolution: [
        "意図した変更でなければ、直近のデプロイの内容を確認してください。古いクライアントが接続できなくなっている可能性があります。",
      ],
    }),
  },
  posts: {
    escalated: (title) => title,
    reminded: (title) => `まだ解消していません：${title}`,
    returned: (title) => `再発しました：${title}`,
  },
  replaced: {
    field: "変更項目",
    before: "変更前",
    after: "変更後",
    fields: {
      subject: "サブジェクト",
      issuer: "発行元",
      names: "名前",
      publicKey: "鍵",
      signatureAlgorithm: "署名",
      notBefore: "有効期間の開始",
      notAfter: "有効期限",
    },
  },
  actions: {
    acknowledge: "確認済みにする",
    snooze: "スヌーズ",
    wake: "スヌーズを解除",
    diagnose: "診断を実行",
    owner: "担当者を変更",
    runbook: "ランブックを変更",
    unwatch: "監視を終了",
    save: "保存",
  },
  forms: {
    snooze: "アラートのスヌーズ",
    until: "いつまでスヌーズしますか？",
    forDays: (days) => `${formatDays(LOCALE, days)}間`,
    beforeEnd: (days) => `有効期限の ${formatDays(LOCALE, days)}前まで`,
    owner: "担当者",
    ownerHint: "重大な状態になったときにメンションする相手です。空欄の場合は、誰もメンションしません。",
    runbook: "ランブック",
    runbookHint:
      "アラートを見た人が取るべき対応を書いたページへのリンク（https:// または http:// で始まるもの）です。なければ空欄にしてください。",
    runbookWrong:
      "リンクではありません。https:// または http:// で始まる URL を入力してください（例：https://wiki.example.com/certificates）。",
    unwatch: "監視を終了しますか？",
    unwatchQuestion: ({ names, more }) =>
      `このチャンネルで次の監視を終了し、アラートも終了します：${more === 0 ? formatList(LOCALE, names) : `${names.join("、")}、ほか ${grouped(more)} 件`}。`,
    diagnose: "診断を実行",
    which: "どのホストですか？",
  },
  gone: "このアラートは終了しているため、ここで必要な操作はありません。",
  unwatched: (number) =>
    number === 1
      ? "ここでの監視を終了しました。"
      : `ホスト ${grouped(number)} 件の監視をここで終了しました。`,
  nothingToCheck: "アップロードされた証明書なので、調べるサーバーがありません。",
  paused: ({ channel, why }) =>
    `${
      {
        archived: `${channel} がアーカイブされた`,
        deleted: "証明書を監視していたチャンネルが削除された",
        left: `tlscheck が ${channel} のメンバーではなくなった`,
        forbidden: `${channel} への書き込みが Slack に許可されなくなった`,
      }[why]
    }ため、このチャンネルの監視を一時停止しました。監視対象の登録は削除していません。`,
  resume: "監視を再開",
  resumed: (user) =>
    user === null
      ? "tlscheck がチャンネルに戻ったため、監視を再開します。"
      : `${user} の操作により、ここでの監視を再開します。`,
  resumedAlready: "一時停止していません。監視を続けています。",
  resumeFailed: (channel) =>
    `まだ ${channel} に書き込めません。tlscheck をチャンネルに招待すると、監視は自動的に再開します。`,
};

/** `api.example.com `, `api.example.com（ほか 49 件）`: a particle follows. */
function hostsOf({ first, more }: AlertHosts): string {
  return more === 0 ? `${first} ` : `${first}（ほか ${grouped(more)} 件）`;
}

function certificateOf(hosts: AlertHosts): string {
  return hosts.uploaded ? `証明書 ${hostsOf(hosts)}` : `${hostsOf(hosts)}の証明書`;
}

/** Last in its title, which may be cut. */
function sentBy({ first, more }: AlertHosts): string {
  return more === 0 ? `（送信元：${first}）` : `（送信元：${first}、ほか ${grouped(more)} 件）`;
}

function runsOut(daysLeft: number): string {
  if (daysLeft < 0) return "の有効期限が切れました";
  return daysLeft === 0
    ? "の有効期限が 24 時間以内に切れます"
    : `の有効期限が、あと ${formatDays(LOCALE, daysLeft)}で切れます`;
}
