import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { captureCommand } from "../commands.ts";
import { NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { callAgain, onEach, seeHandshake, theClient } from "./outcome-words.ts";

export const serverNameOutcomes: Pick<Catalog["playbook"]["outcomes"], "sni_required"> = {
  sni_required: (context) => ({
    steps: sendServerName(context),
    verify:
      context.place === "southbound_private_cloud"
        ? [
            "すべての Message Processor で次のコマンドを実行します。true と表示されれば設定は有効です：",
            MESSAGE_PROCESSOR.showServerName,
            callAgain(context.place),
          ]
        : seeHandshake(context),
  }),
};

function sendServerName(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const address =
    "TargetEndpoint またはターゲットサーバーが、バックエンドを名前で呼び出しているか確認してください。IP アドレスへの接続では、サーバー名は送信されません。";
  switch (place) {
    case "southbound_private_cloud":
      return [
        address,
        `Private Cloud の Message Processor は、設定しない限りサーバー名を送信しません。${onEach("Message Processor", MESSAGE_PROCESSOR.file)}`,
        MESSAGE_PROCESSOR.sendServerName,
        "これによって別のバックエンドで障害が起きた場合は、そのバックエンドがサーバー名に対応していません。バックエンドの更新が必要です。",
      ];
    case "southbound_public_cloud":
      return [
        address,
        `${formatTarget(target)} のデフォルト証明書を、${target.serverName ?? target.host} のものにしてください。サーバー名がなくても応答するようになります。`,
        "サーバー名が届いているかを調べるには、障害の発生中にバックエンドでキャプチャし、ファイルをここにドロップしてください：",
        captureCommand(context),
        "Client Hello に server_name がない場合は、ファイルを Apigee サポートに送ってください。この設定は Apigee 側にあります。",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "not_apigee":
      return [
        `${theClient(context)}がサーバー名を送信するようにしてください。クライアントを更新し、アドレスではなく名前で接続し、Java のオプションから -Djsse.enableSNIExtension=false を削除します。`,
        "nginx がクライアントになる場合（手前のプロキシ）は、次の設定が必要です：",
        NGINX.upstreamServerName,
        ...(place === "not_apigee"
          ? ["または、サーバーのデフォルト証明書を、この名前のものにしてください。"]
          : []),
      ];
    case "hybrid":
      return [
        `${theClient(context)}がサーバー名を送信するようにしてください。クライアントを更新し、Ingress に名前で接続します。`,
        "送信できない場合は、サーバー名を送信しないクライアント用のルートを作成します。CREDENTIAL は 1 つ目のコマンドで表示される名前です。2 つ目の内容を no-sni.yaml に保存してください：",
        HYBRID.secretNames,
        HYBRID.withoutServerName,
        "このルートを適用し、オーバーライドファイルに名前を追加して、そちらも適用してください：",
        HYBRID.additionalGateway,
        HYBRID.apply,
      ];
  }
}
