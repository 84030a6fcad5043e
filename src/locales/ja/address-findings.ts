import type { AddressDifference, AddressOutcome, AddressSummary } from "../../diagnosis/finding.ts";
import type { Catalog } from "../catalog.ts";
import { showEach } from "../commands.ts";
import { formatTime } from "../format.ts";
import { selectAddresses, tellApart } from "../selection.ts";
import { LOCALE } from "./wording.ts";

const OUTCOMES: Readonly<Record<AddressOutcome, string>> = {
  completed: "応答あり",
  alert: "拒否",
  connection_reset: "接続をリセット",
  closed: "接続を切断",
  timeout: "応答なし",
  not_tls: "TLS 以外で応答",
  starttls_failed: "TLS を開始せず（STARTTLS 失敗）",
  broken: "ハンドシェイクではないデータを送信",
  name_not_resolved: "アドレスなし",
  not_allowed: "アクセスが許可されないネットワーク",
  connection_refused: "接続を拒否",
  network: "到達不能",
};

const DIFFERENCES: Readonly<Record<AddressDifference, string>> = {
  outcome: "この名前のアドレスの一部で、ハンドシェイクが成立しません",
  validity: "この名前のアドレスの一部で、証明書が有効期間外です",
  name: "この名前のアドレスの一部で、証明書の名前が一致しません",
  issuer: "この名前のアドレスによって、証明書の認証局が異なります",
  certificate: "この名前のアドレスによって証明書が異なります（いずれも有効）",
};

export const addressFindings: Pick<Catalog["findings"], "addresses_differ"> = {
  addresses_differ: ({ addresses }, { target }) => {
    const { worst, listed, more } = selectAddresses(addresses);
    return {
      title: DIFFERENCES[worst],
      evidence: [...listed.map(describeAddress), ...(more > 0 ? [`…ほか ${more} 件`] : [])],
      resolution: [
        worst === "certificate"
          ? "拠点ごとに別の証明書を使う構成であれば、対処は不要です。そうでなければ、すべてに同じ証明書をインストールしてください。"
          : "クライアントがどのアドレスに接続するかは一定でないため、障害は断続的に起こります。この名前で応答するすべてのサーバーの証明書と設定を揃え、それまでは問題のあるサーバーを DNS またはロードバランサーから外してください。",
        "各アドレスの証明書を確認するには：",
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
      : `${certificate.subject}、発行元：${certificate.issuer}、有効期限：${formatTime(LOCALE, certificate.notAfter)}`;
  return `${address}：${seen}${apart === null ? "" : `（${apart}）`}。`;
}
