/** Several values, shown as Python shows a tuple. */

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

/** An array that prints as a tuple. Made by `tuple`; its array methods return plain arrays. */
class Tuple extends Array<unknown> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  override toString(): string {
    const items = Array.from(this, repr);
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
  }

  [inspectCustom](): string {
    return this.toString();
  }
}

/** A value as Python's `repr` gives it. */
function repr(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return value.includes("'") ? JSON.stringify(value) : `'${value}'`;
  if (Array.isArray(value) && value.toString === Array.prototype.toString) return `[${value.map(repr).join(", ")}]`;
  // Tensors, layers and sizes print themselves as Python shows them.
  const own = (value as { repr?: unknown }).repr;
  return typeof own === "function" ? String(own.call(value)) : (value as { toString(): string }).toString();
}

/**
 * Values side by side, like a Python cell that ends in `a, b`: an array that prints as a tuple, `(1, 2)`.
 *
 * Reference: https://docs.python.org/3.13/library/stdtypes.html#tuples
 *
 * @example
 * String(tuple(1, "a", true)) // (1, 'a', True)
 */
export function tuple<T extends readonly unknown[]>(...items: T): T {
  const made = new Tuple();
  for (const item of items) made.push(item);
  return made as unknown as T;
}
