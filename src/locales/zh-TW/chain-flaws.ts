import type { ChainFlaw } from "../../diagnosis/finding.ts";
import type { Citation, PathFault } from "../../x509/path-fault.ts";
import type { CrlDefect } from "../../x509/revocation.ts";
import type { Remedy } from "../chain-remedy.ts";
import { PROFILE_RULES } from "./profile-rules.ts";
import { DECODE_ERRORS, grouped, join } from "./wording.ts";

type FaultOf<K extends PathFault["kind"]> = Extract<PathFault, { kind: K }>;

/** A flaw as a title and as a sentence of evidence. */
export function describeFlaw(flaw: ChainFlaw): { title: string; evidence: string } {
  switch (flaw.kind) {
    case "wrong_order":
      return {
        title: "憑證清單的順序不正確",
        evidence: "每張憑證的下一張必須是它的核發者；這裡有核發者排在它所核發的憑證之前。",
      };
    case "duplicate":
      return {
        title: "憑證清單中有重複的憑證",
        evidence: `第 ${flaw.position + 1} 張憑證（${flaw.subject}）在清單前面已經出現過。`,
      };
    case "extra_root":
      return {
        title: "憑證清單中有不需要的根憑證",
        evidence: `第 ${flaw.position + 1} 張憑證（${flaw.subject}）是根憑證：原本不信任它的一方，不會因為收到它就信任它。`,
      };
    case "unrelated":
      return {
        title: "憑證清單中有不屬於憑證鏈結的憑證",
        evidence: `第 ${flaw.position + 1} 張憑證（${flaw.subject}）不是其他任何一張的核發者。`,
      };
    case "path":
      return describePathFault(flaw.fault, flaw.subject ?? "憑證");
  }
}

/** @param inFile the list is a file's, not what a server sent. */
export function describeRemedy(remedy: Remedy, inFile: boolean): string {
  if (remedy !== "list") return REMEDIES[remedy];
  return inFile
    ? "重新組合憑證：終端實體憑證在最前面，接著逐一放上前一張的核發者憑證，不要放其他憑證。"
    : "在伺服器上安裝正確的憑證清單：伺服器自己的憑證在最前面，接著逐一放上前一張的核發者憑證，不要放其他憑證。";
}

const REMEDIES: Readonly<Record<Exclude<Remedy, "list">, string>> = {
  certificate: "請重新核發有問題的憑證，並排除這個錯誤，再連同憑證鏈結一起安裝。只調整清單順序無法解決。",
  authority: "請改由有權核發的憑證授權單位核發這張憑證，或為目前的憑證授權單位重新核發沒有這項限制的憑證。",
  fewer: "請移除不屬於這條憑證鏈結的憑證，再檢查一次。",
  algorithm:
    "請確認需要支援的用戶端認得這個演算法與這種金鑰。如果不認得，請以 RSA 或 ECDSA 搭配 SHA-256 重新核發憑證。",
  revocation_list: "請通知核發者的管理員：必須發布可以讀取、簽章正確且仍在有效期限內的憑證撤銷清單。",
};

function describePathFault(fault: PathFault, subject: string): { title: string; evidence: string } {
  switch (fault.kind) {
    case "signature_invalid":
      return {
        title: "憑證串接不起來：簽章並非以核發者的金鑰產生",
        evidence: `${subject} 標示由 ${fault.issuer} 核發，${
          fault.otherKey
            ? "但簽署用的是該核發者的另一把金鑰：這張中繼憑證屬於另一個時期或另一條憑證鏈結。"
            : "但這裡屬於該名稱的金鑰都無法驗證這個簽章：憑證遭到更動，或已損壞。"
        }`,
      };
    case "not_a_ca":
      return {
        title: "有憑證簽署了其他憑證，但它不是憑證授權單位",
        evidence: `${subject}：${
          {
            basic_constraints_missing: "缺少 basicConstraints 擴充欄位。",
            ca_false: "basicConstraints 表明它不是憑證授權單位。",
            key_cert_sign_missing: "keyUsage 不允許它簽署憑證。",
          }[fault.reason]
        }`,
      };
    case "path_too_long":
      return fault.position === null
        ? {
            title: "憑證鏈結超過本次檢查允許的長度",
            evidence: `本次檢查最多允許 ${fault.limit} 張中繼憑證。`,
          }
        : {
            title: "憑證鏈結超過其中某個憑證授權單位允許的長度",
            evidence: `其下最多只能有 ${fault.limit} 張中繼憑證。`,
          };
    case "key_usage_mismatch":
      return {
        title: "憑證不得用於 TLS：keyUsage 不符",
        evidence: `${subject} 允許的用途：${join(fault.keyUsage) || "無"}；必須至少有下列其中一項：${join(fault.oneOf)}。`,
      };
    case "extended_key_usage_mismatch":
      return {
        title: "憑證只能用於其他用途：extKeyUsage 不符",
        evidence: `${subject} 的用途：${join(fault.extKeyUsage) || "無"}；需要 ${fault.needed}。`,
      };
    case "name_not_permitted":
      return {
        title: "憑證鏈結中的某個憑證授權單位不得為這個名稱核發憑證",
        evidence: `${subject} 的名稱 ${fault.name} 不符合憑證鏈結的名稱限制：${NAME_REASONS[fault.reason]}。`,
      };
    case "critical_extension_unknown":
      return {
        title: "憑證有用戶端不認得的關鍵擴充欄位",
        evidence: `${subject} 的關鍵擴充欄位：${fault.extension}。`,
      };
    case "policy_missing":
      return {
        title: "憑證鏈結缺少其中某個憑證授權單位要求的憑證原則",
        evidence: "沒有任何憑證原則在整條路徑上都有效。",
      };
    case "path_loops":
      return {
        title: "憑證的核發者互相循環，追溯後又回到起點",
        evidence: `${subject} 是它自己核發者的核發者。`,
      };
    case "signature_unsupported":
      return {
        title: "有憑證的簽章無法在此驗證",
        evidence: `${subject} 以 ${fault.signatureAlgorithm} 簽署，簽署金鑰為 ${fault.issuerKey}。`,
      };
    case "signature_algorithm_mismatch":
      return {
        title: "憑證內外標示的簽章演算法互相矛盾",
        evidence: `${subject} 內部標示 ${fault.inside}，外部標示 ${fault.outside}。`,
      };
    case "key_identifier_mismatch":
      return {
        title: "憑證與核發者的金鑰識別碼不符",
        evidence: `${subject} 標示的核發者金鑰，不是實際簽署它的那一把。`,
      };
    case "profile_violation":
      return {
        title: "憑證違反嚴格的用戶端會強制執行的規則",
        evidence: `${subject}：${PROFILE_RULES[fault.rule]}（${cite(fault.cites)}）。`,
      };
    case "limit_exceeded":
      return {
        title: "這些憑證可組成的路徑過多，超過追查上限",
        evidence: `上限是 ${grouped(fault.limit)} ${LIMITS[fault.what]}。`,
      };
    case "crl_unusable":
      return {
        title: "有一份憑證撤銷清單無法使用",
        evidence: `從核發者的憑證撤銷清單無法得知 ${subject} 是否已遭撤銷：${CRL_DEFECTS[fault.defect]}。`,
      };
    case "certificate_malformed":
    case "crl_malformed":
      return {
        title: fault.kind === "crl_malformed" ? "有一份憑證撤銷清單無法讀取" : "其中一張憑證無法讀取",
        evidence: `第 ${fault.index + 1} 個：${fault.structure}（位元組 ${grouped(fault.offset)}），${DECODE_ERRORS[fault.code]}。`,
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
      return { title: "憑證鏈結有誤", evidence: `${subject}：${OTHER_FAULTS[fault.kind]}。` };
  }
}

const NAME_REASONS: Readonly<Record<FaultOf<"name_not_permitted">["reason"], string>> = {
  excluded: "名稱在排除範圍內",
  not_permitted: "名稱不在允許範圍內",
  unsupported: "這種名稱格式無法比對",
};

const LIMITS: Readonly<Record<FaultOf<"limit_exceeded">["what"], string>> = {
  certificates: "張憑證",
  signature_checks: "次簽章驗證",
  paths: "條路徑",
  name_comparisons: "次名稱比對",
};

const CRL_DEFECTS: Readonly<Record<CrlDefect, string>> = {
  signature: "清單的簽章不正確",
  crl_sign_missing: "核發者的 keyUsage 不允許簽署這類清單",
  not_yet_valid: "清單尚未生效",
  expired: "清單已過期",
  crl_number: "清單缺少 CRL 編號（cRLNumber），或將它標示為關鍵",
  critical_extension: "清單有不認得的關鍵擴充欄位",
  scope: "清單是差異（delta）清單、間接（indirect）清單，或屬性憑證專用的清單",
  malformed: "清單無法解讀",
};

/** Of a watch, which keeps no more of a fault than its kind. Its name where there is no phrase. */
export function nameFault(kind: string): string {
  const phrases: Readonly<Record<string, string>> = OTHER_FAULTS;
  return phrases[kind] ?? kind;
}

/** Faults that have findings of their own. */
const OTHER_FAULTS = {
  certificate_list_empty: "清單是空的",
  issuer_not_found: "找不到核發者",
  root_not_trusted: "根憑證不受信任",
  weak_signature: "簽章強度不足",
  weak_key: "金鑰強度不足",
  certificate_expired: "憑證已過期",
  certificate_not_yet_valid: "憑證尚未生效",
  certificate_revoked: "憑證已遭撤銷",
  host_name_mismatch: "憑證不適用於這個名稱",
};

function cite({ standard, section }: Citation): string {
  return `${standard} 第 ${section} 節`;
}
