/** Kinds of arguments: all those of `shape/kinds.ts`, plus tensors and what belongs to them. */

import { Generator } from "../random/index.ts";
import { shown, type Scalar } from "../shape/index.ts";
import { either, kind, listOf, scalar, type Kind } from "../shape/kinds.ts";
import { Tensor } from "./tensor.ts";

export * from "../shape/kinds.ts";

/** Most nulls that reach an operation are gradients that have not been computed. */
const ofNull = "a gradient is null until backward() fills it";

const ofNumbers = (value: unknown): string | undefined => {
  if (value === null) return ofNull;
  return typeof value === "number" || typeof value === "boolean" || Array.isArray(value)
    ? "torch.tensor(...) makes one of numbers"
    : undefined;
};

export const tensor: Kind<Tensor> = kind("Tensor", (value) => value instanceof Tensor, { explain: ofNumbers });

/** An operand: a tensor, or a number in place of one. */
export const tensorOrNumber: Kind<Tensor | Scalar> = {
  expects: "Tensor or number",
  read: (value) => (value instanceof Tensor ? value : scalar.read(value)),
  explain: (value) => (Array.isArray(value) || value === null ? ofNumbers(value) : undefined),
};

/** Tensors in an array. */
export const tensors: Kind<readonly Tensor[]> = {
  ...listOf(tensor),
  expects: "array of Tensors",
  explain(value) {
    if (value instanceof Tensor) return "put the tensors in an array: [a, b]";
    if (!Array.isArray(value)) return undefined;
    const at = value.findIndex((item) => !(item instanceof Tensor));
    return `element ${at} is ${shown(value[at])}${value[at] === null ? `; ${ofNull}` : ""}`;
  },
};

export const tensorOrTensors: Kind<Tensor | readonly Tensor[]> = either(tensor, tensors);

export const generator: Kind<Generator> = kind("torch.Generator", (value) => value instanceof Generator);

/** The hint for a function that takes parameters but was given the model, or its method. */
export function parametersOf(value: unknown): string | undefined {
  if (typeof value !== "function") return undefined;
  const isModel = typeof (value as { parameters?: unknown }).parameters === "function";
  return isModel ? "write model.parameters()" : "a method is called with (): model.parameters()";
}
