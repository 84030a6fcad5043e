import type { NotSeen } from "../../watches/sighting.ts";
import { formatDay, formatDays, formatList } from "../format.ts";
import type { WatchHomeWords } from "../watch-home-words.ts";
import { LOCALE, grouped, listRemoved, listSome } from "./wording.ts";
import { nameFault } from "./chain-flaws.ts";
import { describeSettings } from "./watch-settings.ts";

export const watchHome: WatchHomeWords = {
  nothingWatched:
    "내 채널에는 아직 모니터링 대상이 없습니다. 채널에서 /tlscheck watch api.example.com을 입력하거나 여기에서 호스트를 추가하세요. 매시간 인증서를 확인하고 늦지 않게 채널에 알립니다.",
  storeUnavailable:
    "지금은 모니터링 현황을 표시할 수 없습니다. 저장소가 응답하지 않습니다. 잠시 후 이 페이지를 다시 여세요.",
  channelsUnknown:
    "지금은 모니터링 현황을 표시할 수 없습니다. 어느 채널의 멤버인지 Slack이 알려 주지 않습니다. 잠시 후 이 페이지를 다시 여세요.",
  notInChannel: "그 채널의 멤버가 아니거나 Slack이 제때 응답하지 않았습니다. 아무것도 변경하지 않았습니다.",
  allWell: (watched) =>
    watched === 1 ? "모니터링 대상이 정상입니다." : `모니터링 대상 ${grouped(watched)}개가 모두 정상입니다.`,
  broken: "현재 문제",
  next: "만료 예정",
  renewed: "최근 30일 동안 갱신됨",
  snoozed: "미룬 알림",
  channels: "내 채널",
  directMessage: "봇과의 다이렉트 메시지",
  troubles: {
    expires: ({ certificate, endEntity }, when) =>
      endEntity ? `${when}에 만료됨` : `발급자 인증서(${certificate.subject})가 ${when}에 만료됨`,
    revoked: ({ certificate, endEntity }, when) =>
      endEntity ? `${when}에 해지됨` : `발급자 인증서(${certificate.subject})가 ${when}에 해지됨`,
    chain_broken: ({ faults }) => `클라이언트가 체인을 거부함: ${listSome(faults.map(nameFault))}`,
    name_not_covered: ({ name }) => `인증서에 ${name} 이름이 없음`,
    partly_renewed: ({ addresses, renewedAddresses }) =>
      `갱신되었지만 주소 ${grouped(addresses.length + renewedAddresses.length)}개 중 ${grouped(addresses.length)}개가 아직 이전 인증서를 보냄`,
    unreachable: ({ why }, when) => `${when}부터 인증서를 받지 못함: ${notSeen(why)}`,
    removed: (trouble, when) => `${when}부터 지원하지 않음: ${listRemoved(trouble)}`,
  },
  ends: ({ daysLeft, when }) =>
    daysLeft === 0 ? `24시간 안에 만료: ${when}` : `${formatDays(LOCALE, daysLeft)} 후 만료: ${when}`,
  issuer: (subject) => `발급자 인증서(${subject})`,
  hosts: ({ listed, more }) =>
    more === 0 ? formatList(LOCALE, listed) : `${listed.join(", ")} 외 ${grouped(more)}개`,
  acknowledged: (user) => (user === null ? "확인 처리됨" : `${user} 님이 확인 처리함`),
  snoozedUntil: ({ user, until }) =>
    user === null ? `${until}까지 미뤄짐` : `${user} 님이 ${until}까지 미룸`,
  openAlert: "알림 보기",
  renewal: ({ when, until }) => `${when}에 갱신, ${until}까지 유효`,
  more: (more) => `외 ${grouped(more)}개`,
  nothingEnds: "지금까지 확인한 인증서 중에 만료를 앞둔 인증서가 없습니다.",
  sooner: "먼저 만료되는 인증서",
  later: "나중에 만료되는 인증서",
  picture: ({ weeks, count, most, start, timeZone }) =>
    `앞으로 ${weeks}주 동안 인증서 ${grouped(count)}개가 만료됩니다. ${formatDay(LOCALE, start, timeZone)}에 시작하는 주에 ${grouped(most)}개로 가장 많습니다.`,
  week: (start, timeZone) => formatDay(LOCALE, start, timeZone),
  watches: ({ watched, unseen, notPublic }) =>
    [
      `모니터링 대상 ${grouped(watched)}개`,
      ...(unseen === 0 ? [] : [`아직 확인 전 ${grouped(unseen)}개`]),
      ...(notPublic === 0 ? [] : [`퍼블릭 CA가 아니거나 체인이 불완전한 대상 ${grouped(notPublic)}개`]),
    ].join(", "),
  settings: ({ timeZone, ...settings }) => [timeZone, ...describeSettings(settings)].join("; "),
  paused: ({ reason, when }) =>
    `${when}부터 일시 중지됨: ${pausedBecause(reason)}. 이 채널의 대상은 모니터링하지 않습니다.`,
  resume: "모니터링 재개",
  change: "설정",
  add: "호스트 모니터링",
};

function notSeen(why: NotSeen): string {
  switch (why.reason) {
    case "name_not_resolved":
      return "이름을 DNS에서 조회할 수 없음";
    case "not_allowed":
      return `${why.address} 주소에 연결하는 것이 허용되지 않음(${why.range} 대역)`;
    case "connection_refused":
      return "연결이 거부됨";
    case "connection_reset":
      return "연결이 끊어짐";
    case "timeout":
      return "응답 없음";
    case "network":
      return `네트워크 경로가 없음(${why.code})`;
    case "handshake_failed":
      return `핸드셰이크가 실패함(${why.detail})`;
  }
}

function pausedBecause(reason: string): string {
  switch (reason) {
    case "is_archived":
    case "channel_archive":
    case "group_archive":
      return "채널이 보관되었습니다";
    case "channel_not_found":
    case "channel_deleted":
    case "group_deleted":
      return "채널이 없어졌거나 봇이 채널에 없습니다";
    case "not_in_channel":
    case "channel_left":
    case "group_left":
      return "봇이 채널에 없습니다(/invite @tlscheck로 초대하세요)";
    default:
      return `봇이 채널에 글을 쓸 수 없습니다(${reason})`;
  }
}
