import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog, Line, QuestionContext, QuestionWords } from "../catalog.ts";
import { sendRequest } from "../commands.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { formatTime } from "../format.ts";
import { INGRESS_FAULT, NO_CERTIFICATE, OVERRULE } from "./outcome-words.ts";
import { outcomes } from "./outcomes.ts";
import { LOCALE } from "./wording.ts";

function whichDirection({ target }: QuestionContext): QuestionWords {
  return {
    text: "Edge の 2 つの接続のうち、どちらが失敗しますか？",
    help: [
      "上り（Northbound）は Edge への接続で、クライアントアプリ → Edge Router です。下り（Southbound）は Edge からの接続で、Message Processor → バックエンド（ターゲット）サーバーです。",
      "クライアントに HTTP ステータス（多くは 503）が返る場合、クライアント自身の接続は成立しており、失敗しているのはその先の下りです。HTTP ステータスが返らず TLS エラーになる場合は、上りです。",
      `チェックした対象は ${formatTarget(target)} です。クライアントがこの名前に接続するなら上り、TargetEndpoint がこの名前を呼び出すなら下りです。`,
    ],
  };
}

const DIRECTION_CHOICES = {
  northbound: "上り（Northbound）：クライアントアプリ → Router",
  southbound: "下り（Southbound）：Message Processor → バックエンド",
};

const REJECTED_BY: QuestionWords = {
  text: "相手の証明書を拒否しているのは、どちら側ですか？",
  help: [
    "アラートを送信している側です。ログの「Received fatal alert」は、相手側がアラートを送信したことを示します。「PKIX path building failed」や「certificate verify failed」は、このログの側が拒否したことを示します。",
    "キャプチャでは、この行の最初のアドレスがアラートの送信元です：",
    { command: "tshark -r FILE -Y tls.alert_message" },
    "キャプチャをここにドロップすれば、こちらで調べます。",
  ],
};

const SIDES = {
  client: "クライアントが、サーバーの証明書を拒否している",
  server: "サーバーが、クライアントの証明書を拒否している（双方向 TLS）",
};

export const playbook: Catalog["playbook"] = {
  outcomes,
  questions: {
    product: () => ({
      text: "失敗する接続は、どの製品のものですか？",
      help: [
        "/opt/apigee のある自社のマシンがあれば、Edge の Private Cloud です。自社のマシンなしで Edge を使っていれば、Public Cloud です。自社の Kubernetes で Pod が動いていれば（名前空間は多くの場合 apigee）、hybrid です。",
      ],
    }),
    direction_private_cloud: whichDirection,
    direction_public_cloud: whichDirection,
    fault: ({ target }) => ({
      text: "接続元にかかわらず起きる、サーバー自体の問題はどれですか？",
      help: [
        "サーバーに到達できる場所でチェックを実行すると、わかります：",
        { command: `tlscheck ${formatTarget(target)}` },
      ],
    }),
    ingress_fault: ({ target }) => ({
      text: INGRESS_FAULT,
      help: [
        "Ingress に到達できる場所でチェックを実行すると、わかります：",
        { command: `tlscheck ${formatTarget(target)}` },
      ],
    }),
    ingress_secret: () => ({
      text: "Ingress の Secret はありますか？",
      help: [
        "何も出力されなければ、Secret はありません。PROJECT は Apigee 組織の名前、ENV_GROUP は環境グループの名前です：",
        HYBRID.findSecret,
        "ない場合は、apigee-watcher のログにも次のように記録されます：",
        HYBRID.watcherLog,
      ],
    }),
    certificate_parses: () => ({
      text: "OpenSSL で Ingress の証明書を読み取れますか？",
      help: [
        "証明書をこのスレッドにドロップすれば、こちらで読み取ります（秘密鍵は決して送らないでください）。自分で確認するには、Secret、またはオーバーライドファイルで指定したファイルを読み取ります：",
        HYBRID.readCertificate,
        { command: "openssl x509 -in CERT_FILE -noout -subject -enddate" },
        "「unable to load certificate」「sequence not constructed」「bad end line」のいずれかが表示されたら、読み取れていません。",
      ],
    }),
    key_matches: () => ({
      text: "秘密鍵は証明書と対応していますか？",
      help: [
        "鍵は決して投稿しないでください。鍵のある場所で公開鍵を比較します。何も出力されなければ、対応しています：",
        HYBRID.compareKey,
        "「unable to load Private Key」と表示された場合は、鍵そのものが壊れています。「いいえ」を選んでください。",
      ],
    }),
    message: ({ place, target }) => ({
      text: "接続を打ち切った側には、どのメッセージが出ていますか？",
      help: [
        "メッセージをメンション付きでここに貼り付けるか、キャプチャをドロップすれば、こちらで答えます。そうでなければ、両側のログか、キャプチャ内のアラート（Alert）を確認してください。",
        ...(place === "southbound_private_cloud"
          ? (["Message Processor で実行します：", MESSAGE_PROCESSOR.log] satisfies Line[])
          : (["クライアントのマシンで実行します：", sendRequest(target)] satisfies Line[])),
      ],
    }),
    expired_rejected_by: () => REJECTED_BY,
    unknown_rejected_by: () => REJECTED_BY,
    server_name: ({ place }) => ({
      text: "クライアントはサーバー名（SNI）を送信していますか？",
      help: [
        "キャプチャでは、Client Hello の拡張 server_name で確認できます。現在のクライアントは送信しますが、IP アドレスに直接接続する場合は送信しません。",
        ...(place === "southbound_private_cloud"
          ? ([
              "Private Cloud の Message Processor は、次の結果が true の場合に限り送信します：",
              MESSAGE_PROCESSOR.showServerName,
            ] satisfies Line[])
          : []),
      ],
    }),
    client: () => ({
      text: "どのクライアントが失敗しますか？",
      help: ["選んだクライアントと同じ Client Hello をサーバーに送信し、結果を表示します。"],
    }),
    client_handshake: ({ target }) => ({
      text: "そのクライアントでは、どのような結果になりますか？",
      help: [
        "ここからは試せませんでした。サーバーに到達できる場所で、PROFILE をクライアントの名前に置き換えて実行してください：",
        { command: `tlscheck ${formatTarget(target)} --client PROFILE` },
      ],
    }),
  },
  choices: {
    product: {
      edge_private_cloud: "Apigee Edge（Private Cloud）",
      edge_public_cloud: "Apigee Edge（Public Cloud）",
      hybrid: "Apigee hybrid",
      not_apigee: "Apigee 以外",
    },
    direction_private_cloud: DIRECTION_CHOICES,
    direction_public_cloud: DIRECTION_CHOICES,
    fault: { nothing: "どれでもない：サーバーは正常" },
    ingress_fault: {
      no_certificate: `${NO_CERTIFICATE}：接続を切断するか、すべて拒否する`,
      nothing: "どれでもない：Ingress は正常",
    },
    ingress_secret: { missing: "ない", present: "ある" },
    certificate_parses: { no: "いいえ、エラーが表示される", yes: "はい" },
    key_matches: { no: "いいえ、対応していない", yes: "はい" },
    message: {
      handshake_failure: "handshake_failure",
      protocol_version: "protocol_version または Close Notify",
      certificate_expired: "certificate_expired",
      certificate_unknown: "certificate_unknown、unknown_ca、または信頼できるルートへのパスがない",
      host_name: "ホスト名が証明書と一致しない",
      client_certificate: "certificate_required、またはクライアント証明書がない",
      connection_cut: "接続のリセット、切断、または応答なし",
      no_message: "503 のみ、またはメッセージなし",
    },
    expired_rejected_by: SIDES,
    unknown_rejected_by: SIDES,
    server_name: {
      not_needed: "サーバーが必要としていない",
      sent: "はい、送信している",
      not_sent: "いいえ、または IP アドレスに接続している",
    },
    client: { unlisted: "一覧にないクライアント" },
    client_handshake: { connects: "接続できる" },
  },
  parties: {
    client_owner: "クライアントの管理者",
    server_owner: "サーバーの管理者",
    backend_owner: "バックエンド（ターゲット）サーバーの管理者",
    edge_operator: "Edge の運用担当者（Router と Message Processor の root 権限が必要）",
    organization_admin: "Apigee 組織の管理者（Edge UI または管理 API）",
    apigee_support: "Apigee サポート（ほかの誰もこれらのマシンにはアクセスできません）",
    cluster_admin: "hybrid クラスタの管理者（kubectl、apigeectl、オーバーライドファイル）",
    network_owner: "クライアントとサーバーの間のネットワークの管理者",
  },
  sources: {
    form: "依頼時の指定",
    probe: "チェックの結果",
    client_trial: "クライアントと同じ Client Hello の結果",
    capture: "キャプチャ",
    capture_and_probe: "キャプチャとチェックの結果",
    upload: "ファイル",
    pasted: "貼り付けられたメッセージ",
    documents: "製品から自動的に決定",
  },
  conversation: {
    why: "理由",
    steps: "対処方法",
    who: "対処できる人",
    verify: "解決したかを確認するには",
    back: "戻る",
    startOver: "最初からやり直す",
    overrule: OVERRULE,
    pick: "選択してください",
    checkAgain: "もう一度チェック",
    tryingClient: "クライアントと同じ Client Hello を送信しています…",
    showClients: "接続できるクライアントを確認",
    makeBundle: "サポート用の情報を収集",
    bundleReady: "サポート用の報告書です（テキストと JSON）。転送する前に内容を確認してください。",
    // Causes have commas of their own.
    changed: ({ before, gone, fresh, remain }) => [
      `${formatTime(LOCALE, before)} のチェックからの変化：`,
      ...(gone.length === 0 ? [] : [`解消：${gone.join("；")}。`]),
      ...(fresh.length === 0 ? [] : [`新規：${fresh.join("；")}。`]),
      ...(remain.length === 0 ? [] : [`継続：${remain.join("；")}。`]),
      ...(gone.length + fresh.length === 0 ? ["変化はありません。"] : []),
    ],
  },
};
