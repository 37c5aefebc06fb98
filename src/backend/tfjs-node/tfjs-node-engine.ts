/** TensorFlow's kernels by tfjs-node's addon. */
import { numel } from "../../shape/index.ts";
import type { TypedArray } from "../../shape/index.ts";
import { outOfMemory } from "../allocate.ts";
import type { BackendInfo, BinaryOp, CompareOp, Pair, ReduceOp, UnaryOp } from "../backend.ts";
import type { ConvOptions, Engine, Raw, RawDType, WindowOptions } from "../device/engine.ts";
import { loadBinding } from "./binding.ts";
import type { Attribute, Binding, TensorInfo } from "./binding.ts";

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
  expm1: "Expm1",
  log: "Log",
  log1p: "Log1p",
  sin: "Sin",
  cos: "Cos",
  tan: "Tan",
  tanh: "Tanh",
  erf: "Erf",
  sigmoid: "Sigmoid",
  relu: "Relu",
};

const binaryNames: Partial<Readonly<Record<BinaryOp, string>>> = {
  add: "AddV2",
  sub: "Sub",
  mul: "Mul",
  div: "RealDiv",
  pow: "Pow",
  maximum: "Maximum",
  minimum: "Minimum",
  tanhGrad: "TanhGrad",
  sigmoidGrad: "SigmoidGrad",
  reluGrad: "ReluGrad",
};

const compareNames: Readonly<Record<CompareOp, string>> = {
  eq: "Equal",
  ne: "NotEqual",
  lt: "Less",
  le: "LessEqual",
  gt: "Greater",
  ge: "GreaterEqual",
};

const reduceNames: Partial<Readonly<Record<ReduceOp, string>>> = { sum: "Sum", mean: "Mean", max: "Max", min: "Min" };

class Tensor implements Raw {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: RawDType;

  constructor(id: number, shape: readonly number[], dtype: RawDType) {
    this.id = id;
    this.shape = shape;
    this.dtype = dtype;
  }
}

/** TensorFlow's words for a lack of memory become torch's; anything else is a mistake of ours. */
function translated(name: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const shape = /OOM when allocating tensor with shape\[([\d,]*)\]/.exec(message)?.[1];
  if (shape !== undefined) return outOfMemory(numel(shape.split(",").map(Number)) * 4, error);
  return new Error(`internal: ${name}: ${message}`, { cause: error });
}

/** oneDNN's own pools, which TensorFlow's graph optimiser would put in: their gradient is 20 times as fast. */
interface FastPools {
  readonly attributes: readonly Attribute[];
}

export class TfjsNodeEngine implements Engine {
  readonly info: BackendInfo;
  readonly smallest = 4096;
  readonly mostBytes = Infinity;
  readonly unaryOps: ReadonlySet<UnaryOp> = new Set(Object.keys(unaryNames) as UnaryOp[]);
  readonly binaryOps: ReadonlySet<BinaryOp> = new Set(Object.keys(binaryNames) as BinaryOp[]);
  readonly reduceOps: ReadonlySet<ReduceOp> = new Set(Object.keys(reduceNames) as ReduceOp[]);
  readonly dilatedGradients: boolean;
  readonly conv2dWithBias: ((x: Raw, filter: Raw, b: Raw, options: ConvOptions) => Raw) | undefined;
  readonly #binding: Binding;
  readonly #fastPools: FastPools | undefined;
  readonly #dtypes: ReadonlyMap<number, RawDType>;
  readonly #float: readonly Attribute[];
  readonly #constants = new Map<string, Tensor>();

  /** Throws with the reason where the addon cannot be loaded. */
  constructor(path: string) {
    const binding = loadBinding(path);
    this.#binding = binding;
    this.#dtypes = new Map<number, RawDType>([
      [binding.TF_FLOAT, "float32"],
      [binding.TF_INT32, "int32"],
      [binding.TF_BOOL, "bool"],
    ]);
    this.#float = [this.#type("T", "float32")];
    const fast: FastPools = {
      attributes: [
        ...this.#float,
        this.#ints("explicit_paddings", []),
        this.#bool("workspace_enabled", true),
        this.#string("_kernel", "MklNameChangeOp"),
      ],
    };
    const missing: string[] = [];
    this.#fastPools = this.#works(() => this.#probePools(fast)) ? fast : undefined;
    if (this.#fastPools === undefined) missing.push("_MklNativeMaxPool");
    this.conv2dWithBias = this.#works(() => this.#probeBias()) ? this.#conv2dWithBias : undefined;
    if (this.conv2dWithBias === undefined) missing.push("_MklNativeConv2DWithBias");
    this.dilatedGradients = this.#works(() => this.#probeDilation());
    if (!this.dilatedGradients) missing.push("Conv2DBackpropFilter with dilations");
    this.info = { name: "tfjs-node", version: `TensorFlow ${binding.TF_Version}`, missing };
  }

  // Tensors

  upload(dtype: RawDType, array: TypedArray, shape: readonly number[]): Raw {
    const id = this.#binding.createTensor(shape, this.#code(dtype), array as Float32Array);
    return new Tensor(id, shape, dtype);
  }

  read(x: Raw): TypedArray {
    return this.#binding.tensorDataSync((x as Tensor).id);
  }

  free(x: Raw): void {
    this.#binding.deleteTensor((x as Tensor).id);
  }

  // Shape

  reshape(x: Raw, shape: readonly number[]): Raw {
    return this.#run("Reshape", [this.#type("T", x.dtype), this.#type("Tshape", "int32")], [x, this.#ints32(shape)]);
  }

  transpose(x: Raw, perm: readonly number[]): Raw {
    return this.#run("Transpose", [this.#type("T", x.dtype), this.#type("Tperm", "int32")], [x, this.#ints32(perm)]);
  }

  broadcastTo(x: Raw, shape: readonly number[]): Raw {
    return this.#run("BroadcastTo", [this.#type("T", x.dtype), this.#type("Tidx", "int32")], [x, this.#ints32(shape)]);
  }

  concat(xs: readonly Raw[], axis: number): Raw {
    const attributes = [this.#int("N", xs.length), this.#type("T", xs[0]!.dtype), this.#type("Tidx", "int32")];
    return this.#run("ConcatV2", attributes, [...xs, this.#ints32(axis)]);
  }

  slice(x: Raw, begin: readonly number[], size: readonly number[]): Raw {
    const attributes = [this.#type("T", x.dtype), this.#type("Index", "int32")];
    return this.#run("Slice", attributes, [x, this.#ints32(begin), this.#ints32(size)]);
  }

  pad(x: Raw, pads: readonly Pair[], value: number): Raw {
    const attributes = [...this.#float, this.#type("Tpaddings", "int32")];
    const scalar = this.upload("float32", Float32Array.of(value), []);
    const y = this.#run("PadV2", attributes, [x, this.#ints32(pads.flat(), [pads.length, 2]), scalar]);
    this.free(scalar);
    return y;
  }

  // Elementwise

  unary(op: UnaryOp, x: Raw): Raw {
    return this.#run(unaryNames[op]!, this.#float, [x]);
  }

  binary(op: BinaryOp, a: Raw, b: Raw): Raw {
    // ReluGrad takes the gradient first, its sisters the output
    return this.#run(binaryNames[op]!, this.#float, op === "reluGrad" ? [b, a] : [a, b]);
  }

  compare(op: CompareOp, a: Raw, b: Raw): Raw {
    return this.#run(compareNames[op], this.#float, [a, b]);
  }

  select(condition: Raw, a: Raw, b: Raw): Raw {
    return this.#run("SelectV2", this.#float, [condition, a, b]);
  }

  cast(x: Raw, dtype: RawDType): Raw {
    const attributes = [this.#type("SrcT", x.dtype), this.#type("DstT", dtype), this.#bool("Truncate", false)];
    return this.#run("Cast", attributes, [x]);
  }

  reduce(op: ReduceOp, x: Raw, axes: readonly number[], keepdims = false): Raw {
    const attributes = [...this.#float, this.#type("Tidx", "int32"), this.#bool("keep_dims", keepdims)];
    return this.#run(reduceNames[op]!, attributes, [x, this.#ints32(axes)]);
  }

  // Products and rows

  /**
   * Not `MatMul`: under it lies oneDNN's older gemm, whose generated code (2.21, x86) corrupts the heap when a signal arrives inside:
   * an interrupt of a cell, a profiler. The kernel under this one does not, and is as fast.
   */
  matmul(a: Raw, b: Raw, transposeA: boolean, transposeB: boolean): Raw {
    const attributes = [...this.#float, this.#bool("adj_x", transposeA), this.#bool("adj_y", transposeB)];
    return this.#run("BatchMatMulV2", attributes, [a, b]);
  }

  biasAdd(x: Raw, b: Raw): Raw {
    return this.#run("BiasAdd", this.#channelsLast, [x, b]);
  }

  biasGrad(gy: Raw): Raw {
    return this.#run("BiasAddGrad", this.#channelsLast, [gy]);
  }

  softmax(x: Raw): Raw {
    return this.#run("Softmax", this.#float, [x]);
  }

  logSoftmax(x: Raw): Raw {
    return this.#run("LogSoftmax", this.#float, [x]);
  }

  crossEntropy(logits: Raw, labels: Raw): { losses: Raw; gradient: Raw } {
    const attributes = [...this.#float, this.#type("Tlabels", "int32")];
    const [losses, gradient] = this.#runs("SparseSoftmaxCrossEntropyWithLogits", attributes, [logits, labels], 2);
    return { losses: losses!, gradient: gradient! };
  }

  gather(x: Raw, indices: Raw): Raw {
    const types = [this.#type("Tparams", x.dtype), this.#type("Tindices", "int32"), this.#type("Taxis", "int32")];
    return this.#run("GatherV2", [...types, this.#int("batch_dims", 0)], [x, indices, this.#ints32(0)]);
  }

  scatterAdd(gy: Raw, indices: Raw, rows: number): Raw {
    const types = [...this.#float, this.#type("Tindices", "int32"), this.#type("Tnumsegments", "int32")];
    return this.#run("UnsortedSegmentSum", types, [gy, indices, this.#ints32(rows)]);
  }

  // Convolution and pools

  conv2d(x: Raw, filter: Raw, options: ConvOptions): Raw {
    return this.#run("Conv2D", this.#convAttributes(options), [x, filter]);
  }

  readonly #conv2dWithBias = (x: Raw, filter: Raw, b: Raw, options: ConvOptions): Raw => {
    const attributes = [
      ...this.#convAttributes(options),
      this.#bool("is_filter_const", false),
      this.#string("_kernel", "MklNameChangeOp"),
    ];
    return this.#run("_MklNativeConv2DWithBias", attributes, [x, filter, b]);
  };

  convInputGrad(gy: Raw, filter: Raw, inputShape: readonly number[], options: ConvOptions): Raw {
    const inputs = [this.#ints32(inputShape), filter, gy];
    return this.#run("Conv2DBackpropInput", this.#convAttributes(options), inputs);
  }

  convFilterGrad(gy: Raw, x: Raw, filterShape: readonly number[], options: ConvOptions): Raw {
    const inputs = [x, this.#ints32(filterShape), gy];
    return this.#run("Conv2DBackpropFilter", this.#convAttributes(options), inputs);
  }

  maxPool(x: Raw, options: WindowOptions): { y: Raw; workspace: Raw | undefined } {
    const attributes = this.#poolAttributes(options);
    if (this.#fastPools === undefined)
      return { y: this.#run("MaxPool", [...this.#float, ...attributes], [x]), workspace: undefined };
    const all = [...this.#fastPools.attributes, ...attributes];
    const [y, workspace] = this.#runs("_MklNativeMaxPool", all, [x], 2);
    return { y: y!, workspace };
  }

  maxPoolGrad(gy: Raw, x: Raw, y: Raw, workspace: Raw | undefined, options: WindowOptions): Raw {
    const attributes = this.#poolAttributes(options);
    if (this.#fastPools === undefined || workspace === undefined)
      return this.#run("MaxPoolGrad", [...this.#float, ...attributes], [x, y, gy]);
    const all = [...this.#fastPools.attributes, ...attributes];
    return this.#run("_MklNativeMaxPoolGrad", all, [x, y, gy, workspace]);
  }

  avgPool(x: Raw, options: WindowOptions): Raw {
    return this.#run("AvgPool", [...this.#float, ...this.#poolAttributes(options)], [x]);
  }

  avgPoolGrad(gy: Raw, inputShape: readonly number[], options: WindowOptions): Raw {
    return this.#run("AvgPoolGrad", [...this.#float, ...this.#poolAttributes(options)], [this.#ints32(inputShape), gy]);
  }

  // Batch norm

  batchNormTraining(x: Raw, scale: Raw, offset: Raw, eps: number): { y: Raw; mean: Raw; variance: Raw } {
    const attributes = [...this.#normAttributes(eps), this.#number("exponential_avg_factor", 1)];
    const empty = this.upload("float32", new Float32Array(0), [0]);
    const outputs = this.#runs("FusedBatchNormV3", attributes, [x, scale, offset, empty, empty], 6);
    // 1 and 2 are for running averages; 3 and 4 are what the gradient reads: mean and biased variance
    for (const i of [1, 2, 5]) this.free(outputs[i]!);
    this.free(empty);
    return { y: outputs[0]!, mean: outputs[3]!, variance: outputs[4]! };
  }

  batchNormGrad(gy: Raw, x: Raw, scale: Raw, mean: Raw, variance: Raw, eps: number) {
    const empty = this.upload("float32", new Float32Array(0), [0]);
    const inputs = [gy, x, scale, mean, variance, empty];
    const outputs = this.#runs("FusedBatchNormGradV3", this.#normAttributes(eps), inputs, 5);
    for (const i of [3, 4]) this.free(outputs[i]!);
    this.free(empty);
    return { x: outputs[0]!, scale: outputs[1]!, offset: outputs[2]! };
  }

  // Attributes

  #type(name: string, dtype: RawDType): Attribute {
    return { name, type: this.#binding.TF_ATTR_TYPE, value: this.#code(dtype) };
  }

  #int(name: string, value: number): Attribute {
    return { name, type: this.#binding.TF_ATTR_INT, value };
  }

  #ints(name: string, value: readonly number[]): Attribute {
    return { name, type: this.#binding.TF_ATTR_INT, value };
  }

  #number(name: string, value: number): Attribute {
    return { name, type: this.#binding.TF_ATTR_FLOAT, value };
  }

  #bool(name: string, value: boolean): Attribute {
    return { name, type: this.#binding.TF_ATTR_BOOL, value };
  }

  #string(name: string, value: string): Attribute {
    return { name, type: this.#binding.TF_ATTR_STRING, value };
  }

  get #channelsLast(): readonly Attribute[] {
    return [...this.#float, this.#string("data_format", "NHWC")];
  }

  #convAttributes({ stride, dilation, edges }: ConvOptions): Attribute[] {
    return [
      ...this.#float,
      this.#ints("strides", [1, ...stride, 1]),
      this.#ints("dilations", [1, ...dilation, 1]),
      this.#string("padding", edges),
      this.#string("data_format", "NHWC"),
      this.#bool("use_cudnn_on_gpu", true),
    ];
  }

  #poolAttributes({ kernelSize, stride, edges }: WindowOptions): Attribute[] {
    return [
      this.#ints("ksize", [1, ...kernelSize, 1]),
      this.#ints("strides", [1, ...stride, 1]),
      this.#string("padding", edges),
      this.#string("data_format", "NHWC"),
    ];
  }

  #normAttributes(eps: number): Attribute[] {
    return [
      ...this.#float,
      this.#type("U", "float32"),
      this.#number("epsilon", eps),
      this.#string("data_format", "NHWC"),
      this.#bool("is_training", true),
    ];
  }

  // Calls

  #code(dtype: RawDType): number {
    const { TF_FLOAT, TF_INT32, TF_BOOL } = this.#binding;
    return dtype === "float32" ? TF_FLOAT : dtype === "int32" ? TF_INT32 : TF_BOOL;
  }

  /** Shapes and axes as tensors: there are few different ones, and they are asked for at every step. */
  #ints32(values: readonly number[] | number, shape?: readonly number[]): Tensor {
    const list = typeof values === "number" ? [values] : values;
    const own = shape ?? (typeof values === "number" ? [] : [list.length]);
    const key = `${own.join()}:${list.join()}`;
    let tensor = this.#constants.get(key);
    if (tensor === undefined) {
      if (this.#constants.size >= 1000) this.#forgetConstants();
      tensor = this.upload("int32", Int32Array.from(list), own) as Tensor;
      this.#constants.set(key, tensor);
    }
    return tensor;
  }

  #forgetConstants(): void {
    for (const tensor of this.#constants.values()) this.free(tensor);
    this.#constants.clear();
  }

  #run(name: string, attributes: readonly Attribute[], inputs: readonly Raw[]): Raw {
    return this.#runs(name, attributes, inputs, 1)[0]!;
  }

  #runs(name: string, attributes: readonly Attribute[], inputs: readonly Raw[], outputs: number): Raw[] {
    const ids = inputs.map((x) => (x as Tensor).id);
    try {
      return this.#binding.executeOp(name, attributes, ids, outputs).map((info) => this.#tensor(info));
    } catch (error) {
      throw translated(name, error);
    }
  }

  #tensor({ id, shape, dtype }: TensorInfo): Tensor {
    // Workspaces are uint8; they are never read
    return new Tensor(id, shape, this.#dtypes.get(dtype) ?? "bool");
  }

  // Probes

  #works(probe: () => boolean): boolean {
    try {
      return probe();
    } catch {
      return false;
    }
  }

  /** The largest of four is at position 1, and there goes all of the gradient, for which the output itself serves. */
  #probePools(fast: FastPools): boolean {
    const options: WindowOptions = { kernelSize: [2, 2], stride: [2, 2], edges: "VALID" };
    const all = [...fast.attributes, ...this.#poolAttributes(options)];
    const x = this.upload("float32", Float32Array.of(-1, -0.25, -2, -3), [1, 2, 2, 1]);
    const [y, workspace] = this.#runs("_MklNativeMaxPool", all, [x], 2);
    const gx = this.#run("_MklNativeMaxPoolGrad", all, [x, y!, y!, workspace!]);
    const found = [...this.read(gx)].join();
    for (const tensor of [x, y!, workspace!, gx]) this.free(tensor);
    return found === "0,-0.25,0,0";
  }

  /** A filter of 2 and a bias of 1 over the row 1, 2, 3, 4. */
  #probeBias(): boolean {
    const options: ConvOptions = { stride: [1, 1], dilation: [1, 1], edges: "SAME" };
    const x = this.upload("float32", Float32Array.of(1, 2, 3, 4), [1, 1, 4, 1]);
    const filter = this.upload("float32", Float32Array.of(2), [1, 1, 1, 1]);
    const b = this.upload("float32", Float32Array.of(1), [1]);
    const y = this.#conv2dWithBias(x, filter, b, options);
    const found = [...this.read(y)].join();
    for (const tensor of [x, filter, b, y]) this.free(tensor);
    return found === "3,5,7,9";
  }

  /** Taps 2 apart of the row 1..5 under a gradient of ones: 1+2+3 and 3+4+5. */
  #probeDilation(): boolean {
    const options: ConvOptions = { stride: [1, 1], dilation: [1, 2], edges: "VALID" };
    const x = this.upload("float32", Float32Array.of(1, 2, 3, 4, 5), [1, 1, 5, 1]);
    const gy = this.upload("float32", Float32Array.of(1, 1, 1), [1, 1, 3, 1]);
    const filter = this.upload("float32", Float32Array.of(1, 10), [1, 2, 1, 1]);
    const gw = this.convFilterGrad(gy, x, [1, 2, 1, 1], options);
    const gx = this.convInputGrad(gy, filter, [1, 1, 5, 1], options);
    const found = [...this.read(gw), ...this.read(gx)].join();
    for (const tensor of [x, gy, filter, gw, gx]) this.free(tensor);
    return found === "6,12,1,1,11,10,10";
  }
}
