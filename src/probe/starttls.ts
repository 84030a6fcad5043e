import type { Socket } from "node:net";
import type { StartTlsFault, StartTlsProblem, StartTlsProtocol } from "../diagnosis/starttls.ts";
import { describeGreeting } from "../diagnosis/greeting.ts";
import { Conversation } from "./starttls/conversation.ts";
import type { Dialogue } from "./starttls/dialogue.ts";
import { show } from "./starttls/dialogue.ts";
import { talkFtp } from "./starttls/ftp.ts";
import { talkImap } from "./starttls/imap.ts";
import { talkLdap } from "./starttls/ldap.ts";
import { talkMysql } from "./starttls/mysql.ts";
import { talkPop3 } from "./starttls/pop3.ts";
import { talkPostgres } from "./starttls/postgres.ts";
import { talkSmtp } from "./starttls/smtp.ts";
import { talkXmpp } from "./starttls/xmpp.ts";

export interface StartTlsOptions {
  /** Whom the server is asked for where the protocol has room for a name (XMPP); null asks for nobody. */
  readonly serverName: string | null;
  /** For the whole dialogue. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const DIALOGUES: Readonly<Record<StartTlsProtocol, Dialogue>> = {
  smtp: talkSmtp,
  imap: talkImap,
  pop3: talkPop3,
  ldap: talkLdap,
  postgres: talkPostgres,
  mysql: talkMysql,
  xmpp: talkXmpp,
  ftp: talkFtp,
};

/** Brings an open connection to where a ClientHello is what comes next. The socket is the caller's: it stays open whatever
 *  happens, without a listener of ours, and bytes that nobody has asked for yet are still in it.
 *  @returns null when TLS may begin. What servers do is an answer, not an exception.
 *  @throws the signal's reason when it is aborted. */
export function startTls(
  socket: Socket,
  protocol: StartTlsProtocol,
  { serverName, timeoutMs, signal }: StartTlsOptions,
): Promise<StartTlsFault | null> {
  return new Promise((resolve, reject) => {
    const conversation = new Conversation(
      DIALOGUES[protocol]({ serverName, clientAddress: socket.localAddress ?? "127.0.0.1" }),
    );
    let sending = false;
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      socket.off("readable", read).off("end", close).off("close", close).off("error", fail);
      outcome();
    };
    const finish = (problem: StartTlsProblem | null) => {
      const { command, opening } = conversation;
      settle(() =>
        resolve(problem === null ? null : { ...(recognizeOther(opening, protocol) ?? problem), command }),
      );
    };
    const abort = () => settle(() => reject(signal?.reason));
    const close = () => finish({ code: "closed" });
    const fail = () => finish({ code: "reset" });
    // Bytes are taken out of the socket, rather than delivered by it, so that none is lost between us and the next reader.
    const read = () => {
      for (let bytes = take(socket); bytes !== null; bytes = take(socket)) conversation.push(bytes);
      if (!sending) goOn();
    };
    const goOn = () => {
      const turn = conversation.next();
      if (turn === "receive") return;
      if ("outcome" in turn) return finish(turn.outcome);
      sending = true;
      // TLS writes past the socket's own queue: the command must have left before the ClientHello does.
      socket.write(turn.send, (error) => {
        sending = false;
        if (!error) read();
      });
    };
    const timer = setTimeout(() => finish({ code: "timeout", afterMs: timeoutMs }), timeoutMs);
    socket.on("readable", read).on("end", close).on("close", close).on("error", fail);
    if (signal?.aborted === true) return abort();
    signal?.addEventListener("abort", abort, { once: true });
    if (socket.destroyed || socket.readableEnded) return close();
    goOn();
  });
}

function take(socket: Socket): Buffer | null {
  return socket.read() as Buffer | null;
}

/** Whose protocol the first bytes are, where it is certain and not the one that was asked for. */
function recognizeOther(opening: Buffer, asked: StartTlsProtocol): StartTlsProblem | null {
  const protocol = recognize(opening);
  if (protocol === "unknown" || protocol === asked) return null;
  // A mail server that does not name its protocol greets as an FTP server does.
  if (asked === "smtp" && protocol === "ftp" && !/FTP/i.test(opening.toString("latin1"))) return null;
  return { code: "other_protocol", protocol, firstBytes: show(opening) };
}

function recognize(opening: Buffer) {
  // A record with an alert, or with a handshake message: what is here speaks TLS from the first byte.
  if ((opening[0] === 0x15 || opening[0] === 0x16) && opening[1] === 3) return "tls";
  if (/^(?:<\?xml[^>]*>\s*)?<stream:stream\s/.test(opening.toString("latin1"))) return "xmpp";
  return describeGreeting(opening).protocol;
}
