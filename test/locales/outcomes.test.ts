import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/diagnosis/finding.ts";
import type { Target } from "../../src/diagnosis/target.ts";
import { formatTarget } from "../../src/diagnosis/target.ts";
import type { Line, OutcomeContext, OutcomeWords } from "../../src/locales/catalog.ts";
import { catalogFor } from "../../src/locales/catalogs.ts";
import { LOCALES } from "../../src/locales/locale.ts";
import type { Place } from "../../src/playbook/place.ts";
import type { OutcomeId, QuestionId } from "../../src/playbook/playbook.ts";
import { FINDINGS } from "../support/evidence.ts";

const PLACES: readonly Place[] = [
  "northbound_private_cloud",
  "southbound_private_cloud",
  "northbound_public_cloud",
  "southbound_public_cloud",
  "hybrid",
  "not_apigee",
];
const SIDES = ["client", "server"] as const;
const TARGET: Target = { host: "api.example.com", port: 8443, serverName: "api.example.com" };
const ADDRESSES = ["93.184.216.34", "2001:db8::7"];

/** What a sentence shows when its data went missing. */
const HOLE = /undefined|null|NaN|\[object|\$\{/;
/** Slack shows 3,000 in one section. */
const SECTION = 2_900;

const said = (lines: readonly Line[]) =>
  lines.map((line) => (typeof line === "string" ? line : line.command));
const commands = ({ steps, verify }: OutcomeWords) =>
  [...steps, ...verify].flatMap((line) => (typeof line === "string" ? [] : [line.command]));

const everyContext = (
  outcome: OutcomeId,
  {
    places = PLACES,
    sides = SIDES,
    target = TARGET,
  }: {
    readonly places?: readonly Place[];
    readonly sides?: readonly ("client" | "server")[];
    readonly target?: Target;
  } = {},
): OutcomeContext[] => {
  const found: readonly Finding[] = Object.values(FINDINGS).filter(({ kind }) => kind === outcome);
  return places.flatMap((place) =>
    sides.flatMap((rejectedBy) =>
      [null, ...found].flatMap((finding) =>
        [null, "Java 8"].map((client) => ({
          target,
          addresses: ADDRESSES,
          place,
          rejectedBy,
          finding,
          client,
        })),
      ),
    ),
  );
};

describe.each(LOCALES)("outcomes in %s", (locale) => {
  const { outcomes } = catalogFor(locale).playbook;
  const ids = Object.keys(outcomes) as OutcomeId[];

  it.each(ids)("say what to do about %s, and how to see that it helped, at every place", (id) => {
    for (const context of everyContext(id)) {
      const words = outcomes[id](context);
      for (const lines of [words.steps, words.verify]) {
        expect(lines.length).toBeGreaterThan(0);
        for (const line of said(lines)) {
          expect(line.trim()).not.toBe("");
          expect(line).not.toMatch(HOLE);
        }
      }
      expect(said(words.verify).length).toBeLessThanOrEqual(3);
      expect(said([...words.steps, ...words.verify]).join("\n").length).toBeLessThan(SECTION);
      expect(words.steps.length).toBeLessThanOrEqual(12);
      const sentences = [...words.steps, ...words.verify].filter((line) => typeof line === "string");
      for (const sentence of sentences) expect(sentence.length).toBeLessThan(320);
    }
  });

  it.each(ids)("have commands for %s that no stranger's name can break out of", (id) => {
    for (const name of ["$(reboot).example", "a'b;reboot", "-x reboot", "`reboot`"]) {
      const hostile = `CN=${name}`;
      for (const context of everyContext(id, { target: { ...TARGET, serverName: name } })) {
        const finding = context.finding === null ? null : poison(context.finding, hostile);
        for (const command of commands(outcomes[id]({ ...context, finding })))
          expect(unquoted(command)).not.toContain("reboot");
      }
    }
  });

  it.each([
    ["northbound_private_cloud", /api\.enterprise\.apigee\.com|kubectl/],
    ["southbound_private_cloud", /api\.enterprise\.apigee\.com|kubectl/],
    // Who has no root there is told nothing that needs it.
    ["northbound_public_cloud", /MANAGEMENT-SERVER|\/opt\/|kubectl/],
    ["southbound_public_cloud", /MANAGEMENT-SERVER|\/opt\/|kubectl/],
    ["hybrid", /MANAGEMENT-SERVER|api\.enterprise\.apigee\.com|\/opt\//],
    ["not_apigee", /apigee/i],
  ] as const)("have no command at %s that is for another place", (place, elsewhere) => {
    // Only a hybrid ingress leads to its secret.
    for (const id of ids.filter((each) => each !== "ingress_secret_missing"))
      for (const context of everyContext(id, { places: [place] }))
        expect(commands(outcomes[id](context)).join("\n")).not.toMatch(elsewhere);
  });

  it("end where nothing is known with a capture of the address, and of what goes to support", () => {
    for (const context of everyContext("not_determined")) {
      const { steps, verify } = outcomes.not_determined(context);
      expect(said(steps)).toContain("tcpdump -i any -s 0 host 93.184.216.34 -w tls-8443.pcap");
      expect(said(steps)).toContain("tlscheck capture tls-8443.pcap --redact tls-8443-redacted.pcap");
      expect(said(verify)).toContain("tlscheck capture tls-8443.pcap");
    }
  });

  it("have what the documents do about each cause", () => {
    const at = (id: OutcomeId, place: Place, rejectedBy: "client" | "server" = "client") =>
      everyContext(id, { places: [place], sides: [rejectedBy] })
        .map((context) => commands(outcomes[id](context)).join("\n"))
        .join("\n");
    expect(at("protocol_mismatch", "southbound_public_cloud")).toContain("<Protocol>TLSv1.0</Protocol>");
    expect(at("protocol_mismatch", "southbound_public_cloud")).toContain(
      "<Host>api.example.com</Host><Port>8443</Port>",
    );
    expect(at("protocol_mismatch", "northbound_private_cloud")).toContain("server.ssl.protocols=TLSv1.2");
    expect(at("cipher_suite_mismatch", "northbound_private_cloud")).toContain("0-default.conf");
    expect(at("sni_required", "southbound_private_cloud")).toContain("jsse.enableSNIExtension=true");
    expect(at("host_name_mismatch", "northbound_public_cloud")).toContain("keystores/KEYSTORE/certs/CERT");
    expect(at("chain_incomplete", "not_apigee")).toContain("openssl verify -CAfile");
    expect(at("certificate_unknown", "southbound_private_cloud")).toContain("keystores/TRUSTSTORE/certs");
    expect(at("certificate_unknown", "southbound_private_cloud", "server")).toContain("keystores/KEYSTORE");
    expect(at("certificate_unknown", "northbound_public_cloud")).toContain("keystores/KEYSTORE/certs");
    expect(at("certificate_unknown", "northbound_private_cloud", "server")).toContain("TrustStore");
    expect(at("certificate_expired", "northbound_private_cloud")).toContain('"resourceType":"KeyStore"');
    expect(at("certificate_expired", "southbound_private_cloud")).not.toContain("keystores/");
    expect(at("certificate_expired", "southbound_private_cloud", "server")).toContain("keystores/NEW");
    for (const id of ["ingress_secret_missing", "certificate_malformed", "key_mismatch"] as const)
      expect(at(id, "hybrid")).toContain(
        "apigeectl apply -f overrides/overrides.yaml --settings virtualhosts",
      );
    expect(at("ingress_secret_missing", "hybrid")).toContain(
      "kubectl -n apigee get secrets | grep PROJECT-ENV_GROUP",
    );
  });

  it("reach a server at an address of version 6, and as the check did", () => {
    const target: Target = { host: "2001:db8::1", port: 25, serverName: "mx.example", startTls: "smtp" };
    for (const id of ids) {
      for (const context of everyContext(id, { target })) {
        const handshakes = commands(outcomes[id](context)).filter((each) =>
          /s_client -connect [^"]/.test(each),
        );
        for (const command of handshakes)
          expect(command).toContain(`${formatTarget(target)} -starttls smtp -servername mx.example`);
      }
    }
  });

  it("let no old version back in that a backend does not need", () => {
    const context: OutcomeContext = {
      target: TARGET,
      addresses: ADDRESSES,
      place: "southbound_private_cloud",
      rejectedBy: "client",
      finding: { ...FINDINGS.protocol_mismatch, accepted: ["SSL 3.0", "TLS 1.0", "TLS 1.1"] },
      client: null,
    };
    const seen = commands(outcomes.protocol_mismatch(context)).join("\n");
    expect(seen).toContain("<Protocol>TLSv1.1</Protocol>");
    expect(seen).not.toContain("TLSv1.0");
    const ssl = { ...context, finding: { ...FINDINGS.protocol_mismatch, accepted: ["SSL 3.0"] } };
    expect(commands(outcomes.protocol_mismatch(ssl)).join("\n")).not.toContain("<Protocol>");
  });
});

describe.each(LOCALES)("questions in %s", (locale) => {
  const { questions } = catalogFor(locale).playbook;

  it.each(Object.keys(questions) as QuestionId[])("ask %s at every place", (id) => {
    for (const place of [null, ...PLACES]) {
      const { text, help } = questions[id]({ target: TARGET, addresses: ADDRESSES, place });
      expect(text.length).toBeLessThanOrEqual(140);
      for (const line of [text, ...said(help)]) {
        expect(line.trim()).not.toBe("");
        expect(line).not.toMatch(HOLE);
      }
      expect(said(help).join("\n").length).toBeLessThan(SECTION);
    }
  });
});

/** Every string of it a stranger's, but what it is. */
function poison<T>(value: T, hostile: string): T {
  const replace = (each: unknown, key?: string): unknown => {
    if (typeof each === "string") return key === "kind" || key === "severity" ? each : hostile;
    if (Array.isArray(each)) return each.map((item) => replace(item));
    if (typeof each === "object" && each !== null)
      return Object.fromEntries(Object.entries(each).map(([name, item]) => [name, replace(item, name)]));
    return each;
  };
  return replace(value) as T;
}

/** What a shell would read as its own. */
function unquoted(command: string): string {
  return command.replaceAll(/'[^']*'|\\./g, "");
}
