/**
 * A thread of the runner that can stop the main thread: `Runtime.terminateExecution` of an inspector session ends whatever
 * JavaScript runs there, and the isolate lives on with its variables. It also ends the process when the front is gone.
 */
import { Session } from "node:inspector";
import process from "node:process";
import { parentPort, workerData } from "node:worker_threads";
import type { Claims } from "./interrupt-claim.ts";
import { claim, land } from "./interrupt-claim.ts";
import { listen } from "./listen.ts";
import { FD } from "./pipe-protocol.ts";
import type { Interrupt } from "./pipe-protocol.ts";

/** How long the main thread may take to answer by itself before its code is terminated. */
const PATIENCE_MS = 5;

const claims = workerData as Claims;

listen(
  FD.interrupts,
  (message) => {
    if (message.kind !== "interrupt") return;
    setTimeout(() => {
      if (claim(claims, message.id, "interrupter")) terminate(message);
    }, PATIENCE_MS);
  },
  // The main thread may be in an endless loop: it cannot end the process, and an exit from here would wait for it.
  () => process.kill(process.pid, "SIGKILL"),
);

function terminate(interrupt: Interrupt): void {
  // A process that exits with a session open waits for it, so a session lives only for one termination.
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution", () => {
    land(claims, interrupt.id);
    session.disconnect();
    parentPort!.postMessage(interrupt);
  });
}
