/** The tensor with all its operations: each file of ops/ adds methods to `Tensor` when it is loaded. */

import "./ops/arithmetic.ts";
import "./ops/compare.ts";
import "./ops/copy.ts";
import "./ops/gather.ts";
import "./ops/join.ts";
import "./ops/matmul.ts";
import "./ops/order.ts";
import "./ops/reduce.ts";
import "./ops/scan.ts";
import "./ops/softmax.ts";
import "./ops/unary.ts";
import "./ops/view.ts";
import "./ops/indexing.ts";
import "./ops/window.ts";
import "./random.ts";

export * from "./autograd/index.ts";
export * from "./create.ts";
export { dense, denseAs, denseStorage, done } from "./dense.ts";
export { inPlace, write } from "./in-place.ts";
export { NamedResult } from "./named-result.ts";
export { pow } from "./ops/arithmetic.ts";
export { where, type CloseOptions } from "./ops/compare.ts";
export type { NestedList } from "./ops/copy.ts";
export type { Index } from "./ops/indexing.ts";
export { cat, stack } from "./ops/join.ts";
export type { Dims, KeepdimOptions, ReduceOptions, VarOptions } from "./ops/reduce.ts";
export type { SortOptions, TopkOptions, UniqueOptions, ValuesAndIndices } from "./ops/order.ts";
export { formatParameter, formatTensor } from "./print.ts";
export { getPrintoptions, setPrintoptions, type PrintOptions } from "./print-options.ts";
export { bernoulli, normal, rand, randint, randn, randperm, type RandomOptions } from "./random.ts";
export type { SizeArgs, SizeArgsWith } from "./sizes.ts";
export { fromStorage, Tensor, viewOf } from "./tensor.ts";
