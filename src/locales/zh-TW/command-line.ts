import type { Catalog } from "../catalog.ts";

export const commandLine: Catalog["commandLine"] = {
  help: ({ locales, timeoutMs }) => `tlscheck 會找出 TLS 交握失敗的原因。

  tlscheck TARGET…            HOST、HOST:PORT、[v6]:PORT 或網址
  tlscheck cert FILE…         PEM、DER、PKCS#7、PKCS#12、JKS、JCEKS、Kubernetes Secret 等；- 表示標準輸入；
                              指定兩個檔案時會互相比對：哪一方會接受哪一方
  tlscheck capture FILE       pcap 或 pcapng（可用 gzip 壓縮）中的每一次 TLS 交握；- 表示標準輸入，邊讀邊顯示：
                              tcpdump -i any -U -w - | tlscheck capture -
  tlscheck explain TEXT       列出錯誤訊息或記錄的可能原因；- 表示標準輸入
  tlscheck bot|worker|serve   Slack 前端、worker，或兩者一起執行（README.md）

  --json          在 stdout 為每個目標或檔案輸出一個 JSON 物件
  --name HOST     要傳送並用來比對憑證的伺服器名稱（server_name），與連線的主機不同時使用
  --no-sni        不傳送 server_name
  --starttls smtp|imap|pop3|ldap|postgres|mysql|xmpp|ftp
                  要升級為 TLS 的通訊協定；也可以寫成 smtp://HOST
  --client-cert FILE, --client-key FILE
                  多做一次交握，並出示這張憑證（PEM，含憑證鏈結）
  --client PROFILE
                  以這個用戶端的 Client Hello 測試它得到的結果：java8 等，多個以逗號分隔，或 all；
                  名稱不正確時會列出全部。以名稱指定的用戶端有任何一個無法連線時，結束代碼為 1
  --at TIME       以這個時間（ISO 8601）判斷是否在有效期限內
  --trust FILE    以此取代內建的 Mozilla 信任錨點：PEM 或信任儲存庫
  --timeout MS    每次連線的逾時時間（${timeoutMs}）
  --quick         只建立一到兩次連線
  --key FILE      cert：應與憑證相符的私密金鑰
  --password-file FILE
                  cert：KeyStore 或金鑰的密碼
  --redact FILE   capture：另存一份副本，移除位址與交握之後的內容
  --names hash    capture --redact：server_name 與憑證中的名稱也改成雜湊值；之後簽章就無法通過驗證，
                  序號與金鑰則予以保留
  --check         capture：詢問曾拒絕連線的伺服器接受哪些設定（最多 5 台，使用擷取檔中的位址）
  --svg FILE      capture：將第一個失敗的交握（都沒失敗時為第一個）畫成圖，存成新檔案
  --locale ${locales.join("|")}

結束代碼：0 沒有發現問題，1 至少發現一個錯誤，2 用法錯誤，3 無法連線到目標。
`,
  bug: (stack) => `這是本程式的錯誤。${stack}`,
};
