/**
 * Errors that say in which layer of a chain they arose. torch shows this in the traceback; here the traceback ends
 * inside the library.
 */
import { shown } from "../shape/index.ts";
import { Tensor } from "../tensor/index.ts";
import { Linear } from "./linear.ts";
import type { Module } from "./module.ts";

interface Place {
  /** The original message. */
  readonly message: string;
  /** Dotted names, starting from the outermost chain. */
  readonly path: string;
  readonly rest: string;
}

const places = new WeakMap<Error, Place>();

/**
 * The same error with one more line; for a chain inside a chain that line names both. Errors that are not the caller's
 * mistake stay as they are.
 */
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

/** A batch of maps with exactly as many numbers as the layer takes, but not flattened. */
function advice(layer: Module<unknown>, input: unknown): string {
  if (!(layer instanceof Linear && input instanceof Tensor) || input.dim() < 3) return "";
  const [B = 0, ...rest] = input.shape;
  const numbers = rest.reduce((a, b) => a * b, 1);
  const count = B === 1 ? `${numbers} numbers` : `${numbers} numbers for each of ${B} inputs`;
  if (numbers === layer.inFeatures) return `, ${count}. Is a Flatten missing before it?`;
  return `, of which it reads the last dimension. A Flatten before it would make rows of ${numbers}`;
}
