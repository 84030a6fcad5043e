import type { TracedClientCertificate } from "./handshake-trace.ts";

/** The type inside, and the tag: RFC 8446 section 5.2. */
const TYPE = 1;
const TAG = 16;
const SHORT_TAG = 8;
const HEADER = 4;
const ALERT = 2;
const END_OF_EARLY_DATA = HEADER;
/** A Certificate message with an empty list and no context. */
const EMPTY_CERTIFICATE = HEADER + 1 + 3;
/** Zeros at the end of each handshake and alert record of a JDK: T13PaddingHolder in sun.security.ssl.OutputRecord. */
const JDK_PADDING = 16;
const SHA384_SUITES: ReadonlySet<number> = new Set([0x1302, 0x00c6]);
const SHORT_TAG_SUITES: ReadonlySet<number> = new Set([0x1305]);

/** What the sizes of TLS 1.3's encrypted records tell: an alert has 2 bytes, a Finished those of its hash. Of the libraries of
 *  today only the JDK's pads them, and always alike. */
export class Tls13Flight {
  readonly #overhead: number;
  readonly #finished: number;
  readonly #earlyData: boolean;
  #clientFinished = false;
  /** A record of exactly its size was seen. */
  #finishedAlone = false;
  #clientAlert = false;
  #serverAlert = false;
  #sent: TracedClientCertificate["sent"] = null;
  #clientPadding = 0;
  #serverPadding = 0;

  /** @param earlyData offered: then what the client sends first may be anything */
  constructor(cipherSuite: number, earlyData: boolean) {
    this.#overhead = TYPE + (SHORT_TAG_SUITES.has(cipherSuite) ? SHORT_TAG : TAG);
    this.#finished = HEADER + (SHA384_SUITES.has(cipherSuite) ? 48 : 32);
    this.#earlyData = earlyData;
  }

  get clientFinished(): boolean {
    return this.#clientFinished;
  }

  /** The first thing that the server says after the client's Finished has the size of an alert. */
  get serverAlert(): boolean {
    return this.#serverAlert;
  }

  /** What the client answered to a request for a certificate; null when it has not answered yet. */
  get sent(): TracedClientCertificate["sent"] {
    return this.#sent;
  }

  /** @param length of the record's fragment */
  takeClientRecord(length: number): "alert" | "finished" | "certificate" | "application_data" {
    if (!this.#clientFinished && !this.#earlyData && this.#isPadded(length))
      this.#clientPadding = JDK_PADDING;
    const content = length - this.#overhead - this.#clientPadding;
    if (this.#clientFinished && content === ALERT) {
      this.#clientAlert = true;
      return "alert";
    }
    if (content === this.#finished && !this.#finishedAlone) {
      this.#clientFinished = true;
      this.#finishedAlone = true;
      this.#sent ??= "nothing";
      return "finished";
    }
    if (this.#clientFinished) return "application_data";
    if (this.#earlyData) return content === END_OF_EARLY_DATA ? "certificate" : "application_data";
    if (content === ALERT) return "alert";
    if (content === EMPTY_CERTIFICATE || content === EMPTY_CERTIFICATE + this.#finished) this.#sent = "empty";
    else this.#sent ??= "some";
    // It may hold all messages of the flight.
    this.#clientFinished = content > this.#finished;
    return "certificate";
  }

  takeServerRecord(length: number): "alert" | "flight" | "completed" {
    if (!this.#clientFinished && this.#paddedContent(length) === this.#finished)
      this.#serverPadding = JDK_PADDING;
    const isAlert = length - this.#overhead - this.#serverPadding === ALERT;
    if (!this.#clientFinished) return isAlert ? "alert" : "flight";
    // The answer to the client's own close_notify says nothing about the handshake.
    if (!isAlert || this.#serverAlert || this.#clientAlert) return "completed";
    this.#serverAlert = true;
    return "flight";
  }

  /** None of these is as long as another with the padding, and a certificate is longer. */
  #isPadded(length: number): boolean {
    const content = this.#paddedContent(length);
    const messages = [ALERT, EMPTY_CERTIFICATE, this.#finished, EMPTY_CERTIFICATE + this.#finished];
    return messages.includes(content);
  }

  #paddedContent(length: number): number {
    return length - this.#overhead - JDK_PADDING;
  }
}
