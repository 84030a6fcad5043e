import type { ExpectedValue, UsageProblem } from "../../diagnosis/usage-error.ts";
import type { Catalog } from "../catalog.ts";
import { CUT_CAPTURE, KEY_HASH, READ_CAPTURE, READ_LARGE_CAPTURE, exampleCalls } from "../commands.ts";
import { megabytes } from "../selection.ts";

export const chat: Catalog["chat"] = {
  notInChannel: (channel) =>
    `${channel} 채널에 초대되지 않아 이 답변은 본인에게만 보입니다. 채널에서 /invite @tlscheck를 입력하면 다음 답변부터 모두에게 보입니다.`,
  storeUnavailable:
    "지금은 점검을 시작할 수 없습니다. 저장소가 응답하지 않습니다. 시작된 점검은 없으니 잠시 후 다시 시도하세요.",
  tooManyRunning: ({ scope, running, limit }) =>
    scope === "user"
      ? `진행 중인 점검이 ${running}건 있습니다. 한 사람이 동시에 ${limit}건까지 점검할 수 있으니 하나가 끝나면 다시 시도하세요.`
      : `이 채널에서 진행 중인 점검이 ${running}건 있습니다. 채널마다 동시에 ${limit}건까지 점검할 수 있으니 하나가 끝나면 다시 시도하세요.`,
  yourMessage: "보낸 메시지",
  privateKeyPosted: (where) => [
    `비공개 키가 노출되었습니다: ${where}. 볼 수 있는 사람은 누구나 키를 읽을 수 있습니다. 이 봇은 공개 키의 해시만 보관합니다.`,
    "Slack에서 삭제하세요. 키는 유출된 것으로 간주하고 새 키를 만들어 인증서를 새로 발급받은 다음, 기존 인증서를 해지하세요.",
    "이 봇은 비공개 키를 절대 요구하지 않습니다. 키를 인증서와 비교하려면 공개 키의 해시를 출력해 여기에 @tlscheck HASH 형식으로 보내세요.",
    KEY_HASH,
  ],
  keyMatches: "이 키는 이 스레드의 인증서와 일치합니다.",
  keyMismatch:
    "이 키는 이 스레드의 어떤 인증서와도 일치하지 않습니다. DER 형식 공개 키의 해시가 맞다면 다른 키입니다.",
  keyWithoutCertificate:
    "이 스레드에는 키와 비교할 인증서가 없습니다. 먼저 호스트를 점검하거나 인증서를 여기에 올린 다음 해시를 다시 붙여 넣으세요.",
  diagnosisGone: "오래된 진단이라 삭제되었습니다. 진단은 30일 동안 보관합니다. 호스트를 다시 점검하세요.",
  clickedWrong: "다른 대화의 버튼이어서 아무것도 변경하지 않았습니다.",
  help: (command) => [
    "TLS 핸드셰이크가 실패하는 원인을 찾아 줍니다. 대상을 하나 이상 입력하세요.",
    exampleCalls(command),
    "인증서, 인증서 체인, 키 저장소, Kubernetes 보안 비밀 또는 tcpdump 캡처를 이 봇의 스레드나 다이렉트 메시지에 올리면 읽고 분석합니다. 비공개 키는 절대 보내지 마세요.",
    `${command}만 입력하면 양식이 열립니다. 이 도움말은 ${command} help로 볼 수 있습니다.`,
  ],
  complaint,
  usage: (problem, command) => `${complaint(problem)} 예: ${command} api.example.com:8443`,
  modal: {
    title: "TLS 서버 점검",
    submit: "점검",
    close: "취소",
    targets: "호스트",
    targetsHint:
      "api.example.com, api.example.com:8443, [2001:db8::1]:443 또는 URL. 여러 개는 공백으로 구분하세요",
    place: { product: "제품", direction: "연결(Apigee Edge인 경우)", client: "실패하는 클라이언트" },
    ifKnown: "아는 경우에만 선택",
    channel: "답변할 채널",
    files: "인증서, 키 저장소, 보안 비밀, 캡처",
    filesHint:
      "PEM, DER, PKCS#7, PKCS#12, JKS, JCEKS, Kubernetes 보안 비밀, pcap, pcapng. 파일 두 개를 함께 올리면 서로를 받아들이는지 비교합니다. 비공개 키는 올리지 마세요",
    password: "키 저장소 비밀번호",
    passwordHint: "파일을 읽을 때 한 번만 사용하며, 암호화해서 최대 2분 동안만 보관합니다",
    passwordTitle: "키 저장소 열기",
  },
  enterPassword: "비밀번호 입력",
  capture: {
    reading: ({ name, read, total }) => `${name} 읽는 중: ${megabytes(total)}MB 중 ${megabytes(read)}MB 완료`,
    tooLarge: ({ name, limit }) => [
      `파일이 너무 큽니다: ${name}. 압축을 푼 크기로 ${megabytes(limit)}MB까지 읽을 수 있습니다. 실패와 관련된 패킷만 남겨서 다시 올리세요.`,
      CUT_CAPTURE,
      "또는 파일이 있는 곳에서 바로 읽으세요.",
      READ_LARGE_CAPTURE,
    ],
    tooSlow: ({ name, minutes }) => [
      `${minutes}분 안에 다 읽지 못해 중단했습니다: ${name}. 파일이 있는 곳에서 바로 읽으세요.`,
      READ_CAPTURE,
    ],
    failed:
      "캡처를 읽는 중에 봇 내부에서 오류가 발생했습니다. 원인은 봇 운영자가 로그에서 확인할 수 있습니다. 다시 시도하세요.",
    columns: { server: "서버", what: "결과", count: "횟수" },
    moreGroups: (count) =>
      `원인 ${count}건은 표시하지 않았습니다. tlscheck capture FILE로 더 볼 수 있습니다.`,
    pick: "핸드셰이크 보기",
    check: (target) => `지금 ${target} 점검`,
    copy: "지원팀용 사본 만들기",
    copyForm: {
      title: "지원팀용 사본",
      submit: "사본 만들기",
      explanation:
        "캡처를 다시 내려받아 사본을 이 스레드에 올립니다. 모든 IP 주소를 바꾸되 같은 주소는 같은 값으로 바꿉니다. MAC 주소와 각 핸드셰이크 이후의 통신 내용은 제거합니다.",
      names: "인증서에 있는 이름과 클라이언트가 요청한 이름",
      keep: "유지: 지원팀이 이름을 비교할 수 있습니다",
      hash: "해시로 바꾸기: 같은 이름은 같은 해시로 바뀝니다",
    },
    copyReady: (names) =>
      names === "keep"
        ? "지원팀용 사본입니다. 주소를 바꾸고 각 핸드셰이크 이후의 통신을 제거했습니다. 이름과 인증서는 원본 그대로입니다."
        : "지원팀용 사본입니다. 주소를 바꾸고 이름을 해시로 바꾸었으며, 각 핸드셰이크 이후의 통신을 제거했습니다.",
    copyTooLarge: (limit) =>
      `사본도 ${megabytes(limit)}MB보다 큽니다. 캡처가 있는 곳에서 만드세요: tlscheck capture FILE --redact COPY`,
    fileGone: "Slack에 캡처 파일이 더 이상 없고 봇도 보관하지 않습니다. 여기에 다시 올리세요.",
    gone: "오래된 캡처라 분석 결과가 삭제되었습니다. 결과는 30일 동안 보관합니다. 다시 올리세요.",
  },
  home: {
    title: "tlscheck",
    intro: [
      "TLS 핸드셰이크가 실패하는 원인을 찾아 줍니다. 이름, 연결, 프로토콜, 암호화 스위트, 인증서, 인증서 체인, 서버 이름을 확인합니다.",
      "채널에서 /tlscheck api.example.com을 입력하면 스레드에 원인, 확인된 사실, 해결 방법을 답변합니다.",
    ],
    check: "호스트 점검",
    recent: "최근 점검",
    nothingYet: "아직 없습니다.",
  },
};

function complaint(problem: UsageProblem): string {
  switch (problem.code) {
    case "target_missing":
      return "점검할 호스트를 입력하세요.";
    case "text_missing":
      return "explain 뒤에 오류 메시지를 붙여 넣으세요. -를 쓰면 표준 입력을 읽습니다.";
    case "file_missing":
      return "파일을 지정하세요. -를 쓰면 표준 입력을 읽습니다.";
    case "target_malformed":
      return `호스트, 호스트:포트, 주소, URL 중 어느 것도 아닙니다: “${problem.given}”.`;
    case "scheme_unknown":
      return `“${problem.given}”에서 “${problem.scheme}://”에 해당하는 포트를 알 수 없습니다. 호스트:포트 형식으로 입력하세요.`;
    case "port_out_of_range":
      return `“${problem.given}”의 포트 번호가 잘못되었습니다: “${problem.port}”. 포트는 1부터 65535까지입니다.`;
    case "too_many_targets":
      return `대상이 ${problem.count}개입니다. 한 번에 ${problem.limit}개까지 점검할 수 있습니다.`;
    case "command_unknown":
      return `알 수 없는 명령어입니다: “${problem.given}”.`;
    case "option_unknown":
      return `알 수 없는 옵션입니다: “${problem.given}”.`;
    case "option_missing":
      return `${problem.option} 옵션이 없습니다. 인증서와 키는 함께 지정해야 합니다.`;
    case "option_value":
      return `${problem.option} 값이 잘못되었습니다: “${problem.given}”. 사용할 수 있는 값: ${expectation(problem.expected)}.`;
    case "file_unreadable":
      return `파일을 읽을 수 없습니다: ${problem.file} (${problem.reason}).`;
  }
}

function expectation(expected: ExpectedValue): string {
  switch (expected.a) {
    case "locale":
    case "starttls":
    case "names":
    case "client":
      return `${expected.of.join(", ")} 중 하나`;
    case "time":
      return "2026-11-20T20:00:00Z 형식의 시각";
    case "timeout":
      return `1부터 ${expected.most}까지의 밀리초`;
    case "certificate_file":
      return "인증서가 들어 있는 파일";
    case "file":
      return "표준 입력이 아닌 파일(두 번 읽습니다)";
    case "key_file":
      return "암호화되지 않은 PEM 형식의 인증서 비공개 키";
    case "cidr_block":
      return "주소 또는 10.0.0.0/8, fd00::/8 같은 네트워크";
    case "connect_to":
      return "HOST:PORT:ADDRESS:PORT(예: api.internal:443:10.0.0.7:8443)";
  }
}
