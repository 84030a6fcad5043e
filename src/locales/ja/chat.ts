import type { ExpectedValue, UsageProblem } from "../../diagnosis/usage-error.ts";
import type { Catalog } from "../catalog.ts";
import { CUT_CAPTURE, KEY_HASH, READ_CAPTURE, READ_LARGE_CAPTURE, exampleCalls } from "../commands.ts";
import { megabytes } from "../selection.ts";

export const chat: Catalog["chat"] = {
  notInChannel: (channel) =>
    `tlscheck が ${channel} に参加していないため、この回答はあなたにだけ表示されています。そのチャンネルで /invite @tlscheck を実行すると、次回から全員に表示されます。`,
  storeUnavailable:
    "データストアが応答しないため、チェックを受け付けられません。チェックは開始していません。1 分ほどしてからもう一度お試しください。",
  tooManyRunning: ({ scope, running, limit }) =>
    scope === "user"
      ? `あなたのチェックが ${running} 件実行中です。同時に実行できるのは ${limit} 件までです。いずれかが終わってから、もう一度お試しください。`
      : `このチャンネルでチェックが ${running} 件実行中です。同時に実行できるのは ${limit} 件までです。いずれかが終わってから、もう一度お試しください。`,
  yourMessage: "あなたのメッセージ",
  privateKeyPosted: (where) => [
    `秘密鍵が投稿されました（${where}）。これを見られる人は誰でも鍵を読み取れます。tlscheck が保存したのは公開鍵のハッシュだけです。`,
    "Slack から削除し、鍵は漏えいしたものとして扱ってください。新しい鍵を作成して証明書を発行し直し、古い証明書は失効させてください。",
    "tlscheck に秘密鍵は一切必要ありません。証明書と照合するには、公開鍵のハッシュを出力し、ここに @tlscheck HASH と書き込んでください：",
    KEY_HASH,
  ],
  keyMatches: "この鍵は、このスレッドの証明書と対応しています。",
  keyMismatch:
    "この鍵は、このスレッドのどの証明書とも対応していません。貼り付けたハッシュが公開鍵（DER 形式）のものであれば、使用している鍵が違います。",
  keyWithoutCertificate:
    "このスレッドには、鍵と照合できる証明書がありません。先にホストをチェックするか証明書をここにドロップしてから、もう一度ハッシュを貼り付けてください。",
  diagnosisGone:
    "この診断は古いため残っていません（保存期間は 30 日です）。もう一度ホストをチェックしてください。",
  clickedWrong: "このボタンは別の会話のものなので、何も変更していません。",
  help: (command) => [
    "TLS ハンドシェイクが失敗する原因を調べます。対象を 1 つ以上指定してください：",
    exampleCalls(command),
    "証明書、証明書チェーン、キーストア、Kubernetes Secret、tcpdump のキャプチャを、tlscheck のスレッドまたはダイレクトメッセージにドロップすると、内容を調べます。秘密鍵は決して送らないでください。",
    `${command} だけを入力すると、フォームが開きます。${command} help で、このヘルプを表示します。`,
  ],
  complaint,
  usage: (problem, command) => `${complaint(problem)}例：${command} api.example.com:8443`,
  modal: {
    title: "TLS サーバーのチェック",
    submit: "チェック",
    close: "キャンセル",
    targets: "ホスト",
    targetsHint:
      "api.example.com、api.example.com:8443、[2001:db8::1]:443、または URL。複数ある場合は半角スペースで区切ります",
    place: { product: "製品", direction: "接続（Apigee Edge の場合）", client: "失敗するクライアント" },
    ifKnown: "わかる場合に選択",
    channel: "回答先",
    files: "証明書、キーストア、Secret、キャプチャ",
    filesHint:
      "PEM、DER、PKCS#7、PKCS#12、JKS、JCEKS、Kubernetes Secret、pcap、pcapng。2 つのファイルを一緒に添付すると、互いに受け入れるかを比較します。秘密鍵は添付しないでください",
    password: "キーストアのパスワード",
    passwordHint: "ファイルの読み取りに 1 回だけ使用し、暗号化して最長 2 分間だけ保持します",
    passwordTitle: "キーストアを開く",
  },
  enterPassword: "パスワードを入力",
  capture: {
    reading: ({ name, read, total }) =>
      `${name} を読み取っています：${megabytes(total)} MB 中 ${megabytes(read)} MB`,
    tooLarge: ({ name, limit }) => [
      `${name} は展開後のサイズが、ここでの上限 ${megabytes(limit)} MB を超えています。障害に関係する部分だけを残してから、ドロップしてください：`,
      CUT_CAPTURE,
      "または、ファイルのある場所で読み取ってください：",
      READ_LARGE_CAPTURE,
    ],
    tooSlow: ({ name, minutes }) => [
      `${name} の読み取りが ${minutes} 分以内に終わらなかったため、中止しました。ファイルのある場所で読み取ってください：`,
      READ_CAPTURE,
    ],
    failed:
      "キャプチャの読み取り中に、tlscheck 側でエラーが発生しました。原因はボットの管理者がログで確認できます。もう一度お試しください。",
    columns: { server: "サーバー", what: "内容", count: "件数" },
    moreGroups: (count) =>
      `ほかに ${count} 件の原因がありますが、表示していません。tlscheck capture FILE で確認できます。`,
    pick: "ハンドシェイクを表示",
    check: (target) => `${target} をチェック`,
    copy: "サポート用のコピーを作成",
    copyForm: {
      title: "サポート用のコピー",
      submit: "コピーを作成",
      explanation:
        "キャプチャをもう一度ダウンロードし、コピーをこのスレッドに投稿します。IP アドレスはすべて置き換えます（同じアドレスは同じ値になります）。MAC アドレスと、各ハンドシェイクより後の通信は含めません。",
      names: "証明書内の名前と、クライアントが要求した名前",
      keep: "残す（サポートが照合できます）",
      hash: "ハッシュに置き換える（同じ名前は同じ値）",
    },
    copyReady: (names) =>
      names === "keep"
        ? "サポート用のコピーです。アドレスを置き換え、各ハンドシェイクより後の通信を削除しました。名前と証明書は元のままです。"
        : "サポート用のコピーです。アドレスを置き換え、名前をハッシュにし、各ハンドシェイクより後の通信を削除しました。",
    copyTooLarge: (limit) =>
      `コピーも ${megabytes(limit)} MB を超えています。キャプチャのある場所で作成してください：tlscheck capture FILE --redact COPY`,
    fileGone:
      "キャプチャは Slack から削除されており、tlscheck にも保存されていません。もう一度ここにドロップしてください。",
    gone: "このキャプチャは古いため、読み取り結果が残っていません（保存期間は 30 日です）。もう一度ドロップしてください。",
  },
  home: {
    title: "tlscheck",
    intro: [
      "TLS ハンドシェイクが失敗する原因を調べます：名前解決、接続、プロトコル、暗号スイート、証明書、証明書チェーン、サーバー名。",
      "チャンネルで /tlscheck api.example.com と入力すると、原因、根拠、対処方法をスレッドで回答します。",
    ],
    check: "ホストをチェック",
    recent: "最近のチェック",
    nothingYet: "まだありません。",
  },
};

function complaint(problem: UsageProblem): string {
  switch (problem.code) {
    case "target_missing":
      return "どのホストをチェックしますか？";
    case "text_missing":
      return "どのエラーメッセージですか？explain の後に貼り付けてください。- を指定すると標準入力から読み取ります。";
    case "file_missing":
      return "どのファイルですか？- を指定すると標準入力から読み取ります。";
    case "target_malformed":
      return `「${problem.given}」は、ホスト、host:port、アドレス、URL のいずれでもありません。`;
    case "scheme_unknown":
      return `「${problem.given}」の「${problem.scheme}://」に対応するポートがわかりません。host:port の形式で指定してください。`;
    case "port_out_of_range":
      return `「${problem.given}」の「${problem.port}」はポート番号ではありません。ポート番号は 1～65535 です。`;
    case "too_many_targets":
      return `対象が ${problem.count} 件あります。一度に指定できるのは ${problem.limit} 件までです。`;
    case "command_unknown":
      return `「${problem.given}」というコマンドはありません。`;
    case "option_unknown":
      return `「${problem.given}」というオプションはありません。`;
    case "option_missing":
      return `${problem.option} がありません。証明書とその鍵は一緒に指定してください。`;
    case "option_value":
      return `${problem.option} に「${problem.given}」は指定できません。指定できる値：${expectation(problem.expected)}。`;
    case "file_unreadable":
      return `${problem.file} を読み取れません：${problem.reason}。`;
  }
}

function expectation(expected: ExpectedValue): string {
  switch (expected.a) {
    case "locale":
    case "starttls":
    case "names":
    case "client":
      return `${expected.of.join("、")} のいずれか`;
    case "time":
      return "2026-11-20T20:00:00Z のような日時";
    case "timeout":
      return `1～${expected.most} のミリ秒数`;
    case "certificate_file":
      return "証明書を含むファイル";
    case "file":
      return "ファイル（2 回読み取るため、標準入力は使えません）";
    case "key_file":
      return "証明書の秘密鍵（PEM、暗号化なし）";
    case "cidr_block":
      return "アドレス、または 10.0.0.0/8 や fd00::/8 のようなネットワーク";
    case "connect_to":
      return "HOST:PORT:ADDRESS:PORT（例：api.internal:443:10.0.0.7:8443）";
  }
}
