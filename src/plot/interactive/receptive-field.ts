/** How the pixels that one number sees become more from layer to layer. H and W height and width. */
import { activations as look, receptiveField as fieldOf } from "../../inspect/index.ts";
import { windowsOf } from "../../inspect/windows.ts";
import type { Module } from "../../nn/module.ts";
import { keyword, required, signature } from "../../shape/index.ts";
import { Tensor, zeros } from "../../tensor/index.ts";
import { line } from "../anatomy/drawing.ts";
import { image as picture } from "../image.ts";
import * as is from "../kinds.ts";
import { Page } from "../page.ts";
import { palette } from "../palette.ts";
import { Picture } from "../picture.ts";
import { element, svgDocument, text, textWidth } from "../svg.ts";
import { say } from "../words.ts";
import type { FieldData, FieldLayer, Two } from "./data.ts";
import { fieldIn } from "./field.ts";

export interface ReceptiveFieldOptions {
  /** Row and column of the number in the last layer; by default the middle one. */
  readonly at?: readonly [row: number, column: number] | undefined;
}

const fieldSignature = signature("plot.receptiveField", {
  model: required(is.module),
  inputSize: required(is.either(is.tensor, is.ints)),
  at: keyword(is.place, undefined),
});

/**
 * The pixels that one number of each layer sees, as frames on the input: 3 x 3, then 5 x 5, and twice as many after a
 * pool. On the page you can choose a number and follow it back. Layers count in the order in which the model holds
 * them.
 * @param inputSize [C, H, W], also with the batch before it; or an image
 * @throws {RangeError} if `at` is outside the last layer's output, TypeError if a layer has no single field
 * @see https://distill.pub/2019/computing-receptive-fields/
 * @example
 * const net = new nn.Sequential(new nn.Conv2d(3, 8, 3), new nn.Conv2d(8, 8, 3));
 * plot.receptiveField(net, [3, 9, 9]).alt // "one number of the last layer sees 5 x 5 pixels of 9 x 9: 0 3 x 3, 1 5 x 5"
 */
export function receptiveField(
  model: Module<unknown>,
  inputSize: readonly number[] | Tensor,
  options?: ReceptiveFieldOptions,
): Page;
export function receptiveField(
  options: { readonly model: Module<unknown>; readonly inputSize: readonly number[] | Tensor } & ReceptiveFieldOptions,
): Page;
export function receptiveField(...given: unknown[]): Page {
  const { model, inputSize, at } = fieldSignature.read(given);
  const isImage = inputSize instanceof Tensor;
  const whole = isImage ? inputSize.detach().float() : zeros([...inputSize]);
  const input = (whole.dim() === 3 ? whole.unsqueeze(0) : whole).at("0:1");
  const [, , H = 0, W = 0] = input.shape;
  const layers = layersOf(model, input);
  const last = layers.at(-1);
  if (last === undefined)
    throw new TypeError("receptiveField: expected a model with layers that move a window, got one without");
  const place = at ?? [Math.floor(last.H / 2), Math.floor(last.W / 2)];
  if (place[0] < 0 || place[1] < 0 || place[0] >= last.H || place[1] >= last.W)
    throw new RangeError(
      `receptiveField: expected at within the last layer's [${last.H}, ${last.W}], got [${place.join(", ")}]`,
    );
  const data: FieldData = {
    H,
    W,
    picture: isImage ? picture(input.at(0), { scale: Math.max(1, Math.floor(320 / W)) }).png.toString("base64") : "",
    layers,
    at: place,
  };
  return new Page("receptive-field", drawStill(data), data);
}

/** The layers with a window, each with the size of its output. */
function layersOf(model: Module<unknown>, input: Tensor): FieldLayer[] {
  const found = fieldOf(model).layers;
  const outputs = look(model, input);
  const modules = new Map(model.namedModules().map(([name, module]) => [name === "" ? "model" : name, module]));
  return found.map(({ name, type, size }) => {
    const [, , H = 0, W = 0] = outputs.get(name).shape;
    const windows = windowsOf(modules.get(name)!, 2)!;
    const two = (pick: (window: (typeof windows)[number]) => number): Two => [pick(windows[0]!), pick(windows[1]!)];
    return {
      name,
      layer: `${type} ${two(({ kernel }) => kernel).join(" × ")}`,
      H,
      W,
      kernel: two(({ kernel }) => kernel),
      stride: two(({ stride }) => stride),
      // torch puts the odd one of "same" padding at the end.
      padding: two(({ padding, kernel, dilation }) =>
        padding === "same" ? Math.floor((dilation * (kernel - 1)) / 2) : padding,
      ),
      dilation: two(({ dilation }) => dilation),
      field: [size[0]!, size[1]!],
    };
  });
}

function drawStill({ H, W, picture: png, layers, at }: FieldData): Picture {
  const unit = 320 / Math.max(H, W);
  const [left, top] = [14, 40];
  const last = layers.at(-1)!;
  const frames = layers.map((_, i) => {
    // The number behind layer i that lies under the middle of the last one's field.
    const inner = fieldIn(layers.slice(i + 1), at);
    const middle: Two = [0, 1].map((axis) => Math.floor((inner[axis]![0]! + inner[axis]![1]!) / 2)) as never;
    const [rows, columns] = fieldIn(layers.slice(0, i + 1), middle);
    const color = palette[i % palette.length]!;
    return element("rect", {
      x: left + columns[0] * unit,
      y: top + rows[0] * unit,
      width: (columns[1] - columns[0] + 1) * unit,
      height: (rows[1] - rows[0] + 1) * unit,
      fill: color,
      "fill-opacity": 0.12,
      stroke: color,
      "stroke-width": 2,
    });
  });
  const words = layers.map(({ name, field }) =>
    say("receptive-field", "sees", { name, height: field[0], width: field[1] }),
  );
  const lines = layers.map(({ layer }, i) => {
    const y = top + 14 + i * 22;
    const mark = element("rect", { x: 364, y: y - 11, width: 12, height: 12, fill: palette[i % palette.length]! });
    return mark + text(384, y, `${words[i]}   ${layer}`, {});
  });
  const alt = say("receptive-field", "alt", {
    height: last.field[0],
    width: last.field[1],
    H,
    W,
    layers: layers.map(({ name, field }) => `${name} ${field.join(" x ")}`).join(", "),
  });
  const place = { x: left, y: top, width: W * unit, height: H * unit };
  const width = 400 + Math.max(...layers.map(({ layer }, i) => textWidth(`${words[i]}   ${layer}`)));
  const height = top + Math.max(H * unit, 22 * layers.length) + 16;
  const svg = svgDocument(
    width,
    height,
    alt,
    text(left, 26, say("receptive-field", "input", { H, W }), { weight: "bold" }),
    png === "" ? gridOf(place, H, W, unit) : element("image", { ...place, href: `data:image/png;base64,${png}` }),
    element("rect", { ...place, fill: "none", stroke: line }),
    ...[...frames].reverse(),
    ...lines,
  );
  return Picture.ofSvg(svg, width, height, alt);
}

/** Lines between the pixels, where there is no picture. */
function gridOf(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  H: number,
  W: number,
  unit: number,
): string {
  if (unit < 4) return "";
  const down = Array.from({ length: W - 1 }, (_, i) => `M${(x + (i + 1) * unit).toFixed(1)} ${y}v${height.toFixed(1)}`);
  const across = Array.from(
    { length: H - 1 },
    (_, i) => `M${x} ${(y + (i + 1) * unit).toFixed(1)}h${width.toFixed(1)}`,
  );
  return element("path", { d: [...down, ...across].join(""), stroke: line, "stroke-width": 0.4, fill: "none" });
}
