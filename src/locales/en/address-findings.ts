import type { AddressDifference, AddressOutcome, AddressSummary } from "../../diagnosis/finding.ts";
import type { Catalog } from "../catalog.ts";
import { showEach } from "../commands.ts";
import { formatTime } from "../format.ts";
import { selectAddresses, tellApart } from "../selection.ts";
import { LOCALE } from "./wording.ts";

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

const DIFFERENCES: Readonly<Record<AddressDifference, string>> = {
  outcome: "Not every address of the name gives a handshake",
  validity: "Not every address of the name has a certificate that is valid today",
  name: "Not every address of the name has a certificate for it",
  issuer: "The addresses of the name have certificates of different authorities",
  certificate: "The addresses of the name have different certificates, each as good",
};

export const addressFindings: Pick<Catalog["findings"], "addresses_differ"> = {
  addresses_differ: ({ addresses }, { target }) => {
    const { worst, listed, more } = selectAddresses(addresses);
    return {
      title: DIFFERENCES[worst],
      evidence: [...listed.map(describeAddress), ...(more > 0 ? [`… and ${more} more`] : [])],
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

function describeAddress(summary: AddressSummary): string {
  const { address, outcome, alert, certificate } = summary;
  const apart = tellApart(summary);
  const seen =
    certificate === null
      ? `${OUTCOMES[outcome]}${alert === null ? "" : ` (${alert})`}`
      : `${certificate.subject}, issued by ${certificate.issuer}, valid until ${formatTime(LOCALE, certificate.notAfter)}`;
  return `${address}: ${seen}${apart === null ? "" : ` (${apart})`}.`;
}
