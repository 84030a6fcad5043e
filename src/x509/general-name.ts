import type { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import {
  constructed,
  primitive,
  readConstructed,
  readElement,
  readNonEmptySequenceOf,
  readObjectIdentifier,
} from "../wire/der.ts";
import { formatIpAddress } from "./ip-address.ts";
import { formatName, latin1, readName } from "./name.ts";
import type { Name } from "./name.ts";

/** RFC 5280 section 4.2.1.6, in the order of its tags. The strings are hostile: IA5String read as Latin-1. */
export type GeneralName =
  | { readonly type: "otherName"; readonly typeId: string; readonly encoded: Uint8Array }
  | { readonly type: "rfc822Name"; readonly value: string }
  | { readonly type: "dNSName"; readonly value: string }
  | { readonly type: "x400Address"; readonly encoded: Uint8Array }
  | { readonly type: "directoryName"; readonly name: Name }
  | { readonly type: "ediPartyName"; readonly encoded: Uint8Array }
  | { readonly type: "uniformResourceIdentifier"; readonly value: string }
  /** 4 or 16 octets in a certificate; 8 or 32 in a name constraint. Not checked here. */
  | { readonly type: "iPAddress"; readonly octets: Uint8Array }
  | { readonly type: "registeredID"; readonly value: string };

/** GeneralNames: SEQUENCE SIZE (1..MAX) OF GeneralName. */
export function readGeneralNames(cursor: Cursor, structure: string): [GeneralName, ...GeneralName[]] {
  return readNonEmptySequenceOf(cursor, structure, readGeneralName);
}

export function readGeneralName(cursor: Cursor): GeneralName {
  const { offset } = cursor;
  switch (cursor.peek()) {
    case constructed(0):
      return readConstructed(cursor, constructed(0), "OtherName", (content) => {
        const typeId = readObjectIdentifier(content, "OtherName");
        return { type: "otherName", typeId, encoded: readElement(content, "OtherName").encoded };
      });
    case primitive(1):
      return { type: "rfc822Name", value: latin1(readImplicit(cursor)) };
    case primitive(2):
      return { type: "dNSName", value: latin1(readImplicit(cursor)) };
    case constructed(3):
      return { type: "x400Address", encoded: readElement(cursor, "GeneralName").encoded };
    case constructed(4):
      // Name is a CHOICE, so its tag is EXPLICIT.
      return readConstructed(cursor, constructed(4), "GeneralName", (content) => ({
        type: "directoryName",
        name: readName(content, "directoryName"),
      }));
    case constructed(5):
      return { type: "ediPartyName", encoded: readElement(cursor, "GeneralName").encoded };
    case primitive(6):
      return { type: "uniformResourceIdentifier", value: latin1(readImplicit(cursor)) };
    case primitive(7):
      return { type: "iPAddress", octets: readImplicit(cursor) };
    case primitive(8):
      return { type: "registeredID", value: readObjectIdentifier(cursor, "registeredID", primitive(8)) };
    case undefined:
      throw new DecodeError("truncated", "GeneralName", offset);
    default:
      throw new DecodeError("illegal_value", "GeneralName", offset);
  }
}

function readImplicit(cursor: Cursor): Uint8Array {
  const { content } = readElement(cursor, "GeneralName");
  return content.opaque(content.remaining, "GeneralName");
}

/** `DNS:api.example.com`, `IP Address:192.0.2.7`, … with OpenSSL's prefixes. */
export function formatGeneralName(name: GeneralName): string {
  switch (name.type) {
    case "otherName":
      return `othername:${name.typeId}`;
    case "rfc822Name":
      return `email:${name.value}`;
    case "dNSName":
      return `DNS:${name.value}`;
    case "x400Address":
      return `X400Name:#${Buffer.from(name.encoded).toString("hex")}`;
    case "directoryName":
      return `DirName:${formatName(name.name)}`;
    case "ediPartyName":
      return `EdiPartyName:#${Buffer.from(name.encoded).toString("hex")}`;
    case "uniformResourceIdentifier":
      return `URI:${name.value}`;
    case "iPAddress":
      return `IP Address:${formatIpAddress(name.octets)}`;
    case "registeredID":
      return `Registered ID:${name.value}`;
  }
}
