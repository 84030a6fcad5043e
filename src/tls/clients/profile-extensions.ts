import { encodeUint, encodeVector } from "../../wire/encoding.ts";
import {
  alpn,
  greaseEncryptedClientHello,
  compressCertificate,
  keyShare,
  renegotiationInfo,
  serverName as encodeServerName,
  shareFor,
  signatureAlgorithms,
  statusRequest,
  supportedGroups,
  supportedVersions,
} from "../client-extensions.ts";
import type { Extension } from "../extension.ts";
import { EXTENSION_TYPE } from "../extension-types.ts";
import { NAMED_GROUP } from "../named-groups.ts";
import { LEGACY_SIGNATURE_SCHEMES, SIGNATURE_SCHEME, describeSignatureScheme } from "../signature-schemes.ts";
import { VERSION_BY_NAME } from "../version.ts";
import type {
  ClientProfile,
  ExtensionContents,
  GreasedList,
  GroupName,
  PointFormat,
  SignatureName,
} from "./client-profile.ts";

/** In the profile's order, without padding: how much is needed shows when the rest is there. */
export function listProfileExtensions(profile: ClientProfile, serverName: string | null): Extension[] | null {
  const { extensions, grease = [] } = profile;
  if (extensions === null) return null;
  const listed = Object.keys(extensions)
    .filter(isName)
    .flatMap((name) => composeExtension(name, extensions[name], { serverName, grease }));
  if (!grease.includes("extensions")) return listed;
  return [
    { type: GREASE.firstExtension, data: new Uint8Array() },
    ...listed,
    { type: GREASE.lastExtension, data: Buffer.from([0]) },
  ];
}

interface Context {
  readonly serverName: string | null;
  readonly grease: readonly GreasedList[];
}

/** Null: left out. */
type Composers = {
  readonly [K in keyof ExtensionContents]: (
    content: ExtensionContents[K],
    context: Context,
  ) => Uint8Array | null;
};

const COMPOSERS: Composers = {
  server_name: (_, { serverName }) => (serverName === null ? null : encodeServerName(serverName).data),
  status_request: () => statusRequest().data,
  supported_groups: (names, { grease }) =>
    supportedGroups([...(grease.includes("supported_groups") ? [GREASE.group] : []), ...names.map(groupId)])
      .data,
  ec_point_formats: (names) => encodeVector(1, Buffer.from(names.map((name) => POINT_FORMAT[name]))),
  signature_algorithms: (names, { grease }) =>
    signatureAlgorithms([
      ...(grease.includes("signature_algorithms") ? [GREASE.signatureAlgorithm] : []),
      ...names.map(schemeId),
    ]).data,
  heartbeat: () => Buffer.from([1]),
  application_layer_protocol_negotiation: (names) => alpn(names).data,
  status_request_v2: encodeStatusRequestV2,
  signed_certificate_timestamp: nothing,
  padding: () => null,
  encrypt_then_mac: nothing,
  extended_master_secret: nothing,
  compress_certificate: (names) => compressCertificate(names.map((name) => COMPRESSION[name])).data,
  record_size_limit: (bytes) => encodeUint(2, bytes),
  delegated_credential: encodeSchemes,
  session_ticket: nothing,
  supported_versions: (names, { grease }) =>
    supportedVersions([
      ...(grease.includes("supported_versions") ? [GREASE.version] : []),
      ...names.map((name) => VERSION_BY_NAME[name]),
    ]).data,
  psk_key_exchange_modes: (names) => encodeVector(1, Buffer.from(names.map((name) => PSK_MODE[name]))),
  post_handshake_auth: nothing,
  signature_algorithms_cert: encodeSchemes,
  key_share: (names, { grease }) =>
    keyShare([
      ...(grease.includes("key_share") ? [{ group: GREASE.group, keyExchange: Buffer.from([0]) }] : []),
      ...names.flatMap((name) => shareFor(groupId(name))),
    ]).data,
  next_protocol_negotiation: nothing,
  application_settings: (names) => alpn(names).data,
  encrypted_client_hello: () => greaseEncryptedClientHello().data,
  renegotiation_info: () => renegotiationInfo().data,
  trust_anchors: (ids) =>
    encodeVector(2, ...ids.map((id) => encodeVector(1, encodeRelativeOid(id.split(".").map(Number))))),
};

function isName(name: string): name is keyof ExtensionContents {
  return name in COMPOSERS;
}

function composeExtension<K extends keyof ExtensionContents>(
  name: K,
  content: ExtensionContents[K] | undefined,
  context: Context,
): Extension[] {
  const data = content === undefined ? null : COMPOSERS[name](content, context);
  return data === null ? [] : [{ type: EXTENSION_TYPE[name], data }];
}

function nothing(): Uint8Array {
  return new Uint8Array();
}

/** RFC 6961 section 2.2. */
function encodeStatusRequestV2(names: readonly ("ocsp" | "ocsp_multi")[]): Uint8Array {
  const items = names.flatMap((name) => [
    Buffer.from([name === "ocsp" ? 1 : 2]),
    encodeVector(2, Buffer.alloc(4)),
  ]);
  return encodeVector(2, ...items);
}

function encodeSchemes(names: readonly SignatureName[]): Uint8Array {
  return signatureAlgorithms(names.map(schemeId)).data;
}

/** @throws Error for a pair that was never given a number: a mistake in a profile. */
function schemeId(name: SignatureName): number {
  const id = SCHEME_IDS.get(name);
  if (id === undefined) throw new Error(`no signature algorithm is called ${name}`);
  return id;
}

const SCHEME_IDS: ReadonlyMap<string, number> = new Map([
  ...LEGACY_SIGNATURE_SCHEMES.map((id) => [describeSignatureScheme(id), id] as const),
  ...Object.entries(SIGNATURE_SCHEME),
]);

/** X.690 section 8.20: seven bits a byte, all but the last with the eighth. Arcs of up to 21 bits. */
function encodeRelativeOid(arcs: readonly number[]): Uint8Array {
  return Buffer.from(
    arcs.flatMap((arc) => [
      ...(arc >= 1 << 14 ? [0x80 | (arc >> 14)] : []),
      ...(arc >= 1 << 7 ? [0x80 | ((arc >> 7) & 0x7f)] : []),
      arc & 0x7f,
    ]),
  );
}

function groupId(name: GroupName): number {
  return NAMED_GROUP[name];
}

const POINT_FORMAT: Readonly<Record<PointFormat, number>> = {
  uncompressed: 0,
  ansiX962_compressed_prime: 1,
  ansiX962_compressed_char2: 2,
};

/** RFC 8446 section 4.2.9. */
const PSK_MODE = { psk_ke: 0, psk_dhe_ke: 1 } as const;

/** RFC 8879 section 7.3. */
const COMPRESSION = { zlib: 1, brotli: 2, zstd: 3 } as const;

/** The two extensions are not the same one; a key share is for the group. */
const GREASE = {
  firstExtension: 0x1a1a,
  lastExtension: 0x2a2a,
  group: 0x3a3a,
  version: 0x4a4a,
  signatureAlgorithm: 0x5a5a,
} as const;
