/** One runner process: its start, its pipes, its end. `runner-handle.ts` decides what happens next. */
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

/** How long to wait for output from a dead runner's children, which share its pipes. */
const LAST_WORDS_MS = 50;

export interface ProcessOptions {
  readonly cwd: string;
  readonly heapMb: number;
  readonly nodeFlags: readonly string[];
  /**
   * A program with its arguments that starts the runner, for instance with fewer rights or without a network: Node's command line is
   * appended.
   */
  readonly command: readonly string[];
  /** Children that were started with `detached: true` end with the runner too. */
  readonly endDetached: boolean;
}

/** How a process ended, as the `exit` event of Node's ChildProcess reports it. */
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

// The runner's folder holds TypeScript in a checkout and JavaScript in a package.
const MAIN = fileURLToPath(new URL(`../runner/main${import.meta.url.slice(-3)}`, import.meta.url));

const PRELOAD = new URL(`../runner/modules/preload${import.meta.url.slice(-3)}`, import.meta.url).href;

export class RunnerProcess {
  readonly #child: ChildProcess;
  readonly #events: ProcessEvents;
  readonly #order: OutputOrder;
  readonly #leftovers: Leftovers | undefined;
  /** The argument that identifies the runner among the programs wrapped around it. */
  readonly #secret: string;

  constructor(options: ProcessOptions, events: ProcessEvents) {
    this.#events = events;
    const mark = `\u0001${randomBytes(12).toString("latin1")}`;
    this.#order = new OutputOrder(mark, {
      raw: (fd, text) => events.raw(fd, text),
      frame: (frame: Frame) => events.message(frame.message as FromRunner, frame),
    });
    const flags = [
      // Without this flag a termination inside the callback of a timer or immediate ends the process. It is safe from Node 24 on, where
      // AsyncLocalStorage does not use async hooks.
      "--no-force-async-hooks-checks",
      "--disable-warning=ExperimentalWarning",
      // The warning judges local files by the rules for packages; ours are different.
      "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",
      `--import=${PRELOAD}`,
      // By default V8 lets new objects take 64 MB before it collects garbage among them; code that makes many is just as fast with 16 MB.
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
      // The runner gets its own process group: signals that a terminal or Jupyter sends to the front's group are for the front to handle.
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

  /** Sends an interrupt to the main thread, and to the thread that can stop it. */
  interrupt(interrupt: Interrupt): void {
    this.send(interrupt);
    this.#pipe(FD.interrupts).write(encodeFrame(interrupt));
  }

  /** Gives up a question whose answer is no longer wanted: computing it may never end. */
  abandon(id: number): void {
    this.#pipe(FD.interrupts).write(encodeFrame({ kind: "abandon", id } satisfies Abandon));
  }

  /** Sends the answer to the main thread, which blocks until it arrives. */
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
    // Not to the group: the runner itself is in it, and the terminated cell may have left it without a SIGINT handler.
    if (this.#child.pid !== undefined) signalAll(descendants(this.#innermost(this.#child.pid)), signal);
  }

  /** Whether the main thread is computing rather than waiting for something that may never come; true where that is not known. */
  isComputing(): boolean {
    if (process.platform !== "linux" || this.#child.pid === undefined) return true;
    const pid = this.#innermost(this.#child.pid);
    return isOnProcessor(pid, pid);
  }

  /** The process id of the runner itself, which other programs may have been wrapped around. */
  #innermost(pid: number): number {
    const inner = descendants(pid).filter((each) => commandLine(each.pid).includes(this.#secret));
    return inner.at(-1)?.pid ?? pid;
  }

  /** To be called before the process is ended: children that have left its session can be found only while it lives. */
  lookAround(): void {
    this.#leftovers?.look();
  }

  /** Ends the processes that this one has left behind. */
  async endLeftovers(): Promise<void> {
    await this.#leftovers?.end();
  }

  /** Ends the process and the children of user code. */
  kill(): void {
    const { pid } = this.#child;
    this.lookAround();
    if (pid !== undefined) killTree(pid);
    try {
      if (pid !== undefined && process.platform !== "win32") process.kill(-pid, "SIGKILL");
    } catch {
      // The group is already gone.
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
    // A dying process breaks its pipes; those errors tell nothing that its exit does not.
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
    // "close" comes when all pipes have ended, which children of the dead process can delay.
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
