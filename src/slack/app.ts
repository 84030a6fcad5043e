import { setTimeout as delay } from "node:timers/promises";
import type { AppOptions, Authorize, Logger, Receiver } from "@slack/bolt";
import { App } from "@slack/bolt";
import { registerAlert } from "./actions/alert.ts";
import { registerAlertForms } from "./actions/alert-forms.ts";
import { registerAnswer } from "./actions/answer.ts";
import { registerCapture } from "./actions/capture.ts";
import { registerCheckTarget } from "./actions/check-target.ts";
import { registerMore } from "./actions/more.ts";
import { registerEnterPassword } from "./actions/enter-password.ts";
import { registerResume } from "./actions/resume.ts";
import { registerWatchButtons } from "./actions/watch-buttons.ts";
import { registerWatchList } from "./actions/watch-list.ts";
import { registerCommand } from "./commands/tlscheck.ts";
import { registerUninstalled } from "./events/app-uninstalled.ts";
import { registerMention } from "./events/app-mention.ts";
import { registerChannelGone } from "./events/channel-gone.ts";
import { registerFileShared } from "./events/file-shared.ts";
import { registerChannelButtons } from "./home/channel-buttons.ts";
import { registerHome } from "./home/app-home.ts";
import type { ListenerParts } from "./listener-parts.ts";
import { createChannelsOf } from "./memberships.ts";
import { createOpenSettings } from "./open-settings.ts";
import { createPersonOf } from "./person.ts";
import type { SlackPorts } from "./ports.ts";
import { registerShortcut } from "./shortcuts/diagnose-message.ts";
import { createLocaleOf } from "./user-locale.ts";
import { registerCheckSubmission } from "./views/check-submission.ts";
import { registerSettingsSubmission } from "./views/settings-submission.ts";
import { registerWatchSubmission } from "./views/watch-submission.ts";

export interface SlackAppOptions {
  readonly receiver: Receiver;
  readonly authorize: Authorize<boolean>;
  readonly clientOptions: NonNullable<AppOptions["clientOptions"]>;
  readonly logger: Logger;
  readonly ports: SlackPorts;
  readonly now: () => number;
}

export interface SlackApp {
  readonly app: App;
  /** Waits for the listeners that are still at work after their `ack()`, at most `graceMs`. */
  readonly drain: (graceMs: number) => Promise<void>;
}

/** The Bolt app with every listener registered. Starting the receiver is the caller's. */
export function createSlackApp({
  receiver,
  authorize,
  clientOptions,
  logger,
  ports,
  now,
}: SlackAppOptions): SlackApp {
  const app = new App({ receiver, authorize, clientOptions, logger, convoStore: false });
  const atWork = new Set<Promise<void>>();
  app.use(async ({ next }) => {
    const working = next();
    atWork.add(working);
    await working.finally(() => atWork.delete(working));
  });
  const onError = (error: unknown, doing: string) => ports.onError(error, { doing });
  const personOf = createPersonOf(now, onError);
  const localeOf = createLocaleOf(
    now,
    (team, channel) => ports.channelLocale(team, channel),
    onError,
    personOf,
  );
  const parts: ListenerParts = { ports, localeOf, personOf, channelsOf: createChannelsOf(now, onError), now };
  const openSettings = createOpenSettings(parts);
  registerCommand(app, parts, openSettings);
  registerAnswer(app, ports, localeOf);
  registerMore(app, ports, localeOf);
  registerEnterPassword(app, ports, localeOf);
  registerCapture(app, ports, localeOf);
  registerCheckTarget(app, ports, localeOf);
  registerShortcut(app, ports, localeOf);
  registerCheckSubmission(app, ports, localeOf);
  registerSettingsSubmission(app, parts);
  registerWatchSubmission(app, parts);
  registerWatchList(app, parts);
  registerWatchButtons(app, parts);
  registerMention(app, parts);
  registerFileShared(app, ports, localeOf);
  registerHome(app, parts);
  registerChannelButtons(app, parts, openSettings);
  registerAlert(app, ports, localeOf, now);
  registerAlertForms(app, ports, localeOf, now);
  registerResume(app, ports, localeOf);
  registerChannelGone(app, ports);
  registerUninstalled(app, ports);
  app.error(async (error) => ports.onError(error, { doing: "listener" }));
  return {
    app,
    drain: async (graceMs) => {
      await Promise.race([Promise.allSettled(atWork), delay(graceMs, undefined, { ref: false })]);
    },
  };
}
