/** SignatureScheme, the IANA registry "TLS SignatureScheme". */
export const SIGNATURE_SCHEME = {
  rsa_pkcs1_sha1: 0x0201,
  ecdsa_sha1: 0x0203,
  rsa_pkcs1_sha256: 0x0401,
  ecdsa_secp256r1_sha256: 0x0403,
  rsa_pkcs1_sha256_legacy: 0x0420,
  rsa_pkcs1_sha384: 0x0501,
  ecdsa_secp384r1_sha384: 0x0503,
  rsa_pkcs1_sha384_legacy: 0x0520,
  rsa_pkcs1_sha512: 0x0601,
  ecdsa_secp521r1_sha512: 0x0603,
  rsa_pkcs1_sha512_legacy: 0x0620,
  eccsi_sha256: 0x0704,
  iso_ibs1: 0x0705,
  iso_ibs2: 0x0706,
  iso_chinese_ibs: 0x0707,
  sm2sig_sm3: 0x0708,
  gostr34102012_256a: 0x0709,
  gostr34102012_256b: 0x070a,
  gostr34102012_256c: 0x070b,
  gostr34102012_256d: 0x070c,
  gostr34102012_512a: 0x070d,
  gostr34102012_512b: 0x070e,
  gostr34102012_512c: 0x070f,
  rsa_pss_rsae_sha256: 0x0804,
  rsa_pss_rsae_sha384: 0x0805,
  rsa_pss_rsae_sha512: 0x0806,
  ed25519: 0x0807,
  ed448: 0x0808,
  rsa_pss_pss_sha256: 0x0809,
  rsa_pss_pss_sha384: 0x080a,
  rsa_pss_pss_sha512: 0x080b,
  ecdsa_brainpoolP256r1tls13_sha256: 0x081a,
  ecdsa_brainpoolP384r1tls13_sha384: 0x081b,
  ecdsa_brainpoolP512r1tls13_sha512: 0x081c,
  mldsa44: 0x0904,
  mldsa65: 0x0905,
  mldsa87: 0x0906,
  slhdsa_sha2_128s: 0x0911,
  slhdsa_sha2_128f: 0x0912,
  slhdsa_sha2_192s: 0x0913,
  slhdsa_sha2_192f: 0x0914,
  slhdsa_sha2_256s: 0x0915,
  slhdsa_sha2_256f: 0x0916,
  slhdsa_shake_128s: 0x0917,
  slhdsa_shake_128f: 0x0918,
  slhdsa_shake_192s: 0x0919,
  slhdsa_shake_192f: 0x091a,
  slhdsa_shake_256s: 0x091b,
  slhdsa_shake_256f: 0x091c,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(SIGNATURE_SCHEME).map(([name, id]) => [id, name]),
);

/** TLS 1.2 had pairs of a hash and a signature algorithm: RFC 5246 section 7.4.1.4.1, RFC 9189 section 4.3. */
const HASHES: ReadonlyMap<number, string> = new Map([
  [1, "md5"],
  [2, "sha1"],
  [3, "sha224"],
  [4, "sha256"],
  [5, "sha384"],
  [6, "sha512"],
]);
const SIGNATURES: ReadonlyMap<number, string> = new Map([
  [0, "anonymous"],
  [1, "rsa_pkcs1"],
  [2, "dsa"],
  [3, "ecdsa"],
]);

/** Every pair of TLS 1.2: `rsa_pkcs1_md5` to `ecdsa_sha512`, in the order of their ids. */
export const LEGACY_SIGNATURE_SCHEMES: readonly number[] = Array.from(HASHES.keys()).flatMap((hash) =>
  [1, 2, 3].map((signature) => (hash << 8) | signature),
);

/** `rsa_pss_rsae_sha256`, `dsa_sha224`; `0x7f1c` for what has no name. */
export function describeSignatureScheme(id: number): string {
  const name = NAMES.get(id);
  if (name !== undefined) return name;
  const hash = HASHES.get(id >> 8);
  const signature = SIGNATURES.get(id & 0xff);
  if (hash !== undefined && signature !== undefined) return `${signature}_${hash}`;
  return `0x${id.toString(16).padStart(4, "0")}`;
}
