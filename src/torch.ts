/** What users know as `torch`: every name of PyTorch's top level that this library has, on one page. */

import { backendInfo, handleBytes, type BackendInfo } from "./backend/index.ts";
import { defaultGenerator } from "./random/index.ts";
import { float32, float64, int32, int64, uint8, type DType } from "./shape/index.ts";
import { functionsOf } from "./tensor/functions.ts";
import { fromArray, Tensor } from "./tensor/index.ts";

// Types
export {
  Size,
  bool,
  dtypes,
  float32,
  float64,
  int32,
  int64,
  uint8,
  resultType,
  promoteTypes,
  canCast,
  device,
  type Device,
  type DType,
} from "./shape/index.ts";
export const float: DType<"float32"> = float32;
export const double: DType<"float64"> = float64;
export const long: DType<"int64"> = int64;
export const int: DType<"int32"> = int32;

// Numbers
export const { PI: pi, E: e } = Math;
export const inf = Infinity;
export const nan = NaN;

// Tensors
export { Tensor, type Index, type SizeArgs } from "./tensor/index.ts";
export { arange, empty, eye, full, linspace, ones, tensor, zeros, fromArray, fromNumpy } from "./tensor/index.ts";
export type { TensorData, TensorOptions } from "./tensor/index.ts";

// Random numbers
export { Generator } from "./random/index.ts";
export { bernoulli, normal, rand, randint, randn, randperm } from "./tensor/index.ts";

/** Starts the default stream of random numbers that belongs to `seed`. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.manual_seed.html */
export function manualSeed(seed: number | bigint): typeof defaultGenerator {
  return defaultGenerator.manualSeed(seed);
}

/** The seed that the default stream was started with. */
export function initialSeed(): number | bigint {
  return defaultGenerator.initialSeed();
}

/** Starts the default stream at a random place and tells its seed. */
export function seed(): number | bigint {
  return defaultGenerator.seed();
}

/** The state of the default stream, as PyTorch's 5,056 bytes in a uint8 tensor. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.get_rng_state.html */
export function getRngState(): Tensor {
  return fromArray(defaultGenerator.getState());
}

/** Goes on from a state of `getRngState`. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.set_rng_state.html */
export function setRngState(state: Tensor): void {
  if (state.dtype !== uint8) throw new TypeError(`RNG state must be a torch.ByteTensor, got ${state.dtype.toString()}`);
  defaultGenerator.setState(Uint8Array.from(state.tolist<number[]>()));
}

export { defaultGenerator };

// Functions of several tensors
export { broadcastTensors, cat, einsum, hstack, meshgrid, pow, stack, vstack, where } from "./tensor/index.ts";

// Functions that are methods too
const functions = functionsOf([
  "abs",
  "acos",
  "acosh",
  "add",
  "addcdiv",
  "addcmul",
  "addmm",
  "all",
  "allclose",
  "amax",
  "amin",
  "any",
  "argmax",
  "argmin",
  "argsort",
  "asin",
  "asinh",
  "atan",
  "atan2",
  "atanh",
  "bincount",
  "bitwiseAnd",
  "bitwiseNot",
  "bitwiseOr",
  "bitwiseXor",
  "bmm",
  "broadcastTo",
  "ceil",
  "chunk",
  "clamp",
  "clone",
  "cos",
  "cosh",
  "countNonzero",
  "cumprod",
  "cumsum",
  "detach",
  "diagonal",
  "diff",
  "div",
  "dot",
  "eq",
  "equal",
  "erf",
  "exp",
  "exp2",
  "expm1",
  "flatten",
  "flip",
  "floor",
  "floorDivide",
  "fmod",
  "frac",
  "gather",
  "ge",
  "gt",
  "indexAdd",
  "indexFill",
  "indexSelect",
  "isclose",
  "isfinite",
  "isinf",
  "isnan",
  "le",
  "lerp",
  "log",
  "log10",
  "log1p",
  "log2",
  "logicalAnd",
  "logicalNot",
  "logicalOr",
  "logicalXor",
  "logSoftmax",
  "logsumexp",
  "lt",
  "maskedFill",
  "maskedSelect",
  "matmul",
  "max",
  "maximum",
  "mean",
  "median",
  "min",
  "minimum",
  "mm",
  "movedim",
  "mul",
  "multinomial",
  "mv",
  "nanToNum",
  "narrow",
  "ne",
  "neg",
  "nonzero",
  "norm",
  "numel",
  "outer",
  "permute",
  "prod",
  "reciprocal",
  "relu",
  "remainder",
  "repeatInterleave",
  "reshape",
  "roll",
  "round",
  "rsqrt",
  "rsub",
  "scatter",
  "scatterAdd",
  "select",
  "sigmoid",
  "sign",
  "sin",
  "sinh",
  "softmax",
  "sort",
  "split",
  "sqrt",
  "square",
  "squeeze",
  "std",
  "sub",
  "sum",
  "t",
  "take",
  "tan",
  "tanh",
  "tensorSplit",
  "topk",
  "transpose",
  "tril",
  "triu",
  "trunc",
  "unbind",
  "unflatten",
  "unique",
  "unsqueeze",
  "zerosLike",
  "onesLike",
  "fullLike",
  "emptyLike",
  "randLike",
  "randnLike",
  "randintLike",
  "var",
]);
export const {
  abs,
  acos,
  acosh,
  add,
  addcdiv,
  addcmul,
  addmm,
  all,
  allclose,
  amax,
  amin,
  any,
  argmax,
  argmin,
  argsort,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  bincount,
  bitwiseAnd,
  bitwiseNot,
  bitwiseOr,
  bitwiseXor,
  bmm,
  broadcastTo,
  ceil,
  chunk,
  clamp,
  clone,
  cos,
  cosh,
  countNonzero,
  cumprod,
  cumsum,
  detach,
  diagonal,
  diff,
  div,
  dot,
  eq,
  equal,
  erf,
  exp,
  exp2,
  expm1,
  flatten,
  flip,
  floor,
  floorDivide,
  fmod,
  frac,
  gather,
  ge,
  gt,
  indexAdd,
  indexFill,
  indexSelect,
  isclose,
  isfinite,
  isinf,
  isnan,
  le,
  lerp,
  log,
  log10,
  log1p,
  log2,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  logSoftmax,
  logsumexp,
  lt,
  maskedFill,
  maskedSelect,
  matmul,
  max,
  maximum,
  mean,
  median,
  min,
  minimum,
  mm,
  movedim,
  mul,
  multinomial,
  mv,
  nanToNum,
  narrow,
  ne,
  neg,
  nonzero,
  norm,
  numel,
  outer,
  permute,
  prod,
  reciprocal,
  relu,
  remainder,
  repeatInterleave,
  reshape,
  roll,
  round,
  rsqrt,
  rsub,
  scatter,
  scatterAdd,
  select,
  sigmoid,
  sign,
  sin,
  sinh,
  softmax,
  sort,
  split,
  sqrt,
  square,
  squeeze,
  std,
  sub,
  sum,
  t,
  take,
  tan,
  tanh,
  tensorSplit,
  topk,
  transpose,
  tril,
  triu,
  trunc,
  unbind,
  unflatten,
  unique,
  unsqueeze,
  zerosLike,
  onesLike,
  fullLike,
  emptyLike,
  randLike,
  randnLike,
  randintLike,
} = functions;
const variance = functions.var;
export { variance as var };

/** Whether a value is a tensor. */
export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

// Gradients
export { enableGrad, isGradEnabled, noGrad, setGradEnabled } from "./tensor/index.ts";
export * as autograd from "./autograd.ts";

// Data
export * as utils from "./utils.ts";

// Networks: also exported by themselves
export * as nn from "./nn/index.ts";
export * as optim from "./optim/index.ts";

// GPUs: there is none
export * as cuda from "./cuda.ts";

// Files
export { load, save } from "./nn/serialization.ts";

// Printing
export { getPrintoptions, setPrintoptions } from "./tensor/index.ts";

/** The back end in use, why not a faster one, and the memory of its device now. */
export function backend(): BackendInfo & { readonly memory: ReturnType<typeof handleBytes> } {
  return { ...backendInfo(), memory: handleBytes() };
}
