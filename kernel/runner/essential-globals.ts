/**
 * Globals without which no JavaScript of a kernel, or of a library, works. User code may replace them; what it has broken (a constructor
 * that is none any more) is put back when its cell ends.
 */
const NAMES = [
  ..."Array ArrayBuffer Atomics BigInt Boolean Buffer Date Error Function Intl JSON Map Math Number Object Promise Proxy".split(
    " ",
  ),
  ..."RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError Uint8Array URL WeakMap WeakSet".split(
    " ",
  ),
  ..."clearImmediate clearInterval clearTimeout console performance process queueMicrotask setImmediate setInterval".split(
    " ",
  ),
  ..."setTimeout structuredClone".split(" "),
];

const originals = NAMES.map((name) => [name, Reflect.get(globalThis, name) as unknown] as const);
const { defineProperty } = Object;

/** Gives the names that had to be put back. */
export function restoreGlobals(): string[] {
  const restored: string[] = [];
  for (const [name, value] of originals) {
    let now: unknown;
    try {
      now = (globalThis as Record<string, unknown>)[name];
    } catch {
      // A getter of the user's that throws.
    }
    if (typeof now === typeof value && now !== null) continue;
    defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
    restored.push(name);
  }
  return restored;
}
