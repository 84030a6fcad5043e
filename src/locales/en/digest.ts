import type { Trouble } from "../../watches/watched-state.ts";
import type { DigestWords } from "../digest-words.ts";
import { formatList } from "../format.ts";
import { LOCALE, count, grouped } from "./wording.ts";

export const digest: DigestWords = {
  title: (period) => (period === "daily" ? "Certificates today" : "Certificates this week"),
  summary: ({ period, broken, ending, renewed, snoozed }) => {
    const parts = [
      ...(broken === 0 ? [] : [`${grouped(broken)} broken`]),
      ...(ending === 0
        ? []
        : [`${count(ending, "certificate")} ${ending === 1 ? "runs" : "run"} out within 30 days`]),
      ...(renewed === 0 ? [] : [`${grouped(renewed)} renewed`]),
      ...(snoozed === 0 ? [] : [`${grouped(snoozed)} snoozed`]),
    ];
    const title = period === "daily" ? "Certificates today" : "Certificates this week";
    return `${title}: ${formatList(LOCALE, parts)}`;
  },
  broken: ({ kinds, when }) =>
    kinds.length === 1 && kinds[0] === "expires"
      ? `Expired on ${when}`
      : `Since ${when}: ${formatList(
          LOCALE,
          kinds.map((kind) => KINDS[kind]),
        )}`,
  renewed: "Renewed",
  uploaded: "an uploaded certificate",
  change: (command) => `${command} settings changes when this comes, or ends it.`,
};

const KINDS: Readonly<Record<Trouble["kind"], string>> = {
  expires: "expired",
  revoked: "revoked",
  chain_broken: "chain refused",
  name_not_covered: "wrong name",
  partly_renewed: "renewed on some addresses only",
  unreachable: "not seen",
  removed: "versions or cipher suites removed",
};
