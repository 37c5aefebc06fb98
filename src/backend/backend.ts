/**
 * The only interface to heavy arithmetic. Operands are `Dense`: a whole storage read in row-major order. Every op returns new storages with
 * one owner; none writes into its operands, except the steps of optimisers.
 *
 * Letters: B batch, C channels, H height, W width, O output channels, G groups, K kernel.
 * The operands of an op have the same dtype (the caller promotes) and matching shapes (the caller has checked).
 */
import type { DType } from "../shape/index.ts";
import type { Storage } from "./storage.ts";

export interface Dense {
  readonly storage: Storage;
  readonly shape: readonly number[];
}

export type Pair = readonly [number, number];

/** An operand of an elementwise op; a number (bigint for int64) counts as a 0-d tensor of the other operand's dtype. */
export type Operand = Dense | number | bigint;

export type UnaryOp =
  | "neg"
  | "abs"
  | "sign"
  | "floor"
  | "ceil"
  | "round"
  | "trunc"
  | "reciprocal"
  | "square"
  | "sqrt"
  | "rsqrt"
  | "exp"
  | "exp2"
  | "expm1"
  | "log"
  | "log2"
  | "log10"
  | "log1p"
  | "sin"
  | "cos"
  | "tan"
  | "asin"
  | "acos"
  | "atan"
  | "sinh"
  | "cosh"
  | "tanh"
  | "asinh"
  | "acosh"
  | "atanh"
  | "erf"
  | "sigmoid"
  | "relu"
  | "softplus"
  | "logicalNot"
  | "bitwiseNot";

/**
 * To divide integers the caller casts them to float32 first. `remainder` and `floorDivide` are Python's, `fmod` is C's.
 * `maximum` and `minimum` give NaN if either operand is NaN.
 * Gradients take the forward's result (y) and the incoming gradient (gy): `tanhGrad` gy*(1-y*y), `sigmoidGrad` gy*y*(1-y), `reluGrad` gy
 * where y > 0.
 */
export type BinaryOp =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "pow"
  | "maximum"
  | "minimum"
  | "remainder"
  | "fmod"
  | "floorDivide"
  | "atan2"
  | "bitwiseAnd"
  | "bitwiseOr"
  | "bitwiseXor"
  | "tanhGrad"
  | "sigmoidGrad"
  | "reluGrad";

export type CompareOp = "eq" | "ne" | "lt" | "le" | "gt" | "ge";

/** `any` and `all` give bool, the others the operand's dtype; float32 sums are accumulated in double or pairwise. */
export type ReduceOp = "sum" | "mean" | "prod" | "max" | "min" | "any" | "all";

export interface ConvGeometry {
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
}

export interface PoolGeometry {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly ceilMode: boolean;
}

export interface AvgPoolGeometry extends Omit<PoolGeometry, "dilation"> {
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | undefined;
}

/** What a pool's gradient needs from the forward. It owns storages: call `release` if no gradient will be requested. */
export interface SavedPool {
  release(): void;
}

export interface BatchNormStatistics {
  /** The mean and the biased variance of each channel, [C]. */
  readonly mean: Storage;
  readonly variance: Storage;
}

export interface SgdOptions {
  readonly lr: number;
  readonly momentum: number;
  readonly dampening: number;
  readonly weightDecay: number;
  readonly nesterov: boolean;
  readonly maximize: boolean;
}

export interface AdamOptions {
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  /** True for AdamW, which decays the parameter itself instead of adding the decay to the gradient. */
  readonly decoupled: boolean;
  readonly maximize: boolean;
  /** 1 at the first step. */
  readonly step: number;
}

export interface BackendInfo {
  readonly name: "tfjs-node" | "wasm" | "plain";
  /** The version of the library that computes. */
  readonly version: string;
  /** Why it is not a faster one; absent if this is the fastest or was requested. */
  readonly reason?: string;
  /** Kernels of the fast path that the library does not offer here. */
  readonly missing: readonly string[];
}

export interface Backend {
  readonly info: BackendInfo;

  // Elementwise
  unary(op: UnaryOp, x: Dense): Storage;
  /** Shapes broadcast. At least one operand is a `Dense`. */
  binary(op: BinaryOp, a: Operand, b: Operand): Storage;
  /** bool. */
  compare(op: CompareOp, a: Operand, b: Operand): Storage;
  /** `condition` is bool; all three broadcast. */
  where(condition: Dense, a: Operand, b: Operand): Storage;
  /** Float to integer truncates; anything to bool is `!= 0`. */
  cast(x: Dense, dtype: DType): Storage;
  full(dtype: DType, length: number, value: number | bigint): Storage;

  // Shape
  permute(x: Dense, dims: readonly number[]): Storage;
  broadcastTo(x: Dense, shape: readonly number[]): Storage;
  cat(xs: readonly Dense[], dim: number): Storage;
  /** `length` entries of dimension `dim` from `start`. */
  narrow(x: Dense, dim: number, start: number, length: number): Storage;
  /** Constant padding: `pads[d]` is [before, after] of dimension d. */
  pad(x: Dense, pads: readonly Pair[], value: number): Storage;

  // Reductions: `dims` are distinct and not negative; the order of the result is the same with or without keepdim
  reduce(op: ReduceOp, x: Dense, dims: readonly number[]): Storage;
  /** int64; the first of equal elements; NaN counts as the largest (smallest). */
  argReduce(op: "argmax" | "argmin", x: Dense, dim: number): Storage;

  // Products. [..., n, k] x [..., k, m], leading dimensions broadcast; transposes read the last two dimensions swapped
  matmul(a: Dense, b: Dense, options?: { readonly transposeA?: boolean; readonly transposeB?: boolean }): Storage;
  /** `x [B, n] @ weight [m, n]^T + bias [m]`. */
  linear(x: Dense, weight: Dense, bias: Dense | undefined): Storage;

  // Rows
  /** Rows of `weight [n, ...]` at `indices` (int64). */
  embedding(weight: Dense, indices: Dense): Storage;
  /** Zeros of `[rows, ...]` with the rows of `gy` added at `indices`. */
  embeddingGrad(gy: Dense, indices: Dense, rows: number): Storage;

  // Softmax, over dimension `dim`
  softmax(x: Dense, dim: number): Storage;
  logSoftmax(x: Dense, dim: number): Storage;
  softmaxGrad(gy: Dense, y: Dense, dim: number): Storage;
  logSoftmaxGrad(gy: Dense, y: Dense, dim: number): Storage;
  /** The losses [B] of `logits [B, C]` for the class indices `target` (int64 [B]), and the gradient [B, C] of their sum. */
  crossEntropy(logits: Dense, target: Dense): { readonly losses: Storage; readonly gradient: Storage };

  // Convolution: x [B, C, H, W], weight [O, C/G, K, K], bias [O]
  conv2d(x: Dense, weight: Dense, bias: Dense | undefined, geometry: ConvGeometry): Storage;
  /** The gradient of x, whose shape is `inputShape`; also the forward of a transposed convolution. */
  conv2dInputGrad(gy: Dense, weight: Dense, inputShape: readonly number[], geometry: ConvGeometry): Storage;
  conv2dWeightGrad(gy: Dense, x: Dense, weightShape: readonly number[], geometry: ConvGeometry): Storage;
  /** The sum over all dimensions but the second: the gradient of a bias [C] added to [B, C, ...]. */
  biasGrad(gy: Dense): Storage;
  /** Adds bias [C] to `x [B, C, ...]`. */
  biasAdd(x: Dense, bias: Dense): Storage;

  // Pools over the last two dimensions of [B, C, H, W]
  maxPool2d(x: Dense, geometry: PoolGeometry): { readonly output: Storage; readonly saved: SavedPool };
  maxPool2dGrad(gy: Dense, saved: SavedPool): Storage;
  /** Also returns the flat position of each maximum in its plane, int64, like torch's `return_indices`. */
  maxPool2dWithIndices(x: Dense, geometry: PoolGeometry): { readonly output: Storage; readonly indices: Storage };
  avgPool2d(x: Dense, geometry: AvgPoolGeometry): Storage;
  avgPool2dGrad(gy: Dense, inputShape: readonly number[], geometry: AvgPoolGeometry): Storage;
  adaptiveAvgPool2d(x: Dense, outputSize: Pair): Storage;
  adaptiveAvgPool2dGrad(gy: Dense, inputShape: readonly number[]): Storage;

  // Norms. x [B, C, ...], statistics, weight and bias [C]
  batchNorm(
    x: Dense,
    weight: Dense | undefined,
    bias: Dense | undefined,
    mean: Dense,
    variance: Dense,
    eps: number,
  ): Storage;
  batchNormTraining(
    x: Dense,
    weight: Dense | undefined,
    bias: Dense | undefined,
    eps: number,
  ): { readonly output: Storage } & BatchNormStatistics;
  /** For training, where the statistics are those of x. */
  batchNormGrad(
    gy: Dense,
    x: Dense,
    weight: Dense | undefined,
    statistics: BatchNormStatistics,
    eps: number,
  ): { readonly x: Storage; readonly weight: Storage; readonly bias: Storage };
  /** Over the last dimensions of `x [rows, n]`, weight and bias [n]; the caller reshapes. `mean` and `rstd` are [rows]. */
  layerNorm(
    x: Dense,
    weight: Dense | undefined,
    bias: Dense | undefined,
    eps: number,
  ): { readonly output: Storage; readonly mean: Storage; readonly rstd: Storage };
  layerNormGrad(
    gy: Dense,
    x: Dense,
    weight: Dense | undefined,
    mean: Storage,
    rstd: Storage,
  ): { readonly x: Storage; readonly weight: Storage; readonly bias: Storage };

  // Steps of optimisers: they change the storages of `param` and of the state in place
  /** `momentum` is the buffer, undefined at the first step or without momentum; returns the buffer for the next step. */
  sgdStep(param: Storage, grad: Storage, momentum: Storage | undefined, options: SgdOptions): Storage | undefined;
  adamStep(param: Storage, grad: Storage, first: Storage, second: Storage, options: AdamOptions): void;
}
