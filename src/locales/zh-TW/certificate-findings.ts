import type { Certificate } from "../../x509/certificate.ts";
import type { FindingWords, Line } from "../catalog.ts";
import { remediesOf } from "../chain-remedy.ts";
import { KEY_HASH, SHOW_CERTIFICATE, sClient, showChain } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import type { CertificateFindings } from "../finding-groups.ts";
import { daysBetween, formatDays, formatTime } from "../format.ts";
import { dhBits } from "../selection.ts";
import { describeBundleFault, describePlace, describeRepair } from "./bundle-faults.ts";
import { describeFlaw, describeRemedy } from "./chain-flaws.ts";
import { describeStapleDefect } from "./staple-defects.ts";
import { LOCALE, join } from "./wording.ts";

export const certificateFindings: CertificateFindings = {
  host_name_mismatch: ({ referenceIdentifier, presentedIdentifiers, alert }) => ({
    title: alert === null ? `憑證不適用於 ${referenceIdentifier}` : `伺服器不認得名稱 ${referenceIdentifier}`,
    evidence: [
      ...(alert === null ? [] : [`伺服器拒絕了這個伺服器名稱：警示 ${alert}。`]),
      ...(presentedIdentifiers.length > 0
        ? [`憑證適用的名稱：${join(presentedIdentifiers)}。`]
        : alert === null
          ? ["憑證的 subjectAltName 沒有任何主機名稱；一般名稱（CN）不列入比對。"]
          : // Who refuses shows no certificate.
            []),
    ],
    resolution: [
      ...(alert === null ? [] : [`如果這台伺服器應該提供 ${referenceIdentifier}，請將它加入伺服器設定。`]),
      `改用 subjectAltName 含有 ${referenceIdentifier}（或其上層網域的萬用字元名稱）的憑證，並連同完整的憑證鏈結一起安裝。`,
      "或改用憑證上有的名稱連線。",
    ],
  }),
  certificate_expired: ({ position, certificate, at }) => ({
    title: `${whose(position)}${expired(at, certificate.notAfter)}`,
    evidence: [
      `${certificate.subject} 的有效期限至 ${formatTime(LOCALE, certificate.notAfter)} 為止。`,
      `序號：${certificate.serialNumber}；核發者：${certificate.issuer}${certificate.publicKey === "" ? "" : `；金鑰：${certificate.publicKey}`}。`,
      ...fingerprint(certificate),
    ],
    resolution: [
      position === 0
        ? "在送出這張憑證的一方安裝新憑證及其憑證鏈結，然後重新載入伺服器設定。"
        : "換上核發者目前使用的中繼憑證，然後重新載入伺服器設定。",
      "如果已經更新過憑證，表示伺服器仍載入舊檔，或是多台伺服器中漏換了某一台。",
    ],
  }),
  certificate_not_yet_valid: ({ position, certificate, at }) => ({
    title: `${whose(position)}要到 ${formatDays(LOCALE, daysBetween(at, certificate.notBefore) + 1)}後才生效`,
    evidence: [
      `${certificate.subject} 自 ${formatTime(LOCALE, certificate.notBefore)} 起生效。`,
      ...fingerprint(certificate),
    ],
    resolution: ["如果現在已過生效時間，表示回報錯誤的一方時鐘不準。否則請等到生效時間再安裝這張憑證。"],
  }),
  certificate_unknown: ({ reason, subject, issuer }) => ({
    title: {
      self_signed: "憑證為自我簽署，沒有任何憑證授權單位為它背書",
      self_signed_in_chain: `憑證鏈結終止於不受信任的根憑證：${subject}`,
      issuer_unknown: `憑證鏈結終止於不受信任的憑證授權單位：${issuer}`,
    }[reason],
    evidence: [`憑證鏈結的最後一張憑證：${subject}，核發者：${issuer}。`],
    resolution: [
      "公開服務：請改用公開憑證授權單位核發的憑證。",
      "內部服務：請將根憑證（若是刻意自我簽署，則為這張憑證本身）加入拒絕方的信任儲存庫。",
    ],
  }),
  chain_incomplete: ({ subject, issuer, caIssuers, completed }, context) => ({
    title: context.fileName === undefined ? "伺服器沒有傳送中繼憑證" : "缺少中繼憑證",
    evidence: [
      `${context.fileName === undefined ? "伺服器傳送的最後一張憑證" : "最後一張憑證"}是 ${subject}。其核發者 ${issuer} 的憑證不在其中，也不是信任錨點。`,
      ...caIssuers.map((url) => `憑證指出核發者的憑證位於 ${url}。`),
      "瀏覽器常會掩蓋這個問題，因為它在別處見過這張中繼憑證；curl、Java 和 Apigee Edge 則不會。",
    ],
    resolution: [
      "安裝完整的憑證鏈結：伺服器憑證在最前面，接著依序放入所有中繼憑證。根憑證不必傳送。",
      ...(completed === null
        ? [`如果 ${issuer} 是您自己的根憑證，那就沒有缺少任何憑證：請將它設為用戶端的信任錨點。`]
        : (["以下是完整的憑證鏈結，已從憑證指向的位置取得：", { command: completed }] satisfies Line[])),
      showChain(context),
    ],
  }),
  chain_incorrect: ({ flaws, completed }, { fileName }) => {
    const [first] = flaws;
    const title = first === undefined ? "憑證鏈結有誤" : describeFlaw(first).title;
    return {
      title: flaws.length > 1 ? `${title}（憑證鏈結另有 ${flaws.length - 1} 個問題）` : title,
      evidence: flaws.map((flaw) => describeFlaw(flaw).evidence),
      resolution: [
        ...remediesOf(flaws).map((remedy) => describeRemedy(remedy, fileName !== undefined)),
        ...(completed === null ? [] : (["正確的清單如下：", { command: completed }] satisfies Line[])),
      ],
    };
  },
  certificate_revoked: ({ subject, position, revocationDate, reason, source }) => ({
    title: `${whose(position)}已於 ${formatTime(LOCALE, revocationDate)} 遭撤銷`,
    evidence: [
      {
        crl: `${subject} 列在核發者的憑證撤銷清單（CRL）中，原因：${reason}。`,
        staple: `伺服器自己隨附的 OCSP 回應中，核發者已表明 ${subject} 遭到撤銷，原因：${reason}。`,
      }[source],
    ],
    resolution: ["請重新申請憑證並安裝；舊金鑰若可能已外洩，務必換用新金鑰。"],
  }),
  ocsp_must_staple_missing: ({ subject, mustStaple, reason, ocspResponders }, { target }) => {
    const words = reason.kind === "not_sent" ? null : describeStapleDefect(reason);
    const [responder] = ocspResponders;
    return {
      title:
        words === null
          ? "憑證要求隨附 OCSP 回應（must-staple），但伺服器沒有附上"
          : mustStaple
            ? `憑證要求隨附 OCSP 回應（must-staple），但伺服器附上的回應${words.clause}`
            : `伺服器隨附的 OCSP 回應${words.clause}`,
      evidence: [
        mustStaple
          ? `${subject} 的 TLS feature 擴充欄位含有 status_request（must-staple）：認得它的用戶端（例如 Firefox）收不到有效的回應就會拒絕連線。`
          : `${subject} 並未要求 OCSP 回應，但會檢查隨附回應的用戶端（Firefox、curl --cert-status）可能拒絕連線。`,
        ...(words === null ? [] : [words.evidence]),
      ],
      resolution: [
        responder === undefined
          ? `憑證上沒有 OCSP 回應伺服器的位址，伺服器無從查詢。${mustStaple ? "請重新核發不含 must-staple 的憑證。" : "請關閉 OCSP Stapling。"}`
          : (words?.resolution ??
            `啟用 OCSP Stapling（nginx：ssl_stapling 與 resolver；Apache：SSLUseStapling 與 SSLStaplingCache），安裝完整的憑證鏈結，並確認伺服器能連到 ${responder}。nginx 要等到第一次連線之後才會查詢，因此請檢查兩次。`),
        sClient(target, "-status"),
      ],
    };
  },
  weak_signature: ({ subject, position, signatureAlgorithm }) => ({
    title: `${whose(position)}以 ${signatureAlgorithm} 簽署，現今的用戶端會拒絕`,
    evidence: [`${subject} 的簽章演算法是 ${signatureAlgorithm}。`],
    resolution: ["請以 SHA-256 或更強的演算法重新核發。SHA-1 與 MD5 簽章可以偽造。"],
  }),
  weak_key: ({ subject, position, publicKey }) =>
    subject === null ? describeWeakExchange(publicKey) : describeWeakKey(subject, position, publicKey),
  certificate_malformed: ({ faults, repaired }) => {
    const [first] = faults;
    const title = first === undefined ? "檔案格式有誤" : describeBundleFault(first).title;
    return {
      title: faults.length > 1 ? `${title}（檔案另有 ${faults.length - 1} 個問題）` : title,
      evidence: faults.map((fault) => `${describePlace(fault)}${describeBundleFault(fault).expected}`),
      resolution: [
        ...(repaired === null
          ? [...new Set(faults.map(describeRepair))]
          : (["修復後的內容如下：", { command: repaired }] satisfies Line[])),
        SHOW_CERTIFICATE,
      ],
    };
  },
  key_mismatch: ({ subject, certificateKey, otherKey, otherAlgorithm }) => ({
    title: "私密金鑰與憑證不符",
    evidence: [
      `${subject} 的公開金鑰 SHA-256：${certificateKey}。`,
      `${otherAlgorithm === null ? "金鑰的" : `${otherAlgorithm} 金鑰的`} SHA-256：${otherKey}。`,
    ],
    resolution: [
      "找出申請這張憑證時使用的金鑰，或用現有的金鑰重新申請憑證。",
      "要比對又不讓任何人看到金鑰，只要印出公開金鑰部分的雜湊值：",
      KEY_HASH,
    ],
  }),
};

function describeWeakKey(subject: string, position: number | null, publicKey: string): FindingWords {
  return {
    title: `${whose(position)}的金鑰強度不足：${publicKey}`,
    evidence: [`${subject} 的金鑰是 ${publicKey}。`],
    resolution: ["請產生新金鑰（至少 RSA 2048 或 EC P-256），再以新金鑰申請憑證。"],
  };
}

function describeWeakExchange(parameters: string): FindingWords {
  return {
    title: `伺服器的金鑰交換強度不足：${parameters}`,
    evidence: [
      `使用 DHE 加密套件時，伺服器採用 ${dhBits(parameters)} 位元的質數，至少應為 2048 位元。OpenSSL 3.2 以上版本會拒絕（dh key too small），Java 則拒絕低於 1024 位元者。`,
    ],
    resolution: [
      "停用 DHE，改用 ECDHE（在 Apigee Edge Router 上，於加密套件清單加入 !DHE），或重新產生參數。nginx：",
      NGINX.dhParameters,
      "Java 以系統屬性設定：",
      JAVA.dhKeySize,
    ],
  };
}

/** None for a certificate that was only told of. */
function fingerprint({ sha256 }: Certificate): string[] {
  return sha256 === "" ? [] : [`SHA-256 指紋：${sha256}。`];
}

/** @param position null for a trust anchor's. */
function whose(position: number | null): string {
  if (position === null) return "憑證路徑中的某張憑證";
  return position === 0 ? "憑證" : `憑證清單中的第 ${position + 1} 張憑證`;
}

function expired(at: number, then: number): string {
  const days = daysBetween(then, at);
  return days === 0 ? "過期不到一天" : `已過期 ${formatDays(LOCALE, days)}`;
}
