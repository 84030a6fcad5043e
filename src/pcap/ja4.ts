import { createHash } from "node:crypto";
import { EXTENSION_TYPE } from "../tls/extension-types.ts";
import { VERSION } from "../tls/version.ts";
import type { TracedClientHello } from "./traced-client-hello.ts";

const VERSIONS: ReadonlyMap<number, string> = new Map([
  [VERSION.TLS_1_3, "13"],
  [VERSION.TLS_1_2, "12"],
  [VERSION.TLS_1_1, "11"],
  [VERSION.TLS_1_0, "10"],
  [VERSION.SSL_3_0, "s3"],
  [0x0002, "s2"],
]);
const NOT_HASHED: ReadonlySet<number> = new Set([
  EXTENSION_TYPE.server_name,
  EXTENSION_TYPE.application_layer_protocol_negotiation,
]);

/** JA4, FoxIO's fingerprint of what a client offers: `t13d1516h2_8daaf6152771_e5627efa2ab1`. GREASE does not count.
 *  github.com/FoxIO-LLC/ja4, technical_details/JA4.md */
export function fingerprintClient(offer: TracedClientHello, transport: "tcp" | "quic"): string {
  const extensions = offer.extensions.filter((type) => !NOT_HASHED.has(type));
  const algorithms = offer.signatureAlgorithms.map(hex).join();
  const hashed = [toSortedHex(extensions), algorithms].filter((part) => part !== "").join("_");
  return [
    transport === "quic" ? "q" : "t",
    VERSIONS.get(Math.max(...offer.versions)) ?? "00",
    offer.serverName === null ? "i" : "d",
    count(offer.cipherSuites),
    count(offer.extensions),
    firstAndLast(offer.alpn[0] ?? ""),
    "_",
    digest(toSortedHex(offer.cipherSuites)),
    "_",
    extensions.length === 0 ? NOTHING : digest(hashed),
  ].join("");
}

const NOTHING = "000000000000";

function count(values: readonly number[]): string {
  return String(Math.min(values.length, 99)).padStart(2, "0");
}

function toSortedHex(values: readonly number[]): string {
  // As numbers they have the same order, and are sorted faster.
  return Array.from(Uint16Array.from(values).toSorted(), hex).join();
}

function hex(value: number): string {
  return value.toString(16).padStart(4, "0");
}

/** Of a name that is not alphanumeric at both ends, of its hexadecimal form. */
function firstAndLast(name: string): string {
  if (name === "") return "00";
  const ends = `${name.at(0)}${name.at(-1)}`;
  if (/^[0-9A-Za-z]{2}$/.test(ends)) return ends;
  const digits = Buffer.from(name, "latin1").toString("hex");
  return `${digits.at(0)}${digits.at(-1)}`;
}

function digest(text: string): string {
  return text === "" ? NOTHING : createHash("sha256").update(text).digest("hex").slice(0, 12);
}
