import type { RichTextBlock } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import { takeSome } from "../../locales/selection.ts";
import type { StoredAlert } from "../../watches/channel.ts";
import { namesOf } from "./alert-matter.ts";
import { lines, richText, section, text } from "./text.ts";

const MAX_HOSTS = 10;
const MAX_RUNBOOKS = 3;
const MAX_URL = 3_000;

/** What an alert is about, and where its people have written down what to do. */
export function hostsBlock(stored: StoredAlert, { alerts }: Catalog): RichTextBlock {
  const { listed, more } = takeSome(namesOf(stored), MAX_HOSTS);
  const runbooks = [...new Set(stored.concerns.flatMap(({ runbook }) => linkOf(runbook)))];
  const certificate = troubledCertificate(stored);
  return richText([
    section(text(alerts.hosts, { bold: true })),
    ...lines([...listed, ...(more > 0 ? [alerts.more(more)] : [])]),
    ...(certificate === null
      ? []
      : [
          section(text(alerts.certificate, { bold: true })),
          ...lines([
            certificate.subject,
            ...(certificate.issuer === undefined ? [] : [alerts.issuedBy(certificate.issuer)]),
            alerts.fingerprint(certificate.sha256),
          ]),
        ]),
    ...(runbooks.length === 0
      ? []
      : [
          section(text(alerts.runbook, { bold: true })),
          {
            type: "rich_text_list" as const,
            style: "bullet" as const,
            // Without words of its own, so that everybody sees where it leads.
            elements: runbooks.slice(0, MAX_RUNBOOKS).map((url) => section({ type: "link", url })),
          },
        ]),
  ]);
}

function troubledCertificate({
  concerns,
}: StoredAlert): { subject: string; sha256: string; issuer?: string } | null {
  const certificates = concerns.flatMap(({ troubles, issuer }) =>
    troubles.flatMap((trouble) =>
      "certificate" in trouble ? [{ ...trouble.certificate, ...(issuer !== undefined && { issuer }) }] : [],
    ),
  );
  return certificates[0] ?? null;
}

/** None for what is no link that a browser may open. */
function linkOf(runbook: string | null): string[] {
  if (runbook === null || !URL.canParse(runbook)) return [];
  const { protocol, href } = new URL(runbook);
  return (protocol === "https:" || protocol === "http:") && href.length <= MAX_URL ? [href] : [];
}
