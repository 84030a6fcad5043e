import type { Catalog } from "../catalog.ts";
import { formatDays, formatDuration, formatList, formatTime } from "../format.ts";
import { MAX_SUITES } from "../selection.ts";
import { alerts } from "./alerts.ts";
import { capture } from "./capture.ts";
import { causes, explanation } from "./causes.ts";
import { chat } from "./chat.ts";
import { clients } from "./clients.ts";
import { commandLine } from "./command-line.ts";
import { digest } from "./digest.ts";
import { explaining } from "./explaining.ts";
import { findings } from "./findings.ts";
import { joint } from "./joint.ts";
import { playbook } from "./playbook.ts";
import { settings } from "./settings.ts";
import { watching } from "./watching.ts";
import { watchHome } from "./watch-home.ts";
import { LOCALE, listSome } from "./wording.ts";

export const en: Catalog = {
  findings,
  clients,
  capture,
  joint,
  causes,
  explanation,
  explaining,
  settings,
  watching,
  alerts,
  watchHome,
  digest,
  playbook,
  chat,
  commandLine,
  verdict: {
    ok: ({ version, daysLeft }) =>
      [
        version === null ? "Nothing wrong" : `Nothing wrong: ${version}`,
        ...(daysLeft === null ? [] : [`certificate valid for another ${formatDays(LOCALE, daysLeft)}`]),
      ].join(", "),
    wrong: ({ title, more }) => (more === 0 ? title : `${title} (and ${more} more)`),
    checking: "checking …",
    failed: "the check itself failed",
  },
  progress: {
    title: (host) => `Checking ${host}`,
    steps: {
      name: "Resolve the name",
      connection: "Connect",
      handshake: "TLS handshake",
      certificate: "Read the certificate",
      verdict: "Verdict",
    },
  },
  report: {
    evidence: "What we saw",
    resolution: "What to do",
    heading: (text) => `${text}:`,
    about: ({ name, text }) => `${name}: ${text}`,
    certificateList: "Certificates, as the server sent them",
    server: "The server",
    addresses: (addresses) => `Addresses: ${formatList(LOCALE, addresses)}`,
    negotiated: ({ version, cipherSuite, alpn }) =>
      `Negotiated: ${[version, cipherSuite, alpn === null ? null : `ALPN ${alpn}`].filter((part) => part !== null).join(", ")}`,
    noHandshake: "No handshake was completed.",
    versions: (accepted) =>
      accepted.length === 0
        ? "The server accepts no version of TLS that was asked for."
        : `Versions: ${listSome(accepted)}`,
    cipherSuites: ({ count, insecure, weak }) =>
      [
        `Cipher suites: ${count}`,
        ...(insecure.length === 0 ? [] : [`insecure: ${listSome(insecure, MAX_SUITES)}`]),
        ...(weak.length === 0 ? [] : [`weak: ${listSome(weak, MAX_SUITES)}`]),
      ].join("; "),
    groups: (groups) => `Groups: ${listSome(groups)}`,
    addressesAgree: (count) => `All ${count} addresses give the same answer.`,
    clientCertificateNotAsked:
      "The server asked for no client certificate, so the one that was given was not sent.",
    backedOff: (times) =>
      `The server cut connections ${times === 1 ? "once" : `${times} times`}, so the check went slower.`,
    incomplete: "The search ended at its limit, so what the server accepts may be more.",
    certificate: ({ subject, issuer, notAfter, daysLeft }) =>
      `${subject}, issued by ${issuer}, ${
        daysLeft < 0
          ? `expired on ${formatTime(LOCALE, notAfter)}`
          : `valid until ${formatTime(LOCALE, notAfter)} (${formatDays(LOCALE, daysLeft)} left)`
      }`,
    certificatesFound: "Certificates",
    compared: "Who accepts whom",
    accepts: ({ truster, presenter, subject }) => `Who trusts ${truster} accepts ${subject} of ${presenter}.`,
    rejects: ({ truster, presenter, subject, reason }) =>
      `Who trusts ${truster} rejects ${subject} of ${presenter}: ${reason}.`,
    listed: ({ subject, issuer }) => `Listed, not included: ${subject}, issued by ${issuer}`,
    keyUnread: "A private key is there and stays unread.",
    keyMatches: ({ algorithm, certificates }) =>
      certificates === 0
        ? `A key is there: ${algorithm}.`
        : `The ${algorithm} key belongs to the certificate.`,
    keyMismatch: ({ algorithm }) => `The ${algorithm} key does not belong to the certificate.`,
    moreCertificates: (count) => `… and ${count} more`,
    duration: ({ durationMs, connections }) =>
      `${formatDuration(LOCALE, durationMs)}, ${connections} ${connections === 1 ? "connection" : "connections"}`,
    failed:
      "The check did not come to an end, and that is our fault, not the server's. Whoever runs this bot finds the reason in its log. Please ask again.",
  },
};
