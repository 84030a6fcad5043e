import { describe, expect, it } from "vitest";
import type { OutcomeContext } from "../../src/locales/catalog.ts";
import { ko } from "../../src/locales/ko/catalog.ts";
import type { Place } from "../../src/playbook/place.ts";
import type { OutcomeId } from "../../src/playbook/playbook.ts";
import { describeFinding } from "../../src/report/words.ts";
import { FINDINGS, evidence } from "../support/evidence.ts";

/** Each of these has a twin (은/는, 이/가 …), and which of them is right depends on the sound before it. */
const PARTICLE = /^(?:은|는|이|가|을|를|과|와|으로|로)(?=[\s.,])/;

const PLACES: readonly Place[] = [
  "northbound_private_cloud",
  "southbound_private_cloud",
  "northbound_public_cloud",
  "southbound_public_cloud",
  "hybrid",
  "not_apigee",
];
const CONTEXT: OutcomeContext = {
  target: { host: "host.example", port: 8443, serverName: "host.example" },
  addresses: [],
  place: "not_apigee",
  rejectedBy: "client",
  finding: null,
  client: "Java 8",
};

/** All text in some data. */
function textsOf(data: unknown): string[] {
  if (typeof data === "string") return [data];
  return typeof data === "object" && data !== null ? Object.values(data).flatMap(textsOf) : [];
}

/** What stands right behind data of the finding. */
function behind(data: readonly string[], sentence: string): string[] {
  return data.flatMap((text) => sentence.split(text).slice(1));
}

describe("Korean particles", () => {
  it.each(Object.values(FINDINGS))("never depend on how the data of $kind sounds", (finding) => {
    const { title, evidence: seen, resolution } = describeFinding(finding, evidence(), ko);
    const data = textsOf(finding).filter((text) => text !== "");
    const sentences = [title, ...seen, ...resolution].filter((line) => typeof line === "string");
    for (const sentence of sentences)
      for (const rest of behind(data, sentence)) expect(rest).not.toMatch(PARTICLE);
  });

  it.each(Object.keys(ko.playbook.outcomes) as OutcomeId[])(
    "never depend on how the host or the client of %s sounds",
    (id) => {
      for (const place of PLACES) {
        for (const rejectedBy of ["client", "server"] as const) {
          const context: OutcomeContext = { ...CONTEXT, place, rejectedBy };
          const { steps, verify } = ko.playbook.outcomes[id](context);
          const sentences = [...steps, ...verify].filter((line) => typeof line === "string");
          for (const sentence of sentences)
            for (const rest of behind(["host.example:8443", "host.example", "Java 8"], sentence))
              expect(rest).not.toMatch(PARTICLE);
        }
      }
    },
  );

  it("agree with the word before the client's name", () => {
    const steps = PLACES.map((place) => ko.playbook.outcomes.alpn_mismatch({ ...CONTEXT, place }).steps);
    const said = textsOf(steps).join("\n");
    expect(said).toMatch(/클라이언트 앱\(Java 8\)이 /);
    expect(said).toMatch(/클라이언트\(Java 8\)가 /);
  });
});
