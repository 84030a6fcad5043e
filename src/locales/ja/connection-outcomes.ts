import { formatTarget } from "../../diagnosis/target.ts";
import { withStartTls } from "../advice.ts";
import { VIRTUAL_HOST, changeVirtualHost } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { resolveName, sClient, showEach, showListener, tryPort } from "../commands.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { SEND_BACK, SERVERS, callAgain, capitals, seeHandshake, theClient } from "./outcome-words.ts";

type ConnectionOutcome =
  | "name_not_resolved"
  | "connection_refused"
  | "network_error"
  | "not_tls"
  | "starttls_required"
  | "starttls_failed"
  | "addresses_differ"
  | "connection_reset"
  | "timeout";

/** It fails before TLS, or because of what lies between. */
export const connectionOutcomes: Pick<Catalog["playbook"]["outcomes"], ConnectionOutcome> = {
  name_not_resolved: (context) => ({
    steps: [
      `${vantage(context)}名前解決を試してください：`,
      resolveName(context.target),
      whereNameIsSaid(context),
      "プライベートゾーンの名前の場合は、そのマシンのリゾルバーがゾーンを参照できる必要があります。このチェックはゾーンの外側から実行しているため、解決できないことがあります。",
    ],
    verify: ["アドレスが表示されれば正常です：", resolveName(context.target)],
  }),
  connection_refused: (context) => ({
    steps: [
      `${SERVERS[context.place]}側で、ポート ${context.target.port} を待ち受けているものがあるか確認します：`,
      context.place === "hybrid" ? HYBRID.service : showListener(context.target),
      `何も待ち受けていない場合は、${SERVERS[context.place]}を起動するか、ポートを修正してください。${whereNameIsSaid(context)}`,
      "待ち受けている場合は、手前のファイアウォールまたはロードバランサーが拒否しています。そちらを調べてください。",
    ],
    verify: seePort(context),
  }),
  network_error: (context) => ({
    steps: [
      `${vantage(context)}試してください。このチェックを実行したネットワークに、経路がないだけかもしれません：`,
      tryPort(context.target),
      "そこでも失敗する場合は、経路と、自分のネットワークから到達できない IPv6 アドレスが名前に登録されていないかを確認してください。",
    ],
    verify: seePort(context),
  }),
  not_tls: (context) => ({ steps: speakTls(context), verify: seeHandshake(context) }),
  starttls_required: (context) => ({
    steps: startTls(context),
    verify:
      context.place === "not_apigee"
        ? ["証明書が表示されれば正常です：", sClient(withStartTls(context))]
        : [callAgain(context.place)],
  }),
  starttls_failed: (context) => ({
    steps: [
      `${formatTarget(context.target)} のログで、この時刻の記録を確認してください。最も多い原因は、証明書と鍵がないか、読み取る権限がないことです。`,
      "ログに STARTTLS がない場合は、途中の機器（通信を検査するファイアウォール）が取り除いています。サーバーと同じネットワークから試してください。",
    ],
    verify: ["証明書が表示されれば正常です：", sClient(context.target)],
  }),
  addresses_differ: (context) => ({
    steps: [
      "各アドレスの証明書を確認します：",
      showEach(context.addresses, context.target),
      `次のすべてで、証明書と設定を揃えてください：${machines(context)}。`,
      "それまでは、古いままのサーバーを DNS またはロードバランサーから外してください。",
    ],
    verify: ["すべてのアドレスで同じ結果になれば正常です：", showEach(context.addresses, context.target)],
  }),
  connection_reset: (context) => ({
    steps: [
      `${vantage(context)}試し、次に、${SERVERS[context.place]}と同じネットワークから試してください：`,
      sClient(context.target),
      "1 か所目だけで失敗する場合は、途中のファイアウォール、TLS インスペクション機器、プロキシのいずれかが切断しています。その管理者に、この時刻のログの確認を依頼してください。",
      ...emptyIngress(context),
      allowList(context),
    ],
    verify: seeHandshake(context),
  }),
  timeout: (context) => ({
    steps: [
      `${vantage(context)}実行し、ポートから応答があるか確認します：`,
      tryPort(context.target),
      `応答がない場合は、ファイアウォールがパケットを破棄しています。${allowList(context)}`,
      `応答がある場合は、${SERVERS[context.place]}がハングしているか、途中の機器が Client Hello を破棄しています。ログを確認し、再起動してください。`,
    ],
    verify: seeHandshake(context),
  }),
};

/** From where a person should try. */
function vantage({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
      return "Message Processor から";
    case "southbound_public_cloud":
      return "バックエンドのネットワークの外から";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return "クライアントアプリのマシンから";
    case "not_apigee":
      return "クライアントのマシンから";
  }
}

function whereNameIsSaid({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "ホストとポートは、TargetEndpoint の URL またはターゲットサーバーで指定します。";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return "ホストとポートは、仮想ホストの HostAliases と Port で指定します。名前は DNS にも登録されている必要があります。";
    case "hybrid":
      return "ホスト名は環境グループで、ポートは Ingress のサービスで指定します。名前は、DNS でそのサービスを指している必要があります。";
    case "not_apigee":
      return "クライアントの設定で、名前とポートを確認してください。サーバー側のポートは、待ち受けの設定（nginx では listen）にあります。";
  }
}

function machines({ place }: OutcomeContext): string {
  switch (place) {
    case "northbound_private_cloud":
      return "すべての Router と、その手前のすべてのロードバランサー";
    case "northbound_public_cloud":
      return "Edge の手前にある自社の機器（ロードバランサー、CDN）。Edge 自体のアドレスの場合は、Apigee サポートに依頼してください";
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "この名前で応答するすべてのバックエンドサーバー";
    case "hybrid":
      return "すべてのリージョンの Ingress";
    case "not_apigee":
      return "この名前で応答するすべてのサーバー";
  }
}

function allowList({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
      return "バックエンドのファイアウォールで、すべての Message Processor のアドレスを許可する必要があります。";
    case "southbound_public_cloud":
      return "バックエンドのファイアウォールで、Edge のアドレスを許可する必要があります。アドレスは Apigee サポートに確認してください。";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return `${SERVERS[place]}の手前のファイアウォールで、クライアントのアドレスを許可する必要があります。`;
  }
}

/** An ingress without certificate hangs up. */
function emptyIngress({ place }: OutcomeContext): Line[] {
  return place === "hybrid"
    ? [
        "Secret がない場合も、Ingress はこのように接続を切断します。Secret があるか確認してください：",
        HYBRID.findSecret,
      ]
    : [];
}

function startTls(context: OutcomeContext): Line[] {
  const { place } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Message Processor は最初から TLS で接続し、STARTTLS には対応していません。ターゲットのホストまたはポートが誤っています。${whereNameIsSaid(context)}`,
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return [
        `API の呼び出しは、最初から TLS で通信する HTTPS です。これは ${SERVERS[place]}のポートではなく、ホストまたはポートが誤っています。${whereNameIsSaid(context)}`,
      ];
    case "not_apigee":
      return [
        `${theClient(context)}で STARTTLS を有効にするか、最初から TLS で通信するポートを使ってください。`,
      ];
  }
}

function speakTls(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `バックエンドのポート ${target.port} は TLS ではありません。TargetEndpoint の URL またはターゲットサーバーの Port で、TLS 用のポート（多くは 443 または 8443）を指定してください。`,
        "バックエンドを TLS なしのまま使う場合は、URL を http:// にするか、ターゲットサーバーから SSLInfo を削除してください。その場合、通信はまったく暗号化されません。",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `このポートの仮想ホストでは、TLS が有効になっていません。TLS が有効な仮想ホストがほかにあれば、そのポートに接続してください。なければ、ここで有効にします。${SEND_BACK}`,
        VIRTUAL_HOST.ssl,
        changeVirtualHost(place),
        "TLS を Router の手前のロードバランサーで終端する構成の場合は、代わりに、そのリスナーに証明書を設定してください。",
        capitals(place),
      ];
    case "hybrid":
      return ["Ingress の TLS 用のポート（多くは 443）に接続してください：", HYBRID.service];
    case "not_apigee":
      return [
        `${target.host} の TLS 用のポート（多くは 443 または 8443）に接続するか、このポートで TLS を有効にしてください。`,
      ];
  }
}

function seePort({ place, target }: OutcomeContext): Line[] {
  return ["接続成功（succeeded など）と表示されれば正常です：", tryPort(target), callAgain(place)];
}
