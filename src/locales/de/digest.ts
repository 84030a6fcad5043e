import type { Trouble } from "../../watches/watched-state.ts";
import type { DigestWords } from "../digest-words.ts";
import { formatList } from "../format.ts";
import { LOCALE, count, grouped } from "./wording.ts";

const TITLES = { daily: "Zertifikate heute", weekly: "Zertifikate diese Woche" } as const;

export const digest: DigestWords = {
  title: (period) => TITLES[period],
  summary: ({ period, broken, ending, renewed, snoozed }) => {
    const parts = [
      ...(broken === 0 ? [] : [count(broken, "Problem", "Probleme")]),
      ...(ending === 0
        ? []
        : [`${count(ending, "Zertifikat läuft", "Zertifikate laufen")} innerhalb von 30 Tagen ab`]),
      ...(renewed === 0 ? [] : [`${grouped(renewed)} erneuert`]),
      ...(snoozed === 0 ? [] : [`${grouped(snoozed)} stummgeschaltet`]),
    ];
    return `${TITLES[period]}: ${formatList(LOCALE, parts)}`;
  },
  broken: ({ kinds, when }) =>
    kinds.length === 1 && kinds[0] === "expires"
      ? `Abgelaufen am ${when}`
      : `Seit ${when}: ${formatList(
          LOCALE,
          kinds.map((kind) => KINDS[kind]),
        )}`,
  renewed: "Erneuert",
  uploaded: "ein hochgeladenes Zertifikat",
  change: (command) =>
    `${command} settings legt fest, wann diese Zusammenfassung kommt, oder schaltet sie ab.`,
};

const KINDS: Readonly<Record<Trouble["kind"], string>> = {
  expires: "abgelaufen",
  revoked: "gesperrt",
  chain_broken: "Kette wird abgelehnt",
  name_not_covered: "falscher Name",
  partly_renewed: "nur auf einigen Adressen erneuert",
  unreachable: "kein Zertifikat",
  removed: "Versionen oder Cipher Suites weggefallen",
};
