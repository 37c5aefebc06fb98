/** Which request the running code belongs to, however late it runs. */
import { AsyncLocalStorage } from "node:async_hooks";

import { KeyboardInterrupt } from "./keyboard-interrupt.ts";

export interface CellContext {
  readonly parent: string;
  /** The message of a comm that runs the code, where that is not the cell itself. */
  readonly message?: string;
  readonly silent: boolean;
  readonly allowStdin: boolean;
  /** Aborted when the cell is interrupted: what is left of it ends at its next await. */
  readonly stop: AbortController;
  /** The cell was interrupted; what the signal says of it is the user's to change. */
  stopped?: boolean;
  /** The cell is over; what it has left behind goes on. */
  ended?: boolean;
  /** What belongs to an era that is over ends at its next await. */
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

/** Gives up all that the cells so far have left behind. */
export function endEra(): void {
  era++;
}

const storage = new AsyncLocalStorage<CellContext>();
let last = NOBODY;

/** The context of the caller; where the async chain was lost (native callbacks), the one that ran last. */
export function cellContext(): CellContext {
  return storage.getStore() ?? last;
}

export function runInContext<T>(context: CellContext, body: () => T): T {
  last = context;
  return storage.run(context, body);
}

/** Passes on what an await gave, unless the code that awaited it belongs to a cell that was interrupted meanwhile. */
export function resume<T>(value: T): T {
  if (isGivenUp()) throw new KeyboardInterrupt();
  return value;
}

/** Whether the calling code belongs to an era that is over. */
export function isOfOldEra(): boolean {
  const context = storage.getStore();
  return context !== undefined && context.era < era;
}

/** Whether the calling code belongs to a cell that was interrupted, or to an era that is over. */
export function isGivenUp(): boolean {
  const context = storage.getStore();
  return context !== undefined && (context.stopped === true || context.era < era);
}

type Later = (...given: unknown[]) => unknown;

let dropping = false;

/**
 * From a termination until the event loop has turned, ticks of interrupted cells are dropped: a chain of them would keep the loop. Later
 * ones run: what an interrupted cell has opened may serve others.
 */
export function dropTicks(drops: boolean): void {
  dropping = drops;
}

/** What to plan in place of a tick. */
export function droppable(inner: Later): Later {
  return function (this: unknown, ...given) {
    return dropping && isGivenUp() ? undefined : apply(inner, this, given);
  };
}

/**
 * Under this symbol of the global object stands a function that gives the signal of the calling cell, aborted when the cell is interrupted:
 * a library that holds a connection or a file open gives it back then.
 */
export const SIGNAL: unique symbol = Symbol.for("Jupyter.signal") as never;

export function cellSignal(): AbortSignal {
  return cellContext().stop.signal;
}
