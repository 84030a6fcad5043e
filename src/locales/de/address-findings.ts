import type { AddressOutcome, AddressSummary } from "../../diagnosis/finding.ts";
import type { Catalog } from "../catalog.ts";
import { showEach } from "../commands.ts";
import { formatTime } from "../format.ts";
import { LOCALE } from "./wording.ts";

const MAX_ADDRESSES = 10;

const OUTCOMES: Readonly<Record<AddressOutcome, string>> = {
  completed: "antwortet",
  alert: "lehnt ab",
  connection_reset: "setzt die Verbindung zurück",
  closed: "legt auf",
  timeout: "antwortet nicht",
  not_tls: "spricht kein TLS",
  starttls_failed: "beginnt kein TLS",
  broken: "sendet etwas, das kein Handshake ist",
  name_not_resolved: "hat keine Adresse",
  not_allowed: "liegt in einem Netz, das nicht erreicht werden darf",
  connection_refused: "weist die Verbindung ab",
  network: "ist nicht erreichbar",
};

const DIFFERENCES: Readonly<Record<NonNullable<AddressSummary["difference"]>, string>> = {
  outcome: "Nicht mit jeder Adresse des Namens kommt ein Handshake zustande",
  validity: "Nicht jede Adresse des Namens hat ein Zertifikat, das heute gültig ist",
  name: "Nicht jede Adresse des Namens hat ein Zertifikat für ihn",
  issuer: "Die Adressen des Namens haben Zertifikate verschiedener Zertifizierungsstellen",
  certificate: "Die Adressen des Namens haben verschiedene, gleich gute Zertifikate",
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
        ...(addresses.length > MAX_ADDRESSES ? [`… und ${addresses.length - MAX_ADDRESSES} weitere`] : []),
      ],
      resolution: [
        worst === "certificate"
          ? "Nichts zu tun, wenn jeder Standort absichtlich ein eigenes Zertifikat hat. Sonst installieren Sie überall dasselbe."
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

function describeAddress({ address, outcome, alert, certificate, difference }: AddressSummary): string {
  const seen =
    certificate === null
      ? `${OUTCOMES[outcome]}${alert === null ? "" : ` (${alert})`}`
      : `${certificate.subject}, ausgestellt von ${certificate.issuer}, gültig bis ${formatTime(LOCALE, certificate.notAfter)}`;
  return `${address}: ${seen}${difference === "certificate" || difference === "issuer" ? ` (${certificate?.sha256.slice(0, 16) ?? ""})` : ""}.`;
}
