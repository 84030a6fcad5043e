import { parseIpAddress } from "../../x509/ip-address.ts";
import type { Certificate } from "../../x509/certificate.ts";
import type { GeneralName } from "../../x509/general-name.ts";
import { matchesReference, parseReferenceIdentifier } from "../../x509/reference-identifier.ts";

/** Whether a presented identifier of the certificate is for this host: RFC 9525 section 6. */
export function namesHost({ subjectAltName }: Certificate, host: string): boolean {
  const reference = parseReferenceIdentifier(host);
  return subjectAltName.some((text) => {
    const presented = readPresented(text);
    return presented !== null && matchesReference(reference, presented);
  });
}

/** As `formatGeneralName` writes them. */
function readPresented(text: string): GeneralName | null {
  if (text.startsWith("DNS:")) return { type: "dNSName", value: text.slice("DNS:".length) };
  const octets = text.startsWith("IP Address:")
    ? parseIpAddress(text.slice("IP Address:".length))
    : undefined;
  return octets === undefined ? null : { type: "iPAddress", octets };
}
