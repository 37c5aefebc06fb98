/**
 * The runner's side of the pipes. Sending is synchronous: no output is left waiting in this process when it dies, and a slow front slows
 * down a flood of output by itself.
 *
 * A termination (see `stop/interrupter.ts`) may stop JavaScript at any call or loop below, without `finally`. The order of the statements
 * still keeps output whole: a frame that was begun is finished by the next sender, and text is removed from `#text` at the same moment as
 * its frame becomes `#unsent`.
 */
import { readSync, writeSync } from "node:fs";
import { dropOverwritten } from "./carriage-return.ts";
import { encodeFrame, FrameDecoder } from "../contract/frames.ts";
import { FD } from "../contract/pipe-protocol.ts";
import type { FromRunner, InputAnswer } from "../contract/pipe-protocol.ts";
import { asKernel } from "./pristine.ts";
import { task } from "./stop/task.ts";

const Bytes = Buffer;
/** Taken before user code is barred from the kernel's descriptors. */
const [read, write] = [readSync, writeSync];
const clock = performance;

type StreamName = "stdout" | "stderr";

/**
 * How many writes in one `PERIOD_MS` are sent at once; further ones are gathered, up to `GATHERED` characters, until the event loop turns
 * or something else is sent. A separate write costs 10 microseconds, a gathered one less than 1. But if a loop without output follows,
 * gathered text is seen only after it, so only a real flood is gathered.
 */
const WRITES_AT_ONCE = 1000;
const PERIOD_MS = 200;
const GATHERED = 65_536;

export class Channel {
  readonly #mark: Buffer;
  readonly #secret: Buffer;
  #sequence = 0;
  #unsent: Buffer | undefined;
  #offset = 0;
  #text = "";
  #textParent = "";
  #textName: StreamName = "stdout";
  #periodStart = 0;
  #writes = 0;
  #flushPlanned = false;
  #unmarked = 0;

  /** `mark` is the front's secret: it precedes each sequence number that is written into file descriptors 1 and 2. */
  constructor(mark: string) {
    this.#secret = Bytes.from(mark, "latin1");
    this.#mark = Bytes.concat([Bytes.from(mark, "latin1"), Bytes.alloc(4)]);
  }

  /** To be called when the descriptor is no longer ours. */
  stopMarking(fd: 1 | 2): void {
    this.#unmarked |= fd;
  }

  send(message: FromRunner, buffers: readonly Uint8Array[] = []): void {
    asKernel(() => {
      this.flush();
      this.#post(message, buffers, false);
    });
  }

  /** Writes output of a cell. Except in a flood, the text has been sent when this returns. */
  write(parent: string, name: StreamName, text: string): void {
    asKernel(() => this.#write(parent, name, text));
  }

  #write(parent: string, name: StreamName, text: string): void {
    if (this.#text !== "" && (parent !== this.#textParent || name !== this.#textName)) this.flush();
    this.#textParent = parent;
    this.#textName = name;
    this.#text += text;
    const now = clock.now();
    if (now - this.#periodStart > PERIOD_MS) {
      this.#periodStart = now;
      this.#writes = 0;
    }
    if (this.#writes++ < WRITES_AT_ONCE || this.#text.length >= GATHERED) this.flush();
    else if (!this.#flushPlanned) {
      this.#flushPlanned = true;
      task(() => this.flush());
    }
  }

  /** A cell has ended: output of the next cell does not count as part of the same flood. */
  endFlood(): void {
    this.#writes = 0;
  }

  flush(): void {
    // Reset here and not in the planned task, which a termination may have cancelled.
    this.#flushPlanned = false;
    if (this.#text === "") return;
    this.#post(
      { kind: "stream", parent: this.#textParent, name: this.#textName },
      [Bytes.from(dropOverwritten(this.#text))],
      true,
    );
  }

  #post(message: FromRunner, buffers: readonly Uint8Array[], isText: boolean): void {
    if (this.#unsent !== undefined) this.#finish();
    const sequence = (this.#sequence = (this.#sequence + 1) >>> 0);
    this.#mark.writeUInt32LE(sequence, this.#mark.length - 4);
    const flags = this.#writeMark(1) | this.#writeMark(2);
    const frame = encodeFrame(message, buffers, { sequence, flags }, this.#secret);
    this.#offset = 0;
    this.#unsent = frame;
    if (isText) this.#text = "";
    this.#finish();
  }

  #finish(): void {
    const frame = this.#unsent!;
    while (this.#offset < frame.length) this.#offset += write(FD.blocking, frame, this.#offset);
    this.#unsent = undefined;
  }

  /** Writes the mark; returns the descriptor's bit if that failed, because user code closed it or a child made it non-blocking. */
  #writeMark(fd: 1 | 2): number {
    if ((this.#unmarked & fd) !== 0) return fd;
    try {
      write(fd, this.#mark);
      return 0;
    } catch {
      return fd;
    }
  }

  /** Sends an input request and blocks until its answer arrives. */
  ask(message: FromRunner & { readonly kind: "input" }): InputAnswer {
    return asKernel(() => this.#ask(message));
  }

  #ask(message: FromRunner & { readonly kind: "input" }): InputAnswer {
    this.send(message);
    const decoder = new FrameDecoder();
    for (;;) {
      const chunk = Bytes.allocUnsafe(4096);
      const count = read(FD.blocking, chunk);
      if (count === 0) return { kind: "interrupted" };
      for (const frame of decoder.push(chunk.subarray(0, count))) return frame.message as InputAnswer;
    }
  }
}
