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
  // Node looks these methods up on the socket whenever data arrives, and they must not call built-ins that the user has replaced.
  for (const name of ["emit", "push", "read"] as const) {
    const inner = socket[name] as (...given: unknown[]) => unknown;
    const value = (...given: unknown[]): unknown => asTask(() => apply(inner, socket, given));
    Object.defineProperty(socket, name, { value });
  }
  socket.on("data", (chunk: Buffer) => {
    for (const frame of decoder.push(chunk)) receive(frame.message as ToRunner, frame.buffers);
  });
  socket.on("error", close);
  socket.on("close", close);
}
