import type { AlertHosts, Catalog } from "../catalog.ts";
import { formatDays, formatList } from "../format.ts";
import { nameFault } from "./chain-flaws.ts";
import { LOCALE, grouped, listRemoved, listSome } from "./wording.ts";

export const alerts: Catalog["alerts"] = {
  titles: {
    expires: ({ issuer, daysLeft, ...hosts }) =>
      `${certificateOf(hosts, issuer)}가 ${runsOut(daysLeft)}${issuer === null ? "" : sentBy(hosts)}`,
    revoked: ({ issuer, ...hosts }) =>
      `${certificateOf(hosts, issuer)}가 해지되었습니다${issuer === null ? "" : sentBy(hosts)}`,
    chain_broken: (hosts) => `${certificateOf(hosts)} 체인을 클라이언트가 거부합니다`,
    name_not_covered: (hosts) => `${certificateOf(hosts)}에 해당 호스트 이름이 없습니다`,
    partly_renewed: (hosts) =>
      `${certificateOf(hosts)}가 갱신되었지만 일부 주소는 아직 이전 인증서를 보냅니다`,
    unreachable: (hosts) => `${hostsOf(hosts)}에서 인증서를 받을 수 없습니다`,
    removed: (facts) => `${hostsOf(facts)}에서 더 이상 지원하지 않습니다: ${listRemoved(facts)}`,
  },
  closed: {
    renewed: (hosts) => `${certificateOf(hosts)}가 갱신되었습니다`,
    resolved: (hosts) => `${hostsOf(hosts)}: 해결되었습니다`,
    dropped: (hosts) => `이 채널에서 ${hostsOf(hosts)}의 모니터링을 중지했습니다`,
  },
  valid: ({ date, ended, replaced, revoked }) => {
    if (revoked) return `해지와 관계없이 인증서에 적힌 유효 기간: ${date}까지`;
    const which = replaced ? "이전 인증서 " : "";
    return ended ? `${which}만료 시각: ${date}` : `${which}유효 기간: ${date}까지`;
  },
  since: (date) => `발생 시각: ${date}`,
  owners: (users) => `담당자: ${formatList(LOCALE, users)}`,
  acknowledged: ({ user, ahead }) =>
    ahead
      ? `${user} 님이 확인 처리했습니다. 이제 만료 직전과 만료될 때, 새로운 긴급 문제가 더해질 때만 알립니다.`
      : `${user} 님이 확인 처리했습니다.`,
  snoozed: ({ user, date, ahead }) =>
    ahead
      ? `${user} 님이 알림을 ${date}까지 미뤘습니다. 그 전에는 만료될 때와 새로운 긴급 문제가 더해질 때만 알립니다.`
      : `${user} 님이 알림을 ${date}까지 미뤘습니다.`,
  ended: (date) => `종료 시각: ${date}`,
  hosts: "대상",
  certificate: "인증서",
  runbook: "런북",
  more: (number) => `… 외 ${grouped(number)}개`,
  issuedBy: (issuer) => `발급자: ${issuer}`,
  fingerprint: (sha256) => `SHA-256 지문: ${sha256}`,
  troubles: {
    expires: ({ endEntity }) => ({
      evidence: [],
      resolution: endEntity
        ? [
            "인증서를 갱신해 여기에 나온 모든 대상에 전체 체인과 함께 설치하고 서버 설정을 다시 로드하세요.",
            "자동으로 갱신되어야 하는 인증서라면 갱신 프로그램이 얼마 전부터 계속 실패하고 있는 것입니다. 원인은 그 프로그램의 로그에서 확인하세요.",
          ]
        : [
            "여러 호스트가 함께 보낼 수 있는 발급자 인증서입니다. 각 호스트에서 발급자의 현재 중간 인증서로 교체하고 서버 설정을 다시 로드하세요.",
          ],
    }),
    revoked: ({ subject, endEntity, reason, source }) => ({
      evidence: [
        {
          crl: `${subject} 인증서가 발급자의 해지 목록(CRL)에 있습니다. 사유: ${reason}`,
          staple: `서버가 직접 보낸 OCSP 응답(스테이플링)에 따르면 발급자가 ${subject} 인증서를 해지했습니다. 사유: ${reason}`,
          ocsp: `발급자의 OCSP 응답자에 따르면 ${subject} 인증서가 해지되었습니다. 사유: ${reason}`,
        }[source],
      ],
      resolution: endEntity
        ? ["인증서를 새로 발급받아 설치하세요. 기존 키가 유출되었을 가능성이 있다면 키도 새로 만드세요."]
        : [
            "발급자 인증서가 해지되어, 해지를 확인하는 클라이언트는 이 발급자가 발급한 인증서를 모두 거부합니다. 다른 중간 인증서로 인증서를 새로 발급받고, 여기에 나온 모든 호스트에 그 중간 인증서와 함께 설치하세요.",
          ],
    }),
    chain_broken: (faults) => ({
      evidence: [`체인의 문제: ${listSome(faults.map(nameFault))}`],
      resolution: [
        "“진단” 버튼을 누르면 어느 인증서가 문제인지 알려 주고, 구할 수 있으면 전체 체인을 만들어 줍니다.",
      ],
    }),
    name_not_covered: (name) => ({
      evidence: [`지금 서버가 보내는 인증서에 ${name} 이름이 없습니다.`],
      resolution: [
        `서버의 인증서를 교체했다면 subjectAltName에 ${name} 이름이 있는 인증서를 발급받으세요. 교체하지 않았다면 엉뚱한 사이트가 이 이름으로 응답하고 있는 것입니다.`,
      ],
    }),
    partly_renewed: ({ old, renewed }) => ({
      evidence: [
        `이전 인증서를 보내는 주소: ${listSome(old)}`,
        `새 인증서를 보내는 주소: ${listSome(renewed)}`,
      ],
      resolution: [
        "아직 이전 인증서를 보내는 곳에 새 인증서를 설치하고 서버 설정을 다시 로드하세요. 다시 로드하지 않은 서버는 이전 파일을 계속 사용합니다.",
      ],
    }),
    handshake: (detail) => ({
      evidence: [`연결은 되지만 서버가 인증서를 보내지 않습니다: ${detail}`],
      resolution: ["“진단” 버튼을 누르면 원인을 찾습니다."],
    }),
    removed: ({ versions, cipherSuites }) => ({
      evidence: [
        ...(versions.length === 0 ? [] : [`더 이상 지원하지 않는 버전: ${listSome(versions)}`]),
        ...(cipherSuites.length === 0
          ? []
          : [`더 이상 지원하지 않는 암호화 스위트: ${listSome(cipherSuites)}`]),
      ],
      resolution: [
        "의도한 변경이 아니라면 마지막으로 배포한 내용을 확인하세요. 오래된 클라이언트가 연결하지 못할 수 있습니다.",
      ],
    }),
  },
  posts: {
    escalated: (title) => title,
    reminded: (title) => `아직 해결되지 않음: ${title}`,
    returned: (title) => `다시 발생함: ${title}`,
  },
  replaced: {
    field: "달라진 항목",
    before: "이전",
    after: "현재",
    fields: {
      subject: "주체",
      issuer: "발급자",
      names: "이름",
      publicKey: "키",
      signatureAlgorithm: "서명 알고리즘",
      notBefore: "유효 기간 시작",
      notAfter: "유효 기간 종료",
    },
  },
  actions: {
    acknowledge: "확인 처리",
    snooze: "알림 미루기",
    wake: "미루기 해제",
    diagnose: "진단",
    owner: "담당자 변경",
    runbook: "런북 변경",
    unwatch: "모니터링 중지",
    save: "저장",
  },
  forms: {
    snooze: "알림 미루기",
    until: "미룰 기간",
    forDays: (days) => `${formatDays(LOCALE, days)} 동안`,
    beforeEnd: (days) => `만료 ${formatDays(LOCALE, days)} 전까지`,
    owner: "담당자",
    ownerHint: "긴급 알림에서 멘션할 사람입니다. 비워 두면 아무도 멘션하지 않습니다.",
    runbook: "런북",
    runbookHint:
      "알림을 본 사람이 무엇을 해야 하는지 적어 둔 문서의 링크입니다. https:// 또는 http://로 시작해야 합니다. 비워 두면 표시하지 않습니다.",
    runbookWrong:
      "링크가 아닙니다. https:// 또는 http://로 시작해야 합니다. 예: https://wiki.example.com/certificates",
    unwatch: "모니터링을 중지할까요?",
    unwatchQuestion: ({ names, more }) =>
      `이 채널에서 다음 대상의 모니터링을 중지하고 알림을 종료합니다: ${more === 0 ? formatList(LOCALE, names) : `${names.join(", ")} 외 ${grouped(more)}개`}`,
    diagnose: "진단",
    which: "진단할 호스트",
  },
  gone: "이미 종료된 알림이라 더 이상 할 수 있는 작업이 없습니다.",
  unwatched: (number) =>
    number === 1
      ? "이 채널에서 모니터링을 중지했습니다."
      : `이 채널에서 호스트 ${grouped(number)}개의 모니터링을 중지했습니다.`,
  nothingToCheck: "파일로 올린 인증서라서 점검할 서버가 없습니다.",
  paused: ({ channel, why }) =>
    `${
      {
        archived: `${channel} 채널이 보관되어`,
        deleted: "인증서를 모니터링하던 채널이 삭제되어",
        left: `봇이 더 이상 ${channel} 채널에 없어`,
        forbidden: `Slack이 ${channel} 채널에 글을 쓰는 것을 더 이상 허용하지 않아`,
      }[why]
    } 모니터링을 일시 중지했습니다. 모니터링 대상은 지워지지 않고 그대로 남아 있습니다.`,
  resume: "모니터링 재개",
  resumed: (user) =>
    user === null
      ? "봇이 채널에 다시 들어와 모니터링을 재개합니다."
      : `${user} 님의 요청으로 이 채널의 모니터링을 재개합니다.`,
  resumedAlready: "일시 중지된 상태가 아닙니다. 모니터링하고 있습니다.",
  resumeFailed: (channel) =>
    `아직 ${channel} 채널에 글을 쓸 수 없습니다. 봇을 채널에 초대하면 모니터링이 자동으로 재개됩니다.`,
};

/** `api.example.com 외 49곳`; ends in a name or in 곳, so only particles without a twin (에서, 의) go behind it. */
function hostsOf({ first, more, uploaded }: AlertHosts): string {
  return more === 0 ? first : `${first} 외 ${grouped(more)}${uploaded ? "개" : "곳"}`;
}

/** Always ends in 인증서 or in what is in brackets behind it, so that the particle behind it is known.
 *  @param issuer whose certificate it is; null for the host's own */
function certificateOf(hosts: AlertHosts, issuer: string | null = null): string {
  if (issuer !== null) return `발급자 인증서(${issuer})`;
  return hosts.uploaded ? `${hostsOf(hosts)} 인증서` : `${hostsOf(hosts)}의 인증서`;
}

/** Last in its title, which may be cut. */
function sentBy(hosts: AlertHosts): string {
  return `(보내는 호스트: ${hostsOf(hosts)})`;
}

function runsOut(daysLeft: number): string {
  if (daysLeft < 0) return "만료되었습니다";
  return daysLeft === 0 ? "24시간 안에 만료됩니다" : `${formatDays(LOCALE, daysLeft)} 후 만료됩니다`;
}
