import type { Catalog } from "../catalog.ts";

export const explaining: Catalog["explaining"] = {
  refusal: ({ by, alert }) => {
    if (by === "other_side")
      return alert === null ? "拒絕的是對方：它送出了警示。" : `拒絕的是對方：它送出了警示 ${alert}。`;
    if (by === "this_side")
      return alert === null
        ? "拒絕的是寫下這則訊息的一方：它不接受對方送出的內容。"
        : `拒絕的是寫下這則訊息的一方：它送出了警示 ${alert}。`;
    return `警示是 ${alert}；從文字看不出由哪一方送出。`;
  },
  nothing: "這則訊息中沒有認得的 TLS 錯誤。請指定主機，我就會查明原因；也可以將記錄檔或擷取檔拖曳到這裡。",
  already: "這則訊息的可能原因，已經列在它的討論串中。",
  fileOutOfReach:
    "我看不到這則訊息中的檔案。請在該頻道輸入 /invite @tlscheck 後再試一次，或輸入 /tlscheck 開啟表單來傳送檔案。",
  thisMessage: "這則訊息",
  help: (command) =>
    `在訊息選單中選擇「Diagnose this TLS error」，或輸入 @tlscheck 並附上錯誤訊息：我會在討論串中列出可能原因，並讀取訊息中的檔案。如果只想讓自己看到：${command} explain 錯誤訊息。`,
};
