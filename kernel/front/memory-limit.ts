/** How much memory user code may take, and what happens when it takes more. */
import { readFileSync, writeFileSync } from "node:fs";
import { totalmem } from "node:os";
import { descendants } from "../contract/processes.ts";

/** The rest is for the front, the type service and the machine's other users. */
const SHARE = 0.75;
const LEAST_MB = 256;
/** A heap beyond this is a runaway cell, unless somebody asks for more: V8 needs half a minute to fill it. */
const HEAP_MB = 8192;
/** What a process takes beside the memory of user code. */
const OVERHEAD_MB = 256;
const LOOK_MS = 200;

export interface MemoryLimit {
  /** For V8's heap. */
  readonly heapMb: number;
  /** For the whole process: typed arrays and native memory too. */
  readonly totalMb: number;
}

/** What was asked for; otherwise a share of the machine, or of the container that the kernel runs in. */
export function memoryLimit(askedMb?: number): MemoryLimit {
  if (askedMb !== undefined) return { heapMb: askedMb, totalMb: askedMb };
  const constrained = process.constrainedMemory();
  const bytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  const totalMb = Math.max(LEAST_MB, Math.floor((bytes * SHARE) / 2 ** 20));
  return { heapMb: Math.min(HEAP_MB, totalMb), totalMb };
}

/**
 * Calls `exceeded` once if the process, with all below it, grows beyond the limit before `stop` is called. V8 guards its heap itself;
 * memory outside it is only known to the system, and is looked at on Linux.
 */
export function watchMemory(
  pid: number,
  { totalMb }: MemoryLimit,
  exceeded: () => void,
): { readonly stop: () => void } {
  if (process.platform !== "linux") return { stop: () => {} };
  const timer = setInterval(() => {
    if (familyMb(pid) <= totalMb + OVERHEAD_MB) return;
    clearInterval(timer);
    exceeded();
  }, LOOK_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** What a process and its descendants hold; files that they have mapped are the system's to give back. */
function familyMb(pid: number): number {
  return descendants(pid).reduce((sum, { pid: below }) => sum + heldMb(below), heldMb(pid));
}

function heldMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kilobytes = [...status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+)/gm)].map(([, number]) => Number(number));
    return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
  } catch {
    // It has ended.
    return 0;
  }
}

/** Where the machine itself runs out of memory, the system shall end this process and not the front. */
export function offerToSystem(pid: number): void {
  if (process.platform !== "linux") return;
  try {
    // https://man7.org/linux/man-pages/man5/proc_pid_oom_score_adj.5.html
    writeFileSync(`/proc/${pid}/oom_score_adj`, "500");
  } catch {
    // Not allowed here, or it has ended.
  }
}
