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
        fault.command === null ? `當時正在等待 ${name} 問候訊息。` : `當時已送出 ${fault.command}。`,
        describeFault(fault),
      ],
      resolution: [...advise(fault, name), sClient(target)],
    };
  },
};

function describeTitle(fault: StartTlsFault, name: string, port: number): string {
  switch (fault.code) {
    case "refused":
      return `連接埠 ${port} 的 ${name} 伺服器拒絕啟動 TLS`;
    case "not_offered":
      return `連接埠 ${port} 的 ${name} 伺服器不提供 TLS（STARTTLS）`;
    case "other_protocol":
    case "malformed":
      return `連接埠 ${port} 上回應的不是 ${name} 伺服器`;
    case "injected":
      return `連接埠 ${port} 的伺服器同意啟動 TLS 之後，又夾帶了明文資料`;
    case "too_much":
      return `連接埠 ${port} 的 ${name} 伺服器不斷送出資料，沒有結束`;
    case "closed":
      return `連接埠 ${port} 的 ${name} 伺服器在啟動 TLS 之前就關閉連線`;
    case "reset":
      return `${name} 連線在啟動 TLS 之前就遭到重設`;
    case "timeout":
      return `連接埠 ${port} 的 ${name} 伺服器在啟動 TLS 之前就沒有回應`;
  }
}

function describeFault(fault: StartTlsFault): string {
  switch (fault.code) {
    case "refused":
      return `伺服器回應 ${fault.status}：${fault.reply}`;
    case "not_offered":
      return fault.offered.length === 0
        ? "伺服器沒有列出任何功能。"
        : `伺服器提供的功能：${listSome(fault.offered)}。`;
    case "other_protocol":
      return `對方使用的是 ${PROTOCOL_NAMES[fault.protocol]}：${fault.firstBytes}`;
    case "malformed":
      return `對方送出：${fault.received}`;
    case "injected":
      return `同意啟動之後，又收到 ${grouped(fault.bytes)} 個位元組的明文：${fault.received}`;
    case "too_much":
      return `已收到超過 ${grouped(fault.bytes)} 個位元組，仍未結束。`;
    case "closed":
      return "伺服器關閉了連線。";
    case "reset":
      return "伺服器重設了連線。";
    case "timeout":
      return `${formatDuration(LOCALE, fault.afterMs)}內沒有回應。`;
  }
}

function advise(fault: StartTlsFault, name: string): Line[] {
  switch (fault.code) {
    case "refused":
      return ["原因就在伺服器的回應裡。最常見的情況是伺服器沒有憑證與金鑰，或沒有權限讀取。"];
    case "not_offered":
      return [
        `請為 ${name} 伺服器設定憑證。如果已經設定，表示中間有設備（例如會檢查內容的防火牆）移除了 STARTTLS：請從伺服器所在的網路內再測一次。`,
      ];
    case "other_protocol":
    case "malformed":
      return [
        fault.code === "other_protocol" && fault.protocol === "tls"
          ? "這個連接埠一開始就是 TLS：請不要加上 --starttls 再檢查一次。"
          : "請確認主機與連接埠，以及 --starttls 指定的通訊協定。",
      ];
    case "injected":
      return [
        "伺服器或中間的設備放行了應該在 TLS 之後才能傳送的指令（CVE-2011-0411）。請更新伺服器，並確認中間是否有代理伺服器。",
      ];
    case "too_much":
      return ["請確認這個連接埠上執行的是什麼服務：在啟動 TLS 之前，沒有伺服器需要送出這麼多資料。"];
    case "closed":
    case "reset":
      return ["請查看伺服器的記錄檔：可能是拒絕了本次檢查的來源位址，或是連線數過多。"];
    case "timeout":
      return [
        fault.command === null
          ? "伺服器在等用戶端先開口：這個連接埠可能一開始就是 TLS。請不要加上 --starttls 再檢查一次。"
          : "請查看伺服器的記錄檔，以及中間經過的設備。",
      ];
  }
}
