import type { HandshakeResult } from "../diagnosis/evidence.ts";
import type { FlightFault, ServerFlight } from "../tls/server-flight.ts";
import { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import type { Certificate } from "../x509/certificate.ts";
import { decodeCertificate } from "../x509/certificate.ts";
import { formatName, readName } from "../x509/name.ts";

export interface ReadFlight {
  readonly certificateList: readonly Certificate[];
  /** RFC 4514 names. */
  readonly authorities: readonly string[];
  /** What could not be read, of the flight or of what is in it. */
  readonly fault: FlightFault | null;
}

/** The certificates and names of a flight. */
export function readFlight(flight: ServerFlight): ReadFlight {
  try {
    return {
      certificateList: flight.certificateList.map((der) => decodeCertificate(der)),
      authorities: flight.authorities.map((der) =>
        formatName(readName(new Cursor(der), "DistinguishedName")),
      ),
      fault: flight.fault,
    };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { structure, code } = error;
    return { certificateList: [], authorities: [], fault: { class: "malformed", structure, code } };
  }
}

export function describeFault({ class: faultClass, structure, code }: FlightFault): HandshakeResult {
  return { outcome: "broken", class: faultClass, code: `${structure} ${code}` };
}
