import { VIRTUAL_HOST, changeVirtualHost } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { NGINX } from "../config-snippets.ts";
import { installAtServer } from "./certificate-steps.ts";
import {
  SEND_BACK,
  SERVERS,
  capitals,
  seeCertificate,
  seeChain,
  seeHandshake,
  spaced,
  theClient,
} from "./outcome-words.ts";

type CertificateFlawOutcome =
  | "certificate_not_yet_valid"
  | "certificate_revoked"
  | "weak_signature"
  | "weak_key"
  | "ocsp_must_staple_missing";

/** What the documents do not know of certificates. */
export const certificateFlawOutcomes: Pick<Catalog["playbook"]["outcomes"], CertificateFlawOutcome> = {
  certificate_not_yet_valid: (context) => ({
    steps: [
      spaced`如果已過生效時間，表示${theClient(context)}的時鐘落後：請校正時鐘。如果還沒到，請先換回舊憑證，等生效後再換上，或重新核發一張。`,
      ...installAtServer(context),
    ],
    verify: seeCertificate(context),
  }),
  certificate_revoked: (context) => ({
    steps: ["請重新核發憑證。如果舊金鑰可能已外洩，請為新憑證產生新金鑰。", ...installAtServer(context)],
    verify: seeCertificate(context),
  }),
  weak_signature: (context) => ({
    steps: ["請重新核發憑證與中繼憑證，並以 SHA-256 簽署。", ...installAtServer(context)],
    verify: seeChain(context),
  }),
  weak_key: (context) => ({ steps: strengthenKey(context), verify: seeHandshake(context) }),
  ocsp_must_staple_missing: (context) => ({
    steps: staple(context),
    verify: [
      "有效的回應會顯示「OCSP Response Status: successful」與「Cert Status: good」。重新啟動後，第一次執行時可能還沒有：",
      sClient(context.target, "-status"),
    ],
  }),
};

function strengthenKey(context: OutcomeContext): Line[] {
  const { finding } = context;
  const seen = finding?.kind === "weak_key" ? finding : null;
  return [
    // Null: the key is that of the exchange.
    ...(seen === null || seen.subject === null ? strengthenExchange(context) : []),
    ...(seen === null || seen.subject !== null
      ? [
          "如果強度不足的是憑證的金鑰：請產生新金鑰（RSA 2048 或 EC P-256），並重新核發憑證。",
          ...installAtServer(context),
        ]
      : []),
  ];
}

function strengthenExchange({ place }: OutcomeContext): Line[] {
  const which = "如果強度不足的是金鑰交換（DHE，「dh key too small」）：";
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `${which}在虛擬主機中只列出 ECDHE 加密套件。${SEND_BACK}`,
        VIRTUAL_HOST.cipherSuites,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "hybrid":
      return [`${which}在 Ingress 前端的負載平衡器中，只列出 ECDHE 加密套件。`];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
    case "not_apigee":
      return [`${which}讓${SERVERS[place]}只使用 ECDHE 加密套件。nginx：`, NGINX.cipherSuites];
  }
}

function staple(context: OutcomeContext): Line[] {
  const { place } = context;
  const reissue = "如果無法使用 OCSP Stapling，請重新核發不含 must-staple 的憑證。";
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `啟用 OCSP Stapling。${SEND_BACK}`,
        VIRTUAL_HOST.stapling,
        changeVirtualHost(place),
        reissue,
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
    case "not_apigee":
      return [
        `在${SERVERS[place]}上啟用 OCSP Stapling，並讓它能連到 OCSP 回應伺服器。nginx（RESOLVER 換成您的 DNS 解析器）：`,
        NGINX.stapling,
        reissue,
      ];
    case "hybrid":
      return [
        "請重新核發不含 must-staple 的憑證：Ingress 只能設定憑證與金鑰，無法加上 OCSP 回應。",
        ...installAtServer(context),
      ];
  }
}
