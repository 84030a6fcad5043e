import type { Place } from "../../playbook/place.ts";
import type { EdgePlace } from "../apigee-commands.ts";
import type { Line, OutcomeContext } from "../catalog.ts";
import { presentCertificate, sClient, showCertificate, showList } from "../commands.ts";

/** Who is asked for a handshake. To stand before Japanese: a space follows what ends in Latin letters. */
export const SERVERS: Readonly<Record<Place, string>> = {
  northbound_private_cloud: "Router ",
  northbound_public_cloud: "Router ",
  southbound_private_cloud: "バックエンド",
  southbound_public_cloud: "バックエンド",
  hybrid: "Ingress ",
  not_apigee: "サーバー",
};

const CLIENTS: Readonly<Record<Place, string>> = {
  northbound_private_cloud: "クライアントアプリ",
  northbound_public_cloud: "クライアントアプリ",
  southbound_private_cloud: "Message Processor",
  southbound_public_cloud: "Message Processor",
  hybrid: "クライアントアプリ",
  not_apigee: "クライアント",
};

/** Where a command shows what the failing client meets. */
const THERE: Readonly<Record<Place, string>> = {
  northbound_private_cloud: "クライアントアプリのマシンで",
  northbound_public_cloud: "クライアントアプリのマシンで",
  southbound_private_cloud: "Message Processor で",
  southbound_public_cloud: "バックエンドのネットワークの外から",
  hybrid: "クライアントアプリのマシンで",
  not_apigee: "クライアントのマシンで",
};

/** What the capitals of a management API call mean. */
export function capitals(place: EdgePlace): string {
  const common =
    "大文字の部分は置き換えてください。ORG と ENV は Edge UI で確認できます。EMAIL は組織管理者のメールアドレスです（パスワードは curl の実行時に入力します）。";
  return place.endsWith("public_cloud")
    ? common
    : `${common}MANAGEMENT-SERVER:PORT は管理サーバーのホスト名とポートです（管理 API が TLS を使わない場合は http://）。`;
}

/** How an ingress without certificate is told from one that is particular: a menu, a question of it, and an answer. */
export const OVERRULE = "回答を訂正…";
export const INGRESS_FAULT = "接続元にかかわらず起きる、Ingress 自体の問題はどれですか？";
export const NO_CERTIFICATE = "証明書を提示しない";

/** Above what goes into a virtual host, and the two calls. */
export const SEND_BACK =
  "下の 1 つ目の呼び出しで仮想ホストの設定を取得し、vhost.xml に次の XML を書き加えて、2 つ目の呼び出しでファイル全体を送り返してください（ファイルにない設定は Edge が破棄します）：";

/** Where a property goes that may be there already. */
export function onEach(machines: string, file: string): string {
  return `すべての ${machines} で、1 台ずつ順に次のコマンドを実行します（実行すると再起動します）。${file} にこのプロパティがすでにある場合は、1 行目を実行せず、その値を変更してください：`;
}

/** Who asks for it; like SERVERS. */
export function theClient({ place, client }: OutcomeContext): string {
  if (client !== null) return `${CLIENTS[place]}（${client}）`;
  return place.startsWith("southbound") ? `${CLIENTS[place]} ` : CLIENTS[place];
}

/** The same handshake, by hand. */
export function seeHandshake({ place, target }: OutcomeContext, ...options: readonly string[]): Line[] {
  return [
    `${THERE[place]}次のコマンドを実行します。証明書が表示され、アラートが出なければ正常です：`,
    sClient(target, ...options),
    callAgain(place),
  ];
}

/** The certificate that is served now. */
export function seeCertificate({ place, target }: OutcomeContext): Line[] {
  return [
    `${THERE[place]}次のコマンドを実行します。新しい証明書が表示されれば正常です：`,
    showCertificate(target),
    callAgain(place),
  ];
}

/** The list that is served now. */
export function seeChain({ place, target }: OutcomeContext): Line[] {
  return [
    "各行の i:（発行元）が、次の s:（サブジェクト）と一致していれば正常です。Verify return code が 0 なら問題ありません。21 は中間証明書の不足、19 と 20 は手元の OpenSSL にルート証明書がないことを示します：",
    showList(target),
    callAgain(place),
  ];
}

/** Two-way TLS: that the other side takes the client's certificate. */
export function seeAccepted({ place, target }: OutcomeContext): Line[] {
  return [
    "クライアントの証明書と鍵を指定して次のコマンドを実行します。アラートが出なければ正常です：",
    presentCertificate(target),
    callAgain(place),
  ];
}

export function callAgain(place: Place): string {
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "続いて API プロキシを呼び出し、503 が返らないことを確認してください。";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return "続いて、失敗していたクライアントから API を呼び出してください。";
    case "not_apigee":
      return "続いて、失敗していたクライアントから接続してください。";
  }
}
