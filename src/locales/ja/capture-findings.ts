import { describeCipherSuite } from "../../tls/cipher-suites.ts";
import { describeNamedGroup } from "../../tls/named-groups.ts";
import { describeSignatureScheme } from "../../tls/signature-schemes.ts";
import { formatVersion } from "../../tls/version.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog } from "../catalog.ts";
import { probeCommand } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { OTHER_SIDE, PROTOCOL_NAMES, messageName } from "../selection.ts";
import { captureCertificateFindings } from "./capture-certificate-findings.ts";
import { SIDES, list } from "./capture-words.ts";
import { LOCALE, grouped } from "./wording.ts";

export const captureFindings: Catalog["capture"]["findings"] = {
  ...captureCertificateFindings,
  connection_refused: (_, { server }) => ({
    title: "サーバーが接続を拒否しました",
    evidence: [`${server} が SYN にリセット（RST）で応答しました。`],
    resolution: [
      "サーバーが稼働し、このポートで待ち受けていること、ファイアウォールが接続を拒否していないことを確認してください。",
    ],
  }),
  timeout: ({ of, during, afterMs, retransmissions }, context) => ({
    title:
      during === "connection"
        ? "サーバーが接続に応答しません"
        : `ハンドシェイクの途中で${SIDES[of]}からの応答が途絶えました`,
    evidence: [
      during === "connection"
        ? `${context.server} から SYN への応答がありませんでした（待機時間：${formatDuration(LOCALE, afterMs)}）。`
        : `${context[of]} が送信する番でしたが、何も届きませんでした（待機時間：${formatDuration(LOCALE, afterMs)}）。`,
      ...(retransmissions === 0
        ? []
        : [`${SIDES[OTHER_SIDE[of]]}はセグメントを ${grouped(retransmissions)} 個再送しました。`]),
    ],
    resolution: [
      during === "connection"
        ? "ファイアウォールがパケットを破棄している場合の典型的な症状です。この 2 つのアドレス間のルールを確認してください。"
        : "プロセスがハングしているか、途中でパケットが破棄されています。反対側でもキャプチャすれば、どちらなのかがわかります。",
    ],
  }),
  connection_reset: ({ by, how, after }, context) => ({
    title:
      after === null
        ? `${SIDES[by]}がハンドシェイクの前に接続を${CUT[how]}しました`
        : `${SIDES[by]}が ${messageName(after)} の後、アラートなしで接続を${CUT[how]}しました`,
    evidence: [
      `${context[by]} が${after === null ? "" : ` ${messageName(after)} の後に`} ${how === "reset" ? "RST" : "FIN"} を送信しました。`,
    ],
    resolution: [
      by === "server"
        ? "TLS サーバーが拒否する場合は、TLS アラートで通知します。リセットの原因の多くは、正常なバックエンドのないロードバランサー、ファイアウォール、TLS インスペクション機器など、途中にあるものです。"
        : "クライアント側が自ら接続を終了しています。理由はクライアントのログで確認してください。ハンドシェイク後に証明書を検証するクライアントやヘルスチェックも、このように終了します。",
    ],
  }),
  large_client_hello_intolerant: ({ length, answered, ending, probed }, { server }) => ({
    title: `${grouped(length)} バイトの Client Hello に応答がありません`,
    evidence: [
      `2 つのセグメントにまたがる Client Hello の後、${server} またはその手前の機器が${{ reset: "接続をリセットしました", closed: "接続を切断しました", silence: "応答しなくなりました" }[ending]}。`,
      ...(answered === null ? [] : [`${grouped(answered)} バイトの Client Hello には応答しています。`]),
      ...(probed === true
        ? ["いま tlscheck から試しても、短い Client Hello には応答し、長いものには応答しません。"]
        : []),
    ],
    resolution: [
      "耐量子暗号の鍵共有により、Client Hello は 1 セグメントに収まらなくなります。最初のセグメントしか読まない機器（ファイアウォール、ロードバランサー、TLS インスペクション機器）を更新してください。",
      "それまでは、クライアントが提示する鍵交換グループを x25519 だけにしてください。",
    ],
  }),
  not_tls: ({ by, protocol, firstBytes }) => ({
    title:
      by === "server"
        ? `サーバーが Client Hello に${NAMES[protocol]}で応答しています`
        : `クライアントが TLS ポートに${NAMES[protocol]}で接続しています`,
    evidence: [`先頭のバイト：${firstBytes}`],
    resolution: [
      by === "server"
        ? "このサーバーの TLS 用のポートを使うか、このポートで TLS を有効にしてください。"
        : "クライアントで https を使うか、使用中のプロトコルの TLS を有効にしてください。",
    ],
  }),
  starttls_required: ({ protocol, firstBytes }) => ({
    title: "サーバーは要求されるまで TLS を開始しません（STARTTLS）",
    evidence: [`${PROTOCOL_NAMES[protocol]} のグリーティング：${firstBytes}`],
    resolution: [
      "クライアントは、このポートで STARTTLS を使うか、最初から TLS で通信するポートを使う必要があります。",
    ],
  }),
  protocol_mismatch: ({ by, alert, offered, selected, accepted }) => ({
    title:
      by === "server"
        ? `クライアントの提示したバージョンをサーバーが受け入れません：${versions(offered)}`
        : `サーバーの選択したバージョンをクライアントが受け入れません：${versions(selected)}`,
    evidence: [
      `クライアント：${versions(offered)}。`,
      by === "client"
        ? `サーバー（選択）：${versions(selected)}。`
        : accepted !== undefined
          ? asked(accepted)
          : selected.length === 0
            ? "サーバー：このキャプチャに完了したハンドシェイクがほかになく、対応バージョンは不明です。"
            : `サーバー（このキャプチャ内の、ほかのクライアントとの間）：${versions(selected)}。`,
      `${SIDES[by]}が${withAlert(alert)}ハンドシェイクを終了しました。`,
    ],
    resolution: [
      "対応していない側で、TLS 1.2 または 1.3 を有効にしてください。Apigee では、仮想ホスト、TargetEndpoint、またはターゲットサーバーの SSLInfo の Protocols に、相手側が対応するバージョンを含める必要があります。",
    ],
  }),
  cipher_suite_mismatch: ({ alert, offered, selected, accepted }, context) => ({
    title: "クライアントとサーバーに共通の暗号スイートがありません",
    evidence: [
      `クライアント：${suites(offered)}。`,
      accepted !== undefined
        ? asked(accepted)
        : selected.length === 0
          ? "サーバー：このキャプチャに完了したハンドシェイクがほかになく、受け入れる暗号スイートは不明です。"
          : `サーバー（このキャプチャ内の、ほかのクライアントとの間）：${suites(selected)}。`,
      `サーバーは何も選択しないまま、${withAlert(alert)}ハンドシェイクを終了しました。`,
    ],
    resolution: [
      "サーバーが受け入れる暗号スイートをクライアントが提示するか、クライアントが提示する暗号スイートのいずれかをサーバーが受け入れるように設定してください。",
      ...(accepted === undefined
        ? ["サーバーが受け入れるものを確認するには：", { command: probeCommand(context) }]
        : []),
      "古い Java クライアントが強力な暗号スイートを提示するには、無制限強度の JCE ポリシーが必要です。",
    ],
  }),
  group_mismatch: ({ alert, offered, selected, accepted }) => ({
    title: "クライアントとサーバーに共通の鍵交換グループがありません",
    evidence: [
      `クライアント：${groups(offered)}。`,
      accepted === undefined
        ? `サーバー（このキャプチャ内の、ほかのクライアントとの間）：${groups(selected)}。`
        : asked(accepted),
      `サーバーはクライアントの暗号スイートのいずれかを受け入れますが、${withAlert(alert)}ハンドシェイクを終了しました。`,
    ],
    resolution: [
      "一方が対応している鍵交換グループを、もう一方でも有効にしてください。x25519 と secp256r1 は、どの実装でも使えます。",
    ],
  }),
  signature_algorithm_mismatch: ({ alert, offered, accepted }) => ({
    title: "サーバーの署名アルゴリズムに、クライアントが受け入れるものがありません",
    evidence: [
      `クライアント：${list(offered.map(describeSignatureScheme))}。`,
      asked(accepted),
      `サーバーはクライアントの暗号スイートのいずれかを受け入れますが、${withAlert(alert)}ハンドシェイクを終了しました。`,
    ],
    resolution: [
      "クライアントが検証できる種類の鍵の証明書をサーバーに追加するか、クライアントがサーバーの署名アルゴリズムを受け入れるように設定してください。",
    ],
  }),
  alpn_mismatch: ({ offered }) => ({
    title: "クライアントが提示したアプリケーションプロトコルに、サーバーが対応していません",
    evidence: [
      `クライアントが ALPN で提示したもの：${list(offered)}。`,
      "サーバーがアラート no_application_protocol でハンドシェイクを終了しました。",
    ],
    resolution: [
      "サーバーでこれらのプロトコルのいずれかを有効にするか、サーバーが対応するプロトコルをクライアントが提示するように設定してください。",
    ],
  }),
  sni_required: ({ others, alert }) => ({
    title: "サーバーに必要なサーバー名を、クライアントが送信していません",
    evidence: [
      "Client Hello に server_name がありません。",
      ...(others.length === 0
        ? []
        : [`サーバーが応答した、ほかのクライアントのサーバー名：${list(others)}。`]),
      alert === null
        ? "サーバーが接続を切断しました。"
        : `サーバーがアラート ${alert} でこのハンドシェイクを終了しました。`,
    ],
    resolution: [
      "クライアントが server_name（SNI）を送信するように設定してください。",
      "Apigee Edge の Message Processor では、/opt/apigee/customer/application/message-processor.properties に記述します：",
      MESSAGE_PROCESSOR.sendServerName,
    ],
  }),
  not_determined: ({ by, alert, after }) => ({
    title:
      alert === null
        ? `${SIDES[by]}が暗号化されたアラートでハンドシェイクを終了しました`
        : `${SIDES[by]}がハンドシェイクを終了しました：${alert.description}`,
    evidence: [
      alert === null
        ? "アラートの内容は暗号化されています。"
        : `致命的なアラート ${alert.description}（${alert.code}）。`,
      ...(after === null ? [] : [`その直前のメッセージは ${messageName(after)} です。`]),
    ],
    resolution: [`理由は${SIDES[by]}のログで確認してください。`],
  }),
};

/** Each to stand between a particle and another, with the spaces that Latin letters need. */
const NAMES = { http: "平文の HTTP ", ssh: " SSH ", unknown: " TLS 以外のプロトコル" };

const CUT = { reset: "リセット", closed: "切断" };

const versions = (ids: readonly number[]) => list(ids.map(formatVersion));
const suites = (ids: readonly number[]) => list(ids.map((id) => describeCipherSuite(id).name));
const groups = (ids: readonly number[]) => list(ids.map(describeNamedGroup));

/** What a probe found. */
function asked(accepted: readonly string[]): string {
  return `サーバー（今回のチェックで受け入れたもの）：${list(accepted)}。`;
}

/** Stands before the verb. */
function withAlert(alert: string | null): string {
  return alert === null ? "アラートなしで" : `アラート ${alert} で`;
}
