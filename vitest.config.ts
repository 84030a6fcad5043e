import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // They need programs of others: `npm run test:peers`.
    exclude: ["test/peers/**"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    coverage: { include: ["src/**/*.ts"], exclude: ["src/playground/page/**"] },
  },
});
