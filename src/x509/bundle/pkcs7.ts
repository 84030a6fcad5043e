import { Cursor } from "../../wire/cursor.ts";
import {
  TAG,
  constructed,
  readConstructed,
  readElement,
  readObjectIdentifier,
  readOptional,
  readSequence,
} from "../../wire/der.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import { decodeCertificate } from "../certificate.ts";
import { toDer } from "./ber.ts";
import type { Place } from "./bundle.ts";
import type { Collector } from "./collector.ts";

const SIGNED_DATA = "1.2.840.113549.1.7.2";

/** The certificates and CRLs of SignedData, RFC 5652 section 5.1 (`.p7b`). What is signed is not looked at.
 *  @throws DecodeError */
export function readPkcs7(bytes: Uint8Array, place: Place, collector: Collector): void {
  readSequence(new Cursor(toDer(bytes)), "ContentInfo", (info) => {
    const { offset } = info;
    if (readObjectIdentifier(info, "contentType") !== SIGNED_DATA)
      throw new DecodeError("illegal_value", "ContentInfo.contentType", offset);
    readConstructed(info, constructed(0), "content", (content) =>
      readSequence(content, "SignedData", (data) => {
        for (const name of ["version", "digestAlgorithms", "encapContentInfo"]) readElement(data, name);
        readOptional(data, constructed(0), (c) =>
          readConstructed(c, constructed(0), "certificates", (list) =>
            readCertificates(list, place, collector),
          ),
        );
        readOptional(data, constructed(1), (c) =>
          readConstructed(c, constructed(1), "crls", (list) => {
            while (list.remaining > 0) collector.crl(readElement(list, "CertificateList").encoded, place);
          }),
        );
        readElement(data, "signerInfos");
      }),
    );
  });
}

/** CertificateChoices: the obsolete and attribute certificates among them are left out. */
function readCertificates(list: Cursor, place: Place, collector: Collector): void {
  while (list.remaining > 0) {
    const { tag, encoded } = readElement(list, "CertificateChoices");
    if (tag === TAG.sequence)
      collector.attempt(place, () =>
        collector.certificate({ certificate: decodeCertificate(encoded), place }),
      );
  }
}
