/** How input channels become output channels. C input and O output channels, kH and kW kernel height and width. */
import type { Conv2d } from "../../nn/conv.ts";
import type { Tensor } from "../../tensor/index.ts";
import { keyword, optional, required, signature } from "../../shape/index.ts";
import { channelsRead } from "../../inspect/patch.ts";
import * as is from "../kinds.ts";
import { Picture } from "../picture.ts";
import { element, round, svgDocument, text, textWidth } from "../svg.ts";
import { valuesOf } from "../values.ts";
import { say } from "../words.ts";
import { type Anatomy, anatomyOf, inputLegend, symmetric } from "./convolution.ts";
import { faint, legend, line, planeImage, sign, written } from "./drawing.ts";

/** How many channels are drawn; the text mentions the rest. */
const mostInputs = 8;
const mostOutputs = 16;

const sheet = 44;
const step = 72;
const rowHeight = 58;
const colorNames = ["red", "green", "blue"] as const;
const sheetColors = ["#e0503f", "#3f9e5a", "#3f72c4"];

const channelsSignature = signature("plot.channels", {
  conv: required(is.conv2d),
  image: optional(is.tensor, undefined),
  rgb: keyword(is.bool, undefined),
});

export interface ChannelsOptions {
  /** Whether three input channels are red, green and blue; by default they are if no number is below 0. */
  readonly rgb?: boolean | undefined;
}

/**
 * Draws what a layer does: a row for each output channel, with its kernel for each input channel, its bias and its
 * output. If an image is given, the channels are pictures.
 * @param image [C, H, W] or [B, C, H, W], whose first image is drawn
 * @example
 * plot.channels(new nn.Conv2d(3, 16, 3)).alt // "3 input channels become 16 output channels: 48 kernels of 3 x 3 and 16 biases, 448 numbers"
 */
export function channels(conv: Conv2d, image?: Tensor, options?: ChannelsOptions): Picture;
export function channels(conv: Conv2d, options: { readonly image?: Tensor | undefined } & ChannelsOptions): Picture;
export function channels(
  options: { readonly conv: Conv2d; readonly image?: Tensor | undefined } & ChannelsOptions,
): Picture;
export function channels(...given: unknown[]): Picture {
  const { conv, image, rgb } = channelsSignature.read(given);
  const anatomy = image === undefined ? undefined : anatomyOf("channels", conv, image, 0, rgb);
  const weight = conv.weight.detach().tolist() as number[][][][];
  const scale = symmetric(valuesOf(conv.weight.detach()).data);
  const bias = conv.bias === null ? null : (conv.bias.detach().tolist() as number[]);
  const { inChannels, outChannels, kernelSize, groups } = conv;
  const [kH = 1, kW = 1] = kernelSize;
  const inputs = Math.min(mostInputs, inChannels);
  const outputs = Math.min(mostOutputs, outChannels);

  const left = 96;
  const top = 138;
  const biasX = left + inputs * step + (inChannels > inputs ? 44 : 0);
  const outX = biasX + 112;
  const blockWidth = outX + sheet + 26;
  // Two blocks side by side if there are many rows.
  const blocks = outputs > 8 ? 2 : 1;
  const rows = Math.ceil(outputs / blocks);
  const bottom = top + rows * rowHeight + (outChannels > outputs ? 32 : 8);

  const numbers = conv.weight.numel() + (bias?.length ?? 0);
  const heading = say("channels", "heading", { inputs: inChannels, outputs: outChannels });
  const counted = say("channels", "counted", {
    kernels: (outChannels * inChannels) / groups,
    size: `${kH} x ${kW}`,
    biases: bias?.length ?? 0,
    numbers,
  });
  const alt = `${heading}: ${counted}`;
  const scales = legend(
    [
      ...(anatomy === undefined ? [] : inputLegend(anatomy)),
      { label: say("explorer", "kernel"), scale },
      ...(anatomy === undefined ? [] : [{ label: say("explorer", "output"), scale: anatomy.outputScale }]),
    ],
    Math.max(460, blocks * blockWidth - 20),
  );
  const heads = Array.from({ length: blocks }, (_, block) => head(block * blockWidth));
  const body = Array.from({ length: outputs }, (_, o) =>
    filter(o, Math.floor(o / rows) * blockWidth, top + (o % rows) * rowHeight),
  );
  const more =
    outChannels > outputs
      ? text(20, bottom - 16, say("channels", "more", { count: outChannels - outputs }), { fill: faint })
      : "";
  const width = Math.max(blocks * blockWidth + 10, scales.width + 40, 40 + textWidth(counted, 13));
  const height = bottom + scales.height + 10;
  const svg = svgDocument(
    width,
    height,
    alt,
    // On two lines, because few channels make a narrow picture.
    text(20, 20, heading, { size: 13, weight: "bold" }),
    text(20, 38, counted, { size: 13, weight: "bold" }),
    element("g", { transform: `translate(20 ${round(bottom)})` }, scales.svg),
    ...heads,
    ...body,
    more,
  );
  return Picture.ofSvg(svg, width, height, alt);

  function head(x: number): string {
    const sheets = Array.from({ length: inputs }, (_, c) => {
      const at = x + left + c * step;
      return (
        text(at + sheet / 2, 62, inputName(c), { anchor: "middle", fill: faint }) +
        input(anatomy, c, inChannels, at, 70)
      );
    });
    return (
      sheets.join("") +
      (inChannels > inputs ? text(x + left + inputs * step, 96, "…", { fill: faint }) : "") +
      text(x + biasX + 38, 96, say("explorer", "bias"), { anchor: "middle", fill: faint }) +
      text(x + outX + sheet / 2, 96, say("explorer", "output"), { anchor: "middle", fill: faint }) +
      element("path", { d: `M${x + 16} 126H${x + blockWidth - 14}`, stroke: line })
    );
  }

  function inputName(c: number): string {
    return anatomy?.isRgb === true ? say("explorer", colorNames[c]!) : say("channels", "input", { number: c });
  }

  /** One row: kernels over the input channels, added up, the bias, the output. */
  function filter(o: number, x: number, y: number): string {
    const middle = y + sheet / 2;
    const [first, count] = channelsRead(conv, o);
    const read = Array.from({ length: inputs }, (_, c) => c).filter((c) => c >= first && c < first + count);
    const kernels = read.map((c, i) => {
      const at = x + left + c * step;
      return (
        planeImage(weight[o]![c - first]!, scale, at, y, sheet) +
        (i > 0 ? sign(at - (step - sheet) / 2, middle, "+") : "")
      );
    });
    const number = bias === null ? say("channels", "none") : written(bias[o]!, false);
    return (
      text(x + 20, middle + 4, say("channels", "filter", { number: o }), {}) +
      kernels.join("") +
      (inChannels > inputs ? text(x + left + inputs * step - 10, middle + 4, "+ …", { fill: faint }) : "") +
      sign(x + biasX - 14, middle, "+") +
      text(x + biasX + 38, middle + 4, number, { anchor: "middle" }) +
      sign(x + outX - 18, middle, "→") +
      outputSheet(anatomy, o, x + outX, y) +
      text(x + outX + sheet + 4, middle + 4, String(o), { fill: faint, size: 11 })
    );
  }
}

/** The channel's picture; without an image, a sheet in the channel's colour. */
function input(anatomy: Anatomy | undefined, c: number, count: number, x: number, y: number): string {
  if (anatomy !== undefined) return planeImage(anatomy.image[c]!, anatomy.inputScales[c]!, x, y, sheet);
  const fill = count === 3 ? sheetColors[c] : "#9a9a9a";
  return element("rect", { x, y, width: sheet, height: sheet, rx: 3, fill });
}

function outputSheet(anatomy: Anatomy | undefined, o: number, x: number, y: number): string {
  if (anatomy !== undefined) return planeImage(anatomy.output[o]!, anatomy.outputScale, x, y, sheet);
  return element("rect", { x, y, width: sheet, height: sheet, rx: 3, fill: "none", stroke: line });
}
