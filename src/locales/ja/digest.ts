import type { Trouble } from "../../watches/watched-state.ts";
import type { DigestWords } from "../digest-words.ts";
import { formatList } from "../format.ts";
import { LOCALE, grouped } from "./wording.ts";

export const digest: DigestWords = {
  title: (period) => TITLES[period],
  summary: ({ period, broken, ending, renewed, snoozed }) => {
    const parts = [
      ...(broken === 0 ? [] : [`問題あり ${grouped(broken)} 件`]),
      ...(ending === 0 ? [] : [`30 日以内に期限切れ ${grouped(ending)} 件`]),
      ...(renewed === 0 ? [] : [`更新済み ${grouped(renewed)} 件`]),
      ...(snoozed === 0 ? [] : [`スヌーズ中 ${grouped(snoozed)} 件`]),
    ];
    return `${TITLES[period]}：${formatList(LOCALE, parts)}`;
  },
  broken: ({ kinds, when }) =>
    kinds.length === 1 && kinds[0] === "expires"
      ? `${when} に期限切れ`
      : `${when} から：${formatList(
          LOCALE,
          kinds.map((kind) => KINDS[kind]),
        )}`,
  renewed: "更新済み",
  uploaded: "アップロードされた証明書",
  change: (command) => `ダイジェストの頻度の変更や停止は、${command} settings で行えます。`,
};

const TITLES = { daily: "今日の証明書", weekly: "今週の証明書" } as const;

const KINDS: Readonly<Record<Trouble["kind"], string>> = {
  expires: "期限切れ",
  revoked: "失効",
  chain_broken: "チェーンの不備",
  name_not_covered: "名前の不一致",
  partly_renewed: "一部のアドレスのみ更新",
  unreachable: "証明書を取得不可",
  removed: "TLS バージョンまたは暗号スイートの無効化",
};
