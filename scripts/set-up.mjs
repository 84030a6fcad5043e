// Installs what is missing, and only that. Plain JavaScript: it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const OLDEST_NODE = [20, 19];

/** How a system's package manager installs, and what the packages are called there where a need's own name is not it. */
const MANAGERS = [
  {
    command: "apt-get",
    args: ["install", "-y", "--no-install-recommends"],
    refresh: ["update"],
    packages: {
      redis: "redis-server",
      browser: "chromium",
      nginx: "nginx-light",
      gnutls: "gnutls-bin",
      nginxMail: "libnginx-mod-mail",
      postgres: "postgresql",
      mariadb: "mariadb-server-core",
      java: "default-jdk-headless",
    },
  },
  {
    command: "dnf",
    args: ["install", "-y"],
    packages: { redis: "valkey", browser: "chromium", gnutls: "gnutls-utils" },
  },
  {
    command: "apk",
    args: ["add"],
    packages: { browser: "chromium", gnutls: "gnutls-utils", nmap: "nmap-scripts" },
  },
  { command: "pacman", args: ["-S", "--noconfirm"], packages: { redis: "valkey", browser: "chromium" } },
  { command: "zypper", args: ["install", "-y"], packages: { browser: "chromium" } },
  { command: "brew", args: ["install"], packages: { browser: "chromium" }, withoutRoot: true },
];

const NEEDS = {
  redis: {
    what: "a Redis server",
    found: () => Boolean(process.env.REDIS_URL) || onPath("redis-server", "valkey-server"),
  },
  browser: {
    what: "a browser for the page's tests",
    found: () => onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
  },
  openssl: { what: "the openssl command for the tests", found: () => onPath("openssl") },
  sslscan: { what: "sslscan", found: () => onPath("sslscan") },
  nmap: { what: "nmap", found: () => onPath("nmap") },
  nginx: { what: "nginx", found: () => onPath("nginx") },
  gnutls: { what: "GnuTLS's commands", found: () => onPath("gnutls-serv") },
  tcpdump: { what: "tcpdump", found: () => onPath("tcpdump") },
  tshark: { what: "tshark", found: () => onPath("tshark") },
  curl: { what: "curl", found: () => onPath("curl") },
  java: { what: "a JDK", found: () => onPath("javac") },
  python3: { what: "Python 3", found: () => onPath("python3") },
  // Where Debian has them.
  nginxMail: {
    what: "nginx's mail module",
    found: () => existsSync("/usr/lib/nginx/modules/ngx_mail_module.so"),
  },
  postgres: { what: "PostgreSQL", found: () => onPath("pg_createcluster") },
  slapd: { what: "OpenLDAP's server", found: () => onPath("slapd") },
  mariadb: { what: "MariaDB's server", found: () => onPath("mariadbd") },
  prosody: { what: "Prosody", found: () => onPath("prosody") },
  vsftpd: { what: "vsftpd", found: () => onPath("vsftpd") },
};

/** @param {(keyof typeof NEEDS)[]} needs */
export function setUp(needs) {
  checkNode();
  installPackages();
  const missing = needs.filter((need) => !NEEDS[need].found());
  if (missing.length > 0) installSystemPackages(missing);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`Node ${OLDEST_NODE.join(".")} or newer is needed; this is ${process.versions.node}.`);
}

/** `npm ci` unless node_modules holds exactly what the lock file says. */
function installPackages() {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const kept = join(root, "node_modules", ".package-lock.json");
  const installed = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")).packages : {};
  const current = Object.entries(lock).every(
    ([path, { version, optional }]) => path === "" || optional || installed[path]?.version === version,
  );
  if (current) return;
  say("installing the npm packages (npm ci)");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
}

function installSystemPackages(needs) {
  const what = needs.map((need) => NEEDS[need].what).join(", ");
  const manager = MANAGERS.find(({ command }) => onPath(command));
  if (manager === undefined)
    fail(`Needed, and there is no package manager that I know: ${what}. Please install that.`);
  const asRoot = process.getuid?.() === 0 || manager.withoutRoot === true;
  const sudo = !asRoot && spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0;
  const packages = needs.map((need) => manager.packages[need] ?? need);
  const install = [manager.command, ...manager.args, ...packages];
  if (!asRoot && !sudo) fail(`Needed: ${what}. Please run: sudo ${install.join(" ")}`);
  const prefix = sudo ? ["sudo", "-n"] : [];
  // A package manager may start what it installs; ours is started by ourselves, on a port of its own.
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  say(`installing ${what} (${install.join(" ")})`);
  if (manager.refresh !== undefined)
    run(...head([...prefix, manager.command, ...manager.refresh]), environment);
  run(...head([...prefix, ...install]), environment);
  const still = needs.filter((need) => !NEEDS[need].found()).map((need) => NEEDS[need].what);
  if (still.length > 0)
    fail(`${install.join(" ")} did not bring ${still.join(", ")}. Please install it by hand.`);
}

/** Servers lie there, and not everybody's PATH goes there. */
const SERVERS = ["/usr/sbin", "/sbin", "/usr/local/sbin"];

/** @returns {boolean} whether one of the programs is on the PATH, or where servers are */
function onPath(...names) {
  const directories = [...(process.env.PATH ?? "").split(delimiter), ...SERVERS];
  return names.some((name) => directories.some((directory) => isExecutable(join(directory, name))));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function head([command, ...args]) {
  return [command, args];
}

/** Its output is shown only when it fails. */
export function run(command, args, env = process.env) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ""}${stderr ?? ""}`);
  fail(`${[command, ...args].join(" ")} failed${error === undefined ? "" : `: ${error.message}`}.`);
}

function say(text) {
  process.stderr.write(`tlscheck: ${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}
