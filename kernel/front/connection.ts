/**
 * The five sockets of a kernel. Frames come in as messages, messages go out as frames; nothing here knows what a message means.
 * Reference: https://jupyter-client.readthedocs.io/en/stable/messaging.html#introduction
 */
import * as zeromq from "zeromq";
import { pause } from "../contract/wait.ts";
import { PORT_NAMES } from "./connection-file.ts";
import type { ConnectionInfo, PortName } from "./connection-file.ts";
import type { Channel, Incoming, Outgoing } from "./protocol.ts";
import type { Wire } from "./wire.ts";

/** Messages for a subscriber that does not read; zeromq's own limit of 1,000 loses lines in a burst. */
const IOPUB_HIGH_WATER = 100_000;
/** After a restart the ports of the process before may take a moment to be free. */
const BIND_ATTEMPTS = 50;
const BIND_PAUSE_MS = 100;

export type Receive = (channel: "shell" | "control" | "stdin", message: Incoming) => void;

export class Connection {
  /** With the ports that were chosen where the file had none. */
  readonly info: ConnectionInfo;
  readonly #wire: Wire;
  readonly #sockets: Sockets;
  readonly #queues: Readonly<Record<Channel, SendQueue>>;

  private constructor(info: ConnectionInfo, wire: Wire, sockets: Sockets) {
    this.info = info;
    this.#wire = wire;
    this.#sockets = sockets;
    this.#queues = {
      shell: new SendQueue(sockets.shell),
      control: new SendQueue(sockets.control),
      stdin: new SendQueue(sockets.stdin),
      iopub: new SendQueue(sockets.iopub),
    };
    void echo(sockets.hb);
    void this.#welcome(sockets.iopub);
  }

  /** Binds all sockets. */
  static async open(info: ConnectionInfo, wire: Wire): Promise<Connection> {
    // A client that connects again under its old identity takes it over, as after a restart of its own.
    const router = { linger: 1000, sendHighWaterMark: 0, handover: true, ipv6: info.ip.includes(":") };
    const sockets: Sockets = {
      shell: new zeromq.Router(router),
      control: new zeromq.Router(router),
      stdin: new zeromq.Router(router),
      hb: new zeromq.Router(router),
      iopub: new zeromq.XPublisher({
        linger: 1000,
        sendHighWaterMark: IOPUB_HIGH_WATER,
        ipv6: info.ip.includes(":"),
        // Every subscriber is welcomed, not only the first of a topic.
        verbosity: "allSubs",
      }),
    };
    const ports: Partial<Record<PortName, number>> = {};
    for (const name of PORT_NAMES) {
      const socket = sockets[name.slice(0, -"_port".length) as keyof Sockets];
      ports[name] = await bind(socket, info, info[name]);
    }
    return new Connection({ ...info, ...ports }, wire, sockets);
  }

  send(message: Outgoing): void {
    this.#queues[message.channel].push(this.#wire.encode(message));
  }

  /** Hands every message that is well-formed and rightly signed to `receive`. */
  listen(receive: Receive): void {
    for (const channel of ["shell", "control", "stdin"] as const) {
      void this.#read(this.#sockets[channel], (frames) => {
        const decoded = this.#wire.decode(frames);
        if (decoded.kind === "message") receive(channel, decoded.message);
        else process.stderr.write(`convkernel: dropped a message on ${channel}: ${decoded.reason}\n`);
      });
    }
  }

  /** Resolves when everything sent so far is with zeromq. */
  async flush(): Promise<void> {
    await Promise.all(Object.values(this.#queues).map((queue) => queue.settled()));
  }

  async close(): Promise<void> {
    await this.flush();
    for (const socket of Object.values<zeromq.Socket>({ ...this.#sockets })) socket.close();
  }

  /** JEP 65: a subscriber learns that it is connected. */
  async #welcome(iopub: zeromq.XPublisher): Promise<void> {
    await this.#read(iopub, ([frame]) => {
      if (frame?.[0] !== 1) return;
      const subscription = frame.subarray(1);
      this.send({
        channel: "iopub",
        type: "iopub_welcome",
        content: { subscription: Buffer.from(subscription).toString() },
        parent: {},
        identities: subscription.length > 0 ? [Buffer.from(subscription)] : [],
      });
    });
  }

  async #read(socket: zeromq.Router | zeromq.XPublisher, each: (frames: Uint8Array[]) => void): Promise<void> {
    for await (const frames of socket) {
      try {
        each(frames);
      } catch (error) {
        // One bad message must not end the loop that reads all others.
        process.stderr.write(`convkernel: internal: ${error instanceof Error ? error.stack : String(error)}\n`);
      }
    }
  }
}

interface Sockets {
  readonly shell: zeromq.Router;
  readonly control: zeromq.Router;
  readonly stdin: zeromq.Router;
  readonly hb: zeromq.Router;
  readonly iopub: zeromq.XPublisher;
}

/** zeromq.js allows one send at a time on a socket. */
class SendQueue {
  readonly #socket: zeromq.Router | zeromq.XPublisher;
  #waiting: Uint8Array[][] = [];
  #running: Promise<void> | undefined;

  constructor(socket: zeromq.Router | zeromq.XPublisher) {
    this.#socket = socket;
  }

  push(frames: Uint8Array[]): void {
    this.#waiting.push(frames);
    this.#running ??= this.#run();
  }

  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      for (const frames of batch) {
        try {
          await this.#socket.send(frames);
        } catch (error) {
          // The client has gone (host unreachable) or the socket is closing: nobody is left to tell.
          if (this.#socket.closed) return;
          process.stderr.write(`convkernel: could not send: ${String(error)}\n`);
        }
      }
    }
    this.#running = undefined;
  }
}

async function echo(hb: zeromq.Router): Promise<void> {
  for await (const frames of hb) await hb.send(frames);
}

async function bind(socket: zeromq.Socket, info: ConnectionInfo, port: number): Promise<number> {
  const address = (chosen: number): string => {
    if (info.transport === "ipc") return `ipc://${info.ip}-${chosen}`;
    const host = info.ip.includes(":") ? `[${info.ip}]` : info.ip;
    return `tcp://${host}:${chosen === 0 ? "*" : chosen}`;
  };
  for (let attempt = 1; ; attempt++) {
    try {
      await socket.bind(address(port));
      break;
    } catch (error) {
      const inUse = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (!inUse || attempt === BIND_ATTEMPTS) throw error;
      await pause(BIND_PAUSE_MS);
    }
  }
  if (port !== 0) return port;
  return Number(/:(\d+)$/.exec(socket.lastEndpoint ?? "")?.[1]);
}
