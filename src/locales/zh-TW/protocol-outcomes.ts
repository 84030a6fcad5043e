import { formatTarget } from "../../diagnosis/target.ts";
import { acceptedSuite, fallBack } from "../advice.ts";
import {
  ROUTER,
  VIRTUAL_HOST,
  changeTargetServer,
  changeVirtualHost,
  configureTarget,
  onlyCipherSuite,
  onlyVersion,
} from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import {
  INGRESS_FAULT,
  NO_CERTIFICATE,
  OVERRULE,
  SEND_BACK,
  capitals,
  onEach,
  seeHandshake,
  spaced,
  theClient,
} from "./outcome-words.ts";

type ProtocolOutcome = "protocol_mismatch" | "cipher_suite_mismatch";

const EMPTY_INGRESS = `表示它的憑證不存在或已損壞。請在「${OVERRULE}」中，將「${INGRESS_FAULT}」這一題改選「${NO_CERTIFICATE}」。`;

const TARGET_SERVER =
  "如果使用目標伺服器（LoadBalancer 中的 NAME），請在目標伺服器上做同樣的設定。第二個呼叫會取代全部內容，因此請保留第一個呼叫所顯示的設定：";

/** The two that the documents know. */
export const protocolOutcomes: Pick<Catalog["playbook"]["outcomes"], ProtocolOutcome> = {
  protocol_mismatch: (context) => ({
    steps: agreeOnVersion(context),
    verify: seeHandshake(context, "-tls1_2"),
  }),
  cipher_suite_mismatch: (context) => ({
    steps: agreeOnCipherSuite(context),
    verify: seeHandshake(context, "-tls1_2"),
  }),
};

function agreeOnVersion(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const client = theClient(context);
  switch (place) {
    case "northbound_private_cloud":
      return [
        "檢視 Router 接受哪些版本：",
        ROUTER.show,
        spaced`如果其中有 TLSv1.2，就是用戶端太舊：請更新${client}，使其支援 TLS 1.2。`,
        `如果沒有，請啟用 TLSv1.2。${onEach("Router", ROUTER.file)}`,
        ROUTER.versions,
        `如果只想變更單一虛擬主機：${SEND_BACK}`,
        VIRTUAL_HOST.versions,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "northbound_public_cloud":
      return [
        spaced`更新${client}，使其支援 TLS 1.2；公有雲的 Router 接受這個版本。Java 7 與 8 使用下列選項：`,
        JAVA.versions,
        "如果已經支援 TLS 1.2，請洽詢 Apigee 支援團隊，您的虛擬主機接受哪些版本：只有他們能變更。",
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `最好的做法：在後端伺服器 ${formatTarget(target)} 上啟用 TLS 1.2。nginx：`,
        NGINX.versions,
        ...fallBack(context).flatMap((version) => [
          `升級之前的權宜之計：讓 Message Processor 改用 ${version}。如果 TargetEndpoint 直接指定 URL，請將下列內容加入其 HTTPTargetConnection，並部署 Proxy：`,
          configureTarget(onlyVersion(version)),
          TARGET_SERVER,
          changeTargetServer(place, target, onlyVersion(version)),
          capitals(place),
        ]),
      ];
    case "hybrid":
      return [
        spaced`更新${client}，使其支援 TLS 1.2。Java 7 與 8 使用下列選項：`,
        JAVA.versions,
        "如果已經支援 TLS 1.2，請檢查 Ingress 是否設定成只接受更新的版本：",
        HYBRID.versions,
        `如果 Ingress 拒絕所有版本，${EMPTY_INGRESS}`,
      ];
    case "not_apigee":
      return [
        `在 ${formatTarget(target)} 上啟用 TLS 1.2 與 1.3，然後重新載入設定。nginx：`,
        NGINX.versions,
        spaced`如果已經啟用，請更新${client}。Java 7 與 8 使用下列選項：`,
        JAVA.versions,
      ];
  }
}

function agreeOnCipherSuite(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const client = theClient(context);
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        ...(place === "northbound_private_cloud" ? ["檢視 Router 接受哪些加密套件：", ROUTER.show] : []),
        spaced`讓${client}提供 Router 接受的加密套件，例如 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256。`,
        strengthenJava("用戶端"),
        JAVA.strongCipherSuites,
        `如果用戶端無法變更，請將它的一個加密套件加入虛擬主機（使用 OpenSSL 的名稱）。${SEND_BACK}`,
        VIRTUAL_HOST.cipherSuites,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `最好的做法：讓後端伺服器 ${formatTarget(target)} 接受現今的加密套件。nginx：`,
        NGINX.cipherSuites,
        ...(place === "southbound_private_cloud"
          ? [strengthenJava("Message Processor"), JAVA.strongCipherSuites]
          : []),
        "如果 TargetEndpoint 或目標伺服器中有 <Ciphers> 清單限制了選擇，請移除清單，或加入後端伺服器接受的加密套件：",
        configureTarget(onlyCipherSuite(acceptedSuite(context))),
        "變更 TargetEndpoint 之後，請重新部署 Proxy。",
      ];
    case "hybrid":
      return [
        spaced`讓${client}提供 Ingress 接受的加密套件，例如 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256。`,
        strengthenJava("用戶端"),
        JAVA.strongCipherSuites,
        `如果 Ingress 拒絕所有加密套件，${EMPTY_INGRESS}`,
      ];
    case "not_apigee":
      return [
        spaced`讓${client}提供 ${formatTarget(target)} 接受的加密套件。${strengthenJava("用戶端")}`,
        JAVA.strongCipherSuites,
        "或是讓伺服器接受現今的加密套件。nginx：",
        NGINX.cipherSuites,
      ];
  }
}

function strengthenJava(whose: string): string {
  return spaced`如果${whose}的 Java 早於 8u161，就會缺少高強度的加密套件：請安裝無強度限制的 JCE 原則檔。從 8u151 起，只要在 java.security 中加入這一行：`;
}
