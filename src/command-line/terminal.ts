import type { Paint } from "../report/host-text.ts";

export interface Terminal {
  readonly write: (text: string) => void;
  /** Null when nobody watches. */
  readonly progress: ((text: string) => void) | null;
  readonly paint: Paint;
}
