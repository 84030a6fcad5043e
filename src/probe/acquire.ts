/** Waits for a place at an address. @returns what gives the place back, called once. @throws the signal's reason when it is aborted;
 *  anything else says that no place came free in time. */
export type Acquire = (address: string, signal: AbortSignal | undefined) => Promise<() => void>;
