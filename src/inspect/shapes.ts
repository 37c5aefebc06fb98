/** Shapes and counts of a layer's parameters. */
import { inspect as nodeInspect } from "node:util";
import * as is from "../nn/kinds.ts";
import type { Module } from "../nn/module.ts";
import { required, signature, type Size } from "../shape/index.ts";
import { columnsOf, say } from "./words.ts";

export interface ParameterShape {
  readonly name: string;
  readonly shape: Size;
  /** How many numbers it holds. */
  readonly count: number;
}

/** What `shapes` found. Prints as one line per parameter. */
export class Shapes {
  readonly parameters: readonly ParameterShape[];
  /** The total of all numbers. */
  readonly total: number;

  constructor(parameters: readonly ParameterShape[]) {
    this.parameters = parameters;
    this.total = parameters.reduce((sum, { count }) => sum + count, 0);
  }

  toString(): string {
    const total = say("total");
    const width = Math.max(0, ...this.parameters.map(({ name }) => name.length));
    const lines = this.parameters.map(({ name, shape, count }) => {
      const product = shape.length > 1 ? `${shape.join(" x ")} = ` : "";
      return `${name.padEnd(width)}  ${String(shape)}  ${product}${count}`;
    });
    return [...lines, `${total}${" ".repeat(Math.max(0, width - columnsOf(total)))}  ${this.total}`].join("\n");
  }

  [nodeInspect.custom](): string {
    return this.toString();
  }
}

const shapesSignature = signature("inspect.shapes", { module: required(is.module) });

/**
 * The parameters of a layer or a model: name, shape and how many numbers each holds.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Module.html#torch.nn.Module.named_parameters
 * @example
 * inspect.shapes(new nn.Conv2d(3, 16, 3)).total // 448
 */
export function shapes(module: Module<unknown>): Shapes;
export function shapes(...given: unknown[]): Shapes {
  const { module } = shapesSignature.read(given);
  const parameters = [...module.namedParameters()].map(([name, parameter]) => ({
    name,
    shape: parameter.shape,
    count: parameter.numel(),
  }));
  return new Shapes(parameters);
}
