/**
 * Sends everything a cell shows, in order and no faster than a Jupyter server lets through (`server-limit.ts`). Stream text is gathered
 * into few messages, and of several updates to one display only the newest is sent. While output has to wait, its source is held back.
 */
import type { Outgoing, Send } from "./protocol.ts";
import { realClock, ServerLimit } from "./server-limit.ts";
import type { Clock } from "./server-limit.ts";

/** Size of a stream message without its text: headers, signature, topic. */
const ENVELOPE_BYTES = 900;
/** Text that arrives within this time of the last stream message joins the next one; so does an update of the same display. */
const GATHER_MS = 25;
const MAX_CHUNK = 128 * 1024;
/** Text in UTF-16 units: above the first the source is held back, below the second it may go on. */
const TEXT: WaterMarks = { high: 1024 * 1024, low: 256 * 1024 };
const MESSAGES: WaterMarks = { high: 400, low: 100 };
const BYTES: WaterMarks = { high: 16 * 1024 * 1024, low: 4 * 1024 * 1024 };

interface WaterMarks {
  readonly high: number;
  readonly low: number;
}

type Parent = Outgoing["parent"];

interface StreamItem {
  readonly kind: "stream";
  readonly parent: Parent;
  readonly name: "stdout" | "stderr";
  text: string;
}

interface MessageItem {
  readonly kind: "message";
  readonly message: Outgoing;
  readonly bytes: number;
  readonly urgent: boolean;
}

interface Update {
  message: Outgoing;
  bytes: number;
}

export interface MessageOptions {
  /** How much memory the message takes while it waits. */
  readonly bytes?: number;
  /** The message ends a cell, so the limit for the cell's output does not delay it. */
  readonly urgent?: boolean;
}

/** How much of a stopped cell's output was dropped. */
export interface Dropped {
  readonly displays: number;
  /** In UTF-16 units. */
  readonly text: number;
}

interface Stopped {
  readonly parent: Parent;
  displays: number;
  text: number;
}

export class Output {
  readonly #send: Send;
  readonly #clock: Clock;
  readonly #limit: ServerLimit;
  readonly #queue: (StreamItem | MessageItem)[] = [];
  /** Updates that wait to be sent, by display: of several waiting updates only the newest is kept. */
  readonly #updates = new Map<string, Update>();
  /** When a display was updated last. */
  readonly #updated = new Map<string, number>();
  #queuedText = 0;
  #queuedMessages = 0;
  #queuedBytes = 0;
  #lastStream = -Infinity;
  #timer = Infinity;
  #drained: PromiseWithResolvers<void> | undefined;
  #room: PromiseWithResolvers<void> | undefined;
  #stopped: Stopped | undefined;

  constructor(send: Send, clock: Clock = realClock) {
    this.#send = send;
    this.#clock = clock;
    this.#limit = new ServerLimit(clock);
  }

  /** Adds stream text. If a promise is returned, it settles when there is room for more output. */
  stream(parent: Parent, name: "stdout" | "stderr", text: string): void | Promise<void> {
    if (text === "") return;
    const last = this.#queue.at(-1);
    if (last?.kind === "stream" && last.name === name && sameParent(last.parent, parent)) last.text += text;
    else this.#queue.push({ kind: "stream", parent, name, text });
    this.#queuedText += text.length;
    return this.#added();
  }

  /** Adds any other iopub message, behind all text so far; display updates are sent at their own pace. */
  message(
    message: Omit<Outgoing, "channel">,
    { bytes = 0, urgent = false }: MessageOptions = {},
  ): void | Promise<void> {
    const outgoing: Outgoing = { ...message, channel: "iopub" };
    const id = displayId(outgoing);
    const waiting = id === undefined ? undefined : this.#updates.get(id);
    this.#queuedBytes += bytes - (waiting?.bytes ?? 0);
    if (id === undefined) {
      this.#queueUpdates();
      this.#queue.push({ kind: "message", message: outgoing, bytes, urgent });
      this.#queuedMessages++;
    } else if (waiting === undefined) {
      this.#updates.set(id, { message: outgoing, bytes });
      this.#queuedMessages++;
    } else {
      waiting.message = outgoing;
      waiting.bytes = bytes;
    }
    return this.#added();
  }

  /** The cell of this parent was stopped: from now on, until `stopped` is called, its output is dropped unless it can be sent at once. */
  stop(parent: Parent): void {
    this.#stopped ??= { parent, displays: 0, text: 0 };
    this.#pump();
  }

  /** To be called when the stopped cell has ended. Returns what was dropped, if anything. */
  stopped(): Dropped | undefined {
    const dropped = this.#stopped;
    this.#stopped = undefined;
    return dropped !== undefined && dropped.displays + dropped.text > 0 ? dropped : undefined;
  }

  /** Resolves when everything added so far has been sent. */
  async drained(): Promise<void> {
    if (this.#queue.length === 0 && this.#updates.size === 0) return;
    this.#drained ??= Promise.withResolvers();
    const { promise } = this.#drained;
    this.#pump();
    await promise;
  }

  /** An idle was sent, after which the server starts its count again. */
  countAnew(): void {
    this.#limit.reset();
    this.#updated.clear();
  }

  #added(): void | Promise<void> {
    this.#pump();
    const isFull =
      this.#queuedText >= TEXT.high || this.#queuedMessages >= MESSAGES.high || this.#queuedBytes >= BYTES.high;
    if (!isFull) return;
    this.#room ??= Promise.withResolvers();
    return this.#room.promise;
  }

  /** A message other than an update keeps its place behind the updates so far. */
  #queueUpdates(): void {
    for (const { message, bytes } of this.#updates.values()) {
      this.#queue.push({ kind: "message", message, bytes, urgent: false });
    }
    this.#updates.clear();
  }

  #pump(): void {
    if (this.#drained !== undefined || this.#stopped !== undefined) this.#queueUpdates();
    let wait = this.#pumpQueue();
    // Displays do not wait for text that is still being gathered.
    if (this.#queue.length === 0 || this.#queue.every(({ kind }) => kind === "stream")) {
      wait = Math.min(wait, this.#pumpUpdates());
    }
    if (wait < Infinity) this.#pumpLater(wait);
    if (this.#room !== undefined && this.#hasRoom()) {
      this.#room.resolve();
      this.#room = undefined;
    }
    if (this.#queue.length > 0 || this.#updates.size > 0) return;
    this.#drained?.resolve();
    this.#drained = undefined;
  }

  #hasRoom(): boolean {
    return this.#queuedText <= TEXT.low && this.#queuedMessages <= MESSAGES.low && this.#queuedBytes <= BYTES.low;
  }

  /** Sends what may be sent now; returns the milliseconds until more may be sent, or infinity. */
  #pumpQueue(): number {
    for (let item = this.#queue[0]; item !== undefined; item = this.#queue[0]) {
      const wait = item.kind === "stream" ? this.#sendText(item) : this.#sendMessage(item);
      if (wait === 0) continue;
      if (this.#stopped === undefined || !this.#dropAll(this.#stopped)) return wait;
    }
    return Infinity;
  }

  #pumpUpdates(): number {
    const now = this.#clock.now();
    let soonest = Infinity;
    for (const [id, { message, bytes }] of this.#updates) {
      const due = (this.#updated.get(id) ?? -Infinity) + GATHER_MS - now;
      const wait = due > 0 ? due : this.#limit.wait(0);
      soonest = Math.min(soonest, wait > 0 ? wait : Infinity);
      if (wait > 0) continue;
      this.#updates.delete(id);
      this.#updated.set(id, now);
      this.#sendNow(message, bytes);
    }
    return soonest;
  }

  /** Drops the waiting output of the stopped cell; returns whether there was any. */
  #dropAll(stopped: Stopped): boolean {
    const kept = this.#queue.filter((item) => !isDroppable(item, stopped.parent));
    if (kept.length === this.#queue.length) return false;
    for (const item of this.#queue) {
      if (!isDroppable(item, stopped.parent)) continue;
      if (item.kind === "stream") {
        stopped.text += item.text.length;
        this.#queuedText -= item.text.length;
      } else {
        if (item.message.type !== "clear_output") stopped.displays++;
        this.#queuedMessages--;
        this.#queuedBytes -= item.bytes;
      }
    }
    this.#queue.splice(0, this.#queue.length, ...kept);
    return true;
  }

  /** Sends the first part of the text, or returns how long to wait. */
  #sendText(item: StreamItem): number {
    const hurry =
      this.#drained !== undefined ||
      this.#stopped !== undefined ||
      this.#queue.length > 1 ||
      item.text.length >= MAX_CHUNK;
    const gather = this.#lastStream + GATHER_MS - this.#clock.now();
    if (!hurry && gather > 0) return gather;
    const text = item.text.length > MAX_CHUNK ? item.text.slice(0, cut(item.text, MAX_CHUNK)) : item.text;
    const bytes = Buffer.byteLength(JSON.stringify(text)) + ENVELOPE_BYTES;
    const wait = this.#limit.wait(bytes);
    if (wait > 0) return wait;
    this.#limit.count(bytes);
    this.#lastStream = this.#clock.now();
    this.#send({ channel: "iopub", type: "stream", content: { name: item.name, text }, parent: item.parent });
    this.#queuedText -= text.length;
    if (text.length === item.text.length) this.#queue.shift();
    else item.text = item.text.slice(text.length);
    return 0;
  }

  #sendMessage({ message, bytes, urgent }: MessageItem): number {
    const wait = this.#limit.wait(0, urgent);
    if (wait > 0) return wait;
    this.#queue.shift();
    this.#sendNow(message, bytes);
    return 0;
  }

  #sendNow(message: Outgoing, bytes: number): void {
    this.#queuedMessages--;
    this.#queuedBytes -= bytes;
    this.#limit.count(0);
    this.#send(message);
  }

  #pumpLater(ms: number): void {
    const at = this.#clock.now() + ms;
    // There is already a timer that is due sooner.
    if (this.#timer <= at) return;
    this.#timer = at;
    this.#clock.later(() => {
      if (this.#timer === at) this.#timer = Infinity;
      this.#pump();
    }, Math.ceil(ms));
  }
}

/** Whether the item is output that the cell shows; messages to widgets and the like are not. */
function isDroppable(item: StreamItem | MessageItem, parent: Parent): boolean {
  if (item.kind === "stream") return sameParent(item.parent, parent);
  const { type } = item.message;
  return sameParent(item.message.parent, parent) && /^(?:(?:update_)?display_data|clear_output)$/.test(type);
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
