import type { Place } from "../../playbook/place.ts";
import type { EdgePlace } from "../apigee-commands.ts";
import type { Line, OutcomeContext } from "../catalog.ts";
import { presentCertificate, sClient, showCertificate, showList } from "../commands.ts";

/** Who is asked for a handshake. Each ends in a vowel, so that the particle behind it is known. */
export const SERVERS: Readonly<Record<Place, string>> = {
  northbound_private_cloud: "라우터",
  northbound_public_cloud: "라우터",
  southbound_private_cloud: "백엔드",
  southbound_public_cloud: "백엔드",
  hybrid: "인그레스",
  not_apigee: "서버",
};

/** Who asks for it. */
const CLIENTS: Readonly<Record<Place, string>> = {
  northbound_private_cloud: "클라이언트 앱",
  northbound_public_cloud: "클라이언트 앱",
  southbound_private_cloud: "메시지 프로세서",
  southbound_public_cloud: "메시지 프로세서",
  hybrid: "클라이언트 앱",
  not_apigee: "클라이언트",
};

/** Where a command shows what the failing client meets. */
export const THERE: Readonly<Record<Place, string>> = {
  northbound_private_cloud: "클라이언트 앱을 실행하는 시스템에서",
  northbound_public_cloud: "클라이언트 앱을 실행하는 시스템에서",
  southbound_private_cloud: "메시지 프로세서에서",
  southbound_public_cloud: "백엔드 네트워크 밖에서",
  hybrid: "클라이언트 앱을 실행하는 시스템에서",
  not_apigee: "클라이언트를 실행하는 시스템에서",
};

/** What the capitals of a management API call mean. */
export function capitals(place: EdgePlace): string {
  const common =
    "대문자 부분은 직접 채워 넣으세요. ORG와 ENV는 Edge UI에 나오는 조직과 환경의 이름, EMAIL은 조직 관리자의 이메일 주소입니다(비밀번호는 curl이 묻습니다).";
  return place.endsWith("public_cloud")
    ? common
    : `${common} MANAGEMENT-SERVER:PORT는 설치된 관리 서버의 주소입니다(관리 API에 TLS가 없으면 http://로 바꿉니다).`;
}

/** How an ingress without certificate is told from one that is particular: a menu, a question of it, and an answer. */
export const OVERRULE = "사실과 다릅니다…";
export const INGRESS_FAULT = "어떤 클라이언트가 연결해도 나타나는 인그레스 자체의 문제는 무엇인가요?";
export const NO_CERTIFICATE = "인증서를 보내지 않음";

/** Above what goes into a virtual host, and the two calls. */
export const SEND_BACK =
  "아래의 첫 번째 호출로 가상 호스트 정의를 vhost.xml로 내려받아 다음을 넣은 뒤, 두 번째 호출로 파일 전체를 다시 보내세요(Edge는 빠진 항목을 삭제합니다).";

/** Where a property goes that may be there already. @param where with its particle */
export function onEach(where: string, file: string): string {
  return `${where} 한 대씩 차례로 다음을 실행하세요(실행하면 다시 시작됩니다). ${file} 파일에 이 속성이 이미 있으면 첫 줄은 실행하지 말고 파일에 있는 값을 고치세요.`;
}

/** Only particles without a twin (에서, 에, 의) go behind it. */
export function theClient({ place, client }: OutcomeContext): string {
  return client === null ? CLIENTS[place] : `${CLIENTS[place]}(${client})`;
}

/** With its particle, which the word before the brackets decides. */
export function clientAsSubject(context: OutcomeContext): string {
  return `${theClient(context)}${CLIENTS[context.place].endsWith("앱") ? "이" : "가"}`;
}

/** The same handshake, by hand. */
export function seeHandshake({ place, target }: OutcomeContext, ...options: readonly string[]): Line[] {
  return [
    `${THERE[place]} 다음을 실행했을 때 경고(alert) 없이 인증서가 출력되어야 합니다.`,
    sClient(target, ...options),
    callAgain(place),
  ];
}

/** The certificate that is served now. */
export function seeCertificate({ place, target }: OutcomeContext): Line[] {
  return [
    `${THERE[place]} 다음을 실행했을 때 새 인증서가 출력되어야 합니다.`,
    showCertificate(target),
    callAgain(place),
  ];
}

/** The list that is served now. */
export function seeChain({ place, target }: OutcomeContext): Line[] {
  return [
    "각 i:(발급자)가 다음 인증서의 s:(주체)와 같아야 합니다. 반환 코드는 0이 정상입니다. 21은 중간 인증서가 없다는 뜻이고, 19나 20은 실행한 시스템의 OpenSSL에 루트 인증서가 없다는 뜻입니다.",
    showList(target),
    callAgain(place),
  ];
}

/** Two-way TLS: that the other side takes the client's certificate. */
export function seeAccepted({ place, target }: OutcomeContext): Line[] {
  return [
    "클라이언트의 인증서와 키로 다음을 실행했을 때 경고(alert)가 나오지 않아야 합니다.",
    presentCertificate(target),
    callAgain(place),
  ];
}

export function callAgain(place: Place): string {
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "그런 다음 API 프록시를 호출하세요. 503 오류가 더 이상 나오지 않아야 합니다.";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return "그런 다음 실패했던 클라이언트로 API를 호출하세요.";
    case "not_apigee":
      return "그런 다음 실패했던 클라이언트로 다시 연결하세요.";
  }
}
