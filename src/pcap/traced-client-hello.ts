import { EXTENSION_TYPE } from "../tls/extension-types.ts";
import { isGrease } from "../tls/grease.ts";
import { VERSION } from "../tls/version.ts";

/** What a ClientHello offers, in its order, GREASE left out. Tables of names are in `tls`. */
export interface TracedClientHello {
  /** legacy_version. */
  readonly legacyVersion: number;
  /** From supported_versions; else legacy_version alone, which stands for older ones too. */
  readonly versions: readonly number[];
  readonly cipherSuites: readonly number[];
  /** ExtensionType of each. */
  readonly extensions: readonly number[];
  readonly groups: readonly number[];
  /** Groups of the key shares: TLS 1.3. */
  readonly keyShares: readonly number[];
  readonly signatureAlgorithms: readonly number[];
  /** server_name; hostile text. */
  readonly serverName: string | null;
  /** Names as sent, latin1; hostile text. */
  readonly alpn: readonly string[];
  /** Bytes of the whole message. */
  readonly length: number;
  /** `SSL 2.0`'s form of the hello. */
  readonly ssl2: boolean;
  /** The capture, or a fault of the client, ends it too early: what was read before is here. */
  readonly incomplete: boolean;
}

type Draft = { -readonly [K in keyof TracedClientHello]: TracedClientHello[K] };

/** RFC 8446 section 4.1.2. Unlike a handshake's, this reader keeps what comes before a fault: evidence, not a protocol.
 *  @param body without the header of the handshake message, perhaps cut */
export function readClientHello(body: Buffer, length: number): TracedClientHello {
  const draft = emptyHello(length);
  draft.incomplete = !readBody(body, draft);
  if (draft.versions.length === 0) draft.versions = [draft.legacyVersion];
  return draft;
}

/** Offset of the data of an extension; -1 when there is none. Finds one without reading the others. */
export function findExtension(body: Buffer, wanted: number): number {
  const end = body.length;
  if (end <= FIXED) return -1;
  const suites = FIXED + 1 + body.readUInt8(FIXED);
  if (suites + 2 > end) return -1;
  const compression = suites + 2 + body.readUInt16BE(suites);
  if (compression >= end) return -1;
  for (let offset = compression + 3 + body.readUInt8(compression); offset + 4 <= end;) {
    const next = offset + 4 + body.readUInt16BE(offset + 2);
    if (body.readUInt16BE(offset) === wanted) return next <= end ? offset + 4 : -1;
    offset = next;
  }
  return -1;
}

/** server_name alone. Hostile text. */
export function readServerNameOf(body: Buffer): string | null {
  const start = findExtension(body, EXTENSION_TYPE.server_name);
  return start === -1 ? null : readServerName(body, start, body.length);
}

/** MSG-CLIENT-HELLO, RFC 5246 appendix E.2: specs of three bytes, which begin with 0 when they are TLS's.
 *  @param body without the two bytes of the header */
export function readSsl2ClientHello(body: Buffer): TracedClientHello {
  const draft = emptyHello(body.length);
  draft.ssl2 = true;
  draft.legacyVersion = body.readUInt16BE(1);
  draft.versions = [draft.legacyVersion];
  const end = Math.min(body.length - 2, 9 + body.readUInt16BE(3));
  const suites: number[] = [];
  for (let offset = 9; offset < end; offset += 3) {
    if (body.readUInt8(offset) === 0) suites.push(body.readUInt16BE(offset + 1));
  }
  draft.cipherSuites = suites;
  return draft;
}

function emptyHello(length: number): Draft {
  return {
    legacyVersion: VERSION.SSL_3_0,
    versions: [],
    cipherSuites: [],
    extensions: [],
    groups: [],
    keyShares: [],
    signatureAlgorithms: [],
    serverName: null,
    alpn: [],
    length,
    ssl2: false,
    incomplete: false,
  };
}

/** Up to and including the random. */
const FIXED = 34;

/** False when the bytes end too early. */
function readBody(body: Buffer, draft: Draft): boolean {
  const end = body.length;
  if (end < FIXED + 1) return false;
  draft.legacyVersion = body.readUInt16BE(0);
  let offset = FIXED + 1 + body.readUInt8(FIXED);
  if (offset + 2 > end) return false;
  const suitesEnd = offset + 2 + body.readUInt16BE(offset);
  draft.cipherSuites = readUint16s(body, offset + 2, Math.min(suitesEnd, end));
  if (suitesEnd + 1 > end) return false;
  offset = suitesEnd + 1 + body.readUInt8(suitesEnd);
  // SSL 3.0 and TLS 1.0 may have no extensions.
  if (offset === end) return true;
  if (offset + 2 > end) return false;
  const extensionsEnd = offset + 2 + body.readUInt16BE(offset);
  const extensions: number[] = [];
  draft.extensions = extensions;
  for (offset += 2; offset + 4 <= Math.min(extensionsEnd, end);) {
    const type = body.readUInt16BE(offset);
    const start = offset + 4;
    offset = start + body.readUInt16BE(offset + 2);
    if (!isGrease(type)) extensions.push(type);
    if (offset > end) return false;
    readExtension(body, start, offset, type, draft);
  }
  return extensionsEnd === end && offset === end;
}

function readExtension(body: Buffer, start: number, end: number, type: number, draft: Draft): void {
  switch (type) {
    case EXTENSION_TYPE.server_name:
      draft.serverName ??= readServerName(body, start, end);
      break;
    case EXTENSION_TYPE.supported_groups:
      draft.groups = readUint16s(body, start + 2, end);
      break;
    case EXTENSION_TYPE.signature_algorithms:
      draft.signatureAlgorithms = readUint16s(body, start + 2, end);
      break;
    case EXTENSION_TYPE.supported_versions:
      draft.versions = readUint16s(body, start + 1, end);
      break;
    case EXTENSION_TYPE.application_layer_protocol_negotiation:
      draft.alpn = readProtocolNames(body, start + 2, end);
      break;
    case EXTENSION_TYPE.key_share:
      draft.keyShares = readKeyShares(body, start + 2, end);
      break;
  }
}

function readUint16s(body: Buffer, start: number, end: number): number[] {
  const values: number[] = [];
  for (let offset = start; offset + 2 <= end; offset += 2) {
    const value = body.readUInt16BE(offset);
    if (!isGrease(value)) values.push(value);
  }
  return values;
}

/** RFC 6066 section 3: a list of a type (0 for host_name), a length and the name. */
function readServerName(body: Buffer, start: number, end: number): string | null {
  if (start + 5 > end || body.readUInt8(start + 2) !== 0) return null;
  const name = start + 5;
  return body.toString("latin1", name, Math.min(end, name + body.readUInt16BE(start + 3)));
}

/** RFC 7301 section 3.1. */
function readProtocolNames(body: Buffer, start: number, end: number): string[] {
  const names: string[] = [];
  for (let offset = start; offset < end;) {
    const name = offset + 1;
    offset = name + body.readUInt8(offset);
    if (offset <= end) names.push(body.toString("latin1", name, offset));
  }
  return names;
}

/** RFC 8446 section 4.2.8. */
function readKeyShares(body: Buffer, start: number, end: number): number[] {
  const groups: number[] = [];
  for (let offset = start; offset + 4 <= end; offset += 4 + body.readUInt16BE(offset + 2)) {
    const group = body.readUInt16BE(offset);
    if (!isGrease(group)) groups.push(group);
  }
  return groups;
}
