/** Line search: how far to go along a direction until the loss has fallen enough and the slope is flat enough. */

import type { Tensor } from "../tensor/index.ts";

/** A point on the line, `t` times the direction from the start. */
export interface Point {
  readonly t: number;
  readonly value: number;
  readonly gradient: Tensor;
  /** The slope along the direction. */
  readonly slope: number;
}

const ENOUGH_FALL = 1e-4;
const FLAT_ENOUGH = 0.9;
const SHORTEST = 1e-9;
const MOST = 25;

/**
 * Finds a point that meets the strong Wolfe conditions: longer and longer steps bracket it, then cubic interpolation
 * narrows the bracket.
 *
 * Reference: Nocedal and Wright, Numerical Optimization, second edition, algorithms 3.5 and 3.6.
 */
export function strongWolfe(
  at: (t: number) => Point,
  firstStep: number,
  start: Point,
  reach: number,
  round: (x: number) => number,
): { readonly point: Point; readonly evaluations: number } {
  const isTooHigh = (p: Point): boolean => p.value > start.value + ENOUGH_FALL * p.t * start.slope;
  const isFlat = (p: Point): boolean => Math.abs(p.slope) <= -FLAT_ENOUGH * start.slope;
  let [previous, point, evaluations, tries] = [start, at(firstStep), 1, 0];
  let bracket: [Point, Point] | null = null;
  for (; tries < MOST; tries++) {
    if (isTooHigh(point) || (tries > 1 && point.value >= previous.value)) bracket = [previous, point];
    else if (isFlat(point)) return { point, evaluations };
    else if (point.slope >= 0) bracket = [previous, point];
    if (bracket !== null) break;
    const bounds = [point.t + 0.01 * (point.t - previous.t), point.t * 10] as const;
    const next = round(lowest(previous, point, bounds));
    [previous, point] = [point, at(next)];
    evaluations++;
  }
  const ends: [Point, Point] = bracket ?? [start, point];
  let low: 0 | 1 = ends[0].value <= ends[1].value ? 0 : 1;
  let isStuck = false;
  for (; tries < MOST; tries++) {
    const [left, right] = [Math.min(ends[0].t, ends[1].t), Math.max(ends[0].t, ends[1].t)];
    if ((right - left) * reach < SHORTEST) break;
    let t = round(lowest(...ends));
    const rim = 0.1 * (right - left);
    const isNearRim = Math.min(right - t, t - left) < rim;
    if (isNearRim && (isStuck || t >= right || t <= left)) {
      t = Math.abs(t - right) < Math.abs(t - left) ? right - rim : left + rim;
      isStuck = false;
    } else isStuck = isNearRim;
    const middle = at(t);
    evaluations++;
    if (isTooHigh(middle) || middle.value >= ends[low].value) {
      ends[1 - low] = middle;
      low = ends[0].value <= ends[1].value ? 0 : 1;
      continue;
    }
    const isDone = isFlat(middle);
    if (!isDone && middle.slope * (ends[1 - low]!.t - ends[low].t) >= 0) ends[1 - low] = ends[low];
    ends[low] = middle;
    if (isDone) break;
  }
  return { point: ends[low], evaluations };
}

/**
 * The minimum within bounds of the cubic through two points with their slopes; the middle of the bounds if it has none.
 */
function lowest(a: Point, b: Point, bounds?: readonly [number, number]): number {
  const [p, q] = a.t <= b.t ? [a, b] : [b, a];
  const [least, most] = bounds ?? [p.t, q.t];
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.t - b.t);
  const square = d1 * d1 - a.slope * b.slope;
  if (!(square >= 0)) return (least + most) / 2;
  const d2 = Math.sqrt(square);
  const place = q.t - (q.t - p.t) * ((q.slope + d2 - d1) / (q.slope - p.slope + 2 * d2));
  return Math.min(Math.max(place, least), most);
}
