import { createHash } from "node:crypto";
import type { WebClient } from "@slack/web-api";
import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import { formatTarget } from "../../diagnosis/target.ts";
import type { Catalog } from "../../locales/catalog.ts";
import type { Checked, Conversation } from "../../playbook/conversation.ts";
import { awaitsTrials, walkThrough } from "../../playbook/conversation.ts";
import type { MessageView } from "../views/message.ts";
import { parentView } from "../views/parent.ts";
import { richText, section, text } from "../views/text.ts";
import { reportBlocks, verdictView } from "../views/verdict.ts";
import { attachChain } from "./attach-chain.ts";
import type { MessageKey, Place } from "./messenger.ts";
import { isNotAllowedHere, updateMessage } from "./messenger.ts";
import type { PostLedger } from "./post-once.ts";
import { postOnce } from "./post-once.ts";
import { sendPrivately } from "./private-answer.ts";

export interface ShowPorts {
  readonly load: (id: string) => Promise<Diagnosis | null>;
  readonly loadConversation: (diagnosis: Diagnosis) => Promise<Conversation>;
  /** Has named clients tried, once, and then draws again. */
  readonly requestTrials: (diagnosis: Diagnosis) => Promise<void>;
  readonly loadResponseUrl: (id: string) => Promise<string | null>;
  readonly clientFor: (diagnosis: Diagnosis) => Promise<WebClient>;
  readonly catalogFor: (diagnosis: Diagnosis) => Catalog;
  /** Of what who asked is told alone. */
  readonly ownCatalogFor: (diagnosis: Diagnosis) => Catalog;
  readonly ledger: ShowLedger;
}

export interface ShowLedger extends PostLedger {
  /** What the message showed last, as a digest; null when that is not known. */
  shown(key: MessageKey): Promise<string | null>;
  setShown(key: MessageKey, digest: string | null): Promise<void>;
  isPrivate(id: string): Promise<boolean>;
  markPrivate(id: string): Promise<void>;
}

/** Another answer may arrive while this is drawn; each round draws the newest. */
const MAX_ROUNDS = 10;

/** The only way to the screen: load → walk → view → post, or update in place. Safe to run again and from two places at
 *  once: whoever draws an old state sees that it has changed, and draws again. */
export function createShow(ports: ShowPorts) {
  return async (id: string): Promise<void> => {
    let drawn: string | null = null;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const diagnosis = await ports.load(id);
      if (diagnosis === null || diagnosis.result === null) return;
      const conversation = await ports.loadConversation(diagnosis);
      const state = stateOf(conversation);
      if (state === drawn) return;
      drawn = state;
      await draw(ports, diagnosis, conversation);
      const { result } = diagnosis;
      if (result.state === "checked" && isWaiting(diagnosis, result, conversation))
        await ports.requestTrials(diagnosis);
    }
  };
}

function isWaiting(diagnosis: Diagnosis, result: Checked, conversation: Conversation): boolean {
  return awaitsTrials(walkThrough(diagnosis, result, conversation), result, conversation);
}

/** All of it only grows; that the trials failed is news, too. */
function stateOf({ answers, thread, trials }: Conversation): string {
  return `${answers.length} ${thread.length} ${trials?.length ?? "none"}`;
}

async function draw(ports: ShowPorts, diagnosis: Diagnosis, conversation: Conversation): Promise<void> {
  const client = await ports.clientFor(diagnosis);
  const catalog = ports.catalogFor(diagnosis);
  const { channel, threadTs } = diagnosis.origin;
  if (await ports.ledger.isPrivate(diagnosis.id)) return answerPrivately(ports, client, diagnosis);
  try {
    const place = { channel, threadTs };
    const parent = await keepCurrent(
      ports,
      client,
      diagnosis,
      "parent",
      place,
      parentView(diagnosis, catalog, conversation.thread),
    );
    const thread = { channel, threadTs: threadTs ?? parent };
    const verdict = verdictView(diagnosis, conversation, catalog);
    await keepCurrent(ports, client, diagnosis, "verdict", thread, verdict);
  } catch (error) {
    if (!isNotAllowedHere(error)) throw error;
    await ports.ledger.markPrivate(diagnosis.id);
    await answerPrivately(ports, client, diagnosis);
  }
}

async function keepCurrent(
  { ledger }: ShowPorts,
  client: WebClient,
  { id }: Diagnosis,
  part: MessageKey["part"],
  place: Place,
  view: MessageView,
): Promise<string> {
  const key = { diagnosisId: id, part };
  const digest = createHash("sha256").update(JSON.stringify(view)).digest("base64url");
  const { ts, fresh } = await postOnce(client, ledger, place, view, key);
  if (fresh) await attachChain(client, { channel: place.channel, threadTs: place.threadTs ?? ts }, view);
  else {
    if ((await ledger.shown(key)) === digest) return ts;
    await updateMessage(client, place.channel, ts, view, key);
  }
  await ledger.setShown(key, digest);
  return ts;
}

/** The result without the conversation, whose buttons need a message that everybody sees. */
async function answerPrivately(
  { ledger, loadResponseUrl, ownCatalogFor }: ShowPorts,
  client: WebClient,
  diagnosis: Diagnosis,
): Promise<void> {
  const key = { diagnosisId: diagnosis.id, part: "verdict" as const };
  if ((await ledger.shown(key)) !== null) return;
  const { result, origin } = diagnosis;
  const catalog = ownCatalogFor(diagnosis);
  const { text: summary } = parentView(diagnosis, catalog);
  const hint = catalog.chat.notInChannel(`<#${origin.channel}>`);
  await sendPrivately(
    client,
    { user: origin.user, responseUrl: await loadResponseUrl(diagnosis.id) },
    {
      text: summary,
      blocks: [
        richText([section(text(formatTarget(diagnosis.target), { bold: true }))]),
        ...(result?.state === "checked"
          ? reportBlocks(result.evidence, result.findings, catalog)
          : [richText([section(text(catalog.report.failed))])]),
        // Our own words and Slack's own id: the channel's name is to be shown, so nothing is escaped.
        { type: "context", elements: [{ type: "mrkdwn", text: hint }] },
      ],
    },
  );
  await ledger.setShown(key, "private");
}
