import { Cursor } from "../../wire/cursor.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import { formatName, readName } from "../../x509/name.ts";

/** A distinguished name, RFC 4514; its bytes in hexadecimal when it is none. */
export function formatAuthority(der: Uint8Array): string {
  try {
    return formatName(readName(new Cursor(der), "DistinguishedName"));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return Buffer.from(der).toString("hex");
  }
}
