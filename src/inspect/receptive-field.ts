/** How much of the input one output number sees. */
import { inspect as nodeInspect } from "node:util";
import { ConvNd } from "../nn/conv.ts";
import { Linear } from "../nn/linear.ts";
import { Module } from "../nn/module.ts";
import { required, signature } from "../shape/index.ts";
import * as is from "../nn/kinds.ts";
import { directions, windowsOf } from "./windows.ts";
import { placesOf } from "./output-shape.ts";
import { say } from "./words.ts";

export interface FieldOfLayer {
  readonly name: string;
  readonly type: string;
  /** How many pixels of the input one number of this layer's output sees, in each direction. */
  readonly size: readonly number[];
  /** The distance between the fields of neighbouring numbers. */
  readonly stride: readonly number[];
}

/** What `receptiveField` found. Prints as one line per layer. */
export class ReceptiveField {
  readonly layers: readonly FieldOfLayer[];
  /** The field of the last layer: [H, W]. */
  readonly size: readonly number[];
  /** The layer that sees everything, such as Linear, where the calculation ended; else null. */
  readonly endedAt: string | null;

  constructor(layers: readonly FieldOfLayer[], endedAt: string | null) {
    this.layers = layers;
    this.size = layers.at(-1)?.size ?? [1, 1];
    this.endedAt = endedAt;
  }

  toString(): string {
    const widths = (["name", "type"] as const).map((key) =>
      Math.max(0, ...this.layers.map((layer) => layer[key].length)),
    );
    const lines = this.layers.map(
      ({ name, type, size, stride }) =>
        `${name.padEnd(widths[0]!)}  ${type.padEnd(widths[1]!)}  ${say("every", { size: size.join(" x "), stride: stride.join(" x ") })}`,
    );
    return [...lines, ...(this.endedAt === null ? [] : [say("seesAll", { layer: this.endedAt })])].join("\n");
  }

  [nodeInspect.custom](): string {
    return this.toString();
  }
}

const receptiveFieldSignature = signature("inspect.receptiveField", {
  model: required(is.module),
});

/** A layer that looks at every number at once. */
const seesAll = /^(?:Linear|Flatten|Adaptive\w+Pool\dd)$/;

/**
 * The receptive field after each layer of a chain: `field + (kernel - 1) * dilation * stride so far`. Layers count in
 * the order in which the model holds them; for a model with branches, ask for one branch at a time.
 * @throws {TypeError} for a transposed convolution, whose output numbers see parts of different sizes
 * @see https://distill.pub/2019/computing-receptive-fields/
 * @example
 * inspect.receptiveField(new nn.Sequential(new nn.Conv2d(3, 8, 3), new nn.MaxPool2d(2), new nn.Conv2d(8, 8, 3))).size // [8, 8]
 */
export function receptiveField(model: Module<unknown>): ReceptiveField;
export function receptiveField(options: { readonly model: Module<unknown> }): ReceptiveField;
export function receptiveField(...given: unknown[]): ReceptiveField {
  const { model } = receptiveFieldSignature.read(given);
  const layers: FieldOfLayer[] = [];
  let [size, stride]: [readonly number[], readonly number[]] = [[], []];
  for (const [name, layer] of model.namedModules()) {
    if (layer.children().length > 0) continue;
    const type = layer.constructor.name;
    if (layer instanceof Linear || seesAll.test(type)) return new ReceptiveField(layers, `${name} (${type})`);
    const places = placesOf(layer);
    const windows = windowsOf(layer, places);
    if (windows === undefined) continue;
    if (layer instanceof ConvNd && layer.outputPadding !== null)
      throw new TypeError(`receptiveField: ${name} (${type}) is a transposed convolution, which has no one field`);
    if (size.length === 0) [size, stride] = [Array<number>(places).fill(1), Array<number>(places).fill(1)];
    if (size.length !== places)
      throw new TypeError(
        `receptiveField: expected layers of ${directions(size.length).join(" and ")}, got ${name} (${type})`,
      );
    size = windows.map(({ kernel, dilation }, d) => size[d]! + (kernel - 1) * dilation * stride[d]!);
    stride = windows.map((window, d) => stride[d]! * window.stride);
    layers.push({ name: name === "" ? "model" : name, type, size, stride });
  }
  return new ReceptiveField(layers, null);
}
