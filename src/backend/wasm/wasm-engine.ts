/**
 * The kernels of @tensorflow/tfjs-backend-wasm, called by name without tfjs's own tensors. Those that are missing, wrong or slow are
 * replaced by ours.
 */
import type { KernelBackend, NamedAttrMap, TensorInfo } from "@tensorflow/tfjs-core";
import type { TypedArray } from "../../shape/index.ts";
import type { BackendInfo, BinaryOp, CompareOp, Pair, ReduceOp, UnaryOp } from "../backend.ts";
import type { ConvOptions, Engine, Raw, RawDType, WindowOptions } from "../device/engine.ts";
import { ones } from "../device/residence.ts";
import { maxPoolGradient, spaced, turned, wholeOverCounted } from "./repairs.ts";

const unaryNames: Partial<Readonly<Record<UnaryOp, string>>> = {
  neg: "Neg",
  abs: "Abs",
  floor: "Floor",
  ceil: "Ceil",
  round: "Round",
  reciprocal: "Reciprocal",
  square: "Square",
  sqrt: "Sqrt",
  rsqrt: "Rsqrt",
  exp: "Exp",
  log: "Log",
  sin: "Sin",
  cos: "Cos",
  tan: "Tan",
  tanh: "Tanh",
  sigmoid: "Sigmoid",
  relu: "Relu",
};

const binaryNames: Partial<Readonly<Record<BinaryOp, string>>> = {
  add: "Add",
  sub: "Sub",
  mul: "Multiply",
  div: "RealDiv",
};

const compareNames: Readonly<Record<CompareOp, string>> = {
  eq: "Equal",
  ne: "NotEqual",
  lt: "Less",
  le: "LessEqual",
  gt: "Greater",
  ge: "GreaterEqual",
};

export type WasmBackend = KernelBackend & {
  write(values: TypedArray, shape: number[], dtype: string): object;
};
export type Core = typeof import("@tensorflow/tfjs-core");

class Tensor implements Raw {
  readonly info: TensorInfo;
  readonly dtype: RawDType;

  constructor(info: TensorInfo, dtype: RawDType) {
    this.info = info;
    this.dtype = dtype;
  }

  get shape(): readonly number[] {
    return this.info.shape;
  }
}

export class WasmEngine implements Engine {
  readonly info: BackendInfo;
  readonly smallest = 4096;
  /** Beyond its heap of 2 GB the library aborts, and cannot be used afterwards. */
  readonly mostBytes = 2 ** 29;
  readonly unaryOps: ReadonlySet<UnaryOp> = new Set(Object.keys(unaryNames) as UnaryOp[]);
  readonly binaryOps: ReadonlySet<BinaryOp> = new Set<BinaryOp>([
    ...(Object.keys(binaryNames) as BinaryOp[]),
    "tanhGrad",
    "sigmoidGrad",
  ]);
  /** The library adds numbers one after another in single precision; the plain loops are more accurate. */
  readonly reduceOps: ReadonlySet<ReduceOp> = new Set();
  readonly grouped = false;
  readonly dilatedGradients = true;
  readonly #core: Core;
  readonly #backend: WasmBackend;

  constructor(core: Core, version: string) {
    this.#core = core;
    this.#backend = core.backend() as WasmBackend;
    this.info = { name: "wasm", version: `tfjs-backend-wasm ${version}`, missing: ["FusedBatchNormV3 in training"] };
  }

  // Tensors

  upload(dtype: RawDType, array: TypedArray, shape: readonly number[]): Raw {
    const own = [...shape];
    const dataId = this.#backend.write(array, own, dtype);
    return new Tensor({ dataId, shape: own, dtype }, dtype);
  }

  read(x: Raw): TypedArray {
    return this.#backend.readSync((x as Tensor).info.dataId) as TypedArray;
  }

  free(x: Raw): void {
    this.#backend.disposeData((x as Tensor).info.dataId);
  }

  // Shape

  reshape(x: Raw, shape: readonly number[]): Raw {
    return this.#run("Reshape", { x }, { shape: [...shape] }, x.dtype);
  }

  transpose(x: Raw, perm: readonly number[]): Raw {
    return this.#run("Transpose", { x }, { perm: [...perm] }, x.dtype);
  }

  broadcastTo(x: Raw, shape: readonly number[]): Raw {
    const lead = shape.length - x.shape.length;
    const from = [...ones(lead), ...x.shape];
    const aligned = this.reshape(x, from);
    if (shape.every((n, d) => n === from[d])) return aligned;
    const y = this.#run("Tile", { x: aligned }, { reps: shape.map((n, d) => (from[d] === 1 ? n : 1)) }, x.dtype);
    this.free(aligned);
    return y;
  }

  concat(xs: readonly Raw[], axis: number): Raw {
    const inputs = Object.fromEntries(xs.map((x, i) => [i, x]));
    return this.#run("Concat", inputs, { axis }, xs[0]!.dtype);
  }

  slice(x: Raw, begin: readonly number[], size: readonly number[]): Raw {
    return this.#run("Slice", { x }, { begin: [...begin], size: [...size] }, x.dtype);
  }

  pad(x: Raw, pads: readonly Pair[], value: number): Raw {
    const paddings = pads.map((pair) => [...pair]);
    return this.#run("PadV2", { x }, { paddings, constantValue: value } as unknown as NamedAttrMap);
  }

  // Elementwise

  unary(op: UnaryOp, x: Raw): Raw {
    return this.#run(unaryNames[op]!, { x });
  }

  binary(op: BinaryOp, a: Raw, b: Raw): Raw {
    const name = binaryNames[op];
    if (name !== undefined) return this.#run(name, { a, b });
    // gy * (1 - y * y), and gy * (y - y * y)
    const [square, one] = [this.unary("square", a), this.upload("float32", Float32Array.of(1), [])];
    const slope = this.#run("Sub", { a: op === "tanhGrad" ? one : a, b: square });
    const result = this.#run("Multiply", { a: b, b: slope });
    for (const x of [square, one, slope]) this.free(x);
    return result;
  }

  compare(op: CompareOp, a: Raw, b: Raw): Raw {
    return this.#run(compareNames[op], { a, b }, {}, "bool");
  }

  select(condition: Raw, a: Raw, b: Raw): Raw {
    const { assertAndGetBroadcastShape } = this.#core.broadcast_util;
    const inner = assertAndGetBroadcastShape([...a.shape], [...b.shape]);
    const shape = assertAndGetBroadcastShape([...condition.shape], inner);
    const [c, t, e] = [condition, a, b].map((x) => this.broadcastTo(x, shape)) as [Raw, Raw, Raw];
    const y = this.#run("Select", { condition: c, t, e });
    for (const x of [c, t, e]) this.free(x);
    return y;
  }

  cast(x: Raw, dtype: RawDType): Raw {
    return this.#run("Cast", { x }, { dtype }, dtype);
  }

  reduce(op: ReduceOp, x: Raw, axes: readonly number[], keepDims = false): Raw {
    if (op === "max") return this.#run("Max", { x }, { reductionIndices: [...axes], keepDims });
    return this.#run(op === "sum" ? "Sum" : "Mean", { x }, { axis: [...axes], keepDims });
  }

  // Products and rows

  matmul(a: Raw, b: Raw, transposeA: boolean, transposeB: boolean): Raw {
    const batch = this.#core.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const stretched = [a, b].map((x) => this.broadcastTo(x, [...batch, ...x.shape.slice(-2)])) as [Raw, Raw];
    const product = this.#run("BatchMatMul", { a: stretched[0], b: stretched[1] }, { transposeA, transposeB });
    for (const x of stretched) this.free(x);
    return product;
  }

  biasAdd(x: Raw, b: Raw): Raw {
    return this.binary("add", x, b);
  }

  biasGrad(gy: Raw): Raw {
    if (gy.shape.length === 2) return this.reduce("sum", gy, [0]);
    // Each image is summed first, because short sums in single precision lose less
    const images = this.reduce("sum", gy, [1, 2]);
    const sum = this.reduce("sum", images, [0]);
    this.free(images);
    return sum;
  }

  softmax(x: Raw): Raw {
    return this.#run("Softmax", { logits: x }, { dim: x.shape.length - 1 });
  }

  logSoftmax(x: Raw): Raw {
    const max = this.reduce("max", x, [1], true);
    const shifted = this.binary("sub", x, max);
    const powers = this.unary("exp", shifted);
    const sum = this.reduce("sum", powers, [1], true);
    const log = this.unary("log", sum);
    const y = this.binary("sub", shifted, log);
    for (const t of [max, shifted, powers, sum, log]) this.free(t);
    return y;
  }

  gather(x: Raw, indices: Raw): Raw {
    return this.#run("GatherV2", { x, indices }, { axis: 0, batchDims: 0 });
  }

  // Convolution and pools

  conv2d(x: Raw, filter: Raw, { stride, dilation, edges }: ConvOptions): Raw {
    return this.#conv(x, filter, stride, dilation, edges === "SAME" ? "same" : "valid");
  }

  /** A convolution of the gradient, spread out by `stride`, with the rotated filter: 10 times as fast as the library's kernel. */
  convInputGrad(gy: Raw, filter: Raw, inputShape: readonly number[], { stride, dilation, edges }: ConvOptions): Raw {
    const [, height, width] = inputShape as [number, number, number, number];
    const [rows, columns] = filter.shape as [number, number];
    const gaps = spaced(this.read(gy) as Float32Array, gy.shape, stride);
    const before = [height, width].map((n, d) => {
      const span = ([rows, columns][d]! - 1) * dilation[d]!;
      const out = gy.shape[1 + d]!;
      const padding = edges === "SAME" ? Math.max((out - 1) * stride[d]! + span + 1 - n, 0) >> 1 : 0;
      const first = span - padding;
      return [first, n + span - first - gaps.shape[1 + d]!] as const;
    });
    const spread = this.upload("float32", gaps.array, gaps.shape);
    const framed = this.pad(spread, [[0, 0], before[0]!, before[1]!, [0, 0]], 0);
    const back = turned(this.read(filter) as Float32Array, filter.shape);
    const turnedFilter = this.upload("float32", back.array, back.shape);
    const gx = this.#conv(framed, turnedFilter, [1, 1], dilation, "valid");
    for (const x of [spread, framed, turnedFilter]) this.free(x);
    return gx;
  }

  /** A convolution with channels and images swapped, and stride and dilation too. The library has no kernel for this gradient. */
  convFilterGrad(gy: Raw, x: Raw, filterShape: readonly number[], { stride, dilation, edges }: ConvOptions): Raw {
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const needed = [0, 1].map(
      (d) => (gy.shape[1 + d]! - 1) * stride[d]! + (filterShape[d]! - 1) * dilation[d]! + 1,
    ) as unknown as Pair;
    // Pixels that the stride left over at the end met no weight
    const frame = [height, width].map((n, d) => {
      const before = edges === "SAME" ? Math.max(needed[d]! - n, 0) >> 1 : 0;
      return [before, Math.max(needed[d]! - n - before, 0)] as const;
    });
    const framed = this.pad(x, [[0, 0], frame[0]!, frame[1]!, [0, 0]], 0);
    const cut = this.slice(framed, [0, 0, 0, 0], [batch, needed[0], needed[1], channels]);
    const image = this.transpose(cut, [3, 1, 2, 0]);
    const filter = this.transpose(gy, [1, 2, 0, 3]);
    const product = this.#conv(image, filter, dilation, stride, "valid");
    const gw = this.transpose(product, [1, 2, 0, 3]);
    for (const t of [framed, cut, image, filter, product]) this.free(t);
    return gw;
  }

  #conv(x: Raw, filter: Raw, strides: Pair, dilations: Pair, pad: string): Raw {
    const attributes = { strides: [...strides], dilations: [...dilations], pad, dataFormat: "NHWC" };
    return this.#run("Conv2D", { x, filter }, attributes);
  }

  maxPool(x: Raw, options: WindowOptions): { y: Raw; workspace: undefined } {
    return { y: this.#run("MaxPool", { x }, this.#window(options)), workspace: undefined };
  }

  /** The library's kernel loses the gradient of windows without a positive element. */
  maxPoolGrad(gy: Raw, x: Raw, y: Raw, _workspace: Raw | undefined, options: WindowOptions): Raw {
    const [g, image, maxima] = [gy, x, y].map((t) => this.read(t) as Float32Array) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const gx = maxPoolGradient(g, image, maxima, x.shape, y.shape, options);
    return this.upload("float32", gx, x.shape);
  }

  avgPool(x: Raw, options: WindowOptions): Raw {
    return this.#run("AvgPool", { x }, this.#window(options));
  }

  /** The library's kernel divides by the size of the whole window even if part of it is padding. */
  avgPoolGrad(gy: Raw, inputShape: readonly number[], options: WindowOptions): Raw {
    const { array, shape } = wholeOverCounted(inputShape, gy.shape, options);
    const factor = this.upload("float32", array, shape);
    const dy = this.binary("mul", gy, factor);
    // The kernel reads only the shape of its second input
    const { dataId } = (gy as Tensor).info;
    const input = new Tensor({ dataId, shape: [...inputShape], dtype: "float32" }, "float32");
    const gx = this.#run("AvgPoolGrad", { dy, input }, this.#window(options));
    for (const x of [factor, dy]) this.free(x);
    return gx;
  }

  #window({ kernelSize, stride, edges }: WindowOptions): NamedAttrMap {
    return { filterSize: [...kernelSize], strides: [...stride], pad: edges === "SAME" ? "same" : "valid" };
  }

  #run(
    name: string,
    inputs: Readonly<Record<string, Raw>>,
    attrs: NamedAttrMap = {},
    dtype: RawDType = "float32",
  ): Raw {
    const kernel = this.#core.getKernel(name, "wasm");
    if (kernel == null) throw new Error(`internal: tfjs-backend-wasm has no kernel ${name}`);
    const infos: Record<string, TensorInfo> = {};
    for (const [key, x] of Object.entries(inputs)) infos[key] = (x as Tensor).info;
    const list = name === "Concat" ? (Object.values(infos) as unknown as typeof infos) : infos;
    const output = kernel.kernelFunc({ inputs: list, attrs, backend: this.#backend });
    return new Tensor(output as TensorInfo, dtype);
  }
}
