/** How much memory user code may take, and what happens when it takes more. */
import { writeFileSync } from "node:fs";
import { totalmem } from "node:os";
import { outOfMemory, tooManyProcesses } from "./runner-death.ts";
import { descendants, heldMb } from "../contract/processes.ts";

/** The rest is for the front, the type service and the machine's other users. */
const SHARE = 0.75;
const LEAST_MB = 256;
/** A heap larger than this means a runaway cell, unless the user asked for more: V8 needs half a minute to fill it. */
const HEAP_MB = 8192;
/** What a process needs in addition to the memory of user code. */
const OVERHEAD_MB = 256;
const LOOK_MS = 200;

export interface MemoryLimit {
  /** For V8's heap. */
  readonly heapMb: number;
  /** For the whole process: typed arrays and native memory too. */
  readonly totalMb: number;
  /** How many processes a cell may have at one time; if absent, as many as the system allows. */
  readonly processes?: number | undefined;
}

/** The limit that was asked for; otherwise a share of the memory of the machine, or of the container that the kernel runs in. */
export function memoryLimit(askedMb?: number, processes?: number): MemoryLimit {
  if (askedMb !== undefined) return { heapMb: askedMb, totalMb: askedMb, processes };
  const constrained = process.constrainedMemory();
  const bytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  const totalMb = Math.max(LEAST_MB, Math.floor((bytes * SHARE) / 2 ** 20));
  return { heapMb: Math.min(HEAP_MB, totalMb), totalMb, processes };
}

/**
 * Calls `exceeded` once, with the reason, if the process and its descendants grow beyond the limit before `stop` is called. V8 limits its
 * own heap; memory outside it, and the number of processes, are known only to the system, and are watched on Linux only.
 */
export function watchMemory(
  pid: number,
  { totalMb, processes = Infinity }: MemoryLimit,
  exceeded: (reason: string) => void,
): { readonly stop: () => void } {
  if (process.platform !== "linux") return { stop: () => {} };
  const timer = setInterval(() => {
    const family = [pid, ...descendants(pid).map((below) => below.pid)];
    const isCrowded = family.length > processes;
    if (!isCrowded && family.reduce((sum, each) => sum + heldMb(each), 0) <= totalMb + OVERHEAD_MB) return;
    clearInterval(timer);
    exceeded(isCrowded ? tooManyProcesses(processes) : outOfMemory(totalMb));
  }, LOOK_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** Asks the system to end this process, rather than the front, if the machine runs out of memory. */
export function offerToSystem(pid: number): void {
  if (process.platform !== "linux") return;
  try {
    // https://man7.org/linux/man-pages/man5/proc_pid_oom_score_adj.5.html
    writeFileSync(`/proc/${pid}/oom_score_adj`, "500");
  } catch {
    // This is not allowed here, or the process has ended.
  }
}
