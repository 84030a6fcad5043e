import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR, configureTarget, onlyVersion } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { SERVERS, onEach, seeHandshake, theClient } from "./outcome-words.ts";

type NegotiationOutcome =
  | "group_mismatch"
  | "signature_algorithm_mismatch"
  | "alpn_mismatch"
  | "large_client_hello_intolerant"
  | "version_intolerant";

/** What else a Client Hello says that a server may not go along with. */
export const negotiationOutcomes: Pick<Catalog["playbook"]["outcomes"], NegotiationOutcome> = {
  group_mismatch: (context) => ({
    steps: agreeOnGroup(context),
    verify: seeHandshake(context, "-groups P-256"),
  }),
  signature_algorithm_mismatch: (context) => ({
    steps: agreeOnSignature(context),
    verify: seeHandshake(context, "-sigalgs RSA-PSS+SHA256:ECDSA+SHA256:RSA+SHA256"),
  }),
  alpn_mismatch: (context) => ({
    steps: agreeOnAlpn(context),
    verify: seeHandshake(context, "-alpn http/1.1"),
  }),
  large_client_hello_intolerant: (context) => ({
    steps: [
      `${theClient(context)}と ${formatTarget(context.target)} の間にある機器（ファイアウォール、ロードバランサー、TLS インスペクション機器）を洗い出してください。サーバーに近い側から 1 台ずつ、経由する機器を増やして試し、失敗し始めた機器を更新します。`,
      "その機器は、2 パケットに分かれた Client Hello の残りを待たなければなりません。",
      ...(context.place.startsWith("southbound")
        ? []
        : [
            "それまでは、クライアントで耐量子暗号の鍵共有を無効にしてください。Go では GODEBUG=tlsmlkem=0、openssl.cnf では Groups = X25519:P-256 です。",
          ]),
    ],
    verify: seeHandshake(context, "-groups X25519MLKEM768"),
  }),
  version_intolerant: (context) => ({
    steps: tolerateVersions(context),
    verify: seeHandshake(context),
  }),
};

function agreeOnGroup(context: OutcomeContext): Line[] {
  switch (context.place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return [
        `${theClient(context)}が、すべてのサーバーが対応している P-256（secp256r1）を提示するようにしてください。Java では、次のオプションで指定します：`,
        JAVA.groups,
      ];
    case "southbound_private_cloud":
      return [
        "バックエンドが P-256（secp256r1）を受け入れるようにしてください。nginx の場合：",
        NGINX.groups,
        `または、バックエンドが受け入れる鍵交換グループを Message Processor が提示するようにします。${onEach("Message Processor", MESSAGE_PROCESSOR.file)}`,
        MESSAGE_PROCESSOR.groups,
      ];
    case "southbound_public_cloud":
      return [
        "バックエンドが P-256（secp256r1）を受け入れるようにしてください。Public Cloud では Message Processor を変更できません。nginx の場合：",
        NGINX.groups,
      ];
    case "not_apigee":
      return [
        `${theClient(context)}が P-256（secp256r1）を提示するか、サーバーが受け入れるようにしてください。Java、nginx の順に示します：`,
        JAVA.groups,
        NGINX.groups,
      ];
  }
}

function agreeOnSignature(context: OutcomeContext): Line[] {
  const { place } = context;
  const suits = "RSA 2048 ならすべて、EC P-256 ならほぼすべてのクライアントで使えます。";
  /** @param owner like SERVERS */
  const settings = (owner: string) =>
    `${owner}の設定で署名アルゴリズムが限定されていないか確認してください：openssl.cnf の SignatureAlgorithms、java.security の jdk.tls.disabledAlgorithms。`;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Message Processor が検証できる鍵の証明書を、バックエンドで使ってください。${suits}`,
        settings("バックエンド"),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        `${theClient(context)}を更新し、SHA-256 の RSA-PSS と ECDSA を受け入れるようにしてください。${settings("クライアント")}`,
        `クライアントを変更できない場合は、${SERVERS[place]}の証明書を、クライアントが検証できる鍵のものに変更してください。${suits}`,
      ];
  }
}

function agreeOnAlpn(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return [
        `${theClient(context)}が、現在のプロトコルに加えて http/1.1 も提示するか、ALPN をまったく送信しないようにしてください。`,
        `${SERVERS[place]}の手前にロードバランサーがある場合は、その ALPN ポリシーを確認してください。`,
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `バックエンド ${formatTarget(target)} が http/1.1 を受け入れるようにしてください。h2 に対応している場合は、両方を有効にします。`,
        "バックエンドが別のプロトコルしか使わない場合は、TargetEndpoint またはターゲットサーバーのホストとポートを確認してください。",
      ];
    case "not_apigee":
      return [
        `ウェブサーバーまたは API の場合は、${formatTarget(target)} が h2 または http/1.1 を受け入れるようにしてください。`,
        `それ以外の場合は、${theClient(context)}がサーバーのプロトコルを提示するように設定するか、ポートが正しいか確認してください。`,
      ];
  }
}

function tolerateVersions(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const update = `${formatTarget(target)}、または手前のロードバランサーや TLS インスペクション機器を更新してください。未知の値は無視しなければなりません。`;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        update,
        "それまでは、Message Processor を TLS 1.2 に限定してください。TargetEndpoint で URL を指定している場合は、HTTPTargetConnection に次の内容を書き加え、プロキシをデプロイします：",
        configureTarget(onlyVersion("TLSv1.2")),
        "ターゲットサーバーを使っている場合は、そちらに同じ設定をします。",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        update,
        `それまでは、${theClient(context)}を TLS 1.2 に限定してください。Java では、次のオプションで指定します：`,
        JAVA.versions,
      ];
  }
}
