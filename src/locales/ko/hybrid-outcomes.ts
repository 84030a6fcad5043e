import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { COMPARE_KEY, TO_PEM } from "../commands.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { applyOverrides, installAtServer } from "./certificate-steps.ts";
import { callAgain, seeCertificate } from "./outcome-words.ts";

type HybridOutcome = "ingress_secret_missing" | "certificate_malformed" | "key_mismatch";

const READ_CERTIFICATE: Line = { command: "openssl x509 -in certificate.pem -noout -subject -enddate" };

const SECRET_NAME = "PROJECT는 Apigee 조직의 이름, ENV_GROUP은 환경 그룹의 이름입니다.";

/** What the ingress cannot do without, and what else is wrong with files of certificates and keys. */
export const hybridOutcomes: Pick<Catalog["playbook"]["outcomes"], HybridOutcome> = {
  ingress_secret_missing: (context) => ({
    steps: [
      "재정의(overrides) 파일의 virtualhosts 섹션에 환경 그룹과 두 파일이 지정되어 있고, 두 파일이 실제로 있는지 확인하세요.",
      HYBRID.virtualHost,
      ...applyOverrides(),
      "“secret/PROJECT-ENV_GROUP created”가 출력되어야 합니다. 그렇지 않다면 인그레스가 어떤 보안 비밀을 찾는지 확인하고 이름을 비교하세요.",
      HYBRID.secretNames,
      SECRET_NAME,
    ],
    verify: ["보안 비밀이 있고 항목 수가 2여야 합니다.", HYBRID.findSecret, callAgain(context.place)],
  }),
  certificate_malformed: (context) => ({
    steps: repairCertificate(context),
    verify: [
      "OpenSSL이 오류 없이 주체와 만료일을 출력해야 합니다.",
      context.place === "hybrid" ? HYBRID.readCertificate : READ_CERTIFICATE,
      callAgain(context.place),
    ],
  }),
  key_mismatch: (context) => ({
    steps: matchKey(context),
    verify:
      context.place === "hybrid"
        ? [
            "아무것도 출력되지 않으면 키와 인증서가 일치하는 것입니다.",
            HYBRID.compareKey,
            callAgain(context.place),
          ]
        : seeCertificate(context),
  }),
};

function repairCertificate(context: OutcomeContext): Line[] {
  const { finding } = context;
  const repaired = finding?.kind === "certificate_malformed" && finding.repaired !== null;
  return [
    ...(repaired
      ? ["파일 분석 결과에 나온 수정본을 사용하세요."]
      : ([
          "인증서 파일을 이 스레드에 올리면 무엇이 어디에서 잘못되었는지 알려 줍니다. 비공개 키는 절대 올리지 마세요.",
          "PEM 파일에서는 -----BEGIN CERTIFICATE-----와 -----END CERTIFICATE-----가 각각 한 줄을 차지하고 그 사이에는 base64만 있어야 합니다. 직접 복사해서 만든 파일이라면 발급한 곳에서 다시 받으세요.",
          "PEM이 아니라면(DER, .p7b, .p12) 다음 중 맞는 줄을 실행해 변환하세요.",
          TO_PEM,
        ] satisfies Line[])),
    ...installAtServer(context),
    ...(context.place === "hybrid" ? [SECRET_NAME] : []),
  ];
}

function matchKey(context: OutcomeContext): Line[] {
  return [
    "인증서를 요청할 때 쓴 키를 찾으세요. 키가 있는 곳에서 비교하고, 키는 절대 올리지 마세요. 두 줄이 같으면 일치하는 것입니다.",
    COMPARE_KEY,
    "그 키를 잃어버렸다면 새 키를 만들고 그 키로 인증서를 다시 발급받으세요.",
    ...installAtServer(context),
    ...(context.place === "hybrid" ? [SECRET_NAME] : []),
  ];
}
