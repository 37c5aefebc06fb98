/**
 * The arithmetic of a layer on one image, number by number. Uses no page. C, O = input and output channels, H, W = height and width of the
 * image.
 */
import { inside, type Lays, patchIn, type Reach, reachOf } from "../../inspect/patch.ts";
import type { ExplorerData, Two } from "../interactive/data.ts";

export type Grid = readonly (readonly number[])[];

/** What the sliders change. */
export interface Settings {
  readonly stride: Two;
  readonly padding: Two | "same";
  readonly dilation: Two;
}

export interface Part {
  /** The input channel. */
  readonly channel: number;
  readonly patch: Grid;
  /** Empty if the layer has none. */
  readonly kernel: Grid;
  readonly products: Grid;
  /** The result: the sum of the products, the largest value or the mean. */
  readonly sum: number;
}

export class Layer {
  readonly data: ExplorerData;
  readonly image: readonly Grid[];
  readonly #weight: Float32Array;
  readonly #bias: Float32Array;

  constructor(data: ExplorerData, image: readonly Grid[], weight: Float32Array, bias: Float32Array) {
    this.data = data;
    this.image = image;
    this.#weight = weight;
    this.#bias = bias;
  }

  lays({ stride, padding, dilation }: Settings): Lays {
    const { kernel, paddingMode, ceilMode } = this.data;
    return { kernelSize: kernel, stride, padding, dilation, paddingMode, ceilMode };
  }

  reach(settings: Settings): Reach {
    return reachOf(this.lays(settings), this.data.H, this.data.W);
  }

  /** The input channels that an output channel reads. */
  reads(channel: number): readonly number[] {
    const { kind, C, O, groups } = this.data;
    if (kind === "max" || kind === "average") return [channel];
    const count = C / groups;
    const first = Math.floor(channel / (O / groups)) * count;
    return Array.from({ length: count }, (_, c) => first + c);
  }

  bias(channel: number): number {
    return this.#bias[channel] ?? 0;
  }

  kernelOf(channel: number, c: number): number[][] {
    const { kind, kernel, C, groups } = this.data;
    if (kind === "max" || kind === "average") return [];
    const [kH, kW] = kernel;
    const from = (channel * (C / groups) + c) * kH * kW;
    return Array.from({ length: kH }, (_, i) => Array.from(this.#weight.subarray(from + i * kW, from + (i + 1) * kW)));
  }

  /** The parts of one number of the output, in single precision, as in `inspect.dotProduct`. */
  partsAt(settings: Settings, channel: number, row: number, column: number): Part[] {
    const lays = this.lays(settings);
    const reach = this.reach(settings);
    return this.reads(channel).map((own, c) => {
      const plane = this.image[own]!;
      const patch = patchIn(lays, plane, reach, [row, column]);
      const kernel = this.kernelOf(channel, c);
      if (kernel.length > 0) {
        const products = patch.map((values, i) => values.map((value, j) => Math.fround(value * kernel[i]![j]!)));
        const sum = Math.fround(products.flat().reduce((total, product) => total + product, 0));
        return { channel: own, patch, kernel, products, sum };
      }
      return { channel: own, patch, kernel, products: [], sum: this.#pooled(lays, reach, plane, row, column) };
    });
  }

  resultOf(parts: readonly Part[], channel: number): number {
    return Math.fround(parts.reduce((total, { sum }) => total + sum, this.bias(channel)));
  }

  /** The largest value or the mean; padding is never the largest. */
  #pooled(lays: Lays, { top, left }: Reach, plane: Grid, row: number, column: number): number {
    const { kind, kernel, divisor } = this.data;
    const there: number[] = [];
    for (let i = 0; i < kernel[0]; i++)
      for (let j = 0; j < kernel[1]; j++) {
        const y = inside(lays, row * lays.stride[0]! - top + i * lays.dilation[0]!, plane.length);
        const x = inside(lays, column * lays.stride[1]! - left + j * lays.dilation[1]!, plane[0]!.length);
        if (y !== undefined && x !== undefined) there.push(plane[y]![x]!);
      }
    if (kind === "max") return Math.max(...there);
    const count =
      divisor === "there" ? there.length : divisor === "kernel" ? this.#covered(lays, top, left, row, column) : divisor;
    return Math.fround(there.reduce((a, b) => a + b, 0) / count);
  }

  /** The number of positions in a window, including those in the padding, but not those beyond it, where the last window may extend. */
  #covered(lays: Lays, top: number, left: number, row: number, column: number): number {
    const { kernel, H, W } = this.data;
    const along = (axis: 0 | 1, at: number, rim: number, size: number): number => {
      const from = at * lays.stride[axis]! - rim;
      return Math.min(from + kernel[axis], size + rim) - from;
    };
    return along(0, row, top, H) * along(1, column, left, W);
  }

  /** What each input channel contributes at every position, before they are summed: [channels read][rows][columns]. */
  mapsOf(settings: Settings, channel: number): number[][][] {
    const { rows, columns } = this.reach(settings);
    const maps = this.reads(channel).map(() => Array.from({ length: rows }, () => Array<number>(columns).fill(0)));
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        this.partsAt(settings, channel, row, column).forEach(({ sum }, c) => {
          maps[c]![row]![column] = sum;
        });
    return maps;
  }

  outputOf(maps: readonly Grid[], channel: number): number[][] {
    return maps[0]!.map((row, y) =>
      row.map((_, x) => Math.fround(maps.reduce((total, map) => total + map[y]![x]!, this.bias(channel)))),
    );
  }
}
