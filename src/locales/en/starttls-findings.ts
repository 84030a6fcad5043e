import type { StartTlsFault } from "../../diagnosis/starttls.ts";
import type { Catalog, Line } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { PROTOCOL_NAMES } from "../selection.ts";
import { LOCALE, count, listSome } from "./wording.ts";

export const startTlsFindings: Pick<Catalog["findings"], "starttls_failed"> = {
  starttls_failed: ({ port, protocol, fault }, { target }) => {
    const name = PROTOCOL_NAMES[protocol];
    return {
      title: describeTitle(fault, name, port),
      evidence: [
        fault.command === null
          ? `We were waiting for the ${name} greeting.`
          : `We had sent ${fault.command}.`,
        describeFault(fault),
      ],
      resolution: [...advise(fault, name), sClient(target)],
    };
  },
};

function describeTitle(fault: StartTlsFault, name: string, port: number): string {
  switch (fault.code) {
    case "refused":
      return `The ${name} server on port ${port} refuses to start TLS`;
    case "not_offered":
      return `The ${name} server on port ${port} does not offer TLS (STARTTLS)`;
    case "other_protocol":
    case "malformed":
      return `What answers on port ${port} is no ${name} server`;
    case "injected":
      return `Plain text was slipped in behind the go-ahead for TLS on port ${port}`;
    case "too_much":
      return `The ${name} server on port ${port} talks without end`;
    case "closed":
      return `The ${name} server on port ${port} hung up before TLS`;
    case "reset":
      return `The connection was reset before ${name} came to TLS`;
    case "timeout":
      return `The ${name} server on port ${port} fell silent before TLS`;
  }
}

function describeFault(fault: StartTlsFault): string {
  switch (fault.code) {
    case "refused":
      return `It answered ${fault.status}: ${fault.reply}`;
    case "not_offered":
      return fault.offered.length === 0
        ? "It lists no capabilities."
        : `It offers ${listSome(fault.offered)}.`;
    case "other_protocol":
      return `It speaks ${PROTOCOL_NAMES[fault.protocol]}: ${fault.firstBytes}`;
    case "malformed":
      return `It sent: ${fault.received}`;
    case "injected":
      return `${count(fault.bytes, "byte")} came in plain text after it: ${fault.received}`;
    case "too_much":
      return `More than ${count(fault.bytes, "byte")} came without an end.`;
    case "closed":
      return "It closed the connection.";
    case "reset":
      return "It reset the connection.";
    case "timeout":
      return `No answer within ${formatDuration(LOCALE, fault.afterMs)}.`;
  }
}

function advise(fault: StartTlsFault, name: string): Line[] {
  switch (fault.code) {
    case "refused":
      return [
        "The server's own words say why. Most often it has no certificate and key, or may not read them.",
      ];
    case "not_offered":
      return [
        `Configure a certificate in the ${name} server. If it has one, something between strips the offer (an inspecting firewall): ask from the server's own network.`,
      ];
    case "other_protocol":
    case "malformed":
      return [
        fault.code === "other_protocol" && fault.protocol === "tls"
          ? "On this port TLS comes first: check it without --starttls."
          : "Check host and port, and which protocol --starttls names.",
      ];
    case "injected":
      return [
        "The server, or somebody between, lets commands through that belong behind TLS (CVE-2011-0411). Update the server; look for a proxy in between.",
      ];
    case "too_much":
      return ["Look at what listens on this port: no server needs to say that much before TLS."];
    case "closed":
    case "reset":
      return ["Look into the server's log: it may have refused our address, or have too many connections."];
    case "timeout":
      return [
        fault.command === null
          ? "It waits for the client to speak first: TLS may come first on this port. Check it without --starttls."
          : "Look into the server's log, and at what lies between.",
      ];
  }
}
