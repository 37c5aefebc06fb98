/**
 * oneDNN's own kernels by name. TensorFlow puts them in the place of its own by itself only on Linux, on processors with AVX512_VNNI or its
 * kin (or where TF_ENABLE_ONEDNN_OPTS=1 says so); elsewhere its convolutions run as many small products, two to four times as slow.
 *
 * Reference: https://github.com/tensorflow/tensorflow/blob/v2.21.0/tensorflow/core/util/util.cc
 */
import { numel } from "../../shape/index.ts";
import type { ConvOptions, Raw } from "../device/engine.ts";
import type { Attribute } from "./binding.ts";
import type { Eager } from "./eager.ts";

/** Without oneDNN's attribute; what they are is the engine's matter. */
export interface Attributes {
  conv(options: ConvOptions): readonly Attribute[];
  norm(eps: number): readonly Attribute[];
}

/**
 * From this many multiplications on, oneDNN's convolution is faster than TensorFlow's own; below, a call costs more than it saves (0.2 ms
 * for the filter's gradient).
 */
const smallest = 1_500_000;

/** The same for the batch norm's gradient, in elements of the image. */
const smallestNorm = 32_768;

export class OneDnn {
  /** Selects oneDNN's kernel of an op. */
  readonly kernel: Attribute;
  readonly missing: readonly string[];
  readonly #tf: Eager;
  readonly #attributes: Attributes;
  readonly #hasConv: boolean;
  readonly #hasNorm: boolean;

  constructor(tf: Eager, attributes: Attributes) {
    this.#tf = tf;
    this.#attributes = attributes;
    this.kernel = tf.string("_kernel", "MklNameChangeOp");
    this.#hasConv = works(() => this.#probeConv());
    this.#hasNorm = works(() => this.#probeNorm());
    this.missing = [
      ...(this.#hasConv ? [] : ["_MklNativeConv2DBackpropFilter"]),
      ...(this.#hasNorm ? [] : ["_MklNativeFusedBatchNormGradV3"]),
    ];
  }

  /**
   * Whether a convolution, or a gradient of one, should run here. TensorFlow's own kernels have the groups (filters with fewer channels than
   * the image), oneDNN's have the dilations.
   */
  takes(image: readonly number[], filter: readonly number[], { stride, dilation }: ConvOptions): boolean {
    if (!this.#hasConv || image[3] !== filter[2]) return false;
    if (dilation[0] !== 1 || dilation[1] !== 1) return true;
    const positions = (image[0]! * image[1]! * image[2]!) / (stride[0] * stride[1]);
    return positions * numel(filter) >= smallest;
  }

  conv2d(x: Raw, filter: Raw, options: ConvOptions): Raw {
    const forward = this.#tf.bool("is_filter_const", false);
    return this.#tf.run("_MklNativeConv2D", [...this.#conv(options), forward], [x, filter]);
  }

  convInputGrad(gy: Raw, filter: Raw, inputShape: readonly number[], options: ConvOptions): Raw {
    const inputs = [this.#tf.ints32(inputShape), filter, gy];
    return this.#tf.run("_MklNativeConv2DBackpropInput", this.#conv(options), inputs);
  }

  convFilterGrad(gy: Raw, x: Raw, filterShape: readonly number[], options: ConvOptions): Raw {
    const inputs = [x, this.#tf.ints32(filterShape), gy];
    return this.#tf.run("_MklNativeConv2DBackpropFilter", this.#conv(options), inputs);
  }

  /** The batch norm's gradient, two to three times as fast. The forward is no faster here, and further from the exact result. */
  batchNormGrad(inputs: readonly Raw[], eps: number): Raw[] {
    const attributes = this.#attributes.norm(eps);
    if (!this.#hasNorm || numel(inputs[0]!.shape) < smallestNorm)
      return this.#tf.runs("FusedBatchNormGradV3", attributes, inputs, 5);
    return this.#tf.runs("_MklNativeFusedBatchNormGradV3", [...attributes, this.kernel], inputs, 5);
  }

  #conv(options: ConvOptions): readonly Attribute[] {
    return [...this.#attributes.conv(options), this.kernel];
  }

  /** Applies a filter of 2 to the row 1, 2, 3, 4; both gradients get a gradient of ones. */
  #probeConv(): boolean {
    const options: ConvOptions = { stride: [1, 1], dilation: [1, 1], edges: "SAME" };
    const x = this.#tf.upload("float32", Float32Array.of(1, 2, 3, 4), [1, 1, 4, 1]);
    const filter = this.#tf.upload("float32", Float32Array.of(2), [1, 1, 1, 1]);
    const gy = this.#tf.upload("float32", Float32Array.of(1, 1, 1, 1), [1, 1, 4, 1]);
    const results = [
      this.conv2d(x, filter, options),
      this.convFilterGrad(gy, x, [1, 1, 1, 1], options),
      this.convInputGrad(gy, filter, [1, 1, 4, 1], options),
    ];
    const found = results.map((tensor) => [...this.#tf.read(tensor)].join()).join(" ");
    for (const tensor of [x, filter, gy, ...results]) this.#tf.free(tensor);
    return found === "2,4,6,8 10 2,2,2,2";
  }

  /** The row 1, 3 with a gradient of ones: nothing for the row and the scale, 2 for the offset. */
  #probeNorm(): boolean {
    const vector = (...values: number[]): Raw => this.#tf.upload("float32", Float32Array.from(values), [values.length]);
    const x = this.#tf.upload("float32", Float32Array.of(1, 3), [1, 1, 2, 1]);
    const gy = this.#tf.upload("float32", Float32Array.of(1, 1), [1, 1, 2, 1]);
    const inputs = [gy, x, vector(1), vector(2), vector(1), vector()];
    const attributes = [...this.#attributes.norm(0.001), this.kernel];
    const outputs = this.#tf.runs("_MklNativeFusedBatchNormGradV3", attributes, inputs, 5);
    const found = outputs.slice(0, 3).map((tensor) => [...this.#tf.read(tensor)].join());
    for (const tensor of [...inputs, ...outputs]) this.#tf.free(tensor);
    return found.join(" ") === "0,0 0 2";
  }
}

/** Whether an op that a library may lack exists and is right. */
export function works(probe: () => boolean): boolean {
  try {
    return probe();
  } catch {
    return false;
  }
}
