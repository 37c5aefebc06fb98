/**
 * A thread of the runner that can stop the main thread: `Runtime.terminateExecution` of an inspector session ends whatever
 * JavaScript runs there, and the isolate lives on with its variables. It also ends the process when the front is gone.
 */
import { Session } from "node:inspector";
import process from "node:process";
import { parentPort, workerData } from "node:worker_threads";
import type { Claims } from "./interrupt-claim.ts";
import { STOPPING } from "../trace/stopping.ts";
import { abandonQuestion, beginTermination, claim, endTermination, forgetQuestion } from "./interrupt-claim.ts";
import { isAnswered, isAnswering, land } from "./interrupt-claim.ts";
import { listen } from "./listen.ts";
import { FD } from "../../contract/pipe-protocol.ts";
import type { Interrupt } from "../../contract/pipe-protocol.ts";
import { allProcesses, endProcesses, killTree, MARK, readMark, runnerProcesses } from "../../contract/processes.ts";

/** How long the main thread may take to answer by itself before its code is terminated. */
const PATIENCE_MS = 5;

/** A termination that hit a gap between two pieces of code has stopped neither; the next one does. A busy machine is late by itself. */
const AGAIN_MS = 150;

/** The main thread has begun to answer: only what it runs behind the answer may still keep it, and that is for the next termination. */
const LATER_MS = 1000;

const STOPPING_CALL = `globalThis[Symbol.for(${JSON.stringify(STOPPING)})]()`;

/** What the main thread is told. */
export interface Terminated {
  readonly interrupt: Interrupt;
  /** An earlier termination of the same interrupt did not free the main thread. */
  readonly isAgain: boolean;
}

const claims = workerData as Claims;
/** User code may change the environment later. */
const mark = readMark(process.env[MARK] ?? "");

listen(
  FD.interrupts,
  (message) => {
    if (message.kind === "abandon") {
      if (abandonQuestion(claims, message.id)) terminate(undefined, () => forgetQuestion(claims));
    } else if (message.kind === "interrupt") setTimeout(() => stop(message), PATIENCE_MS);
  },
  () => void end(),
);

/** The front has gone: nobody else is left to end this process and what user code has started. */
async function end(): Promise<void> {
  const session = allProcesses().find(({ pid }) => pid === process.pid)?.session;
  if (mark !== undefined && session !== undefined) {
    await endProcesses(() => runnerProcesses(session, mark).filter(({ pid }) => pid !== process.pid));
  }
  killTree(process.pid);
  // The main thread may be in an endless loop: it cannot end the process, and an exit from here would wait for it.
  process.kill(process.pid, "SIGKILL");
}

function stop(interrupt: Interrupt, isAgain = false): void {
  if (!claim(claims, interrupt.id, "interrupter") || !beginTermination(claims, interrupt.id)) return;
  terminate(STOPPING_CALL, () => {
    land(claims, interrupt.id);
    endTermination(claims, interrupt.id);
    parentPort!.postMessage({ interrupt, isAgain } satisfies Terminated);
    setTimeout(() => {
      if (isAnswered(claims, interrupt.id)) return;
      if (!isAnswering(claims, interrupt.id)) return stop(interrupt, true);
      setTimeout(() => {
        if (!isAnswered(claims, interrupt.id)) stop(interrupt, true);
      }, LATER_MS);
    }, AGAIN_MS);
  });
}

/** With `before`, code that runs on top of what is about to be terminated. */
function terminate(before: string | undefined, landed: () => void): void {
  // A process that exits with a session open waits for it, so a session lives only for one termination.
  const session = new Session();
  session.connectToMainThread();
  if (before !== undefined) session.post("Runtime.evaluate", { expression: before, silent: true });
  session.post("Runtime.terminateExecution", () => {
    landed();
    session.disconnect();
  });
}
