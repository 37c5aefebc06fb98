/**
 * Python's way of calling, in JavaScript: the first arguments positionally in torch's order, the rest by name in one
 * trailing object. `new nn.Conv2d(3, 6, 3)`, `new nn.Conv2d(3, 6, { kernelSize: 3 })` and
 * `new nn.Conv2d({ inChannels: 3, outChannels: 6, kernelSize: 3 })` give the same result here.
 *
 * @throws TypeError in Python's words for an unknown, doubled, missing or surplus argument.
 */
export function resolveArguments<T extends object>(
  callee: string,
  order: readonly (keyof T & string)[],
  required: number,
  given: readonly unknown[],
): Partial<T> {
  const last = given.at(-1);
  const named = isOptions(last) ? last : {};
  const positional = last === named ? given.slice(0, -1) : given;
  if (positional.length > order.length) {
    throw new TypeError(`${callee}() takes ${order.length} positional arguments but ${positional.length} were given`);
  }
  const result: Record<string, unknown> = {};
  positional.forEach((value, index) => (result[order[index]] = value));
  for (const [name, value] of Object.entries(named)) {
    if (!(order as readonly string[]).includes(name)) {
      throw new TypeError(`${callee}() got an unexpected keyword argument '${name}'`);
    }
    if (name in result) throw new TypeError(`${callee}() got multiple values for argument '${name}'`);
    result[name] = value;
  }
  const missing = order.slice(0, required).filter((name) => result[name] === undefined);
  if (missing.length > 0) {
    const plural = missing.length > 1 ? "s" : "";
    const names = missing.map((name) => `'${name}'`).join(" and ");
    throw new TypeError(`${callee}() missing ${missing.length} required positional argument${plural}: ${names}`);
  }
  return result as Partial<T>;
}

function isOptions(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A cell of a notebook may run in another realm, whose Object.prototype is not ours but ends the chain as well.
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(value));
}

/** A size for both directions, or one for each: height first. */
export type Pair = number | readonly [number, number] | readonly number[];

/** `3` becomes `[3, 3]`; two numbers stay as they are. */
export function pair(value: Pair, callee: string, name: string): [number, number] {
  if (typeof value === "number") return [value, value];
  if (Array.isArray(value) && value.length === 2) return [value[0] as number, value[1] as number];
  throw new TypeError(`${callee}: expected ${name} to be a number or two numbers, got ${JSON.stringify(value)}`);
}
