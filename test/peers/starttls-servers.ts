import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StartTlsProtocol } from "../../src/diagnosis/starttls.ts";
import { findFreePort } from "../../src/demo/free-port.ts";
import type { CertificateFiles } from "./certificate-files.ts";
import { HOST } from "./certificate-files.ts";
import type { ServerProgram } from "./server-program.ts";
import { startServerProgram } from "./server-program.ts";

/** What a server is started from: a folder of its own, a port, and files of a certificate, or none for a server without TLS. */
interface Place {
  readonly folder: string;
  readonly port: number;
  readonly tls: CertificateFiles | null;
  /** Writes a file into the folder and gives its path. */
  readonly write: (name: string, ...lines: readonly (string | readonly string[])[]) => string;
}

/** A command and what is given to it. */
type Preparation = (place: Place) => readonly string[];

const PREPARATIONS: Readonly<Record<StartTlsProtocol, Preparation>> = {
  smtp: prepareNginx("smtp"),
  imap: prepareNginx("imap"),
  pop3: prepareNginx("pop3"),
  ldap: prepareSlapd,
  postgres: preparePostgres,
  mysql: prepareMariadb,
  xmpp: prepareProsody,
  ftp: prepareVsftpd,
};

/** nobody and nogroup on Debian. Some of the servers refuse to be root. */
const NOBODY = 65_534;
const IS_ROOT = process.getuid?.() === 0;

/** The real server of a protocol in a folder of its own, which goes when it is closed.
 *  @param certificate null for a server that has no TLS. */
export async function startPeer(
  protocol: StartTlsProtocol,
  certificate: CertificateFiles | null,
): Promise<ServerProgram> {
  const folder = mkdtempSync(join(tmpdir(), `tlscheck-${protocol}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const port = await findFreePort();
    const write: Place["write"] = (name, ...lines) => {
      const path = join(folder, name);
      writeFileSync(path, `${lines.flat().join("\n")}\n`);
      return giveAway(path);
    };
    giveAway(folder);
    const tls = certificate === null ? null : copyCertificate(certificate, folder);
    const [command = "", ...given] = asNobody(PREPARATIONS[protocol]({ folder, port, tls, write }));
    const server = await startServerProgram(port, command, given);
    return { ...server, close: () => server.close().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

function copyCertificate({ certificate, key }: CertificateFiles, folder: string): CertificateFiles {
  const files = { certificate: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  copyFileSync(certificate, files.certificate);
  copyFileSync(key, files.key);
  // PostgreSQL takes no key that others may read.
  chmodSync(files.key, 0o600);
  return { certificate: giveAway(files.certificate), key: giveAway(files.key) };
}

function giveAway(path: string): string {
  if (IS_ROOT) chownSync(path, NOBODY, NOBODY);
  return path;
}

function asNobody(command: readonly string[]): readonly string[] {
  return IS_ROOT
    ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", ...command]
    : command;
}

function prepareNginx(protocol: "smtp" | "imap" | "pop3"): Preparation {
  return ({ folder, port, tls, write }) => {
    const secure = (files: CertificateFiles) => [
      "starttls on;",
      // Before 1.23.4 it has no TLS 1.3 unless told.
      "ssl_protocols TLSv1.2 TLSv1.3;",
      `ssl_certificate ${files.certificate};`,
      `ssl_certificate_key ${files.key};`,
    ];
    const configuration = write(
      "nginx.conf",
      "load_module /usr/lib/nginx/modules/ngx_mail_module.so;",
      ["daemon off;", "pid nginx.pid;", "error_log stderr crit;", "events {}", "mail {"],
      // Never asked: nobody logs in.
      [`server_name ${HOST};`, "auth_http 127.0.0.1:1;"],
      [
        `server { listen 127.0.0.1:${port};`,
        `protocol ${protocol};`,
        ...(tls === null ? [] : secure(tls)),
        "}",
      ],
      "}",
    );
    return ["nginx", "-p", folder, "-c", configuration, "-e", "stderr"];
  };
}

function prepareSlapd({ folder, port, tls, write }: Place): readonly string[] {
  const configuration = write(
    "slapd.conf",
    "include /etc/ldap/schema/core.schema",
    tls === null ? [] : [`TLSCertificateFile ${tls.certificate}`, `TLSCertificateKeyFile ${tls.key}`],
    ["database ldif", `directory ${folder}`, "suffix dc=peer,dc=test"],
  );
  return ["slapd", "-f", configuration, "-h", `ldap://127.0.0.1:${port}`, "-d", "0"];
}

function preparePostgres({ folder, port, tls }: Place): readonly string[] {
  const programs = postgresPrograms();
  const data = join(folder, "data");
  const [command = "", ...given] = asNobody([
    join(programs, "initdb"),
    "-D",
    data,
    "-A",
    "trust",
    "--no-sync",
  ]);
  execFileSync(command, given, { stdio: "pipe" });
  const secure =
    tls === null ? [] : ["ssl=on", `ssl_cert_file=${tls.certificate}`, `ssl_key_file=${tls.key}`];
  const settings = ["listen_addresses=127.0.0.1", "fsync=off", ...secure].flatMap((setting) => [
    "-c",
    setting,
  ]);
  return [join(programs, "postgres"), "-D", data, "-k", folder, "-p", String(port), ...settings];
}

/** Debian keeps each version's programs in a folder of its own, off the PATH. */
function postgresPrograms(): string {
  const versions = "/usr/lib/postgresql";
  const newest = readdirSync(versions).toSorted((a, b) => Number(b) - Number(a))[0];
  return join(versions, newest ?? "", "bin");
}

function prepareMariadb({ folder, port, tls }: Place): readonly string[] {
  const own = [
    `--datadir=${folder}`,
    `--socket=${join(folder, "socket")}`,
    `--pid-file=${join(folder, "pid")}`,
  ];
  const small = ["--innodb-buffer-pool-size=8M", "--innodb-log-file-size=4M"];
  const secure = tls === null ? ["--skip-ssl"] : [`--ssl-cert=${tls.certificate}`, `--ssl-key=${tls.key}`];
  const listen = ["--bind-address=127.0.0.1", `--port=${port}`];
  // It starts in an empty folder when nobody can log in.
  return ["mariadbd", "--no-defaults", "--skip-grant-tables", ...listen, ...own, ...small, ...secure];
}

function prepareProsody({ folder, port, tls, write }: Place): readonly string[] {
  const configuration = write(
    "prosody.cfg.lua",
    [`data_path = "${folder}"`, `certificates = "${folder}"`, `pidfile = "${join(folder, "pid")}"`],
    ['interfaces = { "127.0.0.1" }', `c2s_ports = { ${port} }`, "s2s_ports = {}"],
    [
      `modules_enabled = { "saslauth"${tls === null ? "" : ', "tls"'} }`,
      'modules_disabled = { "s2s", "http" }',
    ],
    ['log = { error = "*console" }', `VirtualHost "${HOST}"`],
    tls === null ? [] : `ssl = { certificate = "${tls.certificate}", key = "${tls.key}" }`,
  );
  return ["prosody", "-F", "--config", configuration];
}

function prepareVsftpd({ folder, port, tls, write }: Place): readonly string[] {
  const configuration = write(
    "vsftpd.conf",
    ["listen=YES", "listen_address=127.0.0.1", `listen_port=${port}`, "background=NO"],
    // Its sandbox needs root.
    ["run_as_launching_user=YES", "seccomp_sandbox=NO", `secure_chroot_dir=${folder}`],
    tls === null
      ? "ssl_enable=NO"
      : ["ssl_enable=YES", `rsa_cert_file=${tls.certificate}`, `rsa_private_key_file=${tls.key}`],
  );
  return ["vsftpd", configuration];
}
