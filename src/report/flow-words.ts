import type { Catalog, FindingWords } from "../locales/catalog.ts";
import { CLIENT_PROFILES } from "../tls/clients/clients.ts";
import { describeTraceFinding } from "./capture-json.ts";
import type { FlowRecord } from "./capture-record.ts";

/** The words of its finding, or what its end is called. */
export function describeFlow({ finding, context, outcome }: FlowRecord, catalog: Catalog): FindingWords {
  return finding === null
    ? { title: catalog.capture.outcomes[outcome], evidence: [], resolution: [] }
    : describeTraceFinding(finding, context, catalog);
}

/** Whose Client Hello it is, in a line; none where that is not known. */
export function describeClient({ offered }: FlowRecord, { clients }: Catalog): string[] {
  const client = offered?.client ?? null;
  return client === null ? [] : [clients.looksLike(CLIENT_PROFILES[client].name)];
}

/** Whom the client asked for, as far as it said. Hostile text. */
export function nameFlow({ context: { server, serverName } }: FlowRecord): string {
  return serverName === null ? server : `${serverName} (${server})`;
}
