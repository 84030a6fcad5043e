import type { HomeView } from "@slack/types";
import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import { formatTarget } from "../../diagnosis/target.ts";
import type { Catalog } from "../../locales/catalog.ts";
import { summarize } from "../../report/words.ts";
import { header, plainText, richText, section, text } from "./text.ts";

export const OPEN_CHECK_MODAL = "open_check_modal";

/** What the bot does, a button to do it, and what this person asked for last. */
export function homeView(recent: readonly Diagnosis[], catalog: Catalog): HomeView {
  const { home } = catalog.chat;
  const list = recent.map((diagnosis) => section(text(summarizeDiagnosis(diagnosis, catalog))));
  return {
    type: "home",
    blocks: [
      header(home.title),
      richText(home.intro.map((line) => section(text(`${line}\n`)))),
      {
        type: "actions",
        elements: [
          { type: "button", style: "primary", action_id: OPEN_CHECK_MODAL, text: plainText(home.check, 75) },
        ],
      },
      { type: "divider" },
      richText([
        section(text(home.recent, { bold: true })),
        list.length === 0
          ? section(text(home.nothingYet))
          : { type: "rich_text_list", style: "bullet", elements: list },
      ]),
    ],
  };
}

function summarizeDiagnosis({ target, result }: Diagnosis, catalog: Catalog): string {
  const about = (said: string) => catalog.report.about({ name: formatTarget(target), text: said });
  if (result === null) return about(catalog.verdict.checking);
  if (result.state === "failed") return about(catalog.verdict.failed);
  return about(summarize(result.evidence, result.findings, catalog));
}
