import type { Cause } from "../diagnosis/error-messages/error-message.ts";
import type { Given } from "../diagnosis/diagnosis.ts";
import type { Evidence } from "../diagnosis/evidence.ts";
import { findHandshake, servedCertificateList } from "../diagnosis/evidence.ts";
import type { Finding, FindingKind } from "../diagnosis/finding.ts";
import type { CaptureFact, ThreadFact } from "../diagnosis/thread-fact.ts";
import { isRefuted, joinCaptures } from "../diagnosis/traces/join-captures.ts";
import { choiceAt, placeOf } from "./place.ts";
import type { Choice, ChoiceOf, QuestionId } from "./playbook.ts";
import type { Know, Source, Step } from "./walk.ts";
import { choicesOf } from "./walk.ts";

/** Why a named client gets no handshake; null where it gets one. */
export interface JudgedTrial {
  readonly client: string;
  readonly finding: Finding | null;
}

/** All that was seen of one diagnosis. */
export interface Facts {
  readonly evidence: Evidence;
  readonly findings: readonly Finding[];
  /** What named clients get; null while none has been tried. */
  readonly trials: readonly JudgedTrial[] | null;
  /** What people brought into the thread, the oldest first. */
  readonly thread: readonly ThreadFact[];
  /** Said when the check was asked for. */
  readonly given: Given;
}

type Answered<Id extends QuestionId> = { readonly choice: ChoiceOf<Id>; readonly source: Source } | null;
type Reader<Id extends QuestionId> = (facts: Facts, steps: readonly Step[]) => Answered<Id>;

/** Below this a message only hints. */
const SURE = 0.5;

/** What evidence answers, so that nobody is asked. */
export function knowFrom(facts: Facts): Know {
  const readers: { readonly [Id in QuestionId]?: Reader<Id> } = READERS;
  return (node, steps) => readers[node]?.(facts, steps) ?? null;
}

const READERS = {
  product: (facts) =>
    givenAs("product", facts.given.product) ??
    (saidBy(facts, "ingress_secret_missing") ? { choice: "hybrid", source: "pasted" } : null),
  direction_private_cloud: ({ given }) => givenAs("direction_private_cloud", given.direction),
  direction_public_cloud: ({ given }) => givenAs("direction_public_cloud", given.direction),
  fault: (facts) => faultFrom("fault", facts) ?? { choice: "nothing", source: "probe" },
  ingress_fault: (facts) => {
    const fault = faultFrom("ingress_fault", facts);
    const { unreachable } = facts.evidence;
    const served = servedCertificateList(facts.evidence).length > 0;
    if (!served && unreachable === null && (fault === null || SAID_WITHOUT_CERTIFICATE.has(fault.choice)))
      return { choice: "no_certificate", source: "probe" };
    return fault ?? { choice: "nothing", source: "probe" };
  },
  ingress_secret: (facts) =>
    saidBy(facts, "ingress_secret_missing") ? { choice: "missing", source: "pasted" } : null,
  certificate_parses: (facts) => {
    const upload = uploadsOf(facts).at(-1);
    if (upload !== undefined) {
      const malformed = !upload.readable || upload.faults.includes("certificate_malformed");
      return { choice: malformed ? "no" : "yes", source: "upload" };
    }
    return saidBy(facts, "certificate_malformed") ? { choice: "no", source: "pasted" } : null;
  },
  key_matches: (facts) => {
    for (const fact of facts.thread.toReversed()) {
      if (fact.source === "pasted_key") return { choice: fact.matches ? "yes" : "no", source: "pasted" };
      if (fact.source === "upload" && fact.keyMatches !== null)
        return { choice: fact.keyMatches ? "yes" : "no", source: "upload" };
    }
    return saidBy(facts, "key_mismatch") ? { choice: "no", source: "pasted" } : null;
  },
  message: (facts) => {
    for (const cause of pastedCauses(facts)) {
      const choice = MESSAGES.get(cause);
      if (choice !== undefined) return { choice, source: "pasted" };
    }
    return null;
  },
  expired_rejected_by: rejectedBy,
  unknown_rejected_by: rejectedBy,
  server_name: (facts, steps) => {
    const capture = capturesOf(facts).at(-1);
    if (capture?.serverName === true) return { choice: "sent", source: "capture" };
    const needed = needsServerName(facts);
    if (needed === false) return { choice: "not_needed", source: "probe" };
    if (capture !== undefined) return { choice: "not_sent", source: "capture" };
    // Google runs these, and turned SNI on.
    return placeOf(steps) === "southbound_public_cloud" ? { choice: "sent", source: "documents" } : null;
  },
  client: (facts, steps) => {
    const seen = capturesOf(facts).findLast(({ client }) => client !== null)?.client;
    if (seen != null) return { choice: seen, source: "capture" };
    const given = givenAs("client", facts.given.client);
    if (given !== null) return given;
    return placeOf(steps)?.startsWith("southbound") === true
      ? { choice: "apigee", source: "documents" }
      : null;
  },
  client_handshake: (facts, steps) => {
    const client = choiceAt("client", steps);
    const trial = facts.trials?.find((each) => each.client === client);
    if (trial === undefined) return null;
    if (trial.finding === null) return { choice: "connects", source: "client_trial" };
    const choice = choiceFor("client_handshake", trial.finding.kind);
    return choice === null ? null : { choice, source: "client_trial" };
  },
} satisfies { readonly [Id in QuestionId]?: Reader<Id> };

/** Of what was pasted, what each means to a side that only has a message. */
const MESSAGES: ReadonlyMap<Cause, ChoiceOf<"message">> = new Map<Cause, ChoiceOf<"message">>([
  ["certificate_expired", "certificate_expired"],
  ["certificate_unknown", "certificate_unknown"],
  ["chain_incomplete", "certificate_unknown"],
  ["chain_incorrect", "certificate_unknown"],
  ["host_name_mismatch", "host_name"],
  ["client_certificate_required", "client_certificate"],
  ["protocol_mismatch", "protocol_version"],
  ["cipher_suite_mismatch", "handshake_failure"],
  ["sni_required", "handshake_failure"],
  ["group_mismatch", "handshake_failure"],
  ["signature_algorithm_mismatch", "handshake_failure"],
  ["connection_reset", "connection_cut"],
  ["timeout", "connection_cut"],
]);

/** What failed in the capture is what the user has; a probe sees what fails for everybody; a file may not be the one that is served. */
function faultFrom<Id extends "fault" | "ingress_fault">(node: Id, facts: Facts): Answered<Id> {
  const { profile } = facts.evidence;
  const joint = joinCaptures(facts.thread, profile);
  const joined =
    joint?.state === "explained" ? [{ kind: joint.finding.kind, source: "capture_and_probe" } as const] : [];
  const captured = capturesOf(facts)
    .filter((fact) => !isRefuted(fact, profile))
    .map(
      (fact) => explainRefusal(fact, facts.findings) ?? ({ kind: fact.cause, source: "capture" } as const),
    );
  const probed = facts.findings
    .filter(({ severity }) => severity === "error")
    .map(({ kind }) => ({ kind, source: "probe" }) as const);
  const uploaded = uploadsOf(facts)
    .flatMap(({ faults }) => faults)
    .filter((kind) => !OF_WHO_LOOKS.has(kind))
    .map((kind) => ({ kind, source: "upload" }) as const);
  for (const { kind, source } of [...joined, ...captured, ...probed, ...uploaded]) {
    const choice = choiceFor(node, kind);
    if (choice !== null) return { choice, source };
  }
  return null;
}

/** A client that refuses the server's certificate seldom says why, and TLS 1.3 hides what it says: the check sees what is wrong
 *  with it. Null for other failures. */
function explainRefusal({ cause, rejectedBy: by }: CaptureFact, findings: readonly Finding[]) {
  if (cause !== "certificate_unknown" || by !== "client") return null;
  const found = findings.find(({ kind, severity }) => severity === "error" && OF_CERTIFICATE.has(kind));
  return found === undefined ? null : ({ kind: found.kind, source: "capture_and_probe" } as const);
}

const OF_CERTIFICATE: ReadonlySet<FindingKind> = new Set<FindingKind>([
  "chain_incomplete",
  "chain_incorrect",
  "certificate_expired",
  "certificate_not_yet_valid",
  "certificate_revoked",
  "host_name_mismatch",
  "weak_signature",
  "weak_key",
]);

/** What is no fault of a file: its root is one that we need not know, and its chain may lie elsewhere. */
const OF_WHO_LOOKS: ReadonlySet<FindingKind> = new Set(["certificate_unknown", "chain_incomplete"]);

/** What a server says that has no certificate to show, whatever it is offered. */
const SAID_WITHOUT_CERTIFICATE: ReadonlySet<string> = new Set(["protocol_mismatch", "cipher_suite_mismatch"]);

function rejectedBy(facts: Facts): Answered<"expired_rejected_by"> {
  const capture = capturesOf(facts).findLast((each) => each.rejectedBy !== null);
  if (capture?.rejectedBy != null) return { choice: capture.rejectedBy, source: "capture" };
  // Our check is a client, and what it finds wrong is what the server sent.
  return facts.findings.some(
    ({ kind, severity }) =>
      severity === "error" && (kind === "certificate_expired" || kind === "certificate_unknown"),
  )
    ? { choice: "client", source: "probe" }
    : null;
}

/** Null when that was not seen. */
function needsServerName({ evidence, findings }: Facts): boolean | null {
  if (findings.some(({ kind }) => kind === "sni_required")) return true;
  return findHandshake(evidence, "without_server_name") === undefined ? null : false;
}

function givenAs<Id extends QuestionId>(node: Id, said: string | undefined): Answered<Id> {
  const choice = said === undefined ? null : choiceFor(node, said);
  return choice && { choice, source: "form" };
}

function choiceFor<Id extends QuestionId>(node: Id, kind: string): ChoiceOf<Id> | null {
  const choices: readonly Choice[] = choicesOf(node);
  return (choices.find((choice) => choice === kind) as ChoiceOf<Id> | undefined) ?? null;
}

const capturesOf = ({ thread }: Facts) => thread.filter((fact) => fact.source === "capture");
const uploadsOf = ({ thread }: Facts) => thread.filter((fact) => fact.source === "upload");

/** The newest message first, each with what it most likely means. */
function pastedCauses({ thread }: Facts): Cause[] {
  return thread
    .filter((fact) => fact.source === "pasted")
    .toReversed()
    .flatMap(({ causes: [likeliest] }) =>
      likeliest === undefined || likeliest.confidence < SURE ? [] : [likeliest.kind],
    );
}

function saidBy(facts: Facts, cause: Cause): boolean {
  return pastedCauses(facts).includes(cause);
}
