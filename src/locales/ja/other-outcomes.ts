import { formatTarget } from "../../diagnosis/target.ts";
import {
  CLIENT_CERTIFICATE,
  MESSAGE_PROCESSOR,
  changeTargetServer,
  configureTarget,
  listCertificates,
} from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { CLOCK, captureCommand, readCapture, redactCapture, sClient, sendRequest } from "../commands.ts";
import { applyOverrides, installAtClient, trustAtServer } from "./certificate-steps.ts";
import { SERVERS, callAgain, capitals, seeAccepted, theClient } from "./outcome-words.ts";

type OtherOutcome =
  "client_certificate_required" | "client_certificate_rejected" | "clock_wrong" | "not_determined";

export const otherOutcomes: Pick<Catalog["playbook"]["outcomes"], OtherOutcome> = {
  client_certificate_required: (context) => ({
    steps: sendCertificate(context),
    verify: seeAccepted(context),
  }),
  client_certificate_rejected: (context) => ({
    steps: [
      `まず、${theClient(context)}が正しい証明書を送信しているか確認してください。すべての中間証明書を含み、有効期間内で、クライアント用（clientAuth）である必要があります。`,
      ...trustAtServer(context),
    ],
    verify: seeAccepted(context),
  }),
  clock_wrong: (context) => ({
    steps: [
      `${SERVERS[context.place]}側と${ofClient(context)}側の時計を比較し、どちらもタイムサーバーと同期させてください${clocksOf(context)}：`,
      CLOCK,
      "どちらの時計も正しい場合は、クライアントのチェーン内または相手側のトラストストア内の中間証明書が期限切れです。その中間証明書を差し替えてください。",
    ],
    verify: ["両方に同じ日時が表示されれば正常です：", CLOCK, callAgain(context.place)],
  }),
  not_determined: (context) => ({
    steps: collect(context),
    verify: [
      "送る前に、失敗したハンドシェイクがファイルに記録されていることを確認してください。ここにドロップすれば、続きを調べます：",
      readCapture(context),
    ],
  }),
};

function sendCertificate(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `バックエンド ${formatTarget(target)} が信頼する証明書と鍵を用意し、チェーンとともに環境 ENV のキーストアに登録してください（Edge UI：Admin > Environments > TLS Keystores）。`,
        "Message Processor がそれを使うように設定します。TargetEndpoint で URL を指定している場合は、HTTPTargetConnection に次の内容を書き加え、プロキシをデプロイしてください：",
        configureTarget(CLIENT_CERTIFICATE),
        "ターゲットサーバー（NAME）を使っている場合は、そちらに同じ設定をします。1 つ目の呼び出しで表示された内容は残してください：",
        changeTargetServer(place, target, CLIENT_CERTIFICATE),
        "REF はキーストアへの参照、ALIAS はキーストア内の証明書のエイリアスです。",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `Router が双方向 TLS を要求しています。${theClient(context)}は、仮想ホストのトラストストアで検証できる証明書を送信する必要があります。`,
        ...installAtClient(context),
        "すでに送信している場合は、その発行元がトラストストアにあるか確認します：",
        listCertificates(place, "TRUSTSTORE"),
        "双方向 TLS が意図したものでない場合は、仮想ホストの ClientAuthEnabled を false にしてください。",
        capitals(place),
      ];
    case "hybrid":
      return [
        `Ingress が双方向 TLS を要求しています。${theClient(context)}は、caCertPath のファイルで検証できる証明書を送信する必要があります。`,
        ...installAtClient(context),
        "双方向 TLS が意図したものでない場合は、オーバーライドファイルから tlsMode: MUTUAL を削除してください。",
        ...applyOverrides(),
      ];
    case "not_apigee":
      return [
        `サーバーが双方向 TLS を要求しています。${theClient(context)}は、サーバーのトラストストアで検証できる証明書を送信する必要があります。`,
        ...installAtClient(context),
        "すでに送信している場合は、その発行元をサーバーのトラストストアに追加するよう、サーバーの管理者に依頼してください。",
      ];
  }
}

function ofClient(context: OutcomeContext): string {
  return context.place.startsWith("southbound") ? ` ${theClient(context)}` : theClient(context);
}

function clocksOf({ place }: OutcomeContext): string {
  switch (place) {
    case "northbound_public_cloud":
    case "southbound_public_cloud":
      return "（Edge 側の時計は Apigee が管理しているため、自社側を確認します）";
    case "hybrid":
      return "（Ingress では、Pod のあるノードの時計です）";
    case "northbound_private_cloud":
    case "southbound_private_cloud":
    case "not_apigee":
      return "";
  }
}

/** What whoever looks next needs to have. */
function collect(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const redact: Line[] = ["キャプチャからアドレスと通信内容を取り除きます：", redactCapture(context)];
  switch (place) {
    case "northbound_private_cloud":
    case "southbound_private_cloud":
    case "northbound_public_cloud":
    case "southbound_public_cloud":
      return [
        `${WHERE[place]}障害を再現し、Ctrl-C で終了します：`,
        captureCommand(context),
        "途中にロードバランサーや NAT がある場合は、キャプチャするマシンから見える相手のアドレスを指定してください。",
        ...(place === "southbound_private_cloud"
          ? ["Message Processor のログを取得します：", MESSAGE_PROCESSOR.log]
          : []),
        ...(place.startsWith("northbound")
          ? ["クライアントのマシンで、クライアントが受け取る応答を記録します：", sendRequest(target)]
          : []),
        ...redact,
        "以上のすべてを、ORG、ENV、プロキシの名前とリビジョン、障害の発生時刻（UTC）とともに Apigee サポートに送ってください。",
      ];
    case "hybrid":
      return [
        "失敗するマシンで、curl の出力をすべて記録します：",
        sendRequest(target),
        "そのマシンか、Ingress の Pod があるノードでキャプチャしてください。障害を再現し、Ctrl-C で終了します：",
        captureCommand(context),
        ...redact,
        "途中にあるもの（ロードバランサー、ファイアウォール、NAT）とパケットの経路を示す図を、ネットワーク担当チームに作成してもらってください。",
        "curl.txt からも、アドレス、トークン、パスワードを取り除いてください。以上の 3 点を Apigee サポートに送ってください。",
      ];
    case "not_apigee":
      return [
        "クライアントまたはサーバーでキャプチャしてください。障害を再現し、Ctrl-C で終了します：",
        captureCommand(context),
        "クライアントのマシンで、OpenSSL の出力を記録します：",
        sClient(target, "-msg"),
        ...redact,
        "両方を、発生時刻（UTC）とともにサーバーの管理者に送ってください。その時刻のサーバーのログに、理由が記録されています。",
      ];
  }
}

const WHERE = {
  northbound_private_cloud: "Router またはクライアントアプリでキャプチャしてください。",
  northbound_public_cloud: "クライアントアプリでキャプチャしてください（Router にはアクセスできません）。",
  southbound_private_cloud: "Message Processor またはバックエンドでキャプチャしてください。",
  southbound_public_cloud:
    "バックエンドでキャプチャしてください（Message Processor にはアクセスできません）。",
};
