/** Listening sockets in the range of ports that the gateway allows. */
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import type { Launch } from "./options.ts";

/** How many ports of a range are tried for one socket. */
const ATTEMPTS = 50;

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** @throws Error if so many ports of the range are taken that none is found */
export async function listenIn(range: Launch["range"]): Promise<Server> {
  let last: unknown;
  for (let attempt = 0; attempt < (range === undefined ? 1 : ATTEMPTS); attempt++) {
    const server = createServer();
    server.listen(range === undefined ? 0 : randomIn(range), "0.0.0.0");
    try {
      await once(server, "listening");
      return server;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`no free port among ${ATTEMPTS} tried of ${range?.lowest}..${range?.highest}`, { cause: last });
}

/** Ports for sockets that somebody else binds at once. Held together, so that they are different. */
export async function choosePorts(count: number, range: Launch["range"]): Promise<number[]> {
  const servers: Server[] = [];
  try {
    for (let n = 0; n < count; n++) servers.push(await listenIn(range));
    return servers.map(portOf);
  } finally {
    await Promise.all(servers.map((server) => once(server.close(), "close")));
  }
}

const randomIn = ({ lowest, highest }: NonNullable<Launch["range"]>): number =>
  lowest + Math.floor(Math.random() * (highest - lowest + 1));
