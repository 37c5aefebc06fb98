/** What the optimisers' signatures share. */
import { keyword, required } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";

/** The parameters: what stands in them is looked at one by one when they are taken. */
export const params = required(
  is.kind(
    "iterable of Tensors or of groups { params }",
    (value): value is Iterable<unknown> => typeof value === "object" && value !== null && Symbol.iterator in value,
  ),
);

/** How torch goes about a step; here there is one way, which gives the same. */
export const ways = {
  foreach: keyword(is.orNull(is.bool), null),
  fused: keyword(is.orNull(is.bool), null),
  capturable: keyword(is.bool, false),
  differentiable: keyword(is.only(false), false),
};

/** Settings without those of how a step is done. */
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
