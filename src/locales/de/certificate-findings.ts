import type { Certificate } from "../../x509/certificate.ts";
import type { FindingWords, Line } from "../catalog.ts";
import { remediesOf } from "../chain-remedy.ts";
import { KEY_HASH, SHOW_CERTIFICATE, sClient, showChain } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import type { CertificateFindings } from "../finding-groups.ts";
import { daysBetween, formatList, formatTime } from "../format.ts";
import { dhBits } from "../selection.ts";
import { describeBundleFault, describePlace, describeRepair } from "./bundle-faults.ts";
import { describeFlaw, describeRemedy } from "./chain-flaws.ts";
import { describeStapleDefect } from "./staple-defects.ts";
import { LOCALE, ago, inDays, withMore } from "./wording.ts";

export const certificateFindings: CertificateFindings = {
  host_name_mismatch: ({ referenceIdentifier, presentedIdentifiers, alert }) => ({
    title:
      alert === null
        ? `Das Zertifikat gilt nicht für ${referenceIdentifier}`
        : `Der Server kennt den Namen ${referenceIdentifier} nicht`,
    evidence: [
      ...(alert === null ? [] : [`Der Server hat den Servernamen abgelehnt: Alert ${alert}.`]),
      ...(presentedIdentifiers.length > 0
        ? [`Das Zertifikat gilt für: ${formatList(LOCALE, presentedIdentifiers)}.`]
        : alert === null
          ? ["Das Zertifikat nennt im subjectAltName keinen einzigen Host; der Common Name zählt nicht."]
          : // Who refuses shows no certificate.
            []),
    ],
    resolution: [
      ...(alert === null
        ? []
        : [
            `Nehmen Sie ${referenceIdentifier} in die Serverkonfiguration auf, falls der Name dort hingehört.`,
          ]),
      `Verwenden Sie ein Zertifikat, dessen subjectAltName ${referenceIdentifier} enthält (oder eine Wildcard für die übergeordnete Domain), und installieren Sie es mit vollständiger Kette.`,
      "Oder rufen Sie den Server unter einem Namen auf, für den das Zertifikat gilt.",
    ],
  }),
  certificate_expired: ({ position, certificate, at }) => ({
    title: `${whose(position)} ist ${ago(at, certificate.notAfter)} abgelaufen`,
    evidence: [
      `${certificate.subject} war bis ${formatTime(LOCALE, certificate.notAfter)} gültig.`,
      `Seriennummer ${certificate.serialNumber}, ausgestellt von ${certificate.issuer}${certificate.publicKey === "" ? "" : `; Schlüssel: ${certificate.publicKey}`}.`,
      ...fingerprint(certificate),
    ],
    resolution: [
      position === 0
        ? "Installieren Sie ein neues Zertifikat samt Kette auf der Seite, die das abgelaufene gesendet hat, und laden Sie den Server neu."
        : "Ersetzen Sie es durch das aktuelle Zwischenzertifikat des Ausstellers und laden Sie den Server neu.",
      "Falls es schon erneuert wurde, hat der Server noch die alte Datei geladen, oder einer von mehreren Servern wurde vergessen.",
    ],
  }),
  certificate_not_yet_valid: ({ position, certificate, at }) => ({
    title: `${whose(position)} wird erst ${inDays(daysBetween(at, certificate.notBefore) + 1)} gültig`,
    evidence: [
      `${certificate.subject} ist ab ${formatTime(LOCALE, certificate.notBefore)} gültig.`,
      ...fingerprint(certificate),
    ],
    resolution: [
      "Liegt dieser Zeitpunkt bei Ihnen schon zurück, geht die Uhr der Seite falsch, die den Fehler meldet. Andernfalls installieren Sie das Zertifikat erst, wenn es gültig ist.",
    ],
  }),
  certificate_unknown: ({ reason, subject, issuer }) => ({
    title: {
      self_signed: "Das Zertifikat ist selbst signiert, niemand bürgt dafür",
      self_signed_in_chain: `Die Kette endet bei einem Root-Zertifikat, dem nicht vertraut wird: ${subject}`,
      issuer_unknown: `Die Kette endet bei einer Zertifizierungsstelle, der nicht vertraut wird: ${issuer}`,
    }[reason],
    evidence: [`Letztes Zertifikat der Kette: ${subject}, ausgestellt von ${issuer}.`],
    resolution: [
      "Bei einem öffentlichen Dienst: Verwenden Sie ein Zertifikat einer öffentlichen Zertifizierungsstelle.",
      "Bei einem internen Dienst: Nehmen Sie das Root-Zertifikat (oder dieses Zertifikat, wenn es absichtlich selbst signiert ist) in den Truststore der Seite auf, die es ablehnt.",
    ],
  }),
  chain_incomplete: ({ subject, issuer, caIssuers, completed }, context) => ({
    title:
      context.fileName === undefined
        ? "Der Server sendet sein Zwischenzertifikat nicht mit"
        : "Das Zwischenzertifikat fehlt",
    evidence: [
      `${context.fileName === undefined ? "Das letzte gesendete Zertifikat" : "Das letzte Zertifikat"} ist ${subject}. Der Aussteller ${issuer} ist weder dabei noch ein Vertrauensanker.`,
      ...caIssuers.map((url) => `Laut Zertifikat liegt das Ausstellerzertifikat unter ${url}.`),
      "In Browsern fällt das oft nicht auf, weil sie das Zwischenzertifikat von anderswo kennen; curl, Java und Apigee Edge kennen es nicht.",
    ],
    resolution: [
      "Installieren Sie die vollständige Kette: zuerst das Serverzertifikat, dann alle Zwischenzertifikate. Das Root-Zertifikat muss nicht gesendet werden.",
      ...(completed === null
        ? [
            `Falls ${issuer} ein eigenes Root-Zertifikat ist, fehlt nichts: Geben Sie es den Clients als Vertrauensanker.`,
          ]
        : ([
            "Die vollständige Kette, geholt von der Adresse, die im Zertifikat steht:",
            { command: completed },
          ] satisfies Line[])),
      showChain(context),
    ],
  }),
  chain_incorrect: ({ flaws, completed }, { fileName }) => {
    const [first] = flaws;
    const title = first === undefined ? "Die Zertifikatskette ist fehlerhaft" : describeFlaw(first).title;
    return {
      title: withMore(title, flaws.length - 1),
      evidence: flaws.map((flaw) => describeFlaw(flaw).evidence),
      resolution: [
        ...remediesOf(flaws).map((remedy) => describeRemedy(remedy, fileName !== undefined)),
        ...(completed === null
          ? []
          : (["So muss die Liste aussehen:", { command: completed }] satisfies Line[])),
      ],
    };
  },
  certificate_revoked: ({ subject, position, revocationDate, reason, source }) => ({
    title: `${whose(position)} wurde am ${formatTime(LOCALE, revocationDate)} gesperrt`,
    evidence: [
      {
        crl: `${subject} steht auf der Sperrliste des Ausstellers, Grund: ${reason}.`,
        staple: `Der Server liefert den Beleg selbst mit, eine OCSP-Antwort per Stapling: ${subject} ist gesperrt, Grund: ${reason}.`,
      }[source],
    ],
    resolution: [
      "Lassen Sie ein neues Zertifikat ausstellen und installieren Sie es. Nehmen Sie einen neuen Schlüssel, falls der alte in fremde Hände geraten sein kann.",
    ],
  }),
  ocsp_must_staple_missing: ({ subject, mustStaple, reason, ocspResponders }, { target }) => {
    const words = reason.kind === "not_sent" ? null : describeStapleDefect(reason);
    const [responder] = ocspResponders;
    return {
      title:
        words === null
          ? "Das Zertifikat verlangt OCSP-Stapling, doch der Server sendet keine OCSP-Antwort"
          : mustStaple
            ? `Das Zertifikat verlangt OCSP-Stapling, doch die OCSP-Antwort des Servers ${words.clause}`
            : `Die OCSP-Antwort, die der Server per Stapling sendet, ${words.clause}`,
      evidence: [
        mustStaple
          ? `${subject} hat die Erweiterung TLS Feature mit status_request (Must-Staple): Clients, die sie beachten, etwa Firefox, lehnen die Verbindung ohne gültige Antwort ab.`
          : `${subject} verlangt keine Antwort, aber Clients, die eine mitgesendete prüfen (Firefox, curl --cert-status), können die Verbindung ablehnen.`,
        ...(words === null ? [] : [words.evidence]),
      ],
      resolution: [
        responder === undefined
          ? `Das Zertifikat nennt keinen OCSP-Responder, der Server kann also niemanden fragen. ${mustStaple ? "Lassen Sie es ohne Must-Staple neu ausstellen." : "Schalten Sie Stapling aus."}`
          : (words?.resolution ??
            `Schalten Sie Stapling ein (nginx: ssl_stapling und resolver; Apache: SSLUseStapling und SSLStaplingCache), installieren Sie die vollständige Kette und sorgen Sie dafür, dass der Server ${responder} erreicht. nginx fragt den Responder erst nach der ersten Verbindung: Prüfen Sie zweimal.`),
        sClient(target, "-status"),
      ],
    };
  },
  weak_signature: ({ subject, position, signatureAlgorithm }) => ({
    title: `${whose(position)} ist mit ${signatureAlgorithm} signiert, was aktuelle Clients ablehnen`,
    evidence: [`${subject} hat den Signaturalgorithmus ${signatureAlgorithm}.`],
    resolution: [
      "Lassen Sie es mit SHA-256 oder besser neu ausstellen. Signaturen mit SHA-1 und MD5 lassen sich fälschen.",
    ],
  }),
  weak_key: ({ subject, position, publicKey }) =>
    subject === null ? describeWeakExchange(publicKey) : describeWeakKey(subject, position, publicKey),
  certificate_malformed: ({ faults, repaired }) => {
    const [first] = faults;
    const title = first === undefined ? "Die Datei ist fehlerhaft" : describeBundleFault(first).title;
    return {
      title: withMore(title, faults.length - 1),
      evidence: faults.map((fault) => `${describePlace(fault)}${describeBundleFault(fault).expected}`),
      resolution: [
        ...(repaired === null
          ? [...new Set(faults.map(describeRepair))]
          : (["Dasselbe, repariert:", { command: repaired }] satisfies Line[])),
        SHOW_CERTIFICATE,
      ],
    };
  },
  key_mismatch: ({ subject, certificateKey, otherKey, otherAlgorithm }) => ({
    title: "Der private Schlüssel gehört nicht zum Zertifikat",
    evidence: [
      `${subject} hat den öffentlichen Schlüssel mit SHA-256 ${certificateKey}.`,
      `Der ${otherAlgorithm === null ? "Schlüssel" : `Schlüssel (${otherAlgorithm})`} hat SHA-256 ${otherKey}.`,
    ],
    resolution: [
      "Suchen Sie den Schlüssel, mit dem das Zertifikat angefordert wurde, oder fordern Sie mit diesem Schlüssel ein neues an.",
      "Zum Vergleichen muss niemand den Schlüssel sehen, der Hash seines öffentlichen Teils genügt:",
      KEY_HASH,
    ],
  }),
};

function describeWeakKey(subject: string, position: number | null, publicKey: string): FindingWords {
  return {
    title: `${whose(position)} hat einen zu schwachen Schlüssel: ${publicKey}`,
    evidence: [`Schlüssel von ${subject}: ${publicKey}.`],
    resolution: [
      "Erzeugen Sie einen neuen Schlüssel (mindestens RSA 2048 oder EC P-256) und lassen Sie dafür ein neues Zertifikat ausstellen.",
    ],
  };
}

function describeWeakExchange(parameters: string): FindingWords {
  return {
    title: `Der Schlüsselaustausch des Servers ist zu schwach: ${parameters}`,
    evidence: [
      `Bei Cipher Suites mit DHE verwendet der Server eine Primzahl mit ${dhBits(parameters)} Bit; mindestens 2048 sollten es sein. OpenSSL ab 3.2 lehnt sie ab (dh key too small), Java unterhalb von 1024 Bit.`,
    ],
    resolution: [
      "Schalten Sie DHE ab und verwenden Sie ECDHE (auf einem Apigee Edge Router mit !DHE in der Cipher-Liste), oder erzeugen Sie neue Parameter. In nginx:",
      NGINX.dhParameters,
      "In Java ist es eine System-Property:",
      JAVA.dhKeySize,
    ],
  };
}

/** None for a certificate that was only told of. */
function fingerprint({ sha256 }: Certificate): string[] {
  return sha256 === "" ? [] : [`SHA-256-Fingerabdruck: ${sha256}.`];
}

/** @param position null for a trust anchor's. */
function whose(position: number | null): string {
  if (position === null) return "Ein Zertifikat des Pfads";
  return position === 0 ? "Das Zertifikat" : `Zertifikat ${position + 1} der Liste`;
}
