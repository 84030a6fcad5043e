// `npm run test:peers`: sets up, then compares with other people's scanners and servers. What a test there needs is added here,
// and to set-up.mjs what it is and how it is called by package managers.
import { spawnSync } from "node:child_process";
import { run, setUp } from "./set-up.mjs";

const startTls = ["nginxMail", "postgres", "slapd", "mariadb", "prosody", "vsftpd"];
const captures = ["tcpdump", "tshark", "curl", "java"];
const clients = ["python3", "browser"];
setUp(["redis", "openssl", "sslscan", "nmap", "nginx", "gnutls", ...startTls, ...captures, ...clients]);
// The bot and its workers run as they are shipped.
run("npm", ["run", "--silent", "build"]);
const vitest = ["exec", "--", "vitest", "run", "--config", "vitest.peers.config.ts"];
const { status } = spawnSync("npm", [...vitest, ...process.argv.slice(2)], { stdio: "inherit" });
process.exit(status ?? 1);
