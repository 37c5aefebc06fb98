/**
 * Globals without which neither the kernel's JavaScript nor a library's works. User code may replace them; those that it has broken (a
 * constructor that is no longer one) are put back when its cell ends.
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
  ..."globalThis setTimeout structuredClone".split(" "),
];

const root = globalThis as unknown as Record<string, unknown>;
const originals = NAMES.map((name) => ({ name, value: root[name] }));
const { defineProperty } = Reflect;

/** Puts broken globals back and returns their names. It runs with the built-ins as the user has changed them, so it uses none of them. */
export function restoreGlobals(): string[] {
  const restored: string[] = [];
  for (let i = 0; i < originals.length; i++) {
    const { name, value } = originals[i]!;
    let now: unknown;
    try {
      now = root[name];
    } catch {
      // A getter defined by the user throws.
    }
    if (typeof now === typeof value && now !== null) continue;
    const descriptor = { __proto__: null, value, writable: true, enumerable: false, configurable: true };
    // This is false if the user has frozen the global object.
    if (defineProperty(root, name, descriptor)) restored[restored.length] = name;
  }
  return restored;
}
