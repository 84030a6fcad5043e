import type { Catalog } from "../catalog.ts";
import { formatLanguage } from "../format.ts";
import { watchSettings } from "./watch-settings.ts";
import { LOCALE } from "./wording.ts";

export const settings: Catalog["settings"] = {
  title: "Settings of the channel",
  submit: "Save",
  language: "Language",
  hint: "In which I answer in this channel. What only you see stays in your own language.",
  eachOwn: "The language of whoever asks",
  name: (tag) => formatLanguage(LOCALE, tag),
  changed: ({ user, tag }) =>
    tag === null
      ? `From now on I answer in the language of whoever asks here. ${user} chose that.`
      : `From now on I answer in ${formatLanguage(LOCALE, tag)} here. ${user} chose that.`,
  unavailable:
    "I cannot change this right now: my store does not answer. Nothing was changed; please try again in a minute.",
  help: (command) =>
    `${command} settings chooses the language in which I answer in a channel, and how it is told of what it watches.`,
  watching: watchSettings,
};
