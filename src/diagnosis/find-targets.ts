import { isIP } from "node:net";
import type { Target } from "./target.ts";
import { MAX_TARGETS, formatTarget, parseTarget } from "./target.ts";
import { UsageError } from "./usage-error.ts";

/** Longer texts are logs; the hosts that matter are named early. */
const MAX_TEXT = 40_000;
/** A URL of a scheme that means TLS, a bracketed v6 address with a port, or a dotted name or v4 address with an
 *  optional port. */
const CANDIDATE =
  /\b(?:https?|wss|ldaps|ftps|imaps|pop3s|smtps|rediss|amqps|mqtts):\/\/[^\s<>|"'`)]+|\[[0-9a-f:.]{2,45}\]:\d{1,5}\b|(?<![\w@.-])(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59}|\d{1,3})(?::\d{1,5})?(?![\w-])/gi;
/** What looks like a host name in logs and is a file or a class. */
const NOT_A_HOST =
  /\.(?:java|class|py|js|ts|go|rb|c|h|cc|cpp|cs|php|sh|log|txt|json|ya?ml|xml|html?|conf|cfg|cnf|ini|properties|pem|crt|cer|key|der|jks|pcap|png|zip|gz|so|dll|exe|jar)$/i;

/** `javax.net.ssl.SSLException`, `Alerts.getSSLException(…`: packages, and names in camel case. */
const CODE = /^(?:javax?|sun|jdk)\.|(?:[a-z][A-Z]|[A-Z]{2}[a-z])[^.]*$/;

/** The hosts that a pasted text names, in order, each once, at most MAX_TARGETS. Never throws. */
export function findTargets(text: string): Target[] {
  const targets = new Map<string, Target>();
  for (const [candidate] of text.slice(0, MAX_TEXT).matchAll(CANDIDATE)) {
    const target = readCandidate(candidate);
    if (target === null) continue;
    targets.set(formatTarget(target), target);
    if (targets.size === MAX_TARGETS) break;
  }
  return [...targets.values()];
}

/** The text with dots in place of what names a host: `timeout.example.com` is no message. As long as the text is. */
export function hideTargets(text: string): string {
  return text.replace(CANDIDATE, (candidate) => {
    if (readCandidate(candidate) === null) return candidate;
    const { length } = trimPunctuation(candidate);
    return "·".repeat(length) + candidate.slice(length);
  });
}

function readCandidate(candidate: string): Target | null {
  const target = looksLikeCode(candidate) ? null : tryParse(trimPunctuation(candidate));
  return target === null || NOT_A_HOST.test(target.host) ? null : target;
}

/** A pattern for the end would be tried at every character of a long run of them. */
function trimPunctuation(candidate: string): string {
  let end = candidate.length;
  while (end > 0 && ".,;:!?".includes(candidate.charAt(end - 1))) end--;
  return candidate.slice(0, end);
}

/** A version (`1.2.3`) is none either: an address has four numbers. */
function looksLikeCode(candidate: string): boolean {
  if (candidate.includes("/")) return false;
  const name = candidate.replace(/:\d+$/, "");
  return CODE.test(name) || (/^[\d.]+$/.test(name) && isIP(name) === 0);
}

function tryParse(candidate: string): Target | null {
  try {
    return parseTarget(candidate);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
