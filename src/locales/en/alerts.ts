import type { AlertHosts, Catalog } from "../catalog.ts";
import { formatDays, formatList } from "../format.ts";
import { LOCALE, grouped, listSome } from "./wording.ts";

export const alerts: Catalog["alerts"] = {
  titles: {
    expires: ({ issuer, daysLeft, ...hosts }) =>
      `${issuer === null ? certificateOf(hosts) : `${issuer}, which ${hostsOf(hosts)} ${sends(hosts)},`} ${runsOut(daysLeft)}`,
    revoked: ({ issuer, ...hosts }) =>
      issuer === null
        ? `${certificateOf(hosts)} was revoked`
        : `${issuer}, which ${hostsOf(hosts)} ${sends(hosts)}, was revoked`,
    chain_broken: (hosts) => `${certificateOf(hosts)} comes with a chain that clients refuse`,
    name_not_covered: (hosts) => `${certificateOf(hosts)} is for another name`,
    partly_renewed: (hosts) =>
      `${certificateOf(hosts)} was renewed, but not every address serves the new one`,
    unreachable: (hosts) =>
      `${hostsOf(hosts)} ${hosts.more === 0 ? "does" : "do"} not answer with a certificate`,
    removed: ({ what, ...hosts }) =>
      `${hostsOf(hosts)} no longer ${hosts.more === 0 ? "accepts" : "accept"} ${listSome(what, 4)}`,
  },
  closed: {
    renewed: (hosts) => `${certificateOf(hosts)} was renewed`,
    resolved: (hosts) => `${hostsOf(hosts)}: this is over`,
    dropped: (hosts) => `${hostsOf(hosts)} ${hosts.more === 0 ? "is" : "are"} no longer watched here`,
  },
  valid: ({ date, ended, replaced }) =>
    `${replaced ? "The old one" : "It"} ${ended ? "was" : "is"} valid until ${date}.`,
  since: (date) => `Since ${date}.`,
  owners: (users) => `Owner: ${formatList(LOCALE, users)}`,
  acknowledged: ({ user, ahead }) =>
    ahead
      ? `Acknowledged by ${user}: I speak up once more before the end, and at the end.`
      : `Acknowledged by ${user}.`,
  snoozed: ({ user, date, ahead }) =>
    ahead
      ? `Snoozed by ${user} until ${date}: before that I only tell of the end itself.`
      : `Snoozed by ${user} until ${date}.`,
  ended: (date) => `Closed ${date}.`,
  hosts: "Where",
  certificate: "The certificate",
  runbook: "Runbook",
  more: (number) => `… and ${number} more`,
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
    revoked: ({ subject, reason, source }) => ({
      evidence: [
        {
          crl: `${subject} is on its issuer's revocation list, reason ${reason}.`,
          staple: `The server itself sends its issuer's word for it: ${subject} is revoked, reason ${reason}.`,
          ocsp: `The issuer's OCSP responder says that ${subject} is revoked, reason ${reason}.`,
        }[source],
      ],
      resolution: [
        "Have a new certificate issued, with a new key if the old one may be known to others, and install it.",
      ],
    }),
    chain_broken: (faults) => ({
      evidence: [`This is new since it is watched: ${listSome(faults)}.`],
      resolution: [
        "Diagnose says which certificate is meant and makes the complete chain, where it can be had.",
      ],
    }),
    name_not_covered: (name) => ({
      evidence: [`The certificate that is served now is not for ${name}.`],
      resolution: [
        `If the server got a new certificate, have one issued whose subjectAltName has ${name}; if not, the wrong site answers for that name.`,
      ],
    }),
    partly_renewed: ({ old, renewed }) => ({
      evidence: [`The old one: ${listSome(old)}.`, `The new one: ${listSome(renewed)}.`],
      resolution: [
        "Install the new one in the places that still serve the old one, and reload them; a server that was not reloaded goes on with the old file.",
      ],
    }),
    handshake: (detail) => ({
      evidence: [`A connection is made, but no certificate comes: ${detail}.`],
      resolution: ["Diagnose looks for the reason."],
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
    reminded: (title) => `Still open, although it was acknowledged: ${title}`,
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
    wake: "Wake up",
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
      "This is no link: it begins with https:// or http://, for example https://wiki.example.com/certificates.",
    unwatch: "Stop watching?",
    unwatchQuestion: ({ names, more }) =>
      `This channel stops watching ${more === 0 ? formatList(LOCALE, names) : `${names.join(", ")} and ${more} more`}, and the alert is closed.`,
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
    }, so what is watched there is not looked at from now on. Nothing was deleted.`,
  resume: "Resume",
  resumed: (user) =>
    user === null ? "I am here again and go on watching." : `I go on watching here: ${user} asked me to.`,
  resumedAlready: "It is not paused: I am watching.",
  resumeFailed: (channel) => `I still cannot write in ${channel}. Invite me there, and I go on by myself.`,
};

/** `api.example.com and 49 more`. */
function hostsOf({ first, more }: AlertHosts): string {
  return more === 0 ? first : `${first} and ${more} more`;
}

function certificateOf(hosts: AlertHosts): string {
  return hosts.uploaded ? `The certificate ${hostsOf(hosts)}` : `The certificate of ${hostsOf(hosts)}`;
}

function sends({ more }: AlertHosts): string {
  return more === 0 ? "sends" : "send";
}

function runsOut(daysLeft: number): string {
  if (daysLeft < 0) return "has expired";
  return daysLeft === 0 ? "runs out within 24 hours" : `runs out in ${formatDays(LOCALE, daysLeft)}`;
}
