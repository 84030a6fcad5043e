import { exampleWatches } from "../commands.ts";
import { formatDays } from "../format.ts";
import { megabytes } from "../selection.ts";
import type { WatchingWords } from "../watching-words.ts";
import { LOCALE, grouped, join } from "./wording.ts";

export const watching: WatchingWords = {
  help: (command) => [
    "我會為頻道監控伺服器，在憑證即將到期或出現其他問題時及時通知：",
    exampleWatches(command),
    `只輸入 ${command} watch 會開啟表單，表單也接受 CSV 或 YAML 檔案。`,
  ],
  added: (count) =>
    count === 1
      ? "從現在起監控這個目標（只有需要處理時，我才會通知這個頻道）："
      : `從現在起監控這 ${grouped(count)} 個目標（只有需要處理時，我才會通知這個頻道）：`,
  known: (count) => (count === 1 ? "這裡已經在監控：" : `這裡已經在監控，共 ${grouped(count)} 個：`),
  changed: (count) =>
    count === 1
      ? "這裡已經在監控，已套用這次指定的負責人、處理手冊（Runbook）或通知天數："
      : `這裡已經在監控，共 ${grouped(count)} 個，已套用這次指定的負責人、處理手冊（Runbook）或通知天數：`,
  refused: (count) => `有 ${grouped(count)} 個無法受理：`,
  more: (count) => `…還有 ${grouped(count)} 個`,
  again: "修正後再送出一次：",
  inLine: ({ line, text }) => `第 ${line} 行：${text}`,
  problem(problem) {
    switch (problem.code) {
      case "owner_wrong":
        return `無法辨識「${problem.given}」是哪一位 Slack 使用者。在指令中請輸入 @ 並選擇負責人（--owner @ada）；在檔案中請填寫成員 ID，例如 U012ABC。`;
      case "runbook_wrong":
        return `「${problem.given}」不是處理手冊（Runbook）的連結：我只接受 https://… 和 http://…。`;
      case "days_wrong":
        return `「${problem.given}」不是到期前的天數。請輸入例如 30, 7, 1：最多 ${problem.most} 個數字，範圍 1 到 ${problem.longest}。`;
      case "uploaded_certificate":
        return `「${problem.given}」是有人上傳的憑證，清單中不包含憑證本身：請重新將憑證拖曳到這裡，再從那裡開始監控。`;
      case "address_forbidden":
        return `我不得連線到位址 ${problem.given}（${problem.range}）。機器人管理員可以開放。`;
    }
  },
  example: (call) => `例如：${call}`,
  announced: ({ act, user, targets, count }) => {
    const more = count - targets.length;
    const named = more > 0 ? `${join(targets)}，以及另外 ${grouped(more)} 個目標` : join(targets);
    return act === "watch"
      ? `${user} 已在這裡新增監控：${named}。需要處理時，我會通知。`
      : `${user} 已在這裡停止監控：${named}。`;
  },
  full: ({ scope, count, limit }) =>
    scope === "channel"
      ? `沒有新增任何目標：這個頻道監控的目標將達 ${grouped(count)} 個，上限是 ${grouped(limit)} 個。其餘目標請改在別的頻道監控，或先停止監控一些目標。`
      : `沒有新增任何目標：這個工作區監控的目標將達 ${grouped(count)} 個，上限是 ${grouped(limit)} 個。請先停止監控一些目標。`,
  notInChannel: (channel) =>
    `我不在 ${channel} 中，無法通知那裡的任何人，因此沒有新增任何目標。請在該頻道輸入 /invite @tlscheck，然後再試一次。`,
  unavailable: "目前無法執行：資料庫沒有回應。沒有變更任何內容，請一分鐘後再試一次。",
  unwatched: (count) => (count === 1 ? "已停止在這裡監控：" : `已停止在這裡監控 ${grouped(count)} 個目標：`),
  notWatched: () => "這裡原本就沒有監控：",
  similar: (targets) => `同一台主機目前監控的是 ${join(targets)}。`,
  unwatchAll: {
    question: (count) =>
      count === 1
        ? "這個頻道只監控一個目標，要停止監控嗎？"
        : `要停止監控這個頻道的全部 ${grouped(count)} 個目標嗎？`,
    yes: (count) => (count === 1 ? "停止監控" : `停止監控全部 ${grouped(count)} 個目標`),
    no: "繼續監控",
    kept: "沒有變更任何內容。",
  },
  list: {
    title: ({ count, filter }) =>
      filter === null
        ? `這個頻道的監控目標：${grouped(count)} 個`
        : `這個頻道的監控目標，含有「${filter}」的：${grouped(count)} 個`,
    page: ({ from, to, count }) => `第 ${grouped(from)} 到 ${grouped(to)} 個，共 ${grouped(count)} 個`,
    nothing: "這個頻道還沒有監控任何目標。",
    nothingLike: (filter) => `這個頻道的監控目標中，沒有任何一個含有「${filter}」。`,
    paused: "已暫停：我無法在這個頻道張貼訊息，因此所有目標都暫停檢查。",
    columns: {
      target: "監控目標",
      end: "到期日",
      left: "剩餘",
      issuer: "核發者",
      owner: "負責人",
      condition: "狀態",
    },
    conditions: {
      expired: "❌ 已過期",
      revoked: "❌ 已遭撤銷",
      chain_broken: "❌ 憑證鏈結有誤",
      name_not_covered: "❌ 名稱不符",
      partly_renewed: "⚠️ 只有部分位址已更新",
      unreachable: "⚠️ 無法取得憑證",
      removed: "⚠️ 接受的項目變少",
      running_out: "⚠️ 即將到期",
      not_public: "ⓘ 非公開憑證授權單位或憑證鏈結不完整",
      ok: "✅ 正常",
      unseen: "尚未檢查",
      paused: "已暫停",
    },
    uploaded: (name) => `${name}（上傳的憑證）`,
    days: (days) => formatDays(LOCALE, days),
    previous: "上一頁",
    next: "下一頁",
    add: "新增監控目標",
    exportAs: (format) => `匯出 ${format}`,
  },
  exported: ({ channel, count }) =>
    `${channel} 的監控目標，共 ${grouped(count)} 行。在任何頻道輸入 /tlscheck watch 開啟表單，都可以再匯入這個檔案。`,
  exportSent: "檔案已傳送到您與我的私訊中。",
  file(fault) {
    switch (fault.code) {
      case "too_large":
        return `檔案超過 ${megabytes(fault.limit)} MB，因此沒有讀取。請分割檔案。`;
      case "too_many":
        return `檔案有 ${grouped(fault.count)} 行，上限是 ${grouped(fault.limit)} 行。沒有新增任何目標，請分割檔案。`;
      case "not_text":
        return "檔案不是 UTF-8 文字。請儲存為 CSV 或 YAML：每行一台主機即可。";
      case "empty":
        return "檔案中沒有任何要監控的目標。每行一台主機即可。";
      case "syntax":
        return fault.line === null
          ? `無法讀取檔案：${fault.reason}。沒有新增任何目標。`
          : `無法讀取檔案的第 ${fault.line} 行：${fault.reason}。沒有新增任何目標。`;
      case "out_of_reach":
        return "無法讀取檔案：Slack 不再讓我存取它。沒有新增其中的任何目標。";
    }
  },
  buttons: {
    watch: "開始監控",
    watchCertificates: (count) => (count === 1 ? "監控這張憑證" : `監控這 ${grouped(count)} 張憑證`),
  },
  certificatesGone: "這個檔案已經太舊：讀取結果只保留 30 天。請重新拖曳到這裡。",
  modal: {
    title: "監控 TLS 伺服器",
    submit: "開始監控",
    targets: "主機",
    targetsHint:
      "api.example.com、mail.example.com:993、[2001:db8::1]:443 或網址；以換行、空格或半形逗號分隔",
    startTls: "STARTTLS 通訊協定",
    startTlsNone: "無：一開始就使用 TLS",
    channel: "通知的頻道",
    owner: "負責人",
    ownerHint: "情況嚴重時會提及此人",
    runbook: "處理手冊（Runbook）",
    days: "到期前幾天通知",
    daysHint: "例如 30, 14, 7, 3, 1。留空則依每張憑證的有效期間決定",
    file: "或使用清單檔案",
    fileHint:
      "CSV，欄位為 target、starttls、owner、runbook、days；YAML，名稱相同；或每行一台主機。上限 1 MB、2,000 行",
    empty: "請輸入主機，或附上檔案。",
    notInChannel: "我不在這個頻道中。請在該頻道輸入 /invite @tlscheck，然後再送出一次。",
  },
};
