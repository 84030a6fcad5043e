/** Waits for a place at an address. @returns what gives the place back. @throws the signal's reason when it is aborted. */
export type Acquire = (address: string, signal: AbortSignal | undefined) => Promise<() => void>;
