import type { AlertHosts, Catalog } from "../catalog.ts";
import { formatDays, formatList } from "../format.ts";
import { nameFault } from "./chain-flaws.ts";
import { LOCALE, grouped, listRemoved, listSome } from "./wording.ts";

export const alerts: Catalog["alerts"] = {
  titles: {
    expires: ({ issuer, daysLeft, ...hosts }) =>
      issuer === null
        ? `${certificateOf(hosts)} ${runsOut(daysLeft, isOne(hosts))}`
        : `${issuersOwn(issuer)} ${runsOut(daysLeft)} ${sentBy(hosts)}`,
    revoked: ({ issuer, ...hosts }) =>
      issuer === null
        ? `${certificateOf(hosts)} ${was(hosts)} revoked`
        : `${issuersOwn(issuer)} was revoked ${sentBy(hosts)}`,
    chain_broken: (hosts) =>
      `${certificateOf(hosts)} ${isOne(hosts) ? "comes" : "come"} with a chain that clients refuse`,
    name_not_covered: (hosts) =>
      `${certificateOf(hosts)} ${isOne(hosts) ? "is for another name" : "are for other names"}`,
    partly_renewed: (hosts) =>
      `${certificateOf(hosts)} ${was(hosts)} renewed, but not every address serves the new one`,
    unreachable: (hosts) => `No certificate from ${hostsOf(hosts)}`,
    removed: ({ versions, cipherSuites, ...hosts }) =>
      `${hostsOf(hosts)} no longer ${hosts.more === 0 ? "accepts" : "accept"} ${listRemoved({ versions, cipherSuites })}`,
  },
  closed: {
    renewed: (hosts) => `${certificateOf(hosts)} ${was(hosts)} renewed`,
    resolved: (hosts) => `${hostsOf(hosts)}: the trouble is over`,
    dropped: (hosts) => `${hostsOf(hosts)} ${hosts.more === 0 ? "is" : "are"} no longer watched here`,
  },
  valid: ({ date, ended, replaced, revoked }) =>
    revoked
      ? `Its dates ${ended ? "ended" : "end"} on ${date}.`
      : `${replaced ? "The old one" : "It"} ${ended ? "was" : "is"} valid until ${date}.`,
  since: (date) => `Since ${date}.`,
  owners: (users) => `Owner: ${formatList(LOCALE, users)}`,
  acknowledged: ({ user, ahead }) =>
    ahead
      ? `Acknowledged by ${user}: I only write again shortly before the end, at the end, or if something new and critical comes up.`
      : `Acknowledged by ${user}.`,
  snoozed: ({ user, date, ahead }) =>
    ahead
      ? `Snoozed by ${user} until ${date}: before that I only write at the end itself, or if something new and critical comes up.`
      : `Snoozed by ${user} until ${date}.`,
  ended: (date) => `Closed ${date}.`,
  hosts: "Where",
  certificate: "The certificate",
  runbook: "Runbook",
  more: (number) => `… and ${grouped(number)} more`,
  issuedBy: (issuer) => `Issued by ${issuer}`,
  fingerprint: (sha256) => `SHA-256 ${sha256}`,
  troubles: {
    expires: ({ endEntity }) => ({
      evidence: [],
      resolution: endEntity
        ? [
            "Renew it, install it with its complete chain in every place that is named here, and reload the servers.",
            "If a program should have renewed it, that program has been failing for some time: its log says why.",
          ]
        : [
            "This is an issuer's certificate, and many hosts may send it. Install the current intermediate of the issuer in its place on each of them, and reload the servers.",
          ],
    }),
    revoked: ({ subject, endEntity, reason, source }) => ({
      evidence: [
        {
          crl: `${subject} is on its issuer's revocation list, reason ${reason}.`,
          staple: `The server itself sends the proof, an OCSP response of the issuer: ${subject} is revoked, reason ${reason}.`,
          ocsp: `The issuer's OCSP responder says that ${subject} is revoked, reason ${reason}.`,
        }[source],
      ],
      resolution: endEntity
        ? [
            "Have a new certificate issued, with a new key if the old one may be known to others, and install it.",
          ]
        : [
            "This is an issuer's certificate: clients that check it refuse all that it issued. Have new certificates issued by another intermediate, and install them together with that one on each host that is named here.",
          ],
    }),
    chain_broken: (faults) => ({
      evidence: [`Wrong in the chain: ${listSome(faults.map(nameFault))}.`],
      resolution: [
        "“Diagnose” says which certificate is meant, and makes the complete chain where it can be had.",
      ],
    }),
    name_not_covered: (name) => ({
      evidence: [`The certificate that is served now is not for ${name}.`],
      resolution: [
        `If the server got a new certificate, have one issued whose subjectAltName has ${name}; if not, the wrong site answers for that name.`,
      ],
    }),
    partly_renewed: ({ old, renewed }) => ({
      evidence: [`Still with the old one: ${listSome(old)}.`, `With the new one: ${listSome(renewed)}.`],
      resolution: [
        "Install the new one in the places that still serve the old one, and reload them; a server that was not reloaded goes on with the old file.",
      ],
    }),
    handshake: (detail) => ({
      evidence: [`A connection is made, but no certificate comes: ${detail}.`],
      resolution: ["“Diagnose” looks for the reason."],
    }),
    removed: ({ versions, cipherSuites }) => ({
      evidence: [
        ...(versions.length === 0 ? [] : [`Versions that are gone: ${listSome(versions)}.`]),
        ...(cipherSuites.length === 0 ? [] : [`Cipher suites that are gone: ${listSome(cipherSuites)}.`]),
      ],
      resolution: [
        "If nobody meant to take them away, look at what was deployed last. Older clients may fail now.",
      ],
    }),
  },
  posts: {
    escalated: (title) => title,
    reminded: (title) => `Still open: ${title}`,
    returned: (title) => `It is back: ${title}`,
  },
  replaced: {
    field: "What changed",
    before: "Before",
    after: "Now",
    fields: {
      subject: "Subject",
      issuer: "Issuer",
      names: "Names",
      publicKey: "Key",
      signatureAlgorithm: "Signature",
      notBefore: "Valid from",
      notAfter: "Valid until",
    },
  },
  actions: {
    acknowledge: "Acknowledge",
    snooze: "Snooze",
    wake: "End the snooze",
    diagnose: "Diagnose",
    owner: "Change the owner",
    runbook: "Change the runbook",
    unwatch: "Stop watching",
    save: "Save",
  },
  forms: {
    snooze: "Snooze the alert",
    until: "Until when",
    forDays: (days) => formatDays(LOCALE, days),
    beforeEnd: (days) => `Until ${formatDays(LOCALE, days)} before the end`,
    owner: "Owner",
    ownerHint: "Who is mentioned when it becomes critical. Empty: nobody.",
    runbook: "Runbook",
    runbookHint:
      "What to do, for whoever sees the alert: a link that begins with https:// or http://. Empty: none.",
    runbookWrong:
      "This is no link: it must begin with https:// or http://, for example https://wiki.example.com/certificates.",
    unwatch: "Stop watching?",
    unwatchQuestion: ({ names, more }) =>
      `This channel stops watching ${more === 0 ? formatList(LOCALE, names) : `${names.join(", ")} and ${grouped(more)} more`}, and the alert is closed.`,
    diagnose: "Diagnose",
    which: "Which host",
  },
  gone: "This alert has ended, so there is nothing to do here any more.",
  unwatched: (number) =>
    number === 1 ? "It is no longer watched here." : `${grouped(number)} hosts are no longer watched here.`,
  nothingToCheck: "This is a certificate that was uploaded: there is no server to look at.",
  paused: ({ channel, why }) =>
    `${
      {
        archived: `${channel} was archived`,
        deleted: `A channel that watched certificates was deleted`,
        left: `I am no longer in ${channel}`,
        forbidden: `Slack does not let me write in ${channel} any more`,
      }[why]
    }, so I look at nothing for it from now on. What it watched is kept.`,
  resume: "Resume",
  resumed: (user) =>
    user === null ? "I am here again and go on watching." : `I go on watching here: ${user} asked me to.`,
  resumedAlready: "It is not paused: I am watching.",
  resumeFailed: (channel) => `I still cannot write in ${channel}. Invite me there, and I go on by myself.`,
};

/** `api.example.com and 49 more`. */
function hostsOf({ first, more }: AlertHosts): string {
  return more === 0 ? first : `${first} and ${grouped(more)} more`;
}

function certificateOf(hosts: AlertHosts): string {
  if (!hosts.uploaded) return `The certificate of ${hostsOf(hosts)}`;
  return `The ${isOne(hosts) ? "certificate" : "certificates"} ${hostsOf(hosts)}`;
}

/** Several hosts may have one certificate; of those that were uploaded each is its own. */
function isOne({ more, uploaded }: AlertHosts): boolean {
  return !uploaded || more === 0;
}

function was(hosts: AlertHosts): string {
  return isOne(hosts) ? "was" : "were";
}

function issuersOwn(subject: string): string {
  return `The issuer's certificate ${subject}`;
}

/** Last in its title, which may be cut. */
function sentBy(hosts: AlertHosts): string {
  return `(sent by ${hostsOf(hosts)})`;
}

function runsOut(daysLeft: number, one = true): string {
  if (daysLeft < 0) return `${one ? "has" : "have"} expired`;
  const runs = one ? "runs" : "run";
  return daysLeft === 0 ? `${runs} out within 24 hours` : `${runs} out in ${formatDays(LOCALE, daysLeft)}`;
}
