/**
 * Allows one writer at a time, across processes and machines that share a folder, by a file that says who is writing. Its owner touches it
 * every second, so a dead owner is recognised by its silence, or on the same machine at once by its process id.
 */
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { threadId } from "node:worker_threads";
import { makeFolder } from "./folder.ts";
import { pause, whenAborted } from "./interrupt.ts";

/** Who is writing, and since when. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly thread: number;
  readonly since: string;
  readonly token: string;
  /** The size that the file will have, once it is known. */
  readonly total?: number | undefined;
}

const BEAT_MS = 1000;
/** How long an owner may be silent, because a busy one may not get round to touching its lock. */
const SILENCE_MS = 20_000;
const LOOK_S = 0.2;

/** The tokens of this thread's own locks. */
const held = new Set<string>();

export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called again and again while waiting, with whoever holds the lock. */
  readonly waiting: (owner: Owner) => void;
}

export class Lock {
  readonly #path: string;
  readonly #timer: NodeJS.Timeout;
  readonly #leave: () => void;
  readonly #lost = new AbortController();
  #owner: Owner;

  private constructor(path: string, owner: Owner, signal: AbortSignal | undefined) {
    this.#path = path;
    this.#owner = owner;
    this.#timer = setInterval(() => this.#beat(), BEAT_MS).unref();
    this.#leave = whenAborted(signal, () => this.release());
  }

  /**
   * Waits until the lock is free or its owner is dead, and takes it. An abort releases it.
   * @throws Error if the folder cannot be written to.
   */
  static async take(path: string, { signal, waiting }: LockOptions): Promise<Lock> {
    const watch = new Watch();
    for (;;) {
      signal?.throwIfAborted();
      const owner: Owner = {
        pid: process.pid,
        host: hostname(),
        thread: threadId,
        since: new Date().toISOString(),
        token: crypto.randomUUID(),
      };
      if (create(path, owner)) return new Lock(path, owner, signal);
      const other = read(path);
      if (other === undefined) {
        // The lock has most likely gone since; give an interrupt a moment to arrive.
        await pause(0, signal);
        continue;
      }
      if (watch.isDead(other)) {
        breakLock(path, other.text);
        continue;
      }
      if (other.owner !== undefined) waiting(other.owner);
      await pause(LOOK_S, signal);
    }
  }

  /** Aborted if another process has taken over the lock because this one was silent for too long. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Tells those who are waiting how large the file will be. */
  expect(total: number): void {
    if (this.#owner.total === total || !this.#isMine()) return;
    this.#owner = { ...this.#owner, total };
    writeFileSync(this.#path, JSON.stringify(this.#owner));
  }

  release(): void {
    this.#leave();
    clearInterval(this.#timer);
    if (!held.delete(this.#owner.token)) return;
    if (this.#isMine()) rmSync(this.#path, { force: true });
  }

  #isMine(): boolean {
    return read(this.#path)?.owner?.token === this.#owner.token;
  }

  #beat(): void {
    if (this.#isMine()) {
      const now = new Date();
      utimesSync(this.#path, now, now);
      return;
    }
    this.release();
    this.#lost.abort(new Error("this process was silent for so long that another one has taken over"));
  }
}

function create(path: string, owner: Owner): boolean {
  try {
    writeFileSync(path, JSON.stringify(owner), { flag: "wx" });
    held.add(owner.token);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (code !== "ENOENT") throw error;
    // A process that fetched in vain may have removed the empty folder.
    makeFolder(dirname(path));
    return create(path, owner);
  }
}

interface Seen {
  readonly text: string;
  readonly modified: number;
  /** Undefined if the lock is just being written, or is not a lock. */
  readonly owner: Owner | undefined;
}

function read(path: string): Seen | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  let text = "";
  try {
    text = readFileSync(path, "utf8");
    return { text, modified: stat.mtimeMs, owner: JSON.parse(text) as Owner };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    return { text, modified: stat.mtimeMs, owner: undefined };
  }
}

/** Watches whether the owner of a lock is gone. Another machine's clock is not trusted: its lock must be seen to change. */
class Watch {
  #last = "";
  #changed = performance.now();

  isDead({ text, modified, owner }: Seen): boolean {
    const state = `${text}\n${modified}`;
    if (state !== this.#last) {
      this.#last = state;
      this.#changed = performance.now();
    }
    if (owner?.host === hostname()) {
      if (owner.pid === process.pid && owner.thread === threadId) return !held.has(owner.token);
      if (!isAlive(owner.pid)) return true;
    }
    return performance.now() - this.#changed > SILENCE_MS;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that the process is alive but belongs to another user.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Removes a dead owner's lock. If several try, only one gets the file; one that gets a newer lock instead puts it back. */
function breakLock(path: string, text: string): void {
  const aside = `${path}.${crypto.randomUUID()}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, "utf8") === text) rmSync(aside);
    else renameSync(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
