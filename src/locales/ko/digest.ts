import type { Trouble } from "../../watches/watched-state.ts";
import type { DigestWords } from "../digest-words.ts";
import { grouped } from "./wording.ts";

export const digest: DigestWords = {
  title: (period) => TITLES[period],
  summary: ({ period, broken, ending, renewed, snoozed }) => {
    const parts = [
      ...(broken === 0 ? [] : [`문제 ${grouped(broken)}건`]),
      ...(ending === 0 ? [] : [`30일 안에 만료 ${grouped(ending)}개`]),
      ...(renewed === 0 ? [] : [`갱신 ${grouped(renewed)}개`]),
      ...(snoozed === 0 ? [] : [`미룬 알림 ${grouped(snoozed)}건`]),
    ];
    return `${TITLES[period]}: ${parts.join(", ")}`;
  },
  broken: ({ kinds, when }) =>
    kinds.length === 1 && kinds[0] === "expires"
      ? `${when}에 만료됨`
      : `${when}부터: ${kinds.map((kind) => KINDS[kind]).join(", ")}`,
  renewed: "갱신됨",
  uploaded: "올린 인증서",
  change: (command) => `이 요약을 받는 주기를 바꾸거나 받지 않으려면 ${command} settings를 입력하세요.`,
};

const TITLES = { daily: "오늘의 인증서 현황", weekly: "이번 주 인증서 현황" } as const;

const KINDS: Readonly<Record<Trouble["kind"], string>> = {
  expires: "만료됨",
  revoked: "해지됨",
  chain_broken: "체인 거부됨",
  name_not_covered: "이름 불일치",
  partly_renewed: "일부 주소만 갱신됨",
  unreachable: "인증서를 받지 못함",
  removed: "TLS 버전 또는 암호화 스위트 지원 중단",
};
