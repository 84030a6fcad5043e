import { basename } from "node:path";
import type { NamedBundle } from "../diagnosis/compare-stores.ts";
import { compareBundles } from "../diagnosis/compare-stores.ts";
import type { Inspection, InspectionOptions } from "../diagnosis/inspect-bundle.ts";
import { inspectBundle } from "../diagnosis/inspect-bundle.ts";
import type { WordContext } from "../locales/catalog.ts";
import { loadCatalog } from "../locales/load-catalog.ts";
import { fetchIssuers } from "../probe/fetch-issuers.ts";
import { openTrustAnchors } from "../probe/trust-anchors.ts";
import {
  describeComparisons,
  formatInspection,
  judgeInspection,
  reportInspection,
} from "../report/certificate-report.ts";
import type { Bundle } from "../x509/bundle/bundle.ts";
import { MAX_BUNDLE_BYTES, readBundle } from "../x509/bundle/read-bundle.ts";
import type { CertificateCall } from "./calls.ts";
import { readFile } from "./option-values.ts";
import { STANDARD_INPUT, readStandardInput } from "./standard-input.ts";
import type { Terminal } from "./terminal.ts";

/** `tlscheck cert`; answers the exit code. @throws UsageError for a file that cannot be read. */
export async function runCert(call: CertificateCall, { write, paint }: Terminal): Promise<number> {
  const catalog = await loadCatalog(call.locale);
  const password = call.password ?? undefined;
  const keys = call.keyFile === null ? [] : readBundle(readFile(call.keyFile), { password }).keys;
  const options: InspectionOptions = {
    at: call.at ?? Date.now(),
    trustAnchors: openTrustAnchors(call.trustAnchors),
    serverName: call.serverName,
    keys,
  };
  let problem = false;
  const read: NamedBundle[] = [];
  for (const file of call.files) {
    const bytes = file === STANDARD_INPUT ? await readStandardInput(MAX_BUNDLE_BYTES) : readFile(file);
    const bundle = readBundle(bytes, { password, fileName: basename(file) });
    read.push({ name: file, bundle });
    const inspection = await inspect(bundle, options, call.timeoutMs);
    const serverName = call.serverName ?? "SERVER";
    const context: WordContext = {
      target: { host: serverName, port: 443, serverName },
      addresses: [],
      fileName: file,
    };
    problem ||= judgeInspection(inspection.findings) === "problem";
    write(
      call.json
        ? `${JSON.stringify(reportInspection(inspection, context, catalog))}\n`
        : `${formatInspection(inspection, options.at, context, catalog, paint)}\n\n`,
    );
  }
  const [a, b, ...others] = read;
  if (!call.json && a !== undefined && b !== undefined && others.length === 0) {
    const comparisons = describeComparisons(compareBundles(a, b, options.at), catalog);
    write(comparisons.map((comparison) => `${comparison}\n`).join(""));
  }
  return problem ? 1 : 0;
}

/** As read; and when an issuer is missing, with what the certificate itself says where to find. */
async function inspect(bundle: Bundle, options: InspectionOptions, timeoutMs: number): Promise<Inspection> {
  const inspection = inspectBundle(bundle, options);
  const urls = inspection.examination?.missingIssuer?.caIssuers ?? [];
  const fetched = await fetchIssuers(urls, { timeoutMs, egress: null });
  return fetched.length === 0 ? inspection : inspectBundle(bundle, { ...options, fetched });
}
