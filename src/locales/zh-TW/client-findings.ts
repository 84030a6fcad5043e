import {
  bestSuite,
  canSwitchOnTls12,
  disablesDhe,
  isMessageProcessor,
  lacksPolicyFiles,
  newestTls,
  whoseVersions,
} from "../advice.ts";
import { MESSAGE_PROCESSOR, speakOnly } from "../apigee-commands.ts";
import type { Catalog, ClientContext, Line } from "../catalog.ts";
import { sClient, versionOption } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { formatDuration } from "../format.ts";
import { dhBits } from "../selection.ts";
import { LOCALE, inBrackets, join, listSome } from "./wording.ts";

const ON_MESSAGE_PROCESSORS =
  "將以下設定加入 /opt/apigee/customer/application/message-processor.properties，檔案擁有者維持為 apigee，重新啟動，並在每一台 Message Processor 上重複這些步驟：";

export const clientFindings: Catalog["clients"]["findings"] = {
  protocol_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name} 與伺服器沒有共同支援的 TLS 版本`,
    evidence: compare(client, " TLS 版本", { offered, accepted, alert }),
    resolution: [...advise(client, offered, accepted), sClient(target, ...versionOption(offered))],
  }),
  cipher_suite_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name} 與伺服器沒有共同支援的加密套件`,
    evidence: compare(client, "加密套件", { offered, accepted, alert }),
    resolution: [
      "用戶端：請更新，使其提供伺服器接受的其中一個加密套件。",
      ...(lacksPolicyFiles(client.id, accepted)
        ? ([
            "8u161 之前的 Java，必須安裝該版本適用、無強度限制的 JCE 原則檔，才會提供 AES-256 的加密套件。從 8u151 起，只要在 lib/security/java.security 中加入一行：",
            JAVA.strongCipherSuites,
          ] satisfies Line[])
        : []),
      `伺服器：再接受一個這個用戶端會提供的加密套件，強度越高越好：${bestSuite(offered)}。`,
      sClient(target, "-cipher ALL:@SECLEVEL=0"),
    ],
  }),
  group_mismatch: ({ offered, accepted, alert, dhPrime }, { client, target }) => ({
    title:
      dhPrime === true
        ? `${client.name} 不接受伺服器用於 DHE 的質數`
        : `${client.name} 與伺服器沒有共同支援的金鑰交換群組`,
    evidence:
      dhPrime === true
        ? [
            `伺服器用於 DHE 的質數：${join(accepted.map(dhBits))} 位元。`,
            `${client.name} 接受的質數：${join(offered.map(dhBits))} 位元。`,
          ]
        : compare(client, "金鑰交換群組", { offered, accepted, alert }),
    resolution:
      dhPrime === true
        ? [
            "伺服器：將 ECDHE 加密套件，以及供不支援 ECDHE 的用戶端使用的一個 RSA 加密套件，排在 DHE 之前，並以伺服器的順序為準。不要改用較短的質數：那可以破解。nginx：",
            NGINX.dheLast,
            "用戶端：請更新，或停用 DHE，讓伺服器改選其他加密套件。",
            ...(disablesDhe(client.id)
              ? (["Java 在 lib/security/java.security 中以這一行設定：", JAVA.withoutDhe] satisfies Line[])
              : []),
          ]
        : [
            `伺服器：接受這個用戶端會提供的群組：${listSome(offered)}。nginx：`,
            NGINX.groups,
            "用戶端：請更新，或為它啟用伺服器接受的群組。",
            sClient(target, "-groups X25519:P-256"),
          ],
  }),
  signature_algorithm_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `伺服器的簽章方式，${client.name} 都不接受`,
    evidence: [
      offered.length === 0
        ? `${client.name} 不接受任何簽章方式。`
        : `${client.name} 接受的簽章方式：${listSome(offered)}。`,
      tellServer(accepted, `伺服器的簽章方式：${listSome(accepted)}。`, alert),
    ],
    resolution: [
      "伺服器：再安裝一張使用 RSA 2048 或 EC P-256 金鑰的憑證，並檢查是否有固定簽章方式的設定（openssl.cnf 的 SignatureAlgorithms、Java 的 jdk.tls.server.SignatureSchemes）。",
      "用戶端：請更新，使其能驗證伺服器的簽章方式。",
      sClient(target),
    ],
  }),
  alpn_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name} 提供的應用程式通訊協定，伺服器都不支援（ALPN）`,
    evidence: compare(client, "應用程式通訊協定", { offered, accepted, alert }),
    resolution: [
      "伺服器：如果這是網頁伺服器或 API，請啟用 HTTP/1.1 或 HTTP/2。",
      "用戶端：提供伺服器接受的通訊協定，或不使用 ALPN。",
      sClient(target, `-alpn ${offered.join(",")}`),
    ],
  }),
  sni_required: ({ serverName }, { client, target }) => ({
    title: `${client.name} 沒有傳送伺服器名稱（SNI），但伺服器需要`,
    evidence: [
      `Client Hello 中有伺服器名稱 ${serverName} 時，伺服器會回應。`,
      `${client.name} 的 Client Hello 沒有伺服器名稱，因此遭到拒絕。`,
    ],
    resolution: [
      ...(isMessageProcessor(client.id)
        ? ([ON_MESSAGE_PROCESSORS, MESSAGE_PROCESSOR.sendServerName] satisfies Line[])
        : [
            "用戶端：請更新；如果已具備這項功能，請啟用伺服器名稱：Java 7 以上版本，移除 -Djsse.enableSNIExtension=false。",
          ]),
      "伺服器：為沒有伺服器名稱的用戶端設定憑證（nginx 使用 default_server），或使用專屬的位址。",
      { command: `openssl s_client -connect ${target.host}:${target.port} -noservername` },
    ],
  }),
  host_name_mismatch: ({ referenceIdentifier, presentedIdentifiers, alert }, { client, target }) => ({
    title:
      alert === null ? `${client.name} 收到屬於另一個名稱的憑證` : `伺服器不認得 ${client.name} 要求的名稱`,
    evidence: [
      alert === null
        ? presentedIdentifiers.length === 0
          ? `憑證沒有任何名稱，不適用於 ${referenceIdentifier}。`
          : `憑證適用的名稱是 ${listSome(presentedIdentifiers)}，不是 ${referenceIdentifier}。`
        : `伺服器拒絕 ${referenceIdentifier}：警示 ${alert}。`,
      ...(alert === null ? ["一般用戶端會傳送伺服器名稱（SNI），收到的是另一張憑證。"] : []),
    ],
    resolution: [
      ...(isMessageProcessor(client.id)
        ? ([ON_MESSAGE_PROCESSORS, MESSAGE_PROCESSOR.sendServerName] satisfies Line[])
        : ["用戶端：請更新，使其傳送伺服器名稱。"]),
      `伺服器：將 ${referenceIdentifier} 的憑證，設為沒有伺服器名稱的用戶端所收到的憑證。`,
      { command: `openssl s_client -connect ${target.host}:${target.port} -noservername` },
    ],
  }),
  weak_key: ({ subject, publicKey }, { client, target }) => ({
    title: `${client.name} 不接受伺服器過短的金鑰：${publicKey}`,
    evidence: [
      subject === null
        ? `使用 DHE 時，伺服器採用 ${dhBits(publicKey)} 位元的質數。`
        : `在以 ${subject} 開頭的清單中，有一張憑證使用這把金鑰。`,
    ],
    resolution: [
      subject === null
        ? "伺服器：使用 2048 位元以上的質數，或改用 ECDHE 加密套件。nginx 以 ssl_dhparam 指定下列指令產生的檔案："
        : "伺服器：安裝金鑰為 2048 位元以上的憑證。",
      subject === null ? NGINX.dhParameters : sClient(target),
    ],
  }),
  connection_reset: ({ address, port, during }, { client }) => ({
    title:
      during === "closed"
        ? `伺服器直接關閉 ${client.name} 的連線，沒有說明原因`
        : `伺服器重設 ${client.name} 的連線`,
    evidence: [
      during === "closed"
        ? `${address} 連接埠 ${port} 收下 ${client.name} 的 Client Hello 後就關閉連線，沒有送出警示。`
        : `${address} 連接埠 ${port} 收下 ${client.name} 的 Client Hello，卻以 TCP 重設（RST）回應，而不是送出警示。`,
      "一般用戶端會得到回應。",
    ],
    resolution: [
      "有設備從 Client Hello 認出這個用戶端並加以拒絕，或無法處理它的 Client Hello：請先查看伺服器的記錄檔，再檢查中間的防火牆與流量檢查設備。",
    ],
  }),
  timeout: ({ address, port, afterMs }, { client }) => ({
    title: `伺服器沒有回應 ${client.name} 的 Client Hello`,
    evidence: [
      `收到 Client Hello 之後，${address} 連接埠 ${port} 有 ${formatDuration(LOCALE, afterMs)}沒有送出任何資料。`,
      "一般用戶端會得到回應。",
    ],
    resolution: [
      "有設備丟棄了這個 Client Hello，或無法處理它：請先查看伺服器的記錄檔，再檢查中間的防火牆與流量檢查設備。",
    ],
  }),
  not_determined: ({ alert, code }, { client }) => ({
    title:
      alert === null
        ? `${client.name} 無法完成交握，現有的證據看不出原因`
        : `伺服器拒絕 ${client.name}：${alert.description}`,
    evidence: [
      alert === null
        ? `伺服器送出的內容無法使用（${code}）。`
        : `嚴重（fatal）警示 ${alert.description}（${alert.code}）；就目前所知，版本、加密套件與群組都相符。`,
    ],
    resolution: [
      "請查看伺服器在這個時間點的記錄檔，裡面有拒絕的原因。",
      "如果還是找不到原因，請在任一方擷取交握的封包，並將檔案附在您的支援案件中。",
    ],
  }),
};

type Client = ClientContext["client"];

/** @param what of which there is more than one. */
function compare(
  { name }: Client,
  what: string,
  {
    offered,
    accepted,
    alert,
  }: {
    readonly offered: readonly string[];
    readonly accepted: readonly string[];
    readonly alert: string | null;
  },
): string[] {
  return [
    offered.length === 0 ? `${name} 沒有提供任何${what}。` : `${name} 提供的${what}：${listSome(offered)}。`,
    tellServer(accepted, `伺服器接受的${what}：${listSome(accepted)}。`, alert),
  ];
}

/** The alert belongs to the refusal, not to what is accepted. */
function tellServer(accepted: readonly string[], sentence: string, alert: string | null): string {
  if (accepted.length === 0) return `伺服器拒絕交握${inBrackets(alert)}。`;
  return alert === null ? sentence : `${sentence}拒絕這個用戶端時的警示是 ${alert}。`;
}

function advise(client: Client, offered: readonly string[], accepted: readonly string[]): Line[] {
  const whose = whoseVersions(offered, accepted);
  if (whose === "server") return updateServer(client, accepted);
  if (whose === "client") return updateClient(client, accepted);
  return [
    "伺服器：只要還有這類用戶端，除了 TLS 1.3，也要接受 TLS 1.2。nginx：",
    NGINX.versions,
    "用戶端：請更新到支援 TLS 1.3 的版本。",
  ];
}

function updateClient(client: Client, accepted: readonly string[]): Line[] {
  return [
    "用戶端：請更新。它使用的版本已不安全（RFC 8996），接受的伺服器也越來越少。",
    ...(canSwitchOnTls12(client.id, accepted)
      ? (["Java 7 支援 TLS 1.2，但必須指定才會提供（7u95 起）：", JAVA.versions] satisfies Line[])
      : []),
    "如果無法更新：請在用戶端旁設置以 TLS 1.2 連到伺服器的代理伺服器，不要為所有人在伺服器上開放舊版本。",
  ];
}

function updateServer(client: Client, accepted: readonly string[]): Line[] {
  return [
    "伺服器：請啟用 TLS 1.2 或 1.3。nginx：",
    NGINX.versions,
    ...(isMessageProcessor(client.id) ? newestTls(accepted) : []).flatMap((newest) => [
      `如果暫時做不到：請在 TargetEndpoint 或目標伺服器中設定，讓 Message Processor 使用 ${newest}：`,
      speakOnly(newest),
    ]),
  ];
}
