import { Cursor } from "../../src/wire/cursor.ts";
import { DecodeError } from "../../src/wire/decode-error.ts";
import type { ClientHello } from "../../src/tls/client-hello.ts";
import { EXTENSION_TYPE } from "../../src/tls/extension-types.ts";

/** What a ClientHello offers, its extensions read. Lists are in the client's order, GREASE included. */
export interface ClientOffer {
  /** supported_versions where it is there, else legacy_version alone. */
  readonly versions: readonly number[];
  readonly cipherSuites: readonly number[];
  readonly serverName: string | null;
  readonly groups: readonly number[];
  readonly keyShareGroups: readonly number[];
  readonly signatureAlgorithms: readonly number[];
  readonly alpn: readonly string[];
  readonly extensionTypes: readonly number[];
}

/** @throws DecodeError */
export function readClientOffer(hello: ClientHello): ClientOffer {
  const extensions = new Map(hello.extensions?.map(({ type, data }) => [type, data]));
  const read = <T>(name: keyof typeof EXTENSION_TYPE, decode: (cursor: Cursor) => T): T | null => {
    const data = extensions.get(EXTENSION_TYPE[name]);
    if (data === undefined) return null;
    const cursor = new Cursor(data);
    const value = decode(cursor);
    cursor.end(name);
    return value;
  };
  return {
    versions: read("supported_versions", (c) => c.vector(1, "ClientHello.versions", uint16)) ?? [
      hello.legacyVersion,
    ],
    cipherSuites: hello.cipherSuites,
    serverName: read("server_name", decodeServerNameList),
    groups: read("supported_groups", (c) => c.vector(2, "NamedGroupList", uint16)) ?? [],
    keyShareGroups: read("key_share", decodeKeyShareGroups) ?? [],
    signatureAlgorithms:
      read("signature_algorithms", (c) => c.vector(2, "SignatureSchemeList", uint16)) ?? [],
    alpn: read("application_layer_protocol_negotiation", decodeProtocolNameList) ?? [],
    extensionTypes: hello.extensions?.map(({ type }) => type) ?? [],
  };
}

const uint16 = (cursor: Cursor) => cursor.uint(2, "uint16");

/** `server_name`, RFC 6066 section 3: ServerName server_name_list<1..2^16-1>. One name per type, so a second
 *  host_name is illegal. */
function decodeServerNameList(cursor: Cursor): string | null {
  const names = cursor.vector(2, "ServerNameList", (c) => ({
    nameType: c.uint(1, "NameType"),
    name: c.opaque(c.uint(2, "HostName"), "HostName"),
  }));
  const [host, second] = names.filter(({ nameType }) => nameType === 0);
  if (second !== undefined) throw new DecodeError("illegal_value", "ServerNameList", cursor.offset);
  return host === undefined ? null : Buffer.from(host.name).toString("latin1");
}

function decodeKeyShareGroups(cursor: Cursor): number[] {
  return cursor.vector(2, "KeyShareClientHello", (c) => {
    const group = c.uint(2, "KeyShareEntry.group");
    c.opaque(c.uint(2, "KeyShareEntry.key_exchange"), "KeyShareEntry.key_exchange");
    return group;
  });
}

function decodeProtocolNameList(cursor: Cursor): string[] {
  return cursor.vector(2, "ProtocolNameList", (c) =>
    Buffer.from(c.opaque(c.uint(1, "ProtocolName"), "ProtocolName")).toString("latin1"),
  );
}
