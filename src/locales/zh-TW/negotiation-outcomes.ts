import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR, configureTarget, onlyVersion } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { SERVERS, onEach, seeHandshake, spaced, theClient } from "./outcome-words.ts";

type NegotiationOutcome =
  | "group_mismatch"
  | "signature_algorithm_mismatch"
  | "alpn_mismatch"
  | "large_client_hello_intolerant"
  | "version_intolerant";

/** What else a Client Hello says that a server may not go along with. */
export const negotiationOutcomes: Pick<Catalog["playbook"]["outcomes"], NegotiationOutcome> = {
  group_mismatch: (context) => ({
    steps: agreeOnGroup(context),
    verify: seeHandshake(context, "-groups P-256"),
  }),
  signature_algorithm_mismatch: (context) => ({
    steps: agreeOnSignature(context),
    verify: seeHandshake(context, "-sigalgs RSA-PSS+SHA256:ECDSA+SHA256:RSA+SHA256"),
  }),
  alpn_mismatch: (context) => ({
    steps: agreeOnAlpn(context),
    verify: seeHandshake(context, "-alpn http/1.1"),
  }),
  large_client_hello_intolerant: (context) => ({
    steps: [
      spaced`找出${theClient(context)}與 ${formatTarget(context.target)} 之間有哪些設備：防火牆、負載平衡器、流量檢查設備。從伺服器旁開始測試，每次多經過一台設備：從哪一台開始失敗，就更新哪一台。`,
      "Client Hello 分成兩個封包送達時，該設備必須等到後半部到齊。",
      ...(context.place.startsWith("southbound")
        ? []
        : [
            "在那之前，請先在用戶端停用後量子 key share：Go 設定 GODEBUG=tlsmlkem=0，openssl.cnf 設定 Groups = X25519:P-256。",
          ]),
    ],
    verify: seeHandshake(context, "-groups X25519MLKEM768"),
  }),
  version_intolerant: (context) => ({
    steps: tolerateVersions(context),
    verify: seeHandshake(context),
  }),
};

function agreeOnGroup(context: OutcomeContext): Line[] {
  switch (context.place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return [
        spaced`讓${theClient(context)}提供 P-256（secp256r1），這個群組所有伺服器都支援。Java 使用下列選項：`,
        JAVA.groups,
      ];
    case "southbound_private_cloud":
      return [
        "讓後端伺服器接受 P-256（secp256r1）。nginx：",
        NGINX.groups,
        `或是讓 Message Processor 提供後端伺服器接受的群組。${onEach("Message Processor", MESSAGE_PROCESSOR.file)}`,
        MESSAGE_PROCESSOR.groups,
      ];
    case "southbound_public_cloud":
      return [
        "讓後端伺服器接受 P-256（secp256r1）；Message Processor 的這項設定您無法變更。nginx：",
        NGINX.groups,
      ];
    case "not_apigee":
      return [
        spaced`讓${theClient(context)}提供 P-256（secp256r1），或讓伺服器接受它。下列依序是 Java 選項與 nginx 設定：`,
        JAVA.groups,
        NGINX.groups,
      ];
  }
}

function agreeOnSignature(context: OutcomeContext): Line[] {
  const { place } = context;
  const suits = "RSA 2048 適用於所有用戶端，EC P-256 適用於絕大多數用戶端";
  const settings = (where: string) =>
    `請檢查${where}是否有設定縮小了選擇範圍：openssl.cnf 的 SignatureAlgorithms、java.security 的 jdk.tls.disabledAlgorithms。`;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `為後端伺服器換上 Message Processor 能驗證其金鑰類型的憑證：${suits}。`,
        settings("後端伺服器"),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        spaced`更新${theClient(context)}：應能接受使用 SHA-256 的 RSA-PSS 與 ECDSA。${settings("用戶端")}`,
        spaced`如果用戶端無法變更，請為${SERVERS[place]}換上用戶端能驗證其金鑰類型的憑證：${suits}。`,
      ];
  }
}

function agreeOnAlpn(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return [
        spaced`讓${theClient(context)}在目前提供的項目之外，也提供 http/1.1，或完全不使用 ALPN。`,
        `如果 ${SERVERS[place]} 的前端有負載平衡器，請檢查負載平衡器的 ALPN 原則。`,
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `讓後端伺服器 ${formatTarget(target)} 接受 http/1.1；如果有 h2，兩者並存即可。`,
        "如果它只使用另一種通訊協定，請檢查 TargetEndpoint 或目標伺服器中的主機與連接埠。",
      ];
    case "not_apigee":
      return [
        `如果 ${formatTarget(target)} 是網頁伺服器或 API，請讓它接受 h2 或 http/1.1。`,
        spaced`如果不是，請讓${theClient(context)}提供伺服器所用的通訊協定，或檢查連接埠是否正確。`,
      ];
  }
}

function tolerateVersions(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const update = `更新 ${formatTarget(target)}，或其前端的負載平衡器或流量檢查設備：遇到不認得的值，必須略過。`;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        update,
        "在那之前，讓 Message Processor 只使用 TLS 1.2。如果 TargetEndpoint 直接指定 URL，請將下列內容加入其 HTTPTargetConnection，並部署 Proxy：",
        configureTarget(onlyVersion("TLSv1.2")),
        "如果使用目標伺服器，請在目標伺服器上做同樣的設定。",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        update,
        spaced`在那之前，讓${theClient(context)}只使用 TLS 1.2。Java 使用下列選項：`,
        JAVA.versions,
      ];
  }
}
