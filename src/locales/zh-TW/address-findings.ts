import type { AddressDifference, AddressOutcome, AddressSummary } from "../../diagnosis/finding.ts";
import type { Catalog } from "../catalog.ts";
import { showEach } from "../commands.ts";
import { formatTime } from "../format.ts";
import { selectAddresses, tellApart } from "../selection.ts";
import { LOCALE } from "./wording.ts";

const OUTCOMES: Readonly<Record<AddressOutcome, string>> = {
  completed: "正常回應",
  alert: "拒絕交握",
  connection_reset: "重設連線",
  closed: "關閉連線",
  timeout: "沒有回應",
  not_tls: "不使用 TLS",
  starttls_failed: "無法啟動 TLS",
  broken: "送出的內容不是交握訊息",
  name_not_resolved: "沒有位址",
  not_allowed: "位於不得存取的網路",
  connection_refused: "拒絕連線",
  network: "無法到達",
};

const DIFFERENCES: Readonly<Record<AddressDifference, string>> = {
  outcome: "同一個名稱的位址中，有些無法完成交握",
  validity: "同一個名稱的位址中，有些憑證目前不在有效期限內",
  name: "同一個名稱的位址中，有些憑證不適用於這個名稱",
  issuer: "同一個名稱的各個位址，憑證由不同的憑證授權單位核發",
  certificate: "同一個名稱的各個位址使用不同的憑證，但都同樣有效",
};

export const addressFindings: Pick<Catalog["findings"], "addresses_differ"> = {
  addresses_differ: ({ addresses }, { target }) => {
    const { worst, listed, more } = selectAddresses(addresses);
    return {
      title: DIFFERENCES[worst],
      evidence: [...listed.map(describeAddress), ...(more > 0 ? [`…還有 ${more} 個位址`] : [])],
      resolution: [
        worst === "certificate"
          ? "如果各處是刻意使用各自的憑證，則不需處理。否則請在所有伺服器上安裝同一張憑證。"
          : "用戶端每次連到的位址不一定相同，因此會時好時壞。請讓這個名稱背後的每一台伺服器使用相同的憑證與設定；在那之前，先將有問題的伺服器從 DNS 或負載平衡器中移除。",
        "檢視各個位址出示的憑證：",
        showEach(
          listed.map(({ address }) => address),
          target,
        ),
      ],
    };
  },
};

function describeAddress(summary: AddressSummary): string {
  const { address, outcome, alert, certificate } = summary;
  const apart = tellApart(summary);
  const seen =
    certificate === null
      ? `${OUTCOMES[outcome]}${alert === null ? "" : `（${alert}）`}`
      : `${certificate.subject}，核發者：${certificate.issuer}，有效期限至 ${formatTime(LOCALE, certificate.notAfter)}`;
  return `${address}：${seen}${apart === null ? "" : `（${apart}）`}。`;
}
