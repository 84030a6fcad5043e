import type { Catalog } from "../catalog.ts";

/** A capture and a check together. */
export const joint: Catalog["joint"] = {
  between: ({ client, server, serverName, alert }) =>
    [
      `캡처의 ${client} → ${server} 연결: `,
      serverName === null
        ? "클라이언트가 서버 이름을 보내지 않았고, "
        : `클라이언트가 서버 이름(${serverName})을 보냈고, `,
      alert === null ? "경고 없이 연결이 끊겼습니다. " : `서버가 ${alert} 경고로 거부했습니다. `,
      "서버가 받아들이는 항목은 점검 결과에서 가져왔습니다.",
    ].join(""),
  offered: {
    versions: "클라이언트가 제안한 버전",
    cipher_suites: "클라이언트가 제안한 암호화 스위트",
    groups: "클라이언트가 제안한 그룹",
    signature_algorithms: "클라이언트가 제안한 서명 알고리즘",
  },
  accepted: "서버가 받아들이는 항목",
  more: (count) => `… 외 ${count}개`,
  alone: (summary) => `점검 결과만 보면: ${summary}`,
  acceptedNow: {
    title: "캡처에서 거부했던 제안을 지금은 서버가 받아들입니다",
    evidence: [
      "버전, 암호화 스위트, 그룹이 모두 맞습니다. 같은 제안을 하는 클라이언트라면 지금은 연결됩니다.",
    ],
    resolution: [
      "그 사이에 서버 설정이 바뀌었거나, 캡처에서 거부한 서버는 다른 서버입니다. 로드 밸런서 뒤에 설정이 서로 다른 서버가 여러 대 있을 수 있습니다.",
      "클라이언트에서 다시 시도하세요. 그래도 실패하면 서버 쪽에서 한 번 더 캡처해 Client Hello가 보낸 그대로 도착하는지 확인하세요.",
    ],
  },
};
