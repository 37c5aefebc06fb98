/** TensorFlow's kernels, called through tfjs-node's addon. */
import type { TypedArray } from "../../shape/index.ts";
import type { BackendInfo, BinaryOp, CompareOp, Pair, ReduceOp, UnaryOp } from "../backend.ts";
import type { ConvOptions, Depthwise, Engine, Raw, RawDType, WindowOptions } from "../device/engine.ts";
import { loadBinding } from "./binding.ts";
import type { Attribute } from "./binding.ts";
import { Eager } from "./eager.ts";
import { binaryNames, compareNames, reduceNames, unaryNames } from "./names.ts";
import { OneDnn, works } from "./one-dnn.ts";

/** oneDNN's own pools, which TensorFlow's graph optimiser would insert: their gradient is 20 times as fast. */
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
  readonly grouped: boolean;
  readonly dilatedGradients: boolean;
  readonly conv2dWithBias: ((x: Raw, filter: Raw, b: Raw, options: ConvOptions) => Raw) | undefined;
  readonly #tf: Eager;
  readonly #fastPools: FastPools | undefined;
  readonly #oneDnn: OneDnn;

  /** Throws, with the reason, if the addon cannot be loaded. */
  constructor(path: string) {
    const binding = loadBinding(path);
    this.#tf = new Eager(binding);
    const attributes = {
      conv: (o: ConvOptions) => this.#convAttributes(o),
      norm: (eps: number) => this.#normAttributes(eps),
    };
    this.#oneDnn = new OneDnn(this.#tf, attributes);
    const fast: FastPools = {
      attributes: [
        ...this.#tf.float,
        this.#tf.ints("explicit_paddings", []),
        this.#tf.bool("workspace_enabled", true),
        this.#oneDnn.kernel,
      ],
    };
    const missing = [...this.#oneDnn.missing];
    this.#fastPools = works(() => this.#probePools(fast)) ? fast : undefined;
    if (this.#fastPools === undefined) missing.push("_MklNativeMaxPool");
    this.conv2dWithBias = works(() => this.#probeBias()) ? this.#conv2dWithBias : undefined;
    if (this.conv2dWithBias === undefined) missing.push("_MklNativeConv2DWithBias");
    this.grouped = works(() => this.#probeGroups());
    if (!this.grouped) missing.push("Conv2DBackpropFilter with groups");
    this.dilatedGradients = works(() => this.#probeDilation());
    if (!this.dilatedGradients) missing.push("Conv2DBackpropFilter with dilations");
    this.info = { name: "tfjs-node", version: `TensorFlow ${binding.TF_Version}`, missing };
  }

  // Tensors

  upload(dtype: RawDType, array: TypedArray, shape: readonly number[]): Raw {
    return this.#tf.upload(dtype, array, shape);
  }

  read(x: Raw): TypedArray {
    return this.#tf.read(x);
  }

  free(x: Raw): void {
    this.#tf.free(x);
  }

  // Shape

  reshape(x: Raw, shape: readonly number[]): Raw {
    return this.#tf.run(
      "Reshape",
      [this.#tf.type("T", x.dtype), this.#tf.type("Tshape", "int32")],
      [x, this.#tf.ints32(shape)],
    );
  }

  transpose(x: Raw, perm: readonly number[]): Raw {
    return this.#tf.run(
      "Transpose",
      [this.#tf.type("T", x.dtype), this.#tf.type("Tperm", "int32")],
      [x, this.#tf.ints32(perm)],
    );
  }

  broadcastTo(x: Raw, shape: readonly number[]): Raw {
    return this.#tf.run(
      "BroadcastTo",
      [this.#tf.type("T", x.dtype), this.#tf.type("Tidx", "int32")],
      [x, this.#tf.ints32(shape)],
    );
  }

  concat(xs: readonly Raw[], axis: number): Raw {
    const attributes = [this.#tf.int("N", xs.length), this.#tf.type("T", xs[0]!.dtype), this.#tf.type("Tidx", "int32")];
    return this.#tf.run("ConcatV2", attributes, [...xs, this.#tf.ints32(axis)]);
  }

  slice(x: Raw, begin: readonly number[], size: readonly number[]): Raw {
    const attributes = [this.#tf.type("T", x.dtype), this.#tf.type("Index", "int32")];
    return this.#tf.run("Slice", attributes, [x, this.#tf.ints32(begin), this.#tf.ints32(size)]);
  }

  pad(x: Raw, pads: readonly Pair[], value: number): Raw {
    const attributes = [...this.#tf.float, this.#tf.type("Tpaddings", "int32")];
    const scalar = this.upload("float32", Float32Array.of(value), []);
    const y = this.#tf.run("PadV2", attributes, [x, this.#tf.ints32(pads.flat(), [pads.length, 2]), scalar]);
    this.free(scalar);
    return y;
  }

  // Elementwise

  unary(op: UnaryOp, x: Raw): Raw {
    return this.#tf.run(unaryNames[op]!, this.#tf.float, [x]);
  }

  binary(op: BinaryOp, a: Raw, b: Raw): Raw {
    // ReluGrad takes the gradient first, the other gradients take the output first
    return this.#tf.run(binaryNames[op]!, this.#tf.float, op === "reluGrad" ? [b, a] : [a, b]);
  }

  compare(op: CompareOp, a: Raw, b: Raw): Raw {
    return this.#tf.run(compareNames[op], this.#tf.float, [a, b]);
  }

  select(condition: Raw, a: Raw, b: Raw): Raw {
    return this.#tf.run("SelectV2", this.#tf.float, [condition, a, b]);
  }

  cast(x: Raw, dtype: RawDType): Raw {
    const attributes = [this.#tf.type("SrcT", x.dtype), this.#tf.type("DstT", dtype), this.#tf.bool("Truncate", false)];
    return this.#tf.run("Cast", attributes, [x]);
  }

  reduce(op: ReduceOp, x: Raw, axes: readonly number[], keepdims = false): Raw {
    const attributes = [...this.#tf.float, this.#tf.type("Tidx", "int32"), this.#tf.bool("keep_dims", keepdims)];
    return this.#tf.run(reduceNames[op]!, attributes, [x, this.#tf.ints32(axes)]);
  }

  // Products and rows

  /**
   * Not `MatMul`, which uses oneDNN's older gemm: its generated code (2.21, x86) corrupts the heap if a signal arrives while it runs (a
   * cell's interrupt, a profiler). The kernel behind this op does not, and is as fast.
   */
  matmul(a: Raw, b: Raw, transposeA: boolean, transposeB: boolean): Raw {
    const attributes = [...this.#tf.float, this.#tf.bool("adj_x", transposeA), this.#tf.bool("adj_y", transposeB)];
    return this.#tf.run("BatchMatMulV2", attributes, [a, b]);
  }

  biasAdd(x: Raw, b: Raw): Raw {
    return this.#tf.run("BiasAdd", this.#channelsLast, [x, b]);
  }

  biasGrad(gy: Raw): Raw {
    return this.#tf.run("BiasAddGrad", this.#channelsLast, [gy]);
  }

  softmax(x: Raw): Raw {
    return this.#tf.run("Softmax", this.#tf.float, [x]);
  }

  logSoftmax(x: Raw): Raw {
    return this.#tf.run("LogSoftmax", this.#tf.float, [x]);
  }

  crossEntropy(logits: Raw, labels: Raw): { losses: Raw; gradient: Raw } {
    const attributes = [...this.#tf.float, this.#tf.type("Tlabels", "int32")];
    const [losses, gradient] = this.#tf.runs("SparseSoftmaxCrossEntropyWithLogits", attributes, [logits, labels], 2);
    return { losses: losses!, gradient: gradient! };
  }

  gather(x: Raw, indices: Raw): Raw {
    const types = [
      this.#tf.type("Tparams", x.dtype),
      this.#tf.type("Tindices", "int32"),
      this.#tf.type("Taxis", "int32"),
    ];
    return this.#tf.run("GatherV2", [...types, this.#tf.int("batch_dims", 0)], [x, indices, this.#tf.ints32(0)]);
  }

  scatterAdd(gy: Raw, indices: Raw, rows: number): Raw {
    const types = [...this.#tf.float, this.#tf.type("Tindices", "int32"), this.#tf.type("Tnumsegments", "int32")];
    return this.#tf.run("UnsortedSegmentSum", types, [gy, indices, this.#tf.ints32(rows)]);
  }

  // Convolution and pools

  conv2d(x: Raw, filter: Raw, options: ConvOptions): Raw {
    if (this.#oneDnn.takes(x.shape, filter.shape, options)) return this.#oneDnn.conv2d(x, filter, options);
    return this.#tf.run("Conv2D", this.#convAttributes(options), [x, filter]);
  }

  readonly depthwise: Depthwise = {
    conv2d: (x, filter, options) =>
      this.#tf.run("DepthwiseConv2dNative", this.#depthwiseAttributes(options), [x, filter]),
    inputGrad: (gy, filter, inputShape, options) =>
      this.#tf.run("DepthwiseConv2dNativeBackpropInput", this.#depthwiseAttributes(options), [
        this.#tf.ints32(inputShape),
        filter,
        gy,
      ]),
    filterGrad: (gy, x, filterShape, options) =>
      this.#tf.run("DepthwiseConv2dNativeBackpropFilter", this.#depthwiseAttributes(options), [
        x,
        this.#tf.ints32(filterShape),
        gy,
      ]),
  };

  readonly #conv2dWithBias = (x: Raw, filter: Raw, b: Raw, options: ConvOptions): Raw => {
    const attributes = [...this.#convAttributes(options), this.#tf.bool("is_filter_const", false), this.#oneDnn.kernel];
    return this.#tf.run("_MklNativeConv2DWithBias", attributes, [x, filter, b]);
  };

  convInputGrad(gy: Raw, filter: Raw, inputShape: readonly number[], options: ConvOptions): Raw {
    if (this.#oneDnn.takes(inputShape, filter.shape, options))
      return this.#oneDnn.convInputGrad(gy, filter, inputShape, options);
    const inputs = [this.#tf.ints32(inputShape), filter, gy];
    return this.#tf.run("Conv2DBackpropInput", this.#convAttributes(options), inputs);
  }

  convFilterGrad(gy: Raw, x: Raw, filterShape: readonly number[], options: ConvOptions): Raw {
    if (this.#oneDnn.takes(x.shape, filterShape, options))
      return this.#oneDnn.convFilterGrad(gy, x, filterShape, options);
    const inputs = [x, this.#tf.ints32(filterShape), gy];
    return this.#tf.run("Conv2DBackpropFilter", this.#convAttributes(options), inputs);
  }

  maxPool(x: Raw, options: WindowOptions): { y: Raw; workspace: Raw | undefined } {
    const attributes = this.#poolAttributes(options);
    if (this.#fastPools === undefined)
      return { y: this.#tf.run("MaxPool", [...this.#tf.float, ...attributes], [x]), workspace: undefined };
    const all = [...this.#fastPools.attributes, ...attributes];
    const [y, workspace] = this.#tf.runs("_MklNativeMaxPool", all, [x], 2);
    return { y: y!, workspace };
  }

  maxPoolGrad(gy: Raw, x: Raw, y: Raw, workspace: Raw | undefined, options: WindowOptions): Raw {
    const attributes = this.#poolAttributes(options);
    if (this.#fastPools === undefined || workspace === undefined)
      return this.#tf.run("MaxPoolGrad", [...this.#tf.float, ...attributes], [x, y, gy]);
    const all = [...this.#fastPools.attributes, ...attributes];
    return this.#tf.run("_MklNativeMaxPoolGrad", all, [x, y, gy, workspace]);
  }

  avgPool(x: Raw, options: WindowOptions): Raw {
    return this.#tf.run("AvgPool", [...this.#tf.float, ...this.#poolAttributes(options)], [x]);
  }

  avgPoolGrad(gy: Raw, inputShape: readonly number[], options: WindowOptions): Raw {
    return this.#tf.run(
      "AvgPoolGrad",
      [...this.#tf.float, ...this.#poolAttributes(options)],
      [this.#tf.ints32(inputShape), gy],
    );
  }

  // Batch norm

  batchNormTraining(x: Raw, scale: Raw, offset: Raw, eps: number): { y: Raw; mean: Raw; variance: Raw } {
    const attributes = [...this.#normAttributes(eps), this.#tf.number("exponential_avg_factor", 1)];
    const empty = this.upload("float32", new Float32Array(0), [0]);
    const outputs = this.#tf.runs("FusedBatchNormV3", attributes, [x, scale, offset, empty, empty], 6);
    // 1 and 2 are for running averages; 3 and 4 are what the gradient reads: mean and biased variance
    for (const i of [1, 2, 5]) this.free(outputs[i]!);
    this.free(empty);
    return { y: outputs[0]!, mean: outputs[3]!, variance: outputs[4]! };
  }

  batchNormGrad(gy: Raw, x: Raw, scale: Raw, mean: Raw, variance: Raw, eps: number) {
    const empty = this.upload("float32", new Float32Array(0), [0]);
    const inputs = [gy, x, scale, mean, variance, empty];
    const outputs = this.#oneDnn.batchNormGrad(inputs, eps);
    for (const i of [3, 4]) this.free(outputs[i]!);
    this.free(empty);
    return { x: outputs[0]!, scale: outputs[1]!, offset: outputs[2]! };
  }

  // Attributes

  get #channelsLast(): readonly Attribute[] {
    return [...this.#tf.float, this.#tf.string("data_format", "NHWC")];
  }

  #convAttributes({ stride, dilation, edges }: ConvOptions): Attribute[] {
    return [
      ...this.#tf.float,
      this.#tf.ints("strides", [1, ...stride, 1]),
      this.#tf.ints("dilations", [1, ...dilation, 1]),
      this.#tf.string("padding", edges),
      this.#tf.string("data_format", "NHWC"),
      this.#tf.bool("use_cudnn_on_gpu", true),
    ];
  }

  #depthwiseAttributes(options: ConvOptions): Attribute[] {
    return this.#convAttributes(options).filter(({ name }) => name !== "use_cudnn_on_gpu");
  }

  #poolAttributes({ kernelSize, stride, edges }: WindowOptions): Attribute[] {
    return [
      this.#tf.ints("ksize", [1, ...kernelSize, 1]),
      this.#tf.ints("strides", [1, ...stride, 1]),
      this.#tf.string("padding", edges),
      this.#tf.string("data_format", "NHWC"),
    ];
  }

  #normAttributes(eps: number): Attribute[] {
    return [
      ...this.#tf.float,
      this.#tf.type("U", "float32"),
      this.#tf.number("epsilon", eps),
      this.#tf.string("data_format", "NHWC"),
      this.#tf.bool("is_training", true),
    ];
  }

  // Probes

  /** The largest of four numbers is at position 1, so the whole gradient goes there; the output itself serves as the gradient. */
  #probePools(fast: FastPools): boolean {
    const options: WindowOptions = { kernelSize: [2, 2], stride: [2, 2], edges: "VALID" };
    const all = [...fast.attributes, ...this.#poolAttributes(options)];
    const x = this.upload("float32", Float32Array.of(-1, -0.25, -2, -3), [1, 2, 2, 1]);
    const [y, workspace] = this.#tf.runs("_MklNativeMaxPool", all, [x], 2);
    const gx = this.#tf.run("_MklNativeMaxPoolGrad", all, [x, y!, y!, workspace!]);
    const found = [...this.read(gx)].join();
    for (const tensor of [x, y!, workspace!, gx]) this.free(tensor);
    return found === "0,-0.25,0,0";
  }

  /** Applies a filter of 2 and a bias of 1 to the row 1, 2, 3, 4. */
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

  /** Uses two channels of one pixel, 1 and 2, each with its own filter, 3 and 5, and a gradient of ones. */
  #probeGroups(): boolean {
    const options: ConvOptions = { stride: [1, 1], dilation: [1, 1], edges: "VALID" };
    const x = this.upload("float32", Float32Array.of(1, 2), [1, 1, 1, 2]);
    const gy = this.upload("float32", Float32Array.of(1, 1), [1, 1, 1, 2]);
    const filter = this.upload("float32", Float32Array.of(3, 5), [1, 1, 1, 2]);
    const y = this.conv2d(x, filter, options);
    const gw = this.convFilterGrad(gy, x, [1, 1, 1, 2], options);
    const gx = this.convInputGrad(gy, filter, [1, 1, 1, 2], options);
    const found = [y, gw, gx].map((tensor) => [...this.read(tensor)].join()).join(" ");
    for (const tensor of [x, gy, filter, y, gw, gx]) this.free(tensor);
    return found === "3,10 1,2 3,5";
  }

  /** Uses taps 2 apart on the row 1..5 and a gradient of ones: 1+2+3 and 3+4+5. */
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
