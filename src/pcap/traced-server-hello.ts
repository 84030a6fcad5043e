import { EXTENSION_TYPE } from "../tls/extension-types.ts";
import type { TracedServerHello } from "./handshake-trace.ts";

/** SHA-256 of "HelloRetryRequest" in place of the random: RFC 8446 section 4.1.3. */
const HELLO_RETRY_REQUEST = Buffer.from(
  "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c",
  "hex",
);
/** Up to and including the random. */
const FIXED = 34;

export interface ReadServerHello extends TracedServerHello {
  readonly helloRetryRequest: boolean;
}

/** RFC 8446 section 4.1.3. Null when it ends before the cipher suite; of extensions what there is. */
export function readServerHello(body: Buffer): ReadServerHello | null {
  const end = body.length;
  if (end <= FIXED) return null;
  let offset = FIXED + 1 + body.readUInt8(FIXED);
  if (offset + 3 > end) return null;
  const cipherSuite = body.readUInt16BE(offset);
  let version = body.readUInt16BE(0);
  let group: number | null = null;
  let alpn: string | null = null;
  // The compression method, and the length of the extensions.
  for (offset += 5; offset + 4 <= end;) {
    const type = body.readUInt16BE(offset);
    const start = offset + 4;
    offset = start + body.readUInt16BE(offset + 2);
    if (offset > end) break;
    if (type === EXTENSION_TYPE.supported_versions && start + 2 <= offset) version = body.readUInt16BE(start);
    else if (type === EXTENSION_TYPE.key_share && start + 2 <= offset) group = body.readUInt16BE(start);
    else if (type === EXTENSION_TYPE.application_layer_protocol_negotiation && start + 3 <= offset)
      alpn = body.toString("latin1", start + 3, Math.min(offset, start + 3 + body.readUInt8(start + 2)));
  }
  const helloRetryRequest = HELLO_RETRY_REQUEST.compare(body, 2, FIXED) === 0;
  return { version, cipherSuite, group, alpn, helloRetryRequest };
}
