import type { StapleDefect } from "../../diagnosis/finding.ts";
import type { ResponderDefect } from "../../x509/ocsp-responder.ts";
import { formatTime } from "../format.ts";
import { DECODE_ERRORS, LOCALE, grouped } from "./wording.ts";

interface StapleWords {
  /** After 「OCSP レスポンスは」. */
  readonly clause: string;
  readonly evidence: string;
  readonly resolution: string;
}

const FETCH_ANEW =
  "サーバーのステープリングキャッシュ（またはステープルするファイル）を消去し、設定を再読み込みしてください。それでもレスポンスが変わらない場合は、認証局によるレスポンダーの修復が必要です。";

/** What is wrong with what is stapled, and what helps. */
export function describeStapleDefect(defect: Exclude<StapleDefect, { kind: "not_sent" }>): StapleWords {
  switch (defect.kind) {
    case "malformed":
      return {
        clause: "読み取れません",
        evidence: `レスポンス内のオフセット ${grouped(defect.offset)} の ${defect.structure}：${DECODE_ERRORS[defect.code]}。`,
        resolution: FETCH_ANEW,
      };
    case "unsuccessful":
      return {
        clause: `エラーを示しているだけです：${defect.responseStatus}`,
        evidence: `レスポンダーが ${defect.responseStatus} を返し、サーバーがそれをそのまま送信しています。`,
        resolution:
          "本来、サーバーは直近の正しいレスポンスを有効期限まで保持します。設定を再読み込みしてください。レスポンダーがエラーを返し続ける場合は、認証局に問い合わせてください。",
      };
    case "other_certificate":
      return {
        clause: "別の証明書のものです",
        evidence: "レスポンスに、この証明書のシリアル番号と発行元に一致する項目がありません。",
        resolution:
          "証明書の更新後も、サーバーに古い証明書のレスポンスが残っていることがあります。ステープリングキャッシュを消去するか、ステープルするファイルを差し替え、設定を再読み込みしてください。",
      };
    case "bad_signature":
      return {
        clause: "署名が正しくありません",
        evidence: `署名（${defect.signatureAlgorithm}）が、レスポンスに記載されたレスポンダーの鍵によるものではありません。`,
        resolution: FETCH_ANEW,
      };
    case "signature_unsupported":
      return {
        clause: "検証に対応していない方式で署名されています",
        evidence: `署名アルゴリズムは ${defect.signatureAlgorithm} です。`,
        resolution: "対象となるクライアントが、このアルゴリズムに対応しているか確認してください。",
      };
    case "responder_not_authorized":
      return {
        clause: "権限のない署名者によるものです",
        evidence: `レスポンダーは ${defect.responder} です：${RESPONDER_DEFECTS[defect.reason]}。`,
        resolution: FETCH_ANEW,
      };
    case "critical_extension":
      return {
        clause: "クライアント未対応のクリティカル拡張を含んでいます",
        evidence: `クリティカル拡張：${defect.extension}。`,
        resolution: FETCH_ANEW,
      };
    case "not_yet_valid":
      return {
        clause: "まだ有効期間に入っていません",
        evidence: `レスポンスの有効期間は ${formatTime(LOCALE, defect.thisUpdate)} からです。`,
        resolution:
          "時計を比較してください。レスポンダーの時計が進んでいるか、判定した側の時計が遅れています。",
      };
    case "expired":
      return {
        clause: "有効期限が切れています",
        evidence: `レスポンスの日時は ${formatTime(LOCALE, defect.thisUpdate)}${
          defect.nextUpdate === null
            ? " で、有効期限の記載がありません。この場合、クライアントは 1 日間だけ有効とみなします。"
            : `、有効期限は ${formatTime(LOCALE, defect.nextUpdate)} でした。`
        }`,
        resolution:
          "サーバーが、レスポンスを更新しないまま保持しています。設定を再読み込みし、サーバーの時計と、サーバーからレスポンダーに到達できることを確認してください。",
      };
    case "unknown":
      return {
        clause: "「この証明書は不明（unknown）」という内容です",
        evidence: "レスポンス内の証明書のステータスは unknown です。",
        resolution:
          "発行されたばかりの証明書であれば、少し待ってからサーバーの設定を再読み込みしてください。そうでなければ、認証局に問い合わせるか、証明書を再発行してください。",
      };
  }
}

const RESPONDER_DEFECTS: Readonly<Record<ResponderDefect, string>> = {
  certificate_missing: "証明書の発行元ではなく、レスポンスにレスポンダーの証明書も含まれていません",
  other_issuer: "レスポンダーの証明書が、この証明書の発行元から発行されていません",
  purpose: "レスポンダーの証明書は、OCSP レスポンスへの署名用ではありません",
  not_yet_valid: "レスポンダーの証明書が、まだ有効期間に入っていません",
  expired: "レスポンダーの証明書の有効期限が切れています",
  critical_extension: "レスポンダーの証明書に、クライアントが対応していないクリティカル拡張があります",
};
