/**
 * The front's requests in their order, each from the event loop by itself: user code that one of them runs may be terminated, which ends
 * everything on the stack, and must not take the next one along.
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
    // Always: a termination may have taken the one that was planned before.
    task(() => this.#next());
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) return;
    if (this.#waiting.length > 0) task(() => this.#next());
    this.#answer(...next);
  }
}
