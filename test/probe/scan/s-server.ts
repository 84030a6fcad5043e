import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Self-signed certificates with their keys, in files, as `openssl s_server` wants them. */
export interface CertificateFiles {
  readonly folder: string;
  readonly rsa: readonly string[];
  readonly ecdsa: readonly string[];
  readonly dsa: readonly string[];
  remove(): void;
}

export const HOST = "api.example.com";

export function createCertificateFiles(): CertificateFiles {
  const folder = mkdtempSync(path.join(tmpdir(), "tlscheck-s-server-"));
  const file = (name: string) => path.join(folder, name);
  const openssl = (...args: readonly string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  const selfSign = (name: string, ...key: readonly string[]) => {
    const names = ["-subj", `/CN=${HOST}/O=${name}`, "-addext", `subjectAltName=DNS:${HOST}`];
    openssl("req", "-x509", "-nodes", ...key, "-out", file(`${name}.pem`), ...names);
    return ["-cert", file(`${name}.pem`), "-key", file(`${name}.key`)];
  };
  openssl("dsaparam", "-genkey", "-noout", "-out", file("dsa.key"), "1024");
  return {
    folder,
    rsa: selfSign("rsa", "-newkey", "rsa:2048", "-keyout", file("rsa.key")),
    ecdsa: selfSign(
      "ecdsa",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-keyout",
      file("ecdsa.key"),
    ),
    dsa: selfSign("dsa", "-key", file("dsa.key")),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

export interface SServer {
  readonly port: number;
  close(): Promise<void>;
}

const START_MS = 10_000;

/** `openssl s_server`, which serves one connection at a time. */
export function startSServer(...args: readonly string[]): Promise<SServer> {
  const child = spawn("openssl", ["s_server", "-accept", "127.0.0.1:0", ...args]);
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const close = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(() => void close(), START_MS);
    const read = (bytes: Buffer) => {
      output = (output + bytes.toString()).slice(-10_000);
      const port = /^ACCEPT \S+:(\d+)$/m.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve({ port: Number(port), close });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("close", () => {
      clearTimeout(timer);
      reject(new Error(`openssl s_server ${args.join(" ")}: ${output}`));
    });
  });
}

/** Names of OpenSSL, of all that the system's library can speak with the certificates above, or without any. */
export function listOpensslSuites(version: "-tls1_2" | "-tls1_3"): string[] {
  const every = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";
  const names = execFileSync("openssl", ["ciphers", "-s", "-psk", version, every], { encoding: "utf8" });
  return names.trim().split(":");
}
