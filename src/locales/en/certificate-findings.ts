import type { Certificate } from "../../x509/certificate.ts";
import type { FindingWords, Line } from "../catalog.ts";
import { remediesOf } from "../chain-remedy.ts";
import { KEY_HASH, SHOW_CERTIFICATE, sClient, showChain } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import type { CertificateFindings } from "../finding-groups.ts";
import { daysBetween, formatDays, formatList, formatTime } from "../format.ts";
import { dhBits } from "../selection.ts";
import { describeBundleFault, describePlace, describeRepair } from "./bundle-faults.ts";
import { describeFlaw, describeRemedy } from "./chain-flaws.ts";
import { describeStapleDefect } from "./staple-defects.ts";
import { LOCALE } from "./wording.ts";

export const certificateFindings: CertificateFindings = {
  host_name_mismatch: ({ referenceIdentifier, presentedIdentifiers, alert }) => ({
    title:
      alert === null
        ? `The certificate is not for ${referenceIdentifier}`
        : `The server does not know the name ${referenceIdentifier}`,
    evidence: [
      ...(alert === null ? [] : [`The server refused the server name: alert ${alert}.`]),
      ...(presentedIdentifiers.length > 0
        ? [`The certificate is for: ${formatList(LOCALE, presentedIdentifiers)}.`]
        : alert === null
          ? ["The certificate names no host at all in its subjectAltName; the common name does not count."]
          : // Who refuses shows no certificate.
            []),
    ],
    resolution: [
      ...(alert === null
        ? []
        : [`Add ${referenceIdentifier} to the server's configuration, if it should be there.`]),
      `Use a certificate whose subjectAltName has ${referenceIdentifier} (or a wildcard for its parent domain), and install it with its complete chain.`,
      "Or call the server by a name that the certificate has.",
    ],
  }),
  certificate_expired: ({ position, certificate, at }) => ({
    title: `${whose(position)} expired ${ago(at, certificate.notAfter)}`,
    evidence: [
      `${certificate.subject} was valid until ${formatTime(LOCALE, certificate.notAfter)}.`,
      `Serial number ${certificate.serialNumber}, issued by ${certificate.issuer}${certificate.publicKey === "" ? "" : `; its key is ${certificate.publicKey}`}.`,
      ...fingerprint(certificate),
    ],
    resolution: [
      position === 0
        ? "Install a new certificate together with its chain on the side that sent this one, and reload the server."
        : "Install the current intermediate of the issuer in its place, and reload the server.",
      "If it was renewed already, the server still has the old file loaded, or one of several servers was forgotten.",
    ],
  }),
  certificate_not_yet_valid: ({ position, certificate, at }) => ({
    title: `${whose(position)} becomes valid only in ${formatDays(LOCALE, daysBetween(at, certificate.notBefore) + 1)}`,
    evidence: [
      `${certificate.subject} is valid from ${formatTime(LOCALE, certificate.notBefore)}.`,
      ...fingerprint(certificate),
    ],
    resolution: [
      "If that time has passed for you, the clock of the side that complains is wrong. Else install the certificate when its time has come.",
    ],
  }),
  certificate_unknown: ({ reason, subject, issuer }) => ({
    title: {
      self_signed: "The certificate is self-signed, so nobody vouches for it",
      self_signed_in_chain: `The chain ends at a root that is not trusted: ${subject}`,
      issuer_unknown: `The chain ends at an authority that is not trusted: ${issuer}`,
    }[reason],
    evidence: [`The last certificate of the chain: ${subject}, issued by ${issuer}.`],
    resolution: [
      "For a public service: use a certificate of a public authority.",
      "For a private one: put the root (or this certificate, when it is self-signed on purpose) into the truststore of the side that rejects it.",
    ],
  }),
  chain_incomplete: ({ subject, issuer, caIssuers, completed }, context) => ({
    title:
      context.fileName === undefined
        ? "The server does not send its intermediate certificate"
        : "The intermediate certificate is missing",
    evidence: [
      `${context.fileName === undefined ? "The last certificate that it sent" : "The last certificate"} is ${subject}. Its issuer ${issuer} is neither there nor a trust anchor.`,
      ...caIssuers.map((url) => `The certificate says that its issuer is at ${url}.`),
      "Browsers often hide this, because they have seen the intermediate elsewhere; curl, Java and Apigee Edge do not.",
    ],
    resolution: [
      "Install the complete chain: the server's certificate first, then every intermediate. The root need not be sent.",
      ...(completed === null
        ? [
            `If ${issuer} is a root of your own, nothing is missing: give it to the clients as a trust anchor.`,
          ]
        : ([
            "This is the complete chain, fetched from where the certificate points to:",
            { command: completed },
          ] satisfies Line[])),
      showChain(context),
    ],
  }),
  chain_incorrect: ({ flaws, completed }, { fileName }) => {
    const [first] = flaws;
    const title = first === undefined ? "The chain is not right" : describeFlaw(first).title;
    return {
      title: flaws.length > 1 ? `${title} (and ${flaws.length - 1} more)` : title,
      evidence: flaws.map((flaw) => describeFlaw(flaw).evidence),
      resolution: [
        ...remediesOf(flaws).map((remedy) => describeRemedy(remedy, fileName !== undefined)),
        ...(completed === null
          ? []
          : (["This is the list as it should be:", { command: completed }] satisfies Line[])),
      ],
    };
  },
  certificate_revoked: ({ subject, position, revocationDate, reason, source }) => ({
    title: `${whose(position)} was revoked ${formatTime(LOCALE, revocationDate)}`,
    evidence: [
      {
        crl: `${subject} is on its issuer's revocation list, reason ${reason}.`,
        staple: `The server itself sends its issuer's word for it, a stapled OCSP response: ${subject} is revoked, reason ${reason}.`,
      }[source],
    ],
    resolution: [
      "Have a new certificate issued, with a new key if the old one may be known to others, and install it.",
    ],
  }),
  ocsp_must_staple_missing: ({ subject, mustStaple, reason, ocspResponders }, { target }) => {
    const words = reason.kind === "not_sent" ? null : describeStapleDefect(reason);
    const [responder] = ocspResponders;
    return {
      title:
        words === null
          ? "The certificate demands a stapled OCSP response, and the server sends none"
          : mustStaple
            ? `The certificate demands a stapled OCSP response, and the one that comes ${words.clause}`
            : `The server staples an OCSP response that ${words.clause}`,
      evidence: [
        mustStaple
          ? `${subject} has the TLS feature extension with status_request (must-staple): clients that know it, such as Firefox, refuse the connection without a good response.`
          : `${subject} does not demand a response, but clients that look at what is stapled (Firefox, curl --cert-status) may refuse the connection.`,
        ...(words === null ? [] : [words.evidence]),
      ],
      resolution: [
        responder === undefined
          ? `The certificate names no OCSP responder, so a server has nobody to ask. ${mustStaple ? "Have it issued again without must-staple." : "Turn stapling off."}`
          : (words?.resolution ??
            `Turn stapling on (nginx: ssl_stapling and resolver; Apache: SSLUseStapling and SSLStaplingCache), with the complete chain installed, and let the server reach ${responder}. nginx asks its responder only after the first connection: check twice.`),
        sClient(target, "-status"),
      ],
    };
  },
  weak_signature: ({ subject, position, signatureAlgorithm }) => ({
    title: `${whose(position)} is signed with ${signatureAlgorithm}, which clients of today refuse`,
    evidence: [`${subject} has the signature algorithm ${signatureAlgorithm}.`],
    resolution: ["Have it issued again with SHA-256 or better. SHA-1 and MD5 signatures can be forged."],
  }),
  weak_key: ({ subject, position, publicKey }) =>
    subject === null ? describeWeakExchange(publicKey) : describeWeakKey(subject, position, publicKey),
  certificate_malformed: ({ faults, repaired }) => {
    const [first] = faults;
    const title = first === undefined ? "The file is malformed" : describeBundleFault(first).title;
    return {
      title: faults.length > 1 ? `${title} (and ${faults.length - 1} more)` : title,
      evidence: faults.map((fault) => `${describePlace(fault)}${describeBundleFault(fault).expected}`),
      resolution: [
        ...(repaired === null
          ? [...new Set(faults.map(describeRepair))]
          : (["This is the same, repaired:", { command: repaired }] satisfies Line[])),
        SHOW_CERTIFICATE,
      ],
    };
  },
  key_mismatch: ({ subject, certificateKey, otherKey, otherAlgorithm }) => ({
    title: "The private key does not belong to the certificate",
    evidence: [
      `${subject} has the public key with SHA-256 ${certificateKey}.`,
      `The ${otherAlgorithm === null ? "key" : `${otherAlgorithm} key`} has SHA-256 ${otherKey}.`,
    ],
    resolution: [
      "Find the key that the certificate was requested with, or request a new certificate with this key.",
      "To compare without showing the key to anybody, print the hash of its public half:",
      KEY_HASH,
    ],
  }),
};

function describeWeakKey(subject: string, position: number | null, publicKey: string): FindingWords {
  return {
    title: `The key of ${lowerFirst(whose(position))} is too weak: ${publicKey}`,
    evidence: [`${subject} has a key of ${publicKey}.`],
    resolution: ["Make a new key (RSA 2048 or EC P-256 at least) and have a new certificate issued for it."],
  };
}

function describeWeakExchange(parameters: string): FindingWords {
  return {
    title: `The server's key exchange is too weak: ${parameters}`,
    evidence: [
      `For cipher suites with DHE the server takes a prime of ${dhBits(parameters)} bits; it should have 2048 at least. OpenSSL 3.2 and later refuse it (dh key too small), Java below 1024 bits.`,
    ],
    resolution: [
      "Turn DHE off and use ECDHE (on an Apigee Edge Router, with !DHE in its cipher list), or make new parameters. In nginx:",
      NGINX.dhParameters,
      "In Java it is a system property:",
      JAVA.dhKeySize,
    ],
  };
}

/** None for a certificate that was only told of. */
function fingerprint({ sha256 }: Certificate): string[] {
  return sha256 === "" ? [] : [`SHA-256 fingerprint ${sha256}.`];
}

/** @param position null for a trust anchor's. */
function whose(position: number | null): string {
  if (position === null) return "A certificate of the path";
  return position === 0 ? "The certificate" : `Certificate ${position + 1} of the list`;
}

function ago(at: number, then: number): string {
  const days = daysBetween(then, at);
  return days === 0 ? "less than a day ago" : `${formatDays(LOCALE, days)} ago`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
