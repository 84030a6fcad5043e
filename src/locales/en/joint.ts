import type { Catalog } from "../catalog.ts";

/** A capture and a check together. */
export const joint: Catalog["joint"] = {
  between: ({ client, server, serverName, alert }) =>
    [
      `In the capture ${client} asked ${server}`,
      serverName === null ? " without a server name" : ` for the name ${serverName}`,
      alert === null ? ", and was cut off. " : `, and was refused with the alert ${alert}. `,
      "What the server accepts is from the check.",
    ].join(""),
  offered: {
    versions: "Versions that the client offered",
    cipher_suites: "Cipher suites that the client offered",
    groups: "Groups that the client offered",
    signature_algorithms: "Signature algorithms that the client offered",
  },
  accepted: "What the server accepts",
  more: (count) => `… and ${count} more`,
  alone: (summary) => `The check alone: ${summary}`,
  acceptedNow: {
    title: "The server accepts now what it refused in the capture",
    evidence: ["Versions, cipher suites and groups fit: a client that offers the same would be accepted."],
    resolution: [
      "Either it was changed since, or it was another server that refused: a load balancer may lead to several that are configured differently.",
      "Let the client try again. If it still fails, capture once more on the server's side, to see whether the Client Hello arrives there as it was sent.",
    ],
  },
};
