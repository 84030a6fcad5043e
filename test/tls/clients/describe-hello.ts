import { describeCipherSuite } from "../../../src/tls/cipher-suites.ts";
import type { ClientHello } from "../../../src/tls/client-hello.ts";
import { describeExtensionType } from "../../../src/tls/extension-types.ts";
import { isGrease } from "../../../src/tls/grease.ts";
import { describeNamedGroup } from "../../../src/tls/named-groups.ts";
import { describeSignatureScheme } from "../../../src/tls/signature-schemes.ts";
import { formatVersion } from "../../../src/tls/version.ts";
import { Cursor } from "../../../src/wire/cursor.ts";

/** A Client Hello without what differs from one to the next of the same client, and GREASE as such. */
export interface DescribedHello {
  readonly legacyVersion: string;
  /** Bytes. */
  readonly sessionId: number;
  readonly cipherSuites: readonly string[];
  readonly compressionMethods: readonly number[];
  readonly extensions: readonly string[] | null;
}

export function describeHello(hello: ClientHello): DescribedHello {
  return {
    legacyVersion: formatVersion(hello.legacyVersion),
    sessionId: hello.sessionId.length,
    cipherSuites: hello.cipherSuites.map(named((id) => describeCipherSuite(id).name)),
    compressionMethods: hello.compressionMethods,
    extensions: hello.extensions?.map(({ type, data }) => describeExtension(type, data)) ?? null,
  };
}

function describeExtension(type: number, data: Uint8Array): string {
  const name = named(describeExtensionType)(type);
  const content = (CONTENTS[name] ?? toHex)(new Cursor(data));
  return content === "" ? name : `${name}: ${content}`;
}

const CONTENTS: Readonly<Record<string, (cursor: Cursor) => string>> = {
  supported_groups: list(2, describeNamedGroup),
  signature_algorithms: list(2, describeSignatureScheme),
  signature_algorithms_cert: list(2, describeSignatureScheme),
  delegated_credential: list(2, describeSignatureScheme),
  supported_versions: list(1, formatVersion),
  key_share: (cursor) =>
    cursor
      .vector(2, "KeyShareClientHello", (c) => {
        const group = c.uint(2, "group");
        const { length } = c.opaque(c.uint(2, "key_exchange"), "key_exchange");
        return `${named(describeNamedGroup)(group)} (${length})`;
      })
      .join(" "),
  padding: () => "",
  encrypted_client_hello: () => "",
  // They come with the list of authorities that the browser trusts, which is another one every few weeks.
  trust_anchors: () => "",
};

function list(lengthSize: 1 | 2, describe: (id: number) => string): (cursor: Cursor) => string {
  return (cursor) =>
    cursor
      .vector(lengthSize, "list", (c) => c.uint(2, "entry"))
      .map(named(describe))
      .join(" ");
}

function toHex(cursor: Cursor): string {
  return Buffer.from(cursor.opaque(cursor.remaining, "extension_data")).toString("hex");
}

function named(describe: (id: number) => string): (id: number) => string {
  return (id) => (isGrease(id) ? "GREASE" : describe(id));
}
