import type { Catalog } from "../catalog.ts";

export const commandLine: Catalog["commandLine"] = {
  help: ({ locales, timeoutMs }) => `tlscheck は、TLS ハンドシェイクが失敗する原因を調べます。

  tlscheck TARGET…            HOST、HOST:PORT、[v6]:PORT、または URL
  tlscheck cert FILE…         PEM、DER、PKCS#7、PKCS#12、JKS、JCEKS、Kubernetes Secret など。- は標準入力。
                              2 つ指定すると、互いに受け入れるかどうかを比較
  tlscheck capture FILE       pcap または pcapng（gzip 圧縮も可）内のすべての TLS ハンドシェイク。
                              - は標準入力で、受け取りながら順に表示：
                              tcpdump -i any -U -w - | tlscheck capture -
  tlscheck explain TEXT       エラーメッセージやログから考えられる原因。- は標準入力
  tlscheck bot|worker|serve   Slack の受付、ワーカー、またはその両方（README.md）

  --json          対象またはファイルごとに、JSON オブジェクトを 1 つ標準出力に出力
  --name HOST     接続先のホストと異なる場合の、server_name と照合する名前
  --no-sni        server_name を送信しない
  --starttls smtp|imap|pop3|ldap|postgres|mysql|xmpp|ftp
                  TLS に切り替える前のプロトコル。smtp://HOST と指定しても同じ
  --client-cert FILE, --client-key FILE
                  追加のハンドシェイクで、この証明書（PEM、チェーンを含む）を提示
  --client PROFILE
                  このクライアントと同じ Client Hello での結果：java8、…。複数はコンマで区切り、all ですべて。
                  名前を間違えると一覧を表示。指定したクライアントが 1 つでも失敗すると終了コード 1
  --at TIME       この日時（ISO 8601）の時点で有効期間を判定
  --trust FILE    内蔵の Mozilla のトラストアンカーの代わりに使う PEM またはトラストストア
  --timeout MS    1 接続あたりのタイムアウト（${timeoutMs}）
  --quick         接続を 1～2 回に抑える
  --key FILE      cert：証明書と対応するはずの秘密鍵
  --password-file FILE
                  cert：キーストアまたは鍵のパスワード
  --redact FILE   capture：アドレスと、各ハンドシェイクより後の通信を除いたコピーを出力
  --names hash    capture --redact：server_name と証明書内の名前もハッシュに置き換え。署名は合わなくなり、
                  シリアル番号と鍵は残る
  --check         capture：拒否したサーバーが何を受け入れるかを確認（最大 5 台、キャプチャ内のアドレス宛て）
  --svg FILE      capture：失敗した最初のハンドシェイク（なければ最初のもの）の図を新しいファイルに出力
  --locale ${locales.join("|")}

終了コード：0 問題なし、1 エラーが 1 件以上、2 使い方の誤り、3 対象に到達不能
`,
  bug: (stack) => `このプログラムのバグです。${stack}`,
};
