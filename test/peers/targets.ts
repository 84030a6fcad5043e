import { execFileSync } from "node:child_process";
import { CIPHER_SUITES, describeCipherSuite, findCipherSuite } from "../../src/tls/cipher-suites.ts";
import type { Authority } from "./certificate-files.ts";
import { startGnuTlsServ, startGnuTlsServs } from "./gnutls-serv.ts";
import { startNginx } from "./nginx.ts";
import type { Suites } from "./scanners.ts";
import type { RunningServer } from "./server-program.ts";

/** A server on loopback, and what it is configured to accept. */
export interface ScanTarget {
  readonly title: string;
  /** In the server's order where it has one. */
  readonly suites: Suites;
  readonly serverPreference: boolean;
  readonly start: (authority: Authority, folder: string) => Promise<RunningServer>;
}

const TLS_13 = [0x1302, 0x1303, 0x1301];

const MODERN = [
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-RSA-CHACHA20-POLY1305",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES256-SHA384",
  "ECDHE-RSA-AES128-SHA256",
  "ECDHE-RSA-AES256-SHA",
  "ECDHE-RSA-AES128-SHA",
  "AES256-GCM-SHA384",
  "AES128-GCM-SHA256",
];

const LEGACY = [
  "AES128-SHA",
  "AES256-SHA",
  "DES-CBC3-SHA",
  "RC4-SHA",
  "RC4-MD5",
  "DHE-RSA-AES128-SHA",
  "DHE-RSA-AES256-SHA",
  "DHE-RSA-DES-CBC3-SHA",
  "ECDHE-RSA-AES128-SHA",
  "ECDHE-RSA-AES256-SHA",
  "ECDHE-RSA-DES-CBC3-SHA",
  "ECDHE-RSA-RC4-SHA",
];

const LEGACY_PRIORITY = [
  "NONE:+VERS-TLS1.2:+VERS-TLS1.1:+VERS-TLS1.0:+COMP-NULL",
  "+RSA:+DHE-RSA:+ECDHE-RSA:+AES-128-CBC:+AES-256-CBC:+3DES-CBC:+ARCFOUR-128:+SHA1:+MD5",
  "+SIGN-ALL:+SIGN-RSA-SHA1:+GROUP-ALL:%SERVER_PRECEDENCE",
].join(":");

const TWO_CERTIFICATES = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-RSA-CHACHA20-POLY1305",
];

export const MODERN_TARGET: ScanTarget = {
  title: "nginx, RSA, 9 suites of TLS 1.2 and 3 of TLS 1.3",
  suites: [...TLS_13.map((id) => `TLS 1.3 ${findCipherSuite(id)?.name}`), ...named("TLS 1.2", MODERN)],
  serverPreference: true,
  start: (authority, folder) =>
    startNginx(folder, {
      certificates: [authority.issue("modern", "rsa")],
      directives: [
        "ssl_protocols TLSv1.2 TLSv1.3",
        `ssl_ciphers ${MODERN.join(":")}`,
        "ssl_prefer_server_ciphers on",
      ],
    }),
};

export const LEGACY_TARGET: ScanTarget = {
  title: "8 GnuTLS servers behind one port, RSA, 12 suites of each TLS 1.0, 1.1 and 1.2: CBC, 3DES, RC4",
  suites: ["TLS 1.2", "TLS 1.1", "TLS 1.0"].flatMap((version) => named(version, LEGACY)),
  serverPreference: true,
  start: (authority) => startGnuTlsServs(8, [authority.issue("legacy", "rsa")], LEGACY_PRIORITY),
};

export const TWO_CERTIFICATES_TARGET: ScanTarget = {
  title: "nginx, RSA and ECDSA certificates, the client's order",
  suites: named("TLS 1.2", TWO_CERTIFICATES),
  serverPreference: false,
  start: (authority, folder) =>
    startNginx(folder, {
      certificates: [authority.issue("two-rsa", "rsa"), authority.issue("two-ec", "ec")],
      directives: ["ssl_protocols TLSv1.2", `ssl_ciphers ${TWO_CERTIFICATES.join(":")}`],
    }),
};

/** No TLS 1.3, which GnuTLS gives up where NULL is allowed. */
const ALL_PRIORITY = [
  "NONE:+VERS-TLS1.2:+VERS-TLS1.1:+VERS-TLS1.0:+COMP-NULL:+SIGN-ALL:+SIGN-RSA-SHA1:+SIGN-ECDSA-SHA1:+GROUP-ALL",
  "+ECDHE-ECDSA:+ECDHE-RSA:+DHE-RSA:+RSA:+ANON-ECDH:+ANON-DH",
  "+AES-256-GCM:+CHACHA20-POLY1305:+CAMELLIA-256-GCM:+AES-256-CCM:+AES-256-CCM-8:+AES-128-GCM:+CAMELLIA-128-GCM:+AES-128-CCM",
  "+AES-128-CCM-8:+AES-256-CBC:+CAMELLIA-256-CBC:+AES-128-CBC:+CAMELLIA-128-CBC:+3DES-CBC:+ARCFOUR-128:+NULL",
  "+AEAD:+SHA384:+SHA256:+SHA1:+MD5:%SERVER_PRECEDENCE",
].join(":");

export const ALL_TARGET: ScanTarget = {
  title:
    "GnuTLS, RSA and ECDSA certificates, every suite that it has for them and those without a certificate",
  get suites() {
    const list = execFileSync("gnutls-cli", ["--list", "--priority", ALL_PRIORITY], { encoding: "utf8" });
    const lines = [...list.matchAll(/^TLS_\S+\s+0x(\w\w), 0x(\w\w)\s+TLS(1\.\d)$/gmu)];
    return ["1.2", "1.1", "1.0"].flatMap((version) =>
      lines
        .filter(([, , , oldest = ""]) => oldest <= version)
        .map(
          ([, high = "", low = ""]) =>
            `TLS ${version} ${describeCipherSuite(Number.parseInt(high + low, 16)).name}`,
        ),
    );
  },
  serverPreference: true,
  start: (authority) =>
    startGnuTlsServ([authority.issue("all-rsa", "rsa"), authority.issue("all-ec", "ec")], ALL_PRIORITY),
};

function named(version: string, opensslNames: readonly string[]): string[] {
  return opensslNames.map((opensslName) => {
    const found = CIPHER_SUITES.find((suite) => suite.opensslName === opensslName);
    if (found === undefined) throw new Error(`${opensslName} is not in the registry`);
    return `${version} ${found.name}`;
  });
}
