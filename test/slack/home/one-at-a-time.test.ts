import { expect, it } from "vitest";
import { OneAtATime } from "../../../src/slack/home/one-at-a-time.ts";

it("who asks ten times gets what is newer than the question, and it is made twice", async () => {
  const once = new OneAtATime<number>();
  const ends: (() => void)[] = [];
  const ask = (key: string) =>
    once.do(key, () => {
      const count = ends.length + 1;
      return new Promise((resolve) => ends.push(() => resolve(count)));
    });
  const asked = Array.from({ length: 10 }, () => ask("T1:U1"));
  const other = ask("T1:U2");
  expect(ends).toHaveLength(2);
  ends[1]?.();
  expect(await other).toBe(2);
  ends[0]?.();
  expect(await asked[0]).toBe(1);
  await Promise.resolve();
  expect(ends).toHaveLength(3);
  ends[2]?.();
  expect(await Promise.all(asked.slice(1))).toEqual(Array.from({ length: 9 }, () => 3));
});

it("what fails is done again for who asks later", async () => {
  const once = new OneAtATime<string>();
  await expect(once.do("a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await once.do("a", () => Promise.resolve("there"))).toBe("there");
});
