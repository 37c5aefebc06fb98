/**
 * Handles the front's requests in order, each in a separate task of the event loop: user code that one of them runs may be terminated,
 * which ends everything on the stack, and that must not take the next request with it.
 */
import type { ToRunner } from "../../contract/pipe-protocol.ts";
import { task } from "./task.ts";

type Answer = (message: ToRunner, buffers: readonly Uint8Array[]) => void;

export class RequestQueue {
  readonly #answer: Answer;
  readonly #waiting: (readonly [ToRunner, readonly Uint8Array[]])[] = [];

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  add(message: ToRunner, buffers: readonly Uint8Array[]): void {
    this.#waiting.push([message, buffers]);
    // Scheduled every time, because a termination may have cancelled the task scheduled before.
    task(() => this.#next());
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) return;
    if (this.#waiting.length > 0) task(() => this.#next());
    this.#answer(...next);
  }
}
