import { afterEach, expect, it, vi } from "vitest";
import { createLook } from "../../src/probe/look.ts";
import { resolveName } from "../../src/probe/resolve-name.ts";

const { lookup } = vi.hoisted(() => ({ lookup: vi.fn<(host: string) => Promise<unknown>>() }));
vi.mock("node:dns/promises", () => ({ lookup }));

const answers = new Map<string, () => void>();
lookup.mockImplementation(
  (host) => new Promise((resolve) => answers.set(host, () => resolve([{ address: "192.0.2.1" }]))),
);
const { signal } = new AbortController();
const ask = (host: string) => resolveName(host, 20, signal);
afterEach(async () => {
  for (const answer of answers.values()) answer();
  answers.clear();
  await Promise.resolve();
});

it("a name that others kept from being asked for says nothing of itself", async () => {
  const hanging = ["a.tarpit.test", "b.tarpit.test"].map(ask);
  const honest = ask("honest.test");
  expect(await Promise.all(hanging)).toEqual([{ code: "ETIMEDOUT" }, { code: "ETIMEDOUT" }]);
  expect(await honest).toEqual({ code: "ETIMEDOUT", queued: true });
  const look = createLook({ timeoutMs: 20, egress: null, trustAnchors: null });
  const target = { host: "honest.test", port: 443, serverName: "honest.test" };
  await expect(look(target, 0, { profile: false }, signal)).rejects.toThrow("others wait");
});

it("a name that hangs although later ones were answered does", async () => {
  const hanging = ["a.tarpit.test", "b.tarpit.test", "c.tarpit.test"].map(ask);
  const later = ask("later.test");
  answers.get("later.test")?.();
  expect(await later).toEqual({ addresses: ["192.0.2.1"] });
  expect(await Promise.all(hanging)).toEqual(Array.from({ length: 3 }, () => ({ code: "ETIMEDOUT" })));
});
