/** The runner: the process that runs user code. Started by the front's `runner-process.ts`, which holds the other ends of its pipes. */
import { Worker } from "node:worker_threads";
import { Channel } from "./channel.ts";
import { Displays } from "./displays.ts";
import { createEvaluator } from "./stand-in.ts";
import { claim } from "./interrupt-claim.ts";
import { listen } from "./listen.ts";
import { FD } from "./pipe-protocol.ts";
import type { ToRunner } from "./pipe-protocol.ts";
import { Payloads } from "./payloads.ts";
import { Session } from "./session.ts";
import { installStandardStreams } from "./standard-streams.ts";

const channel = new Channel(Buffer.from(process.argv[2]!, "hex").toString("latin1"));
process.argv.length = 1;
installStandardStreams(channel);

const displays = new Displays(channel);
const payloads = new Payloads();
const session = new Session({ channel, evaluator: createEvaluator({}), displays, payloads });

// After a lost front nothing here is of use to anybody.
listen(FD.requests, receive, () => process.kill(process.pid, "SIGKILL"));
const claimed = new Int32Array(new SharedArrayBuffer(4));
const interrupter = new Worker(new URL(`./interrupter${import.meta.url.slice(-3)}`, import.meta.url), {
  workerData: claimed,
});
interrupter.unref();
// The interrupter has ended what kept this thread busy.
interrupter.on("message", () => session.interrupt());

process.on("uncaughtException", (error) => session.uncaught(error));
process.on("unhandledRejection", (reason) => session.uncaught(reason));
channel.send({ kind: "ready" });

function receive(message: ToRunner): void {
  switch (message.kind) {
    case "execute":
      void session.execute(message.request);
      break;
    case "interrupt":
      if (claim(claimed, message.id, "main")) session.interrupt();
      break;
    case "shutdown":
      process.kill(process.pid, "SIGKILL");
  }
}
