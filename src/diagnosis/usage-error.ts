/** What a person did wrong, as data; the sentence is in the locales. `given` is hostile text. */
export type UsageProblem =
  | { readonly code: "target_missing" }
  | { readonly code: "file_missing" }
  | { readonly code: "text_missing" }
  | { readonly code: "target_malformed"; readonly given: string }
  | { readonly code: "scheme_unknown"; readonly given: string; readonly scheme: string }
  | { readonly code: "port_out_of_range"; readonly given: string; readonly port: string }
  | { readonly code: "too_many_targets"; readonly count: number; readonly limit: number }
  | { readonly code: "command_unknown"; readonly given: string }
  | { readonly code: "option_unknown"; readonly given: string }
  | { readonly code: "option_missing"; readonly option: string }
  | {
      readonly code: "option_value";
      readonly option: string;
      readonly given: string;
      readonly expected: ExpectedValue;
    }
  | { readonly code: "file_unreadable"; readonly file: string; readonly reason: string };

/** What an option wants. */
export type ExpectedValue =
  | { readonly a: "locale"; readonly of: readonly string[] }
  | { readonly a: "starttls"; readonly of: readonly string[] }
  | { readonly a: "names"; readonly of: readonly string[] }
  | { readonly a: "client"; readonly of: readonly string[] }
  /** Not standard input. */
  | { readonly a: "file" }
  | { readonly a: "key_file" }
  | { readonly a: "time" }
  | { readonly a: "timeout"; readonly most: number }
  | { readonly a: "certificate_file" }
  | { readonly a: "cidr_block" }
  | { readonly a: "connect_to" };

/** Text that the user can act on. Anything else that is thrown is a bug of ours or a DecodeError. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly problem: UsageProblem;

  constructor(problem: UsageProblem, options?: ErrorOptions) {
    super(problem.code, options);
    this.problem = problem;
  }
}
