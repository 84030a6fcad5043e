import type { ConnectTo } from "../../src/probe/connect-to.ts";
import { connectToKey } from "../../src/probe/connect-to.ts";

/** What is watched: each host has an address of its own on loopback, and every 400th has the same certificate. */
export const CERTIFICATES = 400;
const PORT = 443;

export const hostOf = (index: number) => `h${index}.c${index % CERTIFICATES}.watch.test`;

/** 127.1.0.0 and upwards. */
export const addressOf = (index: number) => `127.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;

export function connectToFleet(count: number, port: number): ConnectTo {
  return new Map(
    Array.from({ length: count }, (_, index) => [
      connectToKey({ host: hostOf(index), port: PORT }),
      { addresses: [addressOf(index)], port },
    ]),
  );
}
