import type { Target } from "../diagnosis/target.ts";
import type { Locale } from "../locales/locale.ts";
import type { ClientCertificate } from "../probe/handshake.ts";

/** What the program is called for. */
export type Call =
  | { readonly command: "help"; readonly locale: Locale }
  | { readonly command: "bot" | "worker" | "serve" }
  | HostCall
  | CertificateCall
  | CaptureCall
  | ExplainCall;

export interface HostCall {
  readonly command: "host";
  readonly targets: readonly Target[];
  readonly json: boolean;
  readonly quick: boolean;
  readonly locale: Locale;
  readonly at: number | null;
  readonly timeoutMs: number;
  /** PEM; null for the built-in Mozilla ones. */
  readonly trustAnchors: string | null;
  readonly clientCertificate: ClientCertificate | null;
  /** Whose Client Hellos are sent beside, as given: only a check of hosts loads their profiles. */
  readonly clients: readonly string[];
}

export interface CertificateCall {
  readonly command: "cert";
  /** `-` is standard input. */
  readonly files: readonly string[];
  readonly json: boolean;
  readonly locale: Locale;
  readonly at: number | null;
  readonly timeoutMs: number;
  /** PEM; null for the built-in Mozilla ones. */
  readonly trustAnchors: string | null;
  /** The reference identifier; null compares no name. */
  readonly serverName: string | null;
  readonly keyFile: string | null;
  readonly password: string | null;
}

export interface CaptureCall {
  readonly command: "capture";
  /** `-` is standard input, told as it comes. */
  readonly file: string;
  readonly json: boolean;
  readonly locale: Locale;
  /** Where to write a copy that is fit to be shown to others; null for none. */
  readonly redactTo: string | null;
  /** What becomes of names in that copy. */
  readonly names: NamesChoice;
  /** Where to draw the first handshake that failed, or else the first; null for no picture. */
  readonly drawTo: string | null;
  /** Ask the servers that refused what they accept. */
  readonly check: boolean;
  /** For each connection of `check`. */
  readonly timeoutMs: number;
}

export interface ExplainCall {
  readonly command: "explain";
  /** `-` is standard input. */
  readonly text: string;
  readonly json: boolean;
  readonly locale: Locale;
}

export const NAMES_CHOICES = ["keep", "hash"] as const;
export type NamesChoice = (typeof NAMES_CHOICES)[number];
