/** Errors that say in which layer of a chain they arose: torch tells it by the frames of a traceback, which end in the library here. */
import { shown } from "../shape/index.ts";
import { Tensor } from "../tensor/index.ts";
import { Linear } from "./linear.ts";
import type { Module } from "./module.ts";

interface Place {
  /** What the error said before. */
  readonly message: string;
  /** Dotted names from the outermost chain on. */
  readonly path: string;
  readonly rest: string;
}

const places = new WeakMap<Error, Place>();

/** The same error with a line more; in a chain inside a chain the line names both. What is no caller's mistake stays as it is. */
export function located(error: unknown, name: string, layer: Module<unknown>, input: unknown): unknown {
  if (!(error instanceof TypeError || error instanceof RangeError)) return error;
  const inner = places.get(error);
  const place: Place =
    inner === undefined
      ? {
          message: error.message,
          path: name,
          rest: `${String(layer)}: its input is ${sizesOf(input)}${advice(layer, input)}`,
        }
      : { ...inner, path: `${name}.${inner.path}` };
  places.set(error, place);
  error.message = `${place.message}\n  in layer ${place.path}, ${place.rest}`;
  return error;
}

const sizesOf = (input: unknown): string => (input instanceof Tensor ? `[${input.shape.join(", ")}]` : shown(input));

/** A batch of maps that has exactly the layer's numbers, but not in one row. */
function advice(layer: Module<unknown>, input: unknown): string {
  if (!(layer instanceof Linear && input instanceof Tensor) || input.dim() < 3) return "";
  const [B = 0, ...rest] = input.shape;
  const numbers = rest.reduce((a, b) => a * b, 1);
  if (numbers === layer.inFeatures) return `, ${numbers} numbers for each of ${B}. Is a Flatten missing before it?`;
  return `, of which it reads the last dimension. A Flatten before it would make rows of ${numbers}`;
}
