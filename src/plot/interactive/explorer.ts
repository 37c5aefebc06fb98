/**
 * The explorer: a layer's output under the pointer, and where each of its numbers comes from. C and O input and output
 * channels, H and W height and width.
 */
import { dotProduct as take } from "../../inspect/dot-product.ts";
import { Conv2d } from "../../nn/conv.ts";
import { Linear } from "../../nn/linear.ts";
import type { Module } from "../../nn/module.ts";
import { AvgPool2d, MaxPool2d } from "../../nn/pooling.ts";
import { keyword, required, signature } from "../../shape/index.ts";
import { noGrad } from "../../tensor/autograd/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { areColors, channelScales, type Scale, scaleOf, symmetric } from "../anatomy/convolution.ts";
import { dotProduct } from "../anatomy/dot-product.ts";
import { accent, numberGrid, planeImage, planeSize, sign } from "../anatomy/drawing.ts";
import { signedColors } from "../color-maps.ts";
import * as is from "../kinds.ts";
import { Page } from "../page.ts";
import { Picture } from "../picture.ts";
import { element, svgDocument, text } from "../svg.ts";
import { short, valuesOf } from "../values.ts";
import { say } from "../words.ts";
import { oneImage, type OneImage, packed, tableOf } from "./common.ts";
import type { ExplorerData, Shades, Two } from "./data.ts";

/** How many numbers of an image, and of a layer, fit into a page without making it heavy. */
const largest = 65_536;
const mostWeights = 200_000;

export type Explored = Conv2d | MaxPool2d | AvgPool2d | Linear;

export interface ExplorerOptions {
  /** Where it starts: row and column of the output. */
  readonly at?: readonly [row: number, column: number] | undefined;
  /** The output channel it starts with. */
  readonly channel?: number | undefined;
  /** Which picture of a batch. */
  readonly index?: number | undefined;
  /** Whether three input channels are red, green and blue; by default they are if no number is below 0. */
  readonly rgb?: boolean | undefined;
}

const explorerSignature = signature("plot.explorer", {
  layer: required(
    is.kind("Conv2d, MaxPool2d, AvgPool2d or Linear", isExplored, {
      explain: () => "plot.activations shows what any layer gives",
    }),
  ),
  image: required(is.tensor),
  at: keyword(is.place, [0, 0] as Two),
  channel: keyword(is.int, 0),
  index: keyword(is.int, 0),
  rgb: keyword(is.bool, undefined),
});

function isExplored(value: unknown): value is Explored {
  return value instanceof Conv2d || value instanceof MaxPool2d || value instanceof AvgPool2d || value instanceof Linear;
}

/**
 * A layer's output to walk over with the pointer or the arrow keys: for each of its numbers the patch, the kernel, the
 * products, the sums, and for each input channel the map before the sum. It can play by itself; stride, padding and
 * dilation can be changed. Where scripts do not run, it is the still picture of `plot.dotProduct`.
 * @param image [C, H, W] or [B, C, H, W]; for Linear also its flat input
 * @throws {RangeError} for an image that the layer does not accept or that has more than 65536 numbers, or for a
 * position outside the output
 * @see https://poloclub.github.io/cnn-explainer/
 * @example
 * const conv = new nn.Conv2d(3, 2, { kernelSize: 3, padding: 1 });
 * plot.explorer(conv, torch.ones(3, 8, 8)).still.alt.slice(0, 35) // "output channel 0, row 0, column 0: "
 */
export function explorer(layer: Explored, image: Tensor, options?: ExplorerOptions): Page;
export function explorer(options: { readonly layer: Explored; readonly image: Tensor } & ExplorerOptions): Page;
export function explorer(...given: unknown[]): Page {
  const { layer, image, at, channel, index, rgb } = explorerSignature.read(given);
  const one = layer instanceof Linear ? rowsOf(layer, image, index) : oneImage("explorer", image, index);
  const { C, H, W } = one;
  if (C * H * W > largest)
    throw new RangeError(
      `explorer: expected an image of at most ${largest} numbers, got [${C}, ${H}, ${W}]; crop it or make it smaller`,
    );
  if (layer instanceof Conv2d) {
    // Says what is wrong with the image, the position or the channel.
    take(layer, one.tensor, { at, channel });
    const still = dotProduct(layer, one.tensor, { at, channel, rgb });
    return new Page("explorer", still, pageOf(layer, one, at, channel, rgb));
  }
  const output = noGrad(() =>
    layer instanceof Linear ? layer(one.tensor.flatten()).view(-1, 1, 1) : outputOf(layer, one.tensor),
  );
  const [O = 0, rows = 0, columns = 0] = output.shape;
  if (channel < 0 || channel >= O)
    throw new RangeError(`explorer: expected channel from 0 to ${O - 1}, got ${channel}`);
  if (at[0] < 0 || at[1] < 0 || at[0] >= rows || at[1] >= columns)
    throw new RangeError(`explorer: expected at within the output [${rows}, ${columns}], got [${at.join(", ")}]`);
  const page = pageOf(layer, one, at, channel, rgb);
  const still =
    layer instanceof Linear ? linearStill(layer, one, output, channel) : poolStill(page, one, output, at, channel);
  return new Page("explorer", still, page);
}

const outputOf = (layer: MaxPool2d | AvgPool2d, image: Tensor): Tensor => {
  const made: unknown = (layer as Module)(image.unsqueeze(0));
  return (Array.isArray(made) ? (made[0] as Tensor) : (made as Tensor)).at(0);
};

/** The input of a Linear as planes: the picture before it was flattened, or rows of roughly equal length. */
function rowsOf(layer: Linear, image: Tensor, index: number): OneImage {
  const sizes = [...image.shape];
  const count = layer.inFeatures;
  const numbers = sizes.length === 0 ? 0 : sizes.reduce((a, b) => a * b, 1);
  const own = sizes.length !== 3 && numbers !== count && sizes[0] !== undefined && numbers / sizes[0] === count;
  if (!own && numbers !== count)
    throw new RangeError(`explorer: expected an input of ${count} numbers for this layer, got [${sizes.join(", ")}]`);
  const one = own ? image.select(0, index) : image;
  if (one.dim() === 3) return oneImage("explorer", one);
  let width = Math.ceil(Math.sqrt(count));
  while (width <= 4 * Math.sqrt(count) && count % width !== 0) width++;
  if (count % width !== 0) width = count;
  return oneImage("explorer", one.reshape([1, count / width, width]));
}

const two = (value: number | readonly number[]): Two =>
  typeof value === "number" ? [value, value] : [value[0]!, value[1]!];

function pageOf(layer: Explored, one: OneImage, at: Two, channel: number, rgb: boolean | undefined): ExplorerData {
  const { C, H, W, data } = one;
  const isRgb = rgb ?? (layer instanceof Conv2d && areColors(data, C));
  const shadesOf = ({ colors, range }: Scale): Shades => ({ table: tableOf(colors), range });
  const common = {
    C,
    H,
    W,
    image: packed(data),
    at,
    channel,
    inputs: channelScales(data, C, isRgb).map(shadesOf),
    isRgb,
    signed: tableOf(signedColors),
    paddingMode: "zeros",
    ceilMode: false,
    divisor: "kernel",
    groups: 1,
    stride: [1, 1],
    padding: [0, 0],
    dilation: [1, 1],
  } as const;
  if (layer instanceof Conv2d || layer instanceof Linear) {
    const weight = valuesOf(layer.weight.detach()).data;
    if (weight.length > mostWeights)
      throw new RangeError(`explorer: expected a layer of at most ${mostWeights} weights, got ${weight.length}`);
    const bias = layer.bias === null ? [] : valuesOf(layer.bias.detach()).data;
    const { range } = symmetric(weight);
    const weights = { weight: packed(weight), bias: packed(bias), weights: { table: tableOf(signedColors), range } };
    if (layer instanceof Linear) return { ...common, kind: "linear", O: layer.outFeatures, kernel: [H, W], ...weights };
    const { outChannels: O, groups, stride, dilation, padding, paddingMode } = layer;
    return {
      ...common,
      kind: "conv",
      O,
      groups,
      kernel: two(layer.kernelSize),
      stride: two(stride),
      dilation: two(dilation),
      padding: padding === "same" ? "same" : padding === "valid" ? [0, 0] : two(padding),
      paddingMode,
      ...weights,
    };
  }
  const { kernelSize, stride, padding, ceilMode } = layer;
  const pool = {
    ...common,
    O: C,
    groups: C,
    kernel: two(kernelSize),
    stride: two(stride),
    padding: two(padding),
    ceilMode,
    weight: "",
    bias: "",
    weights: { table: "", range: [0, 0] },
  } as const;
  if (layer instanceof MaxPool2d) return { ...pool, kind: "max", dilation: two(layer.dilation) };
  return { ...pool, kind: "average", divisor: layer.divisorOverride ?? (layer.countIncludePad ? "kernel" : "there") };
}

/** What the page of a layer and an image receives. */
export const explorerData = (layer: Explored, image: Tensor): ExplorerData =>
  pageOf(layer, layer instanceof Linear ? rowsOf(layer, image, 0) : oneImage("explorer", image), [0, 0], 0, undefined);

/** Input, one window with its numbers, output. */
function poolStill(page: ExplorerData, one: OneImage, output: Tensor, at: Two, channel: number): Picture {
  const { kind, kernel, stride, padding, dilation, H, W } = page;
  const plane = one.tensor.at(channel).tolist() as number[][];
  const made = output.at(channel).tolist() as number[][];
  const [top, left] = padding === "same" ? [0, 0] : padding;
  const scale = scaleOf(one.data);
  const rows = Array.from({ length: kernel[0] }, (_, i) => at[0] * stride[0] - top + i * dilation[0]).filter(
    (y) => y >= 0 && y < H,
  );
  const columns = Array.from({ length: kernel[1] }, (_, j) => at[1] * stride[1] - left + j * dilation[1]).filter(
    (x) => x >= 0 && x < W,
  );
  const patch = rows.map((y) => columns.map((x) => plane[y]![x]!));
  const value = made[at[0]]![at[1]]!;
  const name = say("explorer", kind === "max" ? "max" : "mean");
  const alt = say("explorer", "altPool", {
    name,
    kernel: kernel.join(" × "),
    row: at[0],
    column: at[1],
    channel,
    value: short(value),
  });
  const [side, y] = [180, 40];
  const unit = side / Math.max(H, W);
  const cell = { width: 54, height: 26 };
  const patchX = 12 + W * unit + 24;
  const outX = patchX + columns.length * cell.width + 110;
  const outUnit = planeSize(made, side).unit;
  const frame = (x: number, top: number, width: number, height: number): string =>
    element("rect", { x, y: top, width, height, fill: "none", stroke: accent, "stroke-width": 2.5 });
  const [width, height] = [outX + planeSize(made, side).w + 12, y + Math.max(side, cell.height * rows.length) + 14];
  const middle = y + side / 2;
  const gridY = middle - (rows.length * cell.height) / 2;
  const svg = svgDocument(
    width,
    height,
    alt,
    text(12, 26, say("explorer", "inputChannel", { number: channel }), { weight: "bold" }),
    planeImage(plane, scale, 12, y, side),
    frame(
      12 + columns[0]! * unit,
      y + rows[0]! * unit,
      (columns.at(-1)! - columns[0]! + 1) * unit,
      (rows.at(-1)! - rows[0]! + 1) * unit,
    ),
    numberGrid(patch, scale, patchX, gridY, cell),
    sign(patchX + columns.length * cell.width + 16, middle - 6, "→"),
    text(patchX + columns.length * cell.width + 32, middle, `${name}`, {}),
    text(patchX + columns.length * cell.width + 32, middle + 18, short(value), { weight: "bold", fill: accent }),
    text(outX, 26, say("explorer", "output"), { weight: "bold" }),
    planeImage(made, scale, outX, y, side),
    frame(outX + at[1] * outUnit, y + at[0] * outUnit, outUnit, outUnit),
  );
  return Picture.ofSvg(svg, width, height, alt);
}

/** The input, the weights of one output, their products. */
function linearStill(layer: Linear, { C, H, W, tensor, data }: OneImage, output: Tensor, channel: number): Picture {
  const weights = layer.weight.detach().at(channel).view(C, H, W);
  const products = weights.mul(tensor);
  const bias = layer.bias === null ? 0 : Number(layer.bias.detach().at(channel).item());
  const value = Number(output.at(channel, 0, 0).item());
  const alt = say("explorer", layer.bias === null ? "altLinearPlain" : "altLinear", {
    channel,
    O: layer.outFeatures,
    count: layer.inFeatures,
    bias: short(bias),
    value: short(value),
  });
  const [drawn, side, step] = [Math.min(C, 8), 96, 112];
  const planes = (t: Tensor): number[][][] => t.tolist() as number[][][];
  const columns = [
    [say("explorer", "image"), planes(tensor), scaleOf(data)],
    [say("explorer", "kernel"), planes(weights), symmetric(valuesOf(weights).data)],
    [say("explorer", "products"), planes(products), symmetric(valuesOf(products).data)],
  ] as const;
  const body = columns.map(([head, all, scale], i) => {
    const x = 12 + i * (side + 44);
    const each = all.slice(0, drawn).map((plane, c) => {
      const y = 40 + c * step;
      return (
        planeImage(plane, scale, x, y, side) + (i === 0 ? "" : sign(x - 22, y + side / 2 - 6, i === 1 ? "×" : "="))
      );
    });
    return text(x, 26, head, { weight: "bold" }) + each.join("");
  });
  const [width, height] = [470, 40 + drawn * step + (C > drawn ? 44 : 24)];
  const rest = C > drawn ? text(12, height - 30, `+ ${C - drawn} …`) : "";
  const svg = svgDocument(width, height, alt, ...body, rest, text(12, height - 10, alt, { size: 11 }));
  return Picture.ofSvg(svg, width, height, alt);
}
