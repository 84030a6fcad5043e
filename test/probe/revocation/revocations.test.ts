import { createHash } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EgressPolicy } from "../../../src/probe/egress-policy.ts";
import { createEgressPolicy } from "../../../src/probe/egress-policy.ts";
import type { RevocationsOptions } from "../../../src/probe/revocation/revocations.ts";
import { Revocations } from "../../../src/probe/revocation/revocations.ts";
import * as der from "../../x509/der-writer.ts";
import type { Entity, Extensions } from "../../x509/issuing.ts";
import {
  NOW,
  ecKeys,
  extension,
  issueAuthority,
  issueCrl,
  issueEndEntity,
  pem,
  uri,
} from "../../x509/issuing.ts";
import { respond, revoked, unknown } from "../../x509/ocsp-issuing.ts";
import { AuthorityServer, answerWith, crlAt, ocspAt } from "./authority.ts";

const HOUR = 3_600_000;
const root = issueAuthority("root", { issuer: null });
const serialNumber = der.integer(0x5e1a1);
const { signal } = new AbortController();
setMaxListeners(0, signal);

let authority: AuthorityServer;
beforeEach(async () => {
  authority = await AuthorityServer.start();
});
afterEach(() => authority.close());

const open = (options: Partial<RevocationsOptions> = {}) =>
  new Revocations({
    timeoutMs: 500,
    waitMs: 2_000,
    egress: null,
    trustAnchors: pem("CERTIFICATE", root.certificate),
    resolve: () => Promise.resolve({ addresses: ["127.0.0.1"] }),
    ...options,
  });

const issue = (extensions: Extensions, issuer = root) => issueEndEntity({ issuer, serialNumber, extensions });
const withOcsp = () => issue({ ocsp: ocspAt(authority.url("ocsp")) });
const withCrl = () => issue({ crl: crlAt(authority.url("crl")) });
const sha256 = ({ certificate }: Entity) => createHash("sha256").update(certificate).digest("hex");

function find(
  revocations: Revocations,
  list: readonly Entity[],
  {
    at = NOW,
    staple = null,
    address = "127.0.0.1",
    revocable = list.length,
  }: { at?: number; staple?: Buffer | null; address?: string; revocable?: number } = {},
) {
  const served = {
    address,
    certificateList: list.map(({ certificate }) => certificate),
    ocspResponse: staple,
    revocable: list.slice(0, revocable).map(sha256),
  };
  return revocations.find(served, at, signal);
}

const notRevoked = { revoked: null, unknown: false };
const nobodyKnows = { revoked: null, unknown: true };
const revokedBy = (entity: Entity, source: string, reason = "keyCompromise") => ({
  revoked: { sha256: sha256(entity), revocationDate: NOW - 24 * HOUR, reason, source },
  unknown: false,
});
const REVOKED = revoked(NOW - 24 * HOUR, 1);

describe("a certificate", () => {
  it("that names nobody who knows is not asked for", async () => {
    expect(await find(open(), [issue({})])).toEqual(notRevoked);
    expect(authority.asked).toEqual([]);
  });

  it("is good or revoked as its staple says, and nobody is asked", async () => {
    const entity = withOcsp();
    const good = respond({ issuer: root, certificate: entity.certificate });
    const staple = respond({ issuer: root, certificate: entity.certificate, certStatus: REVOKED });
    const revocations = open();
    expect(await find(revocations, [entity], { staple: good })).toEqual(notRevoked);
    expect(await find(revocations, [entity], { staple })).toEqual(revokedBy(entity, "staple"));
    expect(authority.asked).toEqual([]);
  });

  it("is asked for at its responder when its staple is worth nothing", async () => {
    const entity = withOcsp();
    authority.answer = answerWith(respond({ issuer: root, certificate: entity.certificate }));
    const old = respond({ issuer: root, certificate: entity.certificate, nextUpdate: NOW - HOUR });
    expect(await find(open(), [entity], { staple: old })).toEqual(notRevoked);
    expect(authority.count("GET /ocsp/")).toBe(1);
  });

  it("is revoked as its responder says", async () => {
    const entity = withOcsp();
    authority.answer = answerWith(
      respond({ issuer: root, certificate: entity.certificate, certStatus: REVOKED }),
    );
    expect(await find(open(), [entity])).toEqual(revokedBy(entity, "ocsp"));
  });

  it("is asked for with POST where the URL would be too long", async () => {
    const entity = issue({ ocsp: ocspAt(authority.url(`ocsp/${"x".repeat(200)}`)) });
    authority.answer = answerWith(respond({ issuer: root, certificate: entity.certificate }));
    expect(await find(open(), [entity])).toEqual(notRevoked);
    expect(authority.asked).toEqual([`POST /ocsp/${"x".repeat(200)}`]);
  });

  it("is revoked as its CA's list says, where there is no responder", async () => {
    const entity = withCrl();
    authority.answer = answerWith(issueCrl({ issuer: root, revoked: [{ serialNumber, reason: 1 }] }));
    expect(await find(open(), [entity])).toEqual(revokedBy(entity, "crl"));
  });

  it("is looked up in the list when the responder does not know it", async () => {
    const entity = issue({ ocsp: ocspAt(authority.url("ocsp")), crl: crlAt(authority.url("crl")) });
    authority.answer = (request, response) =>
      response.end(
        request.url === "/crl"
          ? issueCrl({ issuer: root, revoked: [{ serialNumber, reason: 1 }] })
          : respond({ issuer: root, certificate: entity.certificate, certStatus: unknown }),
      );
    expect(await find(open(), [entity])).toEqual(revokedBy(entity, "crl"));
    expect(authority.asked).toHaveLength(2);
  });

  it("may be an issuer", async () => {
    const lower = issueAuthority("lower", {
      issuer: root,
      serialNumber,
      extensions: { crl: crlAt(authority.url("crl")) },
    });
    authority.answer = answerWith(issueCrl({ issuer: root, revoked: [{ serialNumber, reason: 2 }] }));
    expect(await find(open(), [issue({}, lower), lower])).toEqual(revokedBy(lower, "crl", "cACompromise"));
  });

  it("may be in a list without a number, as private CAs have them", async () => {
    authority.answer = answerWith(
      issueCrl({ issuer: root, revoked: [{ serialNumber }], extensions: { cRLNumber: null } }),
    );
    const entity = withCrl();
    expect(await find(open(), [entity])).toEqual(revokedBy(entity, "crl", "unspecified"));
  });

  it("may be in the part of a list that is for it", async () => {
    const entity = withCrl();
    const part = (url: string) =>
      extension("2.5.29.28", der.sequence(der.tagged(0, der.tagged(0, uri(url)))), true);
    const list = (url: string) =>
      issueCrl({ issuer: root, revoked: [{ serialNumber }], extensions: { part: part(url) } });
    authority.answer = answerWith(list(authority.url("crl")));
    expect(await find(open(), [entity])).toMatchObject({ revoked: { source: "crl" } });
    authority.answer = answerWith(list(authority.url("other")));
    expect(await find(open(), [entity])).toEqual(nobodyKnows);
  });
});

describe("an answer", () => {
  it("is kept for hours, at most eight, each certificate's at a time of its own", async () => {
    const entity = withOcsp();
    authority.answer = answerWith(
      respond({ issuer: root, certificate: entity.certificate, nextUpdate: NOW + 100 * HOUR }),
    );
    const revocations = open();
    for (const at of [NOW, NOW + HOUR, NOW + 4 * HOUR - 1])
      expect(await find(revocations, [entity], { at })).toEqual(notRevoked);
    expect(authority.asked).toHaveLength(1);
    await find(revocations, [entity], { at: NOW + 8 * HOUR });
    expect(authority.asked).toHaveLength(2);
  });

  it("of a list serves all of its certificates", async () => {
    authority.answer = answerWith(issueCrl({ issuer: root, nextUpdate: NOW + 100 * HOUR }));
    const revocations = open();
    const entities = Array.from({ length: 20 }, () =>
      issueEndEntity({ issuer: root, extensions: { crl: crlAt(authority.url("crl")) } }),
    );
    const found = await Promise.all(entities.map((entity) => find(revocations, [entity])));
    expect(found).toEqual(entities.map(() => notRevoked));
    expect(authority.asked).toEqual(["GET /crl"]);
  });

  it("that was asked for twice at once is asked for once", async () => {
    const entity = withOcsp();
    authority.answer = answerWith(respond({ issuer: root, certificate: entity.certificate }));
    const revocations = open();
    await Promise.all([1, 2, 3].map(() => find(revocations, [entity])));
    expect(authority.asked).toHaveLength(1);
  });

  it("that fails to come later changes nothing: what was revoked stays so", async () => {
    const entity = withOcsp();
    authority.answer = answerWith(
      respond({ issuer: root, certificate: entity.certificate, certStatus: REVOKED }),
    );
    const revocations = open();
    await find(revocations, [entity]);
    authority.answer = (_request, response) => response.writeHead(503).end();
    expect(await find(revocations, [entity], { at: NOW + 9 * HOUR })).toEqual(revokedBy(entity, "ocsp"));
    expect(authority.asked).toHaveLength(2);
  });

  it("that is late is there for the next look", async () => {
    const entity = withOcsp();
    const response = respond({ issuer: root, certificate: entity.certificate, certStatus: REVOKED });
    const answering = new Promise<() => void>((resolve) => {
      authority.answer = (_request, out) => resolve(() => void out.end(response));
    });
    const revocations = open({ waitMs: 20, timeoutMs: 5_000 });
    expect(await find(revocations, [entity])).toEqual(nobodyKnows);
    (await answering)();
    await vi.waitFor(async () =>
      expect(await find(revocations, [entity])).toEqual(revokedBy(entity, "ocsp")),
    );
    expect(authority.asked).toHaveLength(1);
  });

  it("is nobody's where it is too crowded to ask", async () => {
    const entity = issue({ ocsp: ocspAt(authority.url("ocsp")), crl: crlAt(authority.url("crl")) });
    const acquire = () => Promise.reject(new Error("crowded"));
    expect(await find(open({ acquire }), [entity])).toEqual(nobodyKnows);
    expect(authority.asked).toEqual([]);
  });
});

describe("nobody knows, after", () => {
  const other = issueAuthority("other", { issuer: null });
  const endless = (response: ServerResponse) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x30)));
    };
    response.on("drain", more);
    more();
  };
  const answers: readonly [string, (entity: Entity) => Buffer | ((response: ServerResponse) => unknown)][] = [
    ["silence", () => () => undefined],
    ["nothing found", () => (response) => response.writeHead(404).end()],
    ["a redirect", () => (r) => r.writeHead(302, { location: "http://169.254.169.254/" }).end()],
    ["a redirect to itself", () => (r) => r.writeHead(301, { location: "/crl" }).end()],
    ["an answer without an end", () => endless],
    ["an answer that is cut", () => (response) => response.destroy()],
    ["a page", () => Buffer.from("<html>")],
    ["nothing", () => Buffer.alloc(0)],
  ];
  const ocsp: typeof answers = [
    [
      "an answer of another signer",
      ({ certificate }) => respond({ issuer: root, certificate, keys: ecKeys(), certStatus: REVOKED }),
    ],
    [
      "an answer of a stranger",
      ({ certificate }) => respond({ issuer: root, signer: other, certificate, certStatus: REVOKED }),
    ],
    [
      "an answer that is old",
      ({ certificate }) =>
        respond({ issuer: root, certificate, thisUpdate: NOW - 9 * HOUR, nextUpdate: NOW - HOUR }),
    ],
    [
      "an answer from tomorrow",
      ({ certificate }) =>
        respond({ issuer: root, certificate, thisUpdate: NOW + 24 * HOUR, certStatus: REVOKED }),
    ],
    [
      "an answer for another certificate",
      () =>
        respond({
          issuer: root,
          certificate: issueEndEntity({ issuer: root }).certificate,
          certStatus: REVOKED,
        }),
    ],
    ["half an answer", ({ certificate }) => respond({ issuer: root, certificate }).subarray(0, 60)],
  ];
  it.each([...answers, ...ocsp])("%s of a responder", async (_, answer) => {
    const entity = withOcsp();
    const what = answer(entity);
    authority.answer = (_request, response) =>
      void (typeof what === "function" ? what(response) : response.end(what));
    expect(await find(open({ timeoutMs: 150 }), [entity])).toEqual(nobodyKnows);
    expect(authority.asked).toHaveLength(1);
  });

  const listed = { revoked: [{ serialNumber, reason: 1 }] };
  const lists: typeof answers = [
    ["a list of another signer", () => issueCrl({ issuer: root, keys: ecKeys(), ...listed })],
    ["a list of another CA", () => issueCrl({ issuer: other, ...listed })],
    ["a list that is old", () => issueCrl({ issuer: root, ...listed, nextUpdate: NOW - HOUR })],
    ["a list from tomorrow", () => issueCrl({ issuer: root, ...listed, thisUpdate: NOW + 24 * HOUR })],
    ["half a list", () => issueCrl({ issuer: root, ...listed }).subarray(0, 60)],
    [
      "a list for CAs",
      () =>
        issueCrl({
          issuer: root,
          extensions: { scope: extension("2.5.29.28", der.sequence(der.implicit(2, Buffer.of(0xff))), true) },
        }),
    ],
  ];
  it.each([...answers, ...lists])("%s of a CA", async (_, answer) => {
    const entity = withCrl();
    const what = answer(entity);
    authority.answer = (_request, response) =>
      void (typeof what === "function" ? what(response) : response.end(what));
    expect(await find(open({ timeoutMs: 150 }), [entity])).toEqual(nobodyKnows);
    expect(authority.asked).toHaveLength(1);
  });

  it("a failure, which is asked for again no sooner than in an hour", async () => {
    const entity = withOcsp();
    const revocations = open();
    for (const at of [NOW, NOW + 1, NOW + HOUR - 1])
      expect(await find(revocations, [entity], { at })).toEqual(nobodyKnows);
    expect(authority.asked).toHaveLength(1);
    await find(revocations, [entity], { at: NOW + 2 * HOUR });
    expect(authority.asked).toHaveLength(2);
  });
});

describe("nobody is asked", () => {
  it.each([
    ["at an address that the policy refuses", "http://ca.example:PORT/ocsp"],
    ["at loopback by its own name", "http://127.0.0.1:PORT/ocsp"],
    ["over another protocol", "ftp://ca.example/ocsp"],
    ["with a password", "http://user:secret@ca.example:PORT/ocsp"],
  ])("%s", async (_, url) => {
    const there = url.replace("PORT", String(authority.port));
    const entity = issue({ ocsp: ocspAt(there), crl: crlAt(there) });
    const egress = createEgressPolicy({ allow: [], deny: [] });
    await find(open({ egress }), [entity], { address: "192.0.2.1" });
    expect(authority.asked).toEqual([]);
  });

  it("inside for a server outside, though one inside may send us there", async () => {
    const entity = withOcsp();
    authority.answer = answerWith(
      respond({ issuer: root, certificate: entity.certificate, certStatus: REVOKED }),
    );
    const egress = createEgressPolicy({ allow: ["127.0.0.0/8"], deny: [] });
    const revocations = open({ egress });
    expect(await find(revocations, [entity], { address: "8.8.8.8" })).toEqual(nobodyKnows);
    expect(authority.asked).toEqual([]);
    expect(await find(revocations, [entity], { address: "127.0.0.1" })).toEqual(revokedBy(entity, "ocsp"));
    expect(await find(revocations, [entity], { address: "8.8.8.8" })).toEqual(nobodyKnows);
  });

  it("any more after the end, and a look that is given up does not wait", async () => {
    const entity = withOcsp();
    authority.answer = () => undefined;
    const closing = new AbortController();
    const revocations = open({ closing: closing.signal, timeoutMs: 10_000, waitMs: 10_000 });
    const reason = new Error("given up");
    const waiting = revocations.find(
      {
        address: "127.0.0.1",
        certificateList: [entity.certificate],
        ocspResponse: null,
        revocable: [sha256(entity)],
      },
      NOW,
      AbortSignal.timeout(50),
    );
    await expect(waiting).rejects.toThrow(/timeout/u);
    const other = find(revocations, [entity]);
    closing.abort(reason);
    expect(await other).toEqual(nobodyKnows);
    expect(authority.asked).toHaveLength(1);
  });

  it("for longer than a responder that hangs is worth: others go on", async () => {
    authority.answer = () => undefined;
    const revocations = open({ timeoutMs: 5_000, waitMs: 1_000 });
    const entities = Array.from({ length: 60 }, () =>
      issueEndEntity({ issuer: root, extensions: { ocsp: ocspAt(authority.url("ocsp")) } }),
    );
    const took = await Promise.all(
      entities.map(async (entity) => {
        const began = performance.now();
        expect(await find(revocations, [entity])).toEqual(nobodyKnows);
        return performance.now() - began;
      }),
    );
    expect(took.filter((ms) => ms > 900)).toHaveLength(32);
  });
});

describe("a stranger who signs certificates", () => {
  const stranger = issueAuthority("stranger", { issuer: null });
  const outer: EgressPolicy = { refuse: () => null, sentOnBy: () => outer };
  const policy: EgressPolicy = { refuse: () => null, sentOnBy: () => outer };
  const names = (what: string) => ({
    ocsp: ocspAt(authority.url(`${what}/1`), authority.url(`${what}/2`)),
    crl: crlAt(authority.url(`${what}/3`), authority.url(`${what}/4`)),
  });

  it("does not have us call on whom their certificates name", async () => {
    const signer = issueAuthority("signer", { issuer: stranger, extensions: names("signer") });
    const list = [issue(names("leaf"), signer), signer, stranger];
    expect(await find(open({ egress: policy }), list)).toEqual(nobodyKnows);
    expect(authority.asked).toEqual([]);
    expect(await find(open({ egress: policy }), [issue({}, stranger), stranger], { revocable: 1 })).toEqual(
      notRevoked,
    );
  });

  it("and a signature that is no CA's is not taken for one", async () => {
    const forged = issue({ ...names("leaf"), authorityKeyIdentifier: null }, { ...root, keys: ecKeys() });
    expect(await find(open({ egress: policy }), [forged])).toEqual(nobodyKnows);
    expect(authority.asked).toEqual([]);
  });

  it("is asked where the operator has opened their network to us", async () => {
    const entity = issue({ ocsp: ocspAt(authority.url("ocsp")) }, stranger);
    authority.answer = answerWith(respond({ issuer: stranger, certificate: entity.certificate }));
    const inner: EgressPolicy = { refuse: () => null, sentOnBy: () => inner };
    expect(await find(open({ egress: inner }), [entity, stranger], { revocable: 1 })).toEqual(notRevoked);
    expect(authority.count("GET /ocsp/")).toBe(1);
  });
});
