import { describe, expect, it } from "vitest";
import type { Diagnosis } from "../../../src/diagnosis/diagnosis.ts";
import { diagnose } from "../../../src/diagnosis/diagnose.ts";
import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import type { Finding } from "../../../src/diagnosis/finding.ts";
import { catalogFor } from "../../../src/locales/catalogs.ts";
import { LOCALES } from "../../../src/locales/locale.ts";
import type { Checked, Conversation } from "../../../src/playbook/conversation.ts";
import { walkThrough } from "../../../src/playbook/conversation.ts";
import { placeOf, rejectingSideOf } from "../../../src/playbook/place.ts";
import { playbook } from "../../../src/playbook/playbook.ts";
import type { Answer } from "../../../src/playbook/walk.ts";
import { choicesOf, isQuestion } from "../../../src/playbook/walk.ts";
import { acceptMessageBlocks, acceptView } from "../../../src/playground/blocks/accept.ts";
import { explain } from "../../../src/diagnosis/explain.ts";
import { checkButtons, readCheckButton } from "../../../src/slack/views/check-buttons.ts";
import { checkModal, readGiven } from "../../../src/slack/views/check-modal.ts";
import { conversationBlocks } from "../../../src/slack/views/conversation.ts";
import { readAnswer } from "../../../src/slack/views/conversation-clicks.ts";
import { homeView } from "../../../src/slack/views/home-view.ts";
import type { MessageView } from "../../../src/slack/views/message.ts";
import { parentView, progressView } from "../../../src/slack/views/parent.ts";
import { verdictView } from "../../../src/slack/views/verdict.ts";
import { CIPHER_SUITES } from "../../../src/tls/cipher-suites.ts";
import {
  AT,
  DAY,
  FINDINGS,
  alerted,
  certificate,
  diagnosis,
  evidence,
  handshake,
  profile,
} from "../../support/evidence.ts";

const en = catalogFor("en");
/** Who answers; strangers' text mentions others. */
const ANSWERER = "U7";
const answer = (node: string, choice: string): Answer => ({ node, choice, user: ANSWERER, at: 0 });
const talk = (answers: readonly Answer[], more: Partial<Conversation> = {}): Conversation => ({
  answers,
  thread: [],
  trials: null,
  previous: null,
  ...more,
});
const PATHS: Readonly<Record<string, readonly Answer[]>> = {
  "before any answer": [],
  "after one": [answer("product", "edge_private_cloud")],
  "at an end": [
    answer("product", "edge_private_cloud"),
    answer("direction_private_cloud", "southbound"),
    answer("message", "host_name"),
  ],
};

/** A conversation for each node of the tree, at each place: overruling what evidence says where that leads on. */
function everyPosition(state: Diagnosis): Map<string, readonly Answer[]> {
  const found = new Map<string, readonly Answer[]>();
  const { result } = state;
  if (result?.state !== "checked") return found;
  const waiting: (readonly Answer[])[] = [[]];
  for (let answers = waiting.shift(); answers !== undefined; answers = waiting.shift()) {
    const { steps, position } = walkThrough(state, result, talk(answers));
    const name = [placeOf(steps), rejectingSideOf(steps), position.node].join(" ");
    if (found.has(name)) continue;
    found.set(name, answers);
    const given = answers;
    const on = position.kind === "question" ? position.choices : [];
    waiting.push(...on.map((choice) => given.concat(answer(position.node, choice))));
    for (const { node, source } of steps) {
      if (source === null || !isQuestion(node)) continue;
      waiting.push(
        ...choicesOf(node).map((choice) => given.concat({ ...answer(node, choice), act: "overrule" })),
      );
    }
  }
  return found;
}

/** 5,000 characters that want to mention, to turn the line and to end it. */
const HOSTILE = `<!channel> <@U1> <https://evil.example|ok> *bold* \u202E\u0000\n&lt; ${"x".repeat(4_900)}`;

const hostileCertificate = certificate({
  subject: `CN=${HOSTILE}`,
  issuer: `CN=${HOSTILE}`,
  subjectAltName: Array<string>(100).fill(`DNS:${HOSTILE}`),
  publicKey: HOSTILE,
  signatureAlgorithm: HOSTILE,
  notAfter: AT - DAY,
});

/** Every string that a stranger may choose, 60 certificates, every suite there is, every finding there is. */
const worst: Evidence = evidence({
  addresses: Array<string>(16).fill("2001:db8:1111:2222:3333:4444:5555:6666"),
  handshakes: [
    handshake({
      certificateList: Array<typeof hostileCertificate>(60).fill(hostileCertificate),
      alpn: HOSTILE,
      clientCertificate: { requested: true, authorities: Array<string>(200).fill(HOSTILE) },
    }),
  ],
  profile: profile({
    cipherSuites: CIPHER_SUITES.map(({ name }) => ({ version: "TLS 1.2", id: "0x0000", name })),
    groups: Array<string>(60).fill("arbitrary_explicit_char2_curves"),
    backedOff: 3,
    complete: false,
  }),
});

const FREE_TEXT = new Set(
  "host address code range firstBytes subject issuer alert serverName serialNumber referenceIdentifier presentedIdentifiers authorities accepted offered".split(
    " ",
  ),
);

/** Where text of strangers is one level deeper. */
const NESTED = new Set(["certificate", "addresses"]);

/** Hostile text wherever data is free text. */
function poison(value: unknown, free: boolean): unknown {
  if (typeof value === "string") return free ? HOSTILE : value;
  if (Array.isArray(value)) return value.map((each) => poison(each, free));
  return typeof value === "object" && value !== null ? poisonFields(value) : value;
}

function poisonFields(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      const hostile = FREE_TEXT.has(key);
      return [key, hostile || NESTED.has(key) ? poison(value, hostile) : value];
    }),
  );
}

function resultOf({ result }: Diagnosis): Checked {
  if (result?.state !== "checked") throw new Error("not checked");
  return result;
}

function hostileFinding(finding: Finding): Finding {
  return { ...finding, ...poisonFields(finding) };
}

const everyFinding = Object.values(FINDINGS).map(hostileFinding);

const STATES: Readonly<Record<string, Diagnosis>> = {
  ok: diagnosis(evidence()),
  expired: diagnosis(
    evidence({ handshakes: [handshake({ certificateList: [certificate({ notAfter: AT - 12 * DAY })] })] }),
  ),
  refused: diagnosis(evidence({ handshakes: [alerted("handshake_failure")] })),
  unreachable: diagnosis(
    evidence({
      handshakes: [],
      addresses: [],
      unreachable: { reason: "name_not_resolved", code: "ENOTFOUND" },
    }),
  ),
  failed: { ...diagnosis(evidence()), result: { state: "failed", at: AT } },
  worst: diagnosis(worst, everyFinding),
  "worst, first its last": diagnosis(worst, everyFinding.toReversed()),
  ...Object.fromEntries(
    everyFinding.map((finding) => [`hostile ${finding.kind}`, diagnosis(worst, [finding])]),
  ),
};

const legacyProfile = profile({
  versions: { ...profile().versions, "TLS 1.3": "refused" },
  cipherSuites: [
    { version: "TLS 1.2", id: "0x0005", name: "TLS_RSA_WITH_RC4_128_SHA" },
    { version: "TLS 1.2", id: "0x000a", name: "TLS_RSA_WITH_3DES_EDE_CBC_SHA" },
  ],
  groups: [],
});

function expectWithinSlack({ text, blocks, plainBlocks }: MessageView): void {
  expect(text.length).toBeLessThanOrEqual(4_000);
  // A mention, a link or a special command in `text` would be one for everybody.
  expect(text).not.toMatch(/<[!@#h]/);
  expect(text).not.toMatch(/[\p{Cc}\u202E]/u);
  acceptMessageBlocks(blocks);
  if (plainBlocks !== undefined) acceptMessageBlocks(plainBlocks);
  for (const mrkdwn of JSON.stringify(blocks).matchAll(/"type":"mrkdwn","text":"([^"]*)"/g))
    expect(mrkdwn[1]?.replaceAll(`<@${ANSWERER}>`, "")).not.toMatch(/<[!@]/);
}

describe.each(LOCALES)("in %s, within Slack's limits and without a mention", (locale) => {
  const catalog = catalogFor(locale);

  it.each(Object.entries(STATES))("the parent and the verdict: %s", (_, state) => {
    expectWithinSlack(parentView(state, catalog));
    for (const answers of Object.values(PATHS))
      expectWithinSlack(verdictView(state, talk(answers, { previous: state }), catalog));
  });

  it("every question and every outcome at every place", () => {
    const state = diagnosis(worst, everyFinding);
    const positions = everyPosition({
      ...diagnosis(evidence()),
      result: { ...resultOf(state), findings: [] },
    });
    const nodes = new Set([...positions.keys()].map((name) => name.split(" ").at(-1)));
    // Evidence always answers these two.
    const asked = Object.keys(playbook).filter((node) => node !== "fault" && node !== "ingress_fault");
    expect(nodes).toEqual(new Set(asked));
    for (const answers of positions.values()) {
      const blocks = conversationBlocks(state, { ...resultOf(state), findings: [] }, talk(answers), catalog);
      acceptMessageBlocks(blocks);
      expectWithinSlack(verdictView(state, talk(answers), catalog));
    }
  });

  it.each(["name", "connection", "handshake", "certificate", "verdict"] as const)(
    "progress at %s",
    (step) => {
      expectWithinSlack(progressView(STATES["ok"] ?? diagnosis(evidence()), step, catalog));
    },
  );

  it.each([
    ["an empty App Home", homeView({ recent: [], watches: "store_unavailable" }, catalog)],
    [
      "App Home",
      homeView(
        {
          recent: [...Object.values(STATES), { ...diagnosis(evidence()), result: null }],
          watches: "channels_unknown",
        },
        catalog,
      ),
    ],
    ["an empty form", checkModal({ targets: "", channel: null }, catalog)],
    ["a form", checkModal({ targets: HOSTILE, channel: "C1" }, catalog)],
  ])("%s", (_, view) => {
    expect(acceptView(view, ["files:read"]).blocks).toHaveLength(view.blocks.length);
  });
});

describe("the parent message", () => {
  const parent = (name: string) => {
    const { text, blocks, plainBlocks } = parentView(STATES[name] ?? diagnosis(evidence()), en);
    const [plan] = blocks;
    const states =
      plan?.type === "plan" ? plan.tasks?.map(({ task_id, status }) => [task_id, status].join(" ")) : [];
    return { text, states, plain: JSON.stringify(plainBlocks) };
  };

  it("says the verdict in `text` alone", () => {
    expect(parent("ok").text).toBe(
      "✅ api.example.com:443: Nothing wrong: TLS 1.3, certificate valid for another 60 days",
    );
    expect(parent("expired").text).toBe("❌ api.example.com:443: The certificate expired 12 days ago");
    expect(parent("unreachable").text).toBe(
      "❌ api.example.com:443: The name api.example.com does not resolve",
    );
    expect(parent("failed").text).toBe("⚠️ api.example.com:443: the check itself failed");
  });

  it("marks the step that went wrong, and leaves pending what could not happen", () => {
    expect(parent("ok").states).toEqual([
      "name complete",
      "connection complete",
      "handshake complete",
      "certificate complete",
      "verdict complete",
    ]);
    expect(parent("expired").states?.at(-1)).toBe("verdict error");
    expect(parent("refused").states).toEqual([
      "name complete",
      "connection complete",
      "handshake error",
      "certificate pending",
      "verdict error",
    ]);
    expect(parent("unreachable").states).toEqual([
      "name error",
      "connection pending",
      "handshake pending",
      "certificate pending",
      "verdict error",
    ]);
  });

  it("says the same where a plan is refused", () => {
    expect(parent("refused").plain).toContain("✗ TLS handshake");
  });
});

describe("the verdict", () => {
  it("is drawn like this", () => {
    expect(
      verdictView(STATES["expired"] ?? diagnosis(evidence()), talk(PATHS["after one"] ?? []), en),
    ).toMatchSnapshot();
  });

  it("tells once what to do, for this place, where the path ends at what the check found", () => {
    const expired = STATES["expired"] ?? diagnosis(evidence());
    const shown = (answers: readonly Answer[]) =>
      JSON.stringify(verdictView(expired, talk(answers), en).blocks);
    const { steps } = en.playbook.conversation;
    expect(shown([])).toContain(`"${en.report.resolution}"`);
    expect(shown([])).not.toContain(`"${steps}"`);
    const ended = shown([answer("product", "not_apigee")]);
    expect(ended).not.toContain(`"${en.report.resolution}"`);
    expect(ended).toContain(`"${steps}"`);
    expect(ended).toContain(`*${en.playbook.conversation.why}*`);
  });

  it("waits for the trials of a client that it knows, and asks a person when they failed or it knows none", () => {
    const way = [
      answer("product", "not_apigee"),
      answer("message", "handshake_failure"),
      answer("server_name", "sent"),
    ];
    const shown = (client: string, trials: Conversation["trials"]) => {
      const conversation = talk([...way, answer("client", client)], { trials });
      const reached = diagnosis(evidence({ profile: profile() }));
      return JSON.stringify(verdictView(reached, conversation, en).blocks);
    };
    const { tryingClient } = en.playbook.conversation;
    expect(shown("java8", null)).toContain(tryingClient);
    for (const asked of [shown("java8", []), shown("unlisted", null)]) {
      expect(asked).not.toContain(tryingClient);
      expect(asked).toContain("question:client_handshake:");
    }
  });

  it("of a check that broke offers another one", () => {
    const { blocks } = verdictView(STATES["failed"] ?? diagnosis(evidence()), talk([]), en);
    expect(JSON.stringify(blocks)).toContain("check_again");
  });

  it("asks with buttons, folds what was answered, and ends without buttons", () => {
    const buttons = (name: string) => {
      const { blocks } = verdictView(STATES["ok"] ?? diagnosis(evidence()), talk(PATHS[name] ?? []), en);
      return blocks
        .flatMap((block) => (block.type === "actions" ? block.elements : []))
        .map((element) => ("action_id" in element ? element.action_id : ""));
    };
    expect(buttons("before any answer")).toEqual([
      "answer:edge_private_cloud",
      "answer:edge_public_cloud",
      "answer:hybrid",
      "answer:not_apigee",
      "check_again",
      "watch_target",
    ]);
    expect(buttons("after one")).toEqual([
      "answer:northbound",
      "answer:southbound",
      "check_again",
      "watch_target",
      "move:back",
      "move:start_over",
    ]);
    expect(buttons("at an end")).toEqual([
      "check_again",
      "watch_target",
      "move:back",
      "move:start_over",
      "move:overrule",
    ]);
  });

  it("says what the server accepts below the cause", () => {
    const seen = evidence({ handshakes: [alerted("handshake_failure")], profile: legacyProfile });
    const { blocks } = verdictView(diagnosis(seen), talk([]), en);
    expect(blocks.slice(0, 2)).toMatchSnapshot();
  });

  it("keeps the order of what is wrong", () => {
    const seen = worst;
    const { blocks } = verdictView(diagnosis(seen, diagnose(seen)), talk([]), en);
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(blocks[0]?.type).toBe("header");
  });
});

describe("a click", () => {
  it("is read back from the buttons", () => {
    const { blocks } = verdictView(STATES["ok"] ?? diagnosis(evidence()), talk([]), en);
    const [question, moves] = blocks.filter((block) => block.type === "actions");
    const diagnosisId = "0123456789abcdef";
    expect(readAnswer(question?.block_id ?? "", "answer:hybrid", null)).toEqual({
      diagnosisId,
      answer: { node: "product", choice: "hybrid" },
    });
    expect(readAnswer(moves?.block_id ?? "", "move:back", null)).toEqual({
      diagnosisId,
      answer: { node: "product", choice: "", act: "back" },
    });
    expect(readAnswer(moves?.block_id ?? "", "move:overrule", "fault:nothing")).toEqual({
      diagnosisId,
      answer: { node: "fault", choice: "nothing", act: "overrule" },
    });
  });

  it.each([
    ["", "", null],
    ["question:product:x", "", null],
    ["question:product:x", "answer:northbound", null],
    ["question:product:x", "answer:toString", null],
    ["question:product:x", "answer:pick", "toString"],
    ["question:product:x", "move:overrule", "fault:toString"],
    ["question:product:x", "move:overrule", null],
    ["question:not_determined:x", "answer:hybrid", null],
    ["question:__proto__:x", "answer:hybrid", null],
    ["question:product", "answer:hybrid", null],
    ["question:product:x:y", "answer:hybrid", null],
    ["other:product:x", "answer:hybrid", null],
  ])("%j, %j, %j is none of ours", (blockId, actionId, value) => {
    expect(readAnswer(blockId, actionId, value)).toBeNull();
  });
});

describe("the form", () => {
  it("gives choices of the tree, and nothing else", () => {
    const chosen = new Map([
      ["product", "hybrid"],
      ["direction", "__proto__"],
      ["client", "java8"],
    ]);
    expect(readGiven((asked) => chosen.get(asked))).toEqual({ product: "hybrid", client: "java8" });
    expect(readGiven(() => undefined)).toEqual({});
  });
});

describe("a button of an explanation", () => {
  it("brings along what the text may mean", () => {
    const explanation = explain("x509: certificate has expired or is not yet valid api.example.com:8443");
    const [block] = checkButtons(explanation, en);
    const value = /"value":"([^"]+)"/u.exec(JSON.stringify(block))?.[1];
    const { target, brought } = readCheckButton(value, en) ?? {};
    expect(target).toMatchObject({ host: "api.example.com", port: 8443 });
    expect(JSON.stringify(brought)).toContain('"source":"pasted","causes":[{"kind":"certificate_expired"');
    expect(readCheckButton("a.example:443 toString=1 sni_required=0.4", en)?.brought).toEqual([
      { source: "pasted", causes: [{ kind: "sni_required", confidence: 0.4 }] },
    ]);
    expect(readCheckButton("a.example:443", en)?.brought).toEqual([]);
    expect(readCheckButton("nonsense:port", en)).toBeNull();
  });
});
