/** Nine numbers, and what they do to a picture. C channels (1 or 3), H and W height and width. */
import * as F from "../../nn/functional/index.ts";
import { keyword, optional, signature } from "../../shape/index.ts";
import { misfit } from "../../shape/kinds.ts";
import { type Tensor, tensor } from "../../tensor/index.ts";
import { type Plane, scaleOf, symmetric } from "../anatomy/convolution.ts";
import { numberGrid, planeImage, planeSize, sign } from "../anatomy/drawing.ts";
import * as is from "../kinds.ts";
import { Page } from "../page.ts";
import { Picture } from "../picture.ts";
import { svgDocument, text } from "../svg.ts";
import { extent, short, valuesOf } from "../values.ts";
import { say } from "../words.ts";
import { drawnImage, oneImage, packed, tableOf } from "./common.ts";
import type { PlaygroundData } from "./data.ts";

/** Kernels that everybody should have seen, row by row. */
export const presets = {
  identity: [0, 0, 0, 0, 1, 0, 0, 0, 0],
  blur: [1 / 9, 1 / 9, 1 / 9, 1 / 9, 1 / 9, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
  sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0],
  edge: [-1, -1, -1, -1, 8, -1, -1, -1, -1],
  emboss: [-2, -1, 0, -1, 1, 1, 0, 1, 2],
  sobelX: [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  sobelY: [-1, -2, -1, 0, 0, 0, 1, 2, 1],
} as const;
export type PresetName = keyof typeof presets;

type Nine = readonly (readonly number[])[];
/** A preset's name, three rows of three numbers, or three such kernels for red, green and blue. */
export type PlaygroundKernel = PresetName | Nine | readonly Nine[] | Tensor;

export interface PlaygroundOptions {
  readonly kernel?: PlaygroundKernel | undefined;
  readonly stride?: number | undefined;
  readonly padding?: number | undefined;
  readonly dilation?: number | undefined;
  /** Which picture of a batch. */
  readonly index?: number | undefined;
}

const isNine = (value: unknown): value is Nine =>
  Array.isArray(value) &&
  value.length === 3 &&
  value.every(
    (row: unknown) => Array.isArray(row) && row.length === 3 && row.every((number) => Number.isFinite(number)),
  );

const kernelKind: is.Kind<readonly (readonly number[])[], PlaygroundKernel> = {
  expects: `3 rows of 3 numbers, 3 of them for the channels, or one of ${Object.keys(presets).join(", ")}`,
  read(value) {
    if (typeof value === "string") return Object.hasOwn(presets, value) ? [presets[value as PresetName]] : misfit;
    const rows: unknown = is.tensor.read(value) === misfit ? value : (value as Tensor).detach().squeeze().tolist();
    if (isNine(rows)) return [rows.flat()];
    return Array.isArray(rows) && rows.length === 3 && rows.every(isNine) ? rows.map((nine) => nine.flat()) : misfit;
  },
};

const between = (low: number, high: number): is.Kind<number> =>
  is.where(is.int, `an int from ${low} to ${high}`, (value) => value >= low && value <= high);

const playgroundSignature = signature("plot.filterPlayground", {
  image: optional(is.tensor, undefined),
  kernel: keyword(kernelKind, [presets.edge]),
  stride: keyword(between(1, 4), 1),
  padding: keyword(between(0, 4), 0),
  dilation: keyword(between(1, 4), 1),
  index: keyword(is.int, 0),
});

/** How many numbers an image may have and still be redrawn quickly at each key press. */
const largest = 128 * 128 * 3;

/**
 * A kernel to type into, with its effect on a picture as you type: `output[y, x] = sum over i, j of kernel[i, j] *
 * picture[y + i, x + j]`, for a colour picture also summed over its channels. Without an image it uses a drawn one.
 * @param image [H, W], [1, H, W] or [3, H, W], or a batch
 * @throws {RangeError} for other images
 * @see https://setosa.io/ev/image-kernels/
 * @example
 * plot.filterPlayground(torch.eye(4), { kernel: "identity" }).alt // "a kernel of 3 x 3 (0 0 0, 0 1 0, 0 0 0) on a picture of 4 x 4: output from 0 to 1"
 */
export function filterPlayground(image?: Tensor, options?: PlaygroundOptions): Page;
export function filterPlayground(options: { readonly image?: Tensor } & PlaygroundOptions): Page;
export function filterPlayground(...given: unknown[]): Page {
  const { image, kernel, stride, padding, dilation, index } = playgroundSignature.read(given);
  const { C, H, W, data, tensor: one } = oneImage("filterPlayground", image ?? drawnImage(), index);
  if (C !== 1 && C !== 3)
    throw new RangeError(`filterPlayground: expected an image with 1 or 3 channels, got [${C}, ${H}, ${W}]`);
  if (C * H * W > largest)
    throw new RangeError(`filterPlayground: expected an image of at most ${largest} numbers, got [${C}, ${H}, ${W}]`);
  const reach = 2 * dilation + 1;
  if (Math.min(H, W) + 2 * padding < reach)
    throw new RangeError(
      `filterPlayground: expected an image larger than the kernel's reach ${reach}, got [${H}, ${W}]`,
    );
  if (kernel.length === 3 && C === 1)
    throw new RangeError("filterPlayground: expected one kernel for an image with one channel, got 3");
  const range = extent(data);
  const page: PlaygroundData = {
    C,
    H,
    W,
    image: packed(data),
    range,
    kernels: kernel,
    presets,
    stride,
    padding,
    dilation,
    gray: tableOf("gray"),
    signed: tableOf("PuOr"),
  };
  return new Page("filter-playground", drawStill(), page);

  function drawStill(): Picture {
    // A single kernel is applied to the picture without its colours.
    const seen = kernel.length === 1 && C === 3 ? one.mean(0).unsqueeze(0) : one;
    const weight = tensor(kernel.map((nine) => [nine.slice(0, 3), nine.slice(3, 6), nine.slice(6)])).float();
    const output = F.conv2d(seen.unsqueeze(0), weight.unsqueeze(0), { stride, padding, dilation });
    const plane = output.at(0, 0).tolist() as number[][];
    const side = 200;
    const planes = seen.tolist() as number[][][];
    const cell = { width: 52, height: 30 };
    const rows = planes.map((rows, c) => {
      const y = 40 + c * (side + 20);
      const nine = kernel[c]!;
      const grid: Plane = [nine.slice(0, 3), nine.slice(3, 6), nine.slice(6)];
      return (
        planeImage(rows, scaleOf(data), 10, y, side) +
        sign(side + 30, y + side / 2 - 6, "×") +
        numberGrid(grid, symmetric(kernel.flat()), side + 50, y + side / 2 - 45, cell)
      );
    });
    const outX = side + 50 + 156 + 50;
    const size = planeSize(plane, side);
    const height = 40 + planes.length * (side + 20);
    const values = valuesOf(output).data;
    const [low, high] = extent(values);
    const nine = (numbers: readonly number[]): string =>
      [0, 3, 6]
        .map((from) =>
          numbers
            .slice(from, from + 3)
            .map(short)
            .join(" "),
        )
        .join(", ");
    const alt = say("filter-playground", "alt", {
      kernel: kernel.map(nine).join("; "),
      height: H,
      width: W,
      low: short(low),
      high: short(high),
    });
    const head = (x: number, key: "image" | "kernel" | "output"): string =>
      text(x, 26, say("filter-playground", key), { size: 14, weight: "bold" });
    const svg = svgDocument(
      outX + size.w + 12,
      height,
      alt,
      head(10, "image"),
      head(side + 50, "kernel"),
      head(outX, "output"),
      ...rows,
      sign(outX - 24, 40 + side / 2 - 6, "="),
      planeImage(plane, low < 0 ? symmetric(values) : scaleOf(values), outX, 40, side),
    );
    return Picture.ofSvg(svg, outX + size.w + 12, height, alt);
  }
}
