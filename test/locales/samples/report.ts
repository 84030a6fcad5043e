import type { Catalog } from "../../../src/locales/catalog.ts";
import { name, number, text, texts, time } from "../../support/odd-data.ts";
import type { SamplesOf } from "./samples.ts";

export const report: Pick<
  SamplesOf<Catalog>,
  "explanation" | "verdict" | "progress" | "report" | "commandLine"
> = {
  explanation: {
    cause: [[{ cause: text("cause"), confidence: 0.73, matched: text("matched") }]],
    check: [[text("command")]],
  },
  verdict: {
    ok: [
      [{ version: text("version"), daysLeft: number() }],
      [{ version: null, daysLeft: 1 }],
      [{ version: text("version"), daysLeft: null }],
      [{ version: null, daysLeft: null }],
    ],
    wrong: [
      [{ title: text("title"), more: 0 }],
      [{ title: text("title"), more: 1 }],
      [{ title: text("title"), more: number() }],
    ],
  },
  progress: { title: [[text("host")]] },
  report: {
    heading: [[text("heading")]],
    about: [[{ name: text("name"), text: text("text") }]],
    addresses: [[texts("address", 3)]],
    negotiated: [
      [{ version: text("version"), cipherSuite: text("suite"), alpn: text("alpn") }],
      [{ version: text("version"), cipherSuite: null, alpn: null }],
    ],
    versions: [[texts("version", 3)], [[]]],
    cipherSuites: [
      [{ count: number(), insecure: texts("insecure"), weak: texts("weak") }],
      [{ count: number(), insecure: texts("insecure", 6), weak: [] }],
      [{ count: number(), insecure: [], weak: [] }],
    ],
    groups: [[texts("group")], [texts("group", 11)]],
    addressesAgree: [[number()]],
    backedOff: [[1], [number()]],
    certificate: [
      [{ subject: name("subject"), issuer: name("issuer"), notAfter: time(), daysLeft: number() }],
      [{ subject: name("subject"), issuer: name("issuer"), notAfter: time(), daysLeft: 1 }],
      [{ subject: name("subject"), issuer: name("issuer"), notAfter: time(), daysLeft: -1 }],
    ],
    moreCertificates: [[number()]],
    accepts: [[{ truster: text("truster"), presenter: text("presenter"), subject: name("subject") }]],
    rejects: [
      [
        {
          truster: text("truster"),
          presenter: text("presenter"),
          subject: name("subject"),
          reason: text("reason"),
        },
      ],
    ],
    listed: [[{ subject: name("subject"), issuer: name("issuer") }]],
    keyMatches: [
      [{ algorithm: text("algorithm"), certificates: 0 }],
      [{ algorithm: text("algorithm"), certificates: 1 }],
    ],
    keyMismatch: [[{ algorithm: text("algorithm") }]],
    duration: [
      [{ durationMs: number(), connections: 1 }],
      [{ durationMs: number(), connections: number() }],
      [{ durationMs: 731_000, connections: number() }],
    ],
  },
  commandLine: {
    help: [[{ locales: texts("locale"), timeoutMs: number() }]],
    bug: [[text("stack")]],
  },
};
