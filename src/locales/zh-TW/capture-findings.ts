import { describeCipherSuite } from "../../tls/cipher-suites.ts";
import { describeNamedGroup } from "../../tls/named-groups.ts";
import { describeSignatureScheme } from "../../tls/signature-schemes.ts";
import { formatVersion } from "../../tls/version.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog } from "../catalog.ts";
import { probeCommand } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { OTHER_SIDE, PROTOCOL_NAMES, messageName } from "../selection.ts";
import { captureCertificateFindings } from "./capture-certificate-findings.ts";
import { SIDE, list } from "./capture-words.ts";
import { LOCALE, grouped } from "./wording.ts";

export const captureFindings: Catalog["capture"]["findings"] = {
  ...captureCertificateFindings,
  connection_refused: (_, { server }) => ({
    title: "伺服器拒絕連線",
    evidence: [`${server} 以重設（RST）回應 SYN。`],
    resolution: ["請確認伺服器正在執行並接聽這個連接埠，而且沒有防火牆拒絕連線。"],
  }),
  timeout: ({ of, during, afterMs, retransmissions }, context) => ({
    title: during === "connection" ? "伺服器對連線要求沒有回應" : `${SIDE[of]}在交握途中不再回應`,
    evidence: [
      during === "connection"
        ? `${context.server} 在 ${formatDuration(LOCALE, afterMs)}內沒有回應任何 SYN。`
        : `應由 ${context[of]} 送出訊息，但等了 ${formatDuration(LOCALE, afterMs)}仍沒有收到任何資料。`,
      ...(retransmissions === 0
        ? []
        : [`${SIDE[OTHER_SIDE[of]]}重送了 ${grouped(retransmissions)} 個 TCP 區段。`]),
    ],
    resolution: [
      during === "connection"
        ? "防火牆直接丟棄封包時，就會出現這種情況：請檢查這兩個位址之間的規則。"
        : "可能是處理程序卡住了，或是中間的設備丟棄了它的封包。在另一端擷取封包，就能判斷是哪一種。",
    ],
  }),
  connection_reset: ({ by, how, after }, context) => ({
    title:
      after === null
        ? `${SIDE[by]}在交握之前${how === "reset" ? "重設" : "關閉"}連線`
        : `${SIDE[by]}在 ${messageName(after)} 之後${how === "reset" ? "重設" : "關閉"}連線，沒有送出警示`,
    evidence: [
      `${context[by]} ${after === null ? "" : `在 ${messageName(after)} 之後`}送出 ${how === "reset" ? "RST" : "FIN"}。`,
    ],
    resolution: [
      by === "server"
        ? "TLS 伺服器拒絕連線時會送出警示。連線遭到重設，多半是中間的設備造成：防火牆、沒有可用後端的負載平衡器，或是流量檢查設備。"
        : "是用戶端自己中斷的：請在它的記錄檔中找原因。交握後才檢查憑證的用戶端，以及健康狀態檢查，都會這樣結束。",
    ],
  }),
  large_client_hello_intolerant: ({ length, answered, ending, probed }, { server }) => ({
    title: `${grouped(length)} 個位元組的 Client Hello 沒有得到回應`,
    evidence: [
      `Client Hello 需要兩個 TCP 區段時，${server} 或其前端設備${{ reset: "重設連線", closed: "關閉連線", silence: "沒有任何回應" }[ending]}。`,
      ...(answered === null ? [] : [`${grouped(answered)} 個位元組的 Client Hello 則有回應。`]),
      ...(probed === true
        ? ["剛才實際測試：它會回應較短的 Client Hello，但不回應較長的 Client Hello。"]
        : []),
    ],
    resolution: [
      "後量子 key share 會讓 Client Hello 超過一個 TCP 區段。請更新只讀取第一個區段的設備（防火牆、負載平衡器、流量檢查設備）。",
      "在那之前，請讓用戶端只提供 x25519。",
    ],
  }),
  not_tls: ({ by, protocol, firstBytes }) => ({
    title:
      by === "server"
        ? `伺服器以${NAMES[protocol]}回應 Client Hello`
        : `用戶端以${NAMES[protocol]}連到 TLS 連接埠`,
    evidence: [`開頭的位元組：${firstBytes}`],
    resolution: [
      by === "server"
        ? "請改用這台伺服器提供 TLS 的連接埠，或在這個連接埠啟用 TLS。"
        : "請讓用戶端使用 https，或為它所用的通訊協定啟用 TLS。",
    ],
  }),
  starttls_required: ({ protocol, firstBytes }) => ({
    title: "必須主動要求，伺服器才會啟動 TLS（STARTTLS）",
    evidence: [`伺服器以 ${PROTOCOL_NAMES[protocol]} 問候：${firstBytes}`],
    resolution: ["用戶端必須在這個連接埠使用 STARTTLS，或改用一開始就是 TLS 的連接埠。"],
  }),
  protocol_mismatch: ({ by, alert, offered, selected, accepted }) => ({
    title:
      by === "server"
        ? `用戶端提供的 TLS 版本，伺服器都不接受：${versions(offered)}`
        : `用戶端不接受伺服器選用的版本：${versions(selected)}`,
    evidence: [
      `用戶端：${versions(offered)}。`,
      by === "client"
        ? `伺服器：選用 ${versions(selected)}。`
        : accepted !== undefined
          ? asked(accepted)
          : selected.length === 0
            ? "伺服器：在這份擷取檔中沒有其他完成的交握，看不出它支援的版本。"
            : `伺服器：在這份擷取檔中，與其他用戶端使用 ${versions(selected)}。`,
      `${SIDE[by]}${withAlert(alert)}。`,
    ],
    resolution: [
      "請在不支援的一方啟用 TLS 1.2 或 1.3。在 Apigee 上，虛擬主機、TargetEndpoint 或目標伺服器的 SSLInfo 中，Protocols 必須含有另一方支援的版本。",
    ],
  }),
  cipher_suite_mismatch: ({ alert, offered, selected, accepted }, context) => ({
    title: "用戶端與伺服器沒有共同支援的加密套件",
    evidence: [
      `用戶端：${suites(offered)}。`,
      accepted !== undefined
        ? asked(accepted)
        : selected.length === 0
          ? "伺服器：在這份擷取檔中沒有其他完成的交握，看不出它接受哪些加密套件。"
          : `伺服器：在這份擷取檔中，與其他用戶端選用 ${suites(selected)}。`,
      `伺服器還沒選定任何項目，就${withAlert(alert)}。`,
    ],
    resolution: [
      "請讓用戶端提供伺服器接受的加密套件，或讓伺服器接受用戶端提供的其中一個。",
      ...(accepted === undefined ? ["查詢伺服器接受哪些加密套件：", { command: probeCommand(context) }] : []),
      "舊版 Java 用戶端必須安裝無強度限制的 JCE 原則檔，才能提供高強度的加密套件。",
    ],
  }),
  group_mismatch: ({ alert, offered, selected, accepted }) => ({
    title: "用戶端與伺服器沒有共同支援的金鑰交換群組",
    evidence: [
      `用戶端：${groups(offered)}。`,
      accepted === undefined
        ? `伺服器：在這份擷取檔中，與其他用戶端使用 ${groups(selected)}。`
        : asked(accepted),
      `伺服器雖然接受用戶端的其中一個加密套件，仍${withAlert(alert)}。`,
    ],
    resolution: ["請在其中一方啟用另一方支援的群組；x25519 與 secp256r1 是各方都支援的。"],
  }),
  signature_algorithm_mismatch: ({ alert, offered, accepted }) => ({
    title: "伺服器的簽章方式，用戶端都不接受",
    evidence: [
      `用戶端：${list(offered.map(describeSignatureScheme))}。`,
      asked(accepted),
      `伺服器雖然接受用戶端的其中一個加密套件，仍${withAlert(alert)}。`,
    ],
    resolution: [
      "除了現有的憑證，請再為伺服器安裝一張金鑰類型可由用戶端驗證的憑證，或讓用戶端接受伺服器的簽章方式。",
    ],
  }),
  alpn_mismatch: ({ offered }) => ({
    title: "用戶端提供的應用程式通訊協定，伺服器都不支援",
    evidence: [`用戶端在 ALPN 中提供 ${list(offered)}。`, "伺服器以警示 no_application_protocol 結束交握。"],
    resolution: ["請在伺服器上啟用其中一種通訊協定，或讓用戶端提供伺服器支援的通訊協定。"],
  }),
  sni_required: ({ others, alert }) => ({
    title: "用戶端沒有傳送伺服器名稱，但伺服器需要",
    evidence: [
      "Client Hello 中沒有 server_name。",
      ...(others.length === 0 ? [] : [`伺服器會回應傳送下列名稱的其他用戶端：${list(others)}。`]),
      alert === null ? "伺服器切斷了連線。" : `伺服器以警示 ${alert} 結束這次交握。`,
    ],
    resolution: [
      "請讓用戶端傳送 server_name（SNI）。",
      "Apigee Edge Message Processor：在 /opt/apigee/customer/application/message-processor.properties 中設定：",
      MESSAGE_PROCESSOR.sendServerName,
    ],
  }),
  not_determined: ({ by, alert, after }) => ({
    title: alert === null ? `${SIDE[by]}以加密的警示結束交握` : `${SIDE[by]}結束交握：${alert.description}`,
    evidence: [
      alert === null ? "警示的內容已加密。" : `嚴重（fatal）警示 ${alert.description}（${alert.code}）。`,
      ...(after === null ? [] : [`在此之前的最後一則訊息是 ${messageName(after)}。`]),
    ],
    resolution: [`原因記錄在${SIDE[by]}的記錄檔中。`],
  }),
};

/** After a verb: Latin words have a space on both sides. */
const NAMES = { http: "未加密的 HTTP ", ssh: " SSH ", unknown: "非 TLS 通訊協定" };

const versions = (ids: readonly number[]) => list(ids.map(formatVersion));
const suites = (ids: readonly number[]) => list(ids.map((id) => describeCipherSuite(id).name));
const groups = (ids: readonly number[]) => list(ids.map(describeNamedGroup));

/** What a probe found. */
function asked(accepted: readonly string[]): string {
  return `伺服器：剛才實際詢問，它接受 ${list(accepted)}。`;
}

/** How somebody ended it. */
function withAlert(alert: string | null): string {
  return alert === null ? "直接結束交握，沒有送出警示" : `以警示 ${alert} 結束交握`;
}
