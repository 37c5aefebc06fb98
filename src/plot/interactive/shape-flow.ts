/** How the shape of a batch changes on its way through a network. B pictures, C channels, H and W height and width. */
import { activations as look, outputShape, summary } from "../../inspect/index.ts";
import { ConvNd } from "../../nn/conv.ts";
import type { Module } from "../../nn/module.ts";
import { required, signature } from "../../shape/index.ts";
import { Tensor, zeros } from "../../tensor/index.ts";
import { areColors, channelScales, scaleOf, symmetric } from "../anatomy/convolution.ts";
import { line } from "../anatomy/drawing.ts";
import * as is from "../kinds.ts";
import { Page } from "../page.ts";
import { Picture } from "../picture.ts";
import { encodePng } from "../png.ts";
import { layGrid, mappedTile, type Tile } from "../raster.ts";
import { element, ink, svgDocument, text, textWidth } from "../svg.ts";
import { valuesOf } from "../values.ts";
import { say } from "../words.ts";
import type { FlowData, FlowStage } from "./data.ts";

const flowSignature = signature("plot.shapeFlow", {
  model: required(is.module),
  inputSize: required(is.either(is.tensor, is.ints)),
});

/**
 * How many sheets of a stack are drawn, and how many of them as pictures: of the ones behind, only the rim can be seen.
 */
const most = 8;
const mostPictures = 3;
const sheetColors = ["#e0503f", "#3f9e5a", "#3f72c4"];

/**
 * The network as a row of stacks, with a sheet for each channel and the layers, with their numbers to learn, between
 * the stacks. If an image is given, the sheets show each layer's output for it.
 * @param inputSize [C, H, W], also with the batch before it; or a tensor of that shape
 * @see https://github.com/HarisIqbal88/PlotNeuralNet
 * @example
 * const net = new nn.Sequential(new nn.Conv2d(3, 5, 3), new nn.Tanh(), new nn.Conv2d(5, 6, 3));
 * plot.shapeFlow(net, [3, 8, 8]).alt // "[3, 8, 8] -> Conv2d [5, 6, 6] -> Tanh [5, 6, 6] -> Conv2d [6, 4, 4]: 416 numbers to learn"
 */
export function shapeFlow(model: Module<unknown>, inputSize: readonly number[] | Tensor): Page;
export function shapeFlow(options: {
  readonly model: Module<unknown>;
  readonly inputSize: readonly number[] | Tensor;
}): Page;
export function shapeFlow(...given: unknown[]): Page {
  const { model, inputSize } = flowSignature.read(given);
  const isImage = inputSize instanceof Tensor;
  const whole = isImage ? inputSize.detach().float() : zeros([...inputSize]);
  const input = whole.dim() === 3 ? whole.unsqueeze(0) : whole;
  const stages = stagesOf(model, input, isImage);
  const total = summary(model, input).totalParameters;
  const data: FlowData = { stages, total };
  return new Page("shape-flow", drawStill(stages, total), data);
}

function stagesOf(model: Module<unknown>, input: Tensor, isImage: boolean): FlowStage[] {
  const modules = new Map(model.namedModules().map(([name, module]) => [name === "" ? "model" : name, module]));
  const modes = model.modules().map((module) => [module, module.training] as const);
  model.eval();
  const { layers } = (() => {
    try {
      return look(model, input.at("0:1"));
    } finally {
      for (const [module, mode] of modes) module.training = mode;
    }
  })();
  const first: FlowStage = {
    name: "",
    layer: "",
    shape: input.shape.slice(1),
    formulas: [],
    parameters: 0,
    count: "",
    sheets: isImage ? sheetsOf(input, true) : [],
  };
  const seen = new Set<unknown>();
  let before: readonly number[] = [1, ...input.shape.slice(1)];
  const rest = layers.map(({ name, type, output }): FlowStage => {
    const layer = modules.get(name)!;
    const own = seen.has(layer) ? [] : layer.parameters({ recurse: false });
    seen.add(layer);
    const stage = {
      name,
      layer: `${type}${settings(layer)}`,
      shape: output.shape.slice(1),
      formulas: formulasOf(layer, before),
      parameters: own.reduce((sum, parameter) => sum + parameter.numel(), 0),
      count: own.map((parameter) => parameter.shape.join(" × ")).join(" + "),
      sheets: isImage ? sheetsOf(output) : [],
    };
    before = output.shape;
    return stage;
  });
  return [first, ...rest];
}

/** The formulas behind the sizes; none if the layer's input was not the previous layer's output. */
function formulasOf(layer: Module<unknown>, before: readonly number[]): readonly string[] {
  try {
    return Object.entries(outputShape(layer, before).formulas).map(([name, formula]) => `${name}: ${formula}`);
  } catch {
    return [];
  }
}

/** `3 × 3, stride 2`: the settings that affect the shape. */
function settings(layer: Module<unknown>): string {
  const { kernelSize, stride, padding } = layer as unknown as Partial<
    Record<"kernelSize" | "stride" | "padding", number | string | readonly number[]>
  >;
  if (kernelSize === undefined) return "";
  const two = (value: number | string | readonly number[]): string =>
    Array.isArray(value) ? value.join(" × ") : typeof value === "number" ? `${value} × ${value}` : String(value);
  const steps = [stride ?? 1].flat();
  const rim = [padding ?? 0].flat();
  const isPool = !(layer instanceof ConvNd);
  const parts = [
    two(kernelSize),
    ...(!isPool && steps.some((step) => step !== 1) ? [`stride ${steps.join(" × ")}`] : []),
    ...(rim.some((size) => size !== 0) ? [`padding ${[...new Set(rim)].join(" × ")}`] : []),
  ];
  return ` ${parts.join(", ")}`;
}

/** The first channels as small PNG files; those of a picture in their colours. */
function sheetsOf(output: Tensor, isPicture = false): string[] {
  const { sizes, data } = valuesOf(output.at("0:1"));
  const [, C = 1, height = 1, width = 1] = sizes;
  if (sizes.length !== 4) return [];
  const all = data as Float32Array;
  const ownColors = isPicture && areColors(data, C) ? channelScales(data, C, true) : undefined;
  return Array.from({ length: Math.min(mostPictures, C) }, (_, c) => {
    const own = all.subarray(c * height * width, (c + 1) * height * width);
    const { colors, range } = ownColors?.[c] ?? (isPicture ? scaleOf(own) : symmetric(own));
    return pngOf(mappedTile({ data, offset: c * height * width, height, width }, colors, range));
  });
}

/** In its own size: the page enlarges it. */
function pngOf(tile: Tile): string {
  const layout = { columns: 1, scale: 1, gap: 0, captionHeight: 0, left: 0, top: 0 };
  return encodePng(layGrid([tile], layout).pixels, 9).toString("base64");
}

const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** The width of a stage, and its drawing from its upper left corner. */
function drawnStage(
  { shape, sheets, name, layer, parameters }: FlowStage,
  tallest: number,
): { readonly width: number; draw(x: number, y: number): string } {
  const [C = 1, H = 1, W = 1] = shape;
  const isMap = shape.length === 3;
  const [height, width] = isMap ? [side(H, tallest), side(W, tallest)] : [96, 12];
  const count = isMap ? Math.min(most, C) : 1;
  const step = 7;
  const stack = width + (count - 1) * step;
  const label = shapeText(shape);
  const title = name === "" ? say("shape-flow", "input") : `${name}  ${layer}`;
  const below = parameters === 0 ? "" : say("shape-flow", "parameters", { count: parameters.toLocaleString("en") });
  const whole = Math.max(stack, textWidth(label, 12), textWidth(title, 11), textWidth(below, 11)) + 8;
  return {
    width: whole,
    draw(x, y) {
      const left = x + (whole - stack) / 2;
      const top = y + 60 - (height + (count - 1) * step) / 2 + (count - 1) * step;
      const drawn = Array.from({ length: count }, (_, i) => {
        // The last channel lies at the back.
        const c = count - 1 - i;
        const at = { x: left + c * step, y: top - c * step, width, height };
        const fill = name === "" && C === 3 ? sheetColors[c] : "#b9b9b9";
        const picture = sheets[c];
        return (
          element("rect", { ...at, fill: isMap ? fill : "#b9b9b9", stroke: line }) +
          (picture === undefined
            ? ""
            : element("image", {
                ...at,
                href: `data:image/png;base64,${picture}`,
                preserveAspectRatio: "none",
                // Sharp pixels where the still is drawn.
                "image-rendering": "optimizeSpeed",
              }))
        );
      });
      const middle = x + whole / 2;
      return (
        text(middle, y - 14, title, { anchor: "middle", size: 11 }) +
        drawn.join("") +
        text(middle, y + 144, label, { anchor: "middle", weight: "bold" }) +
        text(middle, y + 160, below, { anchor: "middle", size: 11 })
      );
    },
  };
}

/** The sides grow with the root of the number of pixels, so that both 32 and 8 can be seen. */
const side = (size: number, tallest: number): number => Math.max(6, 72 * Math.sqrt(size / tallest));

function drawStill(stages: readonly FlowStage[], total: number): Picture {
  const tallest = Math.max(...stages.map(({ shape }) => (shape.length === 3 ? Math.max(shape[1]!, shape[2]!) : 1)));
  const drawn = stages.map((stage) => drawnStage(stage, tallest));
  const [room, arrow, rowHeight] = [900, 28, 210];
  let [x, y, right] = [10, 40, 0];
  const parts: string[] = [];
  for (const [i, stage] of drawn.entries()) {
    const needs = (i === 0 ? 0 : arrow) + stage.width;
    if (x + needs > room && x > 10) [x, y] = [10, y + rowHeight];
    if (i > 0) {
      parts.push(
        element("path", {
          d: `M${x} ${y + 60}h18m-5 -4l5 4l-5 4`,
          stroke: ink,
          fill: "none",
          "stroke-width": 1.5,
        }),
      );
      x += arrow;
    }
    parts.push(stage.draw(x, y));
    x += stage.width;
    right = Math.max(right, x);
  }
  const flow = stages.map(({ layer, shape }) => `${layer === "" ? "" : `${layer.split(" ")[0]} `}${shapeText(shape)}`);
  const alt = say("shape-flow", "alt", { flow: flow.join(" -> "), total: total.toLocaleString("en") });
  const [width, height] = [right + 12, y + rowHeight - 4];
  const sum = text(10, height - 14, say("shape-flow", "total", { total: total.toLocaleString("en") }), {
    weight: "bold",
  });
  return Picture.ofSvg(svgDocument(width, height, alt, ...parts, sum), width, height, alt);
}
