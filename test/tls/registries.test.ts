import { expect, it } from "vitest";
import { describeExtensionType } from "../../src/tls/extension-types.ts";
import { GREASE_VALUES, isGrease } from "../../src/tls/grease.ts";
import { describeNamedGroup } from "../../src/tls/named-groups.ts";
import { LEGACY_SIGNATURE_SCHEMES, describeSignatureScheme } from "../../src/tls/signature-schemes.ts";

it("groups are named as IANA names them", () => {
  const ids = [0x0013, 0x0017, 0x001a, 0x001d, 0x0104, 0x11eb, 0x11ec, 0x11ed, 0x7f1c];
  expect(ids.map(describeNamedGroup)).toEqual([
    "secp192r1",
    "secp256r1",
    "brainpoolP256r1",
    "x25519",
    "ffdhe8192",
    "SecP256r1MLKEM768",
    "X25519MLKEM768",
    "SecP384r1MLKEM1024",
    "0x7f1c",
  ]);
});

it("signature schemes, the pairs of TLS 1.2 too", () => {
  const ids = [0x0101, 0x0201, 0x0302, 0x0403, 0x0804, 0x0808, 0x0904, 0x0911, 0x7f1c];
  expect(ids.map(describeSignatureScheme)).toEqual([
    "rsa_pkcs1_md5",
    "rsa_pkcs1_sha1",
    "dsa_sha224",
    "ecdsa_secp256r1_sha256",
    "rsa_pss_rsae_sha256",
    "ed448",
    "mldsa44",
    "slhdsa_sha2_128s",
    "0x7f1c",
  ]);
  expect(LEGACY_SIGNATURE_SCHEMES).toHaveLength(18);
  expect(LEGACY_SIGNATURE_SCHEMES.filter((id) => describeSignatureScheme(id).startsWith("0x"))).toEqual([]);
});

it("extensions, with the gaps of the registry in the right places", () => {
  const codes = [0, 16, 27, 35, 39, 41, 45, 47, 51, 57, 62, 0xfe0d, 0xff01, 0x0a0a];
  expect(codes.map(describeExtensionType)).toEqual([
    "server_name",
    "application_layer_protocol_negotiation",
    "compress_certificate",
    "session_ticket",
    "supported_ekt_ciphers",
    "pre_shared_key",
    "psk_key_exchange_modes",
    "certificate_authorities",
    "key_share",
    "quic_transport_parameters",
    "tls_flags",
    "encrypted_client_hello",
    "renegotiation_info",
    "extension_2570",
  ]);
});

it("GREASE is sixteen values and no others", () => {
  expect(GREASE_VALUES.map((value) => value.toString(16))).toEqual(
    Array.from("0123456789abcdef", (digit) => `${digit}a${digit}a`.replace(/^0/, "")),
  );
  expect(Array.from({ length: 0x10000 }, (_, value) => value).filter(isGrease)).toEqual(GREASE_VALUES);
});
