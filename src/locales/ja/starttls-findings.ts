import type { StartTlsFault } from "../../diagnosis/starttls.ts";
import type { Catalog, Line } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { PROTOCOL_NAMES } from "../selection.ts";
import { LOCALE, grouped, listSome } from "./wording.ts";

export const startTlsFindings: Pick<Catalog["findings"], "starttls_failed"> = {
  starttls_failed: ({ port, protocol, fault }, { target }) => {
    const name = PROTOCOL_NAMES[protocol];
    return {
      title: describeTitle(fault, name, port),
      evidence: [
        fault.command === null
          ? `${name} のグリーティングを待っていました。`
          : `直前に ${fault.command} を送信しました。`,
        describeFault(fault),
      ],
      resolution: [...advise(fault, name), sClient(target)],
    };
  },
};

function describeTitle(fault: StartTlsFault, name: string, port: number): string {
  switch (fault.code) {
    case "refused":
      return `ポート ${port} の ${name} サーバーが TLS の開始を拒否しました`;
    case "not_offered":
      return `ポート ${port} の ${name} サーバーは TLS（STARTTLS）を提供していません`;
    case "other_protocol":
    case "malformed":
      return `ポート ${port} で応答しているのは ${name} サーバーではありません`;
    case "injected":
      return `ポート ${port} で、TLS 開始の許可の直後に平文が紛れ込んでいます`;
    case "too_much":
      return `ポート ${port} の ${name} サーバーが、際限なくデータを送信します`;
    case "closed":
      return `ポート ${port} の ${name} サーバーが、TLS の開始前に接続を切断しました`;
    case "reset":
      return `${name} で TLS を開始する前に、接続がリセットされました`;
    case "timeout":
      return `ポート ${port} の ${name} サーバーが、TLS の開始前に応答しなくなりました`;
  }
}

function describeFault(fault: StartTlsFault): string {
  switch (fault.code) {
    case "refused":
      return `サーバーの応答は ${fault.status} でした：${fault.reply}`;
    case "not_offered":
      return fault.offered.length === 0
        ? "サーバーは機能の一覧を返しませんでした。"
        : `サーバーが提供する機能：${listSome(fault.offered)}。`;
    case "other_protocol":
      return `応答のプロトコルは ${PROTOCOL_NAMES[fault.protocol]} です：${fault.firstBytes}`;
    case "malformed":
      return `サーバーの応答：${fault.received}`;
    case "injected":
      return `その後に平文で ${grouped(fault.bytes)} バイト届きました：${fault.received}`;
    case "too_much":
      return `${grouped(fault.bytes)} バイトを超えても、応答が終わりませんでした。`;
    case "closed":
      return "サーバーが接続を切断しました。";
    case "reset":
      return "サーバーが接続をリセットしました。";
    case "timeout":
      return `応答がありませんでした（待機時間：${formatDuration(LOCALE, fault.afterMs)}）。`;
  }
}

function advise(fault: StartTlsFault, name: string): Line[] {
  switch (fault.code) {
    case "refused":
      return [
        "理由はサーバーの応答に示されています。多くの場合、証明書と鍵がないか、読み取り権限がありません。",
      ];
    case "not_offered":
      return [
        `${name} サーバーに証明書を設定してください。設定済みの場合は、途中の機器（通信を検査するファイアウォールなど）が STARTTLS の通知を取り除いています。サーバーと同じネットワークから確認してください。`,
      ];
    case "other_protocol":
    case "malformed":
      return [
        fault.code === "other_protocol" && fault.protocol === "tls"
          ? "このポートは最初から TLS で通信します。--starttls を付けずにチェックしてください。"
          : "ホストとポート、および --starttls に指定したプロトコルを確認してください。",
      ];
    case "injected":
      return [
        "サーバーまたは途中の何者かが、TLS 開始後に送るべきコマンドを平文で通しています（CVE-2011-0411）。サーバーを更新し、途中にプロキシがないか確認してください。",
      ];
    case "too_much":
      return [
        "このポートで何が待ち受けているかを確認してください。TLS の開始前にこれほどのデータを送る必要のあるサーバーはありません。",
      ];
    case "closed":
    case "reset":
      return [
        "サーバーのログを確認してください。送信元アドレスを拒否したか、接続数が上限に達している可能性があります。",
      ];
    case "timeout":
      return [
        fault.command === null
          ? "サーバーは、クライアントが先に送信するのを待っています。このポートは最初から TLS で通信する可能性があります。--starttls を付けずにチェックしてください。"
          : "サーバーのログと、途中の機器を確認してください。",
      ];
  }
}
