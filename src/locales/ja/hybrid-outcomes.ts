import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { COMPARE_KEY, TO_PEM } from "../commands.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { applyOverrides, installAtServer } from "./certificate-steps.ts";
import { callAgain, seeCertificate } from "./outcome-words.ts";

type HybridOutcome = "ingress_secret_missing" | "certificate_malformed" | "key_mismatch";

const READ_CERTIFICATE: Line = { command: "openssl x509 -in certificate.pem -noout -subject -enddate" };

const SECRET_NAME = "PROJECT は Apigee 組織の名前、ENV_GROUP は環境グループの名前です。";

/** What the ingress cannot do without, and what else is wrong with files of certificates and keys. */
export const hybridOutcomes: Pick<Catalog["playbook"]["outcomes"], HybridOutcome> = {
  ingress_secret_missing: (context) => ({
    steps: [
      "オーバーライドファイルの virtualhosts セクションに、環境グループと 2 つのファイルが指定され、どちらのファイルも存在することを確認します：",
      HYBRID.virtualHost,
      ...applyOverrides(),
      "secret/PROJECT-ENV_GROUP created と表示されれば成功です。表示されない場合は、Ingress が参照する Secret の名前を表示し、一致しているか確認します：",
      HYBRID.secretNames,
      SECRET_NAME,
    ],
    verify: [
      "Secret が表示され、エントリ数（DATA 列）が 2 であれば正常です：",
      HYBRID.findSecret,
      callAgain(context.place),
    ],
  }),
  certificate_malformed: (context) => ({
    steps: repairCertificate(context),
    verify: [
      "サブジェクトと有効期限が表示され、エラーが出なければ正常です：",
      context.place === "hybrid" ? HYBRID.readCertificate : READ_CERTIFICATE,
      callAgain(context.place),
    ],
  }),
  key_mismatch: (context) => ({
    steps: matchKey(context),
    verify:
      context.place === "hybrid"
        ? ["何も出力されなければ、鍵と証明書は対応しています：", HYBRID.compareKey, callAgain(context.place)]
        : seeCertificate(context),
  }),
};

function repairCertificate(context: OutcomeContext): Line[] {
  const { finding } = context;
  const repaired = finding?.kind === "certificate_malformed" && finding.repaired !== null;
  return [
    ...(repaired
      ? ["ファイルのチェック結果に表示した、修復済みの内容を使ってください。"]
      : ([
          "証明書ファイルをこのスレッドにドロップしてください（秘密鍵は決して送らないでください）。どこに何の問題があるかを調べます。",
          "PEM ファイルでは、-----BEGIN CERTIFICATE----- と -----END CERTIFICATE----- がそれぞれ独立した行にあり、その間は base64 だけです。手作業でコピーしたファイルの場合は、発行元から入手し直してください。",
          "PEM でない場合（DER、.p7b、.p12）は、該当する行のコマンドで変換します：",
          TO_PEM,
        ] satisfies Line[])),
    ...installAtServer(context),
    ...(context.place === "hybrid" ? [SECRET_NAME] : []),
  ];
}

function matchKey(context: OutcomeContext): Line[] {
  return [
    "証明書の申請（CSR）に使った鍵を探してください。照合は鍵のあるマシンで行い、鍵は決して投稿しないでください。2 行が同じなら対応しています：",
    COMPARE_KEY,
    "その鍵を紛失した場合は、新しい鍵を作成し、その鍵での証明書の再発行を依頼してください。",
    ...installAtServer(context),
    ...(context.place === "hybrid" ? [SECRET_NAME] : []),
  ];
}
