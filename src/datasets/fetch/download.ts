/**
 * Downloads a file from the first of several addresses that has it. A download resumes where it broke off, switches to another address if
 * one fails or is slow, and gives the file its name only after checking it.
 */
import { copyFileSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { checkAhead, checkFile } from "../checks.ts";
import { asItIs, joined, reason, type Reason, type Word } from "../words.ts";
import { makeFolder } from "./folder.ts";
import { pause } from "./interrupt.ts";
import type { Lock } from "./lock.ts";
import { duration, Progress, size } from "./progress.ts";
import { sizeOf, transfer, TransferError } from "./transfer.ts";

export interface Download {
  /** In the order in which they are tried. */
  readonly urls: readonly URL[];
  /** Where the file goes; an incomplete one is beside it, as `.part`. */
  readonly path: string;
  readonly md5: string | null;
  /** After this many seconds without a byte, a server is considered gone; pauses and patience are proportional to it. */
  readonly timeout: number;
  /** False if there is an alternative to the file: then an address that cannot be reached is not tried again. */
  readonly isPatient?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly lock: Lock;
}

/** TRIES limits the tries in a row that bring nothing, per address; MOST_TRIES limits the failed tries of all addresses together. */
const TRIES = 5;
const MOST_TRIES = 60;
const UNREACHABLE_TRIES = 3;
/** An address that has neither answered nor failed by then is announced. */
const SILENCE_MS = 1000;
/** If an address is slower than this, it is compared with the next one. */
const SLOW = 300_000;
/** If a download will take longer than this, the user is told what else can be done. */
const LONG_S = 300;

/** An address and its record so far. */
interface Server {
  readonly url: URL;
  barren: number;
  /** Bytes per second, once measured. */
  rate?: number;
  reason?: Reason;
  isOut: boolean;
}

class Slow extends Error {
  readonly reason: Reason;

  constructor(why: Reason) {
    super(why.message);
    this.reason = why;
  }
}

/** No address could deliver the file. */
export class DownloadError extends Error {
  /** The reason in a few words. */
  readonly brief: string;

  constructor(message: string, brief: string) {
    super(message);
    this.brief = brief;
  }
}

/** @throws Error that names each address and what went wrong there. */
export async function download(options: Download): Promise<void> {
  const { path, lock } = options;
  makeFolder(dirname(path));
  if (statSync(`${path}.part`, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`${path}.part is a folder, expected a file; move it away`);
  }
  const progress = new Progress(basename(path));
  try {
    await new Fetching(options, progress).run();
  } finally {
    progress.end();
  }
  if (lock.lost.aborted) throw lock.lost.reason as Error;
  renameSync(`${path}.part`, path);
}

class Fetching {
  readonly #options: Download;
  readonly #progress: Progress;
  readonly #part: string;
  readonly #servers: readonly Server[];
  readonly #signal: AbortSignal;
  #tries = 0;
  /** The addresses that the partial file comes from; undefined stands for a previous run, which may have used any. */
  #origins = new Set<Server | undefined>();
  /** The one announced last. */
  #current: Server | undefined;
  /** Why the last failure happened. */
  #reason: Reason | undefined;
  #hasWarned = false;

  constructor(options: Download, progress: Progress) {
    this.#options = options;
    this.#progress = progress;
    this.#part = `${options.path}.part`;
    this.#servers = options.urls.map((url) => ({ url, barren: 0, isOut: false }));
    const { signal, lock } = options;
    this.#signal = signal === undefined ? lock.lost : AbortSignal.any([signal, lock.lost]);
    if (sizeOf(this.#part) > 0) {
      this.#origins.add(undefined);
      // A new file, because a process that was writing to the old one may be slow to die, and goes on writing there.
      copyFileSync(this.#part, `${this.#part}.new`);
      renameSync(`${this.#part}.new`, this.#part);
    }
  }

  async run(): Promise<void> {
    for (;;) {
      const server = this.#next();
      if (server === undefined) throw this.#failure();
      const before = sizeOf(this.#part);
      try {
        await this.#fetch(server);
        if (await this.#isRight(server)) return;
      } catch (error) {
        if (this.#signal.aborted || isOfDisk(error)) throw error;
        await this.#note(server, error as Error, before);
      }
    }
  }

  /** The fastest one measured, the first one not measured, or the one that has failed least. */
  #next(): Server | undefined {
    const left = this.#servers.filter(({ isOut, barren }) => !isOut && barren < TRIES);
    if (left.length === 0 || this.#tries >= MOST_TRIES) return undefined;
    const least = Math.min(...left.map(({ barren }) => barren));
    const best = left.filter(({ barren }) => barren === least);
    return best.find(({ rate }) => rate === undefined) ?? best.toSorted((a, b) => b.rate! - a.rate!)[0];
  }

  /** Announces a server that has answered, so that without a network the servers tried are not all listed. */
  #announce(server: Server): void {
    if (server === this.#current || this.#signal.aborted) return;
    this.#progress.end();
    if (this.#reason === undefined) console.log(`Downloading ${server.url.href} to ${this.#options.path}`);
    else console.log(`${this.#reason.message}; continuing from ${server.url.href}`);
    this.#current = server;
  }

  async #fetch(server: Server): Promise<void> {
    const { timeout, lock } = this.#options;
    const begun = performance.now();
    const isAlone = (): boolean =>
      this.#servers.every((other) => other === server || other.isOut || other.rate !== undefined);
    const timer = setTimeout(() => this.#announce(server), SILENCE_MS);
    const transferring = transfer({
      url: server.url,
      part: this.#part,
      signal: this.#signal,
      timeout,
      begun: (done, total) => {
        this.#announce(server);
        if (done === 0) this.#origins.clear();
        this.#origins.add(server);
        this.#progress.begin(done, total);
        if (total !== undefined) lock.expect(total);
      },
      came: (bytes) => {
        server.barren = 0;
        this.#progress.add(bytes);
        const seconds = (performance.now() - begun) / 1000;
        const rate = this.#progress.rate();
        if (rate === undefined || seconds < timeout / 6) return undefined;
        const left = this.#progress.left() ?? Infinity;
        this.#warn(left);
        const isSlow = server.rate === undefined && rate < SLOW && left > 2 * timeout;
        if (isSlow && !isAlone()) {
          server.rate = rate;
          return new Slow(reason("slow", { host: server.url.host, rate: size(rate) }));
        }
        return undefined;
      },
    });
    try {
      await transferring;
    } catch (error) {
      if (error instanceof TransferError) this.#announce(server);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Warns once, because a learner in the middle of a lesson may prefer another way. */
  #warn(left: number): void {
    if (this.#hasWarned || left < LONG_S || left === Infinity) return;
    this.#hasWarned = true;
    this.#progress.end();
    console.log(
      `This will take about ${duration(left)}. You may interrupt it: what has arrived is kept, and the next run continues from there.`,
    );
  }

  /** Whether the complete file is the expected one; if not, it is deleted. */
  async #isRight(server: Server): Promise<boolean> {
    const { md5 } = this.#options;
    await checkAhead([[this.#part, md5]], this.#signal);
    const state = checkFile(this.#part, md5);
    if (state.kind === "good") return true;
    rmSync(this.#part, { force: true });
    // The beginning may come from another server, or be from another file; on its own, this server may well be right.
    if (this.#origins.size > 1) return false;
    server.isOut = true;
    this.#reason = server.reason = reason("otherFile", {
      host: server.url.host,
      md5: state.kind === "wrong" ? state.md5 : "of nothing",
      expected: String(md5),
    });
    return false;
  }

  async #note(server: Server, error: Error, before: number): Promise<void> {
    this.#tries++;
    server.reason =
      error instanceof Slow ? error.reason : reason("at", { host: server.url.host, reason: reasonOf(error) });
    this.#reason = server.reason;
    if (error instanceof Slow) return;
    const { isFinal = false, isStale = false, retryAfter } = error instanceof TransferError ? error : {};
    if (isStale) rmSync(this.#part, { force: true });
    server.barren++;
    // A missing network is soon clear; any other failure may be temporary.
    const most = this.#options.isPatient === false ? 1 : UNREACHABLE_TRIES;
    if (isFinal || (isUnreachable(error) && server.barren >= most)) server.isOut = true;
    const unit = this.#options.timeout / 30;
    // A server that asks for more patience than a class has is not used for now.
    if (retryAfter !== undefined && retryAfter > 120 * unit) server.isOut = true;
    const others = this.#servers.filter((other) => other !== server && !other.isOut && other.barren < TRIES);
    const isOver = server.isOut || server.barren >= TRIES;
    if (isOver || others.some(({ barren }) => barren < server.barren)) return;
    const growing = sizeOf(this.#part) > before ? 0.5 : 2 ** (server.barren - 1);
    await pause(Math.max(retryAfter ?? 0, growing * unit), this.#signal);
  }

  #failure(): Error {
    const kept = sizeOf(this.#part);
    const reasons = this.#servers.map(({ url, reason: own }) => own ?? reason("notReached", { host: url.host }));
    const head = reason("notDownloaded", { file: basename(this.#options.path) });
    const more = kept > 0 ? `; ${size(kept)} have been kept, and the next run continues from there` : "";
    const further = reasons.length - 1;
    const others = further > 0 ? reason(further > 1 ? "moreFailed" : "oneMoreFailed", { count: further }).told : "";
    return new DownloadError(
      `${head.message}: ${joined(reasons, "; ").message}${more}`,
      `${head.told} (${reasons[0]!.told}${others})`,
    );
  }
}

const isOfDisk = (error: unknown): boolean =>
  ["ENOSPC", "EDQUOT", "EACCES", "EPERM", "EROFS", "EIO", "EISDIR", "ENOENT"].includes(
    (error as NodeJS.ErrnoException).code ?? "",
  ) && (error as NodeJS.ErrnoException).syscall !== "connect";

/** Node's error codes in plain words. */
const WORDS: Readonly<Record<string, Word>> = {
  ENOTFOUND: "noHost",
  EAI_AGAIN: "noName",
  ENETUNREACH: "noWay",
  EHOSTUNREACH: "noWay",
  ECONNREFUSED: "refused",
  ECONNRESET: "broken",
  EPIPE: "broken",
  ETIMEDOUT: "silent",
};

const UNREACHABLE = ["ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH", "ECONNREFUSED"];
const isUnreachable = (error: Error): boolean => UNREACHABLE.includes(codeOf(error));

const codeOf = (error: Error): string => (error as NodeJS.ErrnoException).code ?? "";

function reasonOf(error: Error): Reason {
  if (error instanceof TransferError) return error.reason;
  // Node's message for a host with several addresses is empty.
  const [first] = (error as { errors?: readonly Error[] }).errors ?? [];
  const word = WORDS[codeOf(error)];
  if (word !== undefined) return reason(word);
  return asItIs(error.message || first?.message || codeOf(error) || error.name);
}
