/**
 * Takes one output number of a layer apart. C input channels, O output channels, G groups, kH and kW kernel height and
 * width, H and W height and width of the input, L its length.
 */
import { inspect as nodeInspect } from "node:util";
import { ConvNd } from "../nn/conv.ts";
import { Linear } from "../nn/linear.ts";
import { Module } from "../nn/module.ts";
import { float32, float64, optional, required, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { Tensor, tensor } from "../tensor/index.ts";
import {
  type Grid,
  linearTerms,
  type Multiplies,
  multiplies,
  outputOf,
  placesIn,
  type Terms,
  termsOf,
} from "./terms.ts";
import { columnsOf, say } from "./words.ts";

export interface DotProductOptions {
  /** Row and column of the output. */
  readonly at: readonly [row: number, column: number];
  /** Output channel; the first by default. */
  readonly channel?: number | undefined;
  /** Which picture of a batch; the first by default. */
  readonly index?: number | undefined;
}

/** For layers whose output is not a picture: the position is one number, or there is none. */
export interface FlatDotProductOptions extends Omit<DotProductOptions, "at"> {
  readonly at?: number | readonly number[] | undefined;
}

const dotProductSignature = signature("inspect.dotProduct", {
  layer: required(
    is.kind("layer that multiplies (Conv2d, Conv1d, Linear, AvgPool2d, ConvTranspose2d)", multiplies, {
      explain: instead,
    }),
    "conv",
  ),
  input: required(is.tensor, "image"),
  at: optional(is.intOrInts, undefined),
  channel: optional(is.int, 0),
  index: optional(is.int, 0),
});

/** What to use for a layer that `dotProduct` cannot take apart. */
function instead(layer: unknown): string | undefined {
  if (!(layer instanceof Module)) return undefined;
  const name = layer.constructor.name;
  if (/^(?:Adaptive)?MaxPool/.test(name))
    return "it takes the largest number of a window and multiplies nothing: plot.explorer shows the window";
  if (name.startsWith("AdaptiveAvgPool")) return "its output is the mean of a part of the input: input.mean([-2, -1])";
  if (layer instanceof ConvNd) return "volumes have no page to stand on: take one slice of depth with a Conv2d";
  return "inspect.activations tells what any layer gives, inspect.outputShape its shape";
}

/** What `dotProduct` found. Prints as the sum that you would write by hand. */
export class DotProduct {
  /** The position in the output: row and column, one number for a sequence, none for a Linear. */
  readonly at: readonly number[];
  readonly channel: number;
  /** The numbers under the kernel, padding included: [C / G, kH, kW]; for sequences [C / G, k], for a Linear [C]. */
  readonly patch: Tensor;
  /** The weights of this output channel, in the patch's shape. */
  readonly kernel: Tensor;
  /** Patch times kernel, number by number. */
  readonly products: Tensor;
  /** The products of each input channel, added up: [C / G]. */
  readonly sums: Tensor;
  /** 0 if the layer has none. */
  readonly bias: number;
  /** The sums plus the bias: the number in the output. */
  readonly result: number;
  readonly #terms: Terms;
  /** `products` as planes. */
  readonly #products: readonly Grid[];

  constructor(layer: Multiplies, at: readonly number[], channel: number, terms: Terms) {
    const dtype = !("weight" in layer) || layer.weight.dtype !== float64 ? float32 : float64;
    const round = dtype === float32 ? Math.fround : Number;
    const { patch, kernel, bias } = terms;
    const products = patch.map((rows, c) =>
      rows.map((row, i) => row.map((value, j) => round(value * kernel[c]![i]![j]!))),
    );
    const sums = products.map((rows) => round(rows.flat().reduce((total, product) => total + product, 0)));
    const places = placesIn(layer);
    const asTensor = (planes: readonly Grid[]): Tensor => {
      const flat = places === 2 ? planes : planes.map((rows) => rows.flat());
      return tensor((places === 0 ? flat[0] : flat) as number[], { dtype });
    };
    this.at = at;
    this.channel = channel;
    this.patch = asTensor(patch);
    this.kernel = asTensor(kernel);
    this.products = asTensor(products);
    this.sums = tensor(sums, { dtype });
    this.bias = bias ?? 0;
    this.result = round(sums.reduce((total, sum) => total + sum, this.bias));
    this.#terms = terms;
    this.#products = products;
  }

  /** `kernel`, under the name that the layer uses. */
  get weight(): Tensor {
    return this.kernel;
  }

  toString(): string {
    const { patch, kernel, titles, bias, note } = this.#terms;
    const sums = this.sums.tolist() as number[];
    const isWhole = [...sums, this.bias, this.result].every(Number.isInteger);
    const shown = (value: number): string => (isWhole ? String(value + 0) : digits(value));
    const lines = [whereText(this.at, this.channel), ...(note === null ? [] : [note]), ""];
    for (const [c, sum] of sums.entries()) {
      const columns = [
        block(titles[c]!, patch[c]!),
        block(say("kernel"), kernel[c]!),
        block(say("products"), this.#products[c]!),
      ];
      const rows = columns[0]!.map((_, line) => columns.map((part) => part[line]).join("   "));
      const told = `${say("sum")} ${shown(sum)}`;
      lines.push(...rows, " ".repeat(Math.max(0, columnsOf(rows[0]!) - columnsOf(told))) + told, "");
    }
    const terms = bias === null ? sums.slice(1) : [...sums.slice(1), bias];
    const signed = terms.map((value) => `${value < 0 ? "-" : "+"} ${shown(Math.abs(value))}`);
    const sum = [shown(sums[0] ?? 0), ...signed].join(" ");
    // One number that is its own sum says nothing.
    if (terms.length > 0) lines.push(`${sum}${bias === null ? "" : ` (${say("bias")})`} = ${shown(this.result)}`);
    return lines
      .map((line) => line.trimEnd())
      .join("\n")
      .trimEnd();
  }

  [nodeInspect.custom](): string {
    return this.toString();
  }
}

function whereText(at: readonly number[], channel: number): string {
  if (at.length === 0) return say("outputNumber", { channel });
  if (at.length === 1) return say("place", { channel, place: at[0]! });
  return say("rowAndColumn", { channel, row: at[0]!, column: at[1]! });
}

/** Four digits, as PyTorch prints; a sum that rounds to zero has no sign. */
export const digits = (value: number): string => value.toFixed(4).replace(/^-(0\.0000)$/, "$1");

/** A title over a grid of numbers, all lines padded to the same width. */
function block(title: string, rows: Grid): readonly string[] {
  const isWhole = rows.flat().every(Number.isInteger);
  const text = rows.map((row) => row.map((value) => (isWhole ? String(value === 0 ? 0 : value) : digits(value))));
  const width = Math.max(...text.flat().map(({ length }) => length));
  const lines = [title, ...text.map((row) => row.map((number) => number.padStart(width)).join("  "))];
  const longest = Math.max(...lines.map(columnsOf));
  return lines.map((line) => line + " ".repeat(longest - columnsOf(line)));
}

/**
 * Takes one number of `layer(input)` apart: the products channel by channel, their sums, the bias, the result.
 *
 * `result = bias[o] + sum over c, i, j of patch[c, i, j] * weight[o, c, i, j]`
 *
 * For average pooling every kernel weight is the same fraction, one over the size of the window. For a transposed
 * convolution the patch holds, for each weight, the input number that the weight carries to this position.
 * @param input [C, H, W] or [B, C, H, W]; for sequences [C, L] or [B, C, L], for a Linear [C] or [B, C]
 * @throws {TypeError} for a layer that does not multiply; the message says which function explains that layer
 * @throws {RangeError} if the input's channels do not match the layer, or the output has no such position
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv2d.html
 * @example
 * const conv = new nn.Conv2d(3, 1, { kernelSize: 3, padding: 1 });
 * inspect.dotProduct(conv, torch.ones(1, 3, 4, 4), { at: [0, 0] }).patch.shape // torch.Size([3, 3, 3])
 */
export function dotProduct(layer: Exclude<Multiplies, Linear>, input: Tensor, options: DotProductOptions): DotProduct;
export function dotProduct(
  layer: Exclude<Multiplies, Linear>,
  input: Tensor,
  at: number | readonly number[],
  options?: Omit<DotProductOptions, "at">,
): DotProduct;
export function dotProduct(layer: Multiplies, input: Tensor, options?: FlatDotProductOptions): DotProduct;
export function dotProduct(
  options: { readonly layer: Multiplies; readonly input: Tensor } & FlatDotProductOptions,
): DotProduct;
export function dotProduct(...given: unknown[]): DotProduct {
  const { layer, input, at, channel, index } = dotProductSignature.read(given);
  const places = placesIn(layer);
  const letters = ["C", ...["H", "W"].slice(2 - places)].join(", ").replace("W", places === 1 ? "L" : "W");
  const word = places === 2 ? "image" : "input";
  const sizes = [...input.shape];
  const dims = places + 1;
  if (sizes.length !== dims && sizes.length !== dims + 1)
    throw new RangeError(`dotProduct: expected ${word} [${letters}] or [B, ${letters}], got [${sizes.join(", ")}]`);
  const expected = layer instanceof Linear ? layer.inFeatures : layer instanceof ConvNd ? layer.inChannels : undefined;
  const C = sizes.at(-dims)!;
  if (expected !== undefined && C !== expected)
    throw new RangeError(
      `dotProduct: expected ${word} [${letters.replace("C", String(expected))}] for this layer, got [${sizes.join(", ")}]`,
    );
  within("index", index, sizes.length === dims ? 1 : sizes[0]!);
  const one = (sizes.length === dims ? input : input.select(0, index)).detach();
  if (layer instanceof Linear) {
    if (at !== undefined)
      throw new TypeError("dotProduct: a Linear has no places in its output; channel names one of its numbers");
    within("channel", channel, layer.outFeatures);
    return new DotProduct(layer, [], channel, linearTerms(layer, one.tolist() as number[], channel));
  }
  const planes = (places === 1 ? one.unsqueeze(1) : one).tolist() as number[][][];
  const output = outputOf(layer, [C, planes[0]?.length ?? 0, planes[0]?.[0]?.length ?? 0]);
  within("channel", channel, output.channels);
  const place = placed(at, places, output);
  const whole = places === 1 ? ([0, place[0]!] as const) : ([place[0]!, place[1]!] as const);
  return new DotProduct(layer, place, channel, termsOf(layer, planes, whole, channel));
}

function within(name: string, value: number, count: number): void {
  if (value >= 0 && value < count) return;
  throw new RangeError(`dotProduct: expected ${name} from 0 to ${count - 1}, got ${value}`);
}

/** Reads the requested position, which the output must have. */
function placed(
  at: number | readonly number[] | undefined,
  places: 1 | 2 | 0,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): readonly number[] {
  const sizes = places === 1 ? [columns] : [rows, columns];
  const form = places === 1 ? "at, a place" : "at, [row, column],";
  if (at === undefined)
    throw new TypeError(
      `dotProduct() missing 1 required positional argument: 'at': a place within the output [${sizes.join(", ")}]`,
    );
  const place = typeof at === "number" ? [at] : at;
  if (place.length !== sizes.length)
    throw new TypeError(
      `dotProduct: expected ${form} within the output [${sizes.join(", ")}], got ${JSON.stringify(at)}`,
    );
  if (place.some((value, axis) => value < 0 || value >= sizes[axis]!))
    throw new RangeError(`dotProduct: expected at within the output [${sizes.join(", ")}], got [${place.join(", ")}]`);
  return place;
}
