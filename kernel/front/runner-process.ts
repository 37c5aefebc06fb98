/** One runner process: its start, its pipes, its end. What happens next is `runner-handle.ts`'s business. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { encodeFrame, FrameDecoder } from "../contract/frames.ts";
import type { Frame } from "../contract/frames.ts";
import { FD } from "../contract/pipe-protocol.ts";
import { descendants, isOnProcessor, killTree, MARK, newMark, signalAll, writeMark } from "../contract/processes.ts";
import type { Abandon, FromRunner, InputAnswer, Interrupt, ToRunner } from "../contract/pipe-protocol.ts";
import { Leftovers } from "./leftovers.ts";
import { offerToSystem } from "./memory-limit.ts";
import { OutputOrder } from "./output-order.ts";
import type { RawFd } from "./output-order.ts";

/** How long output of a dead runner's children, which share its pipes, is waited for. */
const LAST_WORDS_MS = 50;

export interface ProcessOptions {
  readonly cwd: string;
  readonly heapMb: number;
  readonly nodeFlags: readonly string[];
  /** A program, and its arguments, that runs the Node that is appended to them: with fewer rights, say, or without a network. */
  readonly command: readonly string[];
  /** Children that were started with `detached: true` end with the runner too. */
  readonly endDetached: boolean;
}

/** How a process ended, as `exit` of Node's ChildProcess says it. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProcessEvents {
  message(message: FromRunner, frame: Pick<Frame, "buffers" | "size">): void;
  raw(fd: RawFd, text: string): void;
  /** The process has ended and all its output has been handed over. */
  exit(exit: Exit): void;
}

// The same folder holds TypeScript in a checkout and JavaScript in a package.
const MAIN = fileURLToPath(new URL(`../runner/main${import.meta.url.slice(-3)}`, import.meta.url));

const PRELOAD = new URL(`../runner/modules/preload${import.meta.url.slice(-3)}`, import.meta.url).href;

export class RunnerProcess {
  readonly #child: ChildProcess;
  readonly #events: ProcessEvents;
  readonly #order: OutputOrder;
  readonly #leftovers: Leftovers | undefined;
  /** The argument by which the runner is known among the programs that it runs in. */
  readonly #secret: string;

  constructor(options: ProcessOptions, events: ProcessEvents) {
    this.#events = events;
    const mark = `\u0001${randomBytes(12).toString("latin1")}`;
    this.#order = new OutputOrder(mark, {
      raw: (fd, text) => events.raw(fd, text),
      frame: (frame: Frame) => events.message(frame.message as FromRunner, frame),
    });
    const flags = [
      // Without it a termination inside a timer's or immediate's callback ends the process; safe from Node 24 on, where
      // AsyncLocalStorage does without async hooks.
      "--no-force-async-hooks-checks",
      "--disable-warning=ExperimentalWarning",
      // Said of local files by packages' rules; local files are read by ours.
      "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",
      `--import=${PRELOAD}`,
      // V8 would let new objects take 64 MB before it looks for garbage among them; code that makes many is as fast with 16.
      "--max-semi-space-size=8",
      `--max-old-space-size=${options.heapMb}`,
      ...options.nodeFlags,
    ];
    this.#secret = Buffer.from(mark, "latin1").toString("hex");
    const [program, ...args] = [...options.command, process.execPath, ...flags, MAIN, this.#secret];
    const family = newMark(randomBytes(8).toString("hex"), options.endDetached ? "all" : "session");
    this.#child = spawn(program!, args, {
      cwd: options.cwd,
      env: { ...process.env, [MARK]: writeMark(family) },
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
      // A group of its own: signals that a terminal or Jupyter sends to the front's group are the front's to answer.
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    if (this.#child.pid !== undefined) {
      offerToSystem(this.#child.pid);
      this.#leftovers = new Leftovers(this.#child.pid, family);
    }
    this.#read();
    this.#watchExit();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(message: ToRunner, buffers: readonly Uint8Array[] = []): void {
    this.#pipe(FD.requests).write(encodeFrame(message, buffers));
  }

  /** To the main thread, and to the one that can stop it. */
  interrupt(interrupt: Interrupt): void {
    this.send(interrupt);
    this.#pipe(FD.interrupts).write(encodeFrame(interrupt));
  }

  /** The question's answer is not wanted any more: it may have no end. */
  abandon(id: number): void {
    this.#pipe(FD.interrupts).write(encodeFrame({ kind: "abandon", id } satisfies Abandon));
  }

  /** To the main thread, which blocks until it comes. */
  answerInput(answer: InputAnswer): void {
    this.#pipe(FD.blocking).write(encodeFrame(answer));
  }

  /** Stops reading: the runner's next writes block until `resume`. */
  pause(): void {
    for (const fd of [1, 2, FD.blocking]) this.#pipe(fd).pause();
  }

  resume(): void {
    for (const fd of [1, 2, FD.blocking]) this.#pipe(fd).resume();
  }

  /** Ends the children of user code that the runner may be waiting for: SIGINT is what a terminal's Ctrl-C sends. */
  signalChildren(signal: NodeJS.Signals): void {
    // Not the group: the runner itself is in it, and a cell that was terminated has left it without a SIGINT handler.
    if (this.#child.pid !== undefined) signalAll(descendants(this.#innermost(this.#child.pid)), signal);
  }

  /** Whether the main thread is at work, as against waiting for something that may never come. Where that is not known it is. */
  isComputing(): boolean {
    if (process.platform !== "linux" || this.#child.pid === undefined) return true;
    const pid = this.#innermost(this.#child.pid);
    return isOnProcessor(pid, pid);
  }

  /** The number of the runner itself, where other programs stand around it. */
  #innermost(pid: number): number {
    const inner = descendants(pid).filter((each) => commandLine(each.pid).includes(this.#secret));
    return inner.at(-1)?.pid ?? pid;
  }

  /** To be called before the process is made to end: who has left its session is found while it lives. */
  lookAround(): void {
    this.#leftovers?.look();
  }

  /** Ends what the process has left behind. */
  async endLeftovers(): Promise<void> {
    await this.#leftovers?.end();
  }

  /** Ends the process, and children of user code with it. */
  kill(): void {
    const { pid } = this.#child;
    this.lookAround();
    if (pid !== undefined) killTree(pid);
    try {
      if (pid !== undefined && process.platform !== "win32") process.kill(-pid, "SIGKILL");
    } catch {
      // The group has gone already.
    }
    this.#child.kill("SIGKILL");
  }

  #pipe(fd: number): Duplex {
    return this.#child.stdio[fd] as Duplex;
  }

  #read(): void {
    const decoder = new FrameDecoder(Buffer.from(this.#secret, "hex"));
    this.#pipe(FD.blocking).on("data", (chunk: Buffer) => {
      for (const frame of decoder.push(chunk)) this.#order.addFrame(frame);
    });
    for (const fd of [1, 2] as const) {
      this.#pipe(fd).on("data", (chunk: Buffer) => this.#order.addRaw(fd, chunk));
      this.#pipe(fd).on("end", () => this.#order.end(fd));
    }
    // A process that dies breaks its pipes; its exit says all there is to say.
    for (const fd of [1, 2, 3, 4, 5]) this.#pipe(fd).on("error", () => {});
  }

  #watchExit(): void {
    let ended = false;
    const end = (exit: Exit): void => {
      if (ended) return;
      ended = true;
      this.#order.end(1);
      this.#order.end(2);
      for (const fd of [1, 2, 3, 4, 5]) this.#pipe(fd).destroy();
      this.#events.exit(exit);
    };
    // "close" comes when all pipes have ended, which children of the dead process can put off.
    this.#child.on("close", (code, signal) => end({ code, signal }));
    this.#child.on("exit", (code, signal) => {
      this.resume();
      setTimeout(() => end({ code, signal }), LAST_WORDS_MS);
    });
    this.#child.on("error", () => end({ code: null, signal: null }));
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return "";
  }
}
