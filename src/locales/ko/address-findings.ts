import type { AddressDifference, AddressOutcome, AddressSummary } from "../../diagnosis/finding.ts";
import type { Catalog } from "../catalog.ts";
import { showEach } from "../commands.ts";
import { formatTime } from "../format.ts";
import { selectAddresses, tellApart } from "../selection.ts";
import { LOCALE } from "./wording.ts";

const OUTCOMES: Readonly<Record<AddressOutcome, string>> = {
  completed: "정상 응답",
  alert: "핸드셰이크 거부",
  connection_reset: "연결 재설정",
  closed: "응답 없이 연결 종료",
  timeout: "응답 없음",
  not_tls: "TLS가 아닌 응답",
  starttls_failed: "TLS 시작 실패",
  broken: "핸드셰이크가 아닌 데이터 전송",
  name_not_resolved: "주소 없음",
  not_allowed: "접근이 금지된 네트워크",
  connection_refused: "연결 거부",
  network: "도달할 수 없음",
};

const DIFFERENCES: Readonly<Record<AddressDifference, string>> = {
  outcome: "이 이름의 주소 중 일부에서만 핸드셰이크가 성공합니다",
  validity: "이 이름의 주소 중 일부가 유효 기간이 아닌 인증서를 보냅니다",
  name: "이 이름의 주소 중 일부가 이름에 맞지 않는 인증서를 보냅니다",
  issuer: "이 이름의 주소마다 인증서를 발급한 인증 기관이 다릅니다",
  certificate: "이 이름의 주소마다 인증서가 다르지만 모두 정상입니다",
};

export const addressFindings: Pick<Catalog["findings"], "addresses_differ"> = {
  addresses_differ: ({ addresses }, { target }) => {
    const { worst, listed, more } = selectAddresses(addresses);
    return {
      title: DIFFERENCES[worst],
      evidence: [...listed.map(describeAddress), ...(more > 0 ? [`… 외 ${more}개`] : [])],
      resolution: [
        worst === "certificate"
          ? "위치마다 다른 인증서를 쓰도록 의도했다면 조치할 것이 없습니다. 그렇지 않다면 모든 서버에 같은 인증서를 설치하세요."
          : "클라이언트가 어느 주소로 연결되느냐에 따라 간헐적으로 실패합니다. 이 이름에 연결된 모든 서버의 인증서와 설정을 똑같이 맞추세요. 그때까지는 문제가 있는 서버를 DNS나 로드 밸런서에서 제외하세요.",
        "주소별 인증서를 확인하려면 다음을 실행하세요.",
        showEach(
          listed.map(({ address }) => address),
          target,
        ),
      ],
    };
  },
};

function describeAddress(summary: AddressSummary): string {
  const { address, outcome, alert, certificate } = summary;
  const apart = tellApart(summary);
  const seen =
    certificate === null
      ? `${OUTCOMES[outcome]}${alert === null ? "" : ` (${alert})`}`
      : `${certificate.subject}, 발급자 ${certificate.issuer}, ${formatTime(LOCALE, certificate.notAfter)}까지 유효`;
  return `${address}: ${seen}${apart === null ? "" : ` (${apart})`}`;
}
