import type { AlertHosts, Catalog } from "../../../src/locales/catalog.ts";
import { name, number, text, texts } from "../../support/odd-data.ts";
import type { SamplesOf } from "./samples.ts";

const hosts = (): AlertHosts[] => [
  { first: text("host"), more: 0, uploaded: false },
  { first: text("host"), more: number(), uploaded: false },
  { first: name("subject"), more: 0, uploaded: true },
  { first: name("subject"), more: number(), uploaded: true },
];
const each = () => hosts().map((given) => [given] as const);

export const alerts: SamplesOf<Catalog["alerts"]> = {
  titles: {
    expires: hosts().flatMap((given) => [
      [{ ...given, issuer: null, daysLeft: number() }],
      [{ ...given, issuer: name("issuer"), daysLeft: number() }],
    ]),
    revoked: hosts().flatMap((given) => [
      [{ ...given, issuer: null }],
      [{ ...given, issuer: name("issuer") }],
    ]),
    chain_broken: each(),
    name_not_covered: each(),
    partly_renewed: each(),
    unreachable: each(),
    removed: hosts().flatMap((given) => [
      [{ ...given, versions: texts("version"), cipherSuites: [] }] as const,
      [{ ...given, versions: texts("version", 1), cipherSuites: texts("suite", 5) }] as const,
    ]),
  },
  closed: { renewed: each(), resolved: each(), dropped: each() },
  valid: [false, true].flatMap((ended) => [
    [{ date: text("date"), ended, replaced: false, revoked: false }] as const,
    [{ date: text("date"), ended, replaced: true, revoked: false }] as const,
    [{ date: text("date"), ended, replaced: false, revoked: true }] as const,
  ]),
  since: [[text("date")]],
  owners: [[texts("user", 1)], [texts("user")]],
  acknowledged: [true, false].map((ahead) => [{ user: text("user"), ahead }] as const),
  snoozed: [true, false].map((ahead) => [{ user: text("user"), date: text("date"), ahead }] as const),
  ended: [[text("date")]],
  more: [[1], [number()]],
  issuedBy: [[name("issuer")]],
  fingerprint: [[text("sha256")]],
  troubles: {
    expires: [[{ endEntity: true }], [{ endEntity: false }]],
    revoked: (["staple", "ocsp", "crl"] as const).flatMap((source) =>
      [true, false].map(
        (endEntity) => [{ subject: name("subject"), endEntity, reason: text("reason"), source }] as const,
      ),
    ),
    chain_broken: [[texts("fault")]],
    name_not_covered: [[text("name")]],
    partly_renewed: [[{ old: texts("old"), renewed: texts("renewed") }]],
    handshake: [[text("detail")]],
    removed: [
      [{ versions: texts("version"), cipherSuites: [] }],
      [{ versions: [], cipherSuites: texts("suite") }],
    ],
  },
  posts: { escalated: [[text("title")]], reminded: [[text("title")]], returned: [[text("title")]] },
  forms: {
    forDays: [[1], [number()]],
    beforeEnd: [[1], [number()]],
    unwatchQuestion: [[{ names: texts("name"), more: 0 }], [{ names: texts("name"), more: number() }]],
  },
  unwatched: [[1], [number()]],
  paused: (["archived", "left", "forbidden"] as const).map(
    (why) => [{ channel: text("channel"), why }] as const,
  ),
  resumed: [[text("user")]],
  resumeFailed: [[text("channel")]],
};
