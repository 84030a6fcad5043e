import type { Catalog } from "../catalog.ts";
import { formatLanguage } from "../format.ts";
import { watchSettings } from "./watch-settings.ts";
import { LOCALE } from "./wording.ts";

export const settings: Catalog["settings"] = {
  title: "頻道設定",
  submit: "儲存",
  language: "語言",
  hint: "我在此頻道回覆時使用的語言。只有您看得到的內容，仍使用您自己的語言。",
  eachOwn: "提問者自己的語言",
  name: (tag) => formatLanguage(LOCALE, tag),
  changed: ({ user, tag }) =>
    tag === null
      ? `${user} 已變更設定：今後我在這裡會使用提問者自己的語言回覆。`
      : `${user} 已變更設定：今後我在這裡會使用「${formatLanguage(LOCALE, tag)}」回覆。`,
  unavailable: "目前無法變更：資料庫沒有回應。設定沒有任何變更，請一分鐘後再試一次。",
  help: (command) => `${command} settings：選擇我在頻道中回覆時使用的語言，以及監控的通知方式。`,
  watching: watchSettings,
};
