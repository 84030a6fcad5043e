import type { ExpectedValue, UsageProblem } from "../../diagnosis/usage-error.ts";
import type { Catalog } from "../catalog.ts";
import { CUT_CAPTURE, KEY_HASH, READ_CAPTURE, READ_LARGE_CAPTURE, exampleCalls } from "../commands.ts";
import { megabytes } from "../selection.ts";

export const chat: Catalog["chat"] = {
  notInChannel: (channel) =>
    `I am not in ${channel}, so only you see this. Type /invite @tlscheck there, and the next answer is for everybody.`,
  storeUnavailable:
    "I cannot take the check right now: my store does not answer. Nothing was started; please try again in a minute.",
  tooManyRunning: ({ scope, running, limit }) =>
    scope === "user"
      ? `You have ${running} checks running, and ${limit} at a time is the limit. Try again when one of them has ended.`
      : `This channel has ${running} checks running, and ${limit} at a time is the limit. Try again when one of them has ended.`,
  yourMessage: "Your message",
  privateKeyPosted: (where) => [
    `${where} holds a private key, and whoever can see it can read the key. I kept nothing of it but the hash of its public half.`,
    "Delete it in Slack. Treat the key as stolen: make a new one, have a new certificate issued for it, and have the old certificate revoked.",
    "I never need a private key. To compare one with a certificate, print the hash of its public half and write it to me here, @tlscheck HASH:",
    KEY_HASH,
  ],
  keyMatches: "This key belongs to a certificate of this thread.",
  keyMismatch:
    "This key belongs to no certificate of this thread. If the hash is of the key's public half in DER, it is the wrong key.",
  keyWithoutCertificate:
    "I know no certificate in this thread to compare the key with. Check the host or drop the certificate here first, then paste the hash again.",
  diagnosisGone: "This diagnosis is too old: I keep them for 30 days. Please check the host again.",
  clickedWrong: "This button belongs to another conversation, so I changed nothing.",
  help: (command) => [
    "I find out why a TLS handshake fails. Give me one or more targets:",
    exampleCalls(command),
    "Drop a certificate, a chain, a keystore, a Kubernetes secret or a capture of tcpdump into one of my threads or into a direct message, and I read it. Never send me a private key.",
    `${command} alone opens a form. ${command} help shows this.`,
  ],
  complaint,
  usage: (problem, command) => `${complaint(problem)} For example: ${command} api.example.com:8443`,
  modal: {
    title: "Check a TLS server",
    submit: "Check",
    close: "Cancel",
    targets: "Hosts",
    targetsHint:
      "api.example.com, api.example.com:8443, [2001:db8::1]:443 or a URL; several separated by spaces",
    place: { product: "Product", direction: "Connection, for Apigee Edge", client: "Client that fails" },
    ifKnown: "If you know it",
    channel: "Answer in",
    files: "Certificates, keystores, secrets, captures",
    filesHint:
      "PEM, DER, PKCS#7, PKCS#12, JKS, JCEKS, a Kubernetes secret; pcap, pcapng. Two files dropped together are compared: who would accept whom. No private keys, please",
    password: "Password of the keystore",
    passwordHint: "Used once to read the file, kept encrypted for two minutes at most",
    passwordTitle: "Open the keystore",
  },
  enterPassword: "Enter the password",
  capture: {
    reading: ({ name, read, total }) => `Reading ${name}: ${megabytes(read)} of ${megabytes(total)} MB`,
    tooLarge: ({ name, limit }) => [
      `${name} is larger than ${megabytes(limit)} MB, unpacked, and that is the limit here. Keep what belongs to the failure and drop that:`,
      CUT_CAPTURE,
      "Or read it where it is:",
      READ_LARGE_CAPTURE,
    ],
    tooSlow: ({ name, minutes }) => [
      `${name} could not be read within ${minutes} minutes, so I stopped. Read it where it is:`,
      READ_CAPTURE,
    ],
    failed:
      "Something broke on my side while I read the capture. Whoever runs this bot finds it in the log. Please try again.",
    columns: { server: "Server", what: "What happened", count: "Count" },
    moreGroups: (count) =>
      count === 1
        ? "One further cause is not shown: tlscheck capture FILE shows it."
        : `${count} further causes are not shown: tlscheck capture FILE shows more.`,
    pick: "Show a handshake",
    check: (target) => `Check ${target} now`,
    copy: "Make a copy for support",
    copyForm: {
      title: "A copy for support",
      submit: "Make the copy",
      explanation:
        "I download the capture again and post a copy into this thread. All IP addresses are replaced, the same by the same; MAC addresses are left out, and so is everything that was said after each handshake.",
      names: "Names in certificates, and those that clients asked for",
      keep: "Keep them: support can compare them",
      hash: "Replace them by hashes, the same by the same",
    },
    copyReady: (names) =>
      names === "keep"
        ? "The copy for support: addresses are replaced, and what came after each handshake is cut. Names and certificates are as they were."
        : "The copy for support: addresses are replaced, names are hashes of them, and what came after each handshake is cut.",
    copyTooLarge: (limit) =>
      `Even the copy is larger than ${megabytes(limit)} MB. Make it where the capture is: tlscheck capture FILE --redact COPY`,
    fileGone: "The capture is not in Slack any more, and I keep none: drop it here again.",
    gone: "This capture is too old: I keep what I read in one for 30 days. Please drop it again.",
  },
  home: {
    title: "tlscheck",
    intro: [
      "I find out why a TLS handshake fails: name, connection, protocol, cipher suites, certificate, chain, server name.",
      "In a channel, type /tlscheck api.example.com. I answer in a thread with the cause, the evidence and the fix.",
    ],
    check: "Check a host",
    recent: "Your last checks",
    nothingYet: "None so far.",
  },
};

function complaint(problem: UsageProblem): string {
  switch (problem.code) {
    case "target_missing":
      return "Which host?";
    case "text_missing":
      return "Which error message? Paste it behind explain; - reads standard input.";
    case "file_missing":
      return "Which file? - reads standard input.";
    case "target_malformed":
      return `“${problem.given}” is not a host, a host:port, an address or a URL.`;
    case "scheme_unknown":
      return `I do not know which port “${problem.scheme}://” in “${problem.given}” means. Write host:port.`;
    case "port_out_of_range":
      return `“${problem.port}” in “${problem.given}” is not a port; ports go from 1 to 65535.`;
    case "too_many_targets":
      return `That is ${problem.count} targets; ${problem.limit} at a time is the limit.`;
    case "command_unknown":
      return `“${problem.given}” is not a command that I know.`;
    case "option_unknown":
      return `“${problem.given}” is not an option that I know.`;
    case "option_missing":
      return `${problem.option} is missing: a certificate and its key are given together.`;
    case "option_value":
      return `${problem.option} wants ${expectation(problem.expected)}, not “${problem.given}”.`;
    case "file_unreadable":
      return `Cannot read ${problem.file}: ${problem.reason}.`;
  }
}

function expectation(expected: ExpectedValue): string {
  switch (expected.a) {
    case "locale":
    case "starttls":
    case "names":
    case "client":
      return `one of ${expected.of.join(", ")}`;
    case "time":
      return "a time like 2026-11-20T20:00:00Z";
    case "timeout":
      return `milliseconds from 1 to ${expected.most}`;
    case "certificate_file":
      return "a file with certificates";
    case "file":
      return "a file, which is read twice, not standard input";
    case "key_file":
      return "the private key of the certificate, PEM, not encrypted";
    case "cidr_block":
      return "an address or a network such as 10.0.0.0/8 or fd00::/8";
    case "connect_to":
      return "HOST:PORT:ADDRESS:PORT, for example api.internal:443:10.0.0.7:8443";
  }
}
