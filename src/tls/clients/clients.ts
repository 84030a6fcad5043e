/** Named clients. */
export const CLIENT_IDS = ["java8", "message-processor"] as const;
export type ClientId = (typeof CLIENT_IDS)[number];
