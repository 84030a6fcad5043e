import { formatTarget } from "../../diagnosis/target.ts";
import {
  CLIENT_CERTIFICATE,
  configureTarget,
  exportCertificate,
  listCertificates,
  renewKeystore,
  renewTruststore,
} from "../apigee-commands.ts";
import type { Line, OutcomeContext } from "../catalog.ts";
import { showList } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { SERVERS, capitals, theClient } from "./outcome-words.ts";

const NEW_KEYSTORE =
  "証明書とチェーン（chain.pem。証明書と証明書の間に空行を入れます）、および鍵を、現在と同じ ALIAS で新しいキーストア NEW に登録し、参照 REF の参照先を NEW に変更してください：";

const NEW_TRUSTSTORE =
  "信頼する証明書をすべて、それぞれ別の ALIAS で新しいトラストストア NEW にアップロードし（2 つ目の呼び出し）、参照 REF の参照先を NEW に変更してください：";

/** The side that is asked gets a certificate. */
export function installAtServer({ place, target }: OutcomeContext): Line[] {
  switch (place) {
    case "northbound_private_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF は、仮想ホストの <KeyStore> 要素で ref:// に続く名前です。ref:// がない場合は、仮想ホストに NEW を指定し、すべての Router を 1 台ずつ順に再起動してください。",
        capitals(place),
      ];
    case "northbound_public_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF は、仮想ホストの <KeyStore> 要素で ref:// に続く名前です。ref:// がない場合は、NEW への変更を Apigee サポートに依頼してください。Router の再起動が必要です。",
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `バックエンド ${formatTarget(target)} に証明書とチェーンをインストールし、設定を再読み込みしてください。nginx の場合：`,
        NGINX.certificate,
        "新しい証明書の認証局を Edge がすでに信頼していれば、Edge 側の作業は不要です。",
      ];
    case "hybrid":
      return [
        "証明書とチェーン（証明書が先頭）、および鍵を、オーバーライドファイルで指定した場所に保存します：",
        HYBRID.virtualHost,
        ...applyOverrides(),
        "オーバーライドファイルに sslSecret がある場合は、代わりに、その Secret の key と cert を差し替えてください。",
      ];
    case "not_apigee":
      return [
        `${formatTarget(target)} に証明書とチェーンをインストールし、設定を再読み込みしてください。nginx の場合：`,
        NGINX.certificate,
      ];
  }
}

/** The side that asks gets a certificate: two-way TLS. */
export function installAtClient(context: OutcomeContext): Line[] {
  const { place } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF は、TargetEndpoint またはターゲットサーバーの SSLInfo の <KeyStore> 要素で、ref:// に続く名前です：",
        configureTarget(CLIENT_CERTIFICATE),
        "ref:// がない場合は、そこに NEW を指定してください。TargetEndpoint を変更した場合は、プロキシを再デプロイしてください。",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        `${theClient(context)}のキーストアに証明書、チェーン、鍵を登録し、クライアントを再起動してください。`,
        "中間証明書も送信する必要があります。相手側にあるのはルート証明書だけです。",
      ];
  }
}

/** The side that asks learns to trust the other. */
export function trustAtClient(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        "バックエンドが送信する証明書を、TargetEndpoint またはターゲットサーバーで指定したトラストストアの内容と比較します：",
        showList(target),
        listCertificates(place, "TRUSTSTORE"),
        `最後の発行元がトラストストアにない場合は、その証明書（root.pem）をバックエンドの管理者から入手します。${NEW_TRUSTSTORE}`,
        renewTruststore(place),
        "REF は、<TrustStore> 要素で ref:// に続く名前です。ref:// がない場合は、そこに NEW を指定してください。TargetEndpoint を変更した場合は、プロキシを再デプロイしてください。",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        "Router が送信する証明書を、仮想ホストのキーストアの内容と比較します。異なる場合は、誤ったキーストアが使われています：",
        showList(target),
        listCertificates(place, "KEYSTORE"),
        ...teachClient(context),
        capitals(place),
      ];
    case "hybrid":
    case "not_apigee":
      return [
        `${SERVERS[place]}が送信する証明書の発行元を確認します：`,
        showList(target),
        ...teachClient(context),
      ];
  }
}

/** One that people run themselves. */
function teachClient(context: OutcomeContext): Line[] {
  return [
    `最後の発行元のルート証明書を、${theClient(context)}のトラストストアに追加してください（サーバー証明書だけでは不十分です）。登録済みのパブリック認証局であれば不要です。Java の場合：`,
    JAVA.trust,
    "クライアントが証明書をピン留めしている場合は、新しい証明書に置き換えてください。",
  ];
}

/** The side that is asked learns to trust the other: two-way TLS. */
export function trustAtServer(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        "クライアントアプリが送信する証明書を、仮想ホストで指定したトラストストアの内容と比較します：",
        { command: "openssl x509 -in client.pem -noout -subject -issuer -enddate" },
        listCertificates(place, "TRUSTSTORE"),
        `クライアント証明書の発行元がトラストストアにない場合：${NEW_TRUSTSTORE}`,
        renewTruststore(place),
        place === "northbound_private_cloud"
          ? "REF は、<TrustStore> 要素で ref:// に続く名前です。ref:// がない場合は、仮想ホストに NEW を指定し、すべての Router を 1 台ずつ順に再起動してください。"
          : "REF は、<TrustStore> 要素で ref:// に続く名前です。ref:// がない場合は、NEW への変更を Apigee サポートに依頼してください。Router の再起動が必要です。",
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        "TargetEndpoint またはターゲットサーバーの SSLInfo で指定したキーストアの内容を確認し、証明書をエクスポートします：",
        listCertificates(place, "KEYSTORE"),
        exportCertificate(place),
        `そのルート証明書と中間証明書をバックエンド ${formatTarget(target)} の管理者に渡し、トラストストアに追加してもらってください。nginx の場合：`,
        NGINX.clientAuthorities,
        "エクスポートした証明書が、バックエンドの想定する証明書でない場合は、キーストアまたは KeyAlias の指定が誤っています。",
        capitals(place),
      ];
    case "hybrid":
      return [
        "クライアント証明書を発行したルート証明書を、オーバーライドファイルで指定したファイルに追加します：",
        HYBRID.twoWay,
        ...applyOverrides(),
      ];
    case "not_apigee":
      return [
        `クライアント証明書を発行したルート証明書を、${formatTarget(target)} のトラストストアに追加してください。nginx の場合：`,
        NGINX.clientAuthorities,
      ];
  }
}

/** After a change in the overrides file. */
export function applyOverrides(): Line[] {
  return [
    "apigeectl で適用してください。hybrid を Helm でインストールした場合は、チャートのディレクトリで 2 つ目のコマンドを実行します：",
    HYBRID.apply,
    HYBRID.applyWithHelm,
  ];
}
