import type { Catalog } from "../catalog.ts";

export const explaining: Catalog["explaining"] = {
  refusal: ({ by, alert }) => {
    if (by === "other_side")
      return alert === null
        ? "거부한 쪽은 상대방입니다. 상대방이 경고(alert)를 보냈습니다."
        : `거부한 쪽은 상대방입니다. 상대방이 ${alert} 경고를 보냈습니다.`;
    if (by === "this_side")
      return alert === null
        ? "이 메시지를 남긴 쪽이 상대방이 보낸 내용을 거부했습니다."
        : `이 메시지를 남긴 쪽이 거부하고 ${alert} 경고를 보냈습니다.`;
    return `경고(alert): ${alert}. 어느 쪽이 보냈는지는 이 텍스트만으로 알 수 없습니다.`;
  },
  nothing:
    "이 메시지에서 알려진 TLS 오류를 찾지 못했습니다. 호스트를 입력하면 원인을 찾아 줍니다. 로그나 캡처를 여기에 올려도 됩니다.",
  already: "이 메시지의 가능성이 높은 원인은 이미 스레드에 있습니다.",
  fileOutOfReach:
    "이 메시지의 파일을 볼 수 없습니다. 그 채널에서 /invite @tlscheck를 입력하고 다시 요청하거나, /tlscheck로 여는 양식으로 파일을 보내세요.",
  thisMessage: "이 메시지",
  help: (command) =>
    `메시지 메뉴의 “Diagnose this TLS error”를 누르거나 @tlscheck와 함께 오류를 보내면, 가능성이 높은 원인을 스레드에 답변하고 메시지의 파일도 읽습니다. 본인에게만 보이게 하려면 ${command} explain 오류_메시지를 입력하세요.`,
};
