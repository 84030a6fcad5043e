import type { Catalog } from "../catalog.ts";
import { formatTime } from "../format.ts";
import { captureFindings } from "./capture-findings.ts";
import { list } from "./capture-words.ts";
import { LOCALE, grouped } from "./wording.ts";

export const capture: Catalog["capture"] = {
  findings: captureFindings,
  summary: ({ packets, completed, failed, incomplete, notTls }) =>
    [
      `패킷 ${grouped(packets)}개`,
      `TLS 핸드셰이크 ${grouped(completed + failed + incomplete)}건`,
      `성공 ${grouped(completed)}건`,
      `실패 ${grouped(failed)}건`,
      ...(incomplete === 0 ? [] : [`일부만 캡처됨 ${grouped(incomplete)}건`]),
      ...(notTls === 0 ? [] : [`TLS가 아닌 연결 ${grouped(notTls)}건`]),
    ].join(", "),
  occurrences: ({ count, context: { client, server }, at }) =>
    count === 1
      ? `${client} → ${server}, ${formatTime(LOCALE, at)}`
      : `핸드셰이크 ${grouped(count)}건, 첫 번째: ${client} → ${server}, ${formatTime(LOCALE, at)}`,
  picture: ({ context: { client, server, serverName }, title }) =>
    `핸드셰이크 메시지, ${client} ↔ ${serverName === null ? server : `${serverName} (${server})`}${title === null ? "" : `: ${title}`}`,
  moreCauses: (more) => `원인 ${grouped(more)}건은 표시하지 않았습니다. 전체는 --json으로 볼 수 있습니다.`,
  abandoned: (connections) =>
    `동시에 열린 연결이 메모리 한도를 넘어, ${grouped(connections)}건은 일부만 캡처된 것으로 집계했습니다.`,
  unknownLinkType: (packets) =>
    `지원하지 않는 링크 유형의 패킷이 ${grouped(packets)}개 있습니다. tcpdump -i any로 캡처하세요.`,
  damaged: ({ structure, offset }) =>
    `파일이 오프셋 ${grouped(offset)}바이트(${structure})에서 끊겼거나 손상되었습니다. 그 앞부분까지 읽었습니다.`,
  notACapture: "캡처 파일이 아닙니다. pcap도 pcapng도 아닙니다.",
  outcomes: {
    completed: "핸드셰이크가 완료되었습니다",
    failed: "핸드셰이크가 실패했습니다",
    incomplete: "핸드셰이크의 일부만 캡처되었습니다",
    not_tls: "TLS 연결이 아닙니다",
  },
  offered: ({ versions, cipherSuites, serverName, alpn, fingerprint }) =>
    [
      `클라이언트의 제안: ${list(versions)}, 암호화 스위트 ${grouped(cipherSuites)}개`,
      serverName === null ? "서버 이름 없음" : `서버 이름 ${serverName}`,
      ...(alpn.length === 0 ? [] : [`ALPN ${list(alpn)}`]),
      `JA4 ${fingerprint}`,
    ].join(", "),
  selected: ({ version, cipherSuite, group, alpn }) =>
    `서버의 선택: ${[version, cipherSuite, ...(group === null ? [] : [group]), ...(alpn === null ? [] : [`ALPN ${alpn}`])].join(", ")}`,
};
