import type { Trouble } from "../../watches/watched-state.ts";
import type { DigestWords } from "../digest-words.ts";
import { grouped, join } from "./wording.ts";

export const digest: DigestWords = {
  title: (period) => TITLES[period],
  summary: ({ period, broken, ending, renewed, snoozed }) => {
    const parts = [
      ...(broken === 0 ? [] : [`${grouped(broken)} 個問題`]),
      ...(ending === 0 ? [] : [`${grouped(ending)} 張憑證將在 30 天內到期`]),
      ...(renewed === 0 ? [] : [`${grouped(renewed)} 張已更新`]),
      ...(snoozed === 0 ? [] : [`${grouped(snoozed)} 個已延後提醒`]),
    ];
    return `${TITLES[period]}：${join(parts)}`;
  },
  broken: ({ kinds, when }) =>
    kinds.length === 1 && kinds[0] === "expires"
      ? `已於 ${when} 到期`
      : `自 ${when} 起：${join(kinds.map((kind) => KINDS[kind]))}`,
  renewed: "已更新",
  uploaded: "上傳的憑證",
  change: (command) => `要變更送出的頻率或停止這份摘要，請使用 ${command} settings。`,
};

const TITLES = { daily: "今天的憑證狀況", weekly: "本週的憑證狀況" } as const;

const KINDS: Readonly<Record<Trouble["kind"], string>> = {
  expires: "已過期",
  revoked: "已遭撤銷",
  chain_broken: "憑證鏈結遭拒絕",
  name_not_covered: "名稱不符",
  partly_renewed: "只有部分位址已更新",
  unreachable: "無法取得憑證",
  removed: "不再接受某些版本或加密套件",
};
