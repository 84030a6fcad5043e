import { randomBytes } from "node:crypto";
import { COMPRESSION_ALGORITHMS } from "./certificate-messages.ts";
import {
  alpn,
  compressCertificate,
  cookie,
  ecPointFormats,
  empty,
  greaseEncryptedClientHello,
  keyShare,
  padding,
  pskKeyExchangeModes,
  renegotiationInfo,
  serverName,
  shareFor,
  signatureAlgorithms,
  statusRequest,
  supportedGroups,
  supportedVersions,
} from "./client-extensions.ts";
import type { ClientHello } from "./client-hello.ts";
import type { Extension } from "./extension.ts";
import { GREASE_VALUES } from "./grease.ts";
import { VERSION } from "./version.ts";

/** What a Client Hello of ours offers. Lists are in our order. */
export interface HelloOffer {
  /** Newest first, at least one. */
  readonly versions: readonly number[];
  readonly cipherSuites: readonly number[];
  /** Null, or a host name: an address never goes into server_name. */
  readonly serverName: string | null;
  readonly groups: readonly number[];
  /** Groups of TLS 1.3 to send a share for; none asks for a HelloRetryRequest. */
  readonly keyShares: readonly number[];
  readonly signatureAlgorithms: readonly number[];
  readonly alpn: readonly string[];
  /** As browsers do: values that mean nothing among suites, groups, versions and extensions (RFC 8701), Encrypted Client
   *  Hello included. */
  readonly grease?: boolean;
  /** Zeros that make it longer. */
  readonly padding?: number;
}

/** @param answer what a HelloRetryRequest asked for: a second Client Hello on the same connection. */
export function composeClientHello(
  offer: HelloOffer,
  answer?: { readonly first: ClientHello; readonly group: number; readonly cookie: Uint8Array | null },
): ClientHello {
  const [newest = VERSION.TLS_1_2] = offer.versions;
  if (newest === VERSION.SSL_3_0) return composeSsl3(offer);
  const isTls13 = newest >= VERSION.TLS_1_3;
  const grease = offer.grease === true;
  return {
    legacyVersion: Math.min(newest, VERSION.TLS_1_2),
    random: answer?.first.random ?? randomBytes(32),
    // RFC 8446 appendix D.4: middleboxes want to see a session.
    sessionId: answer?.first.sessionId ?? (isTls13 ? randomBytes(32) : new Uint8Array()),
    cipherSuites: [...(grease ? GREASE_VALUES.slice(0, 1) : []), ...offer.cipherSuites],
    compressionMethods: [0],
    extensions: [
      ...(grease ? [{ type: GREASE_VALUES[1] ?? 0, data: new Uint8Array() }] : []),
      ...listCommon(offer, grease),
      ...(isTls13 ? listTls13(offer, grease, answer) : []),
      ...(grease ? [greaseEncryptedClientHello()] : []),
      ...(offer.padding === undefined ? [] : [padding(offer.padding)]),
      // The last is not empty: some servers of old cannot read a hello that ends with an empty one.
      renegotiationInfo(),
    ],
  };
}

/** SSL 3.0 has no extensions; RFC 5746 section 3.3 has a suite in their place. */
function composeSsl3({ cipherSuites }: HelloOffer): ClientHello {
  return {
    legacyVersion: VERSION.SSL_3_0,
    random: randomBytes(32),
    sessionId: new Uint8Array(),
    cipherSuites: [...cipherSuites, 0x00ff],
    compressionMethods: [0],
    extensions: null,
  };
}

function listCommon(offer: HelloOffer, grease: boolean): Extension[] {
  return [
    ...(offer.serverName === null ? [] : [serverName(offer.serverName)]),
    empty("extended_master_secret"),
    supportedGroups([...(grease ? GREASE_VALUES.slice(2, 3) : []), ...offer.groups]),
    ecPointFormats(),
    empty("session_ticket"),
    ...(offer.alpn.length === 0 ? [] : [alpn(offer.alpn)]),
    statusRequest(),
    ...((offer.versions[0] ?? 0) >= VERSION.TLS_1_2 ? [signatureAlgorithms(offer.signatureAlgorithms)] : []),
    empty("signed_certificate_timestamp"),
  ];
}

function listTls13(
  offer: HelloOffer,
  grease: boolean,
  answer: { readonly group: number; readonly cookie: Uint8Array | null } | undefined,
): Extension[] {
  const groups = answer === undefined ? offer.keyShares : [answer.group];
  return [
    keyShare(groups.flatMap(shareFor)),
    pskKeyExchangeModes(),
    supportedVersions([...(grease ? GREASE_VALUES.slice(3, 4) : []), ...offer.versions]),
    compressCertificate(COMPRESSION_ALGORITHMS),
    ...(answer === undefined || answer.cookie === null ? [] : [cookie(answer.cookie)]),
  ];
}
