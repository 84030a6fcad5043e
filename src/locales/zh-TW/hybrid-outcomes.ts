import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { COMPARE_KEY, TO_PEM } from "../commands.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { applyOverrides, installAtServer } from "./certificate-steps.ts";
import { callAgain, seeCertificate } from "./outcome-words.ts";

type HybridOutcome = "ingress_secret_missing" | "certificate_malformed" | "key_mismatch";

const READ_CERTIFICATE: Line = { command: "openssl x509 -in certificate.pem -noout -subject -enddate" };

const SECRET_NAME = "PROJECT 是您的 Apigee 組織，ENV_GROUP 是環境群組的名稱。";

/** What the ingress cannot do without, and what else is wrong with files of certificates and keys. */
export const hybridOutcomes: Pick<Catalog["playbook"]["outcomes"], HybridOutcome> = {
  ingress_secret_missing: (context) => ({
    steps: [
      "確認 overrides 檔的 virtualhosts 區段寫有您的環境群組與兩個檔案，而且檔案確實存在：",
      HYBRID.virtualHost,
      ...applyOverrides(),
      "應會顯示 secret/PROJECT-ENV_GROUP created。如果沒有，請查詢 Ingress 要的是哪一個 Secret，並比對名稱：",
      HYBRID.secretNames,
      SECRET_NAME,
    ],
    verify: ["Secret 應該已經存在，並有兩個項目：", HYBRID.findSecret, callAgain(context.place)],
  }),
  certificate_malformed: (context) => ({
    steps: repairCertificate(context),
    verify: [
      "OpenSSL 應會印出主體與到期日，而且沒有錯誤：",
      context.place === "hybrid" ? HYBRID.readCertificate : READ_CERTIFICATE,
      callAgain(context.place),
    ],
  }),
  key_mismatch: (context) => ({
    steps: matchKey(context),
    verify:
      context.place === "hybrid"
        ? ["沒有輸出就表示兩者相符：", HYBRID.compareKey, callAgain(context.place)]
        : seeCertificate(context),
  }),
};

function repairCertificate(context: OutcomeContext): Line[] {
  const { finding } = context;
  const repaired = finding?.kind === "certificate_malformed" && finding.repaired !== null;
  return [
    ...(repaired
      ? ["使用檔案檢查結果中列出的修復內容。"]
      : ([
          "將憑證檔（絕不可是金鑰）拖曳到此討論串：我會指出哪裡有什麼問題。",
          "PEM 檔的 -----BEGIN CERTIFICATE----- 與 -----END CERTIFICATE----- 各自獨立成行，兩者之間只有 base64。如果檔案是手動複製的，請向核發者重新取得。",
          "如果根本不是 PEM（而是 DER、.p7b、.p12），請以適用的那一行轉換：",
          TO_PEM,
        ] satisfies Line[])),
    ...installAtServer(context),
    ...(context.place === "hybrid" ? [SECRET_NAME] : []),
  ];
}

function matchKey(context: OutcomeContext): Line[] {
  return [
    "找出申請這張憑證時使用的金鑰。請在金鑰所在的主機上比對，切勿張貼金鑰；輸出的兩行相同，就表示相符：",
    COMPARE_KEY,
    "如果金鑰已經遺失，請產生新金鑰，並以新金鑰重新申請憑證。",
    ...installAtServer(context),
    ...(context.place === "hybrid" ? [SECRET_NAME] : []),
  ];
}
