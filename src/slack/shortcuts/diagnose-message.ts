import { createHash } from "node:crypto";
import type { App, MessageShortcut } from "@slack/bolt";
import { explain } from "../../diagnosis/explain.ts";
import { holdsPrivateKey } from "../incoming-text.ts";
import { readMessageText } from "../message-text.ts";
import { isReadable } from "../messages/shared-file.ts";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { localesOf } from "../user-locale.ts";
import { checkModal } from "../views/check-modal.ts";
import { privateKeyView } from "../views/private-key.ts";
import { sentenceView } from "../views/sentence.ts";

export const DIAGNOSE_MESSAGE = "diagnose_message";
/** As many as a form takes. */
const MAX_FILES = 5;

/** "Diagnose this TLS error": the likely causes into the thread of the message, and its files read. Where there is nothing
 *  of either, the form opens with the hosts that the message names. */
export function registerShortcut(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  app.shortcut<MessageShortcut>(
    { type: "message_action", callback_id: DIAGNOSE_MESSAGE },
    async ({ ack, body, client, respond }) => {
      await ack();
      const { message } = body;
      const channel = body.channel.id;
      const user = body.user.id;
      const owner = ownerOf(body);
      const said = readMessageText(message);
      const tell = ({ text, blocks }: ReturnType<typeof sentenceView>) =>
        respond({ response_type: "ephemeral", replace_original: false, text, blocks });
      if (holdsPrivateKey(said)) {
        const catalog = ports.catalogFor(await localeOf(client, owner.team, user));
        await tell(privateKeyView(catalog.explaining.thisMessage, catalog));
        return;
      }
      const explanation = explain(said);
      const fileIds = readFileIds(message["files"]);
      if (explanation.causes.length === 0 && fileIds.length === 0) {
        // A trigger lives 3 s: what the channel speaks is not asked for.
        const catalog = ports.catalogFor(await localeOf(client, owner.team, user));
        const given = {
          targets: explanation.hosts.join(" "),
          channel,
          notice: catalog.explaining.nothing,
        };
        await client.views.open({ trigger_id: body.trigger_id, view: checkModal(given, catalog) });
        return;
      }
      const locales = await localesOf(localeOf, client, { team: owner.team, user, channel });
      const place = { ...owner, ...locales, channel, user };
      const threadTs = readThread(message["thread_ts"]) ?? body.message_ts;
      const cause = `shortcut:${owner.team}:${body.trigger_id}`;
      try {
        if (explanation.causes.length > 0)
          await ports.say({
            ...place,
            say: { kind: "explanation", explanation },
            threadTs,
            cause,
            subject: `message:${channel}:${body.message_ts}:${digest(explanation)}`,
            responseUrl: body.response_url,
          });
        if (fileIds.length > 0)
          await ports.requestReading({
            ...place,
            fileIds,
            cause: `${cause}:files`,
            place: { threadTs },
            password: null,
          });
      } catch (error) {
        ports.onError(error, { doing: DIAGNOSE_MESSAGE });
        await tell(sentenceView(ports.catalogFor(locales.ownLocale).chat.storeUnavailable));
      }
    },
  );
}

/** Pictures are for people. */
function readFileIds(files: unknown): string[] {
  if (!Array.isArray(files)) return [];
  return (files as readonly { id?: unknown; mimetype?: unknown }[])
    .flatMap(({ id, mimetype }) => (typeof id === "string" && isReadable(String(mimetype)) ? [id] : []))
    .slice(0, MAX_FILES);
}

function readThread(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** A message that was edited is another one. */
function digest(explanation: object): string {
  return createHash("sha256").update(JSON.stringify(explanation)).digest("base64url");
}
