import { formatTarget } from "../../diagnosis/target.ts";
import { acceptedSuite, fallBack } from "../advice.ts";
import {
  ROUTER,
  VIRTUAL_HOST,
  changeTargetServer,
  changeVirtualHost,
  configureTarget,
  onlyCipherSuite,
  onlyVersion,
} from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import {
  INGRESS_FAULT,
  NO_CERTIFICATE,
  OVERRULE,
  SEND_BACK,
  capitals,
  onEach,
  seeHandshake,
  theClient,
} from "./outcome-words.ts";

type ProtocolOutcome = "protocol_mismatch" | "cipher_suite_mismatch";

const EMPTY_INGRESS = `証明書がないか、壊れています。「${OVERRULE}」で、「${INGRESS_FAULT}」の回答を「${NO_CERTIFICATE}」に変更してください。`;

const TARGET_SERVER =
  "ターゲットサーバー（LoadBalancer で指定した NAME）を使っている場合は、そちらに同じ設定をします。2 つ目の呼び出しは定義全体を置き換えるため、1 つ目で表示された内容は残してください：";

/** The two that the documents know. */
export const protocolOutcomes: Pick<Catalog["playbook"]["outcomes"], ProtocolOutcome> = {
  protocol_mismatch: (context) => ({
    steps: agreeOnVersion(context),
    verify: seeHandshake(context, "-tls1_2"),
  }),
  cipher_suite_mismatch: (context) => ({
    steps: agreeOnCipherSuite(context),
    verify: seeHandshake(context, "-tls1_2"),
  }),
};

function agreeOnVersion(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "northbound_private_cloud":
      return [
        "Router が受け入れるバージョンを確認します：",
        ROUTER.show,
        `TLSv1.2 が含まれていれば、クライアントが古すぎます。${theClient(context)}を更新し、TLS 1.2 で通信できるようにしてください。`,
        `含まれていなければ、Router で許可します。${onEach("Router", ROUTER.file)}`,
        ROUTER.versions,
        `1 つの仮想ホストだけで許可する場合：${SEND_BACK}`,
        VIRTUAL_HOST.versions,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "northbound_public_cloud":
      return [
        `${theClient(context)}を更新し、TLS 1.2 で通信できるようにしてください。Public Cloud の Router は TLS 1.2 を受け入れます。Java 7 と 8 では、次のオプションで指定します：`,
        JAVA.versions,
        "すでに TLS 1.2 で通信している場合は、仮想ホストが受け入れるバージョンを Apigee サポートに確認してください。変更できるのは Apigee サポートだけです。",
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `最善の方法：バックエンド ${formatTarget(target)} で TLS 1.2 を有効にしてください。nginx の場合：`,
        NGINX.versions,
        ...fallBack(context).flatMap((version) => [
          `それまでの応急処置として、Message Processor が ${version} で通信するように設定します。TargetEndpoint で URL を指定している場合は、HTTPTargetConnection に次の内容を書き加え、プロキシをデプロイしてください：`,
          configureTarget(onlyVersion(version)),
          TARGET_SERVER,
          changeTargetServer(place, target, onlyVersion(version)),
          capitals(place),
        ]),
      ];
    case "hybrid":
      return [
        `${theClient(context)}を更新し、TLS 1.2 で通信できるようにしてください。Java 7 と 8 では、次のオプションで指定します：`,
        JAVA.versions,
        "すでに TLS 1.2 で通信している場合は、Ingress の設定がそれより新しいバージョンだけになっていないか確認します：",
        HYBRID.versions,
        `Ingress がどのバージョンも拒否する場合は、${EMPTY_INGRESS}`,
      ];
    case "not_apigee":
      return [
        `${formatTarget(target)} で TLS 1.2 と 1.3 を有効にし、設定を再読み込みしてください。nginx の場合：`,
        NGINX.versions,
        `すでに有効な場合は、${theClient(context)}を更新してください。Java 7 と 8 では、次のオプションで指定します：`,
        JAVA.versions,
      ];
  }
}

function agreeOnCipherSuite(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const client = theClient(context);
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        ...(place === "northbound_private_cloud"
          ? ["Router が受け入れる暗号スイートを確認します：", ROUTER.show]
          : []),
        `Router が受け入れる暗号スイートを、${client}が 1 つ以上提示するようにしてください（例：TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256）。`,
        unlimit("クライアント"),
        JAVA.strongCipherSuites,
        `クライアントを変更できない場合は、クライアントが提示する暗号スイートを、OpenSSL での名前で仮想ホストに追加します。${SEND_BACK}`,
        VIRTUAL_HOST.cipherSuites,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `最善の方法：バックエンド ${formatTarget(target)} が、現在の暗号スイートを受け入れるようにしてください。nginx の場合：`,
        NGINX.cipherSuites,
        ...(place === "southbound_private_cloud"
          ? [unlimit("Message Processor "), JAVA.strongCipherSuites]
          : []),
        "TargetEndpoint またはターゲットサーバーの <Ciphers> で暗号スイートを限定している場合は、<Ciphers> を削除するか、バックエンドが受け入れるものを追加してください：",
        configureTarget(onlyCipherSuite(acceptedSuite(context))),
        "TargetEndpoint を変更した場合は、プロキシを再デプロイしてください。",
      ];
    case "hybrid":
      return [
        `Ingress が受け入れる暗号スイートを、${client}が 1 つ以上提示するようにしてください（例：TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256）。`,
        unlimit("クライアント"),
        JAVA.strongCipherSuites,
        `Ingress がどの暗号スイートも拒否する場合は、${EMPTY_INGRESS}`,
      ];
    case "not_apigee":
      return [
        `${formatTarget(target)} が受け入れる暗号スイートを、${client}が 1 つ以上提示するようにしてください。${unlimit("クライアント")}`,
        JAVA.strongCipherSuites,
        "または、サーバーが現在の暗号スイートを受け入れるようにしてください。nginx の場合：",
        NGINX.cipherSuites,
      ];
  }
}

/** @param owner like SERVERS */
function unlimit(owner: string): string {
  return `${owner}の Java が 8u161 より古い場合は、強力な暗号スイートを使えません。無制限強度の JCE ポリシーをインストールしてください。8u151 以降では、java.security に次の行を書くだけで済みます：`;
}
