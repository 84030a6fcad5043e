import { exampleWatches } from "../commands.ts";
import { formatDays, formatList } from "../format.ts";
import { megabytes } from "../selection.ts";
import type { WatchingWords } from "../watching-words.ts";
import { LOCALE, grouped } from "./wording.ts";

export const watching: WatchingWords = {
  help: (command) => [
    "서버를 모니터링하다가 인증서 만료가 다가오거나 다른 문제가 생기면 늦지 않게 채널에 알립니다.",
    exampleWatches(command),
    `${command} watch만 입력하면 양식이 열립니다. 양식에는 CSV나 YAML 파일도 올릴 수 있습니다.`,
  ],
  added: (count) =>
    count === 1
      ? "지금부터 모니터링합니다. 조치할 일이 생겼을 때만 이 채널에 알립니다."
      : `지금부터 ${grouped(count)}개를 모니터링합니다. 조치할 일이 생겼을 때만 이 채널에 알립니다.`,
  known: (count) =>
    count === 1
      ? "이 채널에서 이미 모니터링하고 있는 대상:"
      : `이 채널에서 이미 모니터링하고 있는 대상 ${grouped(count)}개:`,
  changed: (count) =>
    count === 1
      ? "이 채널에서 이미 모니터링하고 있는 대상이며, 입력한 담당자·런북·알림 일수를 적용했습니다:"
      : `이 채널에서 이미 모니터링하고 있는 대상 ${grouped(count)}개에 입력한 담당자·런북·알림 일수를 적용했습니다:`,
  refused: (count) => (count === 1 ? "처리하지 못한 대상:" : `처리하지 못한 대상 ${grouped(count)}개:`),
  more: (count) => `… 외 ${grouped(count)}개`,
  again: "고쳐서 다시 보내세요.",
  inLine: ({ line, text }) => `${line}번째 줄: ${text}`,
  problem(problem) {
    switch (problem.code) {
      case "owner_wrong":
        return `Slack 사용자로 확인되지 않습니다: “${problem.given}”. 명령에서는 @를 입력해 담당자를 고르고(--owner @ada), 파일에는 U012ABC처럼 멤버 ID를 쓰세요.`;
      case "runbook_wrong":
        return `런북 링크가 아닙니다: “${problem.given}”. https:// 또는 http://로 시작하는 링크를 입력하세요.`;
      case "days_wrong":
        return `만료 전 일수로 읽을 수 없는 값입니다: “${problem.given}”. 30, 7, 1처럼 1부터 ${problem.longest}까지의 숫자를 ${problem.most}개까지 입력하세요.`;
      case "uploaded_certificate":
        return `파일로 올린 인증서입니다: “${problem.given}”. 목록에는 인증서 자체가 들어 있지 않습니다. 인증서를 여기에 다시 올린 다음 그 답변에서 모니터링을 시작하세요.`;
      case "address_forbidden":
        return `연결이 허용되지 않은 주소입니다: ${problem.given} (${problem.range} 대역). 봇 운영자가 허용할 수 있습니다.`;
    }
  },
  example: (call) => `예: ${call}`,
  announced: ({ act, user, targets, count }) => {
    const more = count - targets.length;
    const named = more > 0 ? `${targets.join(", ")} 외 ${grouped(more)}개` : formatList(LOCALE, targets);
    return act === "watch"
      ? `${user} 님이 이 채널에 모니터링 대상을 추가했습니다: ${named}. 조치할 일이 생기면 알립니다.`
      : `${user} 님이 이 채널에서 모니터링을 중지했습니다: ${named}`;
  },
  full: ({ scope, count, limit }) =>
    scope === "channel"
      ? `아무것도 추가하지 않았습니다. 추가하면 이 채널의 모니터링 대상이 ${grouped(count)}개가 되어 한도인 ${grouped(limit)}개를 넘습니다. 나머지는 다른 채널에서 모니터링하거나 일부 대상의 모니터링을 중지하세요.`
      : `아무것도 추가하지 않았습니다. 추가하면 이 워크스페이스의 모니터링 대상이 ${grouped(count)}개가 되어 한도인 ${grouped(limit)}개를 넘습니다. 먼저 일부 대상의 모니터링을 중지하세요.`,
  notInChannel: (channel) =>
    `${channel} 채널에 초대되지 않아 그곳에 알릴 수 없으므로 아무것도 추가하지 않았습니다. 채널에서 /invite @tlscheck를 입력한 다음 다시 시도하세요.`,
  unavailable:
    "지금은 처리할 수 없습니다. 저장소가 응답하지 않습니다. 바뀐 것은 없으니 잠시 후 다시 시도하세요.",
  unwatched: (count) =>
    count === 1
      ? "이 채널에서 모니터링을 중지했습니다."
      : `이 채널에서 ${grouped(count)}개의 모니터링을 중지했습니다.`,
  notWatched: () => "이 채널에서 모니터링하고 있지 않던 대상:",
  similar: (targets) => `같은 호스트에서 모니터링 중인 대상: ${formatList(LOCALE, targets)}`,
  unwatchAll: {
    question: (count) =>
      count === 1
        ? "이 채널의 모니터링 대상은 하나뿐입니다. 모니터링을 중지할까요?"
        : `이 채널에서 대상 ${grouped(count)}개의 모니터링을 모두 중지할까요?`,
    yes: (count) => (count === 1 ? "모니터링 중지" : `${grouped(count)}개 모두 중지`),
    no: "계속 모니터링",
    kept: "아무것도 변경하지 않았습니다.",
  },
  list: {
    title: ({ count, filter }) =>
      filter === null
        ? `이 채널의 모니터링 대상: ${grouped(count)}개`
        : `이 채널의 모니터링 대상 중 “${filter}” 검색 결과: ${grouped(count)}개`,
    page: ({ from, to, count }) => `전체 ${grouped(count)}개 중 ${grouped(from)}–${grouped(to)}번째`,
    nothing: "이 채널에는 아직 모니터링 대상이 없습니다.",
    nothingLike: (filter) => `이 채널의 모니터링 대상 중 “${filter}” 검색 결과가 없습니다.`,
    paused: "일시 중지됨: 이 채널에 글을 쓸 수 없어 모니터링을 멈췄습니다.",
    columns: {
      target: "대상",
      end: "만료일",
      left: "남은 기간",
      issuer: "발급자",
      owner: "담당자",
      condition: "상태",
    },
    conditions: {
      expired: "❌ 만료됨",
      revoked: "❌ 해지됨",
      chain_broken: "❌ 체인 오류",
      name_not_covered: "❌ 이름 불일치",
      partly_renewed: "⚠️ 일부 주소만 갱신됨",
      unreachable: "⚠️ 인증서를 받지 못함",
      removed: "⚠️ 지원 항목이 줄어듦",
      running_out: "⚠️ 만료 임박",
      not_public: "ⓘ 퍼블릭 CA가 아니거나 체인이 불완전함",
      ok: "✅ 정상",
      unseen: "아직 확인 전",
      paused: "일시 중지됨",
    },
    uploaded: (name) => `${name}(올린 인증서)`,
    days: (days) => formatDays(LOCALE, days),
    previous: "이전",
    next: "다음",
    add: "대상 추가",
    exportAs: (format) => `${format} 내보내기`,
  },
  exported: ({ channel, count }) =>
    `${channel} 채널의 모니터링 대상 목록입니다(${grouped(count)}줄). /tlscheck watch 양식에 이 파일을 올리면 어느 채널에서든 다시 등록할 수 있습니다.`,
  exportSent: "파일을 봇과의 다이렉트 메시지로 보냈습니다.",
  file(fault) {
    switch (fault.code) {
      case "too_large":
        return `파일이 ${megabytes(fault.limit)}MB보다 커서 읽지 않았습니다. 나누어 올리세요.`;
      case "too_many":
        return `파일이 ${grouped(fault.count)}줄인데 한도는 ${grouped(fault.limit)}줄입니다. 아무것도 추가하지 않았으니 나누어 올리세요.`;
      case "not_text":
        return "UTF-8 텍스트 파일이 아닙니다. CSV나 YAML로 저장하세요. 한 줄에 호스트 하나씩만 있어도 됩니다.";
      case "empty":
        return "파일에 모니터링할 대상이 없습니다. 한 줄에 호스트 하나씩만 있어도 됩니다.";
      case "syntax":
        return fault.line === null
          ? `파일을 읽을 수 없습니다: ${fault.reason}. 아무것도 추가하지 않았습니다.`
          : `파일의 ${fault.line}번째 줄을 읽을 수 없습니다: ${fault.reason}. 아무것도 추가하지 않았습니다.`;
      case "out_of_reach":
        return "파일을 읽을 수 없습니다. Slack이 이 파일을 더 이상 보여 주지 않습니다. 파일의 대상은 하나도 추가하지 않았습니다.";
    }
  },
  buttons: {
    watch: "모니터링 시작",
    watchCertificates: (count) =>
      count === 1 ? "이 인증서 모니터링" : `인증서 ${grouped(count)}개 모니터링`,
  },
  certificatesGone:
    "오래된 파일이라 분석 결과가 삭제되었습니다. 결과는 30일 동안 보관합니다. 여기에 다시 올리세요.",
  modal: {
    title: "TLS 서버 모니터링",
    submit: "모니터링 시작",
    targets: "호스트",
    targetsHint:
      "api.example.com, mail.example.com:993, [2001:db8::1]:443 또는 URL. 여러 개는 줄 바꿈, 공백, 쉼표로 구분하세요",
    startTls: "STARTTLS 프로토콜",
    startTlsNone: "없음: 처음부터 TLS로 연결",
    channel: "알릴 채널",
    owner: "담당자",
    ownerHint: "긴급 알림에서 멘션합니다",
    runbook: "런북",
    days: "만료 며칠 전에 알릴지",
    daysHint: "예: 30, 14, 7, 3, 1. 비워 두면 각 인증서의 유효 기간에 맞춰 정합니다",
    file: "또는 목록 파일",
    fileHint:
      "target, starttls, owner, runbook, days 열이 있는 CSV, 같은 이름을 쓰는 YAML, 또는 한 줄에 호스트 하나씩. 최대 1MB, 2,000줄",
    empty: "호스트를 입력하거나 파일을 추가하세요.",
    notInChannel:
      "봇이 이 채널에 없습니다. 채널에서 /invite @tlscheck를 입력한 다음 이 양식을 다시 보내세요.",
  },
};
