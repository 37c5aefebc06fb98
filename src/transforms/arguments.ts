/** The kinds of arguments that transforms share, and the types of their calls. */
import type { Arguments, Named } from "../shape/index.ts";
import { misfit, type Kind } from "../shape/kinds.ts";
import * as is from "../tensor/kinds.ts";
import type { Interpolation } from "./pixels/resample.ts";

/** A call in any of Python's ways: by position, by name in one object, or the first arguments by position. */
export type Calls<P extends readonly unknown[], A extends Arguments> =
  | P
  | [options: Named<A>]
  | (P extends readonly [first?: infer First, ...rest: unknown[]] ? [first: First, options: Partial<Named<A>>] : never)
  | (P extends readonly [first?: infer First, second?: infer Second, ...rest: unknown[]]
      ? [first: First, second: Second, options: Partial<Named<A>>]
      : never)
  | (P extends readonly [first?: infer First, second?: infer Second, third?: infer Third, ...rest: unknown[]]
      ? [first: First, second: Second, third: Third, options: Partial<Named<A>>]
      : never);

/** One number for both, or height and width. */
export type Size = number | readonly number[];
/** A range, or a number whose meaning depends on the callable. */
export type Range = number | readonly number[];

const isSize = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;

/** `4`, `[4]` and `[4, 4]` are read as [4, 4]. */
export const size: Kind<readonly [number, number], Size> = {
  expects: "a size above 0, or height and width",
  read(value) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const [height, width = height] = list;
    return list.length <= 2 && isSize(height) && isSize(width) ? [height, width] : misfit;
  },
};

/** Like `size`, but a single number stays one: the shorter side. */
export const sizeOrSide: Kind<Size> = is.kind(
  "a size above 0, or height and width",
  (value): value is Size => size.read(value) !== misfit,
);

export const probability: Kind<number> = is.where(is.number, "a probability from 0 to 1", (p) => p >= 0 && p <= 1);

export const padding: Kind<number | readonly number[]> = is.kind(
  "int, or array of 1, 2 (left-right, top-bottom) or 4 ints (left, top, right, bottom)",
  (value): value is number | readonly number[] => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return [1, 2, 4].includes(list.length) && list.every((item) => Number.isInteger(item));
  },
);

export const fill: Kind<number | readonly number[]> = is.either(is.number, is.floats);
export const paddingMode = is.oneOf("constant", "edge", "reflect", "symmetric");
export const interpolation: Kind<Interpolation> = is.oneOf("nearest", "nearest-exact", "bilinear", "bicubic");
export const warpInterpolation = is.oneOf("nearest", "bilinear");

/** The smallest and the largest number. */
export const range: Kind<readonly [number, number]> = is.kind(
  "two numbers, the smaller first",
  (value): value is readonly [number, number] =>
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((item) => Number.isFinite(item)) &&
    (value as number[])[0]! <= (value as number[])[1]!,
);
/** The same, for a fraction or a factor. */
export const positiveRange: Kind<readonly [number, number]> = is.where(
  range,
  "two numbers above 0, the smaller first",
  ([smallest]) => smallest > 0,
);

/** `30` is read as [-30, 30]; `counts` are the lengths that an array may have. */
export function angles(...counts: readonly number[]): Kind<readonly number[], Range> {
  return {
    expects: `a number of degrees from 0, or array of ${counts.join(" or ")} numbers`,
    read(value) {
      if (typeof value === "number") return value >= 0 && value < Infinity ? [-value, value] : misfit;
      if (!Array.isArray(value) || !counts.includes(value.length)) return misfit;
      const list = value as readonly number[];
      const areRanges = list.every(
        (degrees, i) => Number.isFinite(degrees) && (i % 2 === 0 || list[i - 1]! <= degrees),
      );
      return areRanges ? list : misfit;
    },
  };
}

export const point: Kind<readonly [number, number]> = is.kind(
  "x and y",
  (value): value is readonly [number, number] =>
    Array.isArray(value) && value.length === 2 && value.every((item) => Number.isFinite(item)),
);

/** Anything that can be called with an image, or with what the transform before it returns. */
// `any`, because a transform of particular images is not assignable to one of `unknown`.
export type Step = (input: any) => unknown; // oxlint-disable-line typescript/no-explicit-any
export const steps: Kind<readonly Step[]> = is.listOf(is.callable<Step>());

export const oneOrThree: Kind<1 | 3> = is.kind("1 or 3", (value): value is 1 | 3 => value === 1 || value === 3);
export const bits: Kind<number> = is.where(is.int, "an int from 0 to 8", (count) => count >= 0 && count <= 8);
export const kernelSize: Kind<readonly [number, number], Size> = is.where(
  size,
  "an odd size above 0, or two",
  (sides) => sides.every((side) => side % 2 === 1),
);

/** A width above 0 for both directions, or one for each. */
export const sigma: Kind<readonly [number, number], number | readonly number[]> = {
  expects: "a number above 0, or two",
  read(value) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const [first, second = first] = list as readonly number[];
    const isWidth = (width: unknown): boolean => typeof width === "number" && width > 0;
    return list.length <= 2 && isWidth(first) && isWidth(second) ? [first!, second!] : misfit;
  },
};

/**
 * Names for the interpolation modes; the strings themselves work as well. The last three are PIL's, and are refused by
 * name.
 */
export const InterpolationMode = {
  NEAREST: "nearest",
  NEAREST_EXACT: "nearest-exact",
  BILINEAR: "bilinear",
  BICUBIC: "bicubic",
  BOX: "box",
  HAMMING: "hamming",
  LANCZOS: "lanczos",
} as const;
