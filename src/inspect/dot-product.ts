/**
 * One output number of a convolution, taken apart. C input channels, O output channels, G groups, kH and kW kernel height and
 * width, H and W of the input.
 */
import { inspect as nodeInspect } from "node:util";
import { Conv1d, Conv2d, ConvTranspose2d } from "../nn/conv.ts";
import { Linear } from "../nn/linear.ts";
import { float32 } from "../shape/index.ts";
import { Tensor, tensor } from "../tensor/index.ts";
import { patchOf, reachOf } from "./patch.ts";

export interface DotProductOptions {
  /** Row and column of the output. */
  readonly at: readonly [row: number, column: number];
  /** Output channel; the first one without it. */
  readonly channel?: number;
  /** Which picture of a batch; the first one without it. */
  readonly index?: number;
}

type Grid = readonly (readonly number[])[];

/** What `dotProduct` found. Prints itself as the sum that one would write by hand. */
export class DotProduct {
  readonly at: readonly [number, number];
  readonly channel: number;
  /** What the kernel lay on, rim included: [C / G, kH, kW]. */
  readonly patch: Tensor;
  /** The weights of this output channel: [C / G, kH, kW]. */
  readonly kernel: Tensor;
  /** Patch times kernel, number by number: [C / G, kH, kW]. */
  readonly products: Tensor;
  /** The products of each input channel, added up: [C / G]. */
  readonly sums: Tensor;
  /** 0 where the layer has none. */
  readonly bias: number;
  /** The sums and the bias: the output's number. */
  readonly result: number;

  constructor(
    at: readonly [number, number],
    channel: number,
    patch: readonly Grid[],
    kernel: readonly Grid[],
    bias: number,
  ) {
    const products = patch.map((rows, c) =>
      rows.map((row, i) => row.map((value, j) => Math.fround(value * kernel[c]![i]![j]!))),
    );
    const sums = products.map((rows) => Math.fround(rows.flat().reduce((total, product) => total + product, 0)));
    const asTensor = (values: unknown): Tensor => tensor(values as number[], { dtype: float32 });
    this.at = at;
    this.channel = channel;
    this.patch = asTensor(patch);
    this.kernel = asTensor(kernel);
    this.products = asTensor(products);
    this.sums = asTensor(sums);
    this.bias = bias;
    this.result = Math.fround(sums.reduce((total, sum) => total + sum, bias));
  }

  /** `kernel` by the name that the layer has for it. */
  get weight(): Tensor {
    return this.kernel;
  }

  toString(): string {
    const [row, column] = this.at;
    const [patch, kernel, products] = [this.patch, this.kernel, this.products].map((t) => t.tolist() as number[][][]);
    const sums = this.sums.tolist() as number[];
    const lines = [`output channel ${this.channel}, row ${row}, column ${column}`, ""];
    for (const [c, sum] of sums.entries()) {
      const columns = [
        block(`input channel ${c}`, patch![c]!),
        block("x kernel", kernel![c]!),
        block("= products", products![c]!),
      ];
      const rows = columns[0]!.map((_, line) => columns.map((part) => part[line]).join("   "));
      lines.push(...rows, `sum ${digits(sum)}`.padStart(rows[0]!.length), "");
    }
    const signed = [...sums.slice(1), this.bias].map((value) => `${value < 0 ? "-" : "+"} ${digits(Math.abs(value))}`);
    lines.push(`${[digits(sums[0] ?? 0), ...signed].join(" ")} (bias) = ${digits(this.result)}`);
    return lines.map((line) => line.trimEnd()).join("\n");
  }

  [nodeInspect.custom](): string {
    return this.toString();
  }
}

/** Four digits, as PyTorch prints; a sum that rounds to nothing has no sign. */
export const digits = (value: number): string => value.toFixed(4).replace(/^-(0\.0000)$/, "$1");

/** A title over a grid of numbers, all lines of one width. */
function block(title: string, rows: Grid): readonly string[] {
  const isWhole = rows.flat().every(Number.isInteger);
  const text = rows.map((row) => row.map((value) => (isWhole ? String(value === 0 ? 0 : value) : digits(value))));
  const width = Math.max(...text.flat().map(({ length }) => length));
  const lines = [title, ...text.map((row) => row.map((number) => number.padStart(width)).join("  "))];
  const longest = Math.max(...lines.map(({ length }) => length));
  return lines.map((line) => line.padEnd(longest));
}

/** Only a Conv2d lays a kernel on a picture; of the others it is said what explains them. */
function checkLayer(layer: unknown): void {
  if (layer instanceof Conv2d) return;
  const got = typeof layer === "function" ? layer.constructor.name : String(layer);
  const instead =
    layer instanceof Linear
      ? "its number o is the product of the input and layer.weight.at(o), plus layer.bias.at(o)"
      : layer instanceof Conv1d
        ? "a Conv2d with kernelSize [1, k] on an image of height 1 computes the same"
        : layer instanceof ConvTranspose2d
          ? "it lays its kernel on the output, once for each number of the input: inspect.outputShape tells how large that is"
          : "inspect.activations tells what any layer gives, inspect.outputShape its shape";
  throw new TypeError(`dotProduct: expected a Conv2d, got ${got}; ${instead}`);
}

/**
 * Takes one number of `conv(image)` apart: the products channel by channel, their sums, the bias, the result.
 *
 * `result = bias[o] + sum over c, i, j of patch[c, i, j] * weight[o, c, i, j]`
 * @param image [C, H, W] or [B, C, H, W]
 * @throws {RangeError} where the image has other channels than the layer, or the output has no such place
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv2d.html
 * @example
 * const conv = new nn.Conv2d(3, 1, { kernelSize: 3, padding: 1 });
 * inspect.dotProduct(conv, torch.ones(1, 3, 4, 4), { at: [0, 0] }).patch.shape // torch.Size([3, 3, 3])
 */
export function dotProduct(conv: Conv2d, image: Tensor, { at, channel = 0, index = 0 }: DotProductOptions): DotProduct {
  checkLayer(conv);
  if (!(image instanceof Tensor)) throw new TypeError(`dotProduct: expected an image as a tensor, got ${typeof image}`);
  const sizes = [...image.shape];
  if (sizes.length !== 3 && sizes.length !== 4)
    throw new RangeError(`dotProduct: expected image [C, H, W] or [B, C, H, W], got [${sizes.join(", ")}]`);
  const [C = 0, H = 0, W = 0] = sizes.slice(-3);
  if (C !== conv.inChannels)
    throw new RangeError(
      `dotProduct: expected image [${conv.inChannels}, H, W] for this layer, got [${sizes.join(", ")}]`,
    );
  const batch = (sizes.length === 3 ? [image.detach().tolist()] : image.detach().tolist()) as number[][][][];
  if (!Number.isInteger(index) || index < 0 || index >= batch.length)
    throw new RangeError(`dotProduct: expected index from 0 to ${batch.length - 1}, got ${index}`);
  if (!Number.isInteger(channel) || channel < 0 || channel >= conv.outChannels)
    throw new RangeError(`dotProduct: expected channel from 0 to ${conv.outChannels - 1}, got ${channel}`);

  const [row, column] = at;
  const { rows, columns } = reachOf(conv, H, W);
  if (!Number.isInteger(row) || !Number.isInteger(column) || row < 0 || column < 0 || row >= rows || column >= columns)
    throw new RangeError(`dotProduct: expected at within the output [${rows}, ${columns}], got [${row}, ${column}]`);

  const patch = patchOf(conv, batch[index]!, [row, column], channel);
  const weight = conv.weight.detach().tolist() as number[][][][];
  const bias = conv.bias === null ? 0 : (conv.bias.detach().tolist() as number[])[channel]!;
  return new DotProduct([row, column], channel, patch, weight[channel]!, bias);
}
