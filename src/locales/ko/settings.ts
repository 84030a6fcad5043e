import type { Catalog } from "../catalog.ts";
import { formatLanguage } from "../format.ts";
import { watchSettings } from "./watch-settings.ts";
import { LOCALE } from "./wording.ts";

export const settings: Catalog["settings"] = {
  title: "채널 설정",
  submit: "저장",
  language: "언어",
  hint: "이 채널에서 답변할 언어입니다. 본인에게만 보이는 답변은 본인의 언어를 그대로 사용합니다.",
  eachOwn: "요청한 사람의 언어",
  name: (tag) => formatLanguage(LOCALE, tag),
  changed: ({ user, tag }) =>
    tag === null
      ? `이제부터 이 채널에서는 요청한 사람의 언어로 답변합니다. 설정한 사람: ${user}`
      : `이제부터 이 채널에서 답변할 언어: ${formatLanguage(LOCALE, tag)}. 설정한 사람: ${user}`,
  unavailable:
    "지금은 설정을 바꿀 수 없습니다. 저장소가 응답하지 않습니다. 바뀐 설정은 없으니 잠시 후 다시 시도하세요.",
  help: (command) => `${command} settings: 채널에서 답변할 언어와 모니터링 알림 방식을 설정합니다.`,
  watching: watchSettings,
};
