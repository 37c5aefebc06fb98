/**
 * Repairs Node's list of immediates after a termination has hit one. Node removes each from its list after calling it, and a termination
 * skips that. The immediate that was hit stays at the front of the list, marked as done, and from then on Node raises
 * `Cannot read properties of undefined (reading '_idleNext')`. Or, if it was the first, the others in its list are lost and the event loop
 * spins waiting for them. Both are repaired here through the fields that Node's own loop reads (`processImmediate` in
 * lib/internal/timers.js, the same in Node 22 to 26).
 */
import timers from "node:timers";
import { syncBuiltinESMExports } from "node:module";
import { isGivenUp, isOfOldEra } from "./context.ts";

interface Immediate {
  unref(): unknown;
  _destroyed: boolean;
  _onImmediate: unknown;
  _idleNext: Immediate | null;
  _idlePrev: Immediate | null | undefined;
}

const { apply } = Reflect;
const { setImmediate: setNative } = timers;
const native = setNative as unknown as (callback: (...given: unknown[]) => void, ...given: unknown[]) => Immediate;

/** The running immediate; it stays set after a termination, because then no `finally` runs. */
let running: Immediate | undefined;
/** How many interrupts there were whose earlier immediates are still waiting. */
let dropping = 0;

/** To be called before user code can create an immediate. */
export function watchImmediates(): void {
  // No array is spread, because that would use the array iterator, which the user may have replaced.
  const set = (...given: unknown[]): Immediate => {
    const callback = given[0];
    // Node reports what is wrong with it.
    if (typeof callback !== "function") return apply(native, undefined, given);
    given[0] = function (this: unknown, ...values: unknown[]) {
      // Immediates of the next list may run before the interrupt is answered.
      mendImmediates();
      running = immediate;
      try {
        if (isOfOldEra() || (dropping > 0 && isGivenUp())) return;
        apply(callback, this, values);
      } finally {
        running = undefined;
      }
    };
    const immediate = apply(native, undefined, given);
    return immediate;
  };
  // Copies its properties too, such as the one that `util.promisify` uses.
  Object.defineProperties(set, Object.getOwnPropertyDescriptors(setNative));
  timers.setImmediate = set as unknown as typeof setNative;
  globalThis.setImmediate = set as unknown as typeof setNative;
  syncBuiltinESMExports();
}

/**
 * After an interrupt, drops the immediates that interrupted cells have scheduled so far, because chains of them would go on for ever. Later
 * ones run, because other cells may be using something that an interrupted cell has opened.
 */
export function dropImmediates(): void {
  dropping++;
  native(() => dropping--);
}

/** Repairs the list if a termination has hit an immediate; returns whether one had. */
export function mendImmediates(): boolean {
  const hit = running;
  if (hit === undefined) return false;
  running = undefined;
  if (hit._idlePrev == null) resumeBehind(hit);
  else passOver(hit);
  return true;
}

/** Whether Node raised the error because of such a broken list. A user's own error that comes at the same moment is still reported. */
export function isOfBrokenList(error: unknown): boolean {
  return error instanceof Error && error.message === "Cannot read properties of undefined (reading '_idleNext')";
}

/**
 * The immediate was the first of its list, so only it still links to those behind it. They are already counted, and are inserted where a
 * new one stands.
 */
function resumeBehind(hit: Immediate): void {
  const first = hit._idleNext;
  if (first === null) return;
  const link = native(() => {
    let last = first;
    while (last._idleNext !== null) last = last._idleNext;
    join(last, link._idleNext);
    join(link, first);
  });
}

/**
 * The immediate is at the front of Node's list: it is called once more and does nothing. Node's count is raised first, by as much as this
 * call lowers it.
 */
function passOver(hit: Immediate): void {
  const counted = { current: undefined as Immediate | undefined };
  const link: Immediate = native(() => join(link, counted.current!._idleNext));
  counted.current = native(() => {});
  counted.current.unref();
  hit._onImmediate = () => {};
  hit._destroyed = false;
}

function join(one: Immediate, next: Immediate | null): void {
  one._idleNext = next;
  if (next !== null) next._idlePrev = one;
}
