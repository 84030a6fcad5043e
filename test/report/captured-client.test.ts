import { describe, expect, it } from "vitest";
import type { TraceFinding } from "../../src/diagnosis/traces/trace-finding.ts";
import { catalogFor } from "../../src/locales/catalogs.ts";
import type { HandshakeTrace } from "../../src/pcap/handshake-trace.ts";
import { readClientHello } from "../../src/pcap/traced-client-hello.ts";
import { reportFlow } from "../../src/report/capture-json.ts";
import { CaptureRecorder } from "../../src/report/capture-record.ts";
import { CaptureText } from "../../src/report/capture-text.ts";
import { handshakeView } from "../../src/slack/views/capture.ts";
import { encodeClientHello } from "../../src/tls/client-hello.ts";
import { CLIENT_PROFILES } from "../../src/tls/clients/clients.ts";
import { composeProfileHello } from "../../src/tls/clients/compose-profile-hello.ts";
import { CAPTURE_ID, ORIGIN } from "../support/captures.ts";
import { alerted, traceOf } from "../support/handshake-trace.ts";

const en = catalogFor("en");
const SAID = /This is the Client Hello of Java 8 \(/;
const SUMMARY = {
  packets: 5,
  unknownLinkType: 0,
  abandoned: 0,
  completed: 0,
  failed: 1,
  incomplete: 0,
  notTls: 0,
  fault: null,
};
const FINDING: TraceFinding = {
  kind: "cipher_suite_mismatch",
  severity: "error",
  offered: [0xc02f],
  selected: [],
  accepted: [],
  alert: "handshake_failure",
};

function refused(given: Partial<HandshakeTrace> = {}): HandshakeTrace {
  const refusal = alerted(21, "server", "handshake_failure", 40);
  return traceOf(["0 client client_hello", "21 server alert"], { serverHello: null, ...refusal, ...given });
}

function helloOfJava8(): HandshakeTrace["clientHello"] {
  const body = encodeClientHello(composeProfileHello(CLIENT_PROFILES.java8, "api.example.com")).subarray(4);
  return readClientHello(body, body.length);
}

describe.each([
  ["a named client's", helloOfJava8(), "java8"],
  ["nobody's", refused().clientHello, null],
  ["no", null, null],
] as const)("%s Client Hello in a capture", (_whose, clientHello, client) => {
  const trace = refused({ clientHello });

  it("is named for scripts", () => {
    expect(reportFlow(trace, "failed", [FINDING], en).clientProfile).toBe(client);
  });

  it("is named in text", () => {
    const text = new CaptureText();
    text.add(trace, [FINDING]);
    const shown = text.format(SUMMARY, en, (_, line) => line);
    expect(SAID.test(shown)).toBe(client !== null);
  });

  it("is named in Slack", () => {
    const recorder = new CaptureRecorder();
    recorder.add(trace, "failed", [FINDING]);
    const file = { id: "F1", name: "a.pcap" };
    const record = { id: CAPTURE_ID, file, origin: ORIGIN, summary: SUMMARY, ...recorder.end() };
    const shown = JSON.stringify(handshakeView(record, { index: 0, reachable: null }, en));
    expect(SAID.test(shown)).toBe(client !== null);
  });
});
