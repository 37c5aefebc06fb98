/** Describes a runner's end to a person who has just lost their variables. */
import type { ErrorContent } from "../contract/runner.ts";
import { constants } from "node:os";
import type { Exit } from "./runner-process.ts";

const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGSEGV: "a segmentation fault in native code",
  SIGBUS: "a bus error in native code",
  SIGILL: "an illegal instruction in native code",
  SIGFPE: "an arithmetic fault in native code",
  SIGABRT: "an abort (process.abort, or a failed check in native code)",
};

export function outOfMemory(limitMb: number): string {
  return `out of memory: the cell needed more than the ${limitMb} MB that user code may take`;
}

export function tooManyProcesses(limit: number): string {
  return `too many processes: the cell had more than the ${limit} that user code may have at one time`;
}

/** One line that says why the process is gone. `report` is what it printed when it crashed. */
export function deathReason(exit: Exit, report: string, heapMb: number): string {
  if (/heap out of memory|Reached heap limit|invalid array length Allocation failed/.test(report)) {
    return outOfMemory(heapMb);
  }
  const signal = exit.signal ?? signalIn(exit.code);
  if (signal === "SIGKILL") return "it was killed (SIGKILL), most often because the machine ran out of memory";
  if (signal !== undefined) return SIGNALS[signal] ?? `it was ended by ${signal}`;
  return exit.code === null ? "it could not be started" : `it exited with code ${exit.code}`;
}

/** Shells report death by a signal as the exit code 128 plus the signal's number; so does Windows for an abort. */
function signalIn(code: number | null): NodeJS.Signals | undefined {
  const names = Object.entries(constants.signals) as [NodeJS.Signals, number][];
  return names.find(([name, number]) => number + 128 === code && (name === "SIGKILL" || name in SIGNALS))?.[0];
}

export function deathError(reason: string): ErrorContent {
  const evalue = `the process that runs the cells ended: ${reason}`;
  return {
    ename: "KernelDied",
    evalue,
    traceback: [
      `KernelDied: ${evalue}`,
      "A fresh process has been started; all variables were lost. Run the cells above again.",
    ],
  };
}

/** For a process that ended before it could run anything; what it printed is shown with the cell. */
export function startError(reason: string): ErrorContent {
  const evalue = `the process that runs the cells did not start: ${reason}`;
  return { ename: "KernelDied", evalue, traceback: [`KernelDied: ${evalue}`, "The next cell tries again."] };
}
