/** The explorer: a convolution's output under the pointer, and where each of its numbers comes from. */
import { inspect as nodeInspect } from "node:util";
import { hash } from "node:crypto";
import { digits } from "../../inspect/dot-product.ts";
import { pixelAt } from "../../inspect/patch.ts";
import type { Conv2d } from "../../nn/conv.ts";
import type { Tensor } from "../../tensor/index.ts";
import { colorTable, type ColorMapName } from "../color-maps.ts";
import { displaySymbol } from "../display.ts";
import { printed, shown, type Shown } from "../host.ts";
import { stillTag, type Picture } from "../picture.ts";
import { valuesOf } from "../values.ts";
import { type Anatomy, anatomyOf, type Scale } from "./convolution.ts";
import { dotProduct } from "./dot-product.ts";
import { explore, type ExplorerData } from "./explorer-page.ts";
import { styleOf } from "./explorer-style.ts";

/** Numbers of an image that a page takes without growing heavy. */
const largest = 65_536;

export interface ExplorerOptions {
  /** Where it begins: row and column of the output. */
  readonly at?: readonly [row: number, column: number];
  /** Output channel with which it begins. */
  readonly channel?: number;
  /** Which picture of a batch. */
  readonly index?: number;
}

/** Made by `plot.explorer`. A page of its own: needs nothing but a browser. */
export class Explorer {
  /** What is shown where scripts do not run: the place where the explorer begins. */
  readonly still: Picture;
  readonly #data: ExplorerData;

  constructor(still: Picture, data: ExplorerData) {
    this.still = still;
    this.#data = data;
  }

  /** The page's part that draws and follows the pointer. */
  html(): string {
    const data = JSON.stringify(this.#data).replaceAll("<", "\\u003c");
    // Two that show the same share a name, and each is drawn.
    const id = `convkernel-${hash("sha1", data).slice(0, 10)}`;
    const still = stillTag(this.still);
    return (
      `<div class="${id}">${still}</div>\n<script>\n(() => {\n` +
      `const explore = ${explore.toString()};\nconst data = ${data};\n` +
      `document.querySelectorAll(".${id}:not([data-drawn])").forEach((root) => explore(document, root, data, ${JSON.stringify(styleOf())}));\n` +
      `})();\n</script>`
    );
  }

  [displaySymbol](): Shown {
    const { png, width, height, alt } = this.still;
    return shown(
      { "text/html": this.html(), "image/png": png.toString("base64"), "text/plain": this.toString() },
      { "image/png": { width, height, alt } },
    );
  }

  toString(): string {
    return `[explorer] ${this.still.alt}`;
  }

  [nodeInspect.custom](): string {
    return printed(this);
  }
}

/**
 * The output of `conv(image)` to walk over, by pointer or arrow keys: for each of its numbers the patch, the kernel, the products, the
 * sums. Where scripts do not run it is the still picture of `plot.dotProduct`.
 * @param image [C, H, W] or [B, C, H, W]
 * @throws {RangeError} as `plot.dotProduct`, and for an image of more than 65536 numbers
 * @example
 * const conv = new nn.Conv2d(3, 2, { kernelSize: 3, padding: 1 });
 * plot.explorer(conv, torch.ones(3, 8, 8)).still.alt.slice(0, 35) // "output channel 0, row 0, column 0: "
 */
export function explorer(conv: Conv2d, image: Tensor, options: ExplorerOptions = {}): Explorer {
  const { at = [0, 0], channel = 0, index = 0 } = options;
  const anatomy = anatomyOf("explorer", conv, image, index);
  const { C, H, W } = anatomy;
  if (C * H * W > largest)
    throw new RangeError(
      `explorer: expected an image of at most ${largest} numbers, got [${C}, ${H}, ${W}]; crop it or make it smaller`,
    );
  const still = dotProduct(conv, image, { at, channel, index });
  return new Explorer(still, dataOf(anatomy, [at[0], at[1]], channel));
}

function dataOf(anatomy: Anatomy, at: [number, number], channel: number): ExplorerData {
  const { conv, C, H, W, reach, imageScale, weightScale, outputScale } = anatomy;
  const [kH = 1, kW = 1] = conv.kernelSize;
  const [strideH = 1, strideW = 1] = conv.stride;
  const [dilationH = 1, dilationW = 1] = conv.dilation;
  // All that a patch touches, and all of the image: the rim is filled here, so that the page need not know how.
  const height = Math.max(reach.top + H, (reach.rows - 1) * strideH + (kH - 1) * dilationH + 1);
  const width = Math.max(reach.left + W, (reach.columns - 1) * strideW + (kW - 1) * dilationW + 1);
  const padded = new Float32Array(C * height * width);
  for (let c = 0, at = 0; c < C; c++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) padded[at++] = pixelAt(conv, anatomy.image[c]!, y - reach.top, x - reach.left);
  const weight = Float32Array.from(valuesOf(conv.weight.detach()).data);
  const bias =
    conv.bias === null ? new Float32Array(conv.outChannels) : Float32Array.from(valuesOf(conv.bias.detach()).data);
  return {
    C,
    O: conv.outChannels,
    groups: conv.groups,
    H,
    W,
    kernel: [kH, kW],
    stride: [strideH, strideW],
    dilation: [dilationH, dilationW],
    reach,
    height,
    width,
    padded: base64(padded),
    weight: base64(weight),
    bias: base64(bias),
    at,
    channel,
    image: shades(imageScale),
    weights: shades(weightScale),
    output: shades(outputScale),
    digits: digits(0).length - 2,
  };
}

const base64 = (array: Float32Array): string =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");

const tableOf = (colors: ColorMapName): string => Buffer.from(colorTable(colors)).toString("base64");

const shades = ({ colors, range }: Scale): { table: string; range: readonly [number, number] } => ({
  table: tableOf(colors),
  range,
});
