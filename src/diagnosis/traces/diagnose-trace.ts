import type { HandshakeTrace } from "../../pcap/handshake-trace.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import type { Certificate } from "../../x509/certificate.ts";
import { decodeCertificate } from "../../x509/certificate.ts";
import { applicationProtocol } from "./rules/application-protocol.ts";
import { certificateRefused } from "./rules/certificate-refused.ts";
import { certificateValidity } from "./rules/certificate-validity.ts";
import { clientCertificate } from "./rules/client-certificate.ts";
import { connection } from "./rules/connection.ts";
import { noCommonParameters } from "./rules/no-common-parameters.ts";
import { notDetermined } from "./rules/not-determined.ts";
import { notTls } from "./rules/not-tls.ts";
import { protocolMismatch } from "./rules/protocol-mismatch.ts";
import { serverName } from "./rules/server-name.ts";
import type { ServerRecord } from "./server-records.ts";
import type { TraceFinding } from "./trace-finding.ts";
import type { FatalAlert, TraceRule } from "./trace-rule.ts";

/** Of handshakes that fail; the better explanation comes first. */
const FAILURES = {
  notTls,
  protocolMismatch,
  serverName,
  applicationProtocol,
  clientCertificate,
  noCommonParameters,
  certificateRefused,
  connection,
  notDetermined,
};

export const traceRules: Readonly<Record<string, TraceRule>> = { ...FAILURES, certificateValidity };

const FAILURE_RULES: readonly TraceRule[] = Object.values(FAILURES);
const SUCCESS_RULES: readonly TraceRule[] = [certificateValidity];

/** Why a handshake of a capture failed, or what about it will fail with others: at most one finding.
 *  @param server what the same server did with others */
export function diagnoseTrace(trace: HandshakeTrace, server: ServerRecord): readonly TraceFinding[] {
  const { kind } = trace.ending;
  if (kind === "incomplete" || (kind === "completed" && trace.certificateList.length === 0)) return [];
  const seen = {
    trace,
    server,
    certificates: {
      client: readCertificates(trace.clientCertificate.certificateList),
      server: readCertificates(trace.certificateList),
    },
    alert: findFatalAlert(trace),
  };
  for (const { check } of kind === "completed" ? SUCCESS_RULES : FAILURE_RULES) {
    const found = check(seen);
    if (found.length > 0) return found;
  }
  return [];
}

/** Null also where it is encrypted. */
export function findFatalAlert({ ending, alerts }: HandshakeTrace): FatalAlert | null {
  if (ending.kind !== "alert" || ending.encrypted) return null;
  const last = alerts.findLast(({ from }) => from === ending.by);
  if (last?.description == null || last.code === null) return null;
  return { by: ending.by, description: last.description, code: last.code };
}

/** A server sends the same list to all, and the tracer tells it by its identity. */
const KNOWN = new WeakMap<readonly Uint8Array[], readonly Certificate[]>();

const NONE: readonly Certificate[] = [];

/** Up to the first that is none. */
export function readCertificates(list: readonly Uint8Array[]): readonly Certificate[] {
  if (list.length === 0) return NONE;
  const known = KNOWN.get(list);
  if (known !== undefined) return known;
  const certificates: Certificate[] = [];
  try {
    for (const der of list) certificates.push(decodeCertificate(der));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  KNOWN.set(list, certificates);
  return certificates;
}
