import type { Bundle, Place } from "./bundle.ts";
import { readCertificateListing } from "./certificate-listing.ts";
import { Collector } from "./collector.ts";
import { readDer } from "./der-object.ts";
import { isKeyStore, readKeyStore } from "./java-key-store.ts";
import { looksLikeSecret, readSecrets } from "./kubernetes-secret.ts";
import { mentionsPem, readPem } from "./pem-reader.ts";
import { decodeText } from "./text.ts";

export interface ReadOptions {
  /** For PKCS#12, JKS and encrypted keys. */
  readonly password?: string | undefined;
  /** Only to notice DER that calls itself `.pem`. */
  readonly fileName?: string | undefined;
}

/** A truststore of every public authority has a fifth of it. */
export const MAX_BUNDLE_BYTES = 4 * 1024 * 1024;
/** Base64 in base64 in a secret in a list. */
const MAX_NESTING = 4;
const SEQUENCE = 0x30;
const HERE: Place = { within: null, line: null };

/** Everything that can be found in a file or a pasted text, whatever form it has; never throws. What is wrong
 *  with it is in `faults`. The work is bounded. */
export function readBundle(bytes: Uint8Array, { password, fileName }: ReadOptions = {}): Bundle {
  const collector = new Collector(password ?? null);
  if (bytes.length > MAX_BUNDLE_BYTES) {
    collector.lost(HERE, { code: "limit_exceeded", what: "bytes", limit: MAX_BUNDLE_BYTES });
    return collector.finish();
  }
  readBytes(bytes, HERE, collector, 0);
  if (bytes[0] === SEQUENCE && /\.pem$/iu.test(fileName ?? "") && !collector.foundNothing)
    collector.repaired(HERE, { code: "der_named_pem" }, "warning");
  return collector.finish();
}

/** @param nesting how many layers were taken off already. */
function readBytes(bytes: Uint8Array, place: Place, collector: Collector, nesting: number): void {
  if (nesting > MAX_NESTING) {
    collector.lost(place, { code: "limit_exceeded", what: "nesting", limit: MAX_NESTING });
    return;
  }
  if (isKeyStore(bytes)) {
    readKeyStore(bytes, place, collector);
    return;
  }
  // 0x30 is the digit 0 too; a DER length follows only in DER.
  if (bytes[0] === SEQUENCE && !isBase64(Buffer.from(bytes).toString("latin1"))) {
    if (nesting === 0) collector.format("DER");
    readDer(bytes, null, place, collector);
    return;
  }
  const { text, encoding, byteOrderMark } = decodeText(bytes);
  if (encoding !== null) collector.repaired(place, { code: "encoding", found: encoding });
  else if (byteOrderMark && text.startsWith("-----BEGIN"))
    collector.repaired(place, { code: "byte_order_mark" }, "warning");
  readText(text, bytes, place, collector, nesting);
}

function readText(
  text: string,
  bytes: Uint8Array,
  place: Place,
  collector: Collector,
  nesting: number,
): void {
  if (text.trim() === "") return collector.lost(place, { code: "empty" });
  const readValue = (value: Uint8Array, within: Place) => readBytes(value, within, collector, nesting + 1);
  if (looksLikeSecret(text) && readSecrets(text, place, collector, readValue)) return;
  if (mentionsPem(text)) return readPem(text, place, collector);
  if (readCertificateListing(text, place, collector)) return;
  if (isBase64(text)) {
    const decoded = Buffer.from(text, "base64");
    if (nesting === 0) collector.format("base64");
    else collector.repaired(place, { code: "base64_twice" });
    return readBytes(decoded, place, collector, nesting + 1);
  }
  collector.lost(place, {
    code: "not_recognized",
    firstBytes: Buffer.from(bytes.subarray(0, 16)).toString("hex"),
  });
}

/** Shorter texts may be words. */
const MIN_BASE64 = 64;

function isBase64(text: string): boolean {
  const packed = text.replaceAll(/\s/gu, "");
  return packed.length >= MIN_BASE64 && /^[A-Za-z0-9+/]+={0,2}$/u.test(packed);
}
