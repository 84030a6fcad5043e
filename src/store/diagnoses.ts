import type { RedisClient } from "./redis.ts";
import { isClientId } from "../diagnosis/asked-clients.ts";
import type { Diagnosis, DiagnosisResult, Origin } from "../diagnosis/diagnosis.ts";
import type { ClientTrial } from "../diagnosis/client-trial.ts";
import { isKnown } from "../diagnosis/known-findings.ts";
import type { ThreadFact } from "../diagnosis/thread-fact.ts";
import type { Conversation } from "../playbook/conversation.ts";
import type { Answer } from "../playbook/walk.ts";
import { KEEP_SECONDS, keys } from "./keys.ts";
import { openScript } from "./open-script.ts";

/** Slack takes a `response_url` for 30 minutes. */
const RESPONSE_URL_SECONDS = 30 * 60;
/** A check that never reports its end stops counting as running. */
const LEASE_MS = 5 * 60 * 1000;
const RECENT = 10;
/** Clicks back and forth among them. */
const MAX_ANSWERS = 1_000;
/** The newest count. */
const MAX_FACTS = 50;
const NO_TRIALS = "[]";

/** Keeps the first of a field, or what may be replaced by a later one; of a diagnosis that has expired it keeps nothing, since
 *  a key that came back would stay for ever. KEYS: the diagnosis. ARGV: field, value, what may be replaced. */
const keepFirstScript = `
if redis.call("HEXISTS", KEYS[1], "record") == 0 then return end
local known = redis.call("HGET", KEYS[1], ARGV[1])
if not known or known == ARGV[3] then redis.call("HSET", KEYS[1], ARGV[1], ARGV[2]) end
`;

export interface RunningLimits {
  readonly perUser: number;
  readonly perChannel: number;
}

export type Opened =
  | { readonly opened: true }
  | {
      readonly opened: false;
      readonly scope: "user" | "channel";
      readonly running: number;
      readonly limit: number;
    };

export interface DiagnosisStore {
  /** Saves what is asked for, all or nothing; what is known already is left as it is and counts as opened. */
  open(diagnoses: readonly Diagnosis[], responseUrl: string | null): Promise<Opened>;
  /** Takes back what `open` saved, when no job could be made of it. */
  discard(diagnoses: readonly Diagnosis[]): Promise<void>;
  load(id: string): Promise<Diagnosis | null>;
  /** Keeps the first result; a second run of the same job changes nothing. Ends the running check. */
  saveResult(diagnosis: Diagnosis, result: DiagnosisResult): Promise<void>;
  loadResponseUrl(id: string): Promise<string | null>;
  /** False when the diagnosis is gone. @param answer one that counts: `start_over` ends what was said before. */
  appendAnswer(id: string, answer: Answer): Promise<boolean>;
  /** False when the diagnosis is gone. */
  appendFact(id: string, fact: ThreadFact): Promise<boolean>;
  /** Keeps the first, unless there were none: those failed. */
  saveTrials(id: string, trials: readonly ClientTrial[]): Promise<void>;
  /** What has been added to it, and the check that it repeats. */
  loadConversation(diagnosis: Diagnosis): Promise<Conversation>;
  /** The newest first. */
  loadRecent(team: string, user: string): Promise<Diagnosis[]>;
}

export function createDiagnosisStore(
  redis: RedisClient,
  limits: RunningLimits,
  now: () => number,
): DiagnosisStore {
  const load = async (id: string): Promise<Diagnosis | null> => {
    const [record, result] = await redis.hmget(keys.diagnosis(id), "record", "result");
    if (record == null) return null;
    const known = JSON.parse(record) as Omit<Diagnosis, "result">;
    return { ...known, result: result == null ? null : readResult(result) };
  };

  return {
    async open(diagnoses, responseUrl) {
      const [first] = diagnoses;
      if (first === undefined) return { opened: true };
      const { team, user, channel } = first.origin;
      const [answer, running] = (await redis.eval(
        openScript,
        3 + diagnoses.length,
        keys.runningOfUser(team, user),
        keys.runningInChannel(team, channel),
        keys.recentOfUser(team, user),
        ...diagnoses.map(({ id }) => keys.diagnosis(id)),
        now(),
        now() + LEASE_MS,
        limits.perUser,
        limits.perChannel,
        KEEP_SECONDS,
        RECENT,
        ...diagnoses.flatMap(({ result: _result, ...record }) => [record.id, JSON.stringify(record)]),
      )) as [string, number];
      if (answer === "user" || answer === "channel") {
        const limit = answer === "user" ? limits.perUser : limits.perChannel;
        return { opened: false, scope: answer, running, limit };
      }
      if (responseUrl !== null) {
        await Promise.all(
          diagnoses.map(({ id }) => redis.set(keys.responseUrl(id), responseUrl, "EX", RESPONSE_URL_SECONDS)),
        );
      }
      return { opened: true };
    },

    async discard(diagnoses) {
      await Promise.all(
        diagnoses.map(async ({ id, origin }) => {
          await redis.del(keys.diagnosis(id), keys.responseUrl(id), keys.facts(id));
          await endRunning(redis, id, origin);
          await redis.lrem(keys.recentOfUser(origin.team, origin.user), 0, id);
        }),
      );
    },

    load,

    async saveResult({ id, origin }, result) {
      await redis.eval(keepFirstScript, 1, keys.diagnosis(id), "result", JSON.stringify(result), "");
      await endRunning(redis, id, origin);
    },

    loadResponseUrl: (id) => redis.get(keys.responseUrl(id)),

    async appendAnswer(id, answer) {
      if ((await redis.exists(keys.diagnosis(id))) === 0) return false;
      const key = keys.answers(id);
      const change = redis.multi();
      if (answer.act === "start_over") change.del(key);
      // The walk is a replay from the first answer on, so it is the late ones that a flood of clicks loses.
      await change
        .rpush(key, JSON.stringify(answer))
        .ltrim(key, 0, MAX_ANSWERS - 1)
        .expire(key, KEEP_SECONDS)
        .exec();
      return true;
    },

    async appendFact(id, fact) {
      // What is posted about a file has a key like that, too, and is no diagnosis.
      if ((await redis.hexists(keys.diagnosis(id), "record")) === 0) return false;
      const key = keys.facts(id);
      await redis
        .multi()
        .rpush(key, JSON.stringify(fact))
        .ltrim(key, -MAX_FACTS, -1)
        .expire(key, KEEP_SECONDS)
        .exec();
      return true;
    },

    async saveTrials(id, trials) {
      const key = keys.diagnosis(id);
      await redis.eval(keepFirstScript, 1, key, "trials", JSON.stringify(trials), NO_TRIALS);
    },

    async loadConversation({ id, previous, brought = [] }) {
      const [answers, facts, trials, before] = await Promise.all([
        redis.lrange(keys.answers(id), 0, -1),
        redis.lrange(keys.facts(id), 0, -1),
        redis.hget(keys.diagnosis(id), "trials"),
        previous === undefined ? null : load(previous),
      ]);
      return {
        answers: answers.map((answer) => JSON.parse(answer) as Answer),
        thread: [...brought, ...facts.map((fact) => JSON.parse(fact) as ThreadFact)],
        trials: trials === null ? null : readTrials(trials),
        previous: before,
      };
    },

    async loadRecent(team, user) {
      const ids = await redis.lrange(keys.recentOfUser(team, user), 0, RECENT - 1);
      const diagnoses = await Promise.all(ids.map(load));
      return diagnoses.filter((diagnosis) => diagnosis !== null);
    },
  };
}

/** Without findings that only another version knew. Where one of them is what is wrong, the check counts as failed: better to
 *  check again than to be told that all is well. */
function readResult(json: string): DiagnosisResult {
  const result = JSON.parse(json) as DiagnosisResult;
  if (result.state !== "checked") return result;
  const { evidence, findings } = result;
  const isLost = findings.some((finding) => finding.severity === "error" && !isKnown(finding));
  if (isLost) return { state: "failed", at: evidence.at };
  return { ...result, findings: findings.filter(isKnown) };
}

/** Without those of clients that another version knew. */
function readTrials(json: string): ClientTrial[] {
  return (JSON.parse(json) as ClientTrial[]).filter(({ client }) => isClientId(client));
}

async function endRunning(redis: RedisClient, id: string, { team, user, channel }: Origin): Promise<void> {
  await redis.zrem(keys.runningOfUser(team, user), id);
  await redis.zrem(keys.runningInChannel(team, channel), id);
}
