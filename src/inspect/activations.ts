/** What each layer of a model makes of an input. */
import { inspect as nodeInspect } from "node:util";
import * as is from "../nn/kinds.ts";
import type { Module } from "../nn/module.ts";
import { required, signature } from "../shape/index.ts";
import { Tensor } from "../tensor/index.ts";
import { noGrad } from "../tensor/autograd/index.ts";

export interface Activation {
  /** The dotted name, as in `namedModules`. */
  readonly name: string;
  /** The layer's class. */
  readonly type: string;
  readonly output: Tensor;
}

/**
 * What `activations` found: one entry for each call of a layer, in the order of the calls. Prints as one line per
 * entry.
 */
export class Activations implements Iterable<Activation> {
  readonly layers: readonly Activation[];

  constructor(layers: readonly Activation[]) {
    this.layers = layers;
  }

  /** The output of the layer's first call. @throws {RangeError} if the model has no such layer */
  get(name: string): Tensor {
    const found = this.layers.find((layer) => layer.name === name);
    if (found === undefined)
      throw new RangeError(
        `activations: expected a layer among ${this.layers.map((layer) => layer.name).join(", ")}, got ${name}`,
      );
    return found.output;
  }

  [Symbol.iterator](): Iterator<Activation> {
    return this.layers[Symbol.iterator]();
  }

  toString(): string {
    const widths = (["name", "type"] as const).map((key) => Math.max(...this.layers.map((layer) => layer[key].length)));
    return this.layers
      .map(
        ({ name, type, output }) =>
          `${name.padEnd(widths[0]!)}  ${type.padEnd(widths[1]!)}  [${output.shape.join(", ")}]`,
      )
      .join("\n");
  }

  [nodeInspect.custom](): string {
    return this.toString();
  }
}

const activationsSignature = signature("inspect.activations", {
  model: required(is.module),
  image: required(is.tensor),
});

/**
 * Runs the model and records the output of each layer, except layers made of other layers. The model stays unchanged.
 * @param image the model's input; [C, H, W] becomes a batch of one
 * @throws {TypeError} if the first argument is not a module or the second not a tensor
 * @example
 * const net = new nn.Sequential(new nn.Conv2d(3, 4, 3), new nn.ReLU());
 * inspect.activations(net, torch.rand(3, 8, 8)).get("1").shape // torch.Size([1, 4, 6, 6])
 */
export function activations(model: Module<unknown>, image: Tensor): Activations;
export function activations(options: { readonly model: Module<unknown>; readonly image: Tensor }): Activations;
export function activations(...given: unknown[]): Activations {
  const { model, image } = activationsSignature.read(given);
  const found: Activation[] = [];
  const hooks = model
    .namedModules()
    .filter(([, module]) => module.children().length === 0)
    .map(([name, module]) =>
      module.registerForwardHook((_, __, output) => {
        if (output instanceof Tensor)
          found.push({
            name: name === "" ? "model" : name,
            type: module.constructor.name,
            output: output.detach().clone(),
          });
      }),
    );
  try {
    noGrad(() => (model as Module)(image.dim() === 3 ? image.unsqueeze(0) : image));
  } finally {
    for (const hook of hooks) hook.remove();
  }
  return new Activations(found);
}
