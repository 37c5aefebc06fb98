/** The tensor with all its operations: each file of ops/ adds methods to `Tensor` when it is loaded. */

import "./ops/aliases.ts";
import "./ops/arithmetic.ts";
import "./ops/assembled.ts";
import "./ops/compare.ts";
import "./ops/copy.ts";
import "./ops/diagonals.ts";
import "./ops/distinct.ts";
import "./ops/expand.ts";
import "./ops/extremes.ts";
import "./ops/gather.ts";
import "./ops/join.ts";
import "./ops/kth.ts";
import "./ops/lerp.ts";
import "./ops/matmul.ts";
import "./ops/matrices.ts";
import "./ops/norms.ts";
import "./ops/order.ts";
import "./ops/part.ts";
import "./ops/permute.ts";
import "./ops/pow.ts";
import "./ops/quantile.ts";
import "./ops/reduce.ts";
import "./ops/remainder.ts";
import "./ops/reshape-in-place.ts";
import "./ops/running.ts";
import "./ops/scan.ts";
import "./ops/scatters.ts";
import "./ops/special.ts";
import "./ops/statistics.ts";
import "./ops/softmax.ts";
import "./ops/storage.ts";
import "./ops/to.ts";
import "./ops/turns.ts";
import "./ops/twins.ts";
import "./ops/unary.ts";
import "./ops/view.ts";
import "./ops/indexing.ts";
import "./ops/window.ts";
import "./random.ts";
import "./refused.ts";

export * from "./autograd/index.ts";
export * from "./create.ts";
export {
  asTensor,
  dtypeOfArray,
  fromArray,
  fromNumpy,
  tensor,
  type AsTensorOptions,
  type TensorData,
  type TensorOptions,
} from "./from-data.ts";
export { dense, denseAs, denseStorage, done } from "./dense.ts";
export { inPlace, write } from "./in-place.ts";
export { NamedResult } from "./named-result.ts";
export { refuseJson } from "./refused.ts";
export { pow } from "./ops/pow.ts";
export { where, type CloseOptions } from "./ops/compare.ts";
export type { NestedList } from "./ops/copy.ts";
export { TypedStorage, UntypedStorage } from "./ops/storage.ts";
export type { Index } from "./ops/indexing.ts";
export {
  atleast1d,
  atleast2d,
  atleast3d,
  blockDiag,
  broadcastShapes,
  bucketize,
  cartesianProd,
  columnStack,
  combinations,
  dstack,
  searchsorted,
  trapezoid,
  unravelIndex,
  vander,
} from "./ops/assembled.ts";
export { broadcastTensors, cat, concat, concatenate, hstack, meshgrid, stack, vstack } from "./ops/join.ts";
export { cdist, tensordot } from "./ops/contract.ts";
export { isin, type IsinOptions } from "./ops/membership.ts";
export { stdMean, varMean } from "./ops/with-mean.ts";
export * from "./legacy.ts";
export { einsum } from "./ops/einsum.ts";
export type { Dims, KeepdimOptions, ReduceOptions } from "./ops/reduce.ts";
export type { VarOptions } from "./ops/statistics.ts";
export type { SortOptions, TopkOptions, ValuesAndIndices } from "./ops/order.ts";
export type { UniqueOptions } from "./ops/distinct.ts";
export { demandCpu, elementsOf, noCuda, type ToOptions } from "./ops/to.ts";
export { formatParameter, formatTensor } from "./print.ts";
export { getPrintoptions, setPrintoptions, type PrintOptions } from "./print-options.ts";
export { normal, rand, randint, randn, randperm, type FromGenerator, type RandomOptions } from "./random.ts";
export type { SizeArgs, SizeArgsWith } from "./sizes.ts";
export { fromStorage, Tensor, viewOf } from "./tensor.ts";
