/** One output number of a convolution as a still picture. Letters as in `inspect.dotProduct`. */
import { channelsRead, type Reach } from "../../inspect/patch.ts";
import { dotProduct as take, type DotProductOptions } from "../../inspect/dot-product.ts";
import { keyword, optional, required, signature } from "../../shape/index.ts";
import type { Conv2d } from "../../nn/conv.ts";
import type { Tensor } from "../../tensor/index.ts";
import * as is from "../kinds.ts";
import { Picture } from "../picture.ts";
import { element, round, svgDocument, text, textWidth } from "../svg.ts";
import { say } from "../words.ts";
import { anatomyOf, channelName, inputLegend, type Plane, symmetric } from "./convolution.ts";
import {
  accent,
  faint,
  legend,
  numberGrid,
  paddedImage,
  type Panel,
  planeImage,
  planeSize,
  sign,
  written,
} from "./drawing.ts";

/** How many input channels are drawn; the sums of the others are given together. */
const most = 8;
const cell = { width: 54, height: 26 };

const dotProductSignature = signature("plot.dotProduct", {
  conv: required(is.conv2d, "layer"),
  image: required(is.tensor, "input"),
  at: required(is.place),
  channel: optional(is.int, 0),
  index: optional(is.int, 0),
  rgb: keyword(is.bool, undefined),
});

export interface DotProductPictureOptions extends DotProductOptions {
  /** Whether three input channels are red, green and blue; by default they are if no number is below 0. */
  readonly rgb?: boolean | undefined;
}

/**
 * Draws how one number of `conv(image)` is made: for each input channel where the kernel lies, patch times kernel, the
 * products and their sum; below them the sums, the bias, the result.
 * @param image [C, H, W] or [B, C, H, W]
 * @throws {RangeError} like `inspect.dotProduct`
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv2d.html
 * @example
 * const conv = new nn.Conv2d(3, 1, { kernelSize: 3, padding: 1 });
 * plot.dotProduct(conv, torch.ones(1, 3, 4, 4), { at: [0, 0] }).alt.slice(0, 40) // "output channel 0, row 0, column 0: sums "
 */
export function dotProduct(conv: Conv2d, image: Tensor, options: DotProductPictureOptions): Picture;
export function dotProduct(
  conv: Conv2d,
  image: Tensor,
  at: DotProductOptions["at"],
  options?: Omit<DotProductPictureOptions, "at">,
): Picture;
export function dotProduct(
  options: { readonly conv: Conv2d; readonly image: Tensor } & DotProductPictureOptions,
): Picture;
export function dotProduct(...given: unknown[]): Picture {
  const { conv, image, at, channel, index, rgb } = dotProductSignature.read(given);
  const found = take(conv, image, { at, channel, index });
  const anatomy = anatomyOf("dotProduct", conv, image, index, rgb);
  const [patch, kernel, products] = [found.patch, found.kernel, found.products].map(
    (t) => t.tolist() as number[][][],
  ) as [number[][][], number[][][], number[][][]];
  const sums = found.sums.tolist() as number[];
  const isWhole = [...sums, found.bias, found.result].every(Number.isInteger);
  const told = (value: number): string => written(value, isWhole);
  const { reach, inputScales, isRgb, weightScale } = anatomy;
  const [first] = channelsRead(conv, found.channel);
  const [kH = 1, kW = 1] = conv.kernelSize;
  const [row, column] = at;
  const productScale = symmetric(products.flat(2));

  const side = 120;
  const grid = { w: kW * cell.width, h: kH * cell.height };
  const band = Math.max(side, grid.h) + 44;
  const xs = { image: 20, patch: side + 60, kernel: 0, products: 0, sum: 0 };
  xs.kernel = xs.patch + grid.w + 34;
  xs.products = xs.kernel + grid.w + 34;
  xs.sum = xs.products + grid.w + 20;
  const shown = sums.slice(0, most);
  const parts = shown.map((sum, c) => {
    const top = 58 + c * band;
    const middle = top + Math.max(side, grid.h) / 2;
    const at = middle - grid.h / 2;
    const plane = anatomy.image[first + c]!;
    const panel = paddedImage(plane, inputScales[first + c]!, reach, xs.image, top, side);
    return [
      text(xs.image, top - 8, channelName(first + c, isRgb), { fill: faint }),
      panel.svg,
      window(conv, panel, [row, column], reach),
      numberGrid(patch[c]!, inputScales[first + c]!, xs.patch, at, cell),
      sign(xs.kernel - 17, middle, "×"),
      numberGrid(kernel[c]!, weightScale, xs.kernel, at, cell),
      sign(xs.products - 17, middle, "="),
      numberGrid(products[c]!, productScale, xs.products, at, cell),
      text(xs.sum, middle + 4, `${say("explorer", "sum")} ${told(sum)}`, { size: 14, weight: "bold" }),
    ].join("");
  });
  const bottom = 58 + shown.length * band;
  const rest = sums.slice(most);
  const terms = [...sums, ...(conv.bias === null ? [] : [found.bias])].map(told);
  const sumLine = arithmetic(terms, conv.bias !== null, told(found.result));
  const output = anatomy.output[found.channel]!;
  const outX = xs.sum + 130;
  const outSide = 200;
  const outY = 58;
  const scales = legend(
    [
      ...inputLegend(anatomy),
      { label: say("explorer", "kernel"), scale: weightScale },
      { label: say("explorer", "products"), scale: productScale },
      { label: say("explorer", "output"), scale: anatomy.outputScale },
    ],
    outX + outSide - 20,
  );
  const width = Math.max(outX + outSide + 24, 40 + textWidth(sumLine, 15), scales.width + 40);
  const height = Math.max(
    bottom + (rest.length > 0 ? 24 : 0) + 50 + scales.height,
    outY + planeSize(output, outSide).h + 66 + scales.height,
  );
  const alt = say("explorer", conv.bias === null ? "altConvPlain" : "altConv", {
    channel: found.channel,
    row,
    column,
    sums: terms.slice(0, sums.length).join(", "),
    bias: terms[sums.length] ?? "",
    result: told(found.result),
  });
  const heads = (
    [
      ["patch", xs.patch],
      ["kernel", xs.kernel],
      ["products", xs.products],
    ] as const
  ).map(([head, x]) => text(x + grid.w / 2, 26, say("explorer", head), { anchor: "middle", size: 14, weight: "bold" }));
  const svg = svgDocument(
    width,
    height,
    alt,
    text(xs.image, 26, say("explorer", "image"), { size: 14, weight: "bold" }),
    ...heads,
    text(outX, 26, say("explorer", "output"), { size: 14, weight: "bold" }),
    ...parts,
    text(outX, outY - 8, say("explorer", "outputChannel", { number: found.channel }), { fill: faint }),
    planeImage(output, anatomy.outputScale, outX, outY, outSide),
    marker(output, row, column, outX, outY, outSide),
    text(
      outX,
      outY + planeSize(output, outSide).h + 22,
      `${say("explorer", "place", { row, column })}: ${told(found.result)}`,
      { fill: accent, weight: "bold" },
    ),
    rest.length > 0 ? text(20, bottom + 6, say("explorer", "moreInputs", { count: rest.length }), { fill: faint }) : "",
    text(20, height - 24 - scales.height, sumLine, { size: 15 }),
    element("g", { transform: `translate(20 ${round(height - 2 - scales.height)})` }, scales.svg),
  );
  return Picture.ofSvg(svg, width, height, alt);
}

/** `0.1 + 0.2 − 0.1 + 0.05 (bias) = 0.25`, shortened if there are many terms. */
function arithmetic(terms: readonly string[], hasBias: boolean, result: string): string {
  const kept = terms.length > 10 ? [...terms.slice(0, 8), "…", terms.at(-1)!] : terms;
  const signed = kept.map((term, i) => (i === 0 ? term : term.startsWith("−") ? `− ${term.slice(1)}` : `+ ${term}`));
  return `${signed.join(" ")}${hasBias ? ` (${say("explorer", "bias")})` : ""} = ${result}`;
}

/** The frame around the numbers under the kernel, which may extend into the padding. */
function window(
  conv: Conv2d,
  { x, y, unit }: Panel,
  [row, column]: readonly [number, number],
  { top, left }: Reach,
): string {
  const [height, width] = [0, 1].map((axis) => ((conv.kernelSize[axis]! - 1) * conv.dilation[axis]! + 1) * unit);
  return element("rect", {
    x: x + (column * conv.stride[1]! - left) * unit,
    y: y + (row * conv.stride[0]! - top) * unit,
    width,
    height,
    fill: "none",
    stroke: accent,
    "stroke-width": 2.5,
  });
}

function marker(plane: Plane, row: number, column: number, x: number, y: number, side: number): string {
  const { unit } = planeSize(plane, side);
  const place = { x: x + column * unit, y: y + row * unit, width: unit, height: unit };
  return element("rect", { ...place, fill: "none", stroke: accent, "stroke-width": 2.5 });
}
