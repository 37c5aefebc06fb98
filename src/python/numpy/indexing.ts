/**
 * `x[...]`: slices and single places give views, masks and lists of places give copies.
 * Reference: https://numpy.org/doc/2.4/user/basics.indexing.html
 */
import { Slice } from "../../shape/slice.ts";
import { IndexError, ValueError } from "../errors.ts";
import { asArray, each, NdArray, scalar, sizeOf } from "./array.ts";
import { bool, int64 } from "./dtype.ts";
import { assign, broadcast, broadcastsTo, stretched } from "./ufunc.ts";
import { shapeText } from "./words.ts";

/** A dimension of the result: a part of one of the array's, or a new one. */
interface Part {
  readonly n: number;
  readonly step: number;
}

interface Basic {
  readonly shape: number[];
  readonly steps: number[];
  readonly offset: number;
  /** Lists of places, each with the dimension of the view that it applies to. */
  readonly lists: { readonly at: number; readonly places: NdArray }[];
}

const isPlace = (item: unknown): boolean =>
  typeof item === "number" || (item instanceof NdArray && item.ndim === 0 && item.dtype.isWhole);

/** `1:3` as its three numbers. */
function partsOf(item: unknown): readonly (number | null)[] | undefined {
  if (item instanceof Slice) return [item.start, item.stop, item.step];
  if (typeof item !== "string" || !item.includes(":")) return undefined;
  const parts = item.split(":").map((part) => (part.trim() === "" ? null : Number(part)));
  return [parts[0] ?? null, parts[1] ?? null, parts[2] ?? null];
}

export function sliceRange(
  n: number,
  [start, stop, by]: readonly (number | null)[],
): { from: number; count: number; step: number } {
  const step = by ?? 1;
  const clip = (at: number, low: number, high: number): number => Math.min(Math.max(at < 0 ? at + n : at, low), high);
  const from =
    start === null || start === undefined
      ? step > 0
        ? 0
        : n - 1
      : clip(Number(start), step > 0 ? 0 : -1, step > 0 ? n : n - 1);
  const to =
    stop === null || stop === undefined
      ? step > 0
        ? n
        : -1
      : clip(Number(stop), step > 0 ? 0 : -1, step > 0 ? n : n - 1);
  return { from, count: Math.max(0, Math.ceil((to - from) / step)), step };
}

/** Masks of several dimensions count for that many. */
const widthOf = (item: unknown): number => {
  if (item === null) return 0;
  return item instanceof NdArray && item.dtype === bool ? item.ndim : 1;
};

function spelledOut(items: readonly unknown[], ndim: number): unknown[] {
  const list = items.map((item) =>
    Array.isArray(item) || ArrayBuffer.isView(item) || typeof item === "boolean" ? asIndex(item) : item,
  );
  const used = list.reduce<number>((n, item) => n + (item === "..." ? 0 : widthOf(item)), 0);
  if (used > ndim)
    throw new IndexError(`too many indices for array: array is ${ndim}-dimensional, but ${used} were indexed`);
  const dots = list.indexOf("...");
  const rest = Array<string>(ndim - used).fill(":");
  return dots < 0 ? [...list, ...rest] : [...list.slice(0, dots), ...rest, ...list.slice(dots + 1)];
}

function asIndex(item: unknown): NdArray {
  const found = asArray(item);
  return found.size === 0 ? found.astype(int64) : found;
}

function read(a: NdArray, items: readonly unknown[]): Basic {
  const parts: Part[] = [];
  const lists: { at: number; places: NdArray }[] = [];
  let [d, offset] = [0, a.offset];
  for (const item of spelledOut(items, a.ndim)) {
    if (item === null) {
      parts.push({ n: 1, step: 0 });
      continue;
    }
    const [n, step] = [a.shape[d]!, a.steps[d]!];
    const range = partsOf(item);
    if (range !== undefined) {
      const { from, count, step: by } = sliceRange(n, range);
      parts.push({ n: count, step: step * by });
      if (count > 0) offset += from * step;
      d++;
    } else if (isPlace(item)) {
      const place = Number(item instanceof NdArray ? item.data[item.offset] : item);
      if (!Number.isInteger(place))
        throw new IndexError(
          "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices",
        );
      if (place < -n || place >= n)
        throw new IndexError(`index ${place} is out of bounds for axis ${d} with size ${n}`);
      offset += (place < 0 ? place + n : place) * step;
      d++;
    } else if (item instanceof NdArray && item.dtype === bool) {
      for (const [k, size] of item.shape.entries())
        if (size !== a.shape[d + k])
          throw new IndexError(
            `boolean index did not match indexed array along axis ${d + k}; size of axis is ${a.shape[d + k]} but size of corresponding boolean axis is ${size}`,
          );
      for (const places of nonzeroOf(item)) {
        lists.push({ at: parts.length, places });
        parts.push({ n: a.shape[d]!, step: a.steps[d]! });
        d++;
      }
    } else {
      const places = item instanceof NdArray ? item : asIndex(item);
      if (!places.dtype.isWhole) throw new IndexError("arrays used as indices must be of integer (or boolean) type");
      lists.push({ at: parts.length, places });
      parts.push({ n, step });
      d++;
    }
  }
  return { shape: parts.map(({ n }) => n), steps: parts.map(({ step }) => step), offset, lists };
}

/** The places of the elements that are not zero, one list for each dimension. */
export function nonzeroOf(a: NdArray): NdArray[] {
  const found: number[][] = a.shape.map(() => []);
  const place = Array<number>(a.ndim).fill(0);
  each(a.shape, a.steps, a.offset, (at) => {
    const value = a.data[at] as unknown;
    if (value !== 0 && value !== "") for (let d = 0; d < found.length; d++) found[d]!.push(place[d]!);
    for (let d = a.ndim - 1; d >= 0; d--) {
      if (++place[d]! < a.shape[d]!) break;
      place[d] = 0;
    }
  });
  return found.map((list) => new NdArray(Float64Array.from(list), [list.length], int64));
}

interface Chosen {
  /** The result's shape. */
  readonly shape: number[];
  /** The place of each of its elements. */
  readonly places: Float64Array;
}

/** Resolves lists of places. */
function choose(basic: Basic): Chosen {
  const { shape, steps, offset, lists } = basic;
  const common = fitting(lists.map(({ places }) => places));
  const own = lists.map(({ at }) => at);
  const isTogether = own.every((at, i) => i === 0 || at === own[i - 1]! + 1);
  const others = shape.map((_, d) => d).filter((d) => !own.includes(d));
  const lead = isTogether ? others.filter((d) => d < own[0]!) : [];
  const behind = others.filter((d) => !lead.includes(d));
  const count = sizeOf(common);
  const base = new Float64Array(count).fill(offset);
  for (const { at, places } of lists) {
    const n = shape[at]!;
    let k = 0;
    each(common, stretched(places, common), places.offset, (i) => {
      const place = places.data[i]!;
      if (place < -n || place >= n)
        throw new IndexError(`index ${place} is out of bounds for axis ${at} with size ${n}`);
      base[k]! += (place < 0 ? place + n : place) * steps[at]!;
      k++;
    });
  }
  const result = [...lead.map((d) => shape[d]!), ...common, ...behind.map((d) => shape[d]!)];
  const places = new Float64Array(sizeOf(result));
  let k = 0;
  const [leadShape, leadSteps] = [lead.map((d) => shape[d]!), lead.map((d) => steps[d]!)];
  const [behindShape, behindSteps] = [behind.map((d) => shape[d]!), behind.map((d) => steps[d]!)];
  each(leadShape, leadSteps, 0, (first) => {
    for (let i = 0; i < count; i++) each(behindShape, behindSteps, base[i]! + first, (at) => (places[k++] = at));
  });
  return { shape: result, places };
}

function fitting(lists: readonly NdArray[]): number[] {
  try {
    return broadcast(...lists.map(({ shape }) => shape));
  } catch {
    throw new IndexError(
      `shape mismatch: indexing arrays could not be broadcast together with shapes ${lists.map(({ shape }) => shapeText(shape)).join(" ")} `,
    );
  }
}

/** `x[items]` */
export function take(a: NdArray, items: readonly unknown[]): NdArray {
  // Single places are what loops ask for most.
  if (items.length === a.ndim && items.every((item) => typeof item === "number")) {
    let at = a.offset;
    for (let d = 0; d < items.length; d++) {
      const [place, n] = [items[d] as number, a.shape[d]!];
      if (!(place >= -n && place < n) || !Number.isInteger(place)) return view(a, read(a, items), items);
      at += (place < 0 ? place + n : place) * a.steps[d]!;
    }
    return scalar(a.data[at]!, a.dtype);
  }
  const basic = read(a, items);
  if (basic.lists.length === 0) return view(a, basic, items);
  const { shape, places } = choose(basic);
  const data = a.dtype.allocate(places.length);
  for (let i = 0; i < places.length; i++) data[i] = a.data[places[i]!]!;
  return new NdArray(data, shape, a.dtype);
}

function view(a: NdArray, { shape, steps, offset }: Basic, items: readonly unknown[]): NdArray {
  if (shape.length === 0 && !items.includes("...")) return scalar(a.data[offset]!, a.dtype);
  return a.view(shape, steps, offset);
}

/** `x[items] = value` */
export function put(a: NdArray, items: readonly unknown[], value: unknown): void {
  if (a.isScalar) throw new TypeError(`'numpy.${a.dtype.name}' object does not support item assignment`);
  const basic = read(a, items);
  if (basic.lists.length === 0) {
    assign(a.view(basic.shape, basic.steps, basic.offset), value);
    return;
  }
  const { shape, places } = choose(basic);
  const source = asArray(value);
  const given = source.ndim > shape.length && source.size === 1 ? source.view([], []) : source;
  if (!broadcastsTo(given.shape, shape))
    throw new ValueError(
      `shape mismatch: value array of shape ${shapeText(given.shape)} could not be broadcast to indexing result of shape ${shapeText(shape)}`,
    );
  const from = given.astype(a.dtype);
  let k = 0;
  each(shape, stretched(from, shape), from.offset, (at) => (a.data[places[k++]!] = from.data[at]!));
}

/** `np.add.at(x, items, value)`: places that occur several times count each time. */
export function change(
  a: NdArray,
  items: readonly unknown[],
  value: unknown,
  of: (a: number, b: number) => number,
): void {
  const basic = read(a, items);
  const { shape, places } = choose(basic.lists.length > 0 ? basic : { ...basic, lists: [] });
  const from = asArray(value);
  let k = 0;
  each(shape, stretched(from, shape), from.offset, (at) => {
    const place = places[k++]!;
    a.data[place] = of(a.data[place]!, from.data[at]!);
  });
}
