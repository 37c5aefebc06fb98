/** A loss over one or two weights, and the path of gradient descent. */
import type { Data } from "plotly.js-dist";
import { keyword, optional, required, signature } from "../../shape/index.ts";
import { misfit } from "../../shape/kinds.ts";
import { grad, Tensor, tensor } from "../../tensor/index.ts";
import { colorStops } from "../color-maps.ts";
import { Figure } from "../figure.ts";
import { accent } from "../anatomy/drawing.ts";
import * as is from "../kinds.ts";
import { Page } from "../page.ts";
import { Picture } from "../picture.ts";
import { extent, short } from "../values.ts";
import { say } from "../words.ts";
import { packed, tableOf } from "./common.ts";
import type { BowlData, Two } from "./data.ts";

/** The loss as a function of one or two weights, each a tensor with one element. */
export type BowlLoss = ((w: Tensor) => Tensor) | ((w: Tensor, b: Tensor) => Tensor);

export interface LossBowlOptions {
  /** Where the descent starts: a number for one weight, a pair for two. */
  readonly start?: number | readonly [number, number] | undefined;
  readonly lr?: number | undefined;
  /** How many steps. */
  readonly count?: number | undefined;
  /** The points of a finished descent: drawn instead of a descent from `start`. */
  readonly steps?: readonly (number | readonly [number, number])[] | undefined;
  /**
   * Smallest and largest weight that is drawn; for two weights a pair of ranges. By default chosen to fit the steps.
   */
  readonly range?:
    readonly [number, number] | readonly [readonly [number, number], readonly [number, number]] | undefined;
  /** The names of the weights. */
  readonly names?: readonly string[] | undefined;
}

type Point = readonly number[];

const pointKind: is.Kind<Point, number | readonly [number, number]> = {
  expects: "number or array of 2 numbers",
  read(value) {
    const list: unknown = typeof value === "number" ? [value] : value;
    if (!Array.isArray(list) || list.length < 1 || list.length > 2) return misfit;
    return list.every((item) => Number.isFinite(item)) ? (list as Point) : misfit;
  },
};

const rangesKind: is.Kind<readonly Two[], NonNullable<LossBowlOptions["range"]>> = {
  expects: "array of 2 numbers, the smaller one first, or 2 of them",
  read(value) {
    const one = is.range.read(value);
    if (one !== misfit) return [one];
    const both = is.tupleOf(is.range, 2).read(value);
    return both === misfit ? misfit : (both as readonly Two[]);
  },
};

const bowlSignature = signature("plot.lossBowl", {
  loss: required(is.callable<(...weights: Tensor[]) => Tensor>()),
  start: optional(pointKind, undefined),
  lr: keyword(is.number, 0.1),
  count: keyword(is.positive, 20),
  steps: keyword(
    is.where(is.listOf(pointKind), "array of one or more weights", (list) => list.length > 0),
    undefined,
  ),
  range: keyword(rangesKind, undefined),
  names: keyword(is.strings, undefined),
});

/** Points of the grid in each direction. */
const finest = [61, 25] as const;

/**
 * The loss for each value of one weight, or for two weights as a map, with the steps of gradient descent on it: `w = w
 * - lr * dloss/dw`. On the page you can change the rate and the start.
 * @param loss a function of one tensor with one element, or of two; it returns a tensor with one element
 * @throws {TypeError} if it returns something else, or a result that does not depend on its arguments
 * @see https://d2l.ai/chapter_optimization/gd.html
 * @example
 * plot.lossBowl((w) => w.sub(2).pow(2), { start: 0, lr: 0.5, count: 1 }).alt // "loss over w: 1 steps with lr 0.5 from 0 to 2, loss 4 to 0"
 */
export function lossBowl(loss: BowlLoss, options?: LossBowlOptions): Page;
export function lossBowl(options: { readonly loss: BowlLoss } & LossBowlOptions): Page;
export function lossBowl(...given: unknown[]): Page {
  const { loss, lr, count, steps, range, ...rest } = bowlSignature.read(given);
  // The function itself tells how many weights it takes.
  const start = steps?.[0] ?? rest.start ?? (loss.length === 2 ? [0, 0] : [0]);
  const dimensions = start.length;
  const names = rest.names ?? (dimensions === 1 ? ["w"] : ["w", "b"]);
  if (
    names.length !== dimensions ||
    (range !== undefined && range.length !== dimensions) ||
    steps?.some((step) => step.length !== dimensions) === true
  )
    throw new RangeError(
      `lossBowl: expected start, steps, range and names for ${dimensions} weight${dimensions > 1 ? "s" : ""} alike`,
    );

  const path = steps ?? descent(start);
  const ranges = range ?? names.map((_, d) => around(path.map((point) => point[d]!)));
  const size = finest[dimensions - 1]!;
  const counts = names.map(() => size);
  const axes = ranges.map(([low, high]) =>
    Array.from({ length: size }, (_, i) => low + ((high - low) * i) / (size - 1)),
  );
  const grid = dimensions === 1 ? axes[0]!.map((w) => [w]) : axes[1]!.flatMap((b) => axes[0]!.map((w) => [w, b]));
  const found = grid.map(slopeAt);
  const losses = found.map(({ value }) => value);
  const data: BowlData = {
    ranges,
    counts,
    losses: packed(losses),
    slopes: names.map((_, d) => packed(found.map(({ slopes }) => slopes[d]!))),
    start,
    path,
    lr,
    count: steps === undefined ? count : steps.length - 1,
    names,
    table: tableOf("viridis"),
  };
  return new Page("loss-bowl", drawStill(), data);

  function slopeAt(point: Point): { readonly value: number; readonly slopes: readonly number[] } {
    const weights = point.map((w) => tensor(w).float().requiresGrad_());
    const made: unknown = loss(...weights);
    if (!(made instanceof Tensor) || made.numel() !== 1 || !made.requiresGrad) {
      const got =
        made instanceof Tensor
          ? `a tensor [${made.shape.join(", ")}]${made.requiresGrad ? "" : " that does not hang on them"}`
          : typeof made;
      throw new TypeError(
        `lossBowl: expected a loss that makes one number of ${dimensions === 1 ? "a weight" : "two weights"}, got ${got}`,
      );
    }
    const slopes = grad(made.sum(), weights, { allowUnused: true });
    return { value: Number(made.item()), slopes: slopes.map((slope) => (slope === null ? 0 : Number(slope.item()))) };
  }

  function descent(from: Point): readonly Point[] {
    const points: Point[] = [from];
    for (let i = 0; i < count; i++) {
      const { slopes } = slopeAt(points.at(-1)!);
      const next = points.at(-1)!.map((w, d) => w - lr * slopes[d]!);
      // A descent that diverges leaves the picture, and soon the range of numbers.
      if (!next.every((w) => Number.isFinite(w) && Math.abs(w) < 1e6)) break;
      points.push(next);
    }
    return points;
  }

  function drawStill(): Picture {
    const ends = [path[0]!, path.at(-1)!];
    const [first, last] = ends.map((point) => slopeAt(point).value) as [number, number];
    const show = (point: Point): string => (point.length === 1 ? short(point[0]!) : `(${point.map(short).join(", ")})`);
    const alt = say("loss-bowl", "alt", {
      names: names.join(", "),
      count: path.length - 1,
      lr: short(lr),
      start: show(ends[0]!),
      end: show(ends[1]!),
      first: short(first),
      last: short(last),
    });
    const way: Data = {
      type: "scatter",
      mode: "lines+markers",
      x: path.map((point) => point[0]!),
      y: dimensions === 1 ? path.map((point) => slopeAt(point).value) : path.map((point) => point[1]!),
      line: { color: accent },
      marker: { size: 7 },
    };
    const [low, high] = extent(losses);
    const room = (high - low) * 0.05;
    const map: Data =
      dimensions === 1
        ? { type: "scatter", mode: "lines", x: axes[0]!, y: losses }
        : {
            type: "heatmap",
            x: axes[0]!,
            y: axes[1]!,
            z: axes[1]!.map((_, row) => losses.slice(row * size, (row + 1) * size)),
            colorscale: colorStops("viridis"),
          };
    const layout = {
      width: 520,
      height: 360,
      xaxis: { title: { text: names[0]! }, range: [...ranges[0]!] as [number, number] },
      yaxis: {
        title: { text: names[1] ?? say("loss-bowl", "loss") },
        range: (dimensions === 1 ? [low - room, high + room] : [...ranges[1]!]) as [number, number],
      },
    };
    const { png, width, height, svg } = new Figure({ data: [map, way], layout }).still()!;
    return new Picture({ png, width, height, alt, svg });
  }
}

/** The range of the steps, with room at both ends. */
function around(values: readonly number[]): Two {
  const [low, high] = extent(values);
  const room = high > low ? 0.4 * (high - low) : Math.max(1, Math.abs(high));
  return [low - room, high + room];
}
