import type { Catalog } from "../../../src/locales/catalog.ts";
import type { WatchSettings } from "../../../src/watches/channel.ts";
import type { NotSeen, SightedIssuer } from "../../../src/watches/sighting.ts";
import { name, number, text, texts, time } from "../../support/odd-data.ts";
import type { SamplesOf } from "./samples.ts";

const settings = (given: Partial<WatchSettings> = {}): WatchSettings => ({
  timeZone: text("zone"),
  quietHours: null,
  digest: "off",
  days: null,
  ...given,
});
const chosen: readonly Partial<WatchSettings>[] = [
  { quietHours: { from: 22 * 60 + 30, to: 7 * 60 } },
  { digest: "daily" },
  { digest: "weekly" },
  { days: [number(), number()] },
];
const issuer = (): SightedIssuer => ({
  sha256: "ab".repeat(32),
  subject: name("subject"),
  notBefore: time(),
  notAfter: time(),
});
const NOT_SEEN = Object.values({
  name_not_resolved: { reason: "name_not_resolved", code: "ENOTFOUND" },
  not_allowed: { reason: "not_allowed", address: "192.0.2.41", range: text("range") },
  connection_refused: { reason: "connection_refused", address: "" },
  connection_reset: { reason: "connection_reset", address: "" },
  timeout: { reason: "timeout", address: "", afterMs: 1 },
  network: { reason: "network", address: "", code: text("ENETUNREACH") },
  handshake_failed: { reason: "handshake_failed", detail: text("alert") },
} satisfies { readonly [R in NotSeen["reason"]]: Extract<NotSeen, { reason: R }> });
const REASONS = [
  "is_archived",
  "channel_archive",
  "group_archive",
  "channel_not_found",
  "channel_deleted",
  "group_deleted",
  "not_in_channel",
  "channel_left",
  "group_left",
  text("reason"),
];
const trouble = { addresses: ["a"] };

export const watchHome: SamplesOf<Catalog["watchHome"]> = {
  allWell: [[1], [number()]],
  troubles: {
    expires: [true, false].map(
      (endEntity) =>
        [{ ...trouble, kind: "expires", certificate: issuer(), endEntity }, text("when")] as const,
    ),
    revoked: [true, false].map(
      (endEntity) =>
        [
          {
            ...trouble,
            kind: "revoked",
            certificate: issuer(),
            endEntity,
            revocation: { sha256: "", revocationDate: 1, reason: "keyCompromise", source: "crl" },
          },
          text("when"),
        ] as const,
    ),
    chain_broken: [[{ ...trouble, kind: "chain_broken", certificate: issuer(), faults: texts("fault") }, ""]],
    name_not_covered: [
      [{ ...trouble, kind: "name_not_covered", certificate: issuer(), name: text("host") }, ""],
    ],
    partly_renewed: [1, 7].map(
      (old) =>
        [
          {
            addresses: texts("address", old),
            kind: "partly_renewed",
            certificate: issuer(),
            newer: {
              ...issuer(),
              issuer: "",
              serialNumber: "",
              subjectAltName: [],
              names: 0,
              publicKey: "",
              signatureAlgorithm: "",
            },
            renewedAddresses: texts("address", 4),
          },
          "",
        ] as const,
    ),
    unreachable: NOT_SEEN.map(
      (why) => [{ ...trouble, kind: "unreachable", why, since: 1, tries: 3 }, text("when")] as const,
    ),
    removed: [
      [
        {
          ...trouble,
          kind: "removed",
          versions: texts("version"),
          cipherSuites: texts("suite", 5),
          since: 1,
        },
        text("when"),
      ],
      [
        { ...trouble, kind: "removed", versions: texts("version", 1), cipherSuites: [], since: 1 },
        text("when"),
      ],
    ],
  },
  ends: [0, 1, number()].map((daysLeft) => [{ daysLeft, when: text("when") }] as const),
  issuer: [[name("issuer")]],
  hosts: [[{ listed: texts("host"), more: 0 }], [{ listed: texts("host"), more: number() }]],
  acknowledged: [[text("user")], [null]],
  snoozedUntil: [text("user"), null].map((user) => [{ user, until: text("until") }] as const),
  renewal: [[{ when: text("when"), until: text("until") }]],
  more: [[number()]],
  picture: [
    [
      {
        weeks: number(),
        count: number(),
        most: number(),
        start: Date.UTC(2031, 4, 19),
        timeZone: "Europe/Berlin",
      },
    ],
  ],
  week: [[Date.UTC(2031, 4, 19), "Europe/Berlin"]],
  watches: [
    [{ watched: 1, unseen: 0, notPublic: 0 }],
    [{ watched: number(), unseen: number(), notPublic: number() }],
  ],
  settings: [{}, ...chosen].map((each) => [settings(each)] as const),
  paused: REASONS.map((reason) => [{ reason, when: text("when") }] as const),
};

export const digest: SamplesOf<Catalog["digest"]> = {
  title: [["daily"], ["weekly"]],
  summary: (["daily", "weekly"] as const).flatMap((period) => [
    [{ period, broken: number(), ending: number(), renewed: number(), snoozed: number() }] as const,
    [{ period, broken: 0, ending: 1, renewed: 0, snoozed: 0 }] as const,
  ]),
  broken: [
    [{ kinds: ["expires"], when: text("when") }],
    [
      {
        kinds: ["expires", "revoked", "chain_broken", "name_not_covered", "partly_renewed", "removed"],
        when: text("when"),
      },
    ],
  ],
  change: [[text("command")]],
};

export const watching: SamplesOf<Catalog["settings"]["watching"]> = {
  changed: [
    { timeZone: text("zone") },
    { quietHours: null },
    { digest: "off" } as const,
    { days: null },
    ...chosen,
    settings(),
  ].map((changes) => [{ user: text("user"), changes }] as const),
};
