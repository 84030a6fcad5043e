import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pem } from "./issuing.ts";

export interface Request {
  /** `ec`, `rsa` … with its options: `["ec", "ec_paramgen_curve:P-384"]`. */
  readonly key: readonly [algorithm: string, ...options: string[]];
  readonly subject: string;
  readonly extensions?: readonly string[];
  readonly options?: readonly string[];
}

/** A self-signed certificate of the openssl command, DER. */
export function selfSign({ key: [algorithm, ...keyOptions], subject, extensions, options }: Request): Buffer {
  const directory = mkdtempSync(join(tmpdir(), "tlscheck-x509-"));
  try {
    const config = join(directory, "config");
    writeFileSync(
      config,
      "[req]\ndistinguished_name=dn\nstring_mask=utf8only\n[dn]\n[dir]\nC=US\nCN=directory\n",
    );
    const keyFile = join(directory, "key.pem");
    const generated = keyOptions.flatMap((option) => ["-pkeyopt", option]);
    execFileSync("openssl", ["genpkey", "-algorithm", algorithm, ...generated, "-out", keyFile], {
      stdio: "pipe",
    });
    const out = join(directory, "certificate.der");
    const request = ["req", "-x509", "-new", "-key", keyFile, "-config", config, "-utf8", "-subj", subject];
    const added = (extensions ?? []).flatMap((extension) => ["-addext", extension]);
    const output = ["-outform", "DER", "-out", out];
    execFileSync("openssl", [...request, ...added, ...(options ?? []), ...output], { stdio: "pipe" });
    return readFileSync(out);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

export interface Verification {
  readonly certificateList: readonly Uint8Array[];
  readonly trustAnchors: readonly Uint8Array[];
  readonly at: number;
  /** Looked up for the end entity. */
  readonly crls?: readonly Uint8Array[];
  readonly options?: readonly string[];
}

/** What `openssl verify` finds: `ok`, or the text of its first error. */
export function verifyWithOpenssl({
  certificateList,
  trustAnchors,
  at,
  crls,
  options,
}: Verification): string {
  const directory = mkdtempSync(join(tmpdir(), "tlscheck-x509-"));
  try {
    const write = (file: string, contents: readonly Uint8Array[], label = "CERTIFICATE") => {
      const path = join(directory, file);
      writeFileSync(path, contents.map((bytes) => pem(label, bytes)).join(""));
      return path;
    };
    const [endEntity, ...others] = certificateList;
    if (endEntity === undefined) throw new Error("no certificate");
    const anchors = ["-no-CApath", "-no-CAstore", "-CAfile", write("anchors", trustAnchors)];
    const untrusted = others.length > 0 ? ["-untrusted", write("others", others)] : [];
    const revocation = crls ? ["-crl_check", "-CRLfile", write("crls", crls, "X509 CRL")] : [];
    const time = ["-attime", String(Math.floor(at / 1000))];
    const file = write("end-entity", [endEntity]);
    const { stdout, stderr } = spawnSync(
      "openssl",
      ["verify", ...anchors, ...untrusted, ...revocation, ...time, ...(options ?? []), file],
      { encoding: "utf8" },
    );
    if (stdout.trimEnd() === `${file}: OK`) return "ok";
    return /error \d+ at \d+ depth lookup: (.*)/u.exec(stderr)?.[1] ?? stderr;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
