import { mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import * as http from "node:http";
import { dirname } from "node:path";
import { checkFile } from "./files.ts";

/** What `download` needs to know. */
export interface Download {
  readonly url: string;
  readonly path: string;
  readonly md5: string | null;
  /** Seconds without a single byte after which the server counts as gone. */
  readonly timeout: number;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/**
 * Fetches a file, going on from where an earlier run stopped, and checks it. Progress goes to stdout.
 * @throws Error when the server cannot be reached, stops answering, or sends another file.
 */
export async function download({ url, path, md5, timeout }: Download): Promise<void> {
  console.log(`Downloading ${url} to ${path}`);
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.part`;
  let wasResumed = await fetchRest(url, part, timeout);
  let state = checkFile(part, md5);
  if (state.kind === "wrong" && wasResumed) {
    // The beginning was of another file; without it the server's file may well be right.
    rmSync(part);
    wasResumed = await fetchRest(url, part, timeout);
    state = checkFile(part, md5);
  }
  if (state.kind === "wrong") {
    rmSync(part);
    throw new Error(`File not found or corrupted: ${url} has MD5 ${state.md5}, expected ${md5}`);
  }
  renameSync(part, path);
}

/** How often a transfer that had begun is taken up again after it broke off. */
const RESUMPTIONS = 3;

/** Completes `part`, whatever of it is there, and tells whether something was. */
async function fetchRest(url: string, part: string, timeout: number): Promise<boolean> {
  const wasThere = sizeOf(part) > 0;
  for (let attempt = 0; ; attempt++) {
    const before = sizeOf(part);
    try {
      await transfer(url, part, timeout);
      return wasThere;
    } catch (error) {
      const now = sizeOf(part);
      if (now > before && attempt < RESUMPTIONS) continue;
      const kept = now > 0 ? `; ${megabytes(now)} are kept, the next run goes on from there` : "";
      throw new Error(`could not download ${url}: ${reasonOf(error)}${kept}`, { cause: error });
    }
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
};

/** One request: for the rest of the file, or for all of it where the server does not know how to send a rest. */
async function transfer(url: string, part: string, timeout: number): Promise<void> {
  const start = sizeOf(part);
  const watch = new Watch(timeout);
  // HTTPS_PROXY and its like, which fetch does not heed by itself. The first releases of Node 24 lack the function.
  const leaveProxy = (http as Partial<typeof http>).setGlobalProxyFromEnv?.();
  try {
    const headers: Record<string, string> = start > 0 ? { range: `bytes=${start}-` } : {};
    const response = await fetch(url, { headers, signal: watch.signal });
    if (response.status === 416) return; // nothing is left to send
    if (!response.ok || !response.body)
      throw new Error(`the server answered ${response.status} ${response.statusText}`);
    const isRest = response.status === 206;
    const offset = isRest ? start : 0;
    const length = Number(response.headers.get("content-length")) || undefined;
    const progress = new Progress(offset, length === undefined ? undefined : offset + length);
    const file = await open(part, isRest ? "a" : "w");
    try {
      for await (const chunk of response.body) {
        watch.reset();
        await file.writeFile(chunk);
        progress.add(chunk.length);
      }
    } finally {
      await file.close();
      progress.end();
    }
  } finally {
    leaveProxy?.();
    watch.stop();
  }
}

/** Aborts what waits on its signal when nothing happens for a while. */
class Watch {
  readonly #controller = new AbortController();
  readonly #milliseconds: number;
  #timer: NodeJS.Timeout;

  constructor(seconds: number) {
    this.#milliseconds = seconds * 1000;
    this.#timer = this.#start();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  reset(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #start(): NodeJS.Timeout {
    const reason = new Error(`no byte arrived within ${this.#milliseconds / 1000} s`);
    return setTimeout(() => this.#controller.abort(reason), this.#milliseconds);
  }
}

/** One line on stdout that is written over as bytes arrive, twice a second. */
class Progress {
  readonly #total: number | undefined;
  readonly #begun = performance.now();
  readonly #offset: number;
  #done: number;
  #shown = -Infinity;

  constructor(offset: number, total: number | undefined) {
    this.#offset = offset;
    this.#done = offset;
    this.#total = total;
  }

  add(bytes: number): void {
    this.#done += bytes;
    if (performance.now() - this.#shown < 500) return;
    this.#shown = performance.now();
    this.#write("");
  }

  end(): void {
    this.#write("\n");
  }

  #write(ending: string): void {
    const speed = (this.#done - this.#offset) / Math.max(0.001, (performance.now() - this.#begun) / 1000);
    const share = this.#total
      ? `${Math.floor((100 * this.#done) / this.#total)}% of ${megabytes(this.#total)}`
      : megabytes(this.#done);
    const left =
      this.#total && this.#done < this.#total ? `, ${Math.ceil((this.#total - this.#done) / speed)} s left` : "";
    process.stdout.write(`\r${share}, ${megabytes(speed)}/s${left}`.padEnd(48) + ending);
  }
}
