/**
 * `process.stdout` and `process.stderr` of user code, and with them `console`: text goes to the channel, in order with every
 * other message. File descriptors 1 and 2 are left to native code and child processes; the front reads them.
 */
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { Channel } from "./channel.ts";
import { createAsk } from "./prompt.ts";
import { type Input, installStandardInput } from "./standard-input.ts";
import { asKernel } from "./pristine.ts";
import { ownMethods } from "./process-guard.ts";
import { cellContext } from "./stop/context.ts";

const nextTick = process.nextTick.bind(process);

type Callback = (error?: Error | null) => void;

class StandardStream extends Writable {
  readonly fd: 1 | 2;
  readonly #channel: Channel;
  readonly #input: Input;
  readonly #decoder = new StringDecoder("utf8");

  constructor(channel: Channel, input: Input, fd: 1 | 2) {
    // The stream is never closed, so code that waits for its end must not wait for `close`.
    super({ decodeStrings: false, autoDestroy: false, emitClose: false });
    this.#channel = channel;
    this.#input = input;
    this.fd = fd;
  }

  // `write` itself, not `_write`: there is never anything to wait for, so Writable's queue would only cost time.
  override write(chunk: unknown, encoding?: BufferEncoding | Callback, callback?: Callback): boolean {
    return asKernel(() => this.#take(chunk, encoding, callback));
  }

  #take(chunk: unknown, encoding?: BufferEncoding | Callback, callback?: Callback): boolean {
    const text =
      typeof chunk === "string"
        ? isTextEncoding(encoding)
          ? chunk
          : Buffer.from(chunk, encoding).toString("utf8")
        : this.#decoder.write(Buffer.from(chunk as Uint8Array));
    if (text !== "" && !(this.fd === 1 && this.#input.keep(text))) {
      this.#send(1, this.#input.takeQuestion());
      this.#send(this.fd, text);
    }
    const done = typeof encoding === "function" ? encoding : callback;
    if (done !== undefined) nextTick(done);
    return true;
  }

  #send(fd: 1 | 2, text: string): void {
    if (text !== "") this.#channel.write(cellContext().parent, fd === 1 ? "stdout" : "stderr", text);
  }

  // A kernel's output outlives code that "ends" it: each call of `end` finishes, but the stream stays usable.
  override end(chunk?: unknown, encoding?: BufferEncoding | Callback, callback?: Callback): this {
    const done = [chunk, encoding, callback].find((each) => typeof each === "function") as (() => void) | undefined;
    if (chunk !== undefined && chunk !== null && typeof chunk !== "function")
      this.write(chunk, typeof encoding === "string" ? encoding : undefined);
    if (done !== undefined) this.once("finish", done);
    nextTick(() => this.emit("finish"));
    return this;
  }

  override destroy(): this {
    return this;
  }
}

function isTextEncoding(encoding: BufferEncoding | Callback | undefined): encoding is Callback | undefined {
  return typeof encoding !== "string" || encoding === "utf8" || encoding === "utf-8";
}

/** Replaces the process's own streams; to be called before anything uses `console`. */
export function installStandardStreams(channel: Channel): Input {
  const input = installStandardInput(createAsk(channel), (text) => {
    if (text !== "") channel.write(cellContext().parent, "stdout", text);
  });
  for (const [name, fd] of [
    ["stdout", 1],
    ["stderr", 2],
  ] as const) {
    const stream = new StandardStream(channel, input, fd);
    ownMethods(stream);
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => stream });
  }
  return input;
}

/** Node's own symbols for the current indentation of `console`. */
const INDENTS = Object.getOwnPropertySymbols(console).filter((symbol) =>
  symbol.description?.startsWith("kGroupIndent"),
);

/** A failed cell may leave console groups open; closes them, so that the next cell's output starts at the left margin. */
export function endConsoleGroups(): void {
  for (const symbol of INDENTS) {
    const indent = Reflect.get(console, symbol) as unknown;
    if (typeof indent === "string") Reflect.set(console, symbol, "");
  }
}
