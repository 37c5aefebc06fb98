/** Arithmetic on arrays for the kernels that tfjs-backend-wasm lacks or gets wrong. Images are NHWC, filters HWIO. */
import { numel } from "../../shape/index.ts";
import type { Pair } from "../backend.ts";
import type { WindowOptions } from "../device/engine.ts";

interface Shaped {
  readonly array: Float32Array;
  readonly shape: readonly number[];
}

/** The image with `stride - 1` zeros between neighbouring pixels. */
export function spaced(image: Float32Array, shape: readonly number[], stride: Pair): Shaped {
  if (stride[0] === 1 && stride[1] === 1) return { array: image, shape };
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const wide = [batch, (height - 1) * stride[0] + 1, (width - 1) * stride[1] + 1, channels] as const;
  const array = new Float32Array(numel(wide));
  let from = 0;
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++, from += channels)
        array.set(
          image.subarray(from, from + channels),
          ((b * wide[1] + i * stride[0]) * wide[2] + j * stride[1]) * channels,
        );
  return { array, shape: wide };
}

/** The filter rotated by 180 degrees, with its inputs and outputs swapped. */
export function turned(filter: Float32Array, shape: readonly number[]): Shaped {
  const [rows, columns, inputs, outputs] = shape as [number, number, number, number];
  const array = new Float32Array(filter.length);
  let from = 0;
  for (let p = rows - 1; p >= 0; p--)
    for (let q = columns - 1; q >= 0; q--)
      for (let c = 0; c < inputs; c++)
        for (let o = 0; o < outputs; o++) array[((p * columns + q) * outputs + o) * inputs + c] = filter[from++]!;
  return { array, shape: [rows, columns, outputs, inputs] };
}

/** The number of zeros before the image along dimension d if the edges are SAME. */
function before(d: 0 | 1, n: number, out: number, { kernelSize, stride, edges }: WindowOptions): number {
  return edges === "SAME" ? Math.max((out - 1) * stride[d] + kernelSize[d] - n, 0) >> 1 : 0;
}

/** For each window of an average pool, its size divided by the number of its elements inside the image: [1, H, W, 1]. */
export function wholeOverCounted(input: readonly number[], output: readonly number[], options: WindowOptions): Shaped {
  const counts = ([0, 1] as const).map((d) => {
    const [n, out] = [input[1 + d]!, output[1 + d]!];
    const first = before(d, n, out, options);
    return Array.from({ length: out }, (_, i) => {
      const start = i * options.stride[d] - first;
      return Math.min(start + options.kernelSize[d], n) - Math.max(start, 0);
    });
  }) as [number[], number[]];
  const whole = options.kernelSize[0] * options.kernelSize[1];
  const array = Float32Array.from(counts[0].flatMap((rows) => counts[1].map((columns) => whole / (rows * columns))));
  return { array, shape: [1, output[1]!, output[2]!, 1] };
}

/** Each gradient goes to the first element of its window that equals the maximum. */
export function maxPoolGradient(
  gy: Float32Array,
  x: Float32Array,
  y: Float32Array,
  xShape: readonly number[],
  yShape: readonly number[],
  options: WindowOptions,
): Float32Array {
  const { kernelSize, stride } = options;
  const [batch, height, width, channels] = xShape as [number, number, number, number];
  const [, rows, columns] = yShape as [number, number, number, number];
  const [above, beside] = [before(0, height, rows, options), before(1, width, columns, options)];
  const gx = new Float32Array(x.length);
  let out = 0;
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < rows; i++) {
      const start = i * stride[0] - above;
      const [top, bottom] = [Math.max(start, 0), Math.min(start + kernelSize[0], height)];
      for (let j = 0; j < columns; j++) {
        const first = j * stride[1] - beside;
        const [left, right] = [Math.max(first, 0), Math.min(first + kernelSize[1], width)];
        for (let c = 0; c < channels; c++, out++) {
          const max = y[out]!;
          search: for (let p = top; p < bottom; p++)
            for (let q = left; q < right; q++) {
              const at = ((b * height + p) * width + q) * channels + c;
              if (x[at] === max) {
                gx[at]! += gy[out]!;
                break search;
              }
            }
        }
      }
    }
  return gx;
}
