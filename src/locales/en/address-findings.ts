import type { AddressOutcome, AddressSummary } from "../../diagnosis/finding.ts";
import type { Catalog } from "../catalog.ts";
import { showEach } from "../commands.ts";
import { formatTime } from "../format.ts";
import { LOCALE } from "./wording.ts";

const MAX_ADDRESSES = 10;

const OUTCOMES: Readonly<Record<AddressOutcome, string>> = {
  completed: "answers",
  alert: "refuses",
  connection_reset: "resets the connection",
  closed: "hangs up",
  timeout: "does not answer",
  not_tls: "does not speak TLS",
  starttls_failed: "does not start TLS",
  broken: "sends something that is no handshake",
  name_not_resolved: "has no address",
  not_allowed: "is in a network that must not be reached",
  connection_refused: "refuses the connection",
  network: "cannot be reached",
};

const DIFFERENCES: Readonly<Record<NonNullable<AddressSummary["difference"]>, string>> = {
  outcome: "Not every address of the name gives a handshake",
  validity: "Not every address of the name has a certificate that is valid today",
  name: "Not every address of the name has a certificate for it",
  issuer: "The addresses of the name have certificates of different authorities",
  certificate: "The addresses of the name have different certificates, each as good",
};

export const addressFindings: Pick<Catalog["findings"], "addresses_differ"> = {
  addresses_differ: ({ addresses }, { target }) => {
    const found = new Set(addresses.map(({ difference }) => difference));
    // The worst first, as in the table.
    const worst = (["outcome", "validity", "name", "issuer", "certificate"] as const).find((each) =>
      found.has(each),
    );
    const listed = addresses.slice(0, MAX_ADDRESSES);
    return {
      title: DIFFERENCES[worst ?? "certificate"],
      evidence: [
        ...listed.map(describeAddress),
        ...(addresses.length > MAX_ADDRESSES ? [`… and ${addresses.length - MAX_ADDRESSES} more`] : []),
      ],
      resolution: [
        worst === "certificate"
          ? "Nothing, if each place has a certificate of its own on purpose. Else install the same one everywhere."
          : "Clients get one address or another, so this fails now and then. Give every server behind the name the same certificate and configuration; until then, take the one that is behind out of DNS or the load balancer.",
        "To see what each shows:",
        showEach(
          listed.map(({ address }) => address),
          target,
        ),
      ],
    };
  },
};

function describeAddress({ address, outcome, alert, certificate, difference }: AddressSummary): string {
  const seen =
    certificate === null
      ? `${OUTCOMES[outcome]}${alert === null ? "" : ` (${alert})`}`
      : `${certificate.subject}, issued by ${certificate.issuer}, valid until ${formatTime(LOCALE, certificate.notAfter)}`;
  return `${address}: ${seen}${difference === "certificate" || difference === "issuer" ? ` (${certificate?.sha256.slice(0, 16) ?? ""})` : ""}.`;
}
