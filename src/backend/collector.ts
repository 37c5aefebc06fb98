/**
 * Garbage collection while a synchronous loop runs. A WeakRef keeps its target until the current job ends, and a loop in one cell is one
 * job; running a script in a context with a microtask queue of its own ends that promise early.
 */
import { setFlagsFromString } from "node:v8";
import { createContext, runInNewContext, Script } from "node:vm";
import type { Context } from "node:vm";

const nothing = new Script("0");
let context: Context | undefined;

/** Lets targets of WeakRefs be collected that this job has made or read. About a microsecond. */
export function endKeeping(): void {
  context ??= createContext({}, { microtaskMode: "afterEvaluate" });
  nothing.runInContext(context);
}

type Collect = (options: { type: "major"; execution: "sync" }) => void;
let collect: Collect | undefined;

/** A major collection now; afterwards WeakRefs tell who is dead. Gives the milliseconds it took. */
export function collectGarbage(): number {
  collect ??= exposedCollector();
  const start = performance.now();
  endKeeping();
  collect({ type: "major", execution: "sync" });
  return performance.now() - start;
}

/** The function that `node --expose-gc` makes global, without making it global. */
function exposedCollector(): Collect {
  setFlagsFromString("--expose-gc");
  const found = runInNewContext("gc") as Collect;
  setFlagsFromString("--no-expose-gc");
  return found;
}
