import type { BundleFault, DerObject, LimitName } from "../../x509/bundle/bundle.ts";
import { boundaryWord, codePoint } from "../selection.ts";
import { DECODE_ERRORS, grouped } from "./wording.ts";

const OBJECTS: Readonly<Record<DerObject, string>> = {
  certificate: "憑證",
  certificate_request: "憑證簽署要求（CSR）",
  crl: "憑證撤銷清單",
  private_key: "私密金鑰",
  encrypted_private_key: "加密過的私密金鑰",
  public_key: "公開金鑰",
  pkcs7: "PKCS#7 憑證包",
  pkcs12: "PKCS#12 KeyStore",
  unknown: "其他資料",
};

const LIMITS: Readonly<Record<LimitName, (limit: number) => string>> = {
  bytes: (limit) => `${grouped(limit)} 個位元組`,
  objects: (limit) => `${grouped(limit)} 個物件`,
  nesting: (limit) => `${grouped(limit)} 層巢狀結構`,
  iterations: (limit) => `${grouped(limit)} 次金鑰衍生疊代`,
};

/** `第 12 行第 5 欄：`, `data.tls.crt：`; empty where nothing more is known. */
export function describePlace(fault: BundleFault): string {
  const { within, line } = fault.place;
  const column = "column" in fault ? `第 ${fault.column} 欄` : "";
  const parts = [...(within === null ? [] : [within]), ...(line === null ? [] : [`第 ${line} 行${column}`])];
  return parts.length === 0 ? "" : `${parts.join("，")}：`;
}

/** What is wrong as a title, and what stands there and what should. */
export function describeBundleFault(fault: BundleFault): { title: string; expected: string } {
  switch (fault.code) {
    case "empty":
      return { title: "檔案裡沒有憑證：內容是空的", expected: "沒有任何內容。" };
    case "not_recognized":
      return {
        title: "無法辨識檔案：不是任何已知格式的憑證",
        expected: `開頭的位元組是 ${fault.firstBytes}。PEM 檔的開頭是 -----BEGIN CERTIFICATE-----，DER 的開頭是 30 82。`,
      };
    case "encoding":
      return {
        title: `檔案是 ${fault.found} 文字，可能由 Windows 記事本或 PowerShell 儲存`,
        expected: `${fault.found} 每個字元佔兩個位元組，但 PEM 是以 ASCII 讀取。`,
      };
    case "byte_order_mark":
      return {
        title: "PEM 的 BEGIN 行前面有看不見的位元組順序標記（BOM）",
        expected: "開頭的位元組是 EF BB BF；開頭必須是 -----BEGIN CERTIFICATE----- 的連字號。",
      };
    case "literal_newline":
      return {
        title: "PEM 的換行變成了 \\n 兩個字元",
        expected: "應該換行的地方出現反斜線和 n。",
      };
    case "boundary":
      return {
        title: `PEM 的 ${boundaryWord(fault.expected)} 行寫法不正確`,
        expected: `目前是 ${fault.found}，必須完全寫成 ${fault.expected}，前後不能有其他字元。`,
      };
    case "boundary_missing":
      return {
        title: `PEM 缺少 ${fault.expected} 這一行`,
        expected: `這裡應該有 ${fault.expected}。`,
      };
    case "label_mismatch":
      return {
        title: "同一個 PEM 區塊的 BEGIN 與 END 行名稱不同",
        expected: `區塊以 ${fault.begin} 開頭，卻以 ${fault.end} 結尾。`,
      };
    case "blocks_glued":
      return {
        title: "兩個 PEM 區塊黏在同一行",
        expected: "END 行的後面直接接著 BEGIN 行，兩者之間應該換行。",
      };
    case "lines_joined":
      return {
        title: "PEM 的 BEGIN 或 END 行與 base64 內容擠在同一行",
        expected: "BEGIN 與 END 都必須獨立成行。",
      };
    case "character":
      return describeCharacter(fault);
    case "base64_length":
      return {
        title: "檔案的 base64 已損壞：少了或多了一個字元",
        expected: `${grouped(fault.count)} 個字元無法還原成完整的位元組。`,
      };
    case "padding":
      return {
        title: "檔案的 base64 結尾填補字元不正確",
        expected: `結尾的填補字元：目前${padding(fault.found)}，應該${padding(fault.expected)}。`,
      };
    case "base64_twice":
      return {
        title: "檔案內容經過兩次 base64 編碼",
        expected: "解碼一次後仍是 base64。在 Kubernetes Secret 中，data 的值只能編碼一次。",
      };
    case "wrong_object":
      return {
        title: `PEM 區塊的標示與內容不符：這其實是${spaced(OBJECTS[fault.found])}`,
        expected: `區塊標示為 ${fault.label}，內容卻是${spaced(OBJECTS[fault.found])}。`,
      };
    case "no_certificate":
      return {
        title: `檔案裡沒有憑證，只有${spaced(OBJECTS[fault.found])}`,
        expected: `應該是憑證的地方，放的是${spaced(OBJECTS[fault.found])}。`,
      };
    case "der_named_pem":
      return { title: "檔案的副檔名是 .pem，內容卻是 DER", expected: "第一個位元組是 30，不是連字號。" };
    case "der_truncated":
      return {
        title: "憑證內容被截斷",
        expected: `${fault.structure} 在位元組 ${grouped(fault.byte)} 之後還缺 ${grouped(fault.missing)} 個位元組。`,
      };
    case "der_trailing":
      return {
        title: "同一個區塊裡，憑證後面還有多餘的資料",
        expected: `憑證在位元組 ${grouped(fault.byte)} 結束，後面還有 ${grouped(fault.count)} 個位元組。`,
      };
    case "der_malformed":
      return {
        title: "憑證的編碼已損壞",
        expected: `${fault.structure}（位元組 ${grouped(fault.byte)}）：${DECODE_ERRORS[fault.reason]}。`,
      };
    case "password_missing":
      return { title: "KeyStore 需要密碼", expected: "沒有密碼就無法開啟。" };
    case "password_wrong":
      return {
        title: "密碼無法開啟這個檔案",
        expected: "檔案是用另一組密碼建立的，或是已經損壞。",
      };
    case "encryption_unsupported":
      return {
        title: "檔案無法開啟：不支援它的加密方式",
        expected: `演算法是 ${fault.algorithm}。`,
      };
    case "digest_mismatch":
      return {
        title: "KeyStore 的摘要值與密碼不符",
        expected: "密碼不對，或檔案遭到更動。其中的憑證仍然可以讀取。",
      };
    case "entry_unreadable":
      return {
        title: "KeyStore 含有對稱金鑰項目，之後的內容無法讀取",
        expected: "這類項目沒有標明在哪裡結束。",
      };
    case "certificate_not_included":
      return {
        title: "檔案只有憑證的說明文字，沒有憑證本身",
        expected: "可以讀到日期和名稱，但沒有憑證鏈結與金鑰可供檢查。",
      };
    case "limit_exceeded":
      return {
        title: "檔案內容超過讀取上限，未全部讀取",
        expected: `上限是 ${LIMITS[fault.what](fault.limit)}。`,
      };
  }
}

function describeCharacter({ found, kind }: Extract<BundleFault, { code: "character" }>): {
  title: string;
  expected: string;
} {
  const code = codePoint(found);
  switch (kind) {
    case "ellipsis":
      return {
        title: "憑證被省略了一部分：base64 裡有刪節號",
        expected: `這裡出現 ${found}，但 base64 應該要接續下去。`,
      };
    case "quote":
      return {
        title: "檔案的 base64 裡有引號",
        expected: `這裡出現 ${found}，這不是 base64 字元。`,
      };
    case "invisible":
      return {
        title: "檔案的 base64 裡有看不見的字元",
        expected: `這裡出現 ${code}，這個字元看不見，也不是 base64 字元。`,
      };
    case "base64url":
      return {
        title: "檔案內容是 base64url，但 PEM 使用 base64",
        expected: `這裡出現 ${found}；PEM 用的是 + 和 /，不是 - 和 _。`,
      };
    case "other":
      return {
        title: "檔案的 base64 已損壞",
        expected: `這裡出現 ${found}（${code}），這不是 base64 字元。`,
      };
  }
}

/** What to do where nobody can tell what was meant. */
export function describeRepair({ code }: BundleFault): string {
  switch (code) {
    case "password_missing":
    case "password_wrong":
      return "使用命令列時，請用 --password-file 指定存放密碼的檔案。切勿把密碼貼到頻道裡。";
    case "wrong_object":
    case "no_certificate":
      return "請使用憑證授權單位核發給您的檔案，第一行是 -----BEGIN CERTIFICATE-----。";
    case "certificate_not_included":
      return "請將憑證本身匯出為 PEM。";
    case "limit_exceeded":
      return "請只傳送要檢查的憑證。";
    default:
      return "請從原始來源重新複製整個檔案；直接傳檔，不要經由文件或聊天訊息轉貼。";
  }
}

/** Of base64: `=`, `==` or none. */
function padding(characters: string): string {
  return characters === "" ? "沒有" : `是「${characters}」`;
}

/** A space before a Latin word. */
function spaced(noun: string): string {
  return /^[!-~]/.test(noun) ? ` ${noun}` : noun;
}
