/** Loops that show their progress, with tqdm's habits. */
import { AsyncLocalStorage } from "node:async_hooks";
import { optional, required, signature } from "../../shape/index.ts";
import * as is from "../../shape/kinds.ts";
import type { BarState } from "./format.ts";
import { postfixText } from "./format.ts";
import { Group } from "./group.ts";
import { Rate } from "./rate.ts";

export interface ProgressOptions {
  /** The text before the bar. */
  readonly desc?: string | undefined;
  /** The number of steps, if `length` or `size` does not give it. */
  readonly total?: number | undefined;
  /** Whether the bar stays after the loop; a bar inside another one disappears by default. */
  readonly leave?: boolean | undefined;
}

type Source<T> = Iterable<T> | AsyncIterable<T>;

/** The order is tqdm's. */
const progressSignature = signature("progress", {
  source: required(
    is.kind("iterable", isIterable, {
      isObject: true,
      explain: (value) => (typeof value === "number" ? "range(n) counts from 0 to n - 1" : undefined),
    }),
    "iterable",
  ),
  desc: optional(is.string, ""),
  total: optional(
    is.where(is.number, "a number from 0", (value) => value >= 0),
    undefined,
  ),
  leave: optional(is.bool, undefined),
});
const setPostfixSignature = signature("Progress.setPostfix", {
  values: required({ ...is.record, expects: "object of values by name, as { loss: 0.25 }" }),
});
const setDescriptionSignature = signature("Progress.setDescription", { desc: required(is.string) });

function isIterable(value: unknown): value is Source<unknown> {
  const source = Object(value ?? {}) as object;
  return Symbol.iterator in source || Symbol.asyncIterator in source;
}

/**
 * The innermost bar around the running code. It is tied to the cell's own chain of calls and awaits, so a loop that an
 * interrupt cut off without notice does not count as surrounding the next cell.
 */
const around = new AsyncLocalStorage<Progress<unknown> | undefined>();

/** A loop with a bar; made by `progress`. */
export class Progress<T> implements Iterable<T>, AsyncIterable<T> {
  readonly total: number | undefined;
  readonly #source: Source<T>;
  readonly #leave: boolean | undefined;
  readonly #rate = new Rate();
  #desc: string;
  #postfix = "";
  #done = 0;
  #begun = 0;
  #measured = { at: 0, done: 0 };
  #ended: number | undefined;
  #group: Group | undefined;
  #outer: Progress<unknown> | undefined;

  constructor(source: Source<T>, { desc = "", total, leave }: ProgressOptions) {
    const { length, size } = source as { length?: unknown; size?: unknown };
    this.total = total ?? [length, size].find((count) => typeof count === "number");
    this.#source = source;
    this.#desc = desc;
    this.#leave = leave;
  }

  /** The number of completed steps. */
  get done(): number {
    return this.#done;
  }

  /** Shows values after the bar: `bar.setPostfix({ loss: 0.25 })`. */
  setPostfix(values: Readonly<Record<string, unknown>>): void;
  setPostfix(...given: unknown[]): void {
    const { values } = setPostfixSignature.read(given);
    this.#postfix = postfixText(values);
    this.#group?.tick();
  }

  setDescription(desc: string): void;
  setDescription(...given: unknown[]): void {
    const { desc } = setDescriptionSignature.read(given);
    this.#desc = desc;
    this.#group?.tick();
  }

  *[Symbol.iterator](): Generator<T, void, undefined> {
    if (!(Symbol.iterator in this.#source))
      throw new TypeError("progress: this source is asynchronous; write for await (const item of progress(source))");
    this.#start();
    try {
      for (const item of this.#source) {
        yield item;
        this.#step();
      }
    } finally {
      this.#end();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    this.#start();
    try {
      for await (const item of this.#source) {
        yield item;
        this.#step();
      }
    } finally {
      this.#end();
    }
  }

  state(): BarState {
    const now = this.#ended ?? performance.now();
    const isWhole = this.total === undefined || this.#done >= this.total;
    return {
      desc: this.#desc,
      done: this.#done,
      total: this.total,
      elapsed: (now - this.#begun) / 1000,
      // At the end the rate is the average over the whole run.
      rate:
        this.#ended === undefined
          ? this.#rate.perSecond
          : this.#done / Math.max(1e-9, (now - this.#begun) / 1000) || undefined,
      postfix: this.#postfix,
      outcome: this.#ended === undefined ? "running" : isWhole ? "finished" : "aborted",
    };
  }

  #start(): void {
    this.#done = 0;
    this.#ended = undefined;
    this.#begun = performance.now();
    this.#measured = { at: this.#begun, done: 0 };
    const outer = around.getStore();
    this.#outer = outer !== undefined && outer.#ended === undefined ? outer : undefined;
    const group = (this.#outer === undefined ? undefined : this.#outer.#group) ?? new Group();
    this.#group = group;
    around.enterWith(this as Progress<unknown>);
    group.add(this);
  }

  #step(): void {
    this.#done++;
    const now = performance.now();
    const { at, done } = this.#measured;
    if (now - at < 50) return;
    this.#rate.add(this.#done - done, (now - at) / 1000);
    this.#measured = { at: now, done: this.#done };
    this.#group!.tick();
  }

  #end(): void {
    this.#ended = performance.now();
    around.enterWith(this.#outer);
    const isOutermost = this.#outer === undefined;
    if (!(this.#leave ?? isOutermost)) this.#group!.remove(this);
    if (isOutermost) this.#group!.end();
    else this.#group!.draw();
  }
}

/**
 * Iterates over `source` and shows the progress: a bar in a notebook, a line on stdout elsewhere.
 *
 * Bars inside a bar are drawn below it, in one place.
 * @see https://tqdm.github.io/docs/tqdm/
 * @example
 * let sum = 0;
 * const bar = progress([1, 2, 3], { desc: "adding" });
 * for (const n of bar) {
 *   sum += n;
 *   bar.setPostfix({ sum });
 * }
 * bar.done // 3
 */
export function progress<T>(source: Iterable<T> | AsyncIterable<T>, options?: ProgressOptions): Progress<T>;
export function progress<T>(
  source: Iterable<T> | AsyncIterable<T>,
  desc: string,
  options?: ProgressOptions,
): Progress<T>;
export function progress<T>(
  options: { readonly source: Iterable<T> | AsyncIterable<T> } & ProgressOptions,
): Progress<T>;
export function progress<T>(...given: unknown[]): Progress<T> {
  const { source, ...options } = progressSignature.read(given);
  return new Progress(source as Source<T>, options);
}
