/** Lists and slices. */

/**
 * The arguments of a function: the given ones, followed by a dict's values under the names of the remaining parameters.
 *
 * @example
 * spread([1], { c: 3 }, ["a", "b", "c"]); // [1, undefined, 3]
 */
export const spread = (values: readonly any[], named: Readonly<Record<string, any>>, names: readonly string[]): any =>
  names.map((name, i) => (i < values.length ? values[i] : named[name]));

/**
 * `values[from:to:step]` of a list or a string; `null` stands for an omitted part.
 *
 * @example
 * sliced([0, 1, 2, 3, 4], null, null, -2); // [4, 2, 0]
 */
export function sliced<T extends string | readonly any[]>(
  values: T,
  from: number | null,
  to: number | null,
  step: number | null = 1,
): T extends string ? string : T extends readonly (infer E)[] ? E[] : never {
  const by = step ?? 1;
  const { length } = values;
  const place = (given: number | null, usual: number): number => {
    if (given === null) return usual;
    const at = given < 0 ? given + length : given;
    return by > 0 ? Math.min(Math.max(at, 0), length) : Math.min(Math.max(at, -1), length - 1);
  };
  const start = place(from, by > 0 ? 0 : length - 1);
  const stop = place(to, by > 0 ? length : -1);
  const found: unknown[] = [];
  for (let i = start; by > 0 ? i < stop : i > stop; i += by) found.push(values[i]);
  return (typeof values === "string" ? found.join("") : found) as never;
}
