import type { ExpectedValue, UsageProblem } from "../../diagnosis/usage-error.ts";
import type { Catalog } from "../catalog.ts";
import { CUT_CAPTURE, KEY_HASH, READ_CAPTURE, READ_LARGE_CAPTURE, exampleCalls } from "../commands.ts";
import { megabytes } from "../selection.ts";
import { join } from "./wording.ts";

export const chat: Catalog["chat"] = {
  notInChannel: (channel) =>
    `我不在 ${channel} 中，所以只有您看得到這則訊息。請在該頻道輸入 /invite @tlscheck，下一次的結果就會對所有人顯示。`,
  storeUnavailable: "目前無法受理檢查：資料庫沒有回應。檢查尚未開始，請一分鐘後再試一次。",
  tooManyRunning: ({ scope, running, limit }) =>
    `${scope === "user" ? "您" : "這個頻道"}有 ${running} 項檢查正在執行，同時執行的上限是 ${limit} 項。請等其中一項完成後再試一次。`,
  yourMessage: "您的訊息",
  privateKeyPosted: (where) => [
    `${where}：內含私密金鑰，看得到的人都能讀取。除了公開金鑰部分的雜湊值，我沒有保留任何內容。`,
    "請在 Slack 中刪除它，並視為金鑰已外洩：產生新的金鑰、以新金鑰重新申請憑證，並撤銷舊憑證。",
    "我從不需要私密金鑰。要將金鑰與憑證比對，只要印出公開金鑰部分的雜湊值，在這裡傳給我（@tlscheck HASH）：",
    KEY_HASH,
  ],
  keyMatches: "這把金鑰與此討論串中的一張憑證相符。",
  keyMismatch:
    "這把金鑰與此討論串中的憑證都不符。如果這個雜湊值是以 DER 格式的公開金鑰計算的，那就是拿錯金鑰了。",
  keyWithoutCertificate:
    "此討論串中沒有憑證可與金鑰比對。請先檢查主機，或將憑證檔拖曳到這裡，再貼一次雜湊值。",
  diagnosisGone: "這次的診斷已經太舊：結果只保留 30 天。請重新檢查主機。",
  clickedWrong: "這個按鈕屬於另一則對話，因此沒有變更任何內容。",
  help: (command) => [
    "我會找出 TLS 交握失敗的原因。請提供一個或多個目標：",
    exampleCalls(command),
    "將憑證、憑證鏈結、KeyStore、Kubernetes Secret 或 tcpdump 擷取檔拖曳到我的討論串或私訊中，我就會讀取。請勿傳送私密金鑰。",
    `只輸入 ${command} 會開啟表單。${command} help 會顯示這份說明。`,
  ],
  complaint,
  usage: (problem, command) => `${complaint(problem)}例如：${command} api.example.com:8443`,
  modal: {
    title: "檢查 TLS 伺服器",
    submit: "開始檢查",
    close: "取消",
    targets: "主機",
    targetsHint: "api.example.com、api.example.com:8443、[2001:db8::1]:443 或網址；多個目標以空格分隔",
    place: { product: "產品", direction: "連線（Apigee Edge）", client: "連線失敗的用戶端" },
    ifKnown: "如果知道，請選擇",
    channel: "結果傳送到",
    files: "憑證、KeyStore、Secret、封包擷取檔",
    filesHint:
      "PEM、DER、PKCS#7、PKCS#12、JKS、JCEKS、Kubernetes Secret；pcap、pcapng。一次提供兩個檔案時，會比對彼此是否接受對方。請勿提供私密金鑰",
    password: "KeyStore 的密碼",
    passwordHint: "只用來讀取檔案一次，加密保存最多兩分鐘",
    passwordTitle: "開啟 KeyStore",
  },
  enterPassword: "輸入密碼",
  capture: {
    reading: ({ name, read, total }) =>
      `正在讀取 ${name}：${megabytes(read)} MB（共 ${megabytes(total)} MB）`,
    tooLarge: ({ name, limit }) => [
      `${name} 解壓縮後超過 ${megabytes(limit)} MB 的上限。請只保留與失敗有關的封包，再將檔案拖曳過來：`,
      CUT_CAPTURE,
      "或直接在檔案所在的主機上讀取：",
      READ_LARGE_CAPTURE,
    ],
    tooSlow: ({ name, minutes }) => [
      `無法在 ${minutes} 分鐘內讀完 ${name}，因此已停止。請在檔案所在的主機上讀取：`,
      READ_CAPTURE,
    ],
    failed: "讀取擷取檔時，我這邊發生錯誤。機器人管理員可在記錄檔中查到原因。請再試一次。",
    columns: { server: "伺服器", what: "情況", count: "次數" },
    moreGroups: (count) => `另有 ${count} 個原因未顯示：執行 tlscheck capture FILE 可檢視更多。`,
    pick: "顯示交握",
    check: (target) => `立即檢查 ${target}`,
    copy: "製作提供給支援團隊的副本",
    copyForm: {
      title: "提供給支援團隊的副本",
      submit: "製作副本",
      explanation:
        "我會再次下載擷取檔，並將副本張貼到此討論串。所有 IP 位址都會替換（相同的位址換成相同的值），MAC 位址與每次交握之後的所有內容都會移除。",
      names: "憑證中的名稱，以及用戶端要求的名稱",
      keep: "保留：支援團隊可以比對",
      hash: "以雜湊值取代：相同的名稱換成相同的雜湊值",
    },
    copyReady: (names) =>
      names === "keep"
        ? "提供給支援團隊的副本：位址已替換，交握之後的內容已移除。名稱與憑證維持原樣。"
        : "提供給支援團隊的副本：位址已替換，名稱以雜湊值取代，交握之後的內容已移除。",
    copyTooLarge: (limit) =>
      `連副本也超過 ${megabytes(limit)} MB。請在擷取檔所在的主機上製作：tlscheck capture FILE --redact COPY`,
    fileGone: "擷取檔已不在 Slack 中，我也沒有留存：請重新拖曳到這裡。",
    gone: "這份擷取檔已經太舊：讀取結果只保留 30 天。請重新拖曳到這裡。",
  },
  home: {
    title: "tlscheck",
    intro: [
      "我會找出 TLS 交握失敗的原因：名稱、連線、通訊協定、加密套件、憑證、憑證鏈結、伺服器名稱。",
      "在頻道中輸入 /tlscheck api.example.com，我會在討論串中回覆原因、證據與處理方式。",
    ],
    check: "檢查主機",
    recent: "您最近的檢查",
    nothingYet: "目前沒有任何檢查。",
  },
};

function complaint(problem: UsageProblem): string {
  switch (problem.code) {
    case "target_missing":
      return "要檢查哪一台主機？";
    case "text_missing":
      return "要說明哪一則錯誤訊息？請貼在 explain 後面；- 表示標準輸入。";
    case "file_missing":
      return "要讀取哪一個檔案？- 表示標準輸入。";
    case "target_malformed":
      return `「${problem.given}」不是主機名稱、host:port、位址或網址。`;
    case "scheme_unknown":
      return `無法判斷「${problem.given}」中的「${problem.scheme}://」使用哪個連接埠。請改寫成 host:port。`;
    case "port_out_of_range":
      return `「${problem.given}」中的「${problem.port}」不是有效的連接埠；連接埠範圍是 1 到 65535。`;
    case "too_many_targets":
      return `一次指定了 ${problem.count} 個目標；上限是 ${problem.limit} 個。`;
    case "command_unknown":
      return `沒有「${problem.given}」這個指令。`;
    case "option_unknown":
      return `沒有「${problem.given}」這個選項。`;
    case "option_missing":
      return `缺少 ${problem.option}：憑證與金鑰必須一起指定。`;
    case "option_value":
      return `${problem.option} 的值必須是${expectation(problem.expected)}，而不是「${problem.given}」。`;
    case "file_unreadable":
      return `無法讀取 ${problem.file}：${problem.reason}。`;
  }
}

function expectation(expected: ExpectedValue): string {
  switch (expected.a) {
    case "locale":
    case "starttls":
    case "names":
    case "client":
      return `下列其中之一（${join(expected.of)}）`;
    case "time":
      return "時間，例如 2026-11-20T20:00:00Z";
    case "timeout":
      return `毫秒數，範圍 1 到 ${expected.most}`;
    case "certificate_file":
      return "內含憑證的檔案";
    case "file":
      return "檔案（必須讀取兩次，不能用標準輸入）";
    case "key_file":
      return "該憑證的私密金鑰（PEM，未加密）";
    case "cidr_block":
      return "位址或網段，例如 10.0.0.0/8 或 fd00::/8";
    case "connect_to":
      return " HOST:PORT:ADDRESS:PORT，例如 api.internal:443:10.0.0.7:8443";
  }
}
