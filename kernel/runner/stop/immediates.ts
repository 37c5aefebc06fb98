/**
 * Immediates that a termination has hit. Node takes each from its list behind the call, and a termination skips that: the one that was hit
 * stays in front of the list, marked as done, and Node raises `Cannot read properties of undefined (reading '_idleNext')` from then on; or,
 * where it was the first, the others of its list are lost and the event loop spins for them. Both are put right here by the fields
 * that Node's own loop reads (`processImmediate` in lib/internal/timers.js, the same in Node 22 to 26).
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

/** The one that runs; left behind by a termination, which no `finally` sees. */
let running: Immediate | undefined;
/** Interrupts behind which immediates of before are still waiting. */
let dropping = 0;

/** To be called before user code can make one. */
export function watchImmediates(): void {
  // No list is spread: what iterates one may be the user's.
  const set = (...given: unknown[]): Immediate => {
    const callback = given[0];
    // Node says what is wrong with it.
    if (typeof callback !== "function") return apply(native, undefined, given);
    given[0] = function (this: unknown, ...values: unknown[]) {
      // Those of the next list may come before the interrupt's answer.
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
  // With it comes what `util.promisify` makes of it.
  Object.defineProperties(set, Object.getOwnPropertyDescriptors(setNative));
  timers.setImmediate = set as unknown as typeof setNative;
  globalThis.setImmediate = set as unknown as typeof setNative;
  syncBuiltinESMExports();
}

/**
 * After an interrupt: those that interrupted cells have planned so far are dropped, because chains of them would go on for ever. Later ones
 * run: what an interrupted cell has opened may serve others.
 */
export function dropImmediates(): void {
  dropping++;
  native(() => dropping--);
}

/** Puts the list right if a termination has hit an immediate; whether one had. */
export function mendImmediates(): boolean {
  const hit = running;
  if (hit === undefined) return false;
  running = undefined;
  if (hit._idlePrev == null) resumeBehind(hit);
  else passOver(hit);
  return true;
}

/** Whether Node raised it over such a list. An error of the user's that comes just then is told. */
export function isOfBrokenList(error: unknown): boolean {
  return error instanceof Error && error.message === "Cannot read properties of undefined (reading '_idleNext')";
}

/** It was the first: nothing but itself knows of those behind it. They are counted already and go where a new one stands. */
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

/** It stands in front of Node's list: it is called once more and does nothing, and what is subtracted for that is added before. */
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
