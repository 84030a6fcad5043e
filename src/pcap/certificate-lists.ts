import { DecodeError } from "../wire/decode-error.ts";
import { decodeCertificateMessage } from "../tls/certificate-messages.ts";
import { VERSION } from "../tls/version.ts";

interface Known {
  readonly body: Buffer;
  readonly certificateList: readonly Uint8Array[];
}

/** Bytes that are kept; all go when there are more. */
const MAX_BYTES = 8 << 20;

/** The lists of Certificate messages. One that has come before is not copied again: a server sends the same to all, so what
 *  looks at them later knows a list by its identity. */
export class CertificateLists {
  #known = new Map<number, Known>();
  #size = 0;

  /** @param body of a Certificate message before TLS 1.3. Null when it is malformed. */
  read(body: Buffer): readonly Uint8Array[] | null {
    const key = sample(body);
    const known = this.#known.get(key);
    if (known?.body.equals(body) === true) return known.certificateList;
    const copy = Buffer.from(body);
    const certificateList = decode(copy);
    if (certificateList === null) return null;
    if (this.#size > MAX_BYTES) {
      this.#known = new Map();
      this.#size = 0;
    }
    this.#known.set(key, { body: copy, certificateList });
    this.#size += copy.length;
    return certificateList;
  }
}

/** Tells lists apart well enough; that two are the same is compared. */
function sample(body: Buffer): number {
  let hash = body.length;
  const step = Math.max(1, body.length >> 6);
  for (let offset = 0; offset < body.length; offset += step)
    hash = (Math.imul(hash, 31) + body.readUInt8(offset)) | 0;
  return hash;
}

function decode(body: Buffer): readonly Uint8Array[] | null {
  try {
    return decodeCertificateMessage(body, VERSION.TLS_1_2).certificateList;
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
