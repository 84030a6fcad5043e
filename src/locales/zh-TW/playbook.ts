import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog, Line, QuestionContext, QuestionWords } from "../catalog.ts";
import { sendRequest } from "../commands.ts";
import { formatTime } from "../format.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { INGRESS_FAULT, NO_CERTIFICATE, OVERRULE } from "./outcome-words.ts";
import { outcomes } from "./outcomes.ts";
import { LOCALE } from "./wording.ts";

function whichDirection({ target }: QuestionContext): QuestionWords {
  return {
    text: "Edge 的兩段連線中，是哪一段失敗？",
    help: [
      "北向是傳入的連線：用戶端應用程式 → Edge Router。南向是傳出的連線：Message Processor → 後端（目標）伺服器。",
      "如果用戶端收到 HTTP 狀態碼（多半是 503），表示它自己的連線正常，失敗的是後面那一段：南向。如果收到 TLS 錯誤，沒有 HTTP 狀態碼：北向。",
      `本次檢查的是 ${formatTarget(target)}：由用戶端呼叫這個名稱，就是北向；由 TargetEndpoint 呼叫，就是南向。`,
    ],
  };
}

const DIRECTION_CHOICES = {
  northbound: "北向：用戶端應用程式 → Router",
  southbound: "南向：Message Processor → 後端伺服器",
};

const REJECTED_BY: QuestionWords = {
  text: "是哪一方拒絕了對方的憑證？",
  help: [
    "送出警示（alert）的那一方。記錄檔中的「Received fatal alert」表示警示由對方送出；「PKIX path building failed」或「certificate verify failed」表示是這一方拒絕。",
    "在擷取檔中，下列指令輸出的第一個位址就是送出警示的一方：",
    { command: "tshark -r FILE -Y tls.alert_message" },
    "也可以將擷取檔拖曳到這裡，由我判斷。",
  ],
};

const SIDES = {
  client: "用戶端拒絕伺服器的憑證",
  server: "伺服器拒絕用戶端的憑證（雙向 TLS）",
};

export const playbook: Catalog["playbook"] = {
  outcomes,
  questions: {
    product: () => ({
      text: "失敗的連線屬於哪一項產品？",
      help: [
        "您自己的機器上有 /opt/apigee：Edge 私有雲。使用 Edge，但沒有這種機器：Edge 公有雲。Pod 在您自己的 Kubernetes 中（命名空間多半是 apigee）：hybrid。",
      ],
    }),
    direction_private_cloud: whichDirection,
    direction_public_cloud: whichDirection,
    fault: ({ target }) => ({
      text: "不論由誰連線，伺服器本身有什麼問題？",
      help: ["從連得到伺服器的地方檢查，就能得知：", { command: `tlscheck ${formatTarget(target)}` }],
    }),
    ingress_fault: ({ target }) => ({
      text: INGRESS_FAULT,
      help: ["從連得到 Ingress 的地方檢查，就能得知：", { command: `tlscheck ${formatTarget(target)}` }],
    }),
    ingress_secret: () => ({
      text: "Ingress 的 Secret 存在嗎？",
      help: [
        "沒有輸出就表示不存在。PROJECT 是您的 Apigee 組織，ENV_GROUP 是環境群組的名稱：",
        HYBRID.findSecret,
        "不存在時，apigee-watcher 的記錄檔中也會出現：",
        HYBRID.watcherLog,
      ],
    }),
    certificate_parses: () => ({
      text: "OpenSSL 能讀取 Ingress 的憑證嗎？",
      help: [
        "將憑證（絕不可是金鑰）拖曳到此討論串，我就會讀取。也可以自行檢查 Secret，或 overrides 檔所指定的檔案：",
        HYBRID.readCertificate,
        { command: "openssl x509 -in CERT_FILE -noout -subject -enddate" },
        "出現「unable to load certificate」、「sequence not constructed」或「bad end line」，就是不能。",
      ],
    }),
    key_matches: () => ({
      text: "私密金鑰與憑證相符嗎？",
      help: [
        "切勿張貼金鑰。請在金鑰所在的主機上比對公開金鑰；沒有輸出就表示相符：",
        HYBRID.compareKey,
        "出現「unable to load Private Key」也是不符：金鑰本身已損壞。",
      ],
    }),
    message: ({ place, target }) => ({
      text: "放棄連線的一方顯示什麼訊息？",
      help: [
        "將訊息貼在這裡並提及我（@tlscheck），或將擷取檔拖曳過來，我就能自行判斷。否則請查看雙方的記錄檔，或在擷取檔中尋找 Alert。",
        ...(place === "southbound_private_cloud"
          ? (["在 Message Processor 上：", MESSAGE_PROCESSOR.log] satisfies Line[])
          : (["在用戶端的主機上：", sendRequest(target)] satisfies Line[])),
      ],
    }),
    expired_rejected_by: () => REJECTED_BY,
    unknown_rejected_by: () => REJECTED_BY,
    server_name: ({ place }) => ({
      text: "用戶端有傳送伺服器名稱（SNI）嗎？",
      help: [
        "在擷取檔中，它是 Client Hello 裡的 server_name 擴充欄位。現今的用戶端都會傳送，但直接連線到 IP 位址時不會。",
        ...(place === "southbound_private_cloud"
          ? ([
              "私有雲的 Message Processor，要下列指令顯示 true 才會傳送：",
              MESSAGE_PROCESSOR.showServerName,
            ] satisfies Line[])
          : []),
      ],
    }),
    client: () => ({
      text: "是哪一種用戶端連線失敗？",
      help: ["我會對伺服器送出該用戶端的 Client Hello，並顯示它得到的結果。"],
    }),
    client_handshake: ({ target }) => ({
      text: "該用戶端得到什麼結果？",
      help: [
        "我無法從這裡測試。請從連得到伺服器的地方執行（PROFILE 換成用戶端的名稱）：",
        { command: `tlscheck ${formatTarget(target)} --client PROFILE` },
      ],
    }),
  },
  choices: {
    product: {
      edge_private_cloud: "Apigee Edge 私有雲",
      edge_public_cloud: "Apigee Edge 公有雲",
      hybrid: "Apigee hybrid",
      not_apigee: "不是 Apigee",
    },
    direction_private_cloud: DIRECTION_CHOICES,
    direction_public_cloud: DIRECTION_CHOICES,
    fault: { nothing: "以上皆非：伺服器沒有問題" },
    ingress_fault: {
      no_certificate: `${NO_CERTIFICATE}：直接切斷連線，或一律拒絕`,
      nothing: "以上皆非：Ingress 沒有問題",
    },
    ingress_secret: { missing: "不存在", present: "存在" },
    certificate_parses: { no: "不能，會顯示錯誤", yes: "能" },
    key_matches: { no: "不符，兩者不同", yes: "相符" },
    message: {
      handshake_failure: "handshake_failure",
      protocol_version: "protocol_version 或 Close Notify",
      certificate_expired: "certificate_expired",
      certificate_unknown: "certificate_unknown、unknown_ca，或找不到通往受信任根憑證的路徑",
      host_name: "主機名稱與憑證不符",
      client_certificate: "certificate_required，或缺少用戶端憑證",
      connection_cut: "連線遭到重設、關閉，或沒有回應",
      no_message: "只有 503，或沒有任何訊息",
    },
    expired_rejected_by: SIDES,
    unknown_rejected_by: SIDES,
    server_name: {
      not_needed: "伺服器不需要",
      sent: "有，會傳送名稱",
      not_sent: "沒有，或直接連線到 IP 位址",
    },
    client: { unlisted: "其他用戶端" },
    client_handshake: { connects: "可以連線" },
  },
  parties: {
    client_owner: "用戶端的管理者",
    server_owner: "伺服器的管理者",
    backend_owner: "後端（目標）伺服器的管理者",
    edge_operator: "Edge 安裝環境的管理者（具有 Router 與 Message Processor 的 root 權限）",
    organization_admin: "Apigee 組織的管理員（Edge UI 或 Management API）",
    apigee_support: "Apigee 支援團隊：其他人都無法存取這些機器",
    cluster_admin: "hybrid 叢集的管理者（kubectl、apigeectl 與 overrides 檔）",
    network_owner: "兩端之間網路的管理者",
  },
  sources: {
    form: "依據：提出要求時指定的內容",
    probe: "依據：本次檢查",
    client_trial: "依據：該用戶端的 Client Hello",
    capture: "依據：封包擷取檔",
    capture_and_probe: "依據：封包擷取檔與本次檢查",
    upload: "依據：檔案",
    pasted: "依據：貼上的訊息",
    documents: "依據：產品特性",
  },
  conversation: {
    why: "原因",
    steps: "處理步驟",
    who: "可執行的人",
    verify: "如何確認已解決",
    back: "上一步",
    startOver: "重新開始",
    overrule: OVERRULE,
    pick: "請選擇",
    checkAgain: "再檢查一次",
    tryingClient: "正在送出該用戶端的 Client Hello…",
    showClients: "哪些用戶端可以連線？",
    makeBundle: "彙整成提供給支援團隊的資料",
    bundleReady: "提供給支援團隊的資料：文字與 JSON 格式的報告。轉交之前，請先看過內容。",
    // Causes have commas of their own.
    changed: ({ before, gone, fresh, remain }) => [
      `與 ${formatTime(LOCALE, before)} 的檢查相比：`,
      ...(gone.length === 0 ? [] : [`已消失：${gone.join("；")}。`]),
      ...(fresh.length === 0 ? [] : [`新出現：${fresh.join("；")}。`]),
      ...(remain.length === 0 ? [] : [`依然存在：${remain.join("；")}。`]),
      ...(gone.length + fresh.length === 0 ? ["沒有任何變化。"] : []),
    ],
  },
};
