import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { COMPARE_KEY, TO_PEM } from "../commands.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { applyOverrides, installAtServer } from "./certificate-steps.ts";
import { callAgain, seeCertificate } from "./outcome-words.ts";

type HybridOutcome = "ingress_secret_missing" | "certificate_malformed" | "key_mismatch";

const READ_CERTIFICATE: Line = { command: "openssl x509 -in certificate.pem -noout -subject -enddate" };

const SECRET_NAME = "PROJECT ist Ihre Apigee-Organisation, ENV_GROUP der Name der Umgebungsgruppe.";

/** What the ingress cannot do without, and what else is wrong with files of certificates and keys. */
export const hybridOutcomes: Pick<Catalog["playbook"]["outcomes"], HybridOutcome> = {
  ingress_secret_missing: (context) => ({
    steps: [
      "Prüfen Sie, ob der Abschnitt virtualhosts der Overrides-Datei Ihre Umgebungsgruppe und beide Dateien nennt und ob es die Dateien gibt:",
      HYBRID.virtualHost,
      ...applyOverrides(),
      "Die Ausgabe sollte lauten: secret/PROJECT-ENV_GROUP created. Wenn nicht, fragen Sie ab, welches Secret der Ingress verlangt, und vergleichen Sie die Namen:",
      HYBRID.secretNames,
      SECRET_NAME,
    ],
    verify: [
      "Das Secret sollte jetzt da sein, mit zwei Einträgen:",
      HYBRID.findSecret,
      callAgain(context.place),
    ],
  }),
  certificate_malformed: (context) => ({
    steps: repairCertificate(context),
    verify: [
      "OpenSSL sollte Inhaber und Ablaufdatum ausgeben und keinen Fehler melden:",
      context.place === "hybrid" ? HYBRID.readCertificate : READ_CERTIFICATE,
      callAgain(context.place),
    ],
  }),
  key_mismatch: (context) => ({
    steps: matchKey(context),
    verify:
      context.place === "hybrid"
        ? [
            "Keine Ausgabe bedeutet, dass Schlüssel und Zertifikat zusammengehören:",
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
      ? ["Nehmen Sie den reparierten Text, den ich bei der Datei gezeigt habe."]
      : ([
          "Laden Sie die Zertifikatsdatei (nie den Schlüssel) in diesem Thread hoch: Ich sage Ihnen, was daran falsch ist und an welcher Stelle.",
          "In einer PEM-Datei stehen -----BEGIN CERTIFICATE----- und -----END CERTIFICATE----- jeweils allein in ihrer Zeile, dazwischen nur Base64. Wurde der Text von Hand kopiert, holen Sie die Datei noch einmal beim Aussteller.",
          "Ist es überhaupt kein PEM (sondern DER, .p7b, .p12), wandeln Sie die Datei mit der passenden Zeile um:",
          TO_PEM,
        ] satisfies Line[])),
    ...installAtServer(context),
    ...(context.place === "hybrid" ? [SECRET_NAME] : []),
  ];
}

function matchKey(context: OutcomeContext): Line[] {
  return [
    "Suchen Sie den Schlüssel, mit dem das Zertifikat beantragt wurde. Vergleichen Sie dort, wo die Schlüssel liegen, und posten Sie nie einen; bei gleichen Zeilen gehören beide zusammen:",
    COMPARE_KEY,
    "Ist dieser Schlüssel verloren, erzeugen Sie einen neuen und lassen Sie das Zertifikat dafür neu ausstellen.",
    ...installAtServer(context),
    ...(context.place === "hybrid" ? [SECRET_NAME] : []),
  ];
}
