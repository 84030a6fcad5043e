import type { Evidence, Handshake, Offer, Unreachable } from "../diagnosis/evidence.ts";
import { servedCertificateList } from "../diagnosis/evidence.ts";
import type { Target } from "../diagnosis/target.ts";
import { isIP } from "node:net";
import type { Certificate } from "../x509/certificate.ts";
import type { ListExamination } from "../x509/list-examination.ts";
import { examineList } from "../x509/list-examination.ts";
import type { ConnectTo } from "./connect-to.ts";
import { connectToKey } from "./connect-to.ts";
import type { EgressPolicy } from "./egress-policy.ts";
import { fetchIssuers } from "./fetch-issuers.ts";
import { shakeHands } from "./handshake.ts";
import { openConnection } from "./open-connection.ts";
import { resolveName } from "./resolve-name.ts";
import { openTrustAnchors } from "./trust-anchors.ts";

export interface CollectOptions {
  /** The time that validity is judged at, ms since 1970. */
  readonly at: number;
  /** For the name, for each connection and for each handshake. */
  readonly timeoutMs: number;
  /** One or two connections instead of all probes. */
  readonly quick?: boolean;
  /** Null: any address. */
  readonly egress: EgressPolicy | null;
  readonly connectTo?: ConnectTo;
  /** The system's resolver by default. */
  readonly resolve?: typeof resolveName;
  /** PEM; null for Node's Mozilla set. */
  readonly trustAnchors: string | null;
  /** Called when the step begins. */
  readonly onProgress?: (step: "name" | "connection" | "handshake" | "certificate") => void;
  readonly signal?: AbortSignal;
}

/** Further addresses of a name are tried when the first do not answer. */
const MAX_TRIED = 3;

/** Everything that a few ordinary connections show of a target. What networks and servers do is evidence; it never throws for that.
 *  @throws the signal's reason when it is aborted. */
export async function collectEvidence(target: Target, options: CollectOptions): Promise<Evidence> {
  const startedAt = Date.now();
  const began = performance.now();
  const collector = new Collector(target, options);
  const { addresses, unreachable, handshakes } = await collector.collect();
  const examination = await examine(servedCertificateList({ handshakes }), target, options);
  return {
    target,
    at: options.at,
    startedAt,
    durationMs: performance.now() - began,
    connections: collector.connections,
    addresses,
    unreachable,
    handshakes,
    examination,
    profile: null,
    otherAddresses: [],
  };
}

/** As sent; and when the issuer is missing, with what the certificate itself says where to find. */
async function examine(
  certificateList: readonly Certificate[],
  target: Target,
  options: CollectOptions,
): Promise<ListExamination | null> {
  if (certificateList.length === 0) return null;
  const request = {
    certificateList,
    trustAnchors: openTrustAnchors(options.trustAnchors),
    serverName: target.serverName ?? target.host,
    at: options.at,
  };
  const examination = examineList(request);
  if (examination.missingIssuer === null || options.quick === true) return examination;
  const fetched = await fetchIssuers(examination.missingIssuer.caIssuers, options);
  return fetched.length === 0 ? examination : examineList({ ...request, fetched });
}

type Collected = Pick<Evidence, "addresses" | "unreachable" | "handshakes">;

class Collector {
  readonly #target: Target;
  readonly #options: CollectOptions;
  connections = 0;

  constructor(target: Target, options: CollectOptions) {
    this.#target = target;
    this.#options = options;
  }

  async collect(): Promise<Collected> {
    const { onProgress, egress, timeoutMs, connectTo, signal, resolve = resolveName } = this.#options;
    onProgress?.("name");
    const elsewhere = connectTo?.get(connectToKey(this.#target));
    const resolved = await resolve(elsewhere?.address ?? this.#target.host, timeoutMs, signal);
    if ("code" in resolved) return unreachableFor([], { reason: "name_not_resolved", code: resolved.code });
    const { addresses } = resolved;
    // The addresses that were judged are the ones connected to: the name is not asked again.
    const judged = addresses.map((address) => ({ address, range: egress?.refuse(address) ?? null }));
    const allowed = judged.filter(({ range }) => range === null).map(({ address }) => address);
    const [refused] = judged;
    if (allowed.length === 0 && refused !== undefined) {
      return unreachableFor(addresses, {
        reason: "not_allowed",
        address: refused.address,
        range: refused.range ?? "invalid",
      });
    }
    onProgress?.("connection");
    return this.#probe(addresses, allowed.slice(0, MAX_TRIED), elsewhere?.port ?? this.#target.port);
  }

  async #probe(addresses: readonly string[], allowed: readonly string[], port: number): Promise<Collected> {
    const { serverName } = this.#target;
    let failure: Unreachable = { reason: "name_not_resolved", code: "ENODATA" };
    for (const address of allowed) {
      const ordinary = await this.#try("ordinary", serverName, address, port);
      if ("reason" in ordinary) {
        failure = ordinary;
        continue;
      }
      this.#options.onProgress?.("certificate");
      const handshakes = [ordinary];
      for (const [offer, name] of furtherOffers(ordinary, serverName, this.#options.quick === true)) {
        const handshake = await this.#try(offer, name, address, port);
        if (!("reason" in handshake)) handshakes.push(handshake);
      }
      return { addresses, unreachable: null, handshakes };
    }
    return unreachableFor(addresses, failure);
  }

  async #try(
    offer: Offer,
    serverName: string | null,
    address: string,
    port: number,
  ): Promise<Handshake | Unreachable> {
    const { timeoutMs, signal, onProgress } = this.#options;
    this.connections++;
    const connection = await openConnection(address, port, timeoutMs, signal);
    if ("unreachable" in connection) return connection.unreachable;
    if (offer === "ordinary") onProgress?.("handshake");
    return shakeHands(connection.socket, {
      offer,
      serverName,
      address,
      port,
      timeoutMs,
      signal,
    });
  }
}

/** What else is worth a connection, after what an ordinary client got. */
function furtherOffers(
  ordinary: Handshake,
  serverName: string | null,
  quick: boolean,
): [Offer, string | null][] {
  const { outcome } = ordinary.result;
  const offers: [Offer, string | null][] = [];
  // An address never goes into server_name, so there is nothing to leave out.
  const sent = serverName !== null && isIP(serverName) === 0;
  if (!quick && sent && (outcome === "completed" || outcome === "alert"))
    offers.push(["without_server_name", null]);
  const mayBeTooNew = outcome === "alert" || outcome === "closed" || outcome === "connection_reset";
  if (mayBeTooNew && ordinary.certificateList.length === 0) offers.push(["legacy", serverName]);
  return offers;
}

function unreachableFor(addresses: readonly string[], unreachable: Unreachable): Collected {
  return { addresses, unreachable, handshakes: [] };
}
