import type { Catalog } from "../catalog.ts";

export const commandLine: Catalog["commandLine"] = {
  help: ({ locales, timeoutMs }) => `tlscheck는 TLS 핸드셰이크가 실패하는 원인을 찾아 줍니다.

  tlscheck TARGET…            HOST, HOST:PORT, [v6]:PORT 또는 URL
  tlscheck cert FILE…         PEM, DER, PKCS#7, PKCS#12, JKS, JCEKS, Kubernetes 보안 비밀 등. -는 표준 입력,
                              파일이 둘이면 서로 신뢰하는지 비교
  tlscheck capture FILE       pcap 또는 pcapng(gzip 포함)의 모든 TLS 핸드셰이크. -는 표준 입력이며 들어오는 대로 출력:
                              tcpdump -i any -U -w - | tlscheck capture -
  tlscheck explain TEXT       오류 메시지나 로그의 가능성이 높은 원인. -는 표준 입력
  tlscheck bot|worker|serve   Slack 봇, 워커, 둘 다(README.md)

  --json          대상 또는 파일마다 JSON 객체 하나를 stdout에 출력
  --name HOST     연결할 호스트와 다를 때 사용할 server_name 겸 비교 기준 이름
  --no-sni        server_name을 보내지 않음
  --starttls smtp|imap|pop3|ldap|postgres|mysql|xmpp|ftp
                  TLS로 전환할 프로토콜. smtp://HOST 형식으로도 지정 가능
  --client-cert FILE, --client-key FILE
                  핸드셰이크를 한 번 더 수행하며 이 인증서(PEM, 체인 포함)를 제시
  --client PROFILE
                  이 클라이언트(java8 등)의 Client Hello를 보내 결과를 확인. 쉼표로 여러 개, 또는 all.
                  없는 이름을 넣으면 목록을 출력. 지정한 클라이언트가 연결하지 못하면 종료 코드 1
  --at TIME       이 시각을 기준으로 유효 기간을 판정(ISO 8601)
  --trust FILE    내장된 Mozilla 신뢰 앵커 대신 사용할 신뢰 앵커(PEM 또는 트러스트 저장소)
  --timeout MS    연결마다 적용할 제한 시간(${timeoutMs})
  --quick         연결을 한두 번만 사용
  --key FILE      cert: 인증서와 일치해야 하는 비공개 키
  --password-file FILE
                  cert: 키 저장소 또는 키의 비밀번호
  --redact FILE   capture: 주소와 핸드셰이크 이후의 내용을 뺀 사본을 저장
  --names hash    capture --redact: server_name과 인증서의 이름도 해시로 교체. 이때 서명은 더 이상 맞지 않고,
                  일련번호와 키는 그대로 유지
  --check         capture: 거부한 서버가 무엇을 받아들이는지 확인(최대 5대, 캡처에 있는 주소로 연결)
  --svg FILE      capture: 처음 실패한 핸드셰이크를, 없으면 첫 핸드셰이크를 새 파일에 그림으로 저장
  --locale ${locales.join("|")}

종료 코드: 0 문제없음, 1 오류를 하나 이상 발견, 2 잘못된 사용법, 3 대상에 연결할 수 없음.
`,
  bug: (stack) => `tlscheck 자체의 버그입니다. ${stack}`,
};
