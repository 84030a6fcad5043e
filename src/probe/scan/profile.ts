import type { ServerProfile, VersionName } from "../../diagnosis/server-profile.ts";
import { describeCipherSuite } from "../../tls/cipher-suites.ts";
import { describeNamedGroup } from "../../tls/named-groups.ts";
import { describeSignatureScheme } from "../../tls/signature-schemes.ts";
import { VERSION } from "../../tls/version.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import type { Certificate } from "../../x509/certificate.ts";
import { decodeCertificate } from "../../x509/certificate.ts";
import { GROUPS, SIGNATURE_ALGORITHMS } from "./candidates.ts";
import type { Scan } from "./scan-server.ts";

/** What a scan found, in the words of the evidence; the rest is added by who knows it. */
export function describeScan(scan: Scan): Omit<ServerProfile, "intolerances"> {
  const { observations } = scan;
  const accepted = new Set([...scan.cipherSuites.keys()].map(nameOf));
  const unanswered = new Set([...scan.unanswered].map(nameOf));
  const judge = (name: VersionName) =>
    accepted.has(name) ? "accepted" : unanswered.has(name) ? "unknown" : "refused";
  return {
    versions: {
      "SSL 3.0": judge("SSL 3.0"),
      "TLS 1.0": judge("TLS 1.0"),
      "TLS 1.1": judge("TLS 1.1"),
      "TLS 1.2": judge("TLS 1.2"),
      "TLS 1.3": judge("TLS 1.3"),
    },
    cipherSuites: [...scan.cipherSuites].flatMap(([version, suites]) =>
      suites.map((suite) => ({ version: nameOf(version), ...describeCipherSuite(suite) })),
    ),
    serverPreference: scan.serverPreference,
    groups: sortAs(GROUPS, observations.groups).map(describeNamedGroup),
    signatureAlgorithms: sortAs(SIGNATURE_ALGORITHMS, observations.signatureAlgorithms).map(
      describeSignatureScheme,
    ),
    alpn: [...observations.alpn],
    dhBits: observations.dhBits,
    certificateLists: [...observations.lists.values()].flatMap((certificateList) => {
      const list = decodeList(certificateList);
      return list === null ? [] : [list];
    }),
    supports: {
      extendedMasterSecret: observations.extendedMasterSecret,
      secureRenegotiation: observations.secureRenegotiation,
      resumption: null,
    },
    backedOff: scan.backedOff,
    complete: scan.complete,
  };
}

const NAMES: ReadonlyMap<number, VersionName> = new Map([
  [VERSION.SSL_3_0, "SSL 3.0"],
  [VERSION.TLS_1_0, "TLS 1.0"],
  [VERSION.TLS_1_1, "TLS 1.1"],
  [VERSION.TLS_1_2, "TLS 1.2"],
  [VERSION.TLS_1_3, "TLS 1.3"],
]);

function nameOf(version: number): VersionName {
  const name = NAMES.get(version);
  if (name === undefined) throw new RangeError(`no version of ours: ${version}`);
  return name;
}

function sortAs(order: readonly number[], found: ReadonlySet<number>): number[] {
  return [...found].toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** Null for a list that cannot be read: the ordinary handshake says so. */
function decodeList(list: readonly Uint8Array[]): Certificate[] | null {
  try {
    return list.map((der) => decodeCertificate(der));
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
