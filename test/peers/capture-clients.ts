import { execFile, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import type { ConnectionOptions } from "node:tls";
import { connect } from "node:tls";
import type { CertificateFiles } from "./certificate-files.ts";

/** What a client shall do; each says it in its own way. */
export interface Wish {
  /** Null: no server_name. */
  readonly name: string | null;
  /** No other. */
  readonly version?: "1.2" | "1.3";
  /** Suites for ECDSA keys alone. */
  readonly ecdsa?: true;
  readonly group?: string;
  readonly alpn?: readonly string[];
  /** A file of whom it trusts; absent: it does not look. */
  readonly trust?: string;
  /** A file of who is revoked. */
  readonly revoked?: string;
  readonly identity?: CertificateFiles;
  /** Of its own accord, without an answer. */
  readonly giveUpMs?: number;
  readonly startTls?: "smtp";
}

/** Connects from the port, does what is wished, and leaves. Whether that succeeds is nobody's business. */
export type Client = (port: number, localPort: number, wish: Wish) => Promise<void>;

const LIMIT_MS = 20_000;
/** In TLS 1.3 a server judges the client's certificate after the client has finished: who leaves at once does not hear it. */
const LEAVE_AFTER_MS = 800;

const ECDSA = "ECDHE-ECDSA-AES128-GCM-SHA256";

function run(command: string, given: readonly string[], timeout = LIMIT_MS): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, given, { timeout }, (error) => {
      if (error !== null && "code" in error && error.code === "ENOENT") reject(error);
      else resolve();
    });
    child.stdin?.on("error", () => undefined);
    setTimeout(() => child.stdin?.end("Q\n"), LEAVE_AFTER_MS);
  });
}

const option = (name: string, value: string | undefined) => (value === undefined ? [] : [name, value]);

export const openssl: Client = (port, localPort, wish) =>
  run(
    "openssl",
    [
      "s_client",
      ...option("-connect", `127.0.0.1:${port}`),
      ...option("-bind", `127.0.0.1:${localPort}`),
      ...(wish.name === null ? ["-noservername"] : ["-servername", wish.name]),
      ...(wish.version === undefined ? [] : [{ "1.2": "-tls1_2", "1.3": "-tls1_3" }[wish.version]]),
      ...(wish.ecdsa === true ? ["-cipher", ECDSA] : []),
      ...option("-groups", wish.group),
      ...option("-alpn", wish.alpn?.join(",")),
      ...(wish.trust === undefined
        ? []
        : [
            "-CAfile",
            wish.trust,
            "-verify_return_error",
            ...option("-verify_hostname", wish.name ?? undefined),
          ]),
      ...(wish.revoked === undefined ? [] : ["-crl_check", "-CRL", wish.revoked]),
      ...(wish.identity === undefined ? [] : ["-cert", wish.identity.certificate, "-key", wish.identity.key]),
      ...option("-starttls", wish.startTls),
    ],
    wish.giveUpMs,
  );

export const curl: Client = (port, localPort, wish) => {
  const host = wish.name ?? "127.0.0.1";
  return run("curl", [
    "-sS",
    ...option("--noproxy", "*"),
    ...option("--local-port", String(localPort)),
    ...option("--connect-to", `${host}:${port}:127.0.0.1:${port}`),
    ...(wish.version === undefined ? [] : [`--tlsv${wish.version}`, "--tls-max", wish.version]),
    ...(wish.ecdsa === true ? ["--ciphers", ECDSA] : []),
    ...option("--curves", wish.group),
    ...(wish.trust === undefined ? ["-k"] : ["--cacert", wish.trust]),
    ...option("--crlfile", wish.revoked),
    ...(wish.identity === undefined ? [] : ["--cert", wish.identity.certificate, "--key", wish.identity.key]),
    ...option("--max-time", wish.giveUpMs === undefined ? undefined : String(wish.giveUpMs / 1_000)),
    ...(wish.startTls === undefined
      ? [`https://${host}:${port}/`]
      : ["--ssl-reqd", `smtp://${host}:${port}`]),
  ]);
};

export const node: Client = (port, localPort, wish) => {
  const { name, version, group, alpn, trust, identity } = wish;
  const options: ConnectionOptions = {
    host: "127.0.0.1",
    port,
    // @ts-expect-error as `net.connect` takes it, which it is passed on to.
    localPort,
    rejectUnauthorized: trust !== undefined,
    ...(name !== null && { servername: name }),
    ...(version !== undefined && { minVersion: `TLSv${version}`, maxVersion: `TLSv${version}` }),
    ...(wish.ecdsa === true && { ciphers: ECDSA }),
    ...(group !== undefined && { ecdhCurve: group }),
    ...(alpn !== undefined && { ALPNProtocols: [...alpn] }),
    ...(trust !== undefined && { ca: readFileSync(trust) }),
    ...(identity !== undefined && {
      cert: readFileSync(identity.certificate),
      key: readFileSync(identity.key),
    }),
  };
  return new Promise((resolve) => {
    const socket = connect(options);
    const leave = setTimeout(() => socket.destroy(), wish.giveUpMs ?? LIMIT_MS);
    socket.on("error", () => undefined);
    socket.once("secureConnect", () => setTimeout(() => socket.end(), LEAVE_AFTER_MS));
    socket.once("close", () => {
      clearTimeout(leave);
      resolve();
    });
    socket.resume();
  });
};

/** One virtual machine for all, which takes a second to start. */
export function startJava(folder: string): { readonly client: Client; close(): void } {
  const source = join(folder, "Clients.java");
  writeFileSync(source, CLIENTS_JAVA);
  const child = spawn("java", [source], { stdio: ["pipe", "pipe", "ignore"] });
  const waiting: (() => void)[] = [];
  createInterface(child.stdout).on("line", () => waiting.shift()?.());
  child.stdin.on("error", () => undefined);
  return {
    client: async (port, localPort, wish) => {
      const { name, version, ecdsa, alpn, trust, identity, giveUpMs } = wish;
      const done = new Promise<void>((resolve) => waiting.push(resolve));
      const given = [
        name,
        version,
        ecdsa,
        alpn?.join(","),
        trust,
        identity?.certificate,
        identity?.key,
        giveUpMs,
      ];
      child.stdin.write(`${[port, localPort, ...given.map((value) => value ?? "")].join("\t")}\n`);
      await Promise.race([done, delay(LIMIT_MS, null, { ref: false })]);
    },
    close: () => child.kill("SIGKILL"),
  };
}

const CLIENTS_JAVA = `
import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import javax.net.ssl.*;

public class Clients {
  public static void main(String[] none) throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = lines.readLine()) != null; System.out.println("done")) {
      try {
        connect(line.split("\\t", -1));
      } catch (Exception expected) {
      }
    }
  }

  static void connect(String[] given) throws Exception {
    String name = given[2], version = given[3], ecdsa = given[4], alpn = given[5], trust = given[6];
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(identity(given[7], given[8]), new TrustManager[] { trust.isEmpty() ? ANYBODY : trusting(trust) }, null);
    try (Socket plain = new Socket()) {
      plain.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(given[1])));
      plain.connect(new InetSocketAddress("127.0.0.1", Integer.parseInt(given[0])));
      plain.setSoTimeout(given[9].isEmpty() ? 20000 : Integer.parseInt(given[9]));
      SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name.isEmpty() ? "127.0.0.1" : name, 443, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
      if (!version.isEmpty()) parameters.setProtocols(new String[] { "TLSv" + version });
      if (!ecdsa.isEmpty()) parameters.setCipherSuites(new String[] { "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" });
      if (!alpn.isEmpty()) parameters.setApplicationProtocols(alpn.split(","));
      if (!trust.isEmpty()) parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      socket.setSoTimeout(${LEAVE_AFTER_MS});
      socket.getInputStream().read();
    }
  }

  static KeyManager[] identity(String certificate, String key) throws Exception {
    if (certificate.isEmpty()) return null;
    String base64 = Files.readString(Path.of(key)).replaceAll("-----[A-Z ]+-----|\\\\s", "");
    PrivateKey privateKey = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("own", privateKey, new char[0], read(certificate).toArray(new java.security.cert.Certificate[0]));
    // The default one sends no certificate of an authority that the server does not name.
    X509ExtendedKeyManager always = new X509ExtendedKeyManager() {
      public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) { return "own"; }
      public X509Certificate[] getCertificateChain(String alias) {
        try { return Arrays.stream(store.getCertificateChain("own")).toArray(X509Certificate[]::new); }
        catch (KeyStoreException impossible) { throw new IllegalStateException(impossible); }
      }
      public PrivateKey getPrivateKey(String alias) { return privateKey; }
      public String[] getClientAliases(String type, Principal[] issuers) { return new String[] { "own" }; }
      public String[] getServerAliases(String type, Principal[] issuers) { return null; }
      public String chooseServerAlias(String type, Principal[] issuers, Socket socket) { return null; }
    };
    return new KeyManager[] { always };
  }

  static TrustManager trusting(String file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int count = 0;
    for (java.security.cert.Certificate each : read(file)) store.setCertificateEntry("trusted" + count++, each);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers()[0];
  }

  static Collection<? extends java.security.cert.Certificate> read(String file) throws Exception {
    try (InputStream in = new FileInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  static final X509ExtendedTrustManager ANYBODY = new X509ExtendedTrustManager() {
    public void checkClientTrusted(X509Certificate[] chain, String type) {}
    public void checkServerTrusted(X509Certificate[] chain, String type) {}
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}
    public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
  };
}
`;
