import type { Catalog } from "../catalog.ts";
import { captureCommand } from "../commands.ts";

export const playbook: Catalog["playbook"] = {
  questions: {
    product: "障害はどの製品で発生しましたか？",
    direction_private_cloud: "どちらの接続で失敗しますか？",
    direction_public_cloud: "どちらの接続で失敗しますか？",
  },
  choices: {
    edge_private_cloud: "Apigee Edge（Private Cloud）",
    edge_public_cloud: "Apigee Edge（Public Cloud）",
    hybrid: "Apigee hybrid",
    not_apigee: "Apigee 以外",
    northbound: "上り（Northbound）：クライアントアプリ → Router",
    southbound: "下り（Southbound）：Message Processor → バックエンド",
  },
  outcomes: {
    northbound_private_cloud: (context) => [
      "上り接続では、クライアントアプリが TLS クライアント、Edge Router がサーバーです。証明書は、仮想ホストが参照するキーストアのものです。",
      "クライアントアプリまたは Router でキャプチャできます：",
      captureCommand(context),
    ],
    southbound_private_cloud: (context) => [
      "下り接続では、Message Processor が TLS クライアント、バックエンドがサーバーです。Message Processor はデフォルトで Java 8 上で TLS 1.2 を使い、ターゲットのトラストストアの内容を信頼します。",
      "Message Processor またはバックエンドでキャプチャできます：",
      captureCommand(context),
    ],
    northbound_public_cloud: (context) => [
      "上り接続では、クライアントアプリが TLS クライアント、Edge Router がサーバーです。Public Cloud では、サポート以外は Router にアクセスできません。",
      "クライアントアプリでキャプチャしてください：",
      captureCommand(context),
    ],
    southbound_public_cloud: (context) => [
      "下り接続では、Message Processor が TLS クライアント、バックエンドがサーバーです。Public Cloud では、サポート以外は Message Processor にアクセスできません。",
      "バックエンドサーバーでキャプチャしてください：",
      captureCommand(context),
    ],
    hybrid: () => [
      "hybrid では、オーバーライドファイルの virtualhosts セクションから作成される Kubernetes Secret の証明書を、Ingress が使用します。Secret があるか確認してください：",
      { command: "kubectl -n apigee get secrets | grep PROJECT-ENV_GROUP" },
      "ない場合は作成し直し、もう一度確認してください：",
      { command: "apigeectl apply -f overrides/overrides.yaml --settings virtualhosts" },
    ],
    not_apigee: (context) => [
      "上記の結果は、すべての TLS クライアントに当てはまります。どちらの側がハンドシェイクを終了しているかを確認するには、クライアントまたはサーバーでキャプチャしてください：",
      captureCommand(context),
    ],
  },
  answered: ({ question, choice, user }) => `${question} → ${choice}（${user}）`,
};
