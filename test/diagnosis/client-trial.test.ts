import { describe, expect, it } from "vitest";
import type { ClientTrial, SelectedParameters } from "../../src/diagnosis/client-trial.ts";
import { findRefusal, shortenResult, summarizeForTrial } from "../../src/diagnosis/client-trial.ts";
import { CLIENT_IDS } from "../../src/diagnosis/asked-clients.ts";
import type { HandshakeResult } from "../../src/diagnosis/evidence.ts";
import { CIPHER_SUITES } from "../../src/tls/cipher-suites.ts";
import { NAMED_GROUP } from "../../src/tls/named-groups.ts";
import { certificate, evidence } from "../support/evidence.ts";

const HOSTILE = '\u0001\u{10ffff}"\\é'.repeat(500);
const longest = (names: readonly string[]) => names.toSorted((a, b) => b.length - a.length)[0] ?? "";

const selected = (given: Partial<SelectedParameters>): SelectedParameters => ({
  version: "TLS 1.2",
  cipherSuite: "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
  dhBits: null,
  certificateList: [],
  ...given,
});

describe("a trial", () => {
  it.each<HandshakeResult>([
    { outcome: "completed" },
    { outcome: "alert", level: "fatal", description: "certificate_unobtainable_reserved", code: 111 },
    { outcome: "not_tls", protocol: "unknown", firstBytes: HOSTILE },
    {
      outcome: "starttls_failed",
      protocol: "postgres",
      fault: { code: "refused", status: HOSTILE, reply: HOSTILE, command: "ExtendedRequest" },
    },
    {
      outcome: "starttls_failed",
      protocol: "postgres",
      fault: {
        code: "not_offered",
        offered: Array.from({ length: 50 }, () => HOSTILE),
        command: "CAPABILITY",
      },
    },
  ])("takes at most 500 bytes: $outcome", (result) => {
    const own = certificate({
      subject: HOSTILE,
      subjectAltName: Array.from({ length: 50 }, () => HOSTILE),
      sha256: "",
    });
    const went = result.outcome === "completed";
    const spoke = went || result.outcome === "alert";
    const trial: ClientTrial = {
      client: CLIENT_IDS.toSorted((a, b) => b.length - a.length)[0] ?? "java8",
      serverName: false,
      result: shortenResult(result),
      version: spoke ? "TLS 1.2" : null,
      cipherSuite: spoke ? { id: "0xc030", name: longest(CIPHER_SUITES.map(({ name }) => name)) } : null,
      group: spoke ? longest(Object.keys(NAMED_GROUP)) : null,
      certificate: went ? summarizeForTrial([own], evidence()) : null,
      refusal: went ? { of: "dhPrime", bits: 16_384 } : null,
    };
    expect(Buffer.byteLength(JSON.stringify(trial))).toBeLessThanOrEqual(500);
  });

  it("knows a certificate that others get from one that only this client gets", () => {
    const other = certificate({ sha256: "cd".repeat(32), subjectAltName: ["DNS:other.example"] });
    expect(summarizeForTrial([], evidence())).toBeNull();
    expect(summarizeForTrial([certificate()], evidence())).toMatchObject({ isOther: false, isForName: true });
    expect(summarizeForTrial([other], evidence())).toMatchObject({ isOther: true, isForName: false });
  });

  it("counts the bits that a client takes, both ends included", () => {
    const limits = { dhPrime: { min: 1_024, max: 2_048 }, rsaKey: { max: 4_096 } };
    const refusal = (dhBits: number | null, publicKey: string) =>
      findRefusal(limits, selected({ dhBits, certificateList: [certificate({ publicKey })] }));
    expect(refusal(1_024, "RSA 4096")).toBeNull();
    expect(refusal(2_048, "EC P-256")).toBeNull();
    expect(refusal(null, "EC P-521")).toBeNull();
    expect(refusal(1_023, "RSA 2048")).toEqual({ of: "dhPrime", bits: 1_023 });
    expect(refusal(2_049, "RSA 2048")).toMatchObject({ of: "dhPrime", bits: 2_049 });
    expect(refusal(null, "RSA 4097")).toEqual({ of: "rsaKey", bits: 4_097 });
    expect(findRefusal(undefined, selected({ dhBits: 512 }))).toBeNull();
  });

  it("knows which signatures of TLS 1.1 and earlier a client does without", () => {
    const refusal = (version: string, cipherSuite: string) =>
      findRefusal({ legacySignatures: false }, selected({ version, cipherSuite }));
    expect(refusal("TLS 1.1", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA")).toEqual({ of: "legacySignatures" });
    expect(refusal("TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA")).toBeNull();
    expect(refusal("TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA")).toBeNull();
  });
});
