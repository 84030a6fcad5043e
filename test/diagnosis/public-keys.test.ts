import { expect, it } from "vitest";
import { findPublicKeyHash } from "../../src/diagnosis/public-keys.ts";

const HASH = "0123456789abcdef".repeat(4);
const PAIRS = HASH.match(/../g) ?? [];

it.each([
  ["alone", HASH],
  ["in capitals", HASH.toUpperCase()],
  ["with colons", PAIRS.join(":")],
  ["as openssl dgst prints it", `SHA2-256(stdin)= ${HASH}`],
  ["as older openssl prints it", `(stdin)= ${HASH}`],
  ["as sha256sum prints it", `${HASH}  -`],
  ["in code, to a bot", `<@U123> \`${HASH}\``],
])("%s", (_, text) => expect(findPublicKeyHash(text)).toBe(HASH));

it.each([
  ["nothing", "hello"],
  ["SHA-1", HASH.slice(0, 40)],
  ["SHA-512", HASH + HASH],
  ["a host", "api.example.com"],
])("%s is none", (_, text) => expect(findPublicKeyHash(text)).toBeNull());
