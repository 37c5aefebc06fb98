/** The kinds of arguments that functions making pictures share. */
import { Conv2d } from "../nn/conv.ts";
import { Module } from "../nn/module.ts";
import { keyword } from "../shape/index.ts";
import { isPlainObject } from "../shape/shown.ts";
import { misfit } from "../shape/kinds.ts";
import * as is from "../tensor/kinds.ts";
import { Tensor } from "../tensor/index.ts";
import { type ColorMapName, colorMapNames } from "./color-maps.ts";
import type { Normalization } from "./image.ts";
import type { Rows, Series } from "./values.ts";

export * from "../tensor/kinds.ts";

export const module: is.Kind<Module<unknown>> = is.kind(
  "nn.Module",
  (value): value is Module<unknown> => value instanceof Module,
);

export const conv2d: is.Kind<Conv2d> = is.kind("Conv2d", (value): value is Conv2d => value instanceof Conv2d, {
  explain: () => "plot.activations shows what any layer gives",
});

export const positive: is.Kind<number> = is.where(is.int, "a positive int", (value) => value > 0);

/** A length on the page. */
export const pixels: is.Kind<number> = is.where(is.number, "a positive number", (value) => value > 0);

/** Two numbers, the smaller first. */
export const range: is.Kind<readonly [number, number]> = is.kind(
  "array of 2 numbers, the smaller one first",
  (value): value is readonly [number, number] =>
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((end) => typeof end === "number" && Number.isFinite(end)) &&
    (value[0] as number) < (value[1] as number),
);

/** Row and column. */
export const place: is.Kind<readonly [number, number]> = is.kind(
  "array of 2 ints",
  (value): value is readonly [number, number] =>
    Array.isArray(value) && value.length === 2 && value.every((index) => Number.isInteger(index)),
);

/** Mean and standard deviation of each channel; a `transforms.Normalize` has both. */
export const normalization: is.Kind<Normalization> = is.kind(
  "object { mean, std } or transforms.Normalize",
  (value): value is Normalization => {
    const { mean, std } = (value ?? {}) as Partial<Normalization>;
    return is.floats.read(mean) !== misfit && is.floats.read(std) !== misfit;
  },
  { isObject: true },
);

export const colorMap: is.Kind<ColorMapName> = is.oneOf(...colorMapNames);

/** Names of what is drawn: bars, classes. */
export const names: is.Kind<ArrayLike<number | string> | Tensor> = is.kind(
  "array of strings or numbers, or Tensor",
  (value): value is ArrayLike<number | string> | Tensor =>
    value instanceof Tensor ||
    isTyped(value) ||
    (Array.isArray(value) && value.every((each) => typeof each === "string" || typeof each === "number")),
);

export const strings: is.Kind<readonly string[]> = is.listOf(is.string);

function isTyped(value: unknown): value is ArrayLike<number> {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** Rows of numbers: [H, W]. */
export const rows: is.Kind<Rows> = is.kind(
  "Tensor [H, W] or array of rows",
  (value): value is Rows => value instanceof Tensor || (Array.isArray(value) && value.every((row) => !isNumber(row))),
  { explain: (value) => (Array.isArray(value) ? "put the row in an array: [[1, 2]]" : undefined) },
);

const isNumber = (value: unknown): boolean => typeof value === "number";

/** An array of numbers, a typed array or a tensor; its elements are checked where they are read. */
export const series: is.Kind<Series> = is.kind(
  "array of numbers or Tensor",
  (value): value is Series => value instanceof Tensor || Array.isArray(value) || isTyped(value),
  {
    explain: (value) => (value instanceof Module ? "a layer's numbers are its weight: write layer.weight" : undefined),
  },
);

/** One series, or several by name. */
export const lines: is.Kind<Series | Readonly<Record<string, Series>>> = {
  expects: "array of numbers, Tensor, or object of several by their names",
  read(value) {
    if (!isPlainObject(value)) return series.read(value);
    return Object.values(value).every((each) => series.read(each) !== misfit)
      ? (value as Record<string, Series>)
      : misfit;
  },
  explain(value) {
    if (!isPlainObject(value)) return series.explain?.(value);
    const name = Object.keys(value).find((each) => series.read(value[each]) === misfit);
    return name === undefined ? undefined : `'${name}' holds none`;
  },
  isObject: true,
};

/** The options of every chart: see `ChartOptions`. */
export const chartArguments = {
  title: keyword(is.string, undefined),
  xlabel: keyword(is.string, undefined),
  ylabel: keyword(is.string, undefined),
  logX: keyword(is.bool, undefined),
  logY: keyword(is.bool, undefined),
  xlim: keyword(range, undefined),
  ylim: keyword(range, undefined),
  width: keyword(pixels, undefined),
  height: keyword(pixels, undefined),
};
