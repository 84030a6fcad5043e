import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import type { ClientProfile } from "../../src/tls/clients/client-profile.ts";
import type { ClientId } from "../../src/tls/clients/clients.ts";
import { CLIENT_PROFILES } from "../../src/tls/clients/clients.ts";
import { composeProfileHello } from "../../src/tls/clients/compose-profile-hello.ts";
import { formatVersion } from "../../src/tls/version.ts";
import { launchBrowser } from "../support/browser.ts";
import type { DescribedHello } from "../tls/clients/describe-hello.ts";
import { describeHello } from "../tls/clients/describe-hello.ts";
import { recordHello } from "./record-hello.ts";

// What a client of this machine sends is what its profile says. Which profile depends on its version; a version that none was
// recorded of is an error that says so, and asks for a profile.

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "tlscheck-clients-"));
afterAll(() => rmSync(folder, { recursive: true }));

const HOST = "www.example.com";

interface RealClient {
  readonly name: string;
  /** Prints its version. */
  readonly version: readonly [command: string, ...args: string[]];
  /** The first whose pattern is found in that. */
  readonly profiles: readonly (readonly [RegExp, ClientId])[];
  readonly connect: (port: number) => readonly [command: string, ...args: string[]];
}

const GET_JAVA = join(folder, "Get.java");
writeFileSync(
  GET_JAVA,
  `import java.net.Socket;
import javax.net.ssl.*;
public class Get {
  public static void main(String[] given) throws Exception {
    Socket plain = new Socket("127.0.0.1", Integer.parseInt(given[0]));
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    ((SSLSocket) factory.createSocket(plain, "${HOST}", 443, true)).startHandshake();
  }
}`,
);

const GET_PYTHON = `
import http.client, socket, sys
connection = http.client.HTTPSConnection("${HOST}")
connection._create_connection = lambda *given: socket.create_connection(("127.0.0.1", int(sys.argv[1])))
connection.request("GET", "/")`;

/** Debian's and Ubuntu's Python leaves the suites to OpenSSL. */
const PYTHON_VERSION = `
import ssl, sys, sysconfig
suites = "suites=openssl" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
print(sys.version.split()[0], ssl.OPENSSL_VERSION, "OpenSSL's suites" if suites else "own suites")`;

const CLIENTS: readonly RealClient[] = [
  {
    name: "openssl s_client",
    version: ["openssl", "version"],
    profiles: [
      [/^OpenSSL 1\.1\.1/, "openssl1.1.1"],
      [/^OpenSSL 3\.[0-4]\./, "openssl3.0"],
      [/^OpenSSL 3\.[56]\./, "openssl3.5"],
    ],
    connect: (port) => ["openssl", "s_client", "-connect", `127.0.0.1:${port}`, "-servername", HOST],
  },
  {
    name: "curl",
    version: ["curl", "--version"],
    profiles: [[/^curl [78]\.\S+ .* OpenSSL\/3\.[0-4]\./, "curl-debian"]],
    connect: (port) => ["curl", "-sS", "--connect-to", `${HOST}:443:127.0.0.1:${port}`, `https://${HOST}/`],
  },
  {
    name: "Node.js",
    version: [process.execPath, "--version"],
    profiles: [
      [/^v(?:18|20)\./, "node20"],
      [/^v(?:22|24)\./, "node24"],
    ],
    connect: (port) => [
      process.execPath,
      "-e",
      `require("node:https").get({ host: "127.0.0.1", port: ${port}, servername: "${HOST}" })`,
    ],
  },
  {
    name: "Java",
    version: ["java", "--version"],
    profiles: [
      [/^openjdk 17\./, "java17"],
      [/^openjdk 21\./, "java21"],
      [/^openjdk 25[. ]/, "java25"],
    ],
    connect: (port) => ["java", GET_JAVA, String(port)],
  },
  {
    name: "gnutls-cli",
    version: ["gnutls-cli", "--version"],
    profiles: [[/^gnutls-cli 3\.7\./, "gnutls3.7"]],
    connect: (port) => ["gnutls-cli", "--sni-hostname", HOST, "-p", String(port), "127.0.0.1"],
  },
  {
    name: "Python",
    version: ["python3", "-c", PYTHON_VERSION],
    profiles: [
      [/ OpenSSL 3\.[0-4]\..*OpenSSL's suites/, "python3-debian"],
      [/^3\.1\d\.\d+ OpenSSL 3\.[0-4]\..*own suites/, "python3"],
    ],
    connect: (port) => ["python3", "-c", GET_PYTHON, String(port)],
  },
];

describe.each(CLIENTS)("$name", ({ name, version, profiles, connect }) => {
  it("sends its profile's Client Hello", async () => {
    const [command, ...args] = version;
    const printed = (await run(command, args)).stdout.split("\n")[0] ?? "";
    const id = profiles.find(([pattern]) => pattern.test(printed))?.[1];
    if (id === undefined) throw new Error(`no profile was recorded of this ${name}: ${printed}`);
    const { hello, recordVersion } = await recordHello((port, signal) => {
      const [program, ...given] = connect(port);
      return run(program, given, { signal });
    });
    const profile: ClientProfile = CLIENT_PROFILES[id];
    expect(formatVersion(recordVersion)).toBe(profile.recordVersion);
    expect(describeHello(hello), `${printed}, against ${id}: ${profile.source}`).toEqual(
      expectedOf(profile, HOST),
    );
  });
});

describe("Chromium", () => {
  const host = "www.localhost";
  const profile: ClientProfile = CLIENT_PROFILES.chrome;
  const recorded = /Chromium (\d+)\./.exec(profile.source)?.[1];

  it("sends its profile's Client Hello", async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const { hello, recordVersion } = await recordHello((port) => page.goto(`https://${host}:${port}/`));
      expect(formatVersion(recordVersion)).toBe(profile.recordVersion);
      const sent = sortExtensions(describeHello(hello));
      const expected = sortExtensions(expectedOf(profile, host));
      // Debian has a new one every few weeks. That one may offer more, but not less than what the profile promises a server.
      const isRecorded = browser.version().split(".")[0] === recorded;
      const cipherSuites = sent.cipherSuites.filter((name) => expected.cipherSuites.includes(name));
      expect(isRecorded ? sent : { ...expected, cipherSuites }).toEqual(expected);
    } finally {
      await browser.close();
    }
  });
});

function expectedOf(profile: ClientProfile, host: string): DescribedHello {
  return describeHello(composeProfileHello(profile, host));
}

/** For a client that has them in another order each time. */
function sortExtensions(described: DescribedHello): DescribedHello {
  return { ...described, extensions: described.extensions?.toSorted() ?? null };
}
