/** Waits for a place at an address. @returns what gives the place back, called once. @throws the signal's reason when it is aborted;
 *  anything else says that no place came free in time. */
export type Acquire = (address: string, signal: AbortSignal | undefined) => Promise<() => void>;

/** There was no room on our side: it says nothing of the server, and may be tried again. */
export class Crowded extends Error {
  override readonly name = "Crowded";
}
