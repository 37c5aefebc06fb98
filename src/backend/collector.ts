/**
 * Garbage collection while a synchronous loop runs. A WeakRef keeps its target alive until the current job ends, and a loop in a cell is
 * one job. Running a script in a context with its own microtask queue ends that early.
 */
import { setFlagsFromString } from "node:v8";
import { createContext, runInNewContext, Script } from "node:vm";
import type { Context } from "node:vm";

const nothing = new Script("0");
let context: Context | undefined;

/** Allows the WeakRef targets that this job has made or read to be collected. Takes about a microsecond. */
export function endKeeping(): void {
  context ??= createContext({}, { microtaskMode: "afterEvaluate" });
  nothing.runInContext(context);
}

type Collect = (options: { type: "major"; execution: "sync" }) => void;
let collect: Collect | undefined;

/** Runs a major collection, after which WeakRefs show which targets are dead. Returns the milliseconds it took. */
export function collectGarbage(): number {
  collect ??= exposedCollector();
  const start = performance.now();
  endKeeping();
  collect({ type: "major", execution: "sync" });
  return performance.now() - start;
}

/** The function that `node --expose-gc` defines globally, without the global. */
function exposedCollector(): Collect {
  setFlagsFromString("--expose-gc");
  const found = runInNewContext("gc") as Collect;
  setFlagsFromString("--no-expose-gc");
  return found;
}
