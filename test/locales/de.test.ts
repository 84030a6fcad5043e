import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/diagnosis/finding.ts";
import { catalogFor } from "../../src/locales/catalogs.ts";
import { describeFinding, summarize } from "../../src/report/words.ts";
import { AT, DAY, FINDINGS, certificate, evidence } from "../support/evidence.ts";

const de = catalogFor("de-AT");
const titleOf = (finding: Finding) => describeFinding(finding, evidence(), de).title;

describe("German", () => {
  it.each([
    [0, "vor weniger als einem Tag"],
    [1, "vor 1 Tag"],
    [12, "vor 12 Tagen"],
  ])("has the dative for %i days", (days, text) => {
    const expired = certificate({ notAfter: AT - days * DAY - 1 });
    expect(titleOf({ ...FINDINGS.certificate_expired, certificate: expired })).toBe(
      `Das Zertifikat ist ${text} abgelaufen`,
    );
    const early = certificate({ notBefore: AT + days * DAY });
    expect(titleOf({ ...FINDINGS.certificate_not_yet_valid, certificate: early })).toContain(
      days === 0 ? "erst in 1 Tag gültig" : `erst in ${days + 1} Tagen gültig`,
    );
  });

  it("counts one further fault and several", () => {
    const wrong = [FINDINGS.certificate_expired, FINDINGS.host_name_mismatch];
    expect(summarize(evidence(), wrong, de)).toMatch(/ \(und 1 weiterer Fehler\)$/);
    expect(summarize(evidence(), [...wrong, FINDINGS.weak_key], de)).toMatch(/ \(und 2 weitere Fehler\)$/);
  });

  it("has one packet and several in a capture", () => {
    const facts = { completed: 1, failed: 0, incomplete: 0, notTls: 1 };
    expect(de.capture.summary({ packets: 1, ...facts })).toBe(
      "1 Paket, 1 TLS-Handshake, 1 abgeschlossen, 0 fehlgeschlagen, 1 andere Verbindung",
    );
    expect(de.capture.summary({ packets: 2, ...facts, completed: 2, notTls: 2 })).toBe(
      "2 Pakete, 2 TLS-Handshakes, 2 abgeschlossen, 0 fehlgeschlagen, 2 andere Verbindungen",
    );
  });

  it("says in words what codes say", () => {
    const fault = { kind: "profile_violation", severity: "warning", position: 0 } as const;
    const flaw = {
      ...fault,
      rule: "issuer_empty",
      cites: { standard: "RFC 5280", section: "4.1.2.4" },
    } as const;
    const flaws = [{ kind: "path", fault: flaw, subject: "CN=x" }] as const;
    expect(describeFinding({ ...FINDINGS.chain_incorrect, flaws }, evidence(), de).evidence).toEqual([
      "CN=x: Der Aussteller ist leer (RFC 5280, Abschnitt 4.1.2.4).",
    ]);
  });

  it.each([
    [0, "von api.example.com läuft"],
    [1, "von api.example.com und einem weiteren Host läuft"],
    [49, "von api.example.com und 49 weiteren Hosts läuft"],
  ])("has the dative for %i more hosts", (more, text) => {
    const facts = { first: "api.example.com", more, uploaded: false, issuer: null, daysLeft: 1 };
    expect(de.alerts.titles.expires(facts)).toBe(`Das Zertifikat ${text} in 1 Tag ab`);
  });

  it.each([
    [[30, 7, 1], "30, 7 und 1 Tag vor dem Ablauf"],
    [[1], "1 Tag vor dem Ablauf"],
    [[7, 3], "7 und 3 Tage vor dem Ablauf"],
  ])("has days as the last of %j needs it", (days, text) => {
    const changes = { days };
    expect(de.settings.watching.changed({ user: "@ada", changes })).toMatch(new RegExp(` Alarm ${text}\\.$`));
  });
});
