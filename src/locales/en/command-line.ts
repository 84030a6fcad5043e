import type { Catalog } from "../catalog.ts";

export const commandLine: Catalog["commandLine"] = {
  help: ({ locales, timeoutMs }) => `tlscheck finds out why a TLS handshake fails.

  tlscheck TARGET…            HOST, HOST:PORT, [v6]:PORT or a URL
  tlscheck bot|worker|serve   the Slack front, a worker, or both (README.md)

  --json          one JSON object per target on stdout
  --name HOST     server_name and reference identifier, when not the host connected to
  --no-sni        send no server_name
  --at TIME       judge validity at that time (ISO 8601)
  --trust FILE    PEM trust anchors in place of the built-in Mozilla ones
  --timeout MS    for each connection (${timeoutMs})
  --quick         one or two connections
  --locale ${locales.join("|")}

Exit code: 0 nothing wrong, 1 at least one error found, 2 bad usage, 3 the target could not be reached.
`,
  bug: (stack) => `this is a bug of ours. ${stack}`,
};
