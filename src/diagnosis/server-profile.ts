import type { Certificate } from "../x509/certificate.ts";
import type { VersionName } from "../tls/version.ts";
import type { HandshakeResult, Unreachable } from "./evidence.ts";

/** Versions that are asked for, oldest first. */
export const VERSION_NAMES: readonly VersionName[] = ["SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"];
export type { VersionName };

/** What a server accepts and sends, found with Client Hellos of our own, one connection each. Names are IANA's. */
export interface ServerProfile {
  /** `unknown`: the server did not answer in a way that tells. */
  readonly versions: Readonly<Record<VersionName, "accepted" | "refused" | "unknown">>;
  /** Newest version first; in the server's order where it has one. */
  readonly cipherSuites: readonly {
    readonly version: VersionName;
    readonly id: string;
    readonly name: string;
  }[];
  /** False: the client's order decides. Null: nothing to choose from. */
  readonly serverPreference: boolean | null;
  /** Groups for (EC)DHE and hybrid key exchange: `X25519MLKEM768`, `secp256r1`. */
  readonly groups: readonly string[];
  /** SignatureScheme of what the server signs the handshake with: `rsa_pss_rsae_sha256`. */
  readonly signatureAlgorithms: readonly string[];
  readonly alpn: readonly string[];
  /** Bits of the smallest prime of DHE. */
  readonly dhBits: number | null;
  /** One list for each kind of key that the server has a certificate for, exactly as sent; the first is the one that a client
   *  of today gets. */
  readonly certificateLists: readonly (readonly Certificate[])[];
  /** Null where it does not apply or was not found out. */
  readonly supports: {
    readonly extendedMasterSecret: boolean | null;
    /** RFC 5746. */
    readonly secureRenegotiation: boolean | null;
    readonly resumption: boolean | null;
  };
  /** What makes a handshake fail that completes without it. */
  readonly intolerances: readonly Intolerance[];
  /** How often connections were reset or refused that had been welcome before, so that we went slower. */
  readonly backedOff: number;
  /** False: the limit of connections or of time ended the search. */
  readonly complete: boolean;
}

export type Intolerance =
  /** A Client Hello of more than one segment, as a post-quantum key share makes it. */
  | "large_client_hello"
  /** supported_versions with TLS 1.3: the server must pass over what it does not know. */
  | "tls_1_3"
  /** Values that mean nothing (RFC 8701): the server must pass over them. */
  | "grease";

/** What another address of the name showed to one ordinary Client Hello. */
export interface AddressObservation {
  readonly address: string;
  readonly unreachable: Unreachable | null;
  readonly result: HandshakeResult | null;
  readonly version: string | null;
  /** As sent. */
  readonly certificateList: readonly Certificate[];
}
