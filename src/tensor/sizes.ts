/** How callers write sizes and options: `zeros(2, 3)`, `zeros([2, 3], { dtype })`, `zeros(2, 3, { dtype })`. */

/** Sizes as varargs or as one array. */
export type SizeArgs = readonly number[] | readonly [readonly number[]];

/** Sizes, then options. */
export type SizeArgsWith<O> = SizeArgs | readonly [...number[], O] | readonly [readonly number[], O];
