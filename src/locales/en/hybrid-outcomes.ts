import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { COMPARE_KEY, TO_PEM } from "../commands.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { applyOverrides, installAtServer } from "./certificate-steps.ts";
import { callAgain, seeCertificate } from "./outcome-words.ts";

type HybridOutcome = "ingress_secret_missing" | "certificate_malformed" | "key_mismatch";

const READ_CERTIFICATE: Line = { command: "openssl x509 -in certificate.pem -noout -subject -enddate" };

const SECRET_NAME = "PROJECT is your Apigee organization, ENV_GROUP the name of the environment group.";

/** What the ingress cannot do without, and what else is wrong with files of certificates and keys. */
export const hybridOutcomes: Pick<Catalog["playbook"]["outcomes"], HybridOutcome> = {
  ingress_secret_missing: (context) => ({
    steps: [
      "Check that the virtualhosts section of the overrides file names your environment group and both files, and that the files exist:",
      HYBRID.virtualHost,
      ...applyOverrides(),
      "It should say: secret/PROJECT-ENV_GROUP created. If it does not, ask which secret the ingress wants, and compare the names:",
      HYBRID.secretNames,
      SECRET_NAME,
    ],
    verify: ["The secret should be there, with two entries:", HYBRID.findSecret, callAgain(context.place)],
  }),
  certificate_malformed: (context) => ({
    steps: repairCertificate(context),
    verify: [
      "OpenSSL should print subject and end date, and no error:",
      context.place === "hybrid" ? HYBRID.readCertificate : READ_CERTIFICATE,
      callAgain(context.place),
    ],
  }),
  key_mismatch: (context) => ({
    steps: matchKey(context),
    verify:
      context.place === "hybrid"
        ? ["No output means that they belong together:", HYBRID.compareKey, callAgain(context.place)]
        : seeCertificate(context),
  }),
};

function repairCertificate(context: OutcomeContext): Line[] {
  const { finding } = context;
  const repaired = finding?.kind === "certificate_malformed" && finding.repaired !== null;
  return [
    ...(repaired
      ? ["Take the repaired text that I showed with the file."]
      : ([
          "Drop the certificate file (never the key) into this thread: I say what is wrong, and where.",
          "A PEM file has -----BEGIN CERTIFICATE----- and -----END CERTIFICATE----- alone on their lines, with only base64 between them. Take the file from who issued it again, if it was copied by hand.",
          "If it is not PEM at all (DER, .p7b, .p12), convert it; the line that fits:",
          TO_PEM,
        ] satisfies Line[])),
    ...installAtServer(context),
    ...(context.place === "hybrid" ? [SECRET_NAME] : []),
  ];
}

function matchKey(context: OutcomeContext): Line[] {
  return [
    "Find the key that the certificate was requested with. Compare where the keys are, and never post one; equal lines belong together:",
    COMPARE_KEY,
    "If that key is lost, make a new one and have the certificate issued again for it.",
    ...installAtServer(context),
    ...(context.place === "hybrid" ? [SECRET_NAME] : []),
  ];
}
