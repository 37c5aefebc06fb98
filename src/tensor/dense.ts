/** Contiguous copies of views: back ends read whole storages in row-major order. */

import { allocate, backend, Storage, type Dense } from "../backend/index.ts";
import { contiguousStrides, isContiguous, numel, type DType, type TypedArray } from "../shape/index.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Below this many elements a loop over the host array is faster than asking the device. Above it, the device either has
 * the elements already, or gets them sooner than a loop would where few elements are stretched to many.
 */
const SMALL = 4096;

/** The tensor's storage if it is dense, else a dense copy, which the caller releases (see `done`). */
export function dense(t: Tensor): Dense {
  if (t.memory.isShared) t.memory.forgetDevice();
  return { storage: t.isDense ? t.memory : denseStorage(t), shape: t.sizes };
}

/**
 * Like `dense`, for operations that broadcast when another operand has the full shape: expanded dimensions already
 * count as size 1, so that the gradient of a sum need not be written out in full.
 */
export function thin(t: Tensor): Dense {
  if (t.isDense || t.memory.isShared || !t.strides.includes(0)) return dense(t);
  const shape = t.sizes.map((n, d) => (t.strides[d] === 0 ? 1 : n));
  const window = { sizes: shape, strides: t.strides, offset: t.offset };
  const isWhole = numel(shape) === t.memory.length && t.offset === 0 && isContiguous(shape, t.strides);
  if (isWhole) return { storage: t.memory, shape };
  const target = allocate(t.dtype, numel(shape));
  gather(t.memory.host(), target, window);
  return { storage: Storage.fromHost(t.dtype, target), shape };
}

/** Like `dense`, in this dtype. */
export function denseAs(t: Tensor, dtype: DType): Dense {
  if (t.dtype === dtype) return dense(t);
  const whole = dense(t);
  const cast = { storage: backend().cast(whole, dtype), shape: t.sizes };
  done(whole, t);
  return cast;
}

/** Releases what `dense` made for `t`, if it made anything. */
export function done(operand: Dense, t: Tensor): void {
  if (operand.storage !== t.memory) operand.storage.release();
}

/** A new storage with the tensor's elements in row-major order. */
export function denseStorage(t: Tensor): Storage {
  const n = t.numel();
  const { memory: storage } = t;
  const isLarge = storage.onHost ? storage.length * 8 < n && n > SMALL : Math.max(n, storage.length) > SMALL;
  if (isLarge) {
    const onDevice = rearranged(t);
    if (onDevice !== null) return onDevice;
  }
  const target = allocate(t.dtype, n);
  if (t.isDense) target.set(storage.host() as never);
  else gather(storage.host(), target, t);
  return Storage.fromHost(t.dtype, target);
}

/**
 * The same on the device for the usual views: dimensions permuted, expanded, or narrowed once. Null for all others,
 * whose elements are copied back to the host.
 */
function rearranged(t: Tensor): Storage | null {
  const { sizes, strides, memory: storage } = t;
  const real = sizes.map((_, d) => d).filter((d) => sizes[d] !== 1 && strides[d] !== 0);
  const order = real.toSorted((a, b) => strides[b]! - strides[a]!);
  const shape = order.map((d) => sizes[d]!);
  const outer = Array<number>(order.length);
  for (let i = 0; i < order.length; i++) {
    const step = i === 0 ? storage.length : strides[order[i - 1]!]!;
    if (step % strides[order[i]!]! !== 0) return null;
    outer[i] = step / strides[order[i]!]!;
  }
  if (order.length > 0 && strides[order.at(-1)!] !== 1) return null;
  if (numel(outer) !== storage.length) return null;

  let rest = t.offset;
  const starts = contiguousStrides(outer).map((stride) => {
    const start = Math.floor(rest / stride);
    rest -= start * stride;
    return start;
  });
  let at: Dense = { storage, shape: outer };
  const advance = (next: Storage, nextShape: readonly number[]) => {
    if (at.storage !== storage) at.storage.release();
    at = { storage: next, shape: nextShape };
  };
  for (let i = 0; i < outer.length; i++) {
    if (outer[i] === shape[i]) continue;
    if (starts[i]! + shape[i]! > outer[i]!) return null;
    advance(backend().narrow(at, i, starts[i]!, shape[i]!), at.shape.with(i, shape[i]!));
  }
  if (order.some((d, i) => d !== real[i])) {
    const dims = real.map((d) => order.indexOf(d));
    advance(
      backend().permute(at, dims),
      dims.map((d) => shape[d]!),
    );
  }
  if (numel(sizes) !== numel(shape)) {
    const thin = sizes.map((n, d) => (strides[d] === 0 ? 1 : n));
    advance(backend().broadcastTo({ storage: at.storage, shape: thin }, sizes), sizes);
  }
  return at.storage === storage ? null : at.storage;
}

/** What a loop over a window needs. */
export interface Strided {
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

/**
 * Side of the square blocks in which a transpose is copied: the rows and columns of one block fit the processor's
 * first-level cache.
 */
const SIDE = 32;

/**
 * Copies a matrix [rows, columns] whose columns are contiguous in storage, block by block, because a single pass would
 * miss the cache.
 */
function gatherTransposed(source: TypedArray, target: TypedArray, { sizes, strides, offset }: Strided): void {
  const [rows, columns] = sizes as [number, number];
  const step = strides[1]!;
  for (let top = 0; top < rows; top += SIDE)
    for (let left = 0; left < columns; left += SIDE) {
      const [bottom, right] = [Math.min(top + SIDE, rows), Math.min(left + SIDE, columns)];
      for (let r = top; r < bottom; r++)
        for (let c = left, to = r * columns + left, at = offset + r + left * step; c < right; c++, at += step)
          target[to++] = source[at]!;
    }
}

/** Copies the window's elements to `target`, row-major. */
export function gather(source: TypedArray, target: TypedArray, window: Strided): void {
  const { sizes, strides } = window;
  if (sizes.length === 2 && strides[0] === 1 && strides[1] !== 1 && target.length > SMALL)
    return gatherTransposed(source, target, window);
  forEachRun(window, target.length, (at, from, n, step) => {
    if (step === 1 && n > 16) target.set(source.subarray(at, at + n) as never, from);
    else for (let i = 0; i < n; i++) target[from + i] = source[at + i * step]!;
  });
}

/** Copies row-major elements into the window. */
export function scatter(source: TypedArray, target: TypedArray, window: Strided): void {
  forEachRun(window, source.length, (at, from, n, step) => {
    if (step === 1 && n > 16) target.set(source.subarray(from, from + n) as never, at);
    else for (let i = 0; i < n; i++) target[at + i * step] = source[from + i]!;
  });
}

/** Sets every element of the window. */
export function fillWindow(target: TypedArray, window: Strided, value: number | bigint): void {
  forEachRun(window, numel(window.sizes), (at, _from, n, step) => {
    for (let i = 0; i < n; i++) target[at + i * step] = value;
  });
}

/** Calls `run(at, from, n, step)` for each stretch along the last dimension: `at` in storage, `from` in row-major order. */
function forEachRun(
  { sizes, strides, offset }: Strided,
  count: number,
  run: (at: number, from: number, n: number, step: number) => void,
): void {
  if (count === 0) return;
  const rank = sizes.length;
  if (rank === 0) return run(offset, 0, 1, 1);
  let last = rank - 1;
  let n = sizes[last]!;
  const step = strides[last]!;
  while (last > 0 && strides[last - 1] === step * n) n *= sizes[--last]!;
  const index = Array<number>(last).fill(0);
  let at = offset;
  for (let from = 0; from < count; from += n) {
    run(at, from, n, step);
    for (let d = last - 1; d >= 0; d--) {
      at += strides[d]!;
      if (++index[d]! < sizes[d]!) break;
      at -= strides[d]! * sizes[d]!;
      index[d] = 0;
    }
  }
}
