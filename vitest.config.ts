import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // They need programs of others: `npm run test:peers`.
    exclude: ["test/peers/**"],
    // Most of the time of a test is waiting: for a timeout, a restart, a rate limit.
    maxWorkers: 3,
    testTimeout: 40_000,
    hookTimeout: 60_000,
    coverage: { include: ["src/**/*.ts"], exclude: ["src/playground/page/**"] },
  },
});
