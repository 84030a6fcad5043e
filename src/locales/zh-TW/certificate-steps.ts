import { formatTarget } from "../../diagnosis/target.ts";
import {
  CLIENT_CERTIFICATE,
  configureTarget,
  exportCertificate,
  listCertificates,
  renewKeystore,
  renewTruststore,
} from "../apigee-commands.ts";
import type { Line, OutcomeContext } from "../catalog.ts";
import { showList } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { SERVERS, capitals, spaced, theClient } from "./outcome-words.ts";

const NEW_KEYSTORE =
  "將憑證、憑證鏈結（chain.pem，兩張憑證之間空一行）與金鑰放入新的 KeyStore（NEW），ALIAS 與目前相同，再讓參照 REF 指向它：";

const NEW_TRUSTSTORE =
  "請將所有應信任的憑證上傳到新的信任儲存庫（NEW），每一張使用不同的 ALIAS（第二個呼叫），再讓參照 REF 指向它：";

/** The side that is asked gets a certificate. */
export function installAtServer({ place, target }: OutcomeContext): Line[] {
  switch (place) {
    case "northbound_private_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF 是虛擬主機的 <KeyStore> 元素中，ref:// 後面的名稱。如果沒有 ref://，請在虛擬主機中改填 NEW，並逐台重新啟動所有 Router。",
        capitals(place),
      ];
    case "northbound_public_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF 是虛擬主機的 <KeyStore> 元素中，ref:// 後面的名稱。如果沒有 ref://，請洽 Apigee 支援團隊改填 NEW：這需要重新啟動 Router。",
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `在後端伺服器 ${formatTarget(target)} 上安裝憑證與憑證鏈結，然後重新載入設定。nginx：`,
        NGINX.certificate,
        "如果核發新憑證的憑證授權單位是 Edge 原本就信任的，Edge 上不需處理。",
      ];
    case "hybrid":
      return [
        "將憑證與憑證鏈結（憑證在最前面）以及金鑰，存到 overrides 檔所指定的位置：",
        HYBRID.virtualHost,
        ...applyOverrides(),
        "如果 overrides 檔用的是 sslSecret，請改為更換該 Secret 中的 key 與 cert。",
      ];
    case "not_apigee":
      return [
        `在 ${formatTarget(target)} 上安裝憑證與憑證鏈結，然後重新載入設定。nginx：`,
        NGINX.certificate,
      ];
  }
}

/** The side that asks gets a certificate: two-way TLS. */
export function installAtClient(context: OutcomeContext): Line[] {
  const { place } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF 是 TargetEndpoint 或目標伺服器的 SSLInfo 中，<KeyStore> 元素的 ref:// 後面的名稱：",
        configureTarget(CLIENT_CERTIFICATE),
        "如果沒有 ref://，請在該處改填 NEW。變更 TargetEndpoint 之後，請重新部署 Proxy。",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        spaced`將憑證、憑證鏈結與金鑰放入${theClient(context)}的 KeyStore，然後重新啟動用戶端。`,
        "用戶端也必須送出中繼憑證：另一方只有根憑證。",
      ];
  }
}

/** The side that asks learns to trust the other. */
export function trustAtClient(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        "比對後端伺服器送出的憑證，以及 TargetEndpoint 或目標伺服器所指定的信任儲存庫：",
        showList(target),
        listCertificates(place, "TRUSTSTORE"),
        `如果最後一個核發者不在其中，請向後端伺服器的管理者取得它的憑證（root.pem）。${NEW_TRUSTSTORE}`,
        renewTruststore(place),
        "REF 是 <TrustStore> 元素中，ref:// 後面的名稱。如果沒有 ref://，請在該處改填 NEW。變更 TargetEndpoint 之後，請重新部署 Proxy。",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        "比對 Router 送出的憑證，以及虛擬主機的 KeyStore 內容；如果不同，表示用錯了 KeyStore：",
        showList(target),
        listCertificates(place, "KEYSTORE"),
        ...teachClient(context),
        capitals(place),
      ];
    case "hybrid":
    case "not_apigee":
      return [spaced`檢視${SERVERS[place]}送出的憑證是由誰核發：`, showList(target), ...teachClient(context)];
  }
}

/** One that people run themselves. */
function teachClient(context: OutcomeContext): Line[] {
  return [
    spaced`將最後一個核發者的根憑證（不能只有憑證本身）加入${theClient(context)}的信任儲存庫；如果是其中已有的公開憑證授權單位，則不必加入。Java：`,
    JAVA.trust,
    "如果用戶端只認定特定的憑證（certificate pinning），請將它換成新憑證。",
  ];
}

/** The side that is asked learns to trust the other: two-way TLS. */
export function trustAtServer(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        "比對用戶端應用程式送出的憑證，以及虛擬主機所指定的信任儲存庫：",
        { command: "openssl x509 -in client.pem -noout -subject -issuer -enddate" },
        listCertificates(place, "TRUSTSTORE"),
        `如果其中沒有用戶端憑證的核發者，${NEW_TRUSTSTORE}`,
        renewTruststore(place),
        `REF 是 <TrustStore> 元素中，ref:// 後面的名稱。如果沒有 ref://，${place === "northbound_private_cloud" ? "請在虛擬主機中改填 NEW，並逐台重新啟動所有 Router" : "請洽 Apigee 支援團隊改填 NEW：這需要重新啟動 Router"}。`,
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        "檢視 TargetEndpoint 或目標伺服器的 SSLInfo 所用的 KeyStore 裡有什麼，並將憑證匯出：",
        listCertificates(place, "KEYSTORE"),
        exportCertificate(place),
        `將它的根憑證與中繼憑證交給後端伺服器 ${formatTarget(target)} 的管理者，加入信任儲存庫。nginx：`,
        NGINX.clientAuthorities,
        "如果匯出的不是後端伺服器要的憑證，表示 KeyStore 或 KeyAlias 指定錯誤。",
        capitals(place),
      ];
    case "hybrid":
      return [
        "將核發用戶端憑證的根憑證，放入 overrides 檔所指定的檔案：",
        HYBRID.twoWay,
        ...applyOverrides(),
      ];
    case "not_apigee":
      return [
        `將核發用戶端憑證的根憑證，加入 ${formatTarget(target)} 的信任儲存庫。nginx：`,
        NGINX.clientAuthorities,
      ];
  }
}

/** After a change in the overrides file. */
export function applyOverrides(): Line[] {
  return [
    "以 apigeectl 套用；如果 hybrid 是以 Helm 安裝，請改在 chart 所在的目錄執行第二個指令：",
    HYBRID.apply,
    HYBRID.applyWithHelm,
  ];
}
