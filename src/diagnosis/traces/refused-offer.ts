import type { HandshakeTrace } from "../../pcap/handshake-trace.ts";
import { isSignaling } from "../../tls/cipher-suites.ts";
import { EXTENSION_TYPE } from "../../tls/extension-types.ts";
import { findFatalAlert } from "./diagnose-trace.ts";

/** A Client Hello of which the server selected nothing, as much of it as what the server accepts may explain. Plain JSON,
 *  bounded; numbers are as sent. */
export interface RefusedOffer {
  /** ProtocolVersion. */
  readonly versions: readonly number[];
  /** Without supported_versions the newest version stands for older ones too: RFC 5246 section 7.4.1.2. */
  readonly supportedVersions: boolean;
  /** Without signaling values (SCSV). */
  readonly cipherSuites: readonly number[];
  readonly groups: readonly number[];
  readonly signatureAlgorithms: readonly number[];
  /** Bytes of the Client Hello. */
  readonly length: number;
  readonly ending: "alert" | "reset" | "closed" | "silence";
  /** Null where it ended without one. */
  readonly alert: string | null;
}

/** More is no client's. A list that is cut short would lack the very entry that the server has, so there is no offer then. */
const MAX_ENTRIES = 512;

/** Null where the server did not refuse, and where the capture does not have the whole offer. */
export function refusedOfferOf(trace: HandshakeTrace): RefusedOffer | null {
  const { clientHello: hello, serverHello, ending } = trace;
  if (hello === null || serverHello !== null || hello.incomplete || hello.ssl2) return null;
  const by = "by" in ending ? ending.by : "of" in ending ? ending.of : null;
  if (by !== "server" || !isCut(ending.kind)) return null;
  const lists = [hello.versions, hello.cipherSuites, hello.groups, hello.signatureAlgorithms];
  if (lists.some(({ length }) => length > MAX_ENTRIES)) return null;
  return {
    versions: hello.versions,
    supportedVersions: hello.extensions.includes(EXTENSION_TYPE.supported_versions),
    cipherSuites: hello.cipherSuites.filter((id) => !isSignaling(id)),
    groups: hello.groups,
    signatureAlgorithms: hello.signatureAlgorithms,
    length: hello.length,
    ending: ending.kind,
    alert: findFatalAlert(trace)?.description ?? null,
  };
}

function isCut(kind: HandshakeTrace["ending"]["kind"]): kind is RefusedOffer["ending"] {
  return kind === "alert" || kind === "reset" || kind === "closed" || kind === "silence";
}
