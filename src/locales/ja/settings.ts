import type { Catalog } from "../catalog.ts";
import { formatLanguage } from "../format.ts";
import { watchSettings } from "./watch-settings.ts";
import { LOCALE } from "./wording.ts";

export const settings: Catalog["settings"] = {
  title: "チャンネルの設定",
  submit: "保存",
  language: "言語",
  hint: "このチャンネルでの回答に使う言語です。あなたにだけ表示される回答には、あなた自身の言語を使います。",
  eachOwn: "質問した人の言語",
  name: (tag) => formatLanguage(LOCALE, tag),
  changed: ({ user, tag }) =>
    tag === null
      ? `${user} の設定により、今後はこのチャンネルで、質問した人の言語で回答します。`
      : `${user} の設定により、今後はこのチャンネルで、${formatLanguage(LOCALE, tag)}で回答します。`,
  unavailable:
    "データストアが応答しないため、設定を変更できません。何も変更していません。1 分ほどしてからもう一度お試しください。",
  help: (command) => `${command} settings で、チャンネルでの回答に使う言語と、監視の通知方法を設定できます。`,
  watching: watchSettings,
};
