import type { Catalog } from "../catalog.ts";

/** A capture and a check together. */
export const joint: Catalog["joint"] = {
  between: ({ client, server, serverName, alert }) =>
    [
      `キャプチャでは、${client} から ${server} への接続`,
      serverName === null ? "（サーバー名なし）" : `（サーバー名：${serverName}）`,
      alert === null ? "が、アラートなしで切断されました。" : `が、アラート ${alert} で拒否されました。`,
      "サーバーが受け入れるものは、チェックで確認しました。",
    ].join(""),
  offered: {
    versions: "クライアントが提示したバージョン",
    cipher_suites: "クライアントが提示した暗号スイート",
    groups: "クライアントが提示した鍵交換グループ",
    signature_algorithms: "クライアントが提示した署名アルゴリズム",
  },
  accepted: "サーバーが受け入れるもの",
  more: (count) => `…ほか ${count} 件`,
  alone: (summary) => `チェックのみの結果：${summary}`,
  acceptedNow: {
    title: "サーバーは、キャプチャ内で拒否した内容を現在は受け入れます",
    evidence: [
      "バージョン、暗号スイート、鍵交換グループは合っています。同じ内容を提示するクライアントは、現在なら受け入れられます。",
    ],
    resolution: [
      "その後サーバーの設定が変更されたか、拒否したのが別のサーバーだったかのどちらかです。ロードバランサーの背後に、設定の異なるサーバーが複数あることがあります。",
      "クライアントからもう一度接続してください。それでも失敗する場合は、サーバー側でもう一度キャプチャし、Client Hello が送信時のまま届いているか確認してください。",
    ],
  },
};
