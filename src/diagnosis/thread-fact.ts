import type { Side } from "../pcap/handshake-trace.ts";
import type { ClientId } from "../tls/clients/clients.ts";
import type { FindingKind } from "./finding.ts";
import type { ExplainedCause } from "./explain.ts";
import type { RefusedOffer } from "./traces/refused-offer.ts";
import type { TraceFindingKind } from "./traces/trace-finding.ts";

/** What somebody brought into the thread of a diagnosis, as far as it answers questions. Plain JSON, bounded, no secrets. */
export type ThreadFact = CaptureFact | UploadFact | PastedFact | PastedKeyFact;

/** One failing handshake with the target. */
export interface CaptureFact {
  readonly source: "capture";
  /** What the capture alone says. */
  readonly cause: TraceFindingKind;
  /** Who refused the other side's certificate; null where it is not about one, or where nobody did. */
  readonly rejectedBy: Side | null;
  /** Whether the client sent server_name. */
  readonly serverName: boolean;
  /** The client that its Client Hello is exactly like. */
  readonly client: ClientId | null;
  /** For a probe of the server to explain; null where the server did not refuse the Client Hello. */
  readonly refused: RefusedOffer | null;
  /** Who spoke: `192.0.2.1:40001`, and the name that was sent. Hostile text. */
  readonly between: { readonly client: string; readonly server: string; readonly serverName: string | null };
}

/** One certificate file or keystore. */
export interface UploadFact {
  readonly source: "upload";
  /** Whether a certificate could be read in it as it is. */
  readonly readable: boolean;
  /** Findings of severity `error`, the gravest first. */
  readonly faults: readonly FindingKind[];
  /** Whether a key that came with it, or its hash, belongs to the certificate; null when none came. */
  readonly keyMatches: boolean | null;
}

/** An error message or log. */
export interface PastedFact {
  readonly source: "pasted";
  /** The likeliest first. */
  readonly causes: readonly Pick<ExplainedCause, "kind" | "confidence">[];
}

/** The hash of a public key. */
export interface PastedKeyFact {
  readonly source: "pasted_key";
  /** Whether it is the key of a certificate of the thread. */
  readonly matches: boolean;
}

/** More would be guessing. */
const MAX_CAUSES = 5;

export function pastedFact(causes: PastedFact["causes"]): PastedFact {
  return {
    source: "pasted",
    causes: causes.slice(0, MAX_CAUSES).map(({ kind, confidence }) => ({ kind, confidence })),
  };
}
