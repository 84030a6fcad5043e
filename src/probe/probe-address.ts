import type { Evidence, Handshake, Unreachable } from "../diagnosis/evidence.ts";
import { servedCertificateList } from "../diagnosis/evidence.ts";
import type { ServerProfile } from "../diagnosis/server-profile.ts";
import type { Target } from "../diagnosis/target.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { CollectOptions } from "./collect-evidence.ts";
import type { NoTls } from "./dial.ts";
import { examineServed, judgeServed } from "./examine-served.ts";
import type { ShakenHands } from "./handshake.ts";
import type { ServerProbe } from "./probe-server.ts";

/** What is known of one address. */
export type Probed = Pick<Evidence, "handshakes" | "profile" | "examination" | "staple">;

/** An ordinary handshake first; as soon as it shows that there is TLS, everything else beside it.
 *  @param onTls called then, once. @throws the signal's reason when it is aborted. */
export async function probeAddress(
  probe: ServerProbe,
  target: Target,
  options: CollectOptions,
  onTls: () => void,
): Promise<Probed | { readonly unreachable: Unreachable }> {
  const { onProgress, scope = "all" } = options;
  onProgress?.("handshake");
  const beside: Promise<readonly [ServerProfile, readonly Handshake[]]>[] = [];
  const ordinary = await probe.shake("ordinary", {
    ...(scope !== "quick" && {
      onConnect: () => probe.warm(),
      onTls: () => {
        onProgress?.("certificate");
        onTls();
        const scan = probe.scan(scope === "cipher_suites");
        const running = Promise.all([scan, scope === "all" ? probe.compareNames() : []]);
        // It is waited for below, unless the ordinary handshake rejects first.
        running.catch(() => undefined);
        beside.push(running);
      },
    }),
  });
  if (ordinary === null) throw new Error("no connection was left for the first handshake");
  if (!("handshake" in ordinary)) return describeFailure(ordinary, probe, target);
  const shaking = shakeFurther(probe, ordinary, options);
  // Trust anchors are read while answers are on their way.
  const egress = options.egress?.sentOnBy(probe.address) ?? null;
  const examine = (list: readonly Certificate[]) => examineServed(list, target, { ...options, egress });
  const examining = examine(ordinary.handshake.certificateList);
  const [further, examination, [[profile, names] = [null, []]]] = await Promise.all([
    shaking,
    examining,
    Promise.all(beside),
  ]);
  const handshakes = [ordinary.handshake, ...names, ...further.handshakes];
  return {
    handshakes,
    profile:
      profile === null
        ? null
        : { ...profile, supports: { ...profile.supports, resumption: further.resumption } },
    examination: examination ?? (await examine(servedCertificateList({ handshakes, profile }))),
    ...judgeStapled(ordinary, options),
  };
}

/** Whether a staple was asked for is known where a list came. */
function judgeStapled(
  { handshake: { certificateList }, ocspResponse }: ShakenHands,
  options: CollectOptions,
): Pick<Evidence, "staple"> {
  return certificateList.length === 0 ? {} : { staple: judgeServed(certificateList, ocspResponse, options) };
}

/** What is worth a full handshake, after what an ordinary client got. */
async function shakeFurther(
  probe: ServerProbe,
  { handshake, session }: ShakenHands,
  { scope = "all", clientCertificate }: CollectOptions,
): Promise<{ handshakes: Handshake[]; resumption: boolean | null }> {
  const { outcome } = handshake.result;
  const mayBeTooNew = outcome === "alert" || outcome === "closed" || outcome === "connection_reset";
  const resumes = scope === "all" && outcome === "completed";
  const [legacy, client, again] = await Promise.all([
    mayBeTooNew && handshake.certificateList.length === 0 ? probe.shake("legacy") : null,
    clientCertificate === undefined ? null : probe.shake("with_client_certificate"),
    resumes && session !== null ? probe.shake("ordinary", { session }) : null,
  ]);
  const shaken = [legacy, client].filter((hands) => hands !== null && "handshake" in hands);
  const resumed = again !== null && "handshake" in again ? again.resumed : null;
  return {
    handshakes: shaken.map((hands) => hands.handshake),
    resumption: resumes && session === null ? false : resumed,
  };
}

/** Where STARTTLS came to nothing there was a connection, and a handshake that never began. */
function describeFailure(
  failure: NoTls,
  { address, port }: Pick<ServerProbe, "address" | "port">,
  { serverName, startTls = "smtp" }: Target,
): Probed | { readonly unreachable: Unreachable } {
  if ("unreachable" in failure) return failure;
  const handshake: Handshake = {
    offer: "ordinary",
    serverName,
    address,
    port,
    durationMs: 0,
    result: { outcome: "starttls_failed", protocol: startTls, fault: failure.startTlsFault },
    version: null,
    cipherSuite: null,
    alpn: null,
    certificateList: [],
    clientCertificate: { requested: false, authorities: [] },
  };
  return { handshakes: [handshake], profile: null, examination: null };
}
