import type { Evidence } from "../diagnosis/evidence.ts";
import type { ServerProfile, VersionName } from "../diagnosis/server-profile.ts";

export interface Negotiation extends Pick<
  ServerProfile,
  "versions" | "serverPreference" | "groups" | "alpn"
> {
  readonly cipherSuites: readonly { readonly version: string; readonly id: string; readonly name: string }[];
}

/** What the server accepts; where it was not asked or did not tell, what the handshakes of this check negotiated. */
export function summarizeNegotiation({ profile, handshakes }: Evidence): Negotiation {
  const completed = handshakes.filter(({ result }) => result.outcome === "completed");
  const seen = new Set(completed.map(({ version }) => version));
  const stateOf = (version: VersionName) =>
    seen.has(version) ? "accepted" : (profile?.versions[version] ?? "unknown");
  const found = profile?.cipherSuites ?? [];
  const suites = completed.flatMap(({ version, cipherSuite }) =>
    version === null || cipherSuite === null || found.some((suite) => suite.version === version)
      ? []
      : [{ version, ...cipherSuite }],
  );
  const alpn = completed.flatMap((handshake) => (handshake.alpn === null ? [] : [handshake.alpn]));
  return {
    versions: {
      "SSL 3.0": stateOf("SSL 3.0"),
      "TLS 1.0": stateOf("TLS 1.0"),
      "TLS 1.1": stateOf("TLS 1.1"),
      "TLS 1.2": stateOf("TLS 1.2"),
      "TLS 1.3": stateOf("TLS 1.3"),
    },
    cipherSuites: [...uniqueBy(suites, ({ version, id }) => `${version} ${id}`), ...found].toSorted((a, b) =>
      b.version.localeCompare(a.version),
    ),
    serverPreference: profile?.serverPreference ?? null,
    groups: profile?.groups ?? [],
    alpn: profile === null || profile.alpn.length === 0 ? [...new Set(alpn)] : profile.alpn,
  };
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
