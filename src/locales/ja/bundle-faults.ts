import type { BundleFault, DerObject, LimitName } from "../../x509/bundle/bundle.ts";
import { boundaryWord, codePoint } from "../selection.ts";
import { DECODE_ERRORS, grouped } from "./wording.ts";

const OBJECTS: Readonly<Record<DerObject, string>> = {
  certificate: "証明書",
  certificate_request: "証明書署名要求（CSR）",
  crl: "証明書失効リスト（CRL）",
  private_key: "秘密鍵",
  encrypted_private_key: "暗号化された秘密鍵",
  public_key: "公開鍵",
  pkcs7: "PKCS#7 バンドル",
  pkcs12: "PKCS#12 キーストア",
  unknown: "不明なデータ",
};

const LIMITS: Readonly<Record<LimitName, string>> = {
  bytes: "バイト",
  objects: "個のオブジェクト",
  nesting: "段の入れ子",
  iterations: "回の反復",
};

/** `12 行目 5 列目：`, `data.tls.crt：`; empty where nothing more is known. */
export function describePlace(fault: BundleFault): string {
  const { within, line } = fault.place;
  const column = "column" in fault ? ` ${fault.column} 列目` : "";
  const parts = [...(within === null ? [] : [within]), ...(line === null ? [] : [`${line} 行目${column}`])];
  return parts.length === 0 ? "" : `${parts.join("、")}：`;
}

/** What is wrong as a title, and what stands there and what should. */
export function describeBundleFault(fault: BundleFault): { title: string; expected: string } {
  switch (fault.code) {
    case "empty":
      return { title: "中身が空で、証明書がありません", expected: "何も書かれていません。" };
    case "not_recognized":
      return {
        title: "既知のどの形式の証明書でもありません",
        expected: `先頭のバイトは ${fault.firstBytes} です。PEM ファイルは -----BEGIN CERTIFICATE-----、DER は 30 82 で始まります。`,
      };
    case "encoding":
      return {
        title: `ファイルが ${fault.found} です（Windows のメモ帳や PowerShell の保存形式）`,
        expected: `${fault.found} は 1 文字に 2 バイトを使いますが、PEM は ASCII として読み取られます。`,
      };
    case "byte_order_mark":
      return {
        title: "BEGIN 行の前に、目に見えないバイトオーダーマーク（BOM）があります",
        expected:
          "先頭のバイトが EF BB BF です。-----BEGIN CERTIFICATE----- のハイフンで始まる必要があります。",
      };
    case "literal_newline":
      return {
        title: "PEM の改行が \\n という 2 文字に置き換わっています",
        expected: "改行すべき位置に、バックスラッシュと n の 2 文字があります。",
      };
    case "boundary":
      return {
        title: `PEM の ${boundaryWord(fault.expected)} 行の書式が正しくありません`,
        expected: `${fault.found} と書かれています。前後に何も付けず、正確に ${fault.expected} と書く必要があります。`,
      };
    case "boundary_missing":
      return {
        title: `${fault.expected} の行がありません`,
        expected: `ここに ${fault.expected} が必要です。`,
      };
    case "label_mismatch":
      return {
        title: "PEM ブロックの BEGIN 行と END 行の種別が一致しません",
        expected: `ブロックの始まりは ${fault.begin}、終わりは ${fault.end} です。`,
      };
    case "blocks_glued":
      return {
        title: "2 つの PEM ブロックが 1 行につながっています",
        expected: "END 行の直後に BEGIN 行が続いています。間に改行が必要です。",
      };
    case "lines_joined":
      return {
        title: "BEGIN 行または END 行が base64 と同じ行にあります",
        expected: "BEGIN 行と END 行は、どちらも単独の行にする必要があります。",
      };
    case "character":
      return describeCharacter(fault);
    case "base64_length":
      return {
        title: "ファイルの base64 が壊れています：文字が足りないか、余分です",
        expected: `${grouped(fault.count)} 文字では、バイトの区切りに合いません。`,
      };
    case "padding":
      return {
        title: "ファイルの base64 のパディングが正しくありません",
        expected: `末尾の現在のパディング：${fault.found === "" ? "なし" : fault.found}、正しいパディング：${fault.expected === "" ? "なし" : fault.expected}。`,
      };
    case "base64_twice":
      return {
        title: "値が二重に base64 エンコードされています",
        expected:
          "1 回デコードしても、まだ base64 です。Kubernetes Secret の data の値は、1 回だけエンコードします。",
      };
    case "wrong_object":
      return {
        title: `PEM ブロックの中身がラベルと異なります：${OBJECTS[fault.found]}`,
        expected: `ブロックのラベル：${fault.label}、中身：${OBJECTS[fault.found]}。`,
      };
    case "no_certificate":
      return {
        title: `証明書がなく、次のものだけが入っています：${OBJECTS[fault.found]}`,
        expected: `証明書があるべき場所にあるもの：${OBJECTS[fault.found]}。`,
      };
    case "der_named_pem":
      return {
        title: "ファイル名は .pem ですが、中身は DER です",
        expected: "先頭のバイトがハイフンではなく 30 です。",
      };
    case "der_truncated":
      return {
        title: "証明書が途中で切れています",
        expected: `${fault.structure} には、オフセット ${grouped(fault.byte)} の後にあと ${grouped(fault.missing)} バイト必要です。`,
      };
    case "der_trailing":
      return {
        title: "同じブロック内の証明書の後ろに、余分なデータがあります",
        expected: `証明書はオフセット ${grouped(fault.byte)} で終わっていますが、その後に ${grouped(fault.count)} バイトあります。`,
      };
    case "der_malformed":
      return {
        title: "証明書のエンコードが壊れています",
        expected: `オフセット ${grouped(fault.byte)} の ${fault.structure}：${DECODE_ERRORS[fault.reason]}。`,
      };
    case "password_missing":
      return {
        title: "キーストアを開くにはパスワードが必要です",
        expected: "パスワードなしでは開けません。",
      };
    case "password_wrong":
      return {
        title: "このパスワードではファイルを開けません",
        expected: "別のパスワードで作成されたか、ファイルが壊れています。",
      };
    case "encryption_unsupported":
      return {
        title: "ファイルが対応していない方式で暗号化されているため、開けません",
        expected: `アルゴリズムは ${fault.algorithm} です。`,
      };
    case "digest_mismatch":
      return {
        title: "キーストアのダイジェストがパスワードと一致しません",
        expected: "パスワードが違うか、ファイルが改変されています。それでも証明書は読み取れます。",
      };
    case "entry_unreadable":
      return {
        title: "キーストアに共通鍵のエントリ（SecretKey）があり、以降を読み取れません",
        expected: "この種のエントリには、終わりの位置の情報がありません。",
      };
    case "certificate_not_included":
      return {
        title: "証明書の情報だけで、証明書本体が含まれていません",
        expected: "日付と名前は読み取れますが、チェーンと鍵がないため検証できません。",
      };
    case "limit_exceeded":
      return {
        title: "ファイルの内容が多すぎるため、すべては読み取れません",
        expected: `上限は ${grouped(fault.limit)} ${LIMITS[fault.what]}です。`,
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
        title: "証明書の一部が省略されています：base64 の中に省略記号があります",
        expected: `base64 が続くべき位置に「${found}」があります。`,
      };
    case "quote":
      return {
        title: "ファイルの base64 の中に引用符があります",
        expected: `「${found}」があります。これは base64 で使われない文字です。`,
      };
    case "invisible":
      return {
        title: "ファイルの base64 の中に目に見えない文字があります",
        expected: `${code} があります。目に見えず、base64 では使われない文字です。`,
      };
    case "base64url":
      return {
        title: "PEM が base64 ではなく base64url でエンコードされています",
        expected: `「${found}」があります。PEM では - と _ の代わりに + と / を使います。`,
      };
    case "other":
      return {
        title: "ファイルの base64 が壊れています",
        expected: `「${found}」（${code}）があります。これは base64 で使われない文字です。`,
      };
  }
}

/** What to do where nobody can tell what was meant. */
export function describeRepair({ code }: BundleFault): string {
  switch (code) {
    case "password_missing":
    case "password_wrong":
      return "コマンドラインでは、パスワードを書いたファイルを --password-file で指定してください。パスワードは決してチャンネルに書き込まないでください。";
    case "wrong_object":
    case "no_certificate":
      return "認証局から返送されたファイルを使用してください。1 行目は -----BEGIN CERTIFICATE----- です。";
    case "certificate_not_included":
      return "証明書本体を PEM 形式でエクスポートしてください。";
    case "limit_exceeded":
      return "対象の証明書だけを送ってください。";
    default:
      return "元の場所からファイルをコピーし直してください。文書やチャットを経由せず、ファイルのまま丸ごとコピーします。";
  }
}
