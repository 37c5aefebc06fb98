/**
 * Schedules the kernel's own work on the event loop. It does not use `setImmediate`, because a termination inside the second of several
 * immediates leaves Node's list in a state that raises the same error for ever. A message port delivers each message separately.
 */
import { MessageChannel } from "node:worker_threads";
import { asTask } from "../pristine.ts";

const { port1: sender, port2: receiver } = new MessageChannel();
const send = sender.postMessage.bind(sender);
const waiting: (() => void)[] = [];
const [push, shift] = [waiting.push.bind(waiting), waiting.shift.bind(waiting)];

receiver.on("message", () => {
  const body = shift();
  // A termination may have swallowed an earlier message, and may end this body.
  if (waiting.length > 0) send(0);
  if (body !== undefined) asTask(body);
});

/** Calls `body` when the event loop has turned; the bodies of several calls run one after another. */
export function task(body: () => void): void {
  push(body);
  send(0);
}
