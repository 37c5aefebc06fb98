/** The runner: the process that runs user code. Started by the front's `runner-process.ts`, which holds the other ends of its pipes. */
import process from "node:process";
import { Channel } from "./channel.ts";
import { Comms } from "./comms.ts";
import { cellSignal, resume, SIGNAL } from "./stop/context.ts";
import { createDisplay } from "./show/display-api.ts";
import { Displays } from "./show/displays.ts";
import { createEvaluator } from "./evaluate.ts";
import { type Ask, createAsk, createPrompt } from "./prompt.ts";
import { Interrupts } from "./stop/interrupts.ts";
import { createJupyter } from "./jupyter-api.ts";
import { listen } from "./stop/listen.ts";
import { describe, members } from "./live-values.ts";
import { Payloads } from "./show/payloads.ts";
import { FD } from "../contract/pipe-protocol.ts";
import type { ToRunner } from "../contract/pipe-protocol.ts";
import { MARK, readMark, writeMark } from "../contract/processes.ts";
import { guardExit, listenForGood, ownMethods, watchDescriptors } from "./process-guard.ts";
import { isOfBrokenList, mendImmediates, watchImmediates } from "./stop/immediates.ts";
import { watchIntervals, watchTicks } from "./stop/leftovers.ts";
import { watchStops } from "./trace/stopped-at.ts";
import { asTask, guarded, guardedMethods, keepBuiltins } from "./pristine.ts";
import { Rest } from "./rest.ts";
import { RequestQueue } from "./stop/request-queue.ts";
import { Session } from "./session.ts";
import { installStackTraces } from "./trace/stack.ts";
import { installFunctionText } from "./trace/user-source.ts";
import { installStandardStreams } from "./standard-streams.ts";
import { createTslabModule } from "./modules/tslab-module.ts";

const channel = new Channel(Buffer.from(process.argv[2]!, "hex").toString("latin1"));
process.argv.length = 1;
// Every process started from here inherits a mark that says which runner it belongs to.
const mark = readMark(process.env[MARK] ?? "");
if (mark !== undefined) process.env[MARK] = writeMark({ ...mark, runner: process.pid });
const input = installStandardStreams(channel);
installStackTraces();
installFunctionText();
ownMethods(process);
guardExit();
watchImmediates();
watchIntervals();
watchTicks();
watchStops();
watchDescriptors((fd) => channel.stopMarking(fd));

const displays = new Displays(channel);
const display = createDisplay(displays);
const payloads = new Payloads();
const comms = new Comms(channel);
const jupyter = createJupyter({ channel, displays, display, payloads, comms });
const evaluator = createEvaluator({
  folder: process.cwd(),
  resume,
  provided: { tslab: createTslabModule(displays) },
});
const ask = createAsk(channel);
const askAfterOutput: Ask = (prompt, password) => {
  input.flush();
  return ask(prompt, password);
};
// On the global object, not only in cells: local modules and packages use them too.
for (const [name, value] of Object.entries({
  display: guarded(display),
  jupyter: guardedMethods({ ...jupyter, display: guarded(display) }),
  ...guardedMethods(createPrompt(askAfterOutput)),
})) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
Object.defineProperty(globalThis, SIGNAL, { value: cellSignal, writable: true, configurable: true });
keepBuiltins();
const session = new Session({ channel, evaluator, displays, payloads });
const interrupts = new Interrupts({
  stop: ({ parent }) => session.interrupt(parent),
  stopped: ({ parent }) => session.endInterrupted(parent),
  answered: (id) => channel.send({ kind: "interrupted", id }),
});

// Handles whatever is thrown, even if it is no Error: nobody else would.
listenForGood("uncaughtException", (error) =>
  // An error that Node raises because a termination has broken its list of immediates is not the user's.
  asTask(() => (mendImmediates() && isOfBrokenList(error) ? undefined : session.uncaught(error))),
);
listenForGood("unhandledRejection", (reason) => asTask(() => session.uncaught(reason)));
const requests = new RequestQueue(answer);
const rest = new Rest(() => session.isBusy);
listen(
  FD.requests,
  (message, buffers) => {
    if (message.kind === "interrupt") interrupts.receive(message);
    else requests.add(message, buffers);
    rest.disturb();
  },
  // If the front is gone, the interrupter's thread ends this process.
  () => {},
);
channel.send({ kind: "ready" });

function answer(message: ToRunner, buffers: readonly Uint8Array[]): void {
  switch (message.kind) {
    case "execute":
      void session.execute(message.request);
      break;
    case "comm":
      session.handle(() => comms.receive(message.parent, { ...message.comm, buffers }));
      break;
    case "comms":
      channel.send({ kind: "comms", id: message.id, comms: comms.list() });
      break;
    case "members":
      channel.send({ kind: "members", id: message.id, items: members(evaluator.pages, message.path) });
      break;
    case "describe": {
      const description = interrupts.question(message.id, () => describe(evaluator.pages, message.path));
      channel.send({ kind: "describe", id: message.id, ...(description !== undefined && { description }) });
      break;
    }
    case "shutdown":
      try {
        process.emit("exit", 0);
      } finally {
        end();
      }
  }
}

/** Exits at once: threads and open handles of user code could delay an orderly exit for ever. */
function end(): void {
  process.kill(process.pid, "SIGKILL");
}
