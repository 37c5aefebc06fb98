/** Arguments by position and by name, as NumPy's functions take them: named ones in one object at the end. */

export const isOptions = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/**
 * Reads arguments into the order of `names`; `null` stands for those that are not given.
 *
 * @param needed - How many must be given.
 * @throws TypeError in Python's words.
 */
export function read(callee: string, names: readonly string[], needed: number, given: readonly unknown[]): any[] {
  const last = given.at(-1);
  const named = isOptions(last) ? last : undefined;
  const places: unknown[] = named === undefined ? [...given] : given.slice(0, -1);
  if (places.length > names.length)
    throw new TypeError(`${callee}() takes ${names.length} positional arguments but ${places.length} were given`);
  if (named !== undefined)
    for (const [name, value] of Object.entries(named)) {
      const at = names.indexOf(name);
      if (at < 0)
        throw new TypeError(
          `${callee}() got an unexpected keyword argument '${name}'; here it takes ${names.join(", ")}`,
        );
      if (at < places.length && places[at] !== undefined)
        throw new TypeError(`${callee}() got multiple values for argument '${name}'`);
      places[at] = value;
    }
  for (let i = 0; i < names.length; i++) {
    if (places[i] !== undefined) continue;
    if (i < needed) throw new TypeError(`${callee}() missing a required argument: '${names[i]!}'`);
    places[i] = null;
  }
  return places;
}
