import type { Catalog } from "../catalog.ts";

export const explaining: Catalog["explaining"] = {
  refusal: ({ by, alert }) => {
    if (by === "other_side")
      return alert === null
        ? "拒否したのは相手側です。相手側がアラートを送信しました。"
        : `拒否したのは相手側です。相手側がアラート ${alert} を送信しました。`;
    if (by === "this_side")
      return alert === null
        ? "拒否したのは、このメッセージを出力した側です。相手側から届いた内容を受け入れませんでした。"
        : `拒否したのは、このメッセージを出力した側です。アラート ${alert} を送信しました。`;
    return `アラートは ${alert} です。どちらが送信したかは、このテキストからはわかりません。`;
  },
  nothing:
    "このメッセージには、既知の TLS エラーが見つかりませんでした。ホストを指定すれば調べます。ログまたはキャプチャをここにドロップすることもできます。",
  already: "このメッセージの考えられる原因は、すでにスレッドに表示しています。",
  fileOutOfReach:
    "このメッセージのファイルにアクセスできません。そのチャンネルで /invite @tlscheck を実行してからもう一度試すか、/tlscheck で開くフォームからファイルを送ってください。",
  thisMessage: "このメッセージ",
  help: (command) =>
    `メッセージのメニューの「Diagnose this TLS error」を選ぶか、@tlscheck に続けてエラーを書き込むと、考えられる原因をスレッドで回答し、メッセージのファイルも調べます。自分だけに表示するには：${command} explain エラーメッセージ`,
};
