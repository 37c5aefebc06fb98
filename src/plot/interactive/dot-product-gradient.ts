/** The gradient of one dot product: forward, then backward. C channels, H and W height and width of patch and kernel. */
import { keyword, required, signature } from "../../shape/index.ts";
import { type Tensor } from "../../tensor/index.ts";
import { type Plane, symmetric } from "../anatomy/convolution.ts";
import { accent, numberGrid, sign } from "../anatomy/drawing.ts";
import * as is from "../kinds.ts";
import { Page } from "../page.ts";
import { Picture } from "../picture.ts";
import { svgDocument, text } from "../svg.ts";
import { short } from "../values.ts";
import { say } from "../words.ts";
import { tableOf } from "./common.ts";
import type { GradientData } from "./data.ts";

export interface DotProductGradientOptions {
  readonly bias?: number | undefined;
  /** The desired output: the loss is the square of the difference. */
  readonly target?: number | undefined;
  /** The learning rate. */
  readonly lr?: number | undefined;
}

const gradientSignature = signature("plot.dotProductGradient", {
  patch: required(is.tensor),
  kernel: required(is.tensor),
  bias: keyword(is.number, 0),
  target: keyword(is.number, 0),
  lr: keyword(is.number, 0.01),
});

/**
 * One output pixel, and what its error means for each weight: `loss = (sum of x * w + bias - target) ** 2`, so `dL/dw =
 * 2 * (output - target) * x`. On the page you can go forward, backward, backward again (which adds up), set the
 * gradient to zero, and take a step.
 * @param patch and @param kernel of one shape: [N], [H, W] or [C, H, W], at most 75 numbers
 * @throws {RangeError} for other shapes
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.backward.html
 * @example
 * plot.dotProductGradient(torch.tensor([1, 2]).float(), torch.tensor([3, 4]).float(), { target: 10 }).alt // "output 11, target 10, loss 1: the gradient of each weight is 2 times its pixel"
 */
export function dotProductGradient(patch: Tensor, kernel: Tensor, options?: DotProductGradientOptions): Page;
export function dotProductGradient(
  options: { readonly patch: Tensor; readonly kernel: Tensor } & DotProductGradientOptions,
): Page;
export function dotProductGradient(...given: unknown[]): Page {
  const { patch, kernel, bias, target, lr } = gradientSignature.read(given);
  const sizes = [...patch.shape];
  if (String(sizes) !== String([...kernel.shape]) || sizes.length < 1 || sizes.length > 3 || patch.numel() > 75)
    throw new RangeError(
      "dotProductGradient: expected patch and kernel of one shape [N], [H, W] or [C, H, W] with at most 75 numbers, " +
        `got [${sizes.join(", ")}] and [${kernel.shape.join(", ")}]`,
    );
  const planes = (t: Tensor): number[][][] =>
    t
      .detach()
      .float()
      .view(sizes.length === 3 ? sizes : [1, ...(sizes.length === 1 ? [1] : []), ...sizes])
      .tolist() as number[][][];
  const data: GradientData = {
    patch: planes(patch),
    kernel: planes(kernel),
    bias,
    target,
    lr,
    signed: tableOf("PuOr"),
  };
  return new Page("dot-product-gradient", drawStill(data), data);
}

/** After one backward pass. */
function drawStill({ patch, kernel, bias, target }: GradientData): Picture {
  const products = patch.map((rows, c) => rows.map((row, i) => row.map((x, j) => x * kernel[c]![i]![j]!)));
  const output = products.flat(2).reduce((a, b) => a + b, bias);
  const loss = (output - target) ** 2;
  const slope = 2 * (output - target);
  const gradient = patch.map((rows) => rows.map((row) => row.map((x) => x * slope)));
  const cell = { width: 54, height: 26 };
  const [rows, columns] = [patch[0]!.length, patch[0]![0]!.length];
  const [w, h] = [columns * cell.width, rows * cell.height];
  const xs = [12, 12 + (w + 34), 12 + 2 * (w + 34), 12 + 3 * (w + 34) + 20];
  const heads = (["patch", "kernel", "products", "gradient"] as const).map((key, i) =>
    text(xs[i]! + w / 2, 24, say("dot-product-gradient", key), { anchor: "middle", weight: "bold" }),
  );
  const grids = patch.map((_, c) => {
    const y = 38 + c * (h + 14);
    const draw = (grid: Plane, all: readonly Plane[], i: number): string =>
      numberGrid(grid, symmetric(all.flat(2)), xs[i]!, y, cell);
    return [
      draw(patch[c]!, patch, 0),
      sign(xs[1]! - 17, y + h / 2, "×"),
      draw(kernel[c]!, kernel, 1),
      sign(xs[2]! - 17, y + h / 2, "="),
      draw(products[c]!, products, 2),
      draw(gradient[c]!, gradient, 3),
    ].join("");
  });
  const bottom = 38 + patch.length * (h + 14);
  const words = { output: short(output), target: short(target), loss: short(loss), slope: short(slope) };
  const alt = say("dot-product-gradient", "alt", words);
  const [width, height] = [Math.max(xs[3]! + w + 14, 560), bottom + 62];
  const sum = `${say("dot-product-gradient", "output")} = ${short(output)}   ${say("dot-product-gradient", "loss")} = (${short(output)} − ${short(target)})² = ${short(loss)}`;
  const back = `${say("dot-product-gradient", "slope")} = 2 · (${short(output)} − ${short(target)}) = ${short(slope)}   dL/dw = ${short(slope)} · x`;
  const svg = svgDocument(
    width,
    height,
    alt,
    ...heads,
    ...grids,
    text(12, bottom + 16, sum, { size: 14 }),
    text(12, bottom + 42, back, { size: 14, fill: accent, weight: "bold" }),
  );
  return Picture.ofSvg(svg, width, height, alt);
}
