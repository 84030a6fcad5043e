import { ROUTER, speakOnly } from "../apigee-commands.ts";
import type { Line } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { JAVA, NGINX, OPENSSL_GROUPS } from "../config-snippets.ts";
import type { NegotiationFindings } from "../finding-groups.ts";
import { allForgeable } from "../selection.ts";
import { inBrackets, listSome } from "./wording.ts";

/** What client and server must agree on before there is a certificate. */
export const negotiationFindings: NegotiationFindings = {
  protocol_mismatch: ({ accepted, alert }, { target }) => {
    const newest = accepted.at(-1);
    return {
      title:
        newest === undefined
          ? "サーバーが TLS 1.2 も TLS 1.3 も受け入れません"
          : `サーバーの対応は ${newest} までですが、現在のクライアントは TLS 1.2 以上を必要とします`,
      evidence: [
        alert === null
          ? "TLS 1.2 と 1.3 の Client Hello では、ハンドシェイクが成立しませんでした。"
          : `TLS 1.2 と 1.3 の Client Hello は拒否されました：アラート ${alert}。`,
        ...(newest === undefined ? [] : [`サーバーが受け入れる旧バージョン：${listSome(accepted)}。`]),
      ],
      resolution: [
        "サーバーで TLS 1.2 または 1.3 を有効にしてください。根本的な解決策はこれだけで、ほかはすべて先送りです。nginx の場合：",
        NGINX.versions,
        "Apigee Edge の Router では、/opt/apigee/customer/application/router.properties に記述します：",
        ROUTER.versions,
        ...(newest?.startsWith("TLS") === true
          ? ([
              `サーバーが Apigee Edge のバックエンドで、すぐにアップグレードできない場合は、TargetEndpoint またはターゲットサーバーで、Message Processor が ${newest} で通信するように設定してください：`,
              speakOnly(newest),
            ] satisfies Line[])
          : []),
        sClient(target, "-tls1_2"),
      ],
    };
  },
  cipher_suite_mismatch: ({ accepted, alert }, { target }) => ({
    title: "クライアントとサーバーに共通の暗号スイートがありません",
    evidence: [
      `サーバーはこのバージョンに対応していますが、通常のクライアントではハンドシェイクが成立しません${inBrackets(alert)}。`,
      ...(accepted.length === 0
        ? []
        : [
            `サーバーが受け入れる暗号スイート：${listSome(accepted)}。現在のクライアントは、このいずれも提示しません。`,
          ]),
    ],
    resolution: [
      "現在のクライアントが提示する暗号スイートを、少なくとも 1 つサーバーで有効にしてください。たとえば TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 です（EC 鍵の証明書では、対応する ECDSA のもの）。nginx の場合：",
      NGINX.cipherSuites,
      "Apigee Edge の Router が受け入れる暗号スイートは、/opt/nginx/conf.d/0-default.conf にあります。仮想ホストごとに ssl_ciphers で設定するか、/opt/apigee/customer/application/router.properties で一括して設定します：",
      ROUTER.cipherSuites,
      "古い Java クライアントが強力な暗号スイートを提示するには、無制限強度の JCE ポリシーが必要です。",
      accepted.length === 0
        ? { command: `nmap --script ssl-enum-ciphers -p ${target.port} ${target.host}` }
        : sClient(target, "-cipher ALL:@SECLEVEL=0"),
    ],
  }),
  group_mismatch: ({ offered, accepted, alert }, { target }) => ({
    title: "クライアントとサーバーに共通の鍵交換グループがありません",
    evidence: [
      `バージョンと暗号スイートは合っていますが、通常のクライアントではハンドシェイクが成立しません${inBrackets(alert)}。`,
      `サーバーが受け入れる鍵交換グループ：${listSome(accepted)}。現在のクライアントが提示するもの：${listSome(offered)}。`,
    ],
    resolution: [
      "すべてのクライアントが対応している x25519 または secp256r1（P-256）を、サーバーで有効にしてください。nginx の場合：",
      NGINX.groups,
      "OpenSSL を使うそのほかのサーバーでは、openssl.cnf に記述します：",
      OPENSSL_GROUPS,
      "Java ではシステムプロパティで指定します。Apigee Edge の Message Processor では、-D の代わりに conf/system.properties+ を付けて message-processor.properties に記述します：",
      JAVA.groups,
      sClient(target, "-groups X25519:P-256"),
    ],
  }),
  signature_algorithm_mismatch: ({ offered, accepted, alert }, { target }) => ({
    title: "サーバーの署名アルゴリズムに、現在のクライアントが受け入れるものがありません",
    evidence: [
      `バージョン、暗号スイート、鍵交換グループは合っていますが、通常のクライアントではハンドシェイクが成立しません${inBrackets(alert)}。`,
      `サーバーの署名アルゴリズム：${listSome(accepted)}。現在のクライアントが受け入れるもの：${listSome(offered)}。`,
    ],
    resolution: [
      allForgeable(accepted)
        ? "SHA-1 と MD5 の署名は偽造できるため、クライアントは拒否します（RFC 9155）。サーバーの TLS ライブラリを更新するか、SHA-1 に固定している設定を削除してください。"
        : "すべてのクライアントが検証できる RSA 2048 または EC P-256 の鍵の証明書を、現在の証明書に加えてサーバーに設定してください。",
      "選択肢を狭めている設定がないか確認してください：openssl.cnf の SignatureAlgorithms、Java の jdk.tls.disabledAlgorithms と jdk.tls.server.SignatureSchemes、RSA-PSS に対応していない HSM やスマートカード内の鍵。",
      sClient(target, "-sigalgs RSA-PSS+SHA256:ECDSA+SHA256:RSA+SHA256"),
    ],
  }),
  alpn_mismatch: ({ accepted, alert }, { target }) => ({
    title: "クライアントが提示したアプリケーションプロトコル（ALPN）に、サーバーが対応していません",
    evidence: [
      `h2 と http/1.1 を提示しましたが、サーバーが拒否しました：アラート ${alert}。`,
      ...(accepted.length === 0 ? [] : [`サーバーが受け入れるプロトコル：${listSome(accepted)}。`]),
    ],
    resolution: [
      "ウェブサーバーや API の場合は、HTTP/1.1 または HTTP/2 を有効にしてください。nginx では http2 on、ロードバランサーでは ALPN ポリシーで設定します。",
      "それ以外（MQTT、gRPC 専用、データベースなど）の場合、クライアントはそのプロトコルを提示するか、ALPN をまったく送信しない必要があります。ポートが正しいかも確認してください。",
      sClient(target, "-alpn h2,http/1.1"),
    ],
  }),
  large_client_hello_intolerant: (_, { target }) => ({
    title: "複数のパケットにまたがる Client Hello（現在のブラウザが送信）でサーバーが失敗します",
    evidence: [
      "小さな Client Hello ではハンドシェイクが成立します。耐量子暗号の鍵共有（X25519MLKEM768）を加えた Client Hello は 2 パケットになり、成立しません。",
    ],
    resolution: [
      "サーバー、または手前のファイアウォールやロードバランサーが、最初のパケットを Client Hello の全体とみなしています。その機器を更新してください。サーバーと同じネットワークから試すと、どの機器が原因かがわかります。",
      "それまでは、クライアント側で大きな鍵共有を無効にできます。openssl.cnf では Groups = X25519:P-256、Go では GODEBUG=tlsmlkem=0 です。",
      "OpenSSL 3.5 では次のコマンドで確認できます。1 つ目は失敗し、2 つ目は成功します：",
      sClient(target, "-groups X25519MLKEM768"),
      sClient(target, "-groups X25519"),
    ],
  }),
  version_intolerant: ({ intolerances }, { target }) => ({
    title: intolerances.includes("tls_1_3")
      ? "クライアントが TLS 1.3 を提示すると、サーバーが古いバージョンを選ばずに失敗します"
      : "サーバーが未知の値を無視せずに失敗します（GREASE）",
    evidence: intolerances.map((intolerance) =>
      intolerance === "tls_1_3"
        ? "TLS 1.2 の Client Hello ではハンドシェイクが成立します。同じ内容に TLS 1.3 を加えると成立しません。"
        : "通常の Client Hello ではハンドシェイクが成立します。ブラウザのように予約値（RFC 8701）を加えると成立しません。",
    ),
    resolution: [
      "サーバー、または手前のロードバランサーや TLS インスペクション機器を更新してください。未知の値は無視しなければなりません（RFC 8446 第 4.2 節）。",
      ...(intolerances.includes("tls_1_3")
        ? ([
            "それまでは、クライアント側を TLS 1.2 に限定できます。Java では -Djdk.tls.client.protocols=TLSv1.2、openssl.cnf では MaxProtocol = TLSv1.2、Apigee Edge ではターゲットの SSLInfo の Protocol を TLSv1.2 だけにします。",
            sClient(target, "-tls1_2"),
          ] satisfies Line[])
        : ([
            "確認には Chrome を使ってください。Chrome は予約値を送信しますが、curl は送信しません。",
            sClient(target),
          ] satisfies Line[])),
    ],
  }),
};
