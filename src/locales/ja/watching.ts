import { exampleWatches } from "../commands.ts";
import { formatDays, formatList } from "../format.ts";
import { megabytes } from "../selection.ts";
import type { WatchingWords } from "../watching-words.ts";
import { LOCALE, grouped } from "./wording.ts";

export const watching: WatchingWords = {
  help: (command) => [
    "チャンネルごとにサーバーを監視し、証明書の期限切れなどの問題を早めに通知します：",
    exampleWatches(command),
    `${command} watch だけを入力すると、フォームが開きます。フォームには CSV または YAML のファイルも添付できます。`,
  ],
  added: (count) =>
    count === 1
      ? "監視を開始しました（対応が必要になったときにだけ、このチャンネルに通知します）："
      : `${grouped(count)} 件の監視を開始しました（対応が必要になったときにだけ、このチャンネルに通知します）：`,
  known: (count) =>
    count === 1 ? "すでにここで監視しています：" : `${grouped(count)} 件は、すでにここで監視しています：`,
  changed: (count) =>
    count === 1
      ? "すでにここで監視しています。指定された担当者、ランブック、通知日数を反映しました："
      : `${grouped(count)} 件は、すでにここで監視しています。指定された担当者、ランブック、通知日数を反映しました：`,
  refused: (count) =>
    count === 1
      ? "受け付けられなかったものがあります："
      : `受け付けられなかったものが ${grouped(count)} 件あります：`,
  more: (count) => `…ほか ${grouped(count)} 件`,
  again: "修正して、もう一度送信してください：",
  inLine: ({ line, text }) => `${line} 行目：${text}`,
  problem(problem) {
    switch (problem.code) {
      case "owner_wrong":
        return `「${problem.given}」を Slack のメンバーとして認識できません。コマンドでは @ を入力して担当者を選び（--owner @ada）、ファイルには U012ABC のようなメンバー ID を書いてください。`;
      case "runbook_wrong":
        return `「${problem.given}」はランブックへのリンクではありません。https://… または http://… の形式で指定してください。`;
      case "days_wrong":
        return `「${problem.given}」は、30, 7, 1 のような期限までの日数ではありません。1～${problem.longest} の数を ${problem.most} 個まで指定できます。`;
      case "uploaded_certificate":
        return `「${problem.given}」はアップロードされた証明書です。リストに証明書自体は含まれないため、もう一度ここに証明書をドロップし、そこから監視を開始してください。`;
      case "address_forbidden":
        return `${problem.given} は、接続を許可されていないアドレスです（${problem.range}）。許可できるのはボットの管理者です。`;
    }
  },
  example: (call) => `例：${call}`,
  announced: ({ act, user, targets, count }) => {
    const more = count - targets.length;
    const named = more > 0 ? `${targets.join("、")}、ほか ${grouped(more)} 件` : formatList(LOCALE, targets);
    return act === "watch"
      ? `${user} が、ここで監視を開始しました：${named}。対応が必要になったときに通知します。`
      : `${user} が、ここでの監視を終了しました：${named}。`;
  },
  full: ({ scope, count, limit }) =>
    scope === "channel"
      ? `何も追加していません。追加すると、このチャンネルの監視対象は ${grouped(count)} 件になりますが、上限は ${grouped(limit)} 件です。残りは別のチャンネルで監視するか、不要な監視を終了してください。`
      : `何も追加していません。追加すると、このワークスペースの監視対象は ${grouped(count)} 件になりますが、上限は ${grouped(limit)} 件です。先に不要な監視を終了してください。`,
  notInChannel: (channel) =>
    `tlscheck が ${channel} に参加しておらず、通知できないため、何も追加していません。そのチャンネルで /invite @tlscheck を実行してから、もう一度お試しください。`,
  unavailable:
    "データストアが応答しないため、実行できません。何も変更していません。1 分ほどしてからもう一度お試しください。",
  unwatched: (count) =>
    count === 1 ? "ここでの監視を終了しました：" : `ここで ${grouped(count)} 件の監視を終了しました：`,
  notWatched: () => "ここでは監視していませんでした：",
  similar: (targets) => `同じホストでは、${formatList(LOCALE, targets)} を監視しています。`,
  unwatchAll: {
    question: (count) =>
      count === 1
        ? "このチャンネルの監視対象は 1 件だけです。監視を終了しますか？"
        : `このチャンネルの監視対象 ${grouped(count)} 件すべての監視を終了しますか？`,
    yes: (count) => (count === 1 ? "監視を終了" : `${grouped(count)} 件すべての監視を終了`),
    no: "監視を続ける",
    kept: "何も変更していません。",
  },
  list: {
    title: ({ count, filter }) =>
      filter === null
        ? `このチャンネルの監視対象：${grouped(count)} 件`
        : `このチャンネルの監視対象で「${filter}」を含むもの：${grouped(count)} 件`,
    page: ({ from, to, count }) => `${grouped(count)} 件中 ${grouped(from)}～${grouped(to)} 件目`,
    nothing: "このチャンネルでは、まだ何も監視していません。",
    nothingLike: (filter) => `このチャンネルの監視対象に「${filter}」を含むものはありません。`,
    paused: "一時停止中：このチャンネルに書き込めなかったため、監視を行っていません。",
    columns: {
      target: "監視対象",
      end: "有効期限",
      left: "残り",
      issuer: "発行元",
      owner: "担当者",
      condition: "状態",
    },
    conditions: {
      expired: "❌ 期限切れ",
      revoked: "❌ 失効",
      chain_broken: "❌ チェーンの不備",
      name_not_covered: "❌ 名前の不一致",
      partly_renewed: "⚠️ 一部のアドレスのみ更新",
      unreachable: "⚠️ 証明書を取得不可",
      removed: "⚠️ 受け入れなくなった方式あり",
      running_out: "⚠️ まもなく期限切れ",
      not_public: "ⓘ パブリック認証局以外、またはチェーン不完全",
      ok: "✅ 問題なし",
      unseen: "未チェック",
      paused: "一時停止中",
    },
    uploaded: (name) => `${name}（アップロード）`,
    days: (days) => formatDays(LOCALE, days),
    previous: "前へ",
    next: "次へ",
    add: "監視対象を追加",
    exportAs: (format) => `${format} でエクスポート`,
  },
  exported: ({ channel, count }) =>
    `${channel} の監視対象です（${grouped(count)} 行）。このファイルは、どのチャンネルでも /tlscheck watch のフォームに添付して読み込めます。`,
  exportSent: "ファイルを、tlscheck とのダイレクトメッセージに送りました。",
  file(fault) {
    switch (fault.code) {
      case "too_large":
        return `ファイルが ${megabytes(fault.limit)} MB を超えているため、読み取っていません。分割してください。`;
      case "too_many":
        return `ファイルが ${grouped(fault.count)} 行ありますが、上限は ${grouped(fault.limit)} 行です。何も追加していません。分割してください。`;
      case "not_text":
        return "ファイルが UTF-8 のテキストではありません。CSV または YAML で保存してください。1 行にホストを 1 つ書くだけでもかまいません。";
      case "empty":
        return "ファイルに監視対象がありません。1 行にホストを 1 つ書くだけでかまいません。";
      case "syntax":
        return fault.line === null
          ? `ファイルを読み取れません：${fault.reason}。何も追加していません。`
          : `ファイルの ${fault.line} 行目を読み取れません：${fault.reason}。何も追加していません。`;
      case "out_of_reach":
        return "Slack からファイルを取得できなくなったため、読み取れません。このファイルからは何も追加していません。";
    }
  },
  buttons: {
    watch: "監視を開始",
    watchCertificates: (count) =>
      count === 1 ? "この証明書を監視" : `これら ${grouped(count)} 件の証明書を監視`,
  },
  certificatesGone:
    "このファイルは古いため、読み取り結果が残っていません（保存期間は 30 日です）。もう一度ここにドロップしてください。",
  modal: {
    title: "TLS サーバーの監視",
    submit: "監視を開始",
    targets: "ホスト",
    targetsHint:
      "api.example.com、mail.example.com:993、[2001:db8::1]:443、または URL。複数ある場合は、改行、半角スペース、半角コンマで区切ります",
    startTls: "STARTTLS のプロトコル",
    startTlsNone: "なし（最初から TLS）",
    channel: "通知先",
    owner: "担当者",
    ownerHint: "重大な状態になるとメンションされます",
    runbook: "ランブック",
    days: "期限の何日前に通知するか",
    daysHint: "例：30, 14, 7, 3, 1。空欄の場合は、各証明書の有効期間に応じて決まります",
    file: "または、リストのファイル",
    fileHint:
      "target、starttls、owner、runbook、days の列を持つ CSV、同じ名前を使った YAML、または 1 行に 1 ホストを書いたもの。最大 1 MB、2,000 行",
    empty: "ホストを入力するか、ファイルを添付してください。",
    notInChannel:
      "tlscheck がこのチャンネルに参加していません。そのチャンネルで /invite @tlscheck を実行してから、もう一度送信してください。",
  },
};
