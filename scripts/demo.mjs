// `npm run demo`: sets up, builds, and hands over to src/demo/main.ts.
import { spawn } from "node:child_process";
import { run, setUp } from "./set-up.mjs";

setUp(["redis"]);
run("npm", ["run", "--silent", "build"]);
run("npm", ["run", "--silent", "build:page"]);
const demo = spawn(process.execPath, ["dist/demo/main.js"], { stdio: "inherit" });
// Ctrl-C reaches the whole group; the demo stops its parts, and this one waits for it.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => demo.kill(signal));
demo.on("exit", (code) => process.exit(code ?? 1));
