import type { Catalog } from "../catalog.ts";

/** A capture and a check together. */
export const joint: Catalog["joint"] = {
  between: ({ client, server, serverName, alert }) =>
    [
      `キャプチャでは、${client} から ${server} への接続が`,
      serverName === null ? "サーバー名なしで試みられ、" : `サーバー名（${serverName}）付きで試みられ、`,
      alert === null ? "アラートなしで切断されました。" : `アラート（${alert}）で拒否されました。`,
      "サーバーが受け入れる項目は、チェックの結果です。",
    ].join(""),
  offered: {
    versions: "クライアントが提示したバージョン",
    cipher_suites: "クライアントが提示した暗号スイート",
    groups: "クライアントが提示したグループ",
    signature_algorithms: "クライアントが提示した署名アルゴリズム",
  },
  accepted: "サーバーが受け入れる項目",
  more: (count) => `… 他 ${count} 件`,
  alone: (summary) => `チェックの結果のみ: ${summary}`,
  acceptedNow: {
    title: "キャプチャで拒否された内容を、サーバーは現在受け入れます",
    evidence: [
      "バージョン、暗号スイート、グループはすべて適合しています。同じ内容を提示するクライアントは、現在なら接続できます。",
    ],
    resolution: [
      "その後サーバーが変更されたか、拒否したのが別のサーバーだった可能性があります。ロードバランサーの背後に、設定の異なるサーバーが複数あることがあります。",
      "クライアントからもう一度接続してください。それでも失敗する場合は、サーバー側で再度キャプチャし、Client Hello が送信時のまま届いているか確認してください。",
    ],
  },
};
