import { describe, expect, it } from "vitest";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import type { ClientTrial } from "../../src/diagnosis/client-trial.ts";
import { catalogFor } from "../../src/locales/catalogs.ts";
import { clientTable } from "../../src/report/client-table.ts";
import { reportHost } from "../../src/report/host-json.ts";
import { formatHostReport } from "../../src/report/host-text.ts";
import { evidence, profile, refusedTrial, trial } from "../support/evidence.ts";

const en = catalogFor("en");
const trying = (...trials: readonly ClientTrial[]) =>
  evidence({ profile: profile(), clientTrials: { named: ["java8"], trials } });
const SEEN = trying(
  trial({ client: "java7", version: "TLS 1.0" }),
  refusedTrial({ client: "java8" }),
  trial({ client: "chrome", result: null, version: null, cipherSuite: null }),
);

describe("the table of named clients", () => {
  it("has a row for each, in the order in which they were asked for", () => {
    expect(clientTable(SEEN, en)).toEqual({
      title: "Named clients",
      columns: { client: "Client", result: "What it gets" },
      rows: [
        {
          client: "Java 7",
          state: "connects",
          result: "TLS 1.0, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        },
        {
          client: expect.stringMatching(/^Java 8 /),
          state: "fails",
          result: expect.stringContaining("alert handshake_failure"),
        },
        { client: "Chrome", state: "not_asked", result: "not asked" },
      ],
    });
  });

  it("is none where nobody was tried", () => {
    expect(clientTable(evidence(), en)).toBeNull();
    expect(formatHostReport(evidence(), [], en, (_, text) => text)).not.toContain("Named clients");
    expect(reportHost(evidence(), [], en)).not.toHaveProperty("clients");
  });

  it("shows nothing of a server's text that cannot be seen, and at most 80 characters", () => {
    const presentedIdentifiers = [`DNS:\u001B[2J${"a".repeat(200)}`];
    const certificate = { subject: "CN=a", presentedIdentifiers, isOther: true, isForName: false };
    const [row] = clientTable(trying(trial({ certificate })), en)?.rows ?? [];
    expect(row?.result).toContain("DNS:\\u{1b}[2Ja");
    expect(row?.result).toHaveLength(80);
    const { result } = row ?? {};
    expect(result).not.toContain("\u001B");
  });

  it("stands in a terminal before the findings", () => {
    const text = formatHostReport(SEEN, diagnose(SEEN), en, (_, shown) => shown);
    const lines = text.split("\n");
    const at = lines.indexOf("  Named clients:");
    expect(lines.slice(at + 1, at + 5).map((line) => line.trimEnd())).toEqual([
      expect.stringMatching(/^ {4}Client +What it gets$/),
      expect.stringMatching(/^ {4}Java 7 +✔ TLS 1\.0, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256$/),
      expect.stringMatching(/^ {4}Java 8 .+ {2}✘ .+$/),
      expect.stringMatching(/^ {4}Chrome +\? not asked$/),
    ]);
    const column = new Set(lines.slice(at + 2, at + 5).map((line) => line.search(/[✔✘?]/)));
    expect(column.size).toBe(1);
    expect(text.indexOf("Named clients")).toBeLessThan(text.indexOf("What we saw"));
  });

  it("is in the report for scripts", () => {
    expect(reportHost(SEEN, diagnose(SEEN), en).clients).toMatchObject([
      {
        client: "java7",
        name: "Java 7",
        outcome: "connects",
        kind: null,
        reason: null,
        version: "TLS 1.0",
        cipherSuite: { id: "0xc02f", name: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" },
        offered: [],
      },
      { client: "java8", outcome: "fails", kind: "not_determined", version: null, cipherSuite: null },
      { client: "chrome", outcome: "not_asked", kind: null, reason: "not asked" },
    ]);
    const mismatch = evidence({
      profile: profile({ versions: { ...profile().versions, "TLS 1.2": "refused" } }),
      clientTrials: { named: [], trials: [refusedTrial({ client: "java8" })] },
    });
    expect(reportHost(mismatch, [], en).clients).toMatchObject([
      { kind: "protocol_mismatch", offered: ["TLS 1.2", "TLS 1.1", "TLS 1.0"], accepted: ["TLS 1.3"] },
    ]);
  });
});
