import { isIP } from "node:net";
import type { Target } from "../diagnosis/target.ts";
import { formatTarget } from "../diagnosis/target.ts";
import type { Line, TraceContext, WordContext } from "./catalog.ts";

/** The same handshake by OpenSSL's client. */
export function sClient(target: Target, ...options: readonly string[]): Line {
  return { command: sClientCommand(formatTarget(target), target, ...options) };
}

/** @param where what stands for host and port in a shell. */
export function sClientCommand(where: string, target: Target, ...options: readonly string[]): string {
  const name = target.serverName ?? target.host;
  // An address never goes into server_name.
  const serverName = isIP(name) === 0 ? [`-servername ${name}`] : [];
  const startTls = target.startTls === undefined ? [] : [`-starttls ${target.startTls}`];
  return ["openssl s_client -connect", where, ...startTls, ...serverName, ...options].join(" ");
}

/** The same for each of several addresses. */
export function showEach(addresses: readonly string[], target: Target): Line {
  const list = addresses.map((address) => (address.includes(":") ? `'[${address}]'` : address)).join(" ");
  const handshake = sClientCommand(`"$address:${target.port}"`, target);
  return {
    command: `for address in ${list}; do\n  echo | ${handshake} | openssl x509 -noout -subject -enddate\ndone`,
  };
}

/** The documents' own capture command, with the address filled in. */
export function captureCommand({ addresses, target }: WordContext): Line {
  const address = addresses[0] ?? target.host;
  return { command: `tcpdump -i any -s 0 host ${address} -w tls-${target.port}.pcap` };
}

/** A check of a server that was seen in a capture. The name is the client's, and goes into a shell only when it is harmless. */
export function probeCommand({ server, serverName }: TraceContext): string {
  const named = serverName !== null && /^[a-z0-9][a-z0-9.-]*$/i.test(serverName);
  return `tlscheck ${server}${named ? ` --name ${serverName}` : ""}`;
}

/** A file name is a stranger's. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** For `sClient`: the newest of these versions alone. */
export function versionOption(versions: readonly string[]): string[] {
  const [, minor] = /^TLS 1\.(\d)$/.exec(versions.toSorted().at(-1) ?? "") ?? [];
  if (minor === undefined) return [];
  return [minor === "0" ? "-tls1" : `-tls1_${minor}`];
}

/** What an Apigee Edge Message Processor speaks to its backend, in the TargetEndpoint or on the target server.
 *  @param version `TLS 1.2` */
export function sslInfo(version: string): Line {
  const protocol = version.replace(" ", "v");
  return {
    command: `<SSLInfo>\n  <Enabled>true</Enabled>\n  <Protocols>\n    <Protocol>${protocol}</Protocol>\n  </Protocols>\n</SSLInfo>`,
  };
}

/** On an Apigee Edge Message Processor. */
export const ENABLE_SNI: Line = {
  command:
    "conf_system_jsse.enableSNIExtension=true\n\nchown apigee:apigee /opt/apigee/customer/application/message-processor.properties\n/opt/apigee/apigee-service/bin/apigee-service message-processor restart",
};
