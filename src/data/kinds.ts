/** The kinds of arguments in this folder, plus all those of the folders below. */
import { defaultGenerator, type Generator as Random } from "../random/index.ts";
import { bool, optional } from "../shape/index.ts";

import { either, generator, ints, kind, misfit, orNull, type Kind } from "../tensor/kinds.ts";
import { Tensor } from "../tensor/index.ts";
import { shown } from "../shape/index.ts";
import { IterableDataset, type Items } from "./items.ts";

export { shown } from "../shape/index.ts";
export * from "../tensor/kinds.ts";

const isLength = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;

const isItems = (value: unknown): value is Items<unknown> =>
  typeof value === "object" &&
  value !== null &&
  isLength((value as { length?: unknown }).length) &&
  typeof (value as { at?: unknown }).at === "function";

/** Recognises an intended dataset: `Dataset` itself is not known in this file, because it imports this one. */
const isOfOurs = (value: object): boolean => "glance" in value && "prepare" in value;

const moreOf = (value: unknown): string | undefined => {
  if (typeof value === "function") return "a class or function is none yet: write new, or call it";
  if (typeof value !== "object" || value === null) return undefined;
  const { length, at } = value as { readonly length?: unknown; readonly at?: unknown };
  const lacks = [
    ...(isLength(length) ? [] : [`its length is ${shown(length)}, expected a whole number from 0`]),
    ...(typeof at === "function" ? [] : [`it has no method at(index), which gives an item`]),
  ];
  if (lacks.length === 1 || isOfOurs(value)) return lacks.join("; ");
  return Symbol.iterator in value || Symbol.asyncIterator in value
    ? "what can only be iterated has to extend IterableDataset"
    : "a dataset has a length and at(index)";
};

/** Anything that returns its items by index: a dataset of torch's map style. */
export const items: Kind<Items<unknown>> = kind("Dataset or array", isItems, { explain: moreOf, isObject: true });

export const dataset: Kind<Items<unknown> | IterableDataset<unknown>> = kind(
  "Dataset, IterableDataset or array",
  (value): value is Items<unknown> | IterableDataset<unknown> => isItems(value) || value instanceof IterableDataset,
  { explain: moreOf, isObject: true },
);

/** What has a length. */
export const sized: Kind<{ readonly length: number }> = kind(
  "Dataset or array",
  (value): value is { readonly length: number } =>
    typeof value === "object" && value !== null && isLength((value as { length?: unknown }).length),
  { isObject: true },
);

/** Indices of items in an array, or in a one-dimensional tensor. */
export const indices: Kind<readonly number[], readonly number[] | Tensor> = {
  ...either(
    ints,
    kind("Tensor", (value): value is Tensor => value instanceof Tensor),
  ),
  expects: "array of ints or Tensor of ints",
  read(value) {
    if (!(value instanceof Tensor)) return ints.read(value);
    // In a mask, true would be taken for the index 1.
    if (value.dtype === bool) return misfit;
    return value.sizes.length === 1 ? ints.read(Array.from(value.contiguous().tolist() as number[], Number)) : misfit;
  },
};

/** Numbers in an array, or in a one-dimensional tensor. */
export const weights: Kind<readonly number[], readonly number[] | Tensor> = {
  expects: "array of numbers or Tensor",
  read(value) {
    const list = value instanceof Tensor && value.sizes.length === 1 ? (value.tolist() as number[]) : value;
    return Array.isArray(list) && list.every((each) => typeof each === "number") ? (list as number[]) : misfit;
  },
};

/** An order: indices, each time it is iterated. */
export const iterable: Kind<Iterable<unknown>> = kind(
  "Sampler or array",
  (value): value is Iterable<unknown> =>
    typeof value === "object" &&
    value !== null &&
    typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === "function",
  { isObject: true },
);

/** A source of random numbers, in place of the global stream. */
export const generatorArgument = optional(orNull(generator), null);
export const orGlobal = (generator: Random | null): Random => generator ?? defaultGenerator;
