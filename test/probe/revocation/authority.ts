import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as der from "../../x509/der-writer.ts";
import { extension, uri } from "../../x509/issuing.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A CA's web server, whose answers a test sets. */
export class AuthorityServer {
  readonly #server: Server;
  /** What was asked, in its order: `GET /ocsp/…`, `POST /ocsp`, `GET /crl`. */
  readonly asked: string[] = [];
  answer: Answer = (_request, response) => response.writeHead(404).end();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<AuthorityServer> {
    const server = createServer();
    const authority = new AuthorityServer(server);
    server.on("request", (request, response) => {
      authority.asked.push(`${request.method} ${request.url}`);
      authority.answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return authority;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  url(path: string): string {
    return `http://ca.example:${this.port}/${path}`;
  }

  /** How many of what was asked begin like that. */
  count(start: string): number {
    return this.asked.filter((line) => line.startsWith(start)).length;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export const answerWith =
  (bytes: Uint8Array): Answer =>
  (_request, response) =>
    response.end(bytes);

const OCSP = "1.3.6.1.5.5.7.48.1";
const CA_ISSUERS = "1.3.6.1.5.5.7.48.2";

/** authorityInfoAccess, RFC 5280 section 4.2.2.1. */
const accessAt = (method: string, urls: readonly string[]) =>
  extension("1.3.6.1.5.5.7.1.1", der.sequence(...urls.map((url) => der.sequence(der.oid(method), uri(url)))));
export const ocspAt = (...urls: readonly string[]) => accessAt(OCSP, urls);
export const issuerAt = (...urls: readonly string[]) => accessAt(CA_ISSUERS, urls);

/** cRLDistributionPoints, RFC 5280 section 4.2.1.13. */
export const crlAt = (...urls: readonly string[]) =>
  extension(
    "2.5.29.31",
    der.sequence(...urls.map((url) => der.sequence(der.tagged(0, der.tagged(0, uri(url)))))),
  );
