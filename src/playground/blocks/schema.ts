import { isObject } from "../json.ts";

/** A fault in Slack's words, and where: Slack's validator is slackhq/hack-json-schema, whose sentences these are. */
export interface Problem {
  readonly message: string;
  readonly pointer: string;
}

/** Looks at a value that stands at a JSON pointer; no problems: it fits. */
export type Check = (value: unknown, pointer: string) => readonly Problem[];
export type Fields = Readonly<Record<string, Check>>;

export function problem(message: string, pointer: string): Problem[] {
  return [{ message, pointer }];
}

/** Lengths are UTF-16 units, never less than what Slack counts. */
export function text({
  min = 0,
  max = Number.POSITIVE_INFINITY,
}: { min?: number; max?: number } = {}): Check {
  return (value, at) => {
    if (typeof value !== "string") return problem("must provide a string", at);
    if (value.length > max) return problem(`must be less than ${max + 1} characters`, at);
    if (value.length < min) return problem(`must be more than ${min - 1} characters`, at);
    return [];
  };
}

export function matching(pattern: RegExp): Check {
  return (value, at) => {
    if (typeof value !== "string") return problem("must provide a string", at);
    return pattern.test(value) ? [] : problem(`input must match regex pattern: ${pattern.source}`, at);
  };
}

export function enumeration(...values: readonly string[]): Check {
  return (value, at) => {
    if (typeof value !== "string") return problem("must provide a string", at);
    return values.includes(value) ? [] : problem("must be a valid enum value", at);
  };
}

export const flag: Check = (value, at) =>
  typeof value === "boolean" ? [] : problem("must be a boolean", at);

export function integer(min: number, max: number): Check {
  return (value, at) => {
    if (!Number.isInteger(value)) return problem("must provide an integer", at);
    if (Number(value) > max) return problem(`must be less than ${max + 1}`, at);
    return Number(value) < min ? problem(`must be greater than ${min - 1}`, at) : [];
  };
}

export const number: Check = (value, at) =>
  typeof value === "number" ? [] : problem("must provide a number", at);

const URL_SCHEMES = new Set(["http:", "https:", "mailto:", "slack:"]);

export function url(max: number): Check {
  return every(text({ max }), (value, at) => {
    const isUrl = URL.canParse(String(value)) && URL_SCHEMES.has(new URL(String(value)).protocol);
    return isUrl ? [] : problem("must be a valid uri", at);
  });
}

export function list(
  item: Check,
  { min = 0, max = Number.POSITIVE_INFINITY }: { min?: number; max?: number } = {},
): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return problem("must provide an array", at);
    if (value.length > max) return problem(`no more than ${max} items allowed`, at);
    if (value.length < min) return problem(`must provide at least ${min} items`, at);
    return value.flatMap((element, index) => item(element, `${at}/${index}`));
  };
}

export function object(required: Fields, optional: Fields = {}): Check {
  return (value, at) => {
    if (!isObject(value)) return problem("must provide an object", at);
    return [
      ...Object.keys(required)
        .filter((key) => value[key] === undefined)
        .flatMap((key) => problem(`missing required field: ${key}`, at)),
      ...Object.entries(value).flatMap(([key, field]) => {
        const check = required[key] ?? optional[key];
        if (check === undefined) return problem(`invalid additional property: ${key}`, at);
        return field === undefined ? [] : check(field, `${at}/${key}`);
      }),
    ];
  };
}

/** An object whose `type` says which fields it has. */
export function byType(kinds: Readonly<Record<string, Check>>): Check {
  return (value, at) => {
    if (!isObject(value)) return problem("must provide an object", at);
    const { type, ...fields } = value;
    if (type === undefined) return problem("missing required field: type", at);
    if (typeof type !== "string") return problem("must provide a string", `${at}/type`);
    const check = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    return check === undefined ? problem(`unsupported type: ${type}`, `${at}/type`) : check(fields, at);
  };
}

/** Slack says first that no alternative fits, then why. */
export function anyOf(check: Check): Check {
  return (value, at) => {
    const problems = check(value, at);
    return problems.length === 0 ? [] : [...problem("failed to match all allowed schemas", at), ...problems];
  };
}

/** Each check only looks at what those before it found right. */
export function every(...checks: readonly Check[]): Check {
  return (value, at) => {
    for (const check of checks) {
      const problems = check(value, at);
      if (problems.length > 0) return problems;
    }
    return [];
  };
}
