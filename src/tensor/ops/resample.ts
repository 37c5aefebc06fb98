/**
 * Tensors whose elements are weighted sums along single dimensions: enlargements, means over windows. Each dimension has a map that says
 * which elements of the input an element of the output takes, and how much of each.
 */
import { allocate, Storage } from "../../backend/index.ts";
import { numel } from "../../shape/index.ts";
import { defineGradient, type Gradient } from "../autograd/gradient.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { withOperands } from "./operands.ts";

/** `taps` sources for each of `size` outputs, one output after another. */
export interface DimMap {
  readonly size: number;
  readonly taps: number;
  readonly index: Int32Array;
  readonly weight: Float64Array;
}

/** One map for each dimension; null where it stays as it is. */
export type Maps = readonly (DimMap | null)[];

interface Context {
  readonly maps: Maps;
  readonly sizes: readonly number[];
}

/** The rule of such an operation, which is linear: the way back runs the maps the other way, and the way back of that is the operation. */
export function resampleRule(name: string): Gradient<Context> {
  const rule: Gradient<Context> = defineGradient<Context>(name, (node, grad) => [
    mapped(grad, node.context, true, backRule),
  ]);
  const backRule = defineGradient<Context>(name.replace(/\d$/, "Backward0"), (node, grad) => [
    mapped(grad, node.context, false, rule),
  ]);
  return rule;
}

export function resample(input: Tensor, maps: Maps, rule: Gradient<Context>): Tensor {
  return mapped(input, { maps, sizes: input.sizes }, false, rule);
}

function mapped(input: Tensor, context: Context, isBack: boolean, rule: Gradient<Context>): Tensor {
  const { maps, sizes: inputSizes } = context;
  let sizes = input.sizes;
  let values: Float64Array = withOperands([input], (x) => Float64Array.from(x.storage.host() as Float64Array));
  // From the last dimension on, as torch sums rows before columns.
  for (let d = maps.length - 1; d >= 0; d--) {
    const map = maps[d];
    if (map === null || map === undefined) continue;
    const next = sizes.with(d, isBack ? inputSizes[d]! : map.size);
    values = alongDim(values, sizes, next, d, map, isBack);
    sizes = next;
  }
  const target = allocate(input.dtype, numel(sizes));
  (target as Float64Array).set(values);
  return rule.record(fromStorage(Storage.fromHost(input.dtype, target), sizes), [input], [], context);
}

function alongDim(
  from: Float64Array,
  sizes: readonly number[],
  next: readonly number[],
  d: number,
  { size, taps, index, weight }: DimMap,
  isBack: boolean,
): Float64Array {
  const to = new Float64Array(numel(next));
  const inner = numel(sizes.slice(d + 1));
  const outer = numel(sizes.slice(0, d));
  const [fromLine, toLine] = [sizes[d]! * inner, next[d]! * inner];
  for (let o = 0; o < outer; o++)
    for (let j = 0; j < size; j++)
      for (let t = 0; t < taps; t++) {
        const w = weight[j * taps + t]!;
        if (w === 0) continue;
        const source = index[j * taps + t]! * inner;
        const [a, b] = isBack
          ? [o * fromLine + j * inner, o * toLine + source]
          : [o * fromLine + source, o * toLine + j * inner];
        for (let i = 0; i < inner; i++) to[b + i]! += w * from[a + i]!;
      }
  return to;
}

/** A map from what `sourcesOf` gives for each output; outputs may have different numbers of sources. */
export function dimMap(
  size: number,
  sourcesOf: (j: number) => readonly (readonly [index: number, weight: number])[],
): DimMap {
  const all = Array.from({ length: size }, (_, j) => sourcesOf(j));
  const taps = all.reduce((most, { length }) => Math.max(most, length), 1);
  const index = new Int32Array(size * taps);
  const weight = new Float64Array(size * taps);
  all.forEach((sources, j) =>
    sources.forEach(([at, w], t) => {
      index[j * taps + t] = at;
      weight[j * taps + t] = w;
    }),
  );
  return { size, taps, index, weight };
}
