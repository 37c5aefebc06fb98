/**
 * What a library of kernels must provide to be a device: ops on opaque tensors; images are NHWC, filters HWIO, all float32 unless stated.
 * A missing member is computed in plain loops instead. Every op returns new tensors, which the caller frees.
 */
import type { TypedArray } from "../../shape/index.ts";
import type { BackendInfo, BinaryOp, CompareOp, Pair, ReduceOp, UnaryOp } from "../backend.ts";

/** A tensor of the library. */
export interface Raw {
  readonly shape: readonly number[];
  readonly dtype: RawDType;
}

export type RawDType = "float32" | "int32" | "bool";

/** "Same" and "valid" in TensorFlow's sense; any other padding is added beforehand. */
export type Edges = "SAME" | "VALID";

export interface WindowOptions {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly edges: Edges;
}

export interface ConvOptions {
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly edges: Edges;
}

/**
 * Convolutions in which every channel has its own filters, [K, K, C, outputs per channel]. The same stride in both directions, no dilation.
 */
export interface Depthwise {
  conv2d(x: Raw, filter: Raw, options: ConvOptions): Raw;
  inputGrad(gy: Raw, filter: Raw, inputShape: readonly number[], options: ConvOptions): Raw;
  filterGrad(gy: Raw, x: Raw, filterShape: readonly number[], options: ConvOptions): Raw;
}

export interface Engine {
  readonly info: BackendInfo;
  /** From this many elements on, the device is faster than a plain loop, for ops that take about a nanosecond per element. */
  readonly smallest: number;
  /** The largest result that the library can hold. */
  readonly mostBytes: number;
  /** May read `array` in place as long as the tensor lives: nobody writes to it any more. */
  upload(dtype: RawDType, array: TypedArray, shape: readonly number[]): Raw;
  read(x: Raw): TypedArray;
  free(x: Raw): void;

  reshape(x: Raw, shape: readonly number[]): Raw;
  transpose(x: Raw, perm: readonly number[]): Raw;
  broadcastTo(x: Raw, shape: readonly number[]): Raw;
  concat(xs: readonly Raw[], axis: number): Raw;
  slice(x: Raw, begin: readonly number[], size: readonly number[]): Raw;
  pad(x: Raw, pads: readonly Pair[], value: number): Raw;

  readonly unaryOps: ReadonlySet<UnaryOp>;
  unary(op: UnaryOp, x: Raw): Raw;
  readonly binaryOps: ReadonlySet<BinaryOp>;
  binary(op: BinaryOp, a: Raw, b: Raw): Raw;
  /** bool */
  compare(op: CompareOp, a: Raw, b: Raw): Raw;
  select(condition: Raw, a: Raw, b: Raw): Raw;
  cast(x: Raw, dtype: RawDType): Raw;
  readonly reduceOps: ReadonlySet<ReduceOp>;
  reduce(op: ReduceOp, x: Raw, axes: readonly number[], keepdims?: boolean): Raw;

  matmul(a: Raw, b: Raw, transposeA: boolean, transposeB: boolean): Raw;
  /** Adds b [C] along the last axis. */
  biasAdd(x: Raw, b: Raw): Raw;
  /** The sums over all axes but the last. */
  biasGrad(gy: Raw): Raw;
  /** Over the last axis of a matrix. */
  softmax(x: Raw): Raw;
  logSoftmax(x: Raw): Raw;
  crossEntropy?(logits: Raw, labels: Raw): { readonly losses: Raw; readonly gradient: Raw };
  gather(x: Raw, indices: Raw): Raw;
  scatterAdd?(gy: Raw, indices: Raw, rows: number): Raw;

  /** Whether filters with fewer channels than the image give a grouped convolution, also in the gradients. */
  readonly grouped: boolean;
  /** Whether the convolution's gradients support dilation. */
  readonly dilatedGradients: boolean;
  conv2d(x: Raw, filter: Raw, options: ConvOptions): Raw;
  /** Adds b [O] in the same op; present only if that is faster than `biasAdd` afterwards. */
  readonly conv2dWithBias?: ((x: Raw, filter: Raw, b: Raw, options: ConvOptions) => Raw) | undefined;
  readonly depthwise?: Depthwise;
  convInputGrad(gy: Raw, filter: Raw, inputShape: readonly number[], options: ConvOptions): Raw;
  convFilterGrad(gy: Raw, x: Raw, filterShape: readonly number[], options: ConvOptions): Raw;

  /** The workspace, if there is one, makes the gradient fast. x contains neither NaN nor infinities. */
  maxPool(x: Raw, options: WindowOptions): { readonly y: Raw; readonly workspace: Raw | undefined };
  maxPoolGrad(gy: Raw, x: Raw, y: Raw, workspace: Raw | undefined, options: WindowOptions): Raw;
  avgPool(x: Raw, options: WindowOptions): Raw;
  avgPoolGrad(gy: Raw, inputShape: readonly number[], options: WindowOptions): Raw;

  /** Uses the statistics of the batch, with the biased variance. */
  batchNormTraining?(x: Raw, scale: Raw, offset: Raw, eps: number): { y: Raw; mean: Raw; variance: Raw };
  batchNormGrad?(
    gy: Raw,
    x: Raw,
    scale: Raw,
    mean: Raw,
    variance: Raw,
    eps: number,
  ): { x: Raw; scale: Raw; offset: Raw };
}
