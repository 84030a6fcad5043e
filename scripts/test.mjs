// `npm test`: sets up, then every check and every test.
import { spawnSync } from "node:child_process";
import { setUp } from "./set-up.mjs";

setUp(["redis", "browser", "openssl"]);
const steps = [
  ["run", "--silent", "check"],
  ["run", "--silent", "build"],
  ["run", "--silent", "build:page"],
  ["exec", "--", "vitest", "run", ...process.argv.slice(2)],
];
for (const step of steps) {
  const { status } = spawnSync("npm", step, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
