/**
 * `process.stdout` and `process.stderr` of user code, and with them `console`: text goes to the channel, in order with every
 * other message. File descriptors 1 and 2 stay for native code and child processes; the front reads them.
 */
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { Channel } from "./channel.ts";
import { cellContext } from "./stop/context.ts";

type Callback = (error?: Error | null) => void;

class StandardStream extends Writable {
  readonly fd: 1 | 2;
  readonly #channel: Channel;
  readonly #decoder = new StringDecoder("utf8");

  constructor(channel: Channel, fd: 1 | 2) {
    super({ decodeStrings: false });
    this.#channel = channel;
    this.fd = fd;
  }

  // `write` itself, not `_write`: there is never anything to wait for, so Writable's queue would only cost time.
  override write(chunk: unknown, encoding?: BufferEncoding | Callback, callback?: Callback): boolean {
    const text =
      typeof chunk === "string"
        ? isTextEncoding(encoding)
          ? chunk
          : Buffer.from(chunk, encoding).toString("utf8")
        : this.#decoder.write(Buffer.from(chunk as Uint8Array));
    if (text !== "") this.#channel.write(cellContext().parent, this.fd === 1 ? "stdout" : "stderr", text);
    const done = typeof encoding === "function" ? encoding : callback;
    if (done !== undefined) process.nextTick(done);
    return true;
  }

  // A kernel's output outlives the code that "ends" it.
  override end(chunk?: unknown, encoding?: BufferEncoding | Callback, callback?: Callback): this {
    if (typeof chunk === "function") process.nextTick(chunk as Callback);
    else if (chunk !== undefined && chunk !== null) this.write(chunk, encoding, callback);
    return this;
  }

  override destroy(): this {
    return this;
  }
}

function isTextEncoding(encoding: BufferEncoding | Callback | undefined): encoding is Callback | undefined {
  return typeof encoding !== "string" || encoding === "utf8" || encoding === "utf-8";
}

/** Takes the place of the process's own streams; to be called before anything uses `console`. */
export function installStandardStreams(channel: Channel): void {
  for (const [name, fd] of [
    ["stdout", 1],
    ["stderr", 2],
  ] as const) {
    const stream = new StandardStream(channel, fd);
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => stream });
  }
}
