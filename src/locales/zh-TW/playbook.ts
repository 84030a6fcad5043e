import type { Catalog } from "../catalog.ts";
import { captureCommand } from "../commands.ts";

export const playbook: Catalog["playbook"] = {
  questions: {
    product: "問題發生在哪裡？",
    direction_private_cloud: "是哪一段連線失敗？",
    direction_public_cloud: "是哪一段連線失敗？",
  },
  choices: {
    edge_private_cloud: "Apigee Edge 私有雲",
    edge_public_cloud: "Apigee Edge 公有雲",
    hybrid: "Apigee hybrid",
    not_apigee: "不是 Apigee",
    northbound: "北向：用戶端應用程式 → Router",
    southbound: "南向：Message Processor → 後端",
  },
  outcomes: {
    northbound_private_cloud: (context) => [
      "北向：用戶端應用程式是 TLS 用戶端，Edge Router 是伺服器。憑證來自虛擬主機所參照的 KeyStore。",
      "可以在用戶端應用程式或 Router 上擷取封包：",
      captureCommand(context),
    ],
    southbound_private_cloud: (context) => [
      "南向：Message Processor 是 TLS 用戶端，您的後端是伺服器。它預設在 Java 8 上使用 TLS 1.2，並信任目標端信任儲存庫中的憑證。",
      "可以在 Message Processor 或後端伺服器上擷取封包：",
      captureCommand(context),
    ],
    northbound_public_cloud: (context) => [
      "北向：用戶端應用程式是 TLS 用戶端，Edge Router 是伺服器。在公有雲上，只有支援團隊能存取 Router。",
      "請在用戶端應用程式上擷取封包：",
      captureCommand(context),
    ],
    southbound_public_cloud: (context) => [
      "南向：Message Processor 是 TLS 用戶端，您的後端是伺服器。在公有雲上，只有支援團隊能存取 Message Processor。",
      "請在後端伺服器上擷取封包：",
      captureCommand(context),
    ],
    hybrid: () => [
      "在 hybrid 上，Ingress 的憑證來自 Kubernetes Secret，而這個 Secret 由 overrides 檔的 virtualhosts 區段產生。請確認它是否存在：",
      { command: "kubectl -n apigee get secrets | grep PROJECT-ENV_GROUP" },
      "如果不存在，請重新建立，然後再確認一次：",
      { command: "apigeectl apply -f overrides/overrides.yaml --settings virtualhosts" },
    ],
    not_apigee: (context) => [
      "上述結果適用於所有 TLS 用戶端。要看出是哪一方結束交握，請在用戶端或伺服器上擷取封包：",
      captureCommand(context),
    ],
  },
  answered: ({ question, choice, user }) => `${question} → ${choice}（${user}）`,
};
