/** How messages show a value that a caller gave. */

/** A value in a few words: `"1"`, `[1, 2]`, `a Promise ...`, `a Tensor`, `an object { dim }`. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value.length > 40 ? `${JSON.stringify(value.slice(0, 40))}...` : JSON.stringify(value);
    case "function":
      // A layer is also a function, because it can be called.
      if (!value.constructor.name.endsWith("Function")) return named(value.constructor.name);
      return value.name && /^class\b/.test(Function.prototype.toString.call(value))
        ? `the class ${value.name}`
        : "a function";
    case "bigint":
      return `${value}n`;
    case "object":
      return value === null ? "null" : shownObject(value);
    default:
      return String(value);
  }
}

function shownObject(value: object): string {
  if (isPromise(value)) return "a Promise: write await in front of what gives it";
  if (Array.isArray(value)) {
    const isShort = value.length <= 6 && value.every((item) => typeof item !== "object" || item === null);
    return isShort ? `[${value.map(shown).join(", ")}]` : `an array of ${value.length}`;
  }
  if (isPlainObject(value)) {
    const names = Object.keys(value);
    return names.length === 0 ? "an empty object" : `an object { ${names.slice(0, 6).join(", ")} }`;
  }
  const { name } = (value as { constructor?: { name?: string } }).constructor ?? {};
  return name ? named(name) : "an object";
}

const named = (type: string): string => `${/^(?!Uint)[AEIOU]/.test(type) ? "an" : "a"} ${type}`;

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}

/** Whether a value is an object as `{ ... }` makes it. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A notebook's cell may run in another realm, whose Object.prototype is not ours but also ends the prototype chain.
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(value));
}
