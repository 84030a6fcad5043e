import {
  bestSuite,
  canSwitchOnTls12,
  disablesDhe,
  isMessageProcessor,
  lacksPolicyFiles,
  newestTls,
  whoseVersions,
} from "../advice.ts";
import { MESSAGE_PROCESSOR, speakOnly } from "../apigee-commands.ts";
import type { Catalog, ClientContext, Line } from "../catalog.ts";
import { sClient, versionOption } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { formatDuration } from "../format.ts";
import { dhBits } from "../selection.ts";
import { LOCALE, inBrackets, listSome } from "./wording.ts";

export const clientFindings: Catalog["clients"]["findings"] = {
  protocol_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name} とサーバーに共通の TLS バージョンがありません`,
    evidence: compare(client, " TLS バージョン", { offered, accepted, alert }),
    resolution: [...advise(client, offered, accepted), sClient(target, ...versionOption(offered))],
  }),
  cipher_suite_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name} とサーバーに共通の暗号スイートがありません`,
    evidence: compare(client, "暗号スイート", { offered, accepted, alert }),
    resolution: [
      "クライアント側：サーバーが受け入れる暗号スイートを提示するように、クライアントを更新してください。",
      ...(lacksPolicyFiles(client.id, accepted)
        ? ([
            "8u161 より古い Java が AES-256 の暗号スイートを提示するには、そのバージョン用の無制限強度の JCE ポリシーファイルが必要です。8u151 以降では、lib/security/java.security に次の行を書くだけで済みます：",
            JAVA.strongCipherSuites,
          ] satisfies Line[])
        : []),
      `サーバー側：このクライアントが提示する暗号スイートのうち、できるだけ強力なものを 1 つ追加で受け入れてください：${bestSuite(offered)}。`,
      sClient(target, "-cipher ALL:@SECLEVEL=0"),
    ],
  }),
  group_mismatch: ({ offered, accepted, alert, dhPrime }, { client, target }) => ({
    title:
      dhPrime === true
        ? `${client.name} が、サーバーの DHE の素数を拒否します`
        : `${client.name} とサーバーに共通の鍵交換グループがありません`,
    evidence:
      dhPrime === true
        ? [
            `サーバーが DHE に使う素数：${accepted.map(dhBits).join("、")} ビット。`,
            `${client.name} が受け入れる素数：${offered.map(dhBits).join("、")} ビット。`,
          ]
        : compare(client, "鍵交換グループ", { offered, accepted, alert }),
    resolution:
      dhPrime === true
        ? [
            "サーバー側：ECDHE の暗号スイート（ECDHE に対応していないクライアント用に RSA のものも 1 つ）を DHE のものより前に並べ、サーバーの順序を優先してください。素数を短くしても解決にはなりません。短い素数は破られます。nginx の場合：",
            NGINX.dheLast,
            "クライアント側：クライアントを更新するか、サーバーが別のものを選択するように DHE を無効にしてください。",
            ...(disablesDhe(client.id)
              ? (["Java では、lib/security/java.security に記述します：", JAVA.withoutDhe] satisfies Line[])
              : []),
          ]
        : [
            `サーバー側：このクライアントが提示する鍵交換グループを受け入れてください：${listSome(offered)}。nginx の場合：`,
            NGINX.groups,
            "クライアント側：クライアントを更新するか、サーバーが受け入れる鍵交換グループを有効にしてください。",
            sClient(target, "-groups X25519:P-256"),
          ],
  }),
  signature_algorithm_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `サーバーの署名アルゴリズムに、${client.name} が受け入れるものがありません`,
    evidence: [
      `${client.name} が受け入れる署名アルゴリズム：${offered.length === 0 ? "なし" : listSome(offered)}。`,
      tellServer(accepted, `サーバーの署名アルゴリズム：${listSome(accepted)}。`, alert),
    ],
    resolution: [
      "サーバー側：RSA 2048 または EC P-256 の鍵の証明書を追加し、署名アルゴリズムを固定している設定がないか確認してください（openssl.cnf の SignatureAlgorithms、Java の jdk.tls.server.SignatureSchemes）。",
      "クライアント側：サーバーの署名を検証できるように、クライアントを更新してください。",
      sClient(target),
    ],
  }),
  alpn_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name} が提示したアプリケーションプロトコル（ALPN）に、サーバーが対応していません`,
    evidence: compare(client, "アプリケーションプロトコル", { offered, accepted, alert }),
    resolution: [
      "サーバー側：ウェブサーバーや API の場合は、HTTP/1.1 または HTTP/2 を有効にしてください。",
      "クライアント側：サーバーが受け入れるプロトコルを提示するか、ALPN を送信しないように設定してください。",
      sClient(target, `-alpn ${offered.join(",")}`),
    ],
  }),
  sni_required: ({ serverName }, { client, target }) => ({
    title: `${client.name} が、サーバーに必要なサーバー名（SNI）を送信していません`,
    evidence: [
      `サーバー名 ${serverName} のある Client Hello には、サーバーが応答します。`,
      `${client.name} の Client Hello にはサーバー名がないため、拒否されます。`,
    ],
    resolution: [
      ...(isMessageProcessor(client.id)
        ? SEND_SERVER_NAME
        : [
            "クライアント側：クライアントを更新するか、設定があればサーバー名の送信を有効にしてください。Java 7 以降では、-Djsse.enableSNIExtension=false を削除します。",
          ]),
      "サーバー側：サーバー名を送信しないクライアント用の証明書（nginx では default_server）または専用のアドレスを設定してください。",
      { command: `openssl s_client -connect ${target.host}:${target.port} -noservername` },
    ],
  }),
  host_name_mismatch: ({ referenceIdentifier, presentedIdentifiers, alert }, { client, target }) => ({
    title:
      alert === null
        ? `${client.name} に、別の名前の証明書が提示されます`
        : `${client.name} が要求する名前を、サーバーが認識しません`,
    evidence: [
      alert === null
        ? `証明書の名前：${presentedIdentifiers.length === 0 ? "なし" : listSome(presentedIdentifiers)}。必要な名前：${referenceIdentifier}。`
        : `サーバーが ${referenceIdentifier} を拒否しました：アラート ${alert}。`,
      ...(alert === null
        ? ["サーバー名（SNI）を送信する通常のクライアントには、これとは別の証明書が提示されます。"]
        : []),
    ],
    resolution: [
      ...(isMessageProcessor(client.id)
        ? SEND_SERVER_NAME
        : ["クライアント側：サーバー名を送信するように、クライアントを更新してください。"]),
      `サーバー側：サーバー名を送信しないクライアントに、${referenceIdentifier} の証明書を提示するように設定してください。`,
      { command: `openssl s_client -connect ${target.host}:${target.port} -noservername` },
    ],
  }),
  weak_key: ({ subject, publicKey }, { client, target }) => ({
    title: `${client.name} が、サーバーの短すぎる鍵を拒否します：${publicKey}`,
    evidence: [
      subject === null
        ? `サーバーが DHE に使う素数は ${dhBits(publicKey)} ビットです。`
        : `${subject} で始まる証明書リストに、この鍵の証明書があります。`,
    ],
    resolution: [
      subject === null
        ? "サーバー側：2048 ビット以上の素数、または ECDHE の暗号スイートを使ってください。nginx では、次のコマンドで作成したファイルを ssl_dhparam で指定します："
        : "サーバー側：2048 ビット以上の鍵の証明書をインストールしてください。",
      subject === null ? NGINX.dhParameters : sClient(target),
    ],
  }),
  connection_reset: ({ address, port, during }, { client }) => ({
    title:
      during === "closed"
        ? `サーバーが、${client.name} との接続を何も返さずに切断します`
        : `サーバーが、${client.name} との接続をリセットします`,
    evidence: [
      during === "closed"
        ? `${address} のポート ${port} は ${client.name} の Client Hello を受け取り、アラートなしで接続を切断しました。`
        : `${address} のポート ${port} は ${client.name} の Client Hello を受け取り、アラートではなく TCP リセットを返しました。`,
      "通常のクライアントには応答があります。",
    ],
    resolution: [
      "途中の機器やサーバーが、Client Hello でこのクライアントを識別して遮断しているか、この Client Hello を処理できていません。サーバーのログ、続いて途中のファイアウォールと TLS インスペクション機器を調べてください。",
    ],
  }),
  timeout: ({ address, port, afterMs }, { client }) => ({
    title: `${client.name} の Client Hello に、サーバーが応答しません`,
    evidence: [
      `Client Hello の後、${address} のポート ${port} から何も届きませんでした（待機時間：${formatDuration(LOCALE, afterMs)}）。`,
      "通常のクライアントには応答があります。",
    ],
    resolution: [
      "途中の機器やサーバーが、この Client Hello を破棄しているか、処理できていません。サーバーのログ、続いて途中のファイアウォールと TLS インスペクション機器を調べてください。",
    ],
  }),
  not_determined: ({ alert, code }, { client }) => ({
    title:
      alert === null
        ? `${client.name} ではハンドシェイクが成立しませんが、確認できた範囲では理由がわかりません`
        : `サーバーが ${client.name} を拒否します：${alert.description}`,
    evidence: [
      alert === null
        ? `サーバーから届いた内容を利用できません（${code}）。`
        : `致命的なアラート ${alert.description}（${alert.code}）。わかっている範囲では、バージョン、暗号スイート、鍵交換グループは合っています。`,
    ],
    resolution: [
      "サーバーのログで、この時刻の記録を確認してください。拒否の理由が記録されています。",
      "それでもわからない場合は、どちらかの側でハンドシェイクをキャプチャし、ファイルをチケットに添付してください。",
    ],
  }),
};

type Client = ClientContext["client"];

const SEND_SERVER_NAME: readonly Line[] = [
  "/opt/apigee/customer/application/message-processor.properties に次の行を追加し、ファイルの所有者を apigee にして再起動します。すべての Message Processor で繰り返してください：",
  MESSAGE_PROCESSOR.sendServerName,
];

/** @param what of which there is more than one; like SERVERS */
function compare(
  { name }: Client,
  what: string,
  {
    offered,
    accepted,
    alert,
  }: {
    readonly offered: readonly string[];
    readonly accepted: readonly string[];
    readonly alert: string | null;
  },
): string[] {
  return [
    `${name} が提示する${what}：${offered.length === 0 ? "なし" : listSome(offered)}。`,
    tellServer(accepted, `サーバーが受け入れる${what}：${listSome(accepted)}。`, alert),
  ];
}

/** The alert belongs to the refusal, not to what is accepted. */
function tellServer(accepted: readonly string[], sentence: string, alert: string | null): string {
  if (accepted.length === 0) return `サーバーが拒否しました${inBrackets(alert)}。`;
  return alert === null
    ? sentence
    : `${sentence}サーバーはこのクライアントをアラート ${alert} で拒否しました。`;
}

function advise(client: Client, offered: readonly string[], accepted: readonly string[]): Line[] {
  const whose = whoseVersions(offered, accepted);
  if (whose === "server") return updateServer(client, accepted);
  if (whose === "client") return updateClient(client, accepted);
  return [
    "サーバー側：このようなクライアントが残っている間は、TLS 1.3 に加えて TLS 1.2 も受け入れてください。nginx の場合：",
    NGINX.versions,
    "クライアント側：TLS 1.3 に対応したバージョンに更新してください。",
  ];
}

function updateClient(client: Client, accepted: readonly string[]): Line[] {
  return [
    "クライアント側：クライアントを更新してください。このクライアントの TLS バージョンはもはや安全ではなく（RFC 8996）、受け入れるサーバーは減り続けています。",
    ...(canSwitchOnTls12(client.id, accepted)
      ? ([
          "Java 7 は TLS 1.2 に対応していますが、指定しない限り提示しません。7u95 以降では、次のように指定します：",
          JAVA.versions,
        ] satisfies Line[])
      : []),
    "更新できない場合：サーバー側で旧バージョンを全員に許可するのではなく、クライアントのそばに、サーバーと TLS 1.2 で通信するプロキシを置いてください。",
  ];
}

function updateServer(client: Client, accepted: readonly string[]): Line[] {
  return [
    "サーバー側：TLS 1.2 または 1.3 を有効にしてください。nginx の場合：",
    NGINX.versions,
    ...(isMessageProcessor(client.id) ? newestTls(accepted) : []).flatMap((newest) => [
      `すぐに対応できない場合：TargetEndpoint またはターゲットサーバーで、Message Processor が ${newest} で通信するように設定してください：`,
      speakOnly(newest),
    ]),
  ];
}
