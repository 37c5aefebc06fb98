/** Pooling. B batch, C channels, H and W height and width, K kernel sizes; images are [B, C, H, W] or [C, H, W]. */
import { backend, type AvgPoolGeometry, type PoolGeometry, type SavedPool } from "../../backend/index.ts";
import { bool, float64, formatShape, int64, scalarTypeName } from "../../shape/index.ts";
import { isGradEnabled } from "../autograd/grad-mode.ts";
import { defineGradient, type Gradient } from "../autograd/gradient.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { checkTensor, shaped, withOperands } from "./operands.ts";

export type PoolSize = number | readonly number[];
export type MaxPoolOptions = {
  kernelSize: PoolSize;
  stride?: PoolSize | null;
  padding?: PoolSize;
  dilation?: PoolSize;
  ceilMode?: boolean;
};
export type AvgPoolOptions = {
  kernelSize: PoolSize;
  stride?: PoolSize | null;
  padding?: PoolSize;
  ceilMode?: boolean;
  countIncludePad?: boolean;
  divisorOverride?: number | null;
};
/** Height and width of an adaptive pool's output; null keeps the input's size. */
export type OutputSize = number | null | readonly (number | null)[];

type Sizes = readonly number[];

const maxPoolBackward = defineGradient<{
  readonly saved: SavedPool;
  readonly sizes: Sizes;
  readonly geometry: PoolGeometry;
}>(
  "MaxPool2DWithIndicesBackward0",
  (node, gy) => {
    const { saved, sizes, geometry } = node.context;
    const [x] = node.saved() as [Tensor];
    if (isGradEnabled()) return [atPositions(gy, positionsOf(x, geometry, gy.sizes), sizes)];
    return [
      fromStorage(
        withOperands([gy], (gys) => backend().maxPool2dGrad(shaped(gys, batched(gy.sizes)), saved)),
        sizes,
      ),
    ];
  },
  { free: ({ saved }) => saved.release() },
);

/** The position of each maximum in its plane, int64. */
function positionsOf(x: Tensor, geometry: PoolGeometry, outputSizes: Sizes): Tensor {
  const { output, indices } = withOperands([x], (xs) =>
    backend().maxPool2dWithIndices(shaped(xs, batched(x.sizes)), geometry),
  );
  output.release();
  return fromStorage(indices, outputSizes);
}

/**
 * Zeros of `sizes` with the elements of `gy` added at their positions within each plane; uses tensor operations only.
 */
function atPositions(gy: Tensor, positions: Tensor, sizes: Sizes): Tensor {
  const planes = gy.sizes.slice(0, -2).reduce((n, size) => n * size, 1);
  const plane = sizes.at(-1)! * sizes.at(-2)!;
  const zeros = gy.detach().newZeros([planes, plane]);
  return zeros.scatterAdd(1, positions.reshape([planes, -1]), gy.reshape([planes, -1])).view([...sizes]);
}

/**
 * The largest value of each window.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.max_pool2d.html.
 *
 * @throws RangeError in torch's words for shapes or settings that do not fit.
 */
export function maxPool2d(input: Tensor, options: MaxPoolOptions): Tensor {
  checkTensor("max_pool2d", input);
  // Back ends pool floating point numbers; a double holds every int32, and int64 below 2^53.
  if (!input.dtype.isFloatingPoint && input.dtype !== bool) {
    return maxPool2d(input.to(float64), options).to(input.dtype);
  }
  const { geometry, outputSizes } = maxSettings(input, options);
  const { output, saved } = withOperands([input], (x) =>
    backend().maxPool2d(shaped(x, batched(input.sizes)), geometry),
  );
  const y = maxPoolBackward.record(fromStorage(output, outputSizes), [input], [input], {
    saved,
    sizes: input.sizes,
    geometry,
  });
  if (y.gradFn === null) saved.release();
  return y;
}

const maxPoolIndicesBackward = defineGradient<Sizes>("MaxPool2DWithIndicesBackward0", (node, gy) => {
  const [positions] = node.saved() as [Tensor];
  return [atPositions(gy, positions, node.context)];
});

/** Like `maxPool2d`, with each maximum's position in its plane (int64). */
export function maxPool2dWithIndices(input: Tensor, options: MaxPoolOptions): [Tensor, Tensor] {
  if (!input.dtype.isFloatingPoint && input.dtype !== bool) {
    const [values, positions] = maxPool2dWithIndices(input.to(float64), options);
    return [values.to(input.dtype), positions];
  }
  const { geometry, outputSizes } = maxSettings(input, options);
  const found = withOperands([input], (x) => backend().maxPool2dWithIndices(shaped(x, batched(input.sizes)), geometry));
  const indices = fromStorage(found.indices, outputSizes);
  const values = fromStorage(found.output, outputSizes);
  return [maxPoolIndicesBackward.record(values, [input], [indices], input.sizes), indices];
}

function maxSettings(input: Tensor, options: MaxPoolOptions): { geometry: PoolGeometry; outputSizes: Sizes } {
  const { padding = 0, dilation = 1, ceilMode = false } = options;
  const stride = options.stride ?? options.kernelSize;
  const geometry: PoolGeometry = {
    kernelSize: expand("max_pool2d", options.kernelSize, "kernel_size"),
    stride: expand("max_pool2d", stride, "stride"),
    padding: expand("max_pool2d", padding, "padding"),
    dilation: expand("max_pool2d", dilation, "dilation"),
    ceilMode,
  };
  if (input.dtype === bool) throw new TypeError(`"max_pool2d" not implemented for '${scalarTypeName(input.dtype)}'`);
  return { geometry, outputSizes: poolSizes(input.sizes, geometry) };
}

type AvgContext = { readonly geometry: AvgPoolGeometry; readonly sizes: Sizes };
const avgPoolBackward: Gradient<AvgContext> = defineGradient<AvgContext>("AvgPool2DBackward0", (node, gy) => [
  avgPoolGrad(gy, node.context),
]);
/** The gradient of the backward pass of a mean is the mean itself. */
const avgPoolBackwardBackward = defineGradient<AvgContext>("AvgPool2DBackwardBackward0", (node, gx) => [
  averaged(gx, node.context.geometry),
]);

function avgPoolGrad(gy: Tensor, context: AvgContext): Tensor {
  const { geometry, sizes } = context;
  const gx = withOperands([gy], (gys) =>
    backend().avgPool2dGrad(shaped(gys, batched(gy.sizes)), batched(sizes), geometry),
  );
  return avgPoolBackwardBackward.record(fromStorage(gx, sizes), [gy], [], context);
}

function averaged(input: Tensor, geometry: AvgPoolGeometry): Tensor {
  const sizes = poolSizes(input.sizes, { ...geometry, dilation: [1, 1] });
  const y = withOperands([input], (x) => backend().avgPool2d(shaped(x, batched(input.sizes)), geometry));
  return avgPoolBackward.record(fromStorage(y, sizes), [input], [], { geometry, sizes: input.sizes });
}

/** The mean of each window. */
export function avgPool2d(input: Tensor, options: AvgPoolOptions): Tensor {
  checkTensor("avg_pool2d", input);
  const { padding = 0, ceilMode = false, countIncludePad = true } = options;
  const stride = options.stride ?? options.kernelSize;
  const divisorOverride = options.divisorOverride ?? undefined;
  if (divisorOverride === 0) throw new RangeError("divisor must be not zero");
  const geometry: AvgPoolGeometry = {
    kernelSize: expand("avg_pool2d", options.kernelSize, "kernel_size"),
    stride: expand("avg_pool2d", stride, "stride"),
    padding: expand("avg_pool2d", padding, "padding"),
    ceilMode,
    countIncludePad,
    divisorOverride,
  };
  // Whole numbers are divided with integer division.
  if (input.dtype === int64) return averaged(input.to(float64), geometry).trunc().to(int64);
  checkFloating("avg_pool2d", input);
  return averaged(input, geometry);
}

const adaptiveAvgBackward: Gradient<Sizes> = defineGradient<Sizes>("AdaptiveAvgPool2DBackward0", (node, gy) => {
  const sizes = node.context;
  const gx = withOperands([gy], (gys) =>
    backend().adaptiveAvgPool2dGrad(shaped(gys, batched(gy.sizes)), batched(sizes)),
  );
  return [adaptiveAvgBackwardBackward.record(fromStorage(gx, sizes), [gy], [], [gy.sizes.at(-2)!, gy.sizes.at(-1)!])];
});
const adaptiveAvgBackwardBackward = defineGradient<[number, number]>(
  "AdaptiveAvgPool2DBackwardBackward0",
  (node, gx) => [adaptiveMean(gx, node.context)],
);

function adaptiveMean(input: Tensor, target: [number, number]): Tensor {
  const y = withOperands([input], (x) => backend().adaptiveAvgPool2d(shaped(x, batched(input.sizes)), target));
  const sizes = [...input.sizes.slice(0, -2), ...target];
  return adaptiveAvgBackward.record(fromStorage(y, sizes), [input], [], input.sizes);
}

/** Means over windows, chosen so that the output has `outputSize`. */
export function adaptiveAvgPool2d(input: Tensor, outputSize: OutputSize): Tensor {
  const target = adaptiveTarget("adaptive_avg_pool2d", input, outputSize);
  // As in torch: a single window over everything is a mean.
  if (target[0] === 1 && target[1] === 1) return input.mean([-1, -2], { keepdim: true });
  checkFloating("adaptive_avg_pool2d", input);
  return adaptiveMean(input, target);
}

const adaptiveMaxBackward = defineGradient<Sizes>("AdaptiveMaxPool2DBackward0", (node, gy) => {
  const [positions] = node.saved() as [Tensor];
  return [atPositions(gy, positions, node.context)];
});

/** Maxima over windows, chosen so that the output has `outputSize`. */
export function adaptiveMaxPool2d(input: Tensor, outputSize: OutputSize): Tensor {
  return adaptiveMaxPool2dWithIndices(input, outputSize)[0];
}

/** The same, with each maximum's position in its plane (int64). */
export function adaptiveMaxPool2dWithIndices(input: Tensor, outputSize: OutputSize): [Tensor, Tensor] {
  const target = adaptiveTarget("adaptive_max_pool2d", input, outputSize, ":");
  checkFloating("adaptive_max_pool2d", input);
  const [height, width] = [input.sizes.at(-2)!, input.sizes.at(-1)!];
  const sizes = [...input.sizes.slice(0, -2), ...target];
  const output = input.detach().newZeros(sizes);
  const positions = input.detach().newZeros(sizes, { dtype: int64 });
  const to = output.memory.hostForWrite() as Float32Array;
  const at = positions.memory.hostForWrite() as BigInt64Array;
  withOperands([input.detach()], (x) => {
    const from = x.storage.host() as Float32Array;
    let out = 0;
    for (let plane = 0; plane < from.length; plane += height * width) {
      for (let i = 0; i < target[0]; i++) {
        const rows = adaptiveWindow(i, target[0], height);
        for (let j = 0; j < target[1]; j++) {
          const best = largest(from, plane, width, rows, adaptiveWindow(j, target[1], width));
          at[out] = BigInt(best);
          to[out++] = from[plane + best]!;
        }
      }
    }
  });
  return [adaptiveMaxBackward.record(output, [input], [positions], input.sizes), positions];
}

/** With one dimension fewer, sequences [B, C, L] or [C, L] are pooled as images of height 1. */
const wide = (size: PoolSize): PoolSize => [1, typeof size === "number" ? size : size[0]!];
const padded = (size: PoolSize = 0): PoolSize => [0, typeof size === "number" ? size : size[0]!];

function asImage<O extends { kernelSize: PoolSize; stride?: PoolSize | null; padding?: PoolSize }>(options: O): O {
  const { kernelSize, stride, padding } = options;
  return { ...options, kernelSize: wide(kernelSize), stride: wide(stride ?? kernelSize), padding: padded(padding) };
}

/** The largest value of each window of a sequence. */
export function maxPool1d(input: Tensor, options: MaxPoolOptions): Tensor {
  checkSequence("max_pool1d", input);
  const settings = { ...asImage(options), dilation: wide(options.dilation ?? 1) };
  return maxPool2d(input.unsqueeze(-2), settings).squeeze(-2);
}

/** Like `maxPool1d`, with each maximum's position (int64). */
export function maxPool1dWithIndices(input: Tensor, options: MaxPoolOptions): [Tensor, Tensor] {
  checkSequence("max_pool1d", input);
  const settings = { ...asImage(options), dilation: wide(options.dilation ?? 1) };
  const [values, indices] = maxPool2dWithIndices(input.unsqueeze(-2), settings);
  return [values.squeeze(-2), indices.squeeze(-2)];
}

/** The mean of each window of a sequence. */
export function avgPool1d(input: Tensor, options: AvgPoolOptions): Tensor {
  checkSequence("avg_pool1d", input);
  return avgPool2d(input.unsqueeze(-2), asImage(options)).squeeze(-2);
}

/** Means over windows of a sequence, chosen so that the output has `outputSize`. */
export function adaptiveAvgPool1d(input: Tensor, outputSize: number): Tensor {
  checkSequence("adaptive_avg_pool1d", input);
  return adaptiveAvgPool2d(input.unsqueeze(-2), [1, outputSize]).squeeze(-2);
}

function checkSequence(name: string, input: Tensor): void {
  checkTensor(name, input);
  if (input.sizes.length === 2 || input.sizes.length === 3) return;
  throw new RangeError(`${name}(): Expected 2D or 3D tensor, but got ${formatShape(input.sizes)}`);
}

/** The part [start, end) of `size` that output `index` of `count` covers. */
function adaptiveWindow(index: number, count: number, size: number): [number, number] {
  return [Math.floor((index * size) / count), Math.ceil(((index + 1) * size) / count)];
}

/** The position of the largest element in its plane; NaN counts as the largest. */
function largest(
  from: Float32Array,
  plane: number,
  width: number,
  [top, bottom]: [number, number],
  [left, right]: [number, number],
): number {
  let best = top * width + left;
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const at = row * width + column;
      const value = from[plane + at]!;
      if (value > from[plane + best]! || Number.isNaN(value)) best = at;
    }
  }
  return best;
}

/** @throws RangeError in torch's words for a negative output size of an adaptive pool. */
export function checkTarget(name: string, target: readonly number[]): void {
  if (target.some((n) => n < 0))
    throw new RangeError(
      `${name}: elements of output_size must be greater than or equal to 0 but received {${target.join(", ")}}`,
    );
}

function adaptiveTarget(name: string, input: Tensor, outputSize: OutputSize, colon = ""): [number, number] {
  checkTensor(name, input);
  const { sizes } = input;
  if (sizes.length !== 3 && sizes.length !== 4) {
    throw new RangeError(`${name}(): Expected 3D or 4D tensor, but got${colon} ${formatShape(sizes)}`);
  }
  const [height, width] = Array.isArray(outputSize)
    ? (outputSize as readonly (number | null)[])
    : [outputSize as number | null, outputSize as number | null];
  const target: [number, number] = [height ?? sizes.at(-2)!, width ?? sizes.at(-1)!];
  checkTarget(name, target);
  return target;
}

/**
 * @throws TypeError in torch's words for integers, which have no mean, nor a gradient for the positions of their
 * maxima.
 */
function checkFloating(name: string, input: Tensor): void {
  if (input.dtype.isFloatingPoint) return;
  throw new TypeError(`"${name}" not implemented for '${scalarTypeName(input.dtype)}'`);
}

/** [C, H, W] is run as a batch of one. */
function batched(sizes: Sizes): Sizes {
  return sizes.length === 3 ? [1, ...sizes] : sizes;
}

function expand(callee: string, value: PoolSize, name: string): [number, number] {
  if (typeof value === "number") return [value, value];
  if (value.length === 1) return [value[0]!, value[0]!];
  if (value.length === 2) return [value[0]!, value[1]!];
  throw new RangeError(`${callee}: ${name} must either be a single int, or a tuple of two ints`);
}

/**
 * The output's sizes: with `ceilMode` the last window may extend past the end if it starts inside the image or its left
 * padding.
 */
function poolSizes(sizes: Sizes, geometry: PoolGeometry): Sizes {
  const { kernelSize, stride, padding, dilation, ceilMode } = geometry;
  if ((sizes.length !== 3 && sizes.length !== 4) || sizes.slice(-3).some((n) => n === 0)) {
    throw new RangeError("non-empty 3D or 4D (batch mode) tensor expected for input");
  }
  if (stride.some((n) => n === 0)) throw new RangeError("stride should not be zero");
  if (kernelSize.some((n) => n <= 0)) {
    throw new RangeError(`kernel size should be greater than zero, but got kH: ${kernelSize[0]} kW: ${kernelSize[1]}`);
  }
  const spatial = [0, 1].map((d) => {
    const n = sizes[sizes.length - 2 + d]!;
    const reach = dilation[d]! * (kernelSize[d]! - 1) + 1;
    if (padding[d]! > Math.floor(reach / 2)) {
      throw new RangeError(
        "pad should be at most half of effective kernel size, but got " +
          `pad=${padding[d]}, kernel_size=${kernelSize[d]} and dilation=${dilation[d]}`,
      );
    }
    const size = Math.floor((n + 2 * padding[d]! - reach + (ceilMode ? stride[d]! - 1 : 0)) / stride[d]!) + 1;
    return ceilMode && (size - 1) * stride[d]! >= n + padding[d]! ? size - 1 : size;
  });
  if (spatial.some((n) => n < 1)) {
    const channels = sizes.at(-3)!;
    throw new RangeError(
      `Given input size: (${sizes.slice(-3).join("x")}). ` +
        `Calculated output size: (${[channels, ...spatial].join("x")}). Output size is too small`,
    );
  }
  return [...sizes.slice(0, -2), ...spatial];
}
