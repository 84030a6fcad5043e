import { describe, expect, it } from "vitest";
import { ko } from "../../src/locales/ko/catalog.ts";
import { describeFinding } from "../../src/report/words.ts";
import { FINDINGS, evidence } from "../support/evidence.ts";

/** Each of these has a twin (은/는, 이/가 …), and which of them is right depends on the sound before it. */
const PARTICLE = /^(?:은|는|이|가|을|를|과|와|으로|로)(?=[\s.,])/;

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
});
