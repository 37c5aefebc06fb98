/** Sizes and options as callers write them: `zeros(2, 3)`, `zeros([2, 3], { dtype })`, `zeros(2, 3, { dtype })`. */

/** Sizes as varargs or as one array. */
export type SizeArgs = readonly number[] | readonly [readonly number[]];

/** Sizes, then options. */
export type SizeArgsWith<O> = SizeArgs | readonly [...number[], O] | readonly [readonly number[], O];

/** The sizes among arguments. */
export function sizesOf(args: SizeArgs): readonly number[] {
  return typeof args[0] === "object" ? args[0] : (args as readonly number[]);
}

/** The sizes and the options among arguments. */
export function splitSizes<O extends object>(args: SizeArgsWith<O>): { sizes: readonly number[]; options: Partial<O> } {
  const last = args.at(-1);
  const hasOptions = typeof last === "object" && last !== null && !Array.isArray(last);
  const rest = (hasOptions ? args.slice(0, -1) : args) as SizeArgs;
  return { sizes: [...sizesOf(rest)], options: hasOptions ? (last as O) : {} };
}
