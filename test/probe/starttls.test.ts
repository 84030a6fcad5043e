import { once } from "node:events";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { afterEach, describe, expect, it, vi } from "vitest";
import { STARTTLS_PROTOCOLS } from "../../src/diagnosis/starttls.ts";
import type { StartTlsProtocol } from "../../src/diagnosis/starttls.ts";
import { shakeHands } from "../../src/probe/handshake.ts";
import { startTls } from "../../src/probe/starttls.ts";
import { closeAll, openScripted } from "./starttls/scripted-server.ts";
import type { Script } from "./starttls/scripts.ts";
import { GOOD, does, says, saysBytes } from "./starttls/scripts.ts";

const TIMEOUT_MS = 5_000;
const SHORT_MS = 150;

afterEach(closeAll);

/** The handshake probe takes the socket over, and opens TLS on it. */
async function shake(socket: Socket) {
  const { handshake } = await shakeHands(socket, {
    offer: "ordinary",
    serverName: "api.example.com",
    address: "127.0.0.1",
    port: 0,
    timeoutMs: TIMEOUT_MS,
  });
  return [handshake.result.outcome, ...handshake.certificateList.map(({ subject }) => subject)];
}

async function talk(protocol: StartTlsProtocol, script: Script, timeoutMs = TIMEOUT_MS) {
  return startTls(await openScripted(script), protocol, { serverName: "api.example.com", timeoutMs });
}

const options = { serverName: "api.example.com", timeoutMs: TIMEOUT_MS };

describe.each(STARTTLS_PROTOCOLS)("%s", (protocol) => {
  it.each([0, 1, 7])("leads to a handshake, in segments of %i bytes", async (segment) => {
    const socket = await openScripted(GOOD[protocol], segment);
    expect(await startTls(socket, protocol, options)).toBeNull();
    expect(await shake(socket)).toEqual(["completed", "CN=api.example.com,O=tlscheck demo"]);
  });

  it("leaves a socket that node:tls takes as it is", async () => {
    const socket = await openScripted(GOOD[protocol]);
    const before = listeners(socket);
    expect(await startTls(socket, protocol, options)).toBeNull();
    expect(listeners(socket)).toEqual(before);
    const tls = connectTls({ socket, servername: "api.example.com", rejectUnauthorized: false });
    await once(tls, "secureConnect");
    tls.write("echo");
    expect(String((await once(tls, "data"))[0])).toBe("echo");
    tls.destroy();
  });

  it("is refused to whom says more after the go-ahead", async () => {
    const fault = await talk(protocol, withInjection(GOOD[protocol]));
    expect(fault).toMatchObject({ code: "injected", bytes: 8, received: "injected" });
  });

  it.each([
    ["says nothing", [does("wait")], { code: "timeout", afterMs: SHORT_MS }],
    ["closes at once", [does("end")], { code: "closed" }],
    ["resets", [...opening(GOOD[protocol]), does("reset")], { code: "reset" }],
    ["stops in the middle", [...half(GOOD[protocol]), does("wait")], { code: "timeout", afterMs: SHORT_MS }],
    ["closes in the middle", [...half(GOOD[protocol]), does("end")], { code: "closed" }],
  ] as const)("ends when the server %s", async (_, script, fault) => {
    expect(await talk(protocol, script, SHORT_MS)).toMatchObject(fault);
  });

  it("ends when the server never does", async () => {
    const fault = await talk(protocol, [...opening(GOOD[protocol]), does("pour")]);
    expect(["too_much", "malformed"]).toContain(fault?.code);
  });

  it("leaves the socket open when it gives up", async () => {
    const socket = await openScripted([does("wait")]);
    const before = listeners(socket);
    await startTls(socket, protocol, { serverName: null, timeoutMs: 20 });
    expect(listeners(socket)).toEqual(before);
    expect(socket.destroyed).toBe(false);
  });
});

it("has sent its last command before TLS may begin", async () => {
  const script = [says("220 mx", "250-mx", "250 STARTTLS", "220 before we asked"), does("wait")];
  const socket = await openScripted(script, 1);
  socket.cork();
  let over = false;
  const talking = startTls(socket, "smtp", options).finally(() => (over = true));
  await delay(SHORT_MS);
  expect(over).toBe(false);
  socket.uncork();
  expect(await talking).toBeNull();
});

it("leaves no timer behind", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    expect(await talk("postgres", GOOD.postgres)).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

describe("when it is aborted", () => {
  it.each(["before", "meanwhile"] as const)("%s, it throws the reason and lets go", async (when) => {
    const socket = await openScripted([says("220 mx"), does("wait")]);
    const before = listeners(socket);
    const controller = new AbortController();
    const reason = new Error("enough");
    if (when === "before") controller.abort(reason);
    else setTimeout(() => controller.abort(reason), 30);
    const talking = startTls(socket, "smtp", { ...options, signal: controller.signal });
    await expect(talking).rejects.toBe(reason);
    expect(listeners(socket)).toEqual(before);
    expect(socket.destroyed).toBe(false);
  });
});

it("a socket that is closed already says so at once", async () => {
  const socket = await openScripted([does("wait")]);
  socket.destroy();
  expect(await startTls(socket, "ldap", options)).toEqual({ code: "closed", command: null });
});

/** The first thing that the client says, if it speaks first. */
function opening(script: Script): Script {
  return script.slice(0, 1).filter((act) => "hears" in act);
}

/** Up to the middle of the first thing that the server says. */
function half(script: Script): Script {
  const at = script.findIndex((act) => "says" in act);
  return script
    .slice(0, at + 1)
    .map((act) => ("says" in act ? saysBytes(act.says.slice(0, act.says.length / 2)) : act));
}

/** The last thing that the server says is followed by something else. */
function withInjection(script: Script): Script {
  const at = script.findLastIndex((act) => "says" in act);
  return script
    .slice(0, at + 1)
    .map((act, index) => (index === at && "says" in act ? saysBytes(`${act.says}injected`) : act));
}

function listeners(socket: Socket): Record<string, number> {
  return Object.fromEntries(
    ["readable", "data", "end", "close", "error", "drain", "finish"].map((name) => [
      name,
      socket.listenerCount(name),
    ]),
  );
}
