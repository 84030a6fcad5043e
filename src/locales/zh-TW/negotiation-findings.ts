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
          ? "伺服器不接受 TLS 1.2，也不接受 TLS 1.3"
          : `伺服器最高只支援 ${newest}；現今的用戶端要求 TLS 1.2 以上`,
      evidence: [
        alert === null
          ? "送出 TLS 1.2 與 1.3 的 Client Hello，無法完成交握。"
          : `送出 TLS 1.2 與 1.3 的 Client Hello 遭到拒絕：警示 ${alert}。`,
        ...(newest === undefined ? [] : [`伺服器接受的舊版本：${listSome(accepted)}。`]),
      ],
      resolution: [
        "在伺服器上啟用 TLS 1.2 或 1.3。這才是根本的解決方法，其他做法只是拖延。nginx：",
        NGINX.versions,
        "Apigee Edge Router：在 /opt/apigee/customer/application/router.properties 中設定：",
        ROUTER.versions,
        ...(newest?.startsWith("TLS") === true
          ? ([
              `如果這台伺服器是 Apigee Edge 的後端，而且暫時無法升級，請在 TargetEndpoint 或目標伺服器中設定，讓 Message Processor 以 ${newest} 與它連線：`,
              speakOnly(newest),
            ] satisfies Line[])
          : []),
        sClient(target, "-tls1_2"),
      ],
    };
  },
  cipher_suite_mismatch: ({ accepted, alert }, { target }) => ({
    title: "伺服器與用戶端沒有共同支援的加密套件",
    evidence: [
      `伺服器支援這個 TLS 版本，但一般用戶端無法完成交握${inBrackets(alert)}。`,
      ...(accepted.length === 0
        ? []
        : [`伺服器接受：${listSome(accepted)}。現今的用戶端都不提供這些加密套件。`]),
    ],
    resolution: [
      "讓伺服器至少接受一個現今用戶端會提供的加密套件，例如 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256；憑證使用 EC 金鑰時，則是對應的 ECDSA 版本。nginx：",
      NGINX.cipherSuites,
      "在 Apigee Edge Router 上，接受的加密套件列於 /opt/nginx/conf.d/0-default.conf。設定方式是虛擬主機的 ssl_ciphers；若要套用到全部虛擬主機，則在 /opt/apigee/customer/application/router.properties 中設定：",
      ROUTER.cipherSuites,
      "舊版 Java 用戶端必須安裝無強度限制的 JCE 原則檔，才能提供高強度的加密套件。",
      accepted.length === 0
        ? { command: `nmap --script ssl-enum-ciphers -p ${target.port} ${target.host}` }
        : sClient(target, "-cipher ALL:@SECLEVEL=0"),
    ],
  }),
  group_mismatch: ({ offered, accepted, alert }, { target }) => ({
    title: "伺服器與用戶端沒有共同支援的金鑰交換群組",
    evidence: [
      `TLS 版本與加密套件都相符，但一般用戶端無法完成交握${inBrackets(alert)}。`,
      `伺服器接受：${listSome(accepted)}。現今的用戶端提供：${listSome(offered)}。`,
    ],
    resolution: [
      "讓伺服器接受 x25519 或 secp256r1（P-256），這兩者所有用戶端都支援。nginx：",
      NGINX.groups,
      "其他使用 OpenSSL 的伺服器，在 openssl.cnf 中設定：",
      OPENSSL_GROUPS,
      "Java 以系統屬性設定；在 Apigee Edge Message Processor 上，則寫入 message-processor.properties，並以 conf/system.properties+ 取代 -D：",
      JAVA.groups,
      sClient(target, "-groups X25519:P-256"),
    ],
  }),
  signature_algorithm_mismatch: ({ offered, accepted, alert }, { target }) => ({
    title: "伺服器的簽章方式，現今的用戶端都不接受",
    evidence: [
      `TLS 版本、加密套件與群組都相符，但一般用戶端無法完成交握${inBrackets(alert)}。`,
      `伺服器使用的簽章演算法：${listSome(accepted)}。現今的用戶端接受：${listSome(offered)}。`,
    ],
    resolution: [
      allForgeable(accepted)
        ? "SHA-1 與 MD5 簽章可以偽造，因此用戶端會拒絕（RFC 9155）。請更新伺服器的 TLS 程式庫，或移除將它固定為 SHA-1 的設定。"
        : "除了現有的憑證，請再為伺服器安裝一張使用 RSA 2048 或 EC P-256 金鑰的憑證，這是所有用戶端都能驗證的。",
      "檢查會限縮選項的設定：openssl.cnf 的 SignatureAlgorithms、Java 的 jdk.tls.disabledAlgorithms 與 jdk.tls.server.SignatureSchemes，或是存放在 HSM 或智慧卡中、無法使用 RSA-PSS 的金鑰。",
      sClient(target, "-sigalgs RSA-PSS+SHA256:ECDSA+SHA256:RSA+SHA256"),
    ],
  }),
  alpn_mismatch: ({ accepted, alert }, { target }) => ({
    title: "用戶端提供的應用程式通訊協定，伺服器都不支援（ALPN）",
    evidence: [
      `用戶端提供 h2 與 http/1.1 時，伺服器拒絕：警示 ${alert}。`,
      ...(accepted.length === 0 ? [] : [`伺服器接受：${listSome(accepted)}。`]),
    ],
    resolution: [
      "如果這是網頁伺服器或 API，請啟用 HTTP/1.1 或 HTTP/2：nginx 使用 http2 on，負載平衡器則調整 ALPN 原則。",
      "如果是其他服務（MQTT、只支援 gRPC、資料庫），用戶端必須提供該服務的通訊協定，或完全不使用 ALPN。請確認連接埠是否正確。",
      sClient(target, "-alpn h2,http/1.1"),
    ],
  }),
  large_client_hello_intolerant: (_, { target }) => ({
    title: "伺服器無法處理超過一個封包的 Client Hello，而現今的瀏覽器正是這樣傳送",
    evidence: [
      "較小的 Client Hello 可以完成交握。加上後量子 key share（X25519MLKEM768）之後需要兩個封包，就無法完成。",
    ],
    resolution: [
      "伺服器或其前端的防火牆、負載平衡器，把第一個封包當成完整的 Client Hello。請更新該設備；從伺服器所在的網路內測試，就能判斷是哪一台。",
      "在那之前，用戶端可以先不使用較大的 key share：在 openssl.cnf 中設定 Groups = X25519:P-256，Go 則設定 GODEBUG=tlsmlkem=0。",
      "以 OpenSSL 3.5 重現；第一個指令會失敗，第二個不會：",
      sClient(target, "-groups X25519MLKEM768"),
      sClient(target, "-groups X25519"),
    ],
  }),
  version_intolerant: ({ intolerances }, { target }) => ({
    title: intolerances.includes("tls_1_3")
      ? "用戶端提供 TLS 1.3 時，伺服器直接失敗，而不是改選較舊的版本"
      : "伺服器遇到不認得的值時直接失敗，而不是略過（GREASE）",
    evidence: intolerances.map((intolerance) =>
      intolerance === "tls_1_3"
        ? "只提供 TLS 1.2 的 Client Hello 可以完成交握。同樣的 Client Hello 加上 TLS 1.3 之後，就無法完成。"
        : "一般的 Client Hello 可以完成交握。同樣的 Client Hello 加上瀏覽器會傳送的保留值（RFC 8701）之後，就無法完成。",
    ),
    resolution: [
      "請更新伺服器，或其前端的負載平衡器或流量檢查設備。不認得的值必須略過（RFC 8446 第 4.2 節）。",
      ...(intolerances.includes("tls_1_3")
        ? ([
            "在那之前，用戶端可以只使用 TLS 1.2：Java 使用 -Djdk.tls.client.protocols=TLSv1.2，openssl.cnf 設定 MaxProtocol = TLSv1.2；在 Apigee Edge 上，則在目標端的 SSLInfo 中只保留 TLSv1.2 這一個 Protocol。",
            sClient(target, "-tls1_2"),
          ] satisfies Line[])
        : (["可以用 Chrome 重現：它會傳送這種值，curl 則不會。", sClient(target)] satisfies Line[])),
    ],
  }),
};
