// A server that is far away: a TCP proxy in a process of its own, so that its work is not its users' time.
//   fork("far-away.js", [PORT, ROUND_TRIP_MS]): its first message is its port; any message to it is answered by the number of
//   connections since the last one.
//
// Every segment takes half a round trip, and so does a FIN. The kernel answers a client's connect at once, where SYN and
// SYN-ACK take a round trip: what a client sends within a round trip after it connected leaves only when that is over, as if it had
// waited for the connection. Who opened it early and had nothing to say yet loses nothing, as in reality.
// Not modelled: a connect that sends nothing costs nothing (nmap's scan of the port); what a client computes between connect
// and its first bytes costs it nothing, up to a round trip; loss and bandwidth; slow start, which flights of less than 14 kB
// do not feel (RFC 6928).
import type { AddressInfo, Socket } from "node:net";
import { connect, createServer } from "node:net";

const [port = 0, roundTrip = 0] = process.argv.slice(2).map(Number);
const now = () => performance.now();
let connections = 0;

const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  connections += 1;
  const accepted = now();
  const upstream = connect({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
  relay(client, upstream, () => Math.max(now(), accepted + roundTrip) + roundTrip / 2);
  // A server that speaks first has the connection half a round trip before its client does.
  relay(upstream, client, () => Math.max(now(), accepted + 1.5 * roundTrip) + roundTrip / 2);
});

/** @param arrival when what is read now shall arrive at the other end */
function relay(from: Socket, to: Socket, arrival: () => number): void {
  const underway: (() => void)[] = [];
  let last = 0;
  const later = (act: () => void) => {
    underway.push(act);
    last = Math.max(last, arrival());
    // Timers of different lengths may overtake each other: whichever fires delivers what is next.
    setTimeout(() => underway.shift()?.(), Math.ceil(last - now()));
  };
  from.on("data", (bytes) => later(() => to.write(bytes)));
  from.on("end", () => later(() => to.end()));
  from.on("error", () => later(() => to.resetAndDestroy()));
}

process.on("message", () => {
  process.send?.(connections);
  connections = 0;
});
process.on("disconnect", () => process.exit());
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
