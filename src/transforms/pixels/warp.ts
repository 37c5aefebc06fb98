/** Rotations, affine and perspective maps: each new pixel is read at a point of the old image. */
import type { Tensor } from "../../tensor/index.ts";
import { channelsOf, imageSize, roundHalfEven } from "../image.ts";
import type { Fill } from "./rearrange.ts";
import { floats, restored } from "./values.ts";

const { fround } = Math;
export type WarpInterpolation = "nearest" | "bilinear";
/** Two rows of three: they map a new point, relative to the middle, to its place in the old image. */
export type Matrix = readonly [number, number, number, number, number, number];

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * The inverse of this map: rotate and shear around `center`, scale, then move by `translate`. Points are relative to the image's middle.
 */
export function inverseAffine(
  [centreX, centreY]: readonly [number, number],
  angle: number,
  [moveX, moveY]: readonly [number, number],
  scale: number,
  [shearX, shearY]: readonly [number, number],
): Matrix {
  const [rotation, sx, sy] = [radians(angle), radians(shearX), radians(shearY)];
  const a = Math.cos(rotation - sy) / Math.cos(sy);
  const b = (-Math.cos(rotation - sy) * Math.tan(sx)) / Math.cos(sy) - Math.sin(rotation);
  const c = Math.sin(rotation - sy) / Math.cos(sy);
  const d = (-Math.sin(rotation - sy) * Math.tan(sx)) / Math.cos(sy) + Math.cos(rotation);
  const [xx, xy, yx, yy] = [d / scale, -b / scale, -c / scale, a / scale];
  const [x, y] = [-centreX - moveX, -centreY - moveY];
  return [xx, xy, xx * x + xy * y + centreX, yx, yy, yx * x + yy * y + centreY];
}

/** The size that holds the whole rotated image. */
export function expandedSize(matrix: Matrix, width: number, height: number): readonly [width: number, height: number] {
  const theta = matrix.map(fround) as unknown as Matrix;
  const corners = [[-1, -1], [-1, 1], [1, 1], [1, -1]].map(([x, y]) => [x! * 0.5 * width, y! * 0.5 * height]); // prettier-ignore
  const side = (row: number, size: number): number => {
    const places = corners.map(
      ([x, y]) => fround(fround(theta[row]! * x!) + fround(theta[row + 1]! * y!)) + theta[row + 2]!,
    );
    // Drops less than a ten-thousandth of a pixel, so that rounding to whole pixels does not add one.
    const whole = (value: number): number => fround(Math.trunc(fround(fround(value + size / 2) / fround(1e-4))) * fround(1e-4)); // prettier-ignore
    return Math.ceil(whole(Math.max(...places))) - Math.floor(whole(Math.min(...places)));
  };
  return [side(0, width), side(3, height)];
}

/** Writes to `out` where a new pixel was: x and y in [-1, 1] across the old image. */
type Grid = (x: number, y: number, out: Float32Array) => void;

export function affineGrid(matrix: Matrix, width: number, height: number, newWidth = width, newHeight = height): Grid {
  const [a, b, c, d, e, f] = matrix.map((value, i) => fround(fround(value) / (0.5 * (i < 3 ? width : height)))) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return (column, row, out) => {
    const x = column - newWidth / 2 + 0.5;
    const y = row - newHeight / 2 + 0.5;
    out[0] = fround(x * a + fround(y * b)) + c;
    out[1] = fround(x * d + fround(y * e)) + f;
  };
}

/** The eight coefficients that map the corners `end` to the corners `start`: top left, top right, bottom right, bottom left. */
export function perspectiveCoefficients(
  start: readonly (readonly number[])[],
  end: readonly (readonly number[])[],
): readonly number[] {
  const rows = start.flatMap(([x, y], i) => {
    const [u, v] = end[i]! as [number, number];
    return [
      [u, v, 1, 0, 0, 0, -x! * u, -x! * v, x!],
      [0, 0, 0, u, v, 1, -y! * u, -y! * v, y!],
    ];
  });
  // Gauss-Jordan elimination with partial pivoting.
  for (let column = 0; column < 8; column++) {
    const pivot = rows
      .slice(column)
      .reduce((best, row) => (Math.abs(row[column]!) > Math.abs(best[column]!) ? row : best));
    if (Math.abs(pivot[column]!) < 1e-12) {
      throw new RangeError("perspective: expected corners of which no three lie on one line");
    }
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(
      column,
      0,
      pivot.map((value) => value / pivot[column]!),
    );
    for (let i = 0; i < 8; i++) {
      if (i === column) continue;
      const factor = rows[i]![column]!;
      rows[i] = rows[i]!.map((value, j) => value - factor * rows[column]![j]!);
    }
  }
  return rows.map((row) => fround(row[8]!));
}

export function perspectiveGrid(coefficients: readonly number[], width: number, height: number): Grid {
  const [g, h] = coefficients.slice(6) as [number, number];
  const flat = affineGrid(coefficients.slice(0, 6) as unknown as Matrix, width, height, 0, 0);
  return (column, row, out) => {
    const below = fround(fround((column + 0.5) * g + fround((row + 0.5) * h)) + 1);
    flat(column, row, out);
    out[0] = fround(out[0]! / below) - 1;
    out[1] = fround(out[1]! / below) - 1;
  };
}

/** Up to four old pixels, and their weights in a new pixel. */
interface Taps {
  count: number;
  readonly places: Int32Array;
  readonly weights: Float32Array;
}

/** An image of `height` by `width` whose pixels are read at the points of `grid`; anything beyond the old image is black, or `fill`. */
function looked(
  image: Tensor,
  grid: Grid,
  [height, width]: readonly [number, number],
  interpolation: WarpInterpolation,
  fill: Fill | null,
): Tensor {
  const [H, W] = imageSize("transforms", image);
  const channels = channelsOf(image);
  const fills = fill === null ? null : typeof fill === "number" ? [fill] : fill;
  if (fills !== null && fills.length !== 1 && fills.length !== channels) {
    throw new RangeError(`transforms: expected 1 or ${channels} fill values, got ${fills.length}`);
  }
  const old = floats("transforms", image);
  const planes = old.length / (H * W);
  const made = new Float32Array(planes * height * width);
  const find = interpolation === "nearest" ? findNearest : findFour;
  const taps: Taps = { count: 0, places: new Int32Array(4), weights: new Float32Array(4) };
  const point = new Float32Array(2);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      grid(x, y, point);
      find((fround(fround(point[0]! + 1) * W) - 1) / 2, (fround(fround(point[1]! + 1) * H) - 1) / 2, W, H, taps);
      let inside = 0;
      for (let k = 0; k < taps.count; k++) inside = fround(inside + taps.weights[k]!);
      for (let plane = 0; plane < planes; plane++) {
        let sum = 0;
        for (let k = 0; k < taps.count; k++) {
          sum = fround(sum + fround(old[plane * H * W + taps.places[k]!]! * taps.weights[k]!));
        }
        if (fills !== null) {
          const filled = fills[(plane % channels) % fills.length]!;
          sum = fround(fround(sum * inside) + fround(fround(1 - inside) * filled));
        }
        made[plane * height * width + i] = sum;
      }
    }
  }
  return restored(made, image.dtype, [...image.sizes.slice(0, -2), height, width]);
}

function findNearest(x: number, y: number, W: number, H: number, taps: Taps): void {
  taps.count = 0;
  add(taps, roundHalfEven(x), roundHalfEven(y), W, H, 1);
}

function findFour(x: number, y: number, W: number, H: number, taps: Taps): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const right = fround(x - left);
  const bottom = fround(y - top);
  taps.count = 0;
  add(taps, left, top, W, H, fround(1 - right) * fround(1 - bottom));
  add(taps, left + 1, top, W, H, right * fround(1 - bottom));
  add(taps, left, top + 1, W, H, fround(1 - right) * bottom);
  add(taps, left + 1, top + 1, W, H, right * bottom);
}

/** Pixels beyond the image do not contribute. */
function add(taps: Taps, column: number, row: number, W: number, H: number, weight: number): void {
  if (column < 0 || row < 0 || column >= W || row >= H) return;
  taps.places[taps.count] = row * W + column;
  taps.weights[taps.count++] = weight;
}

/** How a rotated or mapped image is drawn. */
interface Drawing {
  readonly interpolation: WarpInterpolation;
  readonly fill: Fill | null;
  /** The fixed point; null means the middle. */
  readonly center: readonly [number, number] | null;
}

function centreOf(image: Tensor, center: Drawing["center"]): readonly [number, number] {
  const [H, W] = imageSize("transforms", image);
  return center === null ? [0, 0] : [center[0] - W * 0.5, center[1] - H * 0.5];
}

/** The image rotated by `angle` degrees anticlockwise; with `expand` it grows to hold all of it. */
export function rotated(
  image: Tensor,
  { angle, expand, interpolation, fill, center }: Drawing & { readonly angle: number; readonly expand: boolean },
): Tensor {
  const [H, W] = imageSize("rotate", image);
  const matrix = inverseAffine(centreOf(image, center), -angle, [0, 0], 1, [0, 0]);
  const [width, height] = expand ? expandedSize(matrix, W, H) : [W, H];
  return looked(image, affineGrid(matrix, W, H, width, height), [height, width], interpolation, fill);
}

/** The image rotated by `angle` degrees clockwise, moved, scaled and sheared. */
export function mapped(
  image: Tensor,
  {
    angle,
    translate,
    scale,
    shear,
    interpolation,
    fill,
    center,
  }: Drawing & {
    readonly angle: number;
    readonly translate: readonly [number, number];
    readonly scale: number;
    readonly shear: readonly [number, number];
  },
): Tensor {
  const [H, W] = imageSize("affine", image);
  const matrix = inverseAffine(centreOf(image, center), angle, translate, scale, shear);
  return looked(image, affineGrid(matrix, W, H), [H, W], interpolation, fill);
}

/** The image in perspective. */
export function slanted(
  image: Tensor,
  start: readonly (readonly number[])[],
  end: readonly (readonly number[])[],
  interpolation: WarpInterpolation,
  fill: Fill | null,
): Tensor {
  const [H, W] = imageSize("perspective", image);
  return looked(image, perspectiveGrid(perspectiveCoefficients(start, end), W, H), [H, W], interpolation, fill);
}
