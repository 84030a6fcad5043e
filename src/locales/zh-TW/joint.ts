import type { Catalog } from "../catalog.ts";

/** A capture and a check together. */
export const joint: Catalog["joint"] = {
  between: ({ client, server, serverName, alert }) =>
    [
      `擷取檔中，${client} 連到 ${server}，`,
      serverName === null ? "未傳送伺服器名稱，" : `伺服器名稱為 ${serverName}，`,
      alert === null ? "隨後連線遭到切斷。" : `隨後遭到拒絕：警示 ${alert}。`,
      "伺服器接受的項目來自本次檢查。",
    ].join(""),
  offered: {
    versions: "用戶端提供的版本",
    cipher_suites: "用戶端提供的加密套件",
    groups: "用戶端提供的群組",
    signature_algorithms: "用戶端提供的簽章演算法",
  },
  accepted: "伺服器接受的項目",
  more: (count) => `…還有 ${count} 項`,
  alone: (summary) => `單看本次檢查：${summary}`,
  acceptedNow: {
    title: "擷取檔中遭到拒絕的交握，伺服器現在會接受",
    evidence: ["版本、加密套件與群組都相符：提供相同選項的用戶端，現在可以完成交握。"],
    resolution: [
      "可能是伺服器後來改過設定，也可能當時拒絕的是另一台伺服器：負載平衡器後面可能有多台設定不同的伺服器。",
      "請讓用戶端再試一次。若仍失敗，請在伺服器端再擷取一次，確認收到的 Client Hello 是否與送出時相同。",
    ],
  },
};
