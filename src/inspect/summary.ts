/**
 * A model as a table: its layers, their outputs, how many numbers each one learns. B batch, C channels, H and W height
 * and width.
 */
import { inspect as nodeInspect } from "node:util";
import { ConvNd } from "../nn/conv.ts";
import { Module } from "../nn/module.ts";
import { required, signature } from "../shape/index.ts";
import { noGrad } from "../tensor/autograd/index.ts";
import { Tensor, zeros } from "../tensor/index.ts";
import * as is from "../nn/kinds.ts";

export interface LayerSummary {
  readonly name: string;
  readonly type: string;
  /** 0 for the model itself. */
  readonly depth: number;
  /** Null if the layer returns something other than one tensor. */
  readonly outputShape: readonly number[] | null;
  /** Its own parameters, without its children's. */
  readonly parameters: number;
  readonly trainable: number;
  /** Multiply-add operations for this input. */
  readonly multAdds: number;
  /** Whether the same layer was called before in this run. */
  readonly isRepeated: boolean;
}

/** What `summary` found; prints as a table like torchinfo's. */
export class Summary {
  readonly inputSize: readonly number[];
  readonly layers: readonly LayerSummary[];
  readonly totalParameters: number;
  readonly trainableParameters: number;
  readonly multAdds: number;

  constructor(inputSize: readonly number[], layers: readonly LayerSummary[]) {
    const once = layers.filter(({ isRepeated }) => !isRepeated);
    const sum = (of: readonly LayerSummary[], key: "parameters" | "trainable" | "multAdds"): number =>
      of.reduce((total, layer) => total + layer[key], 0);
    this.inputSize = inputSize;
    this.layers = layers;
    this.totalParameters = sum(once, "parameters");
    this.trainableParameters = sum(once, "trainable");
    this.multAdds = sum(layers, "multAdds");
  }

  toString(): string {
    const rows = this.layers.map((layer, i) => [
      `${branch(this.layers, i)}${layer.type}${layer.name === "" ? "" : ` (${layer.name.split(".").at(-1)})`}`,
      layer.outputShape === null ? "--" : `[${layer.outputShape.join(", ")}]`,
      layer.isRepeated ? "(recursive)" : layer.parameters === 0 ? "--" : grouped(layer.parameters),
    ]);
    const header = ["Layer (name)", "Output Shape", "Param #"];
    const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)) + 4);
    const line = (row: readonly string[]): string =>
      row.map((text, column) => (column === 2 ? text : text.padEnd(widths[column]!))).join("");
    const rule = "=".repeat(widths.reduce((total, width) => total + width, 0));
    const totals = [
      `Total params: ${grouped(this.totalParameters)}`,
      `Trainable params: ${grouped(this.trainableParameters)}`,
      `Non-trainable params: ${grouped(this.totalParameters - this.trainableParameters)}`,
      `Total mult-adds (M): ${(this.multAdds / 1e6).toFixed(2)}`,
    ];
    const bytes = 4;
    const megabytes = (count: number): string => ((count * bytes) / 1e6).toFixed(2);
    const input = this.inputSize.reduce((a, b) => a * b, 1);
    const made = this.layers
      .filter((layer, i) => !((this.layers[i + 1]?.depth ?? 0) > layer.depth))
      .reduce((total, { outputShape }) => total + (outputShape?.reduce((a, b) => a * b, 1) ?? 0), 0);
    const sizes = [
      `Input size (MB): ${megabytes(input)}`,
      `Forward pass size (MB): ${megabytes(made)}`,
      `Params size (MB): ${megabytes(this.totalParameters)}`,
    ];
    return [rule, line(header), rule, ...rows.map(line), rule, ...totals, rule, ...sizes, rule].join("\n");
  }

  [nodeInspect.custom](): string {
    return this.toString();
  }
}

const grouped = (count: number): string => count.toLocaleString("en-US");

/** The tree lines before a layer's name. */
function branch(layers: readonly LayerSummary[], i: number): string {
  const { depth } = layers[i]!;
  if (depth === 0) return "";
  const goesOn = (level: number): boolean => {
    for (const { depth: next } of layers.slice(i + 1)) {
      if (next === level) return true;
      if (next < level) return false;
    }
    return false;
  };
  const above = Array.from({ length: depth - 1 }, (_, level) => (goesOn(level + 1) ? "│    " : "     "));
  return `${above.join("")}${goesOn(depth) ? "├─" : "└─"}`;
}

const summarySignature = signature("summary", {
  model: required(is.module),
  inputSize: required(is.either(is.tensor, is.ints)),
});

/**
 * Runs the model once on zeros of `inputSize` and reports the output of each layer. The model's mode and numbers stay
 * as they are.
 * @param inputSize the shape with the batch: [B, C, H, W]; or a tensor to run the model on
 * @see https://github.com/TylerYep/torchinfo
 * @example
 * summary(new nn.Sequential(new nn.Conv2d(3, 16, 3), new nn.ReLU()), [1, 3, 32, 32]).totalParameters // 448
 */
export function summary(options: {
  readonly model: Module<unknown>;
  readonly inputSize: readonly number[] | Tensor;
}): Summary;
export function summary(model: Module<unknown>, options: { readonly inputSize: readonly number[] | Tensor }): Summary;
export function summary(model: Module<unknown>, inputSize: readonly number[] | Tensor): Summary;
export function summary(...given: unknown[]): Summary {
  const { model, inputSize } = summarySignature.read(given);
  const input = inputSize instanceof Tensor ? inputSize : zeros([...inputSize]);
  const layers: (LayerSummary | undefined)[] = [];
  const open: number[] = [];
  const seen = new Set<unknown>();
  const modules = model.namedModules();
  const hooks = modules.flatMap(([name, module]) => [
    module.registerForwardPreHook(() => {
      open.push(layers.length);
      layers.push(undefined);
    }),
    module.registerForwardHook((_, __, output) => {
      const at = open.pop()!;
      layers[at] = describe(module, { name, depth: open.length, output, isRepeated: seen.has(module) });
      seen.add(module);
    }),
  ]);
  const modes = modules.map(([, module]) => [module, module.training] as const);
  try {
    model.eval();
    noGrad(() => (model as Module)(input));
  } finally {
    for (const hook of hooks) hook.remove();
    for (const [module, mode] of modes) module.training = mode;
  }
  return new Summary(
    [...input.shape],
    layers.filter((layer) => layer !== undefined),
  );
}

interface Call {
  readonly name: string;
  readonly depth: number;
  readonly output: unknown;
  readonly isRepeated: boolean;
}

function describe(module: Module<unknown>, { name, depth, output, isRepeated }: Call): LayerSummary {
  const own = module.parameters({ recurse: false });
  const outputShape = output instanceof Tensor ? [...output.shape] : null;
  const parameters = own.reduce((total, parameter) => total + parameter.numel(), 0);
  const trainable = own.filter(({ requiresGrad }) => requiresGrad).reduce((total, p) => total + p.numel(), 0);
  const type = module.constructor.name;
  const [batch = 1, , ...places] = outputShape ?? [];
  // A convolution uses each of its weights once for every position in the output.
  const uses = module instanceof ConvNd ? places.reduce((a, b) => a * b, 1) : 1;
  return { name, type, depth, outputShape, parameters, trainable, multAdds: parameters * batch * uses, isRepeated };
}
