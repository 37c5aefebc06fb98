/**
 * What a library of kernels must offer to be a device: ops over opaque tensors, images NHWC, filters HWIO, float32 unless said.
 * A member that is missing is computed in plain loops instead. Every op gives new tensors; whoever asked frees them.
 */
import type { TypedArray } from "../../shape/index.ts";
import type { BackendInfo, BinaryOp, CompareOp, Pair, ReduceOp, UnaryOp } from "../backend.ts";

/** A tensor of the library. */
export interface Raw {
  readonly shape: readonly number[];
  readonly dtype: RawDType;
}

export type RawDType = "float32" | "int32" | "bool";

/** "same" and "valid" as TensorFlow means them; other paddings are made before. */
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

/** Convolutions in which every channel has filters of its own: [K, K, C, outputs of a channel]. One stride, no dilation. */
export interface Depthwise {
  conv2d(x: Raw, filter: Raw, options: ConvOptions): Raw;
  inputGrad(gy: Raw, filter: Raw, inputShape: readonly number[], options: ConvOptions): Raw;
  filterGrad(gy: Raw, x: Raw, filterShape: readonly number[], options: ConvOptions): Raw;
}

export interface Engine {
  readonly info: BackendInfo;
  /** Elements from which on a plain loop loses, for ops of about a nanosecond an element. */
  readonly smallest: number;
  /** What one result may hold. */
  readonly mostBytes: number;
  /** May read `array` where it lies as long as the tensor lives: nobody writes into it any more. */
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
  /** Sums over all axes but the last. */
  biasGrad(gy: Raw): Raw;
  /** Over the last axis of a matrix. */
  softmax(x: Raw): Raw;
  logSoftmax(x: Raw): Raw;
  crossEntropy?(logits: Raw, labels: Raw): { readonly losses: Raw; readonly gradient: Raw };
  gather(x: Raw, indices: Raw): Raw;
  scatterAdd?(gy: Raw, indices: Raw, rows: number): Raw;

  /** Whether filters of fewer channels than the image make a grouped convolution, in the gradients too. */
  readonly grouped: boolean;
  /** Whether the conv gradients know dilation. */
  readonly dilatedGradients: boolean;
  conv2d(x: Raw, filter: Raw, options: ConvOptions): Raw;
  /** With b [O] added on the way out, where that is faster than `biasAdd` afterwards. */
  readonly conv2dWithBias?: ((x: Raw, filter: Raw, b: Raw, options: ConvOptions) => Raw) | undefined;
  readonly depthwise?: Depthwise;
  convInputGrad(gy: Raw, filter: Raw, inputShape: readonly number[], options: ConvOptions): Raw;
  convFilterGrad(gy: Raw, x: Raw, filterShape: readonly number[], options: ConvOptions): Raw;

  /** The workspace, if there is one, makes the gradient fast. x holds neither NaN nor infinities. */
  maxPool(x: Raw, options: WindowOptions): { readonly y: Raw; readonly workspace: Raw | undefined };
  maxPoolGrad(gy: Raw, x: Raw, y: Raw, workspace: Raw | undefined, options: WindowOptions): Raw;
  avgPool(x: Raw, options: WindowOptions): Raw;
  avgPoolGrad(gy: Raw, inputShape: readonly number[], options: WindowOptions): Raw;

  /** Statistics of the batch, biased variance. */
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
