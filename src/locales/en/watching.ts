import { exampleWatches } from "../commands.ts";
import { formatDays, formatList } from "../format.ts";
import { megabytes } from "../selection.ts";
import type { WatchingWords } from "../watching-words.ts";
import { LOCALE, count as counted, grouped } from "./wording.ts";

export const watching: WatchingWords = {
  help: (command) => [
    "I watch servers for a channel and say in time when a certificate runs out or something else breaks:",
    exampleWatches(command),
    `${command} watch alone opens a form, which also takes a CSV or YAML file.`,
  ],
  added: (count) =>
    count === 1
      ? "I watch this from now on, and tell this channel when there is something to do, not before:"
      : `I watch these ${grouped(count)} from now on, and tell this channel when there is something to do, not before:`,
  known: (count) =>
    count === 1 ? "Watched here already:" : `Watched here already, ${grouped(count)} of them:`,
  changed: (count) =>
    count === 1
      ? "Watched here already; what you said of its owner, runbook or days holds from now on:"
      : `Watched here already, ${grouped(count)} of them; what you said of their owner, runbook or days holds from now on:`,
  refused: (count) => (count === 1 ? "One I could not take:" : `${grouped(count)} I could not take:`),
  more: (count) => `… and ${grouped(count)} more`,
  again: "To correct and send again:",
  inLine: ({ line, text }) => `Line ${line}: ${text}`,
  problem(problem) {
    switch (problem.code) {
      case "owner_wrong":
        return `“${problem.given}” is no Slack user that I can identify. In a command, type @ and choose who owns it (--owner @ada); in a file, write the member ID, such as U012ABC.`;
      case "runbook_wrong":
        return `“${problem.given}” is not a link to a runbook: it must begin with https:// or http://.`;
      case "days_wrong":
        return `“${problem.given}” are not days before the end, such as 30, 7, 1: at most ${problem.most} numbers from 1 to ${problem.longest}.`;
      case "uploaded_certificate":
        return `“${problem.given}” is a certificate that somebody uploaded. A list does not hold it: drop the certificate here again and watch it from there.`;
      case "address_forbidden":
        return `${problem.given} is an address that I may not connect to (${problem.range}). Whoever runs this bot can allow it.`;
    }
  },
  example: (call) => `For example: ${call}`,
  announced: ({ act, user, targets, count }) => {
    const more = count - targets.length;
    const named = more > 0 ? `${targets.join(", ")} and ${grouped(more)} more` : formatList(LOCALE, targets);
    return act === "watch"
      ? `${user} has me watch ${named} here. I write when there is something to do.`
      : `${user} had me stop watching ${named} here.`;
  },
  full: ({ scope, count, limit }) =>
    scope === "channel"
      ? `I added nothing: this channel would watch ${grouped(count)}, and ${grouped(limit)} is the limit. Use another channel for the rest, or stop watching some.`
      : `I added nothing: this workspace would watch ${grouped(count)}, and ${grouped(limit)} is the limit. Stop watching some first.`,
  notInChannel: (channel) =>
    `I am not in ${channel}, so I could not tell anybody there, and added nothing. Type /invite @tlscheck there, then try again.`,
  unavailable:
    "I cannot do this right now: my store does not answer. Nothing was changed; please try again in a minute.",
  unwatched: (count) =>
    count === 1 ? "No longer watched here:" : `No longer watched here, ${grouped(count)} of them:`,
  notWatched: (count) => (count === 1 ? "This was not watched here:" : "These were not watched here:"),
  similar: (targets) => `Watched here of the same host: ${formatList(LOCALE, targets)}.`,
  unwatchAll: {
    question: (count) =>
      count === 1
        ? "Stop watching the one thing that this channel watches?"
        : `Stop watching all ${grouped(count)} that this channel watches?`,
    yes: (count) => (count === 1 ? "Stop watching it" : `Stop watching all ${grouped(count)}`),
    no: "Keep watching",
    kept: "Nothing was changed.",
  },
  list: {
    title: ({ count, filter }) =>
      filter === null
        ? `Watched in this channel: ${grouped(count)}`
        : `Watched in this channel, with “${filter}”: ${grouped(count)}`,
    page: ({ from, to, count }) => `${grouped(from)} to ${grouped(to)} of ${grouped(count)}`,
    nothing: "This channel watches nothing yet.",
    nothingLike: (filter) => `Nothing that this channel watches has “${filter}” in it.`,
    paused: "Paused: I could not write to this channel, so nothing is looked at for it.",
    columns: {
      target: "Watched",
      end: "Runs out",
      left: "Left",
      issuer: "Issuer",
      owner: "Owner",
      condition: "State",
    },
    conditions: {
      expired: "❌ expired",
      revoked: "❌ revoked",
      chain_broken: "❌ chain broken",
      name_not_covered: "❌ wrong name",
      partly_renewed: "⚠️ renewed on some addresses only",
      unreachable: "⚠️ no certificate",
      removed: "⚠️ accepts less than before",
      running_out: "⚠️ runs out soon",
      not_public: "ⓘ authority not public or chain incomplete",
      ok: "✅ fine",
      unseen: "not looked at yet",
      paused: "paused",
    },
    uploaded: (name) => `${name} (uploaded)`,
    days: (days) => formatDays(LOCALE, days),
    previous: "Previous",
    next: "Next",
    add: "Watch more",
    exportAs: (format) => `Export ${format}`,
  },
  exported: ({ channel, count }) =>
    `What ${channel} watches, ${counted(count, "line")}. The form of /tlscheck watch takes the file again, in any channel.`,
  exportSent: "The file is in your direct messages with me.",
  file(fault) {
    switch (fault.code) {
      case "too_large":
        return `The file is larger than ${megabytes(fault.limit)} MB, so I did not read it. Split it.`;
      case "too_many":
        return `The file has ${grouped(fault.count)} lines, and ${grouped(fault.limit)} is the limit. Nothing was added; split it.`;
      case "not_text":
        return "The file is not text in UTF-8. Save it as CSV or YAML: one host in each line is enough.";
      case "empty":
        return "The file names nothing to watch. One host in each line is enough.";
      case "syntax":
        return fault.line === null
          ? `The file cannot be read: ${fault.reason}. Nothing was added.`
          : `The file cannot be read, line ${fault.line}: ${fault.reason}. Nothing was added.`;
      case "out_of_reach":
        return "I cannot read the file: Slack does not show it to me any more. Nothing was added of it.";
    }
  },
  buttons: {
    watch: "Watch",
    watchCertificates: (count) =>
      count === 1 ? "Watch this certificate" : `Watch these ${grouped(count)} certificates`,
  },
  certificatesGone: "This file is too old: I keep what I read in one for 30 days. Drop it here again.",
  modal: {
    title: "Watch TLS servers",
    submit: "Watch",
    targets: "Hosts",
    targetsHint:
      "api.example.com, mail.example.com:993, [2001:db8::1]:443 or URLs, separated by lines, spaces or commas",
    startTls: "STARTTLS",
    startTlsNone: "None: TLS from the start",
    channel: "Tell",
    owner: "Owner",
    ownerHint: "Mentioned when it is critical",
    runbook: "Runbook",
    days: "Tell this many days before the end",
    daysHint: "For example 30, 14, 7, 3, 1. Empty: according to each certificate’s lifetime",
    file: "Or a list in a file",
    fileHint:
      "CSV with the columns target, starttls, owner, runbook, days; YAML with the same names; or a host in each line. At most 1 MB and 2,000 lines",
    empty: "Name a host, or add a file.",
    notInChannel: "I am not in this channel. Type /invite @tlscheck there, then send this again.",
  },
};
