/** What cells have left running: intervals, and loops in async functions. Interrupting an idle kernel twice stops them. */
import timers from "node:timers";
import { syncBuiltinESMExports } from "node:module";
import { droppable, endEra } from "./context.ts";

const intervals = new Set<NodeJS.Timeout>();
const { setInterval: setNative, clearInterval: clearNative } = timers;

/** Keeps track of intervals; to be called before user code can create one. */
export function watchIntervals(): void {
  const set = ((...given: Parameters<typeof setNative>): NodeJS.Timeout => {
    const interval = setNative(...given);
    intervals.add(interval);
    return interval;
  }) as typeof setNative;
  const clear: typeof clearNative = (interval) => {
    intervals.delete(interval as NodeJS.Timeout);
    clearNative(interval);
  };
  Object.defineProperty(set, "name", { value: "setInterval", configurable: true });
  Object.defineProperty(clear, "name", { value: "clearInterval", configurable: true });
  timers.setInterval = set;
  timers.clearInterval = clear;
  globalThis.setInterval = set as typeof globalThis.setInterval;
  globalThis.clearInterval = clear;
  syncBuiltinESMExports();
}

/**
 * Ends chains of ticks and microtasks together with their cell. A termination cuts off the running one, but the next may already be
 * scheduled, and the event loop waits for all of them. To be called before user code can schedule one.
 */
export function watchTicks(): void {
  const nextTick = process.nextTick.bind(process);
  const microtask = queueMicrotask;
  const tick = (callback: () => void, ...given: unknown[]): void =>
    nextTick(typeof callback === "function" ? droppable(callback) : callback, ...given);
  const queue = (callback: () => void): void =>
    microtask(typeof callback === "function" ? droppable(callback) : callback);
  Object.defineProperty(tick, "name", { value: "nextTick", configurable: true });
  Object.defineProperty(queue, "name", { value: "queueMicrotask", configurable: true });
  process.nextTick = tick as typeof process.nextTick;
  globalThis.queueMicrotask = queue;
}

/** Ends all of these; async functions end at their next await. Returns how many intervals there were. */
export function endLeftovers(): number {
  const running = [...intervals].filter((interval) => (interval as { _destroyed?: boolean })._destroyed !== true);
  for (const interval of running) clearNative(interval);
  intervals.clear();
  endEra();
  return running.length;
}
