import type { HomeView } from "@slack/types";
import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import { formatTarget } from "../../diagnosis/target.ts";
import type { Catalog } from "../../locales/catalog.ts";
import { summarize } from "../../report/words.ts";
import type { HomeWatches } from "./home-watches.ts";
import { watchesBlocks } from "./home-watches.ts";
import { WATCH_LIST } from "./watch-list.ts";
import { header, plainText, richText, section, text } from "./text.ts";

export const OPEN_CHECK_MODAL = "open_check_modal";

export interface HomeGiven {
  /** Null where that cannot be told now. */
  readonly recent: readonly Diagnosis[] | null;
  /** `store_unavailable`, `channels_unknown`: nothing can be told of them now. */
  readonly watches: HomeWatches | "store_unavailable" | "channels_unknown";
}

/** What the bot does, buttons to do it, what is watched where this person may see it, and what they asked for last. */
export function homeView({ recent, watches }: HomeGiven, catalog: Catalog): HomeView {
  const { home } = catalog.chat;
  return {
    type: "home",
    blocks: [
      header(home.title),
      richText(home.intro.map((line) => section(text(`${line}\n`)))),
      {
        type: "actions",
        elements: [
          { type: "button", style: "primary", action_id: OPEN_CHECK_MODAL, text: plainText(home.check, 75) },
          // The same as below a list, and the form asks for the channel.
          { type: "button", action_id: WATCH_LIST.add, text: plainText(catalog.watchHome.add, 75) },
        ],
      },
      { type: "divider" },
      ...(typeof watches === "string"
        ? [richText([section(text(whyNotShown(watches, catalog)))])]
        : watchesBlocks(watches, catalog)),
      ...(recent === null ? [] : recentBlocks(recent, catalog)),
    ],
  };
}

function recentBlocks(recent: readonly Diagnosis[], catalog: Catalog): HomeView["blocks"] {
  const { home } = catalog.chat;
  const list = recent.map((diagnosis) => section(text(summarizeDiagnosis(diagnosis, catalog))));
  return [
    { type: "divider" },
    richText([
      section(text(home.recent, { bold: true })),
      list.length === 0
        ? section(text(home.nothingYet))
        : { type: "rich_text_list", style: "bullet", elements: list },
    ]),
  ];
}

function whyNotShown(why: "store_unavailable" | "channels_unknown", { watchHome }: Catalog): string {
  return why === "store_unavailable" ? watchHome.storeUnavailable : watchHome.channelsUnknown;
}

function summarizeDiagnosis({ target, result }: Diagnosis, catalog: Catalog): string {
  const about = (said: string) => catalog.report.about({ name: formatTarget(target), text: said });
  if (result === null) return about(catalog.verdict.checking);
  if (result.state === "failed") return about(catalog.verdict.failed);
  return about(summarize(result.evidence, result.findings, catalog));
}
