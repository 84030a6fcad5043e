import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { PROTOCOL_NAMES } from "../selection.ts";
import { addressFindings } from "./address-findings.ts";
import { certificateFindings } from "./certificate-findings.ts";
import { clientCertificateFindings } from "./client-certificate-findings.ts";
import { negotiationFindings } from "./negotiation-findings.ts";
import { startTlsFindings } from "./starttls-findings.ts";
import { LOCALE } from "./wording.ts";

const WRONG_NAME = {
  refused: "未知の名前では拒否されます。",
  other_certificate: "未知の名前でも、別の証明書が提示されます。",
  same_certificate: "未知の名前でも、正しい証明書が提示されます。",
};

/** Who broke what, where no alert says so. */
const BROKEN = {
  malformed: "サーバーから、解釈できないデータが届きました",
  misbehaved: "サーバーがプロトコルの規則に違反しました",
  incompatible: "このチェックの TLS ライブラリが、サーバーの送信内容に対応していません",
};

export const findings: Catalog["findings"] = {
  ...negotiationFindings,
  ...startTlsFindings,
  ...clientCertificateFindings,
  ...certificateFindings,
  ...addressFindings,
  name_not_resolved: ({ host, code }) => ({
    title: `${host} の名前を解決できません`,
    evidence: [`${host} に対するリゾルバーの応答は ${code} でした。`],
    resolution: [
      "名前のつづりを確認してください。プライベートゾーンの名前は、そのネットワークの内側でしか解決できません。このチェックは外側から実行しています。",
      { command: `dig +short ${host}` },
    ],
  }),
  not_allowed: ({ host, address, range }) => ({
    title: `${host} は、このボットがアクセスできないネットワークにあります`,
    evidence: [`${host} のアドレスは ${address}（${range}）です。接続は行っていません。`],
    resolution: [
      "プライベート、ループバック、リンクローカルのネットワークへのアクセスは、ボットの管理者が許可しない限り禁止されています：",
      { command: `TLSCHECK_EGRESS_ALLOW=${address}` },
    ],
  }),
  connection_refused: ({ address, port }) => ({
    title: `ポート ${port} への接続が拒否されました`,
    evidence: [`${address} がポート ${port} への TCP 接続を拒否しました。`],
    resolution: [
      "サーバーが稼働し、このポートで待ち受けていること、手前のファイアウォールが接続を拒否していないことを確認してください。",
      { command: `ss -ltnp 'sport = :${port}'` },
    ],
  }),
  connection_reset: ({ address, port, during }) => ({
    title: {
      connection: "ハンドシェイクの前に接続がリセットされました",
      handshake: "ハンドシェイクの途中で接続がリセットされました",
      closed: "ハンドシェイクの途中で、サーバーが何も返さずに接続を切断しました",
    }[during],
    evidence: [
      {
        connection: `${address} のポート ${port} が TCP 接続をリセットしました。`,
        handshake: `${address} のポート ${port} は Client Hello を受け取り、アラートではなく TCP リセットを返しました。`,
        closed: `${address} のポート ${port} は Client Hello を受け取り、アラートなしで接続を切断しました。`,
      }[during],
    ],
    resolution: [
      "TLS サーバーが拒否する場合は、TLS アラートで通知します。リセットの原因の多くは、ファイアウォール、正常なバックエンドのないロードバランサー、このサーバー名を遮断する TLS インスペクション機器など、途中にあるものです。",
      "サーバーと同じネットワークから一度試してください。そこで成功する場合は、途中の機器を調べてください。",
    ],
  }),
  timeout: ({ address, port, during, afterMs }) => ({
    title:
      during === "connection"
        ? `ポート ${port} から応答がありません`
        : "サーバーは接続を受け付けますが、その後応答しません",
    evidence: [
      during === "connection"
        ? `${address} のポート ${port} から応答がありませんでした（待機時間：${formatDuration(LOCALE, afterMs)}）。`
        : `Client Hello の後、${address} のポート ${port} から何も届きませんでした（待機時間：${formatDuration(LOCALE, afterMs)}）。`,
    ],
    resolution:
      during === "connection"
        ? [
            "ファイアウォールがパケットを破棄している場合の典型的な症状です。このチェックの送信元アドレスについて、セキュリティグループまたはファイアウォールのルールを確認してください。",
            "ほかの場所からは接続できる場合、許可リストにこのネットワークが入っていない可能性があります。",
          ]
        : [
            "ポートは開いていますが、TLS サーバーが応答していません。プロセスがハングしているか、別のプロトコルのポートであるか、途中の機器が Client Hello を破棄しています。",
          ],
  }),
  network_error: ({ address, code }) => ({
    title: `${address} への経路がありません`,
    evidence: [`${address} への接続が ${code} で失敗しました。`],
    resolution: ["このチェックを実行している場所から、このアドレスへの経路を確認してください。"],
  }),
  not_tls: ({ port, protocol, firstBytes }) => ({
    title:
      protocol === "http"
        ? `ポート ${port} は TLS ではなく平文の HTTP です`
        : protocol === "ssh"
          ? `ポート ${port} は TLS ではなく SSH です`
          : `ポート ${port} は TLS ではありません`,
    evidence: [`応答の先頭のバイト：${firstBytes}`],
    resolution:
      protocol === "http"
        ? [
            "このサーバーの TLS 用のポート（多くは 443 または 8443）を使うか、このポートで TLS を有効にしてください。",
            "プロキシの設定で、https:// のターゲットに http:// のリスナーのポートを指定していないか確認してください。",
          ]
        : ["ポート番号を確認してください。別のサービスが応答しています。"],
  }),
  starttls_required: ({ port, protocol, firstBytes }, { target }) => ({
    title: `ポート ${port} は ${PROTOCOL_NAMES[protocol]} で応答し、要求されるまで TLS を開始しません（STARTTLS）`,
    evidence: [`グリーティング：${firstBytes}`],
    resolution: [
      "クライアントは、このポートで STARTTLS を使うか、最初から TLS で通信するポートを使う必要があります。",
      sClient({ ...target, startTls: protocol }),
    ],
  }),
  sni_required: ({ serverName, without, subject, wrong }, { target }) => ({
    title:
      without === "refused"
        ? "サーバーは、サーバー名（SNI）を送信しないクライアントを拒否します"
        : "サーバー名（SNI）を送信しないクライアントには、別の証明書が提示されます",
    evidence: [
      `サーバー名 ${serverName} を送信すると応答します。`,
      without === "refused"
        ? "サーバー名を送信しないと、ハンドシェイクを拒否します。"
        : `サーバー名を送信しないと、次の証明書を提示します：${subject ?? "別の名前のもの"}。`,
      ...(wrong === null ? [] : [WRONG_NAME[wrong]]),
    ],
    resolution: [
      "現在のクライアントはすべてサーバー名を送信するため、対処は不要です。送信しないクライアントだけ、送信するように設定してください。",
      "Apigee Edge の Message Processor では、/opt/apigee/customer/application/message-processor.properties に次の行を追加し、ファイルの所有者を apigee にして再起動します。すべての Message Processor で繰り返してください：",
      MESSAGE_PROCESSOR.sendServerName,
      sClient({ ...target, serverName: null }),
    ],
  }),
  not_determined: ({ alert, class: broken, code, refusesAll }) => ({
    title:
      alert === null
        ? "ハンドシェイクが失敗しましたが、確認できた範囲では理由がわかりません"
        : `サーバーがハンドシェイクを拒否しました：${alert.description}`,
    evidence: [
      alert === null
        ? `${BROKEN[broken ?? "incompatible"]}（${code}）。`
        : `致命的なアラート ${alert.description}（${alert.code}）。`,
      ...(refusesAll
        ? [
            "バージョン、暗号スイート、鍵交換グループにかかわらず、すべての Client Hello が同じように拒否されました。",
          ]
        : []),
    ],
    resolution: [
      ...(refusesAll
        ? [
            "この名前の証明書がないサーバーや、証明書がひとつもないサーバーは、すべてを拒否します。この名前が証明書と鍵とともにサーバーに設定されているか確認してください。",
          ]
        : []),
      "サーバーのログで、この時刻の記録を確認してください。拒否の理由が記録されています。",
      "それでもわからない場合は、どちらかの側でハンドシェイクをキャプチャし、ファイルをチケットに添付してください。",
    ],
  }),
};
