import { createHash } from "node:crypto";
import type { SightedIssuer, SightedList } from "../../src/watches/sighting.ts";
import type { WatchingChannel } from "../../src/watches/channel.ts";
import type { Watched, WatchedCertificate } from "../../src/watches/watched.ts";
import type { WatchedState } from "../../src/watches/watched-state.ts";
import { parseTarget } from "../../src/diagnosis/target.ts";

const DAY = 86_400_000;
/** As a server of today accepts them. */
const CIPHER_SUITES = [
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_GCM_SHA256",
  "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
];

export function watchedServer(host: string): Watched & { readonly kind: "server" } {
  return { kind: "server", target: parseTarget(host) };
}

/** Who asks for a watch in a channel. */
export function whoWatches(
  team: string,
  channel: string,
): Omit<WatchingChannel, "settings" | "paused"> & { readonly timeZone: string } {
  return { team, channel, enterprise: null, locale: "en", addedBy: "U1", timeZone: "Europe/Berlin" };
}

/** As large as those of public CAs. */
export function watchedCertificate(host: string, notBefore: number, days = 90): WatchedCertificate {
  return {
    subject: `CN=${host}`,
    issuer: "C=US, O=Let's Encrypt, CN=R11",
    serialNumber: hex(`serial ${host} ${notBefore}`).slice(0, 36),
    notBefore,
    notAfter: notBefore + days * DAY - 1_000,
    sha256: hex(`${host} ${notBefore}`),
    subjectAltName: [`DNS:${host}`],
    names: 1,
    publicKey: "EC P-256",
    signatureAlgorithm: "sha256WithRSAEncryption",
  };
}

export function sightedIssuer(notBefore: number): SightedIssuer {
  return {
    sha256: hex("R11"),
    subject: "C=US, O=Let's Encrypt, CN=R11",
    notBefore: notBefore - 400 * DAY,
    notAfter: notBefore + 700 * DAY,
  };
}

/** All is well with it: what is there will end some day. */
export function watchedState(host: string, at: number): WatchedState {
  const certificate = watchedCertificate(host, at - 10 * DAY);
  const issuer = sightedIssuer(at);
  const addresses = ["192.0.2.17"];
  const list: SightedList = {
    addresses,
    certificate,
    issuers: [issuer],
    faults: [],
    covered: true,
    revoked: null,
  };
  const { sha256, subject, notBefore, notAfter } = certificate;
  return {
    checkedAt: at,
    failures: 0,
    lists: [list],
    accepted: [],
    profile: {
      at,
      versions: ["TLS 1.2", "TLS 1.3"],
      cipherSuites: CIPHER_SUITES,
    },
    troubles: [
      { kind: "expires", certificate: { sha256, subject, notBefore, notAfter }, endEntity: true, addresses },
      { kind: "expires", certificate: issuer, endEntity: false, addresses },
    ],
  };
}

function hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
