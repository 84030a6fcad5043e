import { createHash } from "node:crypto";
import { createServer as createTcpServer } from "node:net";
import { TLSSocket, createSecureContext } from "node:tls";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startDemoServers } from "../../src/demo/servers.ts";
import { parseTarget } from "../../src/diagnosis/target.ts";
import { parseConnectTo } from "../../src/probe/connect-to.ts";
import type { EgressPolicy } from "../../src/probe/egress-policy.ts";
import { createEgressPolicy } from "../../src/probe/egress-policy.ts";
import type { LookOptions } from "../../src/probe/look.ts";
import { createLook } from "../../src/probe/look.ts";
import type { Sighting } from "../../src/watches/sighting.ts";
import * as der from "../x509/der-writer.ts";
import {
  HOST,
  NOW,
  dns,
  issueAuthority,
  issueCrl,
  issueEndEntity,
  pem,
  subjectAltName,
} from "../x509/issuing.ts";
import { respond, revoked } from "../x509/ocsp-issuing.ts";
import { AuthorityServer, answerWith, crlAt, issuerAt } from "./revocation/authority.ts";
import { Servers, chainOf, recordByRecord, tlsServer } from "./server-on.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const root = issueAuthority("root", { issuer: null });
const lower = issueAuthority("lower", { issuer: root });
const endEntity = issueEndEntity({ issuer: lower });
const renewed = issueEndEntity({ issuer: lower, notBefore: der.time(NOW - DAY) });
const good = chainOf(endEntity, lower);

let servers = new Servers();
afterEach(async () => {
  await servers.close();
  servers = new Servers();
});

const signal = new AbortController().signal;
const at = (...addresses: readonly string[]): Partial<LookOptions> => ({
  resolve: () => Promise.resolve({ addresses }),
});

function look(
  port: number,
  options: Partial<LookOptions> = {},
  { profile = false, serverName = HOST }: { profile?: boolean; serverName?: string | null } = {},
): Promise<Sighting> {
  const trustAnchors = pem("CERTIFICATE", root.certificate);
  const see = createLook({ timeoutMs: 1_000, egress: null, trustAnchors, ...at("127.0.0.1"), ...options });
  return see({ host: HOST, port, serverName }, NOW, { profile }, signal);
}

describe("the addresses of a name", () => {
  it("that serve the same list make one", async () => {
    const port = await servers.start({
      "127.0.0.1": tlsServer(good),
      "127.0.0.2": tlsServer({ ...good, minVersion: "TLSv1.3" }),
    });
    const sighting = await look(port, at("127.0.0.2", "127.0.0.1"));
    expect(sighting).toEqual({
      at: NOW,
      lists: [
        {
          addresses: ["127.0.0.2", "127.0.0.1"],
          certificate: {
            subject: `CN=${HOST}`,
            issuer: "CN=lower",
            serialNumber: expect.stringMatching(/^[0-9a-f]+$/u),
            notBefore: NOW - 30 * DAY,
            notAfter: NOW + 30 * DAY,
            sha256: expect.stringMatching(/^[0-9a-f]{64}$/u),
            subjectAltName: [`DNS:${HOST}`],
            names: 1,
            publicKey: "EC P-256",
            signatureAlgorithm: "ecdsa-with-SHA256",
          },
          issuers: [
            {
              sha256: expect.stringMatching(/^[0-9a-f]{64}$/u),
              subject: "CN=lower",
              notBefore: NOW - 30 * DAY,
              notAfter: NOW + 30 * DAY,
            },
          ],
          faults: [],
          covered: true,
          revoked: null,
        },
      ],
      failed: [],
    });
  });

  it("may be half renewed", async () => {
    const port = await servers.start({
      "127.0.0.1": tlsServer(good),
      "127.0.0.2": tlsServer(chainOf(renewed, lower)),
      "127.0.0.3": tlsServer(good),
    });
    expect(await look(port, at("127.0.0.1", "127.0.0.2", "127.0.0.3"))).toMatchObject({
      lists: [
        { addresses: ["127.0.0.1", "127.0.0.3"], certificate: { notBefore: NOW - 30 * DAY } },
        { addresses: ["127.0.0.2"], certificate: { notBefore: NOW - DAY } },
      ],
      failed: [],
    });
  });

  it("may be down, one of them or all", async () => {
    const port = await servers.start({ "127.0.0.1": tlsServer(good) });
    const failed = [{ address: "127.0.0.2", why: { reason: "connection_refused", address: "127.0.0.2" } }];
    expect(await look(port, at("127.0.0.1", "127.0.0.2"))).toMatchObject({
      lists: [{ addresses: ["127.0.0.1"] }],
      failed,
    });
    expect(await look(port, at("127.0.0.2"))).toEqual({ at: NOW, lists: [], failed });
  });

  it("that our own network has no route to say nothing, when another says anything", async () => {
    const port = await servers.start({ "127.0.0.1": tlsServer(good) });
    // Link-local: there is no route to it without a zone.
    const away = "fe80::1";
    expect(await look(port, at(away, "127.0.0.1"))).toMatchObject({
      lists: [{ addresses: ["127.0.0.1"] }],
      failed: [],
    });
    expect((await look(port, at(away, "127.0.0.2"))).failed).toMatchObject([{ address: "127.0.0.2" }]);
    expect((await look(port, at(away))).failed).toMatchObject([
      { address: away, why: { reason: "network", address: away } },
    ]);
  });

  it("are judged by the egress policy, each", async () => {
    const port = await servers.start({ "127.0.0.1": tlsServer(good), "127.0.0.2": tlsServer(good) });
    const egress = createEgressPolicy({ allow: ["127.0.0.2/32"], deny: [] });
    expect(await look(port, { egress, ...at("127.0.0.1", "127.0.0.2") })).toMatchObject({
      lists: [{ addresses: ["127.0.0.2"] }],
      failed: [],
    });
    expect(servers.connections).toBe(1);
    expect((await look(port, { egress, ...at("127.0.0.1") })).failed).toEqual([
      {
        address: "127.0.0.1",
        why: { reason: "not_allowed", address: "127.0.0.1", range: "loopback" },
      },
    ]);
    expect(servers.connections).toBe(1);
  });

  it("are as many as are asked, and those that were left out are named", async () => {
    const port = await servers.start({ "127.0.0.1": tlsServer(good) });
    const resolve = () => Promise.resolve({ addresses: ["127.0.0.1"], leftOut: ["127.0.0.9"] });
    expect(await look(port, { resolve })).toMatchObject({ failed: [], leftOut: ["127.0.0.9"] });
  });

  it("may be none", async () => {
    expect(await look(443, { resolve: () => Promise.resolve({ code: "ENOTFOUND" }) })).toEqual({
      at: NOW,
      lists: [],
      failed: [{ address: null, why: { reason: "name_not_resolved", code: "ENOTFOUND" } }],
    });
  });

  it("are others where somebody said so", async () => {
    const port = await servers.start({ "127.0.0.4": tlsServer(good) });
    const resolve = () => Promise.reject(new Error("nobody is to be asked"));
    const connectTo = parseConnectTo([`${HOST}:443:127.0.0.4:${port}`]);
    expect((await look(443, { connectTo, resolve })).lists).toMatchObject([
      { addresses: ["127.0.0.4"], covered: true },
    ]);
  });
});

describe("a list", () => {
  const oldLower = issueAuthority("lower", {
    issuer: root,
    keys: lower.keys,
    notAfter: der.time(NOW - DAY),
  });
  const selfSigned = issueEndEntity({ issuer: null });
  const stranger = issueAuthority("stranger", { issuer: null });

  it.each([
    ["with an issuer that has run out: the dates say so", chainOf(endEntity, oldLower), [], true],
    [
      "that is not valid yet",
      chainOf(issueEndEntity({ issuer: lower, notBefore: der.time(NOW + DAY) }), lower),
      ["certificate_not_yet_valid"],
      true,
    ],
    [
      "that is valid as soon as clocks may differ",
      chainOf(issueEndEntity({ issuer: lower, notBefore: der.time(NOW + 5 * MINUTE) }), lower),
      [],
      true,
    ],
    ["without its issuer", chainOf(endEntity), ["issuer_not_found"], true],
    ["that is self-signed", chainOf(selfSigned), ["root_not_trusted"], true],
    [
      "of an authority that nobody trusts",
      chainOf(issueEndEntity({ issuer: stranger }), stranger),
      ["root_not_trusted"],
      true,
    ],
  ])("%s", async (_, options, faults, covered) => {
    const port = await servers.start({ "127.0.0.1": tlsServer(options) });
    expect((await look(port)).lists).toMatchObject([{ faults, covered, revoked: null }]);
  });

  it.each([
    ["public", lower, "issuer.der", true, 1],
    ["private", stranger, "issuer.der", undefined, 1],
    ["private and untold of", stranger, null, undefined, 0],
  ] as const)("without its issuer, which is %s", async (_, issuer, path, incomplete, asked) => {
    const authority = await AuthorityServer.start();
    authority.answer = answerWith(issuer.certificate);
    const extensions = path === null ? {} : { access: issuerAt(authority.url(path)) };
    const port = await servers.start({
      "127.0.0.1": tlsServer(chainOf(issueEndEntity({ issuer, extensions }))),
    });
    const see = async (egress: EgressPolicy | null, issuers: boolean) => {
      const trustAnchors = pem("CERTIFICATE", root.certificate);
      const ask = createLook({ timeoutMs: 1_000, egress, trustAnchors, ...at("127.0.0.1") });
      const target = { host: HOST, port, serverName: HOST };
      const [list] = (await ask(target, NOW, { profile: false, issuers }, signal)).lists;
      expect(list?.faults).toEqual(["issuer_not_found"]);
      return list?.incomplete;
    };
    const nowhere: EgressPolicy = {
      refuse: () => null,
      sentOnBy: () => ({ refuse: () => "private", sentOnBy: () => nowhere }),
    };
    try {
      expect(await see(null, false)).toBeUndefined();
      expect(await see(nowhere, true)).toBeUndefined();
      expect(authority.asked).toEqual([]);
      expect(await see(null, true)).toBe(incomplete);
      expect(authority.asked).toHaveLength(asked);
    } finally {
      await authority.close();
    }
  });

  it("that was not valid yet is judged anew when it is", async () => {
    const early = issueEndEntity({ issuer: lower, notBefore: der.time(NOW + 30 * MINUTE) });
    const port = await servers.start({ "127.0.0.1": tlsServer(chainOf(early, lower)) });
    const trustAnchors = pem("CERTIFICATE", root.certificate);
    const see = createLook({ timeoutMs: 1_000, egress: null, trustAnchors, ...at("127.0.0.1") });
    const target = { host: HOST, port, serverName: HOST };
    const faults = async (now: number) =>
      (await see(target, now, { profile: false }, signal)).lists[0]?.faults;
    expect(await faults(NOW)).toEqual(["certificate_not_yet_valid"]);
    expect(await faults(NOW + 24 * MINUTE)).toEqual(["certificate_not_yet_valid"]);
    expect(await faults(NOW + 25 * MINUTE)).toEqual([]);
  });

  it("for another name", async () => {
    const port = await servers.start({ "127.0.0.1": tlsServer(good) });
    expect((await look(port, {}, { serverName: "other.example.com" })).lists).toMatchObject([
      { faults: [], covered: false },
    ]);
  });

  it("may have more names and certificates than anybody keeps", async () => {
    const names = [...Array.from({ length: 300 }, (_, index) => dns(`n${index}.example.com`)), dns(HOST)];
    const many = issueEndEntity({ issuer: lower, extensions: { subjectAltName: subjectAltName(names) } });
    const others = Array.from({ length: 12 }, () => lower);
    const port = await servers.start({ "127.0.0.1": tlsServer(chainOf(many, ...others)) });
    const [list] = (await look(port)).lists;
    expect(list).toMatchObject({ covered: true, faults: [], certificate: { names: 301 } });
    expect(list?.certificate.subjectAltName).toHaveLength(10);
    expect(list?.issuers).toHaveLength(10);
    const [other] = (await look(port, {}, { serverName: "other.example.com" })).lists;
    expect(other).toMatchObject({ covered: false });
  });

  it("may have a way to a trust anchor that has run out, which no date of it says", async () => {
    const old = issueAuthority("old root", { issuer: null, notAfter: der.time(NOW - DAY) });
    const port = await servers.start({
      "127.0.0.1": tlsServer(chainOf(issueEndEntity({ issuer: old }))),
    });
    const trustAnchors = pem("CERTIFICATE", old.certificate);
    expect((await look(port, { trustAnchors })).lists).toMatchObject([{ faults: ["certificate_expired"] }]);
  });
});

describe("a server that", () => {
  it.each([
    [
      "speaks TLS 1.0 alone",
      { ...good, minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "ALL:@SECLEVEL=0" },
    ],
    ["speaks TLS 1.3 alone", { ...good, minVersion: "TLSv1.3" }],
    [
      "has one suite that nobody should use",
      { ...good, maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES256-SHA" },
    ],
    ["wants a client certificate", { ...good, requestCert: true, rejectUnauthorized: true }],
    ["wants one in TLS 1.3", { ...good, requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.3" }],
    [
      "wants a name",
      {
        SNICallback: (
          name: string,
          answer: (error: Error | null, context?: ReturnType<typeof createSecureContext>) => void,
        ) => (name === HOST ? answer(null, createSecureContext(good)) : answer(new Error("unknown"))),
      },
    ],
  ] as const)("%s shows its list", async (_, options) => {
    const port = await servers.start({ "127.0.0.1": tlsServer(options) });
    expect(await look(port)).toMatchObject({ lists: [{ faults: [], covered: true }], failed: [] });
  });

  it.each([
    [
      "refuses",
      () => createTcpServer((socket) => socket.resume().end(Buffer.from([21, 3, 3, 0, 2, 2, 112]))),
      "unrecognized_name",
    ],
    [
      "speaks something else",
      () => createTcpServer((socket) => socket.resume().end("SSH-2.0-x\r\n")),
      "not_tls",
    ],
    ["hangs up", () => createTcpServer((socket) => socket.destroy()), "closed"],
  ])("%s has none", async (_, create, detail) => {
    const port = await servers.start({ "127.0.0.1": create() });
    expect(await look(port)).toEqual({
      at: NOW,
      lists: [],
      failed: [{ address: "127.0.0.1", why: { reason: "handshake_failed", detail } }],
    });
  });
});

describe("a certificate that was revoked", () => {
  const certStatus = revoked(NOW - DAY, 1);
  const { certificate } = endEntity;
  const sha256 = createHash("sha256").update(certificate).digest("hex");
  const revocation = { sha256, revocationDate: NOW - DAY, reason: "keyCompromise" };

  it.each(["TLSv1.2", "TLSv1.3"] as const)(
    "is known by its staple in %s, in one connection",
    async (version) => {
      const staple = respond({ issuer: lower, certificate, certStatus });
      const server = tlsServer({ ...good, minVersion: version, maxVersion: version });
      server.on("OCSPRequest", (_certificate, _issuer, answer: (error: null, der: Buffer) => void) =>
        answer(null, staple),
      );
      const port = await servers.start({ "127.0.0.1": server });
      expect((await look(port)).lists).toMatchObject([
        { faults: [], revoked: { ...revocation, source: "staple" } },
      ]);
      expect(servers.connections).toBe(version === "TLSv1.2" ? 1 : 2);
    },
  );

  it("is known by its staple though that comes later than the list", async () => {
    const staple = respond({ issuer: lower, certificate, certStatus });
    const server = tlsServer({ ...good, maxVersion: "TLSv1.2" });
    server.on("OCSPRequest", (_certificate, _issuer, answer: (error: null, der: Buffer) => void) =>
      answer(null, staple),
    );
    const behind = await servers.start({ "127.0.0.2": server });
    const port = await servers.start({ "127.0.0.1": recordByRecord("127.0.0.2", behind) });
    expect((await look(port)).lists).toMatchObject([{ revoked: { ...revocation, source: "staple" } }]);
  });

  it("is known by who may be asked, and the place of that is taken too", async () => {
    const authority = await AuthorityServer.start();
    const known = issueEndEntity({
      issuer: lower,
      serialNumber: der.integer(0x5e1a1),
      extensions: { crl: crlAt(authority.url("crl")) },
    });
    const port = await servers.start({ "127.0.0.1": tlsServer(chainOf(known, lower)) });
    const acquired: string[] = [];
    const options: Partial<LookOptions> = {
      resolve: () => Promise.resolve({ addresses: ["127.0.0.1"] }),
      acquire: (address) => {
        acquired.push(address);
        return Promise.resolve(() => undefined);
      },
    };
    try {
      expect((await look(port, options)).lists).toMatchObject([{ revoked: null, revocationUnknown: true }]);
      authority.answer = answerWith(
        issueCrl({ issuer: lower, revoked: [{ serialNumber: der.integer(0x5e1a1), reason: 1 }] }),
      );
      expect((await look(port, options)).lists).toMatchObject([
        { revoked: { revocationDate: NOW - DAY, reason: "keyCompromise", source: "crl" } },
      ]);
      expect(acquired).toHaveLength(4);
    } finally {
      await authority.close();
    }
  });
});

describe("what the server accepts", () => {
  it("is told when it is wanted, of the same address each time", async () => {
    const options = { ...good, minVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256" } as const;
    const port = await servers.start({ "127.0.0.1": tlsServer(options), "127.0.0.2": tlsServer(good) });
    const { profile } = await look(port, at("127.0.0.2", "127.0.0.1"), { profile: true });
    expect(profile).toEqual({
      versions: ["TLS 1.2", "TLS 1.3"],
      cipherSuites: expect.arrayContaining([
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_AES_128_GCM_SHA256",
      ]),
    });
    expect(profile?.cipherSuites).not.toContain("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    expect(await look(port)).not.toHaveProperty("profile");
  });

  it("is not told by one who had enough of us", async () => {
    const server = tlsServer(good);
    const port = await servers.start({ "127.0.0.1": server });
    let welcome = 10;
    server.prependListener("connection", (socket) => {
      if (--welcome < 0) socket.destroy();
    });
    expect(await look(port, {}, { profile: true })).not.toHaveProperty("profile");
  }, 20_000);

  it("is not told where it is too crowded to ask, and the list is", async () => {
    const port = await servers.start({ "127.0.0.1": tlsServer(good) });
    let places = 3;
    const acquire = () =>
      --places < 0 ? Promise.reject(new Error("crowded")) : Promise.resolve(() => undefined);
    const sighting = await look(port, { acquire }, { profile: true });
    expect(sighting).toMatchObject({ lists: [{ covered: true }] });
    expect(sighting).not.toHaveProperty("profile");
  });

  it("is not told where there is no list", async () => {
    const port = await servers.start({ "127.0.0.1": createTcpServer((socket) => socket.destroy()) });
    expect(await look(port, {}, { profile: true })).not.toHaveProperty("profile");
  });
});

describe("STARTTLS", () => {
  const target = (port: number) => ({ host: HOST, port, serverName: HOST, startTls: "smtp" as const });
  const see = createLook({
    timeoutMs: 1_000,
    egress: null,
    trustAnchors: pem("CERTIFICATE", root.certificate),
    ...at("127.0.0.1"),
  });

  it("leads to the list", async () => {
    const context = createSecureContext(good);
    const server = createTcpServer((socket) => {
      socket.write("220 mx ESMTP\r\n");
      socket.on("error", () => undefined);
      socket.on("data", function answer(line: Buffer) {
        if (line.toString().startsWith("EHLO")) socket.write("250-mx\r\n250 STARTTLS\r\n");
        if (!line.toString().startsWith("STARTTLS")) return;
        socket.off("data", answer);
        socket.write("220 go ahead\r\n");
        new TLSSocket(socket, { isServer: true, secureContext: context }).on("error", () => undefined);
      });
    });
    const port = await servers.start({ "127.0.0.1": server });
    expect((await see(target(port), NOW, { profile: false }, signal)).lists).toMatchObject([
      { faults: [], covered: true },
    ]);
  });

  it("may be refused", async () => {
    const server = createTcpServer((socket) => socket.resume().end("554 no\r\n"));
    const port = await servers.start({ "127.0.0.1": server });
    expect((await see(target(port), NOW, { profile: false }, signal)).failed).toMatchObject([
      { why: { reason: "handshake_failed", detail: "starttls_failed" } },
    ]);
  });
});

describe("politeness", () => {
  it("gives every connection a place, and every place back", async () => {
    const port = await servers.start({
      "127.0.0.1": tlsServer(good),
      "127.0.0.2": tlsServer({ ...good, minVersion: "TLSv1.3" }),
      "127.0.0.3": createTcpServer((socket) => socket.destroy()),
    });
    const held = new Map<string, number>();
    let most = 0;
    let places = 0;
    const acquire = async (address: string) => {
      // A little late, as a place that is waited for is.
      await new Promise((resolve) => setTimeout(resolve, 1));
      held.set(address, (held.get(address) ?? 0) + 1);
      most = Math.max(most, ...held.values());
      places++;
      let given = false;
      return () => {
        if (given) throw new Error("a place was given back twice");
        given = true;
        held.set(address, (held.get(address) ?? 0) - 1);
      };
    };
    const sighting = await look(
      port,
      { acquire, ...at("127.0.0.1", "127.0.0.2", "127.0.0.3") },
      { profile: true },
    );
    expect(sighting.profile?.versions).toEqual(["TLS 1.2", "TLS 1.3"]);
    // One may be on its way when it is needed no more.
    await vi.waitFor(() => expect([...held.values()]).toEqual([0, 0, 0]));
    expect(most).toBe(2);
    expect(places).toBe(servers.connections);
  });

  it("ends with a look that is given up", async () => {
    const port = await servers.start({ "127.0.0.1": createTcpServer((socket) => socket.resume()) });
    const reason = new Error("given up");
    const controller = new AbortController();
    let held = 0;
    const acquire = () => {
      held++;
      return Promise.resolve(() => void held--);
    };
    const see = createLook({
      timeoutMs: 10_000,
      egress: null,
      trustAnchors: "",
      acquire,
      ...at("127.0.0.1"),
    });
    const target = { host: HOST, port, serverName: HOST };
    const looking = see(target, NOW, { profile: true }, controller.signal);
    setTimeout(() => controller.abort(reason), 50);
    await expect(looking).rejects.toBe(reason);
    await vi.waitFor(() => expect(held).toBe(0));
    await expect(see(target, NOW, { profile: false }, controller.signal)).rejects.toBe(reason);
  });
});

it("shows what is wrong with each of the demo's servers", async () => {
  const demo = await startDemoServers();
  try {
    const see = createLook({
      timeoutMs: 500,
      egress: null,
      trustAnchors: demo.root,
      connectTo: parseConnectTo(demo.connectTo),
    });
    const shown = await Promise.all(
      demo.scenarios.map(async ({ host, port }) => {
        const target = parseTarget(`${host}:${port}`);
        const { lists, failed } = await see(target, Date.now(), { profile: false }, signal);
        const [list] = lists;
        const [failure] = failed;
        if (list !== undefined) return [host, ...list.faults, ...(list.covered ? [] : ["not covered"])];
        return [host, failure?.why.reason === "handshake_failed" ? failure.why.detail : failure?.why.reason];
      }),
    );
    const unremarkable = ["ok", "expired", "expiring", "tls10", "tls13", "old-cipher"];
    const particular = ["needs-sni", "other-without-sni", "client-cert", "client-cert-tls12"];
    expect(Object.fromEntries(shown.map(([host = "", ...rest]) => [host.split(".")[0], rest]))).toMatchObject(
      {
        ...Object.fromEntries([...unremarkable, ...particular].map((name) => [name, []])),
        "wrong-name": ["not covered"],
        "not-yet-valid": ["certificate_not_yet_valid"],
        "self-signed": ["root_not_trusted"],
        "unknown-root": ["root_not_trusted"],
        "incomplete-chain": ["issuer_not_found"],
        "plain-http": ["not_tls"],
        smtp: ["not_tls"],
        reset: ["connection_reset"],
        "hangs-up": ["closed"],
        silent: ["timeout"],
        garbage: ["not_tls"],
        refused: ["connection_refused"],
      },
    );
  } finally {
    await demo.close();
  }
});
