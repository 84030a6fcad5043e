import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createEgressPolicy } from "../../src/probe/egress-policy.ts";
import type { FetchOptions } from "../../src/probe/fetch-bytes.ts";
import { fetchIssuers } from "../../src/probe/fetch-issuers.ts";
import { issueAuthority, pem } from "../x509/issuing.ts";

const authority = issueAuthority("intermediate", { issuer: null });
const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, seen };
}

const here: FetchOptions = {
  timeoutMs: 300,
  egress: null,
  resolve: () => Promise.resolve({ addresses: ["127.0.0.1"] }),
};
const subjects = async (urls: readonly string[], options: Partial<FetchOptions> = {}) =>
  (await fetchIssuers(urls, { ...here, ...options })).map(({ subject }) => subject);

describe("the issuer", () => {
  it.each([
    ["DER", authority.certificate],
    ["PEM", Buffer.from(pem("CERTIFICATE", authority.certificate))],
  ])("comes in %s, from the address that was judged and by the URL's own name", async (_, body) => {
    const { port, seen } = await serve((_request, response) => response.end(body));
    expect(await subjects([`http://ca.example:${port}/lower.der?x=1`])).toEqual(["CN=intermediate"]);
    expect(seen).toEqual([`ca.example:${port} /lower.der?x=1`]);
  });

  it("comes from the next URL when one has none", async () => {
    const { port } = await serve((request, response) =>
      request.url === "/2" ? response.end(authority.certificate) : response.writeHead(404).end(),
    );
    expect(await subjects([`http://ca.example:${port}/1`, `http://ca.example:${port}/2`])).toEqual([
      "CN=intermediate",
    ]);
  });
});

describe("nothing comes", () => {
  it.each([
    ["from a file", "file:///etc/ssl/cert.pem"],
    ["from LDAP", "ldap://ca.example/cn=x"],
    ["over HTTPS, whose own chain would need judging", "https://ca.example/x"],
    ["from a URL with a password", "http://user:secret@ca.example/x"],
    ["from no URL", "ca.example"],
  ])("%s", async (_, url) => {
    const asked: string[] = [];
    const resolve = (host: string) => {
      asked.push(host);
      return Promise.resolve({ addresses: ["127.0.0.1"] });
    };
    expect(await subjects([url], { resolve })).toEqual([]);
    expect(asked).toEqual([]);
  });

  it("from where the egress policy forbids", async () => {
    const { port, seen } = await serve((_request, response) => response.end(authority.certificate));
    const egress = createEgressPolicy({ allow: [], deny: [] });
    expect(await subjects([`http://ca.example:${port}/`, `http://127.0.0.1:${port}/`], { egress })).toEqual(
      [],
    );
    expect(seen).toEqual([]);
  });

  it("through a redirect, which may lead anywhere", async () => {
    const { port, seen } = await serve((_request, response) =>
      response.writeHead(302, { location: "/other" }).end(),
    );
    expect(await subjects([`http://ca.example:${port}/`])).toEqual([]);
    expect(seen).toHaveLength(1);
  });

  it.each([
    [
      "endless",
      (response: ServerResponse) => {
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(16_384, 0x30)));
        };
        response.on("drain", more);
        more();
      },
    ],
    ["silent", () => undefined],
    [
      "half a certificate",
      (response: ServerResponse) => response.end(authority.certificate.subarray(0, 100)),
    ],
    ["a page", (response: ServerResponse) => response.end("<html>not found</html>")],
    ["cut", (response: ServerResponse) => response.destroy()],
  ])("from an answer that is %s", async (_, answer) => {
    const { port } = await serve((_request, response) => answer(response));
    const began = performance.now();
    expect(await subjects([`http://ca.example:${port}/`])).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it("from an answer that says it is not the file", async () => {
    const { port } = await serve((_request, response) => response.writeHead(404).end(authority.certificate));
    expect(await subjects([`http://ca.example:${port}/`])).toEqual([]);
  });

  it("from more than three URLs", async () => {
    const { port, seen } = await serve((_request, response) => response.writeHead(404).end());
    await subjects(Array.from({ length: 9 }, (_, index) => `http://ca.example:${port}/${index}`));
    expect(seen).toHaveLength(3);
  });

  it("when it is given up", async () => {
    const { port } = await serve(() => undefined);
    const controller = new AbortController();
    const reason = new Error("stop");
    const fetching = subjects([`http://ca.example:${port}/`], {
      timeoutMs: 10_000,
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(reason), 50);
    await expect(fetching).rejects.toBe(reason);
  });
});
