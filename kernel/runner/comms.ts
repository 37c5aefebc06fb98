/**
 * Comms: messages between user code and the front end, both ways, with binary buffers. That is enough to build widget models on (target
 * `jupyter.widget`; the buffers of a state travel beside it, and `buffer_paths` says where they belong).
 * Reference: https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 */
import { randomUUID } from "node:crypto";
import type { CommMessage } from "../contract/runner.ts";
import type { Channel } from "./channel.ts";
import { cellContext, currentEra, runInContext } from "./stop/context.ts";
import type { OpenComms } from "../contract/pipe-protocol.ts";

export interface CommOptions {
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly buffers?: readonly Uint8Array[];
}

/** What a handler gets for each message. */
export interface CommEvent {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
}

export interface Comm {
  readonly id: string;
  readonly target: string;
  send(data: object, options?: CommOptions): void;
  close(data?: object, options?: CommOptions): void;
  /** Registers a handler for messages from the front end. */
  onMessage(handler: (event: CommEvent) => unknown): void;
  /** Registers a handler for when the front end closes the comm. */
  onClose(handler: (event: CommEvent) => unknown): void;
}

export type CommHandler = (comm: Comm, event: CommEvent) => unknown;

interface OpenComm extends Comm {
  /** The request of the cell that shows the comm's widget. */
  readonly parent: string;
  readonly messageHandlers: ((event: CommEvent) => unknown)[];
  readonly closeHandlers: ((event: CommEvent) => unknown)[];
}

export class Comms {
  readonly #channel: Channel;
  readonly #targets = new Map<string, { readonly handler: CommHandler; readonly parent: string }>();
  readonly #open = new Map<string, OpenComm>();

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  open(target: string, data: object = {}, options: CommOptions = {}): Comm {
    const comm = this.#create(randomUUID(), target);
    this.#send("comm_open", { comm_id: comm.id, target_name: target, data }, options);
    return comm;
  }

  register(target: string, handler: CommHandler): void {
    this.#targets.set(target, { handler, parent: cellContext().parent });
  }

  /** Sends a message that user code has put together itself. */
  send({ type, content, metadata, buffers }: CommMessage): void {
    this.#send(type, content, { metadata, buffers });
  }

  list(): OpenComms {
    return Object.fromEntries([...this.#open].map(([id, { target }]) => [id, { target_name: target }]));
  }

  /**
   * Takes a message from the front end. What the handlers print is shown under the cell that made the comm, because front ends show no
   * output that belongs to a comm message; what they send back belongs to the message.
   */
  receive(parent: string, { type, content, metadata, buffers }: CommMessage): void {
    const id = String(content["comm_id"]);
    const event: CommEvent = { data: (content["data"] ?? {}) as CommEvent["data"], metadata, buffers };
    const target = this.#targets.get(String(content["target_name"]));
    const shows = (type === "comm_open" ? target?.parent : this.#open.get(id)?.parent) ?? parent;
    runInContext(
      {
        parent: shows,
        message: parent,
        silent: false,
        allowStdin: false,
        stop: new AbortController(),
        era: currentEra(),
      },
      () => {
        if (type === "comm_open") this.#opened(id, String(content["target_name"]), target?.handler, event);
        else if (type === "comm_close") this.#closed(id, event);
        else for (const handler of this.#open.get(id)?.messageHandlers ?? []) handler(event);
      },
    );
  }

  #opened(id: string, target: string, handler: CommHandler | undefined, event: CommEvent): void {
    if (handler === undefined) {
      this.#send("comm_close", { comm_id: id, data: {} });
      return;
    }
    handler(this.#create(id, target), event);
  }

  #closed(id: string, event: CommEvent): void {
    const comm = this.#open.get(id);
    this.#open.delete(id);
    for (const handler of comm?.closeHandlers ?? []) handler(event);
  }

  #create(id: string, target: string): Comm {
    const comm: OpenComm = {
      id,
      target,
      parent: cellContext().parent,
      messageHandlers: [],
      closeHandlers: [],
      send: (data, options) => this.#send("comm_msg", { comm_id: id, data }, options),
      close: (data = {}, options) => {
        if (this.#open.delete(id)) this.#send("comm_close", { comm_id: id, data }, options);
      },
      onMessage: (handler) => void comm.messageHandlers.push(handler),
      onClose: (handler) => void comm.closeHandlers.push(handler),
    };
    this.#open.set(id, comm);
    return comm;
  }

  #send(type: CommMessage["type"], content: CommMessage["content"], options: CommOptions = {}): void {
    const { metadata = {}, buffers = [] } = options;
    const { parent: cell, message: parent = cell } = cellContext();
    this.#channel.send({ kind: "comm", parent, comm: { type, content, metadata } }, buffers);
  }
}
