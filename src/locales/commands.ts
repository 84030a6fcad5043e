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
  const startTls = target.startTls === undefined ? [] : [`-starttls ${shellWord(target.startTls)}`];
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

/** Who it is for, by whom, and until when; by the server as it is now. */
export function showCertificate(target: Target): Line {
  const handshake = sClientCommand(formatTarget(target), target);
  return {
    command: `echo | ${handshake} | openssl x509 -noout -subject -issuer -serial -enddate`,
  };
}

/** Every name that the server's certificate is for. */
export function showNames(target: Target): Line {
  const handshake = sClientCommand(formatTarget(target), target);
  return {
    command: `echo | ${handshake} | openssl x509 -noout -text | grep -A1 'Subject Alternative Name'`,
  };
}

/** The list that a server sends, and what OpenSSL thinks of it. */
export function showList(target: Target): Line {
  const handshake = sClientCommand(formatTarget(target), target, "-showcerts");
  return { command: `echo | ${handshake} | grep -E '^ *[0-9]+ s:|^ +i:|Verify return code'` };
}

/** Two-way TLS: the client's certificate with its chain and key. */
export function presentCertificate(target: Target): Line {
  return sClient(target, "-cert client.pem -key client.key -cert_chain chain.pem");
}

export function sendRequest(target: Target): Line {
  return { command: `curl -v https://${formatTarget(target)}/ 2>&1 | tee curl.txt` };
}

/** Of what `captureCommand` wrote: what is in it, and a copy without addresses and content. */
export function readCapture({ target }: WordContext): Line {
  return { command: `tlscheck capture tls-${target.port}.pcap` };
}

export function redactCapture({ target }: WordContext): Line {
  return { command: `tlscheck capture tls-${target.port}.pcap --redact tls-${target.port}-redacted.pcap` };
}

export function resolveName({ host }: Target): Line {
  return { command: `dig +short ${host}\ngetent hosts ${host}` };
}

/** Whether packets come through, without TLS. */
export function tryPort({ host, port }: Target): Line {
  return { command: `nc -vz ${host} ${port}` };
}

export function showListener({ port }: Target): Line {
  return { command: `ss -ltnp 'sport = :${port}'` };
}

export const CLOCK: Line = { command: "date -u\nchronyc tracking" };

/** The chain is complete when this says OK. */
export const VERIFY_CHAIN: Line = {
  command: "openssl verify -CAfile root.pem -untrusted intermediate.pem certificate.pem",
};

/** Equal lines mean that they belong together; nobody sees the key. */
export const COMPARE_KEY: Line = {
  command:
    "openssl pkey -in private.key -pubout | openssl dgst -sha256\nopenssl x509 -in certificate.pem -noout -pubkey | openssl dgst -sha256",
};

/** Certificates in other clothes, made PEM. */
export const TO_PEM: Line = {
  command: [
    "openssl x509 -inform DER -in certificate.der -out certificate.pem",
    "openssl pkcs7 -print_certs -in chain.p7b -out chain.pem",
    "openssl pkcs12 -in bundle.p12 -nokeys -out chain.pem",
  ].join("\n"),
};

/** A name is a stranger's, and most are harmless. */
function shellWord(name: string): string {
  return /^[a-z0-9_][a-z0-9_.-]*$/i.test(name) ? name : shellQuote(name);
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

/** What somebody wants to do, or what they wrote wrongly. */
export type WatchExample = "watch" | "unwatch" | "list" | "starttls" | "owner" | "runbook" | "days";

/** The same for whoever reads it. @param command `/tlscheck` */
export function exampleWatch(command: string, example: WatchExample): string {
  return `${command} ${EXAMPLE_WATCHES[example]}`;
}

const EXAMPLE_WATCHES: Readonly<Record<WatchExample, string>> = {
  watch: "watch api.example.com mail.example.com:993",
  unwatch: "unwatch api.example.com mail.example.com:993",
  list: "list example.com",
  starttls: "watch --starttls smtp mx.example.com",
  owner: "watch --owner @ada api.example.com",
  runbook: "watch --runbook https://wiki.example.com/certificates api.example.com",
  days: "watch --days 30,7,1 api.example.com",
};

/** What may be given to `watch` and its like in Slack. */
export function exampleWatches(command: string): Line {
  return {
    command: `${command} watch api.example.com mail.example.com:993\n${command} watch --starttls smtp --owner @ada mx.example.com\n${command} unwatch api.example.com\n${command} list\n${command} list example.com`,
  };
}
