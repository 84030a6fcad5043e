import { readBundle } from "../x509/bundle/read-bundle.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { FetchOptions } from "./fetch-bytes.ts";
import { fetchBytes } from "./fetch-bytes.ts";

/** A certificate has 1 to 4 KiB, a PKCS#7 of a few somewhat more. */
const MAX_BYTES = 64 * 1024;
const MAX_URLS = 3;
const MAX_CERTIFICATES = 10;

/** The certificates behind caIssuers (RFC 5280 section 4.2.2.1), asked one URL after the other until one answers. What
 *  fails is no certificate. @throws the signal's reason when it is aborted. */
export async function fetchIssuers(
  urls: readonly string[],
  options: FetchOptions,
): Promise<readonly Certificate[]> {
  for (const url of urls.slice(0, MAX_URLS)) {
    options.signal?.throwIfAborted();
    const bytes = await fetchBytes({ url, maxBytes: MAX_BYTES }, options);
    const found = bytes === null ? [] : readBundle(bytes).certificates.map(({ certificate }) => certificate);
    if (found.length > 0) return found.slice(0, MAX_CERTIFICATES);
  }
  return [];
}
