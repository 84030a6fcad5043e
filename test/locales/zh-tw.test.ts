import { expect, it } from "vitest";
import { catalogFor } from "../../src/locales/catalogs.ts";
import { describeFinding } from "../../src/report/words.ts";
import { AT, FINDINGS, evidence } from "../support/evidence.ts";

const zhTW = catalogFor("zh-TW");
const GLUED = /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u;
const ofCertificate = { subject: "CN=a", issuer: "CN=b", notAfter: AT, daysLeft: 60 };

it.each(["zh-TW", "zh-HK", "zh-MO", "zh-Hant", "zh-Hant-TW"])("%s has the Traditional catalog", (tag) => {
  expect(catalogFor(tag)).toBe(zhTW);
});

it.each(["zh", "zh-CN", "zh-Hans", "zh-SG"])("%s does not", (tag) => {
  expect(catalogFor(tag)).toBe(catalogFor("en"));
});

it("tells hours from 0 to 23", () => {
  expect(zhTW.report.certificate(ofCertificate)).toContain("2026年11月20日 20:00 UTC");
  expect(zhTW.report.certificate({ ...ofCertificate, notAfter: AT + 4 * 3_600_000 })).toContain("00:00 UTC");
});

it("does not glue a Latin name to a Chinese word", () => {
  const sentences = Object.values(FINDINGS).flatMap((finding) => {
    const { title, evidence: seen, resolution } = describeFinding(finding, evidence(), zhTW);
    return [title, ...seen, ...resolution].filter((line) => typeof line === "string");
  });
  expect(sentences.length).toBeGreaterThan(100);
  expect(sentences.filter((line) => GLUED.test(line.replaceAll(/\d+年\d+月\d+日/g, "")))).toEqual([]);
});

it("does not glue a Latin name to a Chinese word at the end of a path", () => {
  const places = [
    "northbound_private_cloud",
    "southbound_private_cloud",
    "northbound_public_cloud",
    "southbound_public_cloud",
    "hybrid",
    "not_apigee",
  ] as const;
  const { target, addresses } = evidence();
  const contexts = places.flatMap((place) =>
    [null, "Java 8"].flatMap((client) =>
      (["client", "server"] as const).map((rejectedBy) => ({
        target,
        addresses,
        place,
        rejectedBy,
        client,
        finding: null,
      })),
    ),
  );
  const sentences = Object.values(zhTW.playbook.outcomes)
    .flatMap((outcome) => contexts.map(outcome))
    .flatMap(({ steps, verify }) => steps.concat(verify))
    .filter((line) => typeof line === "string");
  expect(sentences.length).toBeGreaterThan(1_000);
  expect(sentences.filter((line) => GLUED.test(line))).toEqual([]);
});
