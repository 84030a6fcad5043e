/** What a test wants to go wrong. */
export type FaultKind =
  /** 429 with `Retry-After`. */
  | { readonly type: "ratelimited"; readonly retryAfterSeconds: number }
  /** Slack itself is broken: an answer without JSON. */
  | { readonly type: "http_error"; readonly status: number }
  /** `{ ok: false, error }`. */
  | { readonly type: "error"; readonly error: string }
  /** The call is carried out, but the connection ends before the answer. */
  | { readonly type: "cut" }
  /** The answer comes late. */
  | { readonly type: "delay"; readonly ms: number };

export interface Fault {
  readonly method: string;
  /** Only for calls one of whose arguments has this in it; any call when absent. */
  readonly containing?: string;
  /** Default: once. */
  readonly times?: number;
  readonly kind: FaultKind;
}

export class Faults {
  readonly #waiting: (Omit<Fault, "times"> & { times: number })[] = [];

  inject({ times = 1, ...fault }: Fault): void {
    this.#waiting.push({ ...fault, times });
  }

  /** The fault that this call of the method meets. */
  take(method: string, values: Readonly<Record<string, unknown>>): FaultKind | undefined {
    const has = (text: string) =>
      Object.values(values).some((value) =>
        (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).includes(text),
      );
    const index = this.#waiting.findIndex(
      (fault) => fault.method === method && (fault.containing === undefined || has(fault.containing)),
    );
    const fault = this.#waiting[index];
    if (fault === undefined) return undefined;
    fault.times -= 1;
    if (fault.times <= 0) this.#waiting.splice(index, 1);
    return fault.kind;
  }
}
