import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StartTlsProblem, StartTlsProtocol } from "../../../src/diagnosis/starttls.ts";
import { STARTTLS_PROTOCOLS } from "../../../src/diagnosis/starttls.ts";
import { Conversation } from "../../../src/probe/starttls/conversation.ts";
import type { Dialogue } from "../../../src/probe/starttls/dialogue.ts";
import { talkFtp } from "../../../src/probe/starttls/ftp.ts";
import { talkImap } from "../../../src/probe/starttls/imap.ts";
import { talkLdap } from "../../../src/probe/starttls/ldap.ts";
import { talkMysql } from "../../../src/probe/starttls/mysql.ts";
import { talkPop3 } from "../../../src/probe/starttls/pop3.ts";
import { talkPostgres } from "../../../src/probe/starttls/postgres.ts";
import { talkSmtp } from "../../../src/probe/starttls/smtp.ts";
import { talkXmpp } from "../../../src/probe/starttls/xmpp.ts";
import { GOOD } from "./scripts.ts";

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

function begin(protocol: StartTlsProtocol): Conversation {
  return new Conversation(DIALOGUES[protocol]({ serverName: "api.example.com", clientAddress: "127.0.0.1" }));
}

/** What is said until more must come, and the outcome; undefined while there is none. */
function goOn(conversation: Conversation): { said: string; outcome: StartTlsProblem | null | undefined } {
  let said = "";
  for (;;) {
    const turn = conversation.next();
    if (turn === "receive") return { said, outcome: undefined };
    if ("outcome" in turn) return { said, outcome: turn.outcome };
    said += Buffer.from(turn.send).toString("latin1");
  }
}

/** Of one to nine bytes each, with numbers that come around again. */
function* cut(text: string, sizes: readonly number[]): Generator<Buffer> {
  const bytes = Buffer.from(text, "latin1");
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

describe.each(STARTTLS_PROTOCOLS)("%s", (protocol) => {
  it("is understood in pieces of any size", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sizes) => {
        const conversation = begin(protocol);
        let { said, outcome } = goOn(conversation);
        let heard = said;
        for (const piece of GOOD[protocol].flatMap((act) =>
          "says" in act ? [...cut(act.says, sizes)] : [],
        )) {
          conversation.push(piece);
          ({ said, outcome } = goOn(conversation));
          heard += said;
        }
        expect(outcome).toBeNull();
        expect(heard).toBe(GOOD[protocol].map((act) => ("hears" in act ? act.hears : "")).join(""));
      }),
    );
  });

  it("is not upset by anything that is said instead", () => {
    const pieces = GOOD[protocol].flatMap((act) => ("says" in act ? [act.says] : []));
    const piece = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
      fc.constantFrom(...pieces),
      fc.constantFrom(...pieces).chain((text) => fc.nat(text.length).map((end) => text.slice(0, end))),
      fc.constantFrom("\n", "\0", "<", ">", "'", "250-", "A1 OK", "+OK", "E\0\0", "\x30\x84", "</a>"),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 30 }), (said) => {
        const conversation = begin(protocol);
        let { outcome } = goOn(conversation);
        for (const bytes of said) {
          if (outcome !== undefined) break;
          conversation.push(Buffer.from(bytes, "latin1"));
          outcome = goOn(conversation).outcome;
        }
        expect(JSON.stringify(outcome ?? null).length).toBeLessThan(5_000);
        expect(JSON.stringify(outcome ?? null)).not.toMatch(/\p{C}/u);
      }),
      { numRuns: 1_000 },
    );
  });
});
