/** Where values lie along an axis: numbers, their logarithms, or names. */
import { extent } from "../values.ts";
import { tickLabel, ticksOf } from "./ticks.ts";

export interface Axis {
  /** Where a value lies on the page; NaN for a gap. */
  place(value: unknown): number;
  /** Pixels between neighbouring names, or for the smallest step between numbers. */
  readonly band: number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

export interface AxisInput {
  readonly values: readonly unknown[];
  readonly layout: Readonly<Record<string, unknown>>;
  /** The pixel positions of the axis's start and end. */
  readonly from: number;
  readonly to: number;
  /** The axis begins at zero, as bars do. */
  readonly fromZero: boolean;
  /** Whether marks fill their cells, as in a heatmap: then no room is left at the ends. */
  readonly isFilled: boolean;
}

export function axisOf(input: AxisInput): Axis {
  const isNamed = input.layout["type"] === "category" || input.values.some((value) => typeof value === "string");
  return isNamed ? namedAxis(input) : numberAxis(input);
}

function namedAxis({ values, layout, from, to }: AxisInput): Axis {
  const names = [...new Set(values.map(String))];
  const isReversed = layout["autorange"] === "reversed";
  const band = (to - from) / Math.max(1, names.length);
  const at = (i: number): number => (isReversed ? to - (i + 0.5) * band : from + (i + 0.5) * band);
  const every = Math.ceil(names.length / Math.max(1, Math.abs(to - from) / 16));
  return {
    place: (value) => {
      const i = names.indexOf(String(value));
      return i < 0 ? Number.NaN : at(i);
    },
    band: Math.abs(band),
    ticks: names.map((label, i) => ({ at: at(i), label })).filter((_, i) => i % every === 0),
  };
}

function numberAxis({ values, layout, from, to, fromZero, isFilled }: AxisInput): Axis {
  const isLog = layout["type"] === "log";
  const scaled = (value: number): number => (isLog ? (value > 0 ? Math.log10(value) : Number.NaN) : value);
  const numbers = values.filter((value): value is number => typeof value === "number").map(scaled);
  const step = smallestStep(numbers);
  const [low, high] = rangeOf(numbers, layout, { step, fromZero, isFilled, isLog });
  const [first, last] = layout["autorange"] === "reversed" ? [high, low] : [low, high];
  const place = (value: number): number => from + ((value - first) / (last - first || 1)) * (to - from);
  const given = layout["tickvals"] as readonly number[] | undefined;
  const labels = layout["ticktext"] as readonly string[] | undefined;
  const wanted = Math.abs(to - from) / (Math.abs(to - from) > 400 ? 90 : 50);
  const [least, most] = [Math.min(first, last), Math.max(first, last)];
  const found = given?.map(scaled) ?? ticksOf(least, most, wanted).filter((tick) => !isLog || Number.isInteger(tick));
  return {
    place: (value) => (typeof value === "number" ? place(scaled(value)) : Number.NaN),
    band: Math.abs(place(step) - place(0)),
    ticks: found.map((tick, i) => ({ at: place(tick), label: labels?.[i] ?? tickLabel(isLog ? 10 ** tick : tick) })),
  };
}

function smallestStep(numbers: readonly number[]): number {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  let step = Infinity;
  for (let i = 1; i < sorted.length; i++) step = Math.min(step, sorted[i]! - sorted[i - 1]!);
  return step === Infinity ? 1 : step;
}

interface RangeInput {
  readonly step: number;
  readonly fromZero: boolean;
  readonly isFilled: boolean;
  readonly isLog: boolean;
}

function rangeOf(
  numbers: readonly number[],
  layout: Readonly<Record<string, unknown>>,
  input: RangeInput,
): [number, number] {
  const given = layout["range"] as readonly [number, number] | undefined;
  if (Array.isArray(given)) return [given[0]!, given[1]!];
  const [low, high] = extent(numbers);
  if (input.isFilled) return [low - input.step / 2, high + input.step / 2];
  const room = high > low ? (high - low) * 0.05 : Math.abs(high) * 0.05 || 1;
  const startsAtZero = !input.isLog && (input.fromZero || layout["rangemode"] === "tozero");
  return [startsAtZero && low >= 0 ? 0 : low - room, startsAtZero && high <= 0 ? 0 : high + room];
}
