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
import { GREASE_VALUES } from "../grease.ts";
import { NAMED_GROUP } from "../named-groups.ts";
import { LEGACY_SIGNATURE_SCHEMES, SIGNATURE_SCHEME, describeSignatureScheme } from "../signature-schemes.ts";
import type { VersionName } from "../version.ts";
import { VERSION_BY_NAME } from "../version.ts";
import type {
  ClientProfile,
  ExtensionContents,
  GroupName,
  PointFormat,
  ProfileExtensions,
  SignatureName,
} from "./client-profile.ts";

/** In the profile's order, without padding: how much is needed shows when the rest is there. */
export function listProfileExtensions(profile: ClientProfile, serverName: string | null): Extension[] | null {
  const { extensions, versions, grease = false } = profile;
  if (extensions === null) return null;
  const listed = Object.keys(extensions)
    .filter(isName)
    .flatMap((name) => composeExtension(name, extensions, { versions, serverName, grease }));
  if (!grease) return listed;
  const [, first = 0, last = 0] = GREASE_VALUES;
  return [{ type: first, data: new Uint8Array() }, ...listed, { type: last, data: Buffer.from([0]) }];
}

interface Context {
  readonly versions: readonly VersionName[];
  readonly serverName: string | null;
  readonly grease: boolean;
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
    supportedGroups([...(grease ? [GREASED_GROUP] : []), ...names.map(groupId)]).data,
  ec_point_formats: (names) => encodeVector(1, Buffer.from(names.map((name) => POINT_FORMAT[name]))),
  signature_algorithms: encodeSchemes,
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
  supported_versions: (_, { versions, grease }) =>
    supportedVersions([
      ...(grease ? [GREASED_VERSION] : []),
      ...versions.map((name) => VERSION_BY_NAME[name]),
    ]).data,
  psk_key_exchange_modes: (names) => encodeVector(1, Buffer.from(names.map((name) => PSK_MODE[name]))),
  post_handshake_auth: nothing,
  signature_algorithms_cert: encodeSchemes,
  key_share: (names, { grease }) =>
    keyShare([
      ...(grease ? [{ group: GREASED_GROUP, keyExchange: Buffer.from([0]) }] : []),
      ...names.flatMap((name) => shareFor(groupId(name))),
    ]).data,
  next_protocol_negotiation: nothing,
  application_settings: (names) => alpn(names).data,
  channel_id: nothing,
  encrypted_client_hello: () => greaseEncryptedClientHello().data,
  renegotiation_info: () => renegotiationInfo().data,
};

function isName(name: string): name is keyof ExtensionContents {
  return name in COMPOSERS;
}

function composeExtension<K extends keyof ExtensionContents>(
  name: K,
  extensions: ProfileExtensions,
  context: Context,
): Extension[] {
  const content: ExtensionContents[K] | undefined = extensions[name];
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

const [, , , GREASED_GROUP = 0, GREASED_VERSION = 0] = GREASE_VALUES;
