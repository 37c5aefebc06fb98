/**
 * The five sockets of a kernel. Turns incoming frames into messages and outgoing messages into frames, without knowing what a message
 * means.
 * Reference: https://jupyter-client.readthedocs.io/en/stable/messaging.html#introduction
 */
import * as zeromq from "zeromq";
import { pause } from "../contract/wait.ts";
import { PORT_NAMES } from "./connection-file.ts";
import type { ConnectionInfo, PortName } from "./connection-file.ts";
import { reportInternal } from "./internal-errors.ts";
import type { Channel, Incoming, Outgoing } from "./protocol.ts";
import type { Wire } from "./wire.ts";
import { collect } from "../contract/collect.ts";

/** How many messages are queued for a subscriber that does not read; zeromq's default of 1,000 loses lines in a burst. */
const IOPUB_HIGH_WATER = 100_000;
/** After a restart it may take a moment until the previous process's ports are free. */
const BIND_ATTEMPTS = 50;
const BIND_PAUSE_MS = 100;
/**
 * Largest frame, in bytes: a larger one closes its sender's connection before it is read into memory. Half a gigabyte is the longest string
 * that JavaScript can hold, so a cell of that size still gets an answer.
 */
const MAX_FRAME = 2 ** 29;
const LARGE = 32 * 2 ** 20;
const COLLECT_MS = 100;

export type Receive = (channel: "shell" | "control" | "stdin", message: Incoming) => void;

export class Connection {
  /** Includes the ports that were chosen where the file had none. */
  readonly info: ConnectionInfo;
  readonly #wire: Wire;
  readonly #sockets: Sockets;
  readonly #queues: Readonly<Record<Channel, SendQueue>>;
  #hasStarted = false;

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
    // A client that reconnects under its old identity, for instance after it was restarted, takes that identity over.
    const router = {
      linger: 1000,
      sendHighWaterMark: 0,
      maxMessageSize: MAX_FRAME,
      handover: true,
      ipv6: info.ip.includes(":"),
    };
    const sockets: Sockets = {
      shell: new zeromq.Router(router),
      control: new zeromq.Router(router),
      stdin: new zeromq.Router(router),
      hb: new zeromq.Router(router),
      iopub: new zeromq.XPublisher({
        linger: 1000,
        maxMessageSize: MAX_FRAME,
        sendHighWaterMark: IOPUB_HIGH_WATER,
        ipv6: info.ip.includes(":"),
        // Every subscriber is welcomed, not only the first one to each topic.
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

  /** Announces once that the kernel is starting: to the first subscriber, before any other message. */
  starting(): void {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    this.send({ channel: "iopub", type: "status", content: { execution_state: "starting" }, parent: {} });
  }

  /** Hands every well-formed, correctly signed message to `receive`. */
  listen(receive: Receive): void {
    for (const channel of ["shell", "control", "stdin"] as const) {
      void this.#read(this.#sockets[channel], (frames) => {
        const decoded = this.#wire.decode(frames);
        if (decoded.kind === "message") {
          this.starting();
          receive(channel, decoded.message);
        } else process.stderr.write(`convkernel: dropped a message on ${channel}: ${decoded.reason}\n`);
      });
    }
  }

  /** Resolves when everything sent so far has been handed to zeromq. */
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
      this.starting();
    });
  }

  async #read(socket: zeromq.Router | zeromq.XPublisher, each: (frames: Uint8Array[]) => void): Promise<void> {
    await forEach(socket, (frames) => {
      // The dropped message may have been large, and the garbage collector does not count that memory.
      if (frames.reduce((sum, frame) => sum + frame.byteLength, 0) > LARGE) collectSoon();
      each(frames);
    });
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
  await forEach(hb, async (frames) => hb.send(frames));
}

/** Reads messages until the socket is closed; a bad message does not end the loop. */
async function forEach(
  socket: zeromq.Router | zeromq.XPublisher,
  each: (frames: Uint8Array[]) => void | Promise<void>,
): Promise<void> {
  while (!socket.closed) {
    try {
      for await (const frames of socket) {
        try {
          await each(frames);
        } catch (error) {
          // The client may have gone while it was being answered.
          if (!socket.closed) reportInternal(error);
        }
      }
    } catch (error) {
      if (socket.closed) return;
      reportInternal(error);
      await pause(BIND_PAUSE_MS);
    }
  }
}

let collecting: NodeJS.Timeout | undefined;

/** Frees the memory of large messages once they have been handled. */
function collectSoon(): void {
  collecting ??= setTimeout(() => {
    collecting = undefined;
    collect();
  }, COLLECT_MS).unref();
}

/** The connection file names an address that cannot be bound. */
export class BindError extends Error {
  override readonly name = "BindError";
}

/** zeromq reports an unknown host as "No such device". */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENODEV") return "there is no such host or network interface here";
  return code === "EADDRINUSE" ? "another process has this port" : message;
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
      if (!inUse || attempt === BIND_ATTEMPTS) {
        throw new BindError(`expected an address of this machine, got ${address(port)}: ${reasonOf(error)}`, {
          cause: error,
        });
      }
      await pause(BIND_PAUSE_MS);
    }
  }
  if (port !== 0) return port;
  return Number(/:(\d+)$/.exec(socket.lastEndpoint ?? "")?.[1]);
}
