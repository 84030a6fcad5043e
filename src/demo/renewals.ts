import type { TlsOptions } from "node:tls";
import type { Issued } from "./certificates.ts";
import { issue } from "./certificates.ts";
import type { Definition } from "./definition.ts";
import { DOMAIN, createTls, served } from "./definition.ts";

const DAY = 86_400_000;
/** Of an ACME client's certificate. */
const LIFETIME_DAYS = 90;
/** A little more than five whole days are left. */
const GONE_DAYS = 84.5;
/** CAs date certificates back, for clocks that are slow. */
const NEW_DAYS = 1 / 24;
const FLEET = Array.from({ length: 20 }, (_, index) => `web${index + 1}`);

/** Servers whose certificate runs out soon, until it is renewed: each takes the next one without a restart. */
export function defineRenewals(intermediate: Issued): Record<string, Definition> {
  const issued = (name: string, goneDays: number, names: readonly string[] = []): TlsOptions => {
    const notBefore = new Date(Date.now() - goneDays * DAY);
    const notAfter = new Date(notBefore.getTime() + LIFETIME_DAYS * DAY);
    const host = `${name}.${DOMAIN}`;
    const request = { commonName: host, names: [host, ...names], notBefore, notAfter };
    return served(issue(request, intermediate), intermediate);
  };
  const renewal = createTls(issued("renewal", GONE_DAYS));
  const renewed = createTls(issued("half-renewed", NEW_DAYS));
  const forgotten = createTls(issued("half-renewed", GONE_DAYS));
  const wildcard = [`*.fleet.${DOMAIN}`];
  const fleet = createTls(issued("fleet", GONE_DAYS, wildcard));
  return {
    renewal: {
      title: "90 days that end in five: watch it, then renew it",
      create: () => renewal,
      renew: () => renewal.setSecureContext(issued("renewal", NEW_DAYS)),
    },
    "half-renewed": {
      title: "Renewed at one of its two addresses: watch it, then renew the other",
      create: () => renewed,
      second: () => forgotten,
      renew: () => forgotten.setSecureContext(issued("half-renewed", NEW_DAYS)),
    },
    fleet: {
      title: `${FLEET.length} hosts with one certificate that ends in five days: one message`,
      create: () => fleet,
      below: FLEET,
      renew: () => fleet.setSecureContext(issued("fleet", NEW_DAYS, wildcard)),
    },
  };
}
