/**
 * Everything a cell shows, in order and in measure. Stream text is gathered into few messages; all of it stays below what a Jupyter
 * server lets through before it drops messages (jupyter_server, `ZMQChannelsWebsocketConnection._limit_rate`: 1,000 messages and 1 MB
 * of stream data a second, measured over 3 s and anew after each idle). Text that must wait holds its source back.
 */
import type { Outgoing, Send } from "./protocol.ts";

/**
 * Nine tenths of what the server lets through in its 3 s, and half as long again: it counts messages when it reads them, and a burst that
 * it reads late moves closer to the next one.
 */
const WINDOW_MS = 4500;
const MAX_MESSAGES = 2700;
const MAX_BYTES = 2_700_000;
/** Frames around the text of a stream message: headers, signature, topic. */
const ENVELOPE_BYTES = 900;
/** Text that arrives within this time of the last stream message joins the next one. */
const GATHER_MS = 25;
const MAX_CHUNK = 128 * 1024;
/** In UTF-16 units: above the first the source is held back, below the second it may go on. */
const HIGH_WATER = 1024 * 1024;
const LOW_WATER = 256 * 1024;

export interface Clock {
  now(): number;
  later(run: () => void, ms: number): void;
}

const realClock: Clock = {
  now: () => performance.now(),
  later: (run, ms) => void setTimeout(run, ms),
};

type Parent = Outgoing["parent"];

interface StreamItem {
  readonly kind: "stream";
  readonly parent: Parent;
  readonly name: "stdout" | "stderr";
  text: string;
}

interface MessageItem {
  readonly kind: "message";
  message: Outgoing;
}

export class Output {
  readonly #send: Send;
  readonly #clock: Clock;
  #queue: (StreamItem | MessageItem)[] = [];
  #queuedText = 0;
  #lastStream = -Infinity;
  #timer = false;
  readonly #window: { readonly at: number; readonly bytes: number }[] = [];
  #windowBytes = 0;
  #drained: PromiseWithResolvers<void> | undefined;
  #room: PromiseWithResolvers<void> | undefined;

  constructor(send: Send, clock: Clock = realClock) {
    this.#send = send;
    this.#clock = clock;
  }

  /** Adds stream text. The promise, where there is one, settles when more text is welcome. */
  stream(parent: Parent, name: "stdout" | "stderr", text: string): void | Promise<void> {
    if (text === "") return;
    const last = this.#queue.at(-1);
    if (last?.kind === "stream" && last.name === name && sameParent(last.parent, parent)) last.text += text;
    else this.#queue.push({ kind: "stream", parent, name, text });
    this.#queuedText += text.length;
    this.#pump();
    if (this.#queuedText < HIGH_WATER) return;
    this.#room ??= Promise.withResolvers();
    return this.#room.promise;
  }

  /** Adds any other message of iopub, behind all text so far. */
  message(message: Omit<Outgoing, "channel">): void {
    const outgoing: Outgoing = { ...message, channel: "iopub" };
    const waiting = this.#waitingUpdate(outgoing);
    // Of updates that nobody has seen yet only the newest counts.
    if (waiting !== undefined) waiting.message = outgoing;
    else this.#queue.push({ kind: "message", message: outgoing });
    this.#pump();
  }

  /** Resolves when everything added so far has been sent. */
  async drained(): Promise<void> {
    if (this.#queue.length === 0) return;
    this.#drained ??= Promise.withResolvers();
    const { promise } = this.#drained;
    this.#pump();
    await promise;
  }

  /** An idle was sent: the server counts anew. */
  countAnew(): void {
    this.#window.length = 0;
    this.#windowBytes = 0;
  }

  #waitingUpdate(message: Outgoing): MessageItem | undefined {
    const last = this.#queue.at(-1);
    const id = displayId(message);
    if (id === undefined || last?.kind !== "message" || displayId(last.message) !== id) return undefined;
    return last;
  }

  #pump(): void {
    while (this.#queue.length > 0) {
      const item = this.#queue[0]!;
      const wait = item.kind === "stream" ? this.#sendText(item) : this.#sendMessage(item);
      if (wait > 0) {
        this.#pumpLater(wait);
        return;
      }
    }
    this.#drained?.resolve();
    this.#drained = undefined;
  }

  /** Sends the head of the text, or tells how long to wait. */
  #sendText(item: StreamItem): number {
    const hurry = this.#drained !== undefined || this.#queue.length > 1 || item.text.length >= MAX_CHUNK;
    const gather = this.#lastStream + GATHER_MS - this.#clock.now();
    if (!hurry && gather > 0) return gather;
    const text = item.text.length > MAX_CHUNK ? item.text.slice(0, cut(item.text, MAX_CHUNK)) : item.text;
    const bytes = Buffer.byteLength(JSON.stringify(text)) + ENVELOPE_BYTES;
    const wait = this.#wait(bytes);
    if (wait > 0) return wait;
    this.#count(bytes);
    this.#lastStream = this.#clock.now();
    this.#send({ channel: "iopub", type: "stream", content: { name: item.name, text }, parent: item.parent });
    this.#queuedText -= text.length;
    if (text.length === item.text.length) this.#queue.shift();
    else item.text = item.text.slice(text.length);
    if (this.#room !== undefined && this.#queuedText <= LOW_WATER) {
      this.#room.resolve();
      this.#room = undefined;
    }
    return 0;
  }

  #sendMessage(item: MessageItem): number {
    const wait = this.#wait(0);
    if (wait > 0) return wait;
    this.#count(0);
    this.#send(item.message);
    this.#queue.shift();
    return 0;
  }

  /** Milliseconds until a message of so many bytes fits into the server's window. */
  #wait(bytes: number): number {
    const now = this.#clock.now();
    while (this.#window.length > 0 && this.#window[0]!.at <= now - WINDOW_MS)
      this.#windowBytes -= this.#window.shift()!.bytes;
    const fits = this.#window.length < MAX_MESSAGES && (bytes === 0 || this.#windowBytes + bytes <= MAX_BYTES);
    return fits || this.#window.length === 0 ? 0 : this.#window[0]!.at + WINDOW_MS - now;
  }

  #count(bytes: number): void {
    this.#window.push({ at: this.#clock.now(), bytes });
    this.#windowBytes += bytes;
  }

  #pumpLater(ms: number): void {
    if (this.#timer) return;
    this.#timer = true;
    this.#clock.later(() => {
      this.#timer = false;
      this.#pump();
    }, Math.ceil(ms));
  }
}

function displayId(message: Outgoing): string | undefined {
  if (message.type !== "update_display_data") return undefined;
  return (message.content as { transient?: { display_id?: string } }).transient?.display_id;
}

function sameParent(a: Parent, b: Parent): boolean {
  return a["msg_id"] === b["msg_id"];
}

/** Where to cut text of at most `max` units: behind its last line if that is not far, never inside a surrogate pair. */
function cut(text: string, max: number): number {
  const line = text.lastIndexOf("\n", max - 1) + 1;
  if (line > max / 2) return line;
  const unit = text.charCodeAt(max - 1);
  return unit >= 0xd800 && unit <= 0xdbff ? max - 1 : max;
}
