import type { Socket } from "node:net";
import { isIP } from "node:net";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import { connect } from "node:tls";
import type { Handshake, HandshakeResult, Offer } from "../diagnosis/evidence.ts";
import type { Certificate } from "../x509/certificate.ts";
import { describeAlert } from "../tls/alert.ts";
import { describeCipherSuite } from "../tls/cipher-suites.ts";
import { ServerFlight } from "../tls/server-flight.ts";
import { describeFault, readFlight } from "./read-flight.ts";
import { formatVersion } from "../tls/version.ts";
import { describeGreeting } from "../diagnosis/greeting.ts";
import { TappedSocket } from "./tapped-socket.ts";

export interface HandshakeOptions {
  readonly offer: Offer;
  /** Null sends no server_name. */
  readonly serverName: string | null;
  readonly address: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** None where the protocol on top is known already, as it is after STARTTLS. */
  readonly alpn?: readonly string[];
  /** PEM. */
  readonly clientCertificate?: ClientCertificate | undefined;
  /** To resume. */
  readonly session?: Buffer | undefined;
  /** Once, with the first bytes that are TLS. */
  readonly onTls?: () => void;
}

/** A client certificate with its chain, and its private key, PEM. */
export interface ClientCertificate {
  /** The first of the chain, read. */
  readonly leaf: Certificate;
  readonly certificate: string;
  readonly privateKey: string;
}

/** A handshake, and what a further one may need of it. */
export interface ShakenHands {
  readonly handshake: Handshake;
  /** Stapled, DER. */
  readonly ocspResponse: Uint8Array | null;
  readonly session: Buffer | null;
  readonly resumed: boolean;
}

/** In TLS 1.3 a server refuses a client's (missing) certificate only after our Finished; it speaks within this time or means yes. */
const SECOND_THOUGHTS_MS = 400;

const ORDINARY: ConnectionOptions = { minVersion: "TLSv1.2", maxVersion: "TLSv1.3" };
/** Without SECLEVEL=0 it is our own library that refuses, and the server would be blamed. */
const LEGACY: ConnectionOptions = {
  minVersion: "TLSv1",
  maxVersion: "TLSv1.1",
  ciphers: "ALL:COMPLEMENTOFALL:@SECLEVEL=0",
};

/** One handshake on an open connection, which is closed afterwards. A handshake that fails is an answer, not an exception.
 *  @throws the signal's reason when it is aborted. */
export async function shakeHands(socket: Socket, options: HandshakeOptions): Promise<ShakenHands> {
  const began = performance.now();
  const flight = new ServerFlight();
  const { serverName, alpn = ["h2", "http/1.1"], clientCertificate, session: resume, onTls } = options;
  let told = false;
  const tapped = new TappedSocket(socket, (bytes) => {
    flight.push(bytes);
    if (!told && !flight.notTls) {
      told = true;
      onTls?.();
    }
  });
  const connection: ConnectionOptions & { readonly requestOCSP: true } = {
    ...(options.offer === "legacy" ? LEGACY : ORDINARY),
    socket: tapped,
    ALPNProtocols: [...alpn],
    requestOCSP: true,
    ...(clientCertificate !== undefined && {
      cert: clientCertificate.certificate,
      key: clientCertificate.privateKey,
    }),
    ...(resume !== undefined && { session: resume }),
    rejectUnauthorized: false,
    // Names and paths are judged by our own rules.
    checkServerIdentity: () => undefined,
    ...(serverName !== null && isIP(serverName) === 0 && { servername: serverName }),
  };
  const tls = connect(connection);
  tls.on("keylog", (line: Buffer) => {
    const secret = /^SERVER_HANDSHAKE_TRAFFIC_SECRET \S+ ([0-9a-f]+)/.exec(line.toString("latin1"))?.[1];
    if (secret !== undefined) flight.decrypt(Buffer.from(secret, "hex"));
  });
  let session: Buffer | null = null;
  tls.on("session", (given: Buffer) => (session = given));
  try {
    const error = await settle(tls, options);
    const result = error === null ? { outcome: "completed" as const } : explain(error, flight, tapped);
    const handshake = describe(options, performance.now() - began, result, flight, tls);
    const resumed = result.outcome === "completed" && tls.isSessionReused();
    return { handshake, ocspResponse: flight.ocspResponse, session, resumed };
  } finally {
    tls.on("error", () => undefined).destroy();
    tapped.destroy();
  }
}

/** Null when the handshake completed and the server had no second thoughts. */
function settle(tls: TLSSocket, { timeoutMs, signal }: HandshakeOptions): Promise<Error | null> {
  return new Promise((resolve, reject) => {
    const finish = (error: Error | null) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      resolve(error);
    };
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    let timer = setTimeout(() => finish(new HandshakeTimeout(timeoutMs)), timeoutMs);
    tls.on("error", finish);
    let secure = false;
    // Nothing may be asked of the TLS socket once it is closed: Node 20 crashes in getProtocol().
    tls.once("close", () => finish(secure ? null : new Error("closed")));
    tls.once("secureConnect", () => {
      secure = true;
      if (tls.getProtocol() !== "TLSv1.3") {
        finish(null);
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(() => finish(null), Math.min(SECOND_THOUGHTS_MS, timeoutMs));
      // A session ticket or data: the server is content with us.
      tls.once("session", () => finish(null));
      tls.once("data", () => finish(null));
      tls.once("end", () => finish(null));
    });
    if (signal?.aborted === true) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

class HandshakeTimeout extends Error {
  override readonly name = "HandshakeTimeout";
  readonly afterMs: number;

  constructor(afterMs: number) {
    super(`no handshake within ${afterMs} ms`);
    this.afterMs = afterMs;
  }
}

/** What the server did, as far as its own bytes say; the library's word comes last. */
function explain(error: Error, flight: ServerFlight, tapped: TappedSocket): HandshakeResult {
  if (flight.notTls) return describeGreeting(flight.firstBytes);
  if (flight.alert !== null) return { outcome: "alert", ...flight.alert };
  // The alert after the server's Finished is encrypted, and Node has its number only in the message.
  const code = /SSL alert number (\d+)/.exec(error.message)?.[1];
  if (code !== undefined) {
    return { outcome: "alert", level: "fatal", description: describeAlert(Number(code)), code: Number(code) };
  }
  if (error instanceof HandshakeTimeout) return { outcome: "timeout", afterMs: error.afterMs };
  if (tapped.failed) return { outcome: "connection_reset" };
  if (flight.fault !== null) return describeFault(flight.fault);
  if (tapped.ended) return { outcome: "closed" };
  return {
    outcome: "broken",
    class: "incompatible",
    code: "code" in error && typeof error.code === "string" ? error.code : error.message,
  };
}

function describe(
  { offer, serverName, address, port }: HandshakeOptions,
  durationMs: number,
  result: HandshakeResult,
  flight: ServerFlight,
  tls: TLSSocket,
): Handshake {
  const { hello } = flight;
  const read = readFlight(flight);
  return {
    offer,
    serverName,
    address,
    port,
    durationMs,
    // What we could not read we have not checked, whatever the library thinks of it.
    result: result.outcome === "completed" && read.fault !== null ? describeFault(read.fault) : result,
    version: hello === null ? null : formatVersion(hello.version),
    cipherSuite: hello === null ? null : describeCipherSuite(hello.cipherSuite),
    alpn: result.outcome === "completed" && typeof tls.alpnProtocol === "string" ? tls.alpnProtocol : null,
    certificateList: read.certificateList,
    clientCertificate: { requested: flight.certificateRequested, authorities: read.authorities },
  };
}
