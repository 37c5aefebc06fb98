/** Losses and slopes between the points of a grid, and the path of gradient descent over them. Uses no page. */
import type { Two } from "../interactive/data.ts";

export interface Curve {
  readonly range: Two;
  readonly losses: Float32Array;
  readonly slopes: Float32Array;
}

/**
 * The two of `count` points around a position, and how far it lies between them; beyond the ends the last two are
 * continued in a line.
 */
function between([low, high]: Two, count: number, at: number): readonly [first: number, share: number] {
  const place = ((at - low) / (high - low)) * (count - 1);
  const first = Math.min(count - 2, Math.max(0, Math.floor(place)));
  return [first, place - first];
}

/** The slope at `w`: exact for a quadratic loss, whose slope is a line. */
export function slopeOn({ range, slopes }: Curve, w: number): number {
  const [i, share] = between(range, slopes.length, w);
  return slopes[i]! * (1 - share) + slopes[i + 1]! * share;
}

/** The loss at `w`, from the cubic that matches both ends' losses and slopes. */
export function lossOn({ range, losses, slopes }: Curve, w: number): number {
  const [i, t] = between(range, losses.length, w);
  const step = (range[1] - range[0]) / (losses.length - 1);
  return cubic(t, losses[i]!, losses[i + 1]!, slopes[i]! * step, slopes[i + 1]! * step);
}

/** The cubic between 0 and 1 with these values and slopes at its ends. */
const cubic = (t: number, a: number, b: number, da: number, db: number): number =>
  (2 * t ** 3 - 3 * t ** 2 + 1) * a +
  (t ** 3 - 2 * t ** 2 + t) * da +
  (-2 * t ** 3 + 3 * t ** 2) * b +
  (t ** 3 - t ** 2) * db;

/** A loss of two weights between the points of its grid; like `lossOn`, exact for a quadratic. */
export function lossBetween(
  losses: Float32Array,
  slopes: readonly Float32Array[],
  ranges: readonly Two[],
  counts: readonly number[],
  [w = 0, b = 0]: readonly number[],
): number {
  const [i, s] = between(ranges[0]!, counts[0]!, w);
  const [j, t] = between(ranges[1]!, counts[1]!, b);
  const [stepW, stepB] = [0, 1].map((d) => (ranges[d]![1] - ranges[d]![0]) / (counts[d]! - 1)) as [number, number];
  const row = (at: number): readonly [loss: number, slope: number] => {
    const [k, l] = [at * counts[0]! + i, at * counts[0]! + i + 1];
    const [dw, db] = [slopes[0]!, slopes[1]!];
    return [cubic(s, losses[k]!, losses[l]!, dw[k]! * stepW, dw[l]! * stepW), db[k]! * (1 - s) + db[l]! * s];
  };
  const [[below, up], [above, down]] = [row(j), row(j + 1)];
  return cubic(t, below, above, up * stepB, down * stepB);
}

/** A value on a two-dimensional grid, the first direction fastest. */
export function onGrid(
  values: Float32Array,
  ranges: readonly Two[],
  counts: readonly number[],
  [w = 0, b = 0]: readonly number[],
): number {
  const [i, s] = between(ranges[0]!, counts[0]!, w);
  const [j, t] = between(ranges[1]!, counts[1]!, b);
  const at = (row: number, column: number): number => values[row * counts[0]! + column]!;
  return (at(j, i) * (1 - s) + at(j, i + 1) * s) * (1 - t) + (at(j + 1, i) * (1 - s) + at(j + 1, i + 1) * s) * t;
}

/** `w = w - lr * slope`, `count` times; it stops when the numbers overflow. */
export function descend(
  slopes: (at: readonly number[]) => readonly number[],
  start: readonly number[],
  lr: number,
  count: number,
): (readonly number[])[] {
  const path: (readonly number[])[] = [start];
  for (let i = 0; i < count; i++) {
    const slope = slopes(path[i]!);
    const next = path[i]!.map((w, d) => w - lr * slope[d]!);
    if (!next.every((w) => Number.isFinite(w) && Math.abs(w) < 1e6)) break;
    path.push(next);
  }
  return path;
}
