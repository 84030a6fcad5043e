import type { Catalog } from "../catalog.ts";

/** A capture and a check together. */
export const joint: Catalog["joint"] = {
  between: ({ client, server, serverName, alert }) =>
    [
      `擷取檔中，${client} 連線至 ${server}，`,
      serverName === null ? "未傳送伺服器名稱，" : `伺服器名稱為 ${serverName}，`,
      alert === null ? "隨後連線遭中斷。" : `隨後遭 ${alert} 警示拒絕。`,
      "伺服器接受的項目來自本次檢查。",
    ].join(""),
  offered: {
    versions: "用戶端提出的版本",
    cipher_suites: "用戶端提出的加密套件",
    groups: "用戶端提出的群組",
    signature_algorithms: "用戶端提出的簽章演算法",
  },
  accepted: "伺服器接受的項目",
  more: (count) => `… 另有 ${count} 項`,
  alone: (summary) => `單看本次檢查：${summary}`,
  acceptedNow: {
    title: "擷取檔中遭拒的內容，伺服器現在已接受",
    evidence: ["版本、加密套件與群組皆相符：提出相同內容的用戶端，現在可以連線。"],
    resolution: [
      "可能是伺服器在這段期間已變更，也可能當時拒絕的是另一部伺服器：負載平衡器後方可能有多部設定不同的伺服器。",
      "請讓用戶端再試一次。若仍失敗，請改在伺服器端再擷取一次，確認 Client Hello 抵達時是否與送出時相同。",
    ],
  },
};
