/** Which request the running code belongs to, however late it runs. */
import { AsyncLocalStorage } from "node:async_hooks";

import { KeyboardInterrupt } from "./keyboard-interrupt.ts";

export interface CellContext {
  readonly parent: string;
  readonly silent: boolean;
  readonly allowStdin: boolean;
  /** The cell was interrupted: what is left of it ends at its next await. */
  stopped?: boolean;
}

const NOBODY: CellContext = { parent: "", silent: false, allowStdin: false };

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
  if (storage.getStore()?.stopped === true) throw new KeyboardInterrupt();
  return value;
}
