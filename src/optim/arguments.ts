/** What the optimisers' signatures share. */
import { pythonFloat } from "../nn/repr.ts";
import { keyword, optional, required, type Argument } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import type { Params, Settings } from "./optimizer.ts";

const iterable = is.kind(
  "iterable of Tensors or of groups { params }",
  (value): value is Iterable<unknown> => typeof value === "object" && value !== null && Symbol.iterator in value,
  { explain: is.parametersOf },
);

/** The parameters; the optimiser checks the elements one by one when it takes them. */
export const params = <S extends Settings>(): Argument<Params<S>, Params<S>, true> =>
  required(iterable as unknown as is.Kind<Params<S>>);

type Pair = readonly [number, number];

/** The share of each running mean that is kept at every step. */
export const betas = optional(
  is.tupleOf(is.number, 2) as unknown as is.Kind<Pair>,
  [0.9, 0.999] as Pair,
) satisfies Argument;

/** @throws RangeError in torch's words for a beta that is not in [0, 1). */
export function checkBetas(values: Pair): void {
  values.forEach((beta, index) => {
    if (!(beta >= 0 && beta < 1))
      throw new RangeError(`Invalid beta parameter at index ${index}: ${pythonFloat(beta)}`);
  });
}

/** How torch carries out a step; here there is only one way, which gives the same results. */
export const ways = {
  foreach: keyword(is.orNull(is.bool), null),
  fused: keyword(is.orNull(is.bool), null),
  capturable: keyword(is.bool, false),
  differentiable: keyword(is.only(false), false),
};

/** The settings without those that say how a step is carried out. */
export function settingsOf<T extends object>(args: T): Omit<T, keyof typeof ways | "params"> {
  const {
    params: _,
    foreach: _a,
    fused: _b,
    capturable: _c,
    differentiable: _d,
    ...settings
  } = args as T & {
    params?: unknown;
    foreach?: unknown;
    fused?: unknown;
    capturable?: unknown;
    differentiable?: unknown;
  };
  return settings as never;
}
