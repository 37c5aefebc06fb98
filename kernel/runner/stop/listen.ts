/**
 * Reads the front's requests from a file descriptor; `close` is called when the front is gone. `receive` must not run user code: a
 * termination would lose the rest of what was read.
 */
import { Socket } from "node:net";
import { FrameDecoder } from "../../contract/frames.ts";
import type { ToRunner } from "../../contract/pipe-protocol.ts";
import { asTask } from "../pristine.ts";

const { apply } = Reflect;

export function listen(
  fd: number,
  receive: (message: ToRunner, buffers: readonly Uint8Array[]) => void,
  close: () => void,
): void {
  const decoder = new FrameDecoder();
  const socket = new Socket({ fd, readable: true, writable: false });
  // Node looks these up on the socket whenever something comes, and calls the listeners by their `apply`.
  const emit = socket.emit.bind(socket);
  for (const name of ["push", "read"] as const) Object.defineProperty(socket, name, { value: socket[name] });
  Object.defineProperty(socket, "emit", {
    value: (...given: unknown[]): void => asTask(() => void apply(emit, socket, given)),
  });
  socket.on("data", (chunk: Buffer) => {
    for (const frame of decoder.push(chunk)) receive(frame.message as ToRunner, frame.buffers);
  });
  socket.on("error", close);
  socket.on("close", close);
}
