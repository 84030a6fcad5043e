import type { StartTlsCommand, StartTlsProblem } from "../../diagnosis/starttls.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import type { Step, Talk } from "./dialogue.ts";
import { MAX_BYTES, show } from "./dialogue.ts";

/** What is to be done next. */
export type Turn =
  | { readonly send: string | Uint8Array }
  | "receive"
  /** Null: a ClientHello may be sent. */
  | { readonly outcome: StartTlsProblem | null };

/** Lines, or XML tags. */
const MAX_UNITS = 500;
/** Kept to tell which protocol it is, when it is not the one that was expected. */
const OPENING_BYTES = 256;
const NOTHING = Buffer.alloc(0);

/** A dialogue and the bytes that have come for it, in pieces of any size. It does no I/O. */
export class Conversation {
  readonly #talk: Talk<StartTlsProblem | null>;
  #step: IteratorResult<Step, StartTlsProblem | null>;
  #received: Buffer = NOTHING;
  #bytes = 0;
  #units = 0;
  /** What the server said first. */
  opening: Buffer = NOTHING;
  /** What we said last. */
  command: StartTlsCommand | null = null;

  constructor(talk: Talk<StartTlsProblem | null>) {
    this.#talk = talk;
    this.#step = talk.next();
  }

  push(bytes: Buffer): void {
    this.#bytes += bytes.length;
    // What is too much is not kept either.
    if (this.#bytes > MAX_BYTES) return;
    this.#received = Buffer.concat([this.#received, bytes]);
    this.opening = Buffer.concat([this.opening, bytes]).subarray(0, OPENING_BYTES);
  }

  /** Asked again after what it says has been sent, or after more has been pushed. */
  next(): Turn {
    for (;;) {
      if (this.#bytes > MAX_BYTES || this.#units > MAX_UNITS) {
        return { outcome: { code: "too_much", bytes: this.#bytes } };
      }
      if (this.#step.done === true) return { outcome: this.#step.value ?? this.#findInjection() };
      const { value: step } = this.#step;
      if ("send" in step) {
        this.command = step.command;
        this.#step = this.#talk.next(NOTHING);
        return { send: step.send };
      }
      const before = this.#received;
      try {
        const length = step.receive(before);
        if (length === null) return "receive";
        this.#received = before.subarray(length);
        this.#units += 1;
        this.#step = this.#talk.next(before.subarray(0, length));
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        return { outcome: { code: "malformed", received: show(before) } };
      }
    }
  }

  #findInjection(): StartTlsProblem | null {
    const rest = this.#received;
    return rest.length === 0 ? null : { code: "injected", bytes: rest.length, received: show(rest) };
  }
}
