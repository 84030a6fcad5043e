import { z } from "zod";
import { parseJson } from "../json.ts";
import { SlackError, refuse } from "../slack-error.ts";
import type { Workspace } from "../workspace.ts";
import type { Triggers } from "../triggers.ts";
import type { Uploads } from "../uploads.ts";
import type { Grants } from "../grants.ts";

/** What a method may use besides its arguments. */
export interface CallContext {
  readonly workspace: Workspace;
  readonly triggers: Triggers;
  readonly uploads: Uploads;
  readonly grants: Grants;
  /** The url for one new Socket Mode connection; nothing where the app is reached over HTTP. */
  readonly openConnection: () => string | undefined;
}

export type Answer = Readonly<Record<string, unknown>>;

/** Slack's rate limit tiers, calls per minute; `post` is one message per second and channel. */
type Tier = 1 | 2 | 3 | 4 | "post" | "special";

interface Definition<Arguments extends z.ZodType> {
  /** Which token it takes; `none`: it identifies the caller by its arguments. */
  readonly token: "bot" | "app" | "none";
  readonly tier: Tier;
  /** One of them is needed. */
  readonly scopes?: readonly string[];
  readonly arguments: Arguments;
  run(values: z.output<Arguments>, context: CallContext): Answer;
}

export interface Method {
  readonly token: Definition<z.ZodType>["token"];
  readonly tier: Tier;
  readonly scopes: readonly string[];
  /** Throws `SlackError`. */
  call(values: Readonly<Record<string, unknown>>, context: CallContext): Answer;
}

export function method<Arguments extends z.ZodType>(definition: Definition<Arguments>): Method {
  return {
    token: definition.token,
    tier: definition.tier,
    scopes: definition.scopes ?? [],
    call(values, context) {
      const parsed = definition.arguments.safeParse(values, { reportInput: true });
      if (!parsed.success) throw refuse("invalid_arguments", parsed.error.issues.flatMap(describeIssue));
      return definition.run(parsed.data, context);
    },
  };
}

/** In the words of Slack's own validator (slackhq/hack-json-schema). */
function describeIssue(issue: z.core.$ZodIssue): string[] {
  const pointer = `[json-pointer:/${issue.path.join("/")}]`;
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => `invalid additional property: ${key}`);
  if (issue.code === "invalid_type") {
    if (issue.input === undefined) return [`missing required field: ${String(issue.path.at(-1))}`];
    return [
      `must provide ${issue.expected === "array" || issue.expected === "int" ? "an" : "a"} ${issue.expected} ${pointer}`,
    ];
  }
  if (issue.code === "too_big") return [`must be less than ${Number(issue.maximum) + 1} ${pointer}`];
  if (issue.code === "too_small") return [`must be greater than ${Number(issue.minimum) - 1} ${pointer}`];
  return [`${issue.code === "invalid_value" ? "must be a valid enum value" : issue.message} ${pointer}`];
}

/** Needs one of the scopes that fit, such as `channels:read` for a public channel. */
export function demandScope({ app }: Workspace, needed: string): void {
  if (!app.scopes.includes(needed)) throw missingScope(app.scopes, needed);
}

export function missingScope(provided: readonly string[], needed: string): SlackError {
  return new SlackError("missing_scope", { needed, provided: provided.join(",") });
}

/** Arguments arrive as form fields, so numbers and booleans come as text too. */
export const integer = z.coerce.number().int();
export const boolean = z.union([
  z.boolean(),
  z.enum(["true", "1"]).transform(() => true),
  z.enum(["false", "0"]).transform(() => false),
]);

/** JSON in a form field, or the value itself in a JSON body; what does not parse becomes null, which no argument accepts. */
export const json = z.unknown().transform((value): unknown => {
  if (typeof value !== "string") return value;
  const parsed = parseJson(value);
  return parsed === undefined ? null : parsed;
});

/** Every method also takes these two. */
export function argumentsOf<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject({ token: z.string().optional(), team_id: z.string().optional(), ...shape });
}
