/** Knows which request the running code belongs to, however late it runs. */
import { AsyncLocalStorage } from "node:async_hooks";

import { KeyboardInterrupt } from "./keyboard-interrupt.ts";

export interface CellContext {
  readonly parent: string;
  /** The comm message that made the code run, if it was not the cell itself. */
  readonly message?: string;
  readonly silent: boolean;
  readonly allowStdin: boolean;
  /** Aborted when the cell is interrupted; its remaining code ends at its next await. */
  readonly stop: AbortController;
  /** Set when the cell was interrupted. The signal cannot tell reliably, because user code may change it. */
  stopped?: boolean;
  /** Set when the cell is over; code it left behind may still run. */
  ended?: boolean;
  /** Code that belongs to a past era ends at its next await. */
  readonly era: number;
}

const NOBODY: CellContext = {
  parent: "",
  silent: false,
  allowStdin: false,
  stop: new AbortController(),
  era: Infinity,
};

const { apply } = Reflect;

let era = 0;

export const currentEra = (): number => era;

/** Starts a new era, which gives up everything that earlier cells have left running. */
export function endEra(): void {
  era++;
}

const storage = new AsyncLocalStorage<CellContext>();
let last = NOBODY;

/** The context of the caller, or the last one that ran if the async chain was lost (in native callbacks). */
export function cellContext(): CellContext {
  return storage.getStore() ?? last;
}

export function runInContext<T>(context: CellContext, body: () => T): T {
  last = context;
  return storage.run(context, body);
}

/** Passes on the result of an await, but throws if the awaiting code belongs to a cell that was interrupted meanwhile. */
export function resume<T>(value: T): T {
  if (isGivenUp()) throw new KeyboardInterrupt();
  return value;
}

/** Whether the calling code belongs to a past era. */
export function isOfOldEra(): boolean {
  const context = storage.getStore();
  return context !== undefined && context.era < era;
}

/** Whether the calling code belongs to an interrupted cell or a past era. */
export function isGivenUp(): boolean {
  const context = storage.getStore();
  return context !== undefined && (context.stopped === true || context.era < era);
}

type Later = (...given: unknown[]) => unknown;

let dropping = false;

/**
 * Between a termination and the next turn of the event loop, ticks of interrupted cells are dropped, because a chain of them would keep the
 * loop from turning. Later ticks run, because other cells may be using something that an interrupted cell has opened.
 */
export function dropTicks(drops: boolean): void {
  dropping = drops;
}

/** Wraps a tick's callback so that it can be dropped. */
export function droppable(inner: Later): Later {
  return function (this: unknown, ...given) {
    return dropping && isGivenUp() ? undefined : apply(inner, this, given);
  };
}

/**
 * Under this symbol the global object has a function that returns the calling cell's signal, which is aborted when the cell is interrupted.
 * A library that holds a connection or a file open can then release it.
 */
export const SIGNAL: unique symbol = Symbol.for("Jupyter.signal") as never;

export function cellSignal(): AbortSignal {
  return cellContext().stop.signal;
}
