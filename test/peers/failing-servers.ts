import { writeFileSync } from "node:fs";
import type { AddressInfo, Socket } from "node:net";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { findFreePort } from "../../src/demo/free-port.ts";
import { integer, time } from "../x509/der-writer.ts";
import type { Draft, Entity } from "../x509/issuing.ts";
import {
  dns,
  extKeyUsage,
  issueAuthority,
  issueCrl,
  issueEndEntity,
  pem,
  rsaKeys,
  subjectAltName,
} from "../x509/issuing.ts";
import type { CertificateFiles } from "./certificate-files.ts";
import { HOST } from "./certificate-files.ts";
import { startNginx, useCertificate } from "./nginx.ts";
import type { RunningServer } from "./server-program.ts";
import { startServerProgram } from "./server-program.ts";

const DAY = 86_400_000;
const ONE_SEGMENT = 1_400;
/** To the second. */
const inDays = (days: number) => time((Math.floor(Date.now() / 1_000) + days * 86_400) * 1_000);

/** Files of certificates that somebody has a reason to refuse. */
export function issueFiles(folder: string) {
  const valid = { notBefore: inDays(-60), notAfter: inDays(60) };
  const root = issueAuthority("the root", { issuer: null, ...valid });
  const intermediate = issueAuthority("the intermediate", { issuer: root, ...valid });
  const stranger = issueAuthority("a stranger", { issuer: null, ...valid });
  const keys = rsaKeys();
  const save = (name: string, ...list: readonly Entity[]): CertificateFiles => {
    const files = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
    const certificates = list.map(({ certificate }) => pem("CERTIFICATE", certificate));
    writeFileSync(files.certificate, certificates.join(""));
    writeFileSync(files.key, keys.privateKey.export({ format: "pem", type: "pkcs8" }));
    return files;
  };
  const leaf = (draft: Partial<Draft> = {}) =>
    issueEndEntity({
      keys,
      issuer: root,
      ...valid,
      ...draft,
      extensions: { subjectAltName: subjectAltName([dns(HOST)]), ...draft.extensions },
    });
  const revoked = integer(4_711);
  const crl = join(folder, "revoked.crl");
  const today = Math.floor(Date.now() / DAY) * DAY;
  const list = issueCrl({
    issuer: root,
    revoked: [{ serialNumber: revoked }],
    thisUpdate: today,
    nextUpdate: today + 2 * DAY,
  });
  writeFileSync(crl, pem("X509 CRL", list));
  return {
    root: save("root", root).certificate,
    stranger: save("stranger", stranger).certificate,
    own: save("own", leaf(), root),
    expired: save("expired", leaf({ notAfter: inDays(-3) }), root),
    future: save("future", leaf({ notBefore: inDays(3) }), root),
    incomplete: save("incomplete", leaf({ issuer: intermediate })),
    revoked: save("revoked", leaf({ serialNumber: revoked }), root),
    crl,
    /** For servers alone. */
    otherPurpose: save(
      "other-purpose",
      leaf({ extensions: { extKeyUsage: extKeyUsage(["1.3.6.1.5.5.7.3.1"]) } }),
      root,
    ),
  };
}

export type Files = ReturnType<typeof issueFiles>;

/** By what they do; `smtp` and `startTls` greet first. */
export function defineServers(folder: string, files: Files) {
  const { own, root, stranger } = files;
  const openssl = async ({ certificate, key }: CertificateFiles, ...given: string[]) => {
    const port = await findFreePort();
    const identity = ["-cert", certificate, "-key", key, "-cert_chain", certificate];
    const all = ["s_server", "-accept", `127.0.0.1:${port}`, ...identity, "-www", ...given];
    return startServerProgram(port, "openssl", all);
  };
  const asking = (version: string, trusted: string) =>
    openssl(own, version, "-Verify", "1", "-verify_return_error", "-CAfile", trusted);
  const old = ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"];
  return {
    tls12: () => openssl(own, "-tls1_2"),
    tls13: () => openssl(own, "-tls1_3"),
    tls11: () => openssl(own, ...old),
    curve: () => openssl(own, "-tls1_3", "-groups", "X25519"),
    mqtt: () => openssl(own, "-alpn", "mqtt"),
    named: () =>
      startNginx(folder, {
        certificates: [own],
        otherwise: [...useCertificate(own), "ssl_reject_handshake on"],
      }),
    expired: () => openssl(files.expired, "-tls1_2"),
    future: () => openssl(files.future, "-tls1_2"),
    incomplete: () => openssl(files.incomplete, "-tls1_2"),
    revoked: () => openssl(files.revoked, "-tls1_2"),
    asking12: () => asking("-tls1_2", root),
    asking13: () => asking("-tls1_3", root),
    trustsStranger12: () => asking("-tls1_2", stranger),
    trustsStranger13: () => asking("-tls1_3", stranger),
    http: () =>
      startSaying((socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))),
    smtp: () => startSaying((socket) => socket.write("220 mail.test ESMTP\r\n")),
    resets: () => startSaying((socket) => socket.once("data", () => socket.resetAndDestroy())),
    closes: () => startSaying((socket) => socket.once("data", () => socket.end())),
    silent: () => startSaying((socket) => socket.resume()),
    /** Takes one segment for the whole Client Hello. */
    short: async () =>
      before(await openssl(own), (near, far) =>
        near.once("data", (bytes) => {
          if (bytes.length > ONE_SEGMENT) near.resetAndDestroy();
          else relay(near, far, bytes);
        }),
      ),
    startTls: async () =>
      before(await openssl(own, "-tls1_2"), (near, far) => {
        near.write("220 mail.test ESMTP\r\n");
        near.on("data", function answer(bytes) {
          const isStart = /^STARTTLS/iu.test(bytes.toString("latin1"));
          near.write(isStart ? "220 go ahead\r\n" : "250-mail.test\r\n250 STARTTLS\r\n");
          if (!isStart) return;
          near.off("data", answer);
          relay(near, far, Buffer.alloc(0));
        });
      }),
  };
}

async function startSaying(say: (socket: Socket) => void): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
    say(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** In front of another. */
async function before(
  behind: RunningServer,
  pass: (near: Socket, far: Socket) => void,
): Promise<RunningServer> {
  const front = await startSaying((near) => {
    const far = connect(behind.port, "127.0.0.1");
    far.on("error", () => near.destroy());
    near.on("close", () => far.destroy());
    pass(near, far);
  });
  return { port: front.port, close: async () => void (await Promise.all([front.close(), behind.close()])) };
}

function relay(near: Socket, far: Socket, first: Uint8Array): void {
  far.write(first);
  near.pipe(far).pipe(near);
}
