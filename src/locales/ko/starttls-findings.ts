import type { StartTlsFault } from "../../diagnosis/starttls.ts";
import type { Catalog, Line } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { PROTOCOL_NAMES } from "../selection.ts";
import { LOCALE, grouped, listSome } from "./wording.ts";

export const startTlsFindings: Pick<Catalog["findings"], "starttls_failed"> = {
  starttls_failed: ({ port, protocol, fault }, { target }) => {
    const name = PROTOCOL_NAMES[protocol];
    return {
      title: describeTitle(fault, name, port),
      evidence: [
        fault.command === null
          ? `${name} 인사말을 기다리던 중이었습니다.`
          : `마지막으로 보낸 메시지: ${fault.command}`,
        describeFault(fault),
      ],
      resolution: [...advise(fault, name), sClient(target)],
    };
  },
};

function describeTitle(fault: StartTlsFault, name: string, port: number): string {
  switch (fault.code) {
    case "refused":
      return `포트 ${port}의 ${name} 서버가 TLS 시작을 거부합니다`;
    case "not_offered":
      return `포트 ${port}의 ${name} 서버가 TLS(STARTTLS)를 제공하지 않습니다`;
    case "other_protocol":
    case "malformed":
      return `포트 ${port}에서 응답하는 것은 ${name} 서버가 아닙니다`;
    case "injected":
      return `포트 ${port}에서 TLS 시작 응답 뒤에 평문이 끼어들었습니다`;
    case "too_much":
      return `포트 ${port}의 ${name} 서버가 끝없이 데이터를 보냅니다`;
    case "closed":
      return `포트 ${port}의 ${name} 서버가 TLS를 시작하기 전에 연결을 끊었습니다`;
    case "reset":
      return `${name} 서버가 TLS를 시작하기 전에 연결이 재설정되었습니다`;
    case "timeout":
      return `포트 ${port}의 ${name} 서버가 TLS를 시작하기 전에 응답을 멈추었습니다`;
  }
}

function describeFault(fault: StartTlsFault): string {
  switch (fault.code) {
    case "refused":
      return `서버의 응답 ${fault.status}: ${fault.reply}`;
    case "not_offered":
      return fault.offered.length === 0
        ? "서버가 제공하는 기능을 알리지 않습니다."
        : `서버가 제공하는 기능: ${listSome(fault.offered)}`;
    case "other_protocol":
      return `서버의 프로토콜은 ${PROTOCOL_NAMES[fault.protocol]}: ${fault.firstBytes}`;
    case "malformed":
      return `서버가 보낸 내용: ${fault.received}`;
    case "injected":
      return `그 뒤에 평문으로 온 ${grouped(fault.bytes)}바이트: ${fault.received}`;
    case "too_much":
      return `${grouped(fault.bytes)}바이트가 넘도록 끝나지 않습니다.`;
    case "closed":
      return "서버가 연결을 닫았습니다.";
    case "reset":
      return "서버가 연결을 재설정했습니다.";
    case "timeout":
      return `${formatDuration(LOCALE, fault.afterMs)} 안에 응답하지 않았습니다.`;
  }
}

function advise(fault: StartTlsFault, name: string): Line[] {
  switch (fault.code) {
    case "refused":
      return [
        "이유는 서버의 응답에 나와 있습니다. 대개 인증서와 키가 없거나 서버에 파일을 읽을 권한이 없습니다.",
      ];
    case "not_offered":
      return [
        `${name} 서버에 인증서를 설정하세요. 이미 설정했다면 중간 장비(내용을 검사하는 방화벽)가 STARTTLS를 지우고 있을 수 있으니, 서버와 같은 네트워크에서 확인하세요.`,
      ];
    case "other_protocol":
    case "malformed":
      return [
        fault.code === "other_protocol" && fault.protocol === "tls"
          ? "처음부터 TLS로 시작하는 포트입니다. --starttls 없이 점검하세요."
          : "호스트와 포트, --starttls에 지정한 프로토콜을 확인하세요.",
      ];
    case "injected":
      return [
        "TLS 안에서 보내야 할 명령을 서버나 중간의 누군가가 평문으로 통과시킵니다(CVE-2011-0411). 서버를 업데이트하고 중간에 프록시가 있는지 확인하세요.",
      ];
    case "too_much":
      return [
        "이 포트에서 무엇이 수신 대기하는지 확인하세요. TLS 전에 이렇게 많은 데이터를 보내는 서버는 없습니다.",
      ];
    case "closed":
    case "reset":
      return ["서버 로그를 확인하세요. 점검을 실행한 주소를 거부했거나 연결이 너무 많을 수 있습니다."];
    case "timeout":
      return [
        fault.command === null
          ? "서버는 클라이언트가 먼저 데이터를 보내기를 기다립니다. 처음부터 TLS로 시작하는 포트일 수 있으니 --starttls 없이 점검하세요."
          : "서버 로그와 중간 구간을 확인하세요.",
      ];
  }
}
