import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

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
