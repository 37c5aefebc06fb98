/**
 * Puts what arrives through a runner's three pipes back into the order in which it was written. Frames have a sequence number; before it
 * sends a frame, the runner writes a mark with the same number into file descriptors 1 and 2. So raw output (of native code and child
 * processes) that follows mark n belongs after frame n and before frame n + 1.
 */
import { StringDecoder } from "node:string_decoder";
import type { Frame } from "../contract/frames.ts";

/** How long a frame waits for a mark, which may never come: user code may have pointed the descriptor at another file. */
const MARK_PATIENCE_MS = 100;

export type RawFd = 1 | 2;

export interface OrderedOutput {
  raw(fd: RawFd, text: string): void;
  frame(frame: Frame): void;
}

interface RawPipe {
  /** Text to emit, or the number of a mark. */
  readonly items: (string | number)[];
  readonly decoder: StringDecoder;
  /** The last mark taken from `items`. */
  passed: number;
  /** Bytes that may be the beginning of a mark. */
  rest: Buffer;
  /** Marks no longer arrive in this pipe, so frames do not wait for them. */
  lost: boolean;
}

export class OutputOrder {
  readonly #token: Buffer;
  readonly #output: OrderedOutput;
  readonly #pipes: Readonly<Record<RawFd, RawPipe>> = { 1: newPipe(), 2: newPipe() };
  readonly #frames: Frame[] = [];
  #handled = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(mark: string, output: OrderedOutput) {
    this.#token = Buffer.from(mark, "latin1");
    this.#output = output;
  }

  addRaw(fd: RawFd, chunk: Buffer): void {
    this.#split(this.#pipes[fd], chunk);
    this.#pump();
  }

  addFrame(frame: Frame): void {
    this.#frames.push(frame);
    this.#pump();
  }

  /** Releases everything that is still held back, because the process or its pipe has ended. */
  end(fd: RawFd): void {
    const pipe = this.#pipes[fd];
    pipe.lost = true;
    const text = pipe.decoder.write(pipe.rest) + pipe.decoder.end();
    pipe.rest = Buffer.alloc(0);
    if (text !== "") pipe.items.push(text);
    this.#pump();
  }

  #split(pipe: RawPipe, chunk: Buffer): void {
    const token = this.#token;
    const size = token.length + 4;
    let rest = pipe.rest.length === 0 ? chunk : Buffer.concat([pipe.rest, chunk]);
    for (;;) {
      const at = rest.indexOf(token);
      if (at === -1 || rest.length < at + size) {
        const keep = at === -1 ? rest.length - partial(rest, token) : at;
        this.#addText(pipe, rest.subarray(0, keep));
        pipe.rest = rest.subarray(keep);
        return;
      }
      this.#addText(pipe, rest.subarray(0, at));
      pipe.items.push(rest.readUInt32LE(at + token.length));
      pipe.lost = false;
      rest = rest.subarray(at + size);
    }
  }

  #addText(pipe: RawPipe, bytes: Buffer): void {
    const text = pipe.decoder.write(bytes);
    if (text !== "") pipe.items.push(text);
  }

  #pump(): void {
    for (;;) {
      this.#emitRaw(1);
      this.#emitRaw(2);
      const frame = this.#frames[0];
      if (frame === undefined) break;
      if (!this.#marked(frame, 1) || !this.#marked(frame, 2)) {
        this.#timer ??= setTimeout(() => this.#giveUp(frame), MARK_PATIENCE_MS);
        return;
      }
      this.#frames.shift();
      this.#handled = frame.sequence;
      this.#output.frame(frame);
    }
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #emitRaw(fd: RawFd): void {
    const pipe = this.#pipes[fd];
    while (pipe.items.length > 0 && (pipe.passed <= this.#handled || pipe.lost)) {
      const item = pipe.items.shift()!;
      if (typeof item === "number") pipe.passed = item;
      else this.#output.raw(fd, item);
    }
  }

  #marked(frame: Frame, fd: RawFd): boolean {
    const pipe = this.#pipes[fd];
    return pipe.lost || (frame.flags & fd) !== 0 || pipe.passed >= frame.sequence;
  }

  #giveUp(waiting: Frame): void {
    this.#timer = undefined;
    // If other frames have gone out meanwhile, the one that waits now has its own timer.
    if (this.#frames[0] === waiting) {
      for (const fd of [1, 2] as const) if (!this.#marked(waiting, fd)) this.#pipes[fd].lost = true;
    }
    this.#pump();
  }
}

function newPipe(): RawPipe {
  return { items: [], decoder: new StringDecoder("utf8"), passed: 0, rest: Buffer.alloc(0), lost: false };
}

/** How many bytes at the end of `bytes` may be the beginning of the token. */
function partial(bytes: Buffer, token: Buffer): number {
  for (let length = Math.min(token.length - 1, bytes.length); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(token.subarray(0, length))) return length;
  }
  return 0;
}
