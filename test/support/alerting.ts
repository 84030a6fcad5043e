import { createHash } from "node:crypto";
import type { ConcernChange, WatchStore } from "../../src/store/watches.ts";
import type { Concern } from "../../src/watches/alert.ts";
import type { SightedIssuer } from "../../src/watches/sighting.ts";
import { subjectKey } from "../../src/watches/subject.ts";
import type { Trouble } from "../../src/watches/watched-state.ts";
import { watchedServer, watchedState, whoWatches } from "./watches.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** A certificate of 90 days with so many left. */
export function endingCertificate(name: string, now: number, daysLeft: number): SightedIssuer {
  const notBefore = now - (90 - daysLeft) * DAY + HOUR;
  return { subject: `CN=${name}`, notBefore, notAfter: notBefore + 90 * DAY, sha256: hex(name) };
}

export function expires(certificate: SightedIssuer): Trouble {
  return { kind: "expires", certificate, endEntity: true, addresses: ["192.0.2.17"] };
}

export function revoked(certificate: SightedIssuer, now: number): Trouble {
  const { sha256 } = certificate;
  return {
    kind: "revoked",
    certificate,
    endEntity: true,
    addresses: ["192.0.2.17"],
    revocation: { sha256, revocationDate: now - DAY, reason: "keyCompromise", source: "crl" },
  };
}

export interface Seen {
  readonly team: string;
  readonly channel: string;
  readonly host: string;
  readonly certificate: SightedIssuer;
  readonly troubles: readonly Trouble[];
  /** The key; absent: the certificate's. */
  readonly subject?: string;
  readonly replaced?: Concern["replaced"];
  readonly owner?: string | null;
  readonly runbook?: string | null;
}

/** As after a look: the host has these troubles with its certificate, and is not looked at again before long. */
export async function see(store: WatchStore, seen: readonly Seen[], now: number): Promise<void> {
  const byHost = new Map(seen.map((each) => [`${each.host}:443`, each]));
  for (const { team, channel, host, owner = null, runbook = null } of seen)
    await store.addWatches({ ...whoWatches(team, channel), locale: "en", addedBy: WHO.addedBy }, [
      { watched: watchedServer(host), owner, runbook },
    ]);
  for (let left = byHost.size; left > 0;) {
    const due = await store.takeDueWatched(100);
    if (due.length === 0) throw new Error(`${left} hosts are not due`);
    for (const each of due) {
      const known = byHost.get(each.id);
      if (known === undefined) throw new Error(`nobody saw ${each.id}`);
      await store.saveLook(each, {
        state: watchedState(known.host, now),
        concerns: [changeOf(known)],
        replacements: [],
        nextAt: now + 30 * DAY,
      });
      left -= 1;
    }
  }
}

/** Who adds the watches; Slack's id. */
export const WHO = { addedBy: "U1" };

function changeOf({
  team,
  channel,
  host,
  certificate,
  troubles,
  subject = subjectKey({ kind: "certificate", sha256: certificate.sha256 }),
  replaced,
  owner,
  runbook,
}: Seen): ConcernChange {
  return {
    key: { team, channel, subject },
    concern: {
      watched: `${host}:443`,
      troubles,
      replaced: replaced ?? null,
      owner: owner ?? null,
      runbook: runbook ?? null,
      days: null,
    },
  };
}

export function hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
