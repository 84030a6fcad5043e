import { DecodeError } from "../../wire/decode-error.ts";
import { encodePem } from "../../wire/pem.ts";
import type {
  Bundle,
  BundleFault,
  BundleFormat,
  CertificateListing,
  FaultData,
  FoundCertificate,
  FoundKey,
  Place,
} from "./bundle.ts";
import { MAX_ITERATIONS, PasswordProblem } from "./password-encryption.ts";
import type { IterationBudget } from "./password-encryption.ts";

/** No honest bundle holds more; `/etc/ssl/certs` has about 150. */
const MAX_OBJECTS = 1_000;
const MAX_FAULTS = 100;

/** What the readers put their finds into. */
export class Collector {
  readonly password: string | null;
  readonly iterations: IterationBudget = { left: MAX_ITERATIONS };
  readonly #formats = new Set<BundleFormat>();
  readonly #certificates: FoundCertificate[] = [];
  readonly #listings: CertificateListing[] = [];
  readonly #keys: FoundKey[] = [];
  readonly #crls: string[] = [];
  readonly #faults: BundleFault[] = [];
  #repairable = true;

  constructor(password: string | null) {
    this.password = password;
  }

  format(format: BundleFormat): void {
    this.#formats.add(format);
  }

  /** Something unread that is in the input. */
  get foundNothing(): boolean {
    return this.#count === 0;
  }

  get faults(): readonly BundleFault[] {
    return this.#faults;
  }

  certificate(found: FoundCertificate): void {
    if (this.#hasRoom(found.place)) this.#certificates.push(found);
  }

  listing(found: CertificateListing): void {
    if (this.#hasRoom(found.place)) this.#listings.push(found);
  }

  key(found: FoundKey): void {
    if (this.#hasRoom(found.place)) this.#keys.push(found);
  }

  crl(der: Uint8Array, place: Place): void {
    if (this.#hasRoom(place)) this.#crls.push(Buffer.from(der).toString("base64"));
  }

  /** Repaired with certainty: what was meant could be read all the same. */
  repaired(place: Place, data: FaultData, severity: BundleFault["severity"] = "error"): void {
    if (this.#faults.length < MAX_FAULTS) this.#faults.push({ severity, place, ...data });
  }

  /** Something stays unread. */
  lost(place: Place, data: FaultData): void {
    this.#repairable = false;
    this.repaired(place, data);
  }

  /** Nothing to repair: a wish, such as a password. */
  warn(place: Place, data: FaultData): void {
    this.#repairable = false;
    this.repaired(place, data, "warning");
  }

  /** Runs a reader of bytes; what is malformed becomes a fault. */
  attempt(place: Place, read: () => void): void {
    try {
      read();
    } catch (error) {
      this.lost(place, describeProblem(error));
    }
  }

  finish(): Bundle {
    const certificates = this.#certificates;
    const [key] = this.#keys;
    if (key !== undefined && this.#count === this.#keys.length)
      this.lost(key.place, {
        code: "no_certificate",
        found: key.kind === "private" ? "private_key" : "public_key",
      });
    const repair = this.#repairable && this.#faults.length > 0 && certificates.length > 0;
    return {
      formats: [...this.#formats],
      certificates,
      listings: this.#listings,
      keys: this.#keys,
      crls: this.#crls,
      faults: this.#faults,
      repaired: repair ? encodePem(certificates.map(({ certificate }) => certificate.der)) : null,
    };
  }

  get #count(): number {
    return this.#certificates.length + this.#listings.length + this.#keys.length + this.#crls.length;
  }

  #hasRoom(place: Place): boolean {
    if (this.#count < MAX_OBJECTS) return true;
    if (!this.#faults.some((fault) => fault.code === "limit_exceeded" && fault.what === "objects"))
      this.lost(place, { code: "limit_exceeded", what: "objects", limit: MAX_OBJECTS });
    return false;
  }
}

function describeProblem(error: unknown): FaultData {
  if (error instanceof DecodeError)
    return { code: "der_malformed", reason: error.code, structure: error.structure, byte: error.offset };
  if (!(error instanceof PasswordProblem)) throw error;
  switch (error.reason) {
    case "wrong":
      return { code: "password_wrong" };
    case "unsupported":
      return { code: "encryption_unsupported", algorithm: error.algorithm };
    case "iterations":
      return { code: "limit_exceeded", what: "iterations", limit: MAX_ITERATIONS };
  }
}
