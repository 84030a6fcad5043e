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
import { MAX_ITERATIONS, PasswordProblem } from "./key-derivation.ts";
import type { IterationBudget } from "./key-derivation.ts";

/** Objects that are looked at, readable or not. No honest bundle holds more; `/etc/ssl/certs` has about 150. */
export const MAX_OBJECTS = 1_000;
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
  #attempts = 0;

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

  /** Nothing more is looked at. */
  get isFull(): boolean {
    return this.#attempts > MAX_OBJECTS;
  }

  /** Runs a reader of bytes, unless there were too many; what is malformed becomes a fault. */
  attempt(place: Place, read: () => void): void {
    this.#attempts += 1;
    if (this.isFull) return this.#tellFull(place);
    try {
      read();
    } catch (error) {
      const problem = describeProblem(error);
      if (problem.code === "password_wrong") this.#tellPassword(place);
      else this.lost(place, problem);
    }
  }

  /** Once for each place: a keystore has several parts. */
  #tellPassword(place: Place): void {
    const code = this.password === null ? "password_missing" : "password_wrong";
    if (this.#faults.some((fault) => fault.code === code && fault.place.within === place.within)) return;
    if (this.password === null) this.warn(place, { code });
    else this.lost(place, { code });
  }

  finish(): Bundle {
    const certificates = this.#certificates;
    const [key] = this.#keys;
    if (key !== undefined && this.#count === this.#keys.length && !this.#isLocked)
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

  /** What is behind the password may be the certificate that is not to be seen. */
  get #isLocked(): boolean {
    return this.#faults.some(({ code }) => code === "password_missing" || code === "password_wrong");
  }

  get #count(): number {
    return this.#certificates.length + this.#listings.length + this.#keys.length + this.#crls.length;
  }

  #hasRoom(place: Place): boolean {
    const hasRoom = this.#count < MAX_OBJECTS;
    if (!hasRoom) this.#tellFull(place);
    return hasRoom;
  }

  /** Once, and however many faults there are. */
  #tellFull(place: Place): void {
    if (this.#faults.some((fault) => fault.code === "limit_exceeded" && fault.what === "objects")) return;
    this.#repairable = false;
    this.#faults.push({
      severity: "error",
      place,
      code: "limit_exceeded",
      what: "objects",
      limit: MAX_OBJECTS,
    });
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
