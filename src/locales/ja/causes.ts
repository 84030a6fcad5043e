import type { Catalog } from "../catalog.ts";
import { formatPercent } from "../format.ts";
import { LOCALE } from "./wording.ts";

export const causes: Catalog["causes"] = {
  name_not_resolved: "名前を解決できません",
  not_allowed: "アクセスが許可されないネットワークのアドレスです",
  connection_refused: "ポートへの接続が拒否されます",
  connection_reset: "ハンドシェイクの途中で接続が切れます",
  timeout: "応答がありません",
  network_error: "アドレスへの経路がありません",
  not_tls: "ポートが TLS に対応していません",
  starttls_failed: "TLS 開始前のプロトコル（STARTTLS）で失敗します",
  starttls_required: "TLS は要求してから開始する必要があります（STARTTLS）",
  protocol_mismatch: "クライアントとサーバーに共通の TLS バージョンがありません",
  cipher_suite_mismatch: "クライアントとサーバーに共通の暗号スイートがありません",
  sni_required: "サーバーに必要なサーバー名（SNI）を、クライアントが送信していません",
  host_name_mismatch: "証明書の名前が一致しません",
  certificate_expired: "証明書の有効期限が切れています",
  certificate_not_yet_valid: "証明書がまだ有効期間に入っていないか、時計が狂っています",
  certificate_unknown: "証明書を発行した認証局が信頼されていません",
  chain_incomplete: "中間証明書がありません",
  chain_incorrect: "証明書チェーンがつながっていません",
  certificate_revoked: "証明書が失効しています",
  ocsp_must_staple_missing:
    "証明書は OCSP ステープリング必須ですが、サーバーが正しいレスポンスを送信していません",
  weak_signature: "証明書の署名アルゴリズムが弱すぎます",
  weak_key: "鍵が弱すぎます",
  certificate_malformed: "証明書または鍵のファイルの形式が正しくありません",
  key_mismatch: "秘密鍵が証明書と対応していません",
  client_certificate_required: "サーバーがクライアント証明書を要求しています（双方向 TLS）",
  client_certificate_rejected: "サーバーがクライアント証明書を拒否しています（双方向 TLS）",
  ingress_secret_missing: "Apigee hybrid：Ingress ゲートウェイの Kubernetes Secret がありません",
  alpn_mismatch: "クライアントとサーバーに共通のアプリケーションプロトコルがありません（ALPN）",
  group_mismatch: "クライアントとサーバーに共通の鍵交換グループがありません",
  signature_algorithm_mismatch: "クライアントとサーバーに共通の署名アルゴリズムがありません",
  clock_wrong: "時計が狂っています：有効期限内の証明書が期限切れと判定されています",
  addresses_differ: "名前のアドレスによって応答が異なります",
  large_client_hello_intolerant:
    "サーバーまたはその手前の機器が、大きな Client Hello（耐量子暗号）に対応していません",
  version_intolerant: "サーバーまたはその手前の機器が、新しい TLS バージョンに対応していません",
  not_determined: "ハンドシェイクが失敗しますが、原因はまだ特定できていません",
};

export const explanation: Catalog["explanation"] = {
  likely: "考えられる原因",
  nothing:
    "既知のエラーメッセージが見つかりませんでした。エラーそのものを貼り付けるか、ホストをチェックしてください。",
  cause: ({ cause, confidence, matched }) =>
    `${cause}（確度 ${formatPercent(LOCALE, confidence)}、該当箇所：「${matched}」）`,
  check: (command) => `どれが原因かを特定するには：${command}`,
};
