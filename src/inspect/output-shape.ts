/** The shape of a layer's output, with the arithmetic behind it. */
import { inspect as nodeInspect } from "node:util";
import { ConvNd } from "../nn/conv.ts";
import { Linear } from "../nn/linear.ts";
import { Module } from "../nn/module.ts";
import { formatShape, required, signature, Size } from "../shape/index.ts";
import { noGrad } from "../tensor/autograd/index.ts";
import { Tensor, zeros } from "../tensor/index.ts";
import * as is from "../nn/kinds.ts";
import { along, directions, windowsOf } from "./windows.ts";

/** What `outputShape` found. Prints as the shape and one line per direction. */
export class OutputShape {
  readonly input: readonly number[];
  readonly shape: Size;
  /** How each size is computed, by its name: `H`, `W`, `C`. */
  readonly formulas: Readonly<Record<string, string>>;

  constructor(input: readonly number[], shape: readonly number[], formulas: Readonly<Record<string, string>>) {
    this.input = input;
    this.shape = Size.copy(shape);
    this.formulas = formulas;
  }

  toString(): string {
    const lines = Object.entries(this.formulas).map(([name, formula]) => `${name}: ${formula}`);
    return [`${formatShape(this.input)} -> ${formatShape(this.shape)}`, ...lines].join("\n");
  }

  [nodeInspect.custom](): string {
    return this.toString();
  }
}

const outputShapeSignature = signature("inspect.outputShape", {
  layer: required(is.module),
  input: required(is.either(is.tensor, is.ints)),
});

/**
 * The shape of `layer(input)`. For convolutions, transposed convolutions, pools and Linear it comes with its
 * arithmetic:
 * `(size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1`.
 * @param input a tensor, or its shape
 * @throws {TypeError} if the layer does not return a single tensor; errors of the layer itself for such an input
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv2d.html
 * @example
 * inspect.outputShape(new nn.Conv2d(3, 16, { kernelSize: 3, padding: 1 }), [1, 3, 32, 32]).shape // torch.Size([1, 16, 32, 32])
 */
export function outputShape(layer: Module<unknown>, input: Tensor | readonly number[]): OutputShape;
export function outputShape(options: {
  readonly layer: Module<unknown>;
  readonly input: Tensor | readonly number[];
}): OutputShape;
export function outputShape(...given: unknown[]): OutputShape {
  const { layer, input } = outputShapeSignature.read(given);
  const sizes = input instanceof Tensor ? [...input.shape] : [...input];
  const shape = run(layer, sizes);
  const places = placesOf(layer);
  const formulas: Record<string, string> = {};
  if (layer instanceof ConvNd) formulas["C"] = `outChannels = ${layer.outChannels}`;
  const windows = windowsOf(layer, places);
  for (const [d, name] of directions(places).entries()) {
    if (windows !== undefined) formulas[name] = along(sizes[sizes.length - places + d]!, windows[d]!).formula;
  }
  if (layer instanceof Linear) formulas["last"] = `outFeatures = ${layer.outFeatures}`;
  return new OutputShape(sizes, shape, formulas);
}

/** The shape as the layer itself computes it: on zeros, in evaluation mode. */
function run(layer: Module<unknown>, sizes: readonly number[]): readonly number[] {
  const modes = layer.modules().map((module) => [module, module.training] as const);
  try {
    layer.eval();
    const output = noGrad(() => (layer as Module)(zeros(sizes)) as unknown);
    if (output instanceof Tensor) return output.shape;
    throw new TypeError(
      `outputShape: expected a layer that gives one tensor, got ${nodeInspect(output, { depth: 0 })}`,
    );
  } finally {
    for (const [module, mode] of modes) module.training = mode;
  }
}

/** In how many directions a layer moves its window; 0 if it has none. */
export function placesOf(layer: Module<unknown>): number {
  if (layer instanceof ConvNd) return layer.kernelSize.length;
  let place = layer.constructor as { readonly name: string };
  for (; place !== Module; place = Object.getPrototypeOf(place) as typeof place) {
    const digit = /(\d)d$/.exec(place.name)?.[1];
    if (digit !== undefined) return Number(digit);
  }
  return 0;
}
