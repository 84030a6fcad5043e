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
      `すでに有効期間に入っているはずの日時であれば、${theClient(context)}の時計が遅れています。時計を合わせてください。まだであれば、その日時まで以前の証明書に戻すか、証明書の再発行を依頼してください。`,
      ...installAtServer(context),
    ],
    verify: seeCertificate(context),
  }),
  certificate_revoked: (context) => ({
    steps: [
      "証明書の再発行を依頼してください。古い鍵が他人に知られた可能性がある場合は、鍵も作り直します。",
      ...installAtServer(context),
    ],
    verify: seeCertificate(context),
  }),
  weak_signature: (context) => ({
    steps: ["SHA-256 の署名で、証明書と中間証明書の再発行を依頼してください。", ...installAtServer(context)],
    verify: seeChain(context),
  }),
  weak_key: (context) => ({ steps: strengthenKey(context), verify: seeHandshake(context) }),
  ocsp_must_staple_missing: (context) => ({
    steps: staple(context),
    verify: [
      "「OCSP Response Status: successful」と「Cert Status: good」が表示されれば正常です。再起動後の 1 回目は、レスポンスがないことがあります：",
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
          "証明書の鍵が弱い場合：新しい鍵（RSA 2048 または EC P-256）を作成し、証明書の再発行を依頼してください。",
          ...installAtServer(context),
        ]
      : []),
  ];
}

function strengthenExchange({ place }: OutcomeContext): Line[] {
  const which = "鍵交換が弱い場合（DHE、「dh key too small」）：";
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `${which}仮想ホストの暗号スイートを ECDHE だけにします。${SEND_BACK}`,
        VIRTUAL_HOST.cipherSuites,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "hybrid":
      return [`${which}Ingress の手前のロードバランサーで、暗号スイートを ECDHE だけにしてください。`];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
    case "not_apigee":
      return [
        `${which}${SERVERS[place]}の暗号スイートを ECDHE だけにしてください。nginx の場合：`,
        NGINX.cipherSuites,
      ];
  }
}

function staple(context: OutcomeContext): Line[] {
  const { place } = context;
  const reissue = "ステープリングを使えない場合は、must-staple なしでの証明書の再発行を依頼してください。";
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `ステープリングを有効にします。${SEND_BACK}`,
        VIRTUAL_HOST.stapling,
        changeVirtualHost(place),
        reissue,
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
    case "not_apigee":
      return [
        `${SERVERS[place]}でステープリングを有効にし、OCSP レスポンダーに到達できるようにしてください。nginx の場合（RESOLVER はお使いのリゾルバーに置き換えます）：`,
        NGINX.stapling,
        reissue,
      ];
    case "hybrid":
      return [
        "must-staple なしでの証明書の再発行を依頼してください。Ingress に設定できるのは証明書と鍵だけで、OCSP レスポンスは設定できません。",
        ...installAtServer(context),
      ];
  }
}
