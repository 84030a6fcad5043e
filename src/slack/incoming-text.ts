/** What a person typed: Slack escapes `&`, `<` and `>` in every text that it hands out. */
export function typedText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** What somebody typed before Slack made links of it: `<https://a.example|a.example>` is what it shows. Mentions stay. */
export function unlinkText(text: string): string {
  return text.replace(
    /<((?:https?|mailto):[^<>|\s]+)(?:\|([^<>]*))?>/giu,
    (_, url: string, shown = url) => shown,
  );
}

/** PEM; and its beginning in base64, as a Kubernetes secret has it: PRIVATE KEY, RSA, EC, ENCRYPTED and OPENSSH PRIVATE KEY. */
const PRIVATE_KEYS = [
  /BEGIN[A-Z\s]{0,40}PRIVATE\s{1,4}KEY/iu,
  /LS0tLS1CRUdJTiB(?:QUklWQVRFIEtF|SU0EgUFJJVkFUR|FQyBQUklWQVRF|FTkNSWVBURUQg|PUEVOU1NI)/u,
];

/** A private key that was pasted: it is neither answered from nor repeated. */
export function holdsPrivateKey(text: string): boolean {
  return PRIVATE_KEYS.some((pattern) => pattern.test(text));
}
