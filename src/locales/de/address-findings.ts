import type { AddressDifference, AddressOutcome, AddressSummary } from "../../diagnosis/finding.ts";
import type { Catalog } from "../catalog.ts";
import { showEach } from "../commands.ts";
import { formatTime } from "../format.ts";
import { selectAddresses, tellApart } from "../selection.ts";
import { LOCALE } from "./wording.ts";

const OUTCOMES: Readonly<Record<AddressOutcome, string>> = {
  completed: "antwortet",
  alert: "lehnt ab",
  connection_reset: "setzt die Verbindung zurück",
  closed: "schließt die Verbindung",
  timeout: "antwortet nicht",
  not_tls: "spricht kein TLS",
  starttls_failed: "beginnt kein TLS",
  broken: "sendet etwas, das kein Handshake ist",
  name_not_resolved: "hat keine Adresse",
  not_allowed: "liegt in einem Netz, das nicht erreicht werden darf",
  connection_refused: "weist die Verbindung ab",
  network: "ist nicht erreichbar",
};

const DIFFERENCES: Readonly<Record<AddressDifference, string>> = {
  outcome: "Nicht mit jeder Adresse des Namens kommt ein Handshake zustande",
  validity: "Nicht jede Adresse des Namens hat ein Zertifikat, das heute gültig ist",
  name: "Nicht jede Adresse des Namens hat ein Zertifikat für ihn",
  issuer: "Die Adressen des Namens haben Zertifikate verschiedener Zertifizierungsstellen",
  certificate: "Die Adressen des Namens haben verschiedene, gleich gute Zertifikate",
};

export const addressFindings: Pick<Catalog["findings"], "addresses_differ"> = {
  addresses_differ: ({ addresses }, { target }) => {
    const { worst, listed, more } = selectAddresses(addresses);
    return {
      title: DIFFERENCES[worst],
      evidence: [...listed.map(describeAddress), ...(more > 0 ? [`… und ${more} weitere`] : [])],
      resolution: [
        worst === "certificate"
          ? "Es ist nichts zu tun, wenn jeder Standort absichtlich ein eigenes Zertifikat hat. Sonst installieren Sie überall dasselbe."
          : "Clients bekommen mal die eine, mal die andere Adresse, deshalb tritt der Fehler nur manchmal auf. Geben Sie allen Servern hinter dem Namen dasselbe Zertifikat und dieselbe Konfiguration; nehmen Sie bis dahin den, der abweicht, aus DNS oder Load Balancer.",
        "So sehen Sie, was jede Adresse zeigt:",
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
      : `${certificate.subject}, ausgestellt von ${certificate.issuer}, gültig bis ${formatTime(LOCALE, certificate.notAfter)}`;
  return `${address}: ${seen}${apart === null ? "" : ` (${apart})`}.`;
}
