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
  const serverName = serverNameOption(target);
  const startTls = target.startTls === undefined ? [] : [`-starttls ${target.startTls}`];
  return ["openssl s_client -connect", where, ...startTls, ...serverName, ...options].join(" ");
}

/** An address never goes into server_name; s_client makes one of the host unless it is told not to. */
function serverNameOption({ host, serverName }: Target): string[] {
  if (serverName === null) return isIP(host) === 0 ? ["-noservername"] : [];
  return isIP(serverName) === 0 ? [`-servername ${shellWord(serverName)}`] : [];
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

/** A name is a stranger's, and most are harmless. */
function shellWord(name: string): string {
  return /^[a-z0-9_][a-z0-9_.-]*$/i.test(name) ? name : shellQuote(name);
}

/** A file name is a stranger's. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Who signed what, of what a server sends or of a file. */
export function showChain({ target, fileName }: WordContext): Line {
  return fileName === undefined
    ? sClient(target, "-showcerts")
    : {
        command: `openssl verify -CAfile root.pem -untrusted intermediate.pem ${shellQuote(fileName)}`,
      };
}

/** The hash by which a key is compared without showing it. */
export const KEY_HASH: Line = {
  command: "openssl pkey -in private.key -pubout -outform DER | openssl dgst -sha256",
};
export const SHOW_CERTIFICATE: Line = {
  command: "openssl x509 -in certificate.pem -noout -subject -enddate",
};
export const SHOW_CLIENT_CHAIN: Line = {
  command: "openssl storeutl -noout -text -certs chain.pem | grep -E 'Subject:|Not After'",
};
export const SHOW_CLOCK: Line = { command: "date -u\nchronyc tracking" };

/** Parts of a capture that is too large to be sent. */
export const CUT_CAPTURE: Line = {
  command: "tcpdump -r LARGE.pcap -w small.pcap host ADDRESS and port 443",
};
export const READ_LARGE_CAPTURE: Line = { command: "tlscheck capture LARGE.pcap" };
export const READ_CAPTURE: Line = { command: "tlscheck capture FILE" };

/** What may be given to the Slack command. */
export function exampleCalls(command: string): Line {
  return {
    command: `${command} api.example.com\n${command} api.example.com:8443 [2001:db8::1]:443\n${command} https://api.example.com/v1`,
  };
}
