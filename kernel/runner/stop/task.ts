/**
 * Work of the kernel's own from the event loop. Not by `setImmediate`: a termination inside the second of several immediates leaves Node's
 * list of them in a state from which it raises the same error for ever. Each message of a port is called by itself.
 */
import { MessageChannel } from "node:worker_threads";
import { asTask } from "../pristine.ts";

const { port1: sender, port2: receiver } = new MessageChannel();
const send = sender.postMessage.bind(sender);
const waiting: (() => void)[] = [];
const [push, shift] = [waiting.push.bind(waiting), waiting.shift.bind(waiting)];

receiver.on("message", () => {
  const body = shift();
  // A termination may have taken an earlier message, and may end this body.
  if (waiting.length > 0) send(0);
  if (body !== undefined) asTask(body);
});

/** Calls `body` when the event loop has turned; those of several calls one after the other. */
export function task(body: () => void): void {
  push(body);
  send(0);
}
