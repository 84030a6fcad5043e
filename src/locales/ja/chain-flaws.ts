import type { ChainFlaw } from "../../diagnosis/finding.ts";
import type { Citation, PathFault } from "../../x509/path-fault.ts";
import type { CrlDefect } from "../../x509/revocation.ts";
import type { Remedy } from "../chain-remedy.ts";
import { PROFILE_RULES } from "./profile-rules.ts";
import { DECODE_ERRORS, grouped } from "./wording.ts";

/** A flaw as a title and as a sentence of evidence. */
export function describeFlaw(flaw: ChainFlaw): { title: string; evidence: string } {
  switch (flaw.kind) {
    case "wrong_order":
      return {
        title: "証明書の順序が正しくありません",
        evidence:
          "各証明書の直後に、その発行元の証明書が続く必要があります。ここでは発行元の証明書のほうが先にあります。",
      };
    case "duplicate":
      return {
        title: "証明書リストに同じ証明書が重複しています",
        evidence: `${flaw.position + 1} 番目の証明書 ${flaw.subject} は、リストのそれより前にもあります。`,
      };
    case "extra_root":
      return {
        title: "証明書リストに不要なルート証明書が含まれています",
        evidence: `${flaw.position + 1} 番目の証明書 ${flaw.subject} はルート証明書です。受け取る側がもともと信頼していなければ、送信しても信頼されません。`,
      };
    case "unrelated":
      return {
        title: "証明書リストに、チェーンと関係のない証明書があります",
        evidence: `${flaw.position + 1} 番目の証明書 ${flaw.subject} は、ほかのどの証明書の発行元でもありません。`,
      };
    case "path":
      return describePathFault(flaw.fault, flaw.subject ?? "証明書");
  }
}

/** @param inFile the list is a file's, not what a server sent. */
export function describeRemedy(remedy: Remedy, inFile: boolean): string {
  if (remedy !== "list") return REMEDIES[remedy];
  return inFile
    ? "証明書を並べ直してください。エンドエンティティ証明書を先頭に発行元の証明書を順に並べ、それ以外は含めません。"
    : "サーバーに正しい証明書リストをインストールしてください。サーバー証明書を先頭に発行元の証明書を順に並べ、それ以外は含めません。";
}

const REMEDIES: Readonly<Record<Exclude<Remedy, "list">, string>> = {
  certificate:
    "問題のある証明書を正しい内容で再発行し、チェーンとともにインストールしてください。リストの順序を変えても解決しません。",
  authority:
    "この証明書を発行できる認証局に発行を依頼するか、その認証局自身の証明書を制限なしで再発行してもらってください。",
  fewer: "チェーンに属さない証明書を取り除いて、もう一度チェックしてください。",
  algorithm:
    "対象のクライアントがこのアルゴリズムと鍵の種類に対応しているか確認してください。対応していない場合は、RSA または ECDSA と SHA-256 で証明書を再発行してください。",
  revocation_list:
    "発行元の管理者に連絡してください。読み取り可能で、署名が正しく、有効期間内の CRL を公開する必要があります。",
};

function describePathFault(fault: PathFault, subject: string): { title: string; evidence: string } {
  switch (fault.kind) {
    case "signature_invalid":
      return {
        title: "証明書チェーンがつながっていません：発行元の鍵による署名ではありません",
        evidence: `${subject} の発行元は ${fault.issuer} とされていますが、${
          fault.otherKey
            ? "署名は同じ発行元の別の鍵によるものです。含まれているのは、別の時期または別の系統の中間証明書です。"
            : "ここにあるその名前のどの鍵による署名でもありません。証明書が改変されたか、壊れています。"
        }`,
      };
    case "not_a_ca":
      return {
        title: "認証局ではない証明書が、ほかの証明書に署名しています",
        evidence: `${subject}：${
          {
            basic_constraints_missing: "basicConstraints 拡張がありません。",
            ca_false: "basicConstraints で認証局ではないとされています。",
            key_cert_sign_missing: "keyUsage で証明書への署名が許可されていません。",
          }[fault.reason]
        }`,
      };
    case "path_too_long":
      return fault.position === null
        ? {
            title: "証明書チェーンが、このチェックで許可する長さを超えています",
            evidence: `許可する中間証明書は ${fault.limit} 個までです。`,
          }
        : {
            title: "証明書チェーンが、途中の認証局の許可する長さを超えています",
            evidence: `続けられる中間証明書は ${fault.limit} 個までです。`,
          };
    case "key_usage_mismatch":
      return {
        title: "証明書を TLS に使用できません：keyUsage",
        evidence: `${subject} で許可されている用途：${fault.keyUsage.join("、") || "なし"}。必要な用途（いずれか）：${fault.oneOf.join("、")}。`,
      };
    case "extended_key_usage_mismatch":
      return {
        title: "証明書の用途が異なります：extKeyUsage",
        evidence: `${subject} の用途：${fault.extKeyUsage.join("、") || "なし"}。必要な用途：${fault.needed}。`,
      };
    case "name_not_permitted":
      return {
        title: "証明書チェーンの認証局に、この名前の証明書を発行する権限がありません",
        evidence: `${subject} の ${fault.name} は、チェーンの名前制約で${
          {
            excluded: "除外されています",
            not_permitted: "許可されていません",
            unsupported: "照合できない形式です",
          }[fault.reason]
        }。`,
      };
    case "critical_extension_unknown":
      return {
        title: "証明書に、クライアントが対応していないクリティカル拡張があります",
        evidence: `${subject} のクリティカル拡張：${fault.extension}。`,
      };
    case "policy_missing":
      return {
        title: "証明書チェーンの認証局が要求するポリシーが満たされていません",
        evidence: "パス全体で有効なポリシーがありません。",
      };
    case "path_loops":
      return {
        title: "証明書の発行元をたどると、元の証明書に戻ってしまいます",
        evidence: `${subject} の発行元の発行元が、この証明書自身です。`,
      };
    case "signature_unsupported":
      return {
        title: "証明書チェーンに、検証に対応していない署名があります",
        evidence: `${subject} の署名アルゴリズム：${fault.signatureAlgorithm}、署名した鍵：${fault.issuerKey}。`,
      };
    case "signature_algorithm_mismatch":
      return {
        title: "証明書内の署名アルゴリズムの記載が食い違っています",
        evidence: `${subject} の署名アルゴリズム：内側（tbsCertificate）は ${fault.inside}、外側は ${fault.outside} です。`,
      };
    case "key_identifier_mismatch":
      return {
        title: "証明書チェーンの鍵識別子がつながっていません",
        evidence: `${subject} に記載された発行元の鍵は、実際に署名した鍵と異なります。`,
      };
    case "profile_violation":
      return {
        title: "証明書が、厳格なクライアントの求める規則に違反しています",
        evidence: `${subject}：${PROFILE_RULES[fault.rule]}（${cite(fault.cites)}）。`,
      };
    case "limit_exceeded":
      return {
        title: "証明書の組み合わせが多すぎるため、すべてのパスはたどれません",
        evidence: `上限は ${grouped(fault.limit)} ${LIMITS[fault.what]}です。`,
      };
    case "crl_unusable":
      return {
        title: "証明書失効リスト（CRL）を使用できません",
        evidence: `発行元の CRL では ${subject} を確認できません：${CRL_DEFECTS[fault.defect]}。`,
      };
    case "certificate_malformed":
    case "crl_malformed":
      return {
        title:
          fault.kind === "crl_malformed"
            ? "読み取れない証明書失効リスト（CRL）があります"
            : "読み取れない証明書があります",
        evidence: `${fault.index + 1} 番目、オフセット ${grouped(fault.offset)} の ${fault.structure}：${DECODE_ERRORS[fault.code]}。`,
      };
    case "certificate_list_empty":
    case "issuer_not_found":
    case "root_not_trusted":
    case "weak_signature":
    case "weak_key":
    case "certificate_expired":
    case "certificate_not_yet_valid":
    case "certificate_revoked":
    case "host_name_mismatch":
      return {
        title: "証明書チェーンが正しくありません",
        evidence: `${subject}：${OTHER_FAULTS[fault.kind]}。`,
      };
  }
}

const LIMITS: Readonly<Record<Extract<PathFault, { kind: "limit_exceeded" }>["what"], string>> = {
  certificates: "個の証明書",
  signature_checks: "回の署名検証",
  paths: "本のパス",
  name_comparisons: "回の名前照合",
};

const CRL_DEFECTS: Readonly<Record<CrlDefect, string>> = {
  signature: "CRL の署名が正しくありません",
  crl_sign_missing: "発行元の keyUsage に cRLSign がありません",
  not_yet_valid: "CRL がまだ有効期間に入っていません",
  expired: "CRL の有効期限が切れています",
  crl_number: "CRL 番号が正しくありません",
  critical_extension: "CRL に未対応のクリティカル拡張があります",
  scope: "この証明書は CRL の対象範囲外です",
  malformed: "CRL の形式が正しくありません",
};

/** Of a watch, which keeps no more of a fault than its kind. Its name where there is no phrase. */
export function nameFault(kind: string): string {
  const phrases: Readonly<Record<string, string>> = OTHER_FAULTS;
  return phrases[kind] ?? kind;
}

/** Faults that have findings of their own. */
const OTHER_FAULTS = {
  certificate_list_empty: "リストが空です",
  issuer_not_found: "発行元が見つかりません",
  root_not_trusted: "ルート証明書が信頼されていません",
  weak_signature: "署名が弱すぎます",
  weak_key: "鍵が弱すぎます",
  certificate_expired: "証明書の有効期限が切れています",
  certificate_not_yet_valid: "証明書がまだ有効期間に入っていません",
  certificate_revoked: "証明書が失効しています",
  host_name_mismatch: "証明書の名前が一致しません",
};

function cite({ standard, section }: Citation): string {
  return `${standard} 第 ${section} 節`;
}
