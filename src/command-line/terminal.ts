import type { Paint } from "../report/host-text.ts";

export interface Terminal {
  readonly write: (text: string) => void;
  /** Resolves when what was written has been taken, so that much output does not fill memory. */
  readonly drain: () => Promise<void>;
  /** Null when nobody watches. */
  readonly progress: ((text: string) => void) | null;
  readonly paint: Paint;
}
