/**
 * A thread of the runner that can stop the main thread: `Runtime.terminateExecution` of an inspector session ends whatever JavaScript is
 * running there, while the isolate and its variables survive. It also ends the process when the front is gone.
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

/**
 * A termination that falls between two pieces of code stops neither, so another one follows. This long, because a busy machine is slow
 * anyway.
 */
const AGAIN_MS = 150;

/**
 * Used once the main thread has begun to answer: only code that runs after the answer can still keep it busy, and the next termination
 * stops that.
 */
const LATER_MS = 1000;

const STOPPING_CALL = `globalThis[Symbol.for(${JSON.stringify(STOPPING)})]()`;

/** The message to the main thread. */
export interface Terminated {
  readonly interrupt: Interrupt;
  /** Whether an earlier termination for the same interrupt failed to free the main thread. */
  readonly isAgain: boolean;
}

const claims = workerData as Claims;
/** Read now, because user code may change the environment later. */
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

/** The front is gone: nobody else is left to end this process and the processes that user code has started. */
async function end(): Promise<void> {
  const session = allProcesses().find(({ pid }) => pid === process.pid)?.session;
  if (mark !== undefined && session !== undefined) {
    await endProcesses(() => runnerProcesses(session, mark).filter(({ pid }) => pid !== process.pid));
  }
  killTree(process.pid);
  // The main thread may be in an endless loop; then it cannot end the process, and `process.exit` from this thread would wait for it.
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

/** `before` is code to run first, on top of the stack that is about to be terminated. */
function terminate(before: string | undefined, landed: () => void): void {
  // A process that exits waits for open sessions, so each session is used for only one termination.
  const session = new Session();
  session.connectToMainThread();
  if (before !== undefined) session.post("Runtime.evaluate", { expression: before, silent: true });
  session.post("Runtime.terminateExecution", () => {
    landed();
    session.disconnect();
  });
}
