import { isIP } from "node:net";
import type { Handshake, Offer } from "../diagnosis/evidence.ts";
import type { Intolerance, ServerProfile } from "../diagnosis/server-profile.ts";
import type { Target } from "../diagnosis/target.ts";
import { describeCipherSuite } from "../tls/cipher-suites.ts";
import type { HelloOffer } from "../tls/hello-offer.ts";
import { NAMED_GROUP } from "../tls/named-groups.ts";
import { SIGNATURE_SCHEME } from "../tls/signature-schemes.ts";
import { VERSION, formatVersion } from "../tls/version.ts";
import type { Acquire } from "./acquire.ts";
import type { NoTls } from "./dial.ts";
import { dial } from "./dial.ts";
import type { ClientCertificate, ShakenHands } from "./handshake.ts";
import { shakeHands } from "./handshake.ts";
import { readFlight } from "./read-flight.ts";
import type { HelloAnswer } from "./say-hello.ts";
import { AUTHENTICATED_SUITES, COMMON_SUITES } from "./scan/candidates.ts";
import type { Opened } from "./scan/connection-pool.ts";
import { ConnectionPool } from "./scan/connection-pool.ts";
import { describeScan } from "./scan/profile.ts";
import { scanServer } from "./scan/scan-server.ts";
import { Scanner } from "./scan/scanner.ts";

export interface ServerProbeOptions {
  readonly target: Target;
  readonly address: string;
  readonly port: number;
  /** For each connection and each answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly clientCertificate: ClientCertificate | undefined;
  /** Each connection has a place; there are as many as the pool wants by default. */
  readonly acquire?: Acquire | undefined;
  /** Connections; the pool's own limit by default. */
  readonly atATime?: number | undefined;
}

/** More than any honest server needs; a whole report takes about 40. */
const MAX_CONNECTIONS = 400;
/** No question is begun after that. */
const SCAN_MS = 20_000;
/** Few: what answers may turn out to be no TLS. */
const WARM = 4;
/** RFC 6761: no server has a certificate for it. */
const WRONG_NAME = "tlscheck.invalid";

export interface ShakeOptions {
  readonly onConnect?: () => void;
  /** Once, with the first bytes that are TLS. */
  readonly onTls?: () => void;
  /** To resume. */
  readonly session?: Buffer;
}

/** Everything that one address of a target shows, politely: all its connections come from one pool. */
export class ServerProbe {
  readonly #options: ServerProbeOptions;
  readonly #pool: ConnectionPool;
  readonly #scanner: Scanner;
  /** What goes into server_name: an address never does. */
  readonly #serverName: string | null;

  constructor(options: ServerProbeOptions) {
    const { target, timeoutMs, signal, atATime } = options;
    const { serverName, startTls } = target;
    this.#options = options;
    this.#serverName = serverName !== null && isIP(serverName) === 0 ? serverName : null;
    this.#pool = new ConnectionPool({ open: () => this.#open(), most: MAX_CONNECTIONS, atATime });
    this.#scanner = new Scanner({
      pool: this.#pool,
      serverName: this.#serverName,
      timeoutMs,
      signal,
      withoutAlpn: startTls !== undefined,
    });
  }

  async #open(): Promise<Opened | NoTls> {
    const { target, address, port, timeoutMs, signal, acquire } = this.#options;
    const release = await acquire?.(address, signal);
    let kept = false;
    try {
      const { startTls } = target;
      const dialed = await dial({ address, port, startTls, serverName: this.#serverName, timeoutMs, signal });
      if (!("socket" in dialed)) return dialed;
      kept = true;
      return { ...dialed, release };
    } finally {
      if (!kept) release?.();
    }
  }

  get address(): string {
    return this.#options.address;
  }

  get port(): number {
    return this.#options.port;
  }

  get connections(): number {
    return this.#pool.opened;
  }

  close(): void {
    this.#pool.close();
  }

  /** One handshake by a full stack; null when no connection was left for it. @throws the signal's reason when it is aborted. */
  async shake(
    offer: Offer,
    { onConnect, onTls, session }: ShakeOptions = {},
  ): Promise<ShakenHands | NoTls | null> {
    const { address, port, timeoutMs, signal, target, clientCertificate } = this.#options;
    const lease = await this.#pool.take({ followed: false, urgent: true });
    if ("failure" in lease) return lease.failure === "spent" ? null : lease.failure;
    onConnect?.();
    try {
      return await shakeHands(lease.socket, {
        offer,
        serverName: this.#serverName,
        address,
        port,
        timeoutMs,
        signal,
        ...(target.startTls !== undefined && { alpn: [] }),
        ...(offer === "with_client_certificate" && { clientCertificate }),
        ...(onTls !== undefined && { onTls }),
        session,
      });
    } finally {
      lease.release();
    }
  }

  /** Some connections more, while an answer is on its way. */
  warm(): void {
    this.#pool.warm(WARM);
  }

  /** What the server accepts. @throws the signal's reason when it is aborted. */
  async scan(brief: boolean): Promise<ServerProfile> {
    const deadline = setTimeout(() => this.#pool.close(), SCAN_MS);
    try {
      const [scan, intolerances] = await Promise.all([
        scanServer(this.#scanner, brief),
        brief ? [] : this.#findIntolerances(),
      ]);
      this.#options.signal?.throwIfAborted();
      const profile = describeScan(scan);
      // A server that does speak it refused something else of the hello.
      const speaksTls13 = profile.versions["TLS 1.3"] === "accepted";
      return {
        ...profile,
        intolerances: intolerances.filter((each) => each !== "tls_1_3" || !speaksTls13),
      };
    } finally {
      clearTimeout(deadline);
    }
  }

  /** The same as an ordinary client, but for the name. */
  async compareNames(): Promise<Handshake[]> {
    if (this.#serverName === null) return [];
    const [without, wrong] = await Promise.all([
      this.#greet("without_server_name", null),
      this.#greet("wrong_server_name", WRONG_NAME),
    ]);
    return [without, wrong].filter((handshake) => handshake !== null);
  }

  async #greet(offer: Offer, serverName: string | null): Promise<Handshake | null> {
    const { address, port } = this.#options;
    const began = performance.now();
    // Nothing but the name may make the difference to what a full stack got.
    const answer = await this.#scanner.ask({
      offer: { ...ORDINARY, cipherSuites: AUTHENTICATED_SUITES, serverName },
    });
    if (answer === null) return null;
    const durationMs = performance.now() - began;
    return describeAnswer(answer, { offer, serverName, address, port, durationMs });
  }

  /** A Client Hello as today's browsers send it: a post-quantum key share makes it longer than one segment, and some of its
   *  values mean nothing. Where that fails, its parts are tried alone. */
  async #findIntolerances(): Promise<Intolerance[]> {
    if (await this.#welcomes({ ...POST_QUANTUM, grease: true })) return [];
    if (!(await this.#welcomes(ORDINARY))) return (await this.#welcomes(TLS12)) ? ["tls_1_3"] : [];
    const [padded, postQuantum, grease] = await Promise.all([
      this.#welcomes({ ...ORDINARY, padding: SEGMENT }),
      this.#welcomes(POST_QUANTUM),
      this.#welcomes({ ...ORDINARY, grease: true }),
    ]);
    return [
      ...(padded && postQuantum ? [] : (["large_client_hello"] as const)),
      ...(grease ? [] : (["grease"] as const)),
    ];
  }

  async #welcomes(offer: Partial<HelloOffer> & Pick<HelloOffer, "versions">): Promise<boolean> {
    const answer = await this.#scanner.ask({ offer, until: "selection" });
    return answer?.result.outcome === "completed";
  }
}

const EARLIER_GROUPS = [
  NAMED_GROUP.x25519,
  NAMED_GROUP.secp256r1,
  NAMED_GROUP.secp384r1,
  NAMED_GROUP.secp521r1,
];
/** As OpenSSL 3 orders them, whose client the ordinary handshake is made by. */
const MODERN_SIGNATURE_ALGORITHMS = [
  SIGNATURE_SCHEME.ecdsa_secp256r1_sha256,
  SIGNATURE_SCHEME.ecdsa_secp384r1_sha384,
  SIGNATURE_SCHEME.ecdsa_secp521r1_sha512,
  SIGNATURE_SCHEME.ed25519,
  SIGNATURE_SCHEME.ed448,
  SIGNATURE_SCHEME.rsa_pss_pss_sha256,
  SIGNATURE_SCHEME.rsa_pss_pss_sha384,
  SIGNATURE_SCHEME.rsa_pss_pss_sha512,
  SIGNATURE_SCHEME.rsa_pss_rsae_sha256,
  SIGNATURE_SCHEME.rsa_pss_rsae_sha384,
  SIGNATURE_SCHEME.rsa_pss_rsae_sha512,
  SIGNATURE_SCHEME.rsa_pkcs1_sha256,
  SIGNATURE_SCHEME.rsa_pkcs1_sha384,
  SIGNATURE_SCHEME.rsa_pkcs1_sha512,
];
const ORDINARY = {
  versions: [VERSION.TLS_1_3, VERSION.TLS_1_2],
  cipherSuites: COMMON_SUITES,
  groups: EARLIER_GROUPS,
  keyShares: [NAMED_GROUP.x25519],
  // In a fixed order: a server with several certificates chooses by it.
  signatureAlgorithms: MODERN_SIGNATURE_ALGORITHMS,
  alpn: ["h2", "http/1.1"],
} as const;
/** More than a segment of Ethernet carries. */
const SEGMENT = 1_448;
const POST_QUANTUM = {
  ...ORDINARY,
  groups: [NAMED_GROUP.X25519MLKEM768, ...EARLIER_GROUPS],
  keyShares: [NAMED_GROUP.X25519MLKEM768, NAMED_GROUP.x25519],
};
const TLS12 = { ...ORDINARY, versions: [VERSION.TLS_1_2], keyShares: [] };

function describeAnswer(
  { result, flight }: HelloAnswer,
  context: Pick<Handshake, "offer" | "serverName" | "address" | "port" | "durationMs">,
): Handshake {
  const hello = flight.hello ?? flight.retry?.hello ?? null;
  const { certificateList, authorities } = readFlight(flight);
  return {
    ...context,
    result,
    version: hello === null ? null : formatVersion(hello.version),
    cipherSuite: hello === null ? null : describeCipherSuite(hello.cipherSuite),
    alpn: flight.alpn,
    certificateList,
    clientCertificate: { requested: flight.certificateRequested, authorities },
  };
}
