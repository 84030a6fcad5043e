import type { Catalog, FindingWords } from "../locales/catalog.ts";
import { describeTraceFinding } from "./capture-json.ts";
import type { FlowRecord } from "./capture-record.ts";

/** The words of its finding, or what its end is called. */
export function describeFlow({ finding, context, outcome }: FlowRecord, catalog: Catalog): FindingWords {
  return finding === null
    ? { title: catalog.capture.outcomes[outcome], evidence: [], resolution: [] }
    : describeTraceFinding(finding, context, catalog);
}

/** Whom the client asked for, as far as it said. Hostile text. */
export function nameFlow({ context: { server, serverName } }: FlowRecord): string {
  return serverName === null ? server : `${serverName} (${server})`;
}
