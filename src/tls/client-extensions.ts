import { randomBytes } from "node:crypto";
import { encodeUint, encodeUint16s, encodeVector } from "../wire/encoding.ts";
import type { Extension } from "./extension.ts";
import { EXTENSION_TYPE } from "./extension-types.ts";
import { findKeyShare, imitateX25519Mlkem768 } from "./key-share.ts";
import { NAMED_GROUP } from "./named-groups.ts";

/** A key share: NamedGroup and key_exchange, RFC 8446 section 4.2.8. */
export interface KeyShareEntry {
  readonly group: number;
  readonly keyExchange: Uint8Array;
}

/** RFC 6066 section 3: one name of type host_name. @param host A-labels; never an address. */
export function serverName(host: string): Extension {
  const name = Buffer.concat([Buffer.from([0]), encodeVector(2, Buffer.from(host, "ascii"))]);
  return extension("server_name", encodeVector(2, name));
}

/** RFC 7301 section 3.1. */
export function alpn(protocols: readonly string[]): Extension {
  const names = protocols.map((name) => encodeVector(1, Buffer.from(name, "latin1")));
  return extension("application_layer_protocol_negotiation", encodeVector(2, ...names));
}

/** RFC 6066 section 8: status_type ocsp, no responder_id_list, no request_extensions. */
export function statusRequest(): Extension {
  return extension("status_request", Buffer.from([1, 0, 0, 0, 0]));
}

/** RFC 8446 section 4.2.1. */
export function supportedVersions(versions: readonly number[]): Extension {
  return extension("supported_versions", encodeVector(1, encodeUint16s(versions)));
}

/** RFC 8446 section 4.2.7; RFC 8422 section 5.1.1. */
export function supportedGroups(groups: readonly number[]): Extension {
  return extension("supported_groups", encodeVector(2, encodeUint16s(groups)));
}

/** RFC 8422 section 5.1.2: uncompressed. */
export function ecPointFormats(): Extension {
  return extension("ec_point_formats", encodeVector(1, Buffer.from([0])));
}

/** RFC 8446 section 4.2.3; RFC 5246 section 7.4.1.4.1. */
export function signatureAlgorithms(schemes: readonly number[]): Extension {
  return extension("signature_algorithms", encodeVector(2, encodeUint16s(schemes)));
}

/** RFC 8446 section 4.2.8; none at all asks for a HelloRetryRequest. */
export function keyShare(entries: readonly KeyShareEntry[]): Extension {
  const encoded = entries.flatMap(({ group, keyExchange }) => [
    encodeUint(2, group),
    encodeVector(2, keyExchange),
  ]);
  return extension("key_share", encodeVector(2, ...encoded));
}

/** None for a group that we cannot compute. */
export function shareFor(group: number): KeyShareEntry[] {
  if (group === NAMED_GROUP.X25519MLKEM768) return [{ group, keyExchange: imitateX25519Mlkem768() }];
  const share = findKeyShare(group);
  return share === null ? [] : [{ group, keyExchange: share.publicKey }];
}

/** RFC 8446 section 4.2.9: psk_dhe_ke. */
export function pskKeyExchangeModes(): Extension {
  return extension("psk_key_exchange_modes", encodeVector(1, Buffer.from([1])));
}

/** RFC 8446 section 4.2.2, as the server's HelloRetryRequest had it. */
export function cookie(value: Uint8Array): Extension {
  return extension("cookie", encodeVector(2, value));
}

/** RFC 5746 section 3.2: an initial handshake. */
export function renegotiationInfo(): Extension {
  return extension("renegotiation_info", Buffer.from([0]));
}

/** RFC 8879 section 3. */
export function compressCertificate(algorithms: readonly number[]): Extension {
  return extension("compress_certificate", encodeVector(1, encodeUint16s(algorithms)));
}

/** RFC 7685. @param length of the zeros. */
export function padding(length: number): Extension {
  return extension("padding", Buffer.alloc(length));
}

/** Those that ask by being there: extended_master_secret, session_ticket, encrypt_then_mac, signed_certificate_timestamp. */
export function empty(
  name: "extended_master_secret" | "session_ticket" | "encrypt_then_mac" | "signed_certificate_timestamp",
): Extension {
  return extension(name, new Uint8Array());
}

/** What a client without a configuration for Encrypted Client Hello sends all the same: RFC 9849 section 6.2. */
export function greaseEncryptedClientHello(): Extension {
  const outer = Buffer.from([0]);
  const hkdfSha256Aes128Gcm = Buffer.from([0, 1, 0, 1]);
  const configId = randomBytes(1);
  return extension(
    "encrypted_client_hello",
    Buffer.concat([
      outer,
      hkdfSha256Aes128Gcm,
      configId,
      encodeVector(2, randomBytes(32)),
      encodeVector(2, randomBytes(144)),
    ]),
  );
}

function extension(name: keyof typeof EXTENSION_TYPE, data: Uint8Array): Extension {
  return { type: EXTENSION_TYPE[name], data };
}
