/** Ops that move elements without computing. */
import { contiguousStrides, numel } from "../../shape/index.ts";
import type { TypedArray } from "../../shape/index.ts";
import type { Dense, Pair } from "../backend.ts";
import { allocate } from "../allocate.ts";
import { Storage } from "../storage.ts";
import { around, expanded, isBig, stridedCopy } from "./arrays.ts";

export function permute(x: Dense, dims: readonly number[]): Storage {
  const { dtype } = x.storage;
  const strides = contiguousStrides(x.shape);
  const target = allocate(dtype, x.storage.length) as TypedArray;
  const shape = dims.map((d) => x.shape[d]!);
  return Storage.fromHost(
    dtype,
    stridedCopy(
      x.storage.host(),
      target,
      shape,
      dims.map((d) => strides[d]!),
    ),
  );
}

export function broadcastTo(x: Dense, shape: readonly number[]): Storage {
  const array = x.storage.host();
  const result = expanded(array, x.storage.dtype, x.shape, shape);
  return Storage.fromHost(x.storage.dtype, result === array ? array.slice() : result);
}

export function cat(xs: readonly Dense[], dim: number): Storage {
  const { dtype } = xs[0]!.storage;
  let length = 0;
  for (const x of xs) length += x.storage.length;
  const target = allocate(dtype, length);
  let outer = 1;
  for (let d = 0; d < dim; d++) outer *= xs[0]!.shape[d]!;
  const row = outer === 0 ? 0 : length / outer;
  let offset = 0;
  for (const x of xs) {
    const own = outer === 0 ? 0 : x.storage.length / outer;
    const source = x.storage.host();
    for (let o = 0; o < outer; o++) copyRun(source, o * own, own, target, o * row + offset);
    offset += own;
  }
  return Storage.fromHost(dtype, target);
}

export function narrow(x: Dense, dim: number, start: number, length: number): Storage {
  const { dtype } = x.storage;
  const [outer, n, inner] = around(x.shape, dim);
  const source = x.storage.host();
  const target = allocate(dtype, outer * length * inner);
  for (let o = 0; o < outer; o++) {
    copyRun(source, (o * n + start) * inner, length * inner, target, o * length * inner);
  }
  return Storage.fromHost(dtype, target);
}

export function pad(x: Dense, pads: readonly Pair[], value: number): Storage {
  const { dtype } = x.storage;
  const shape = x.shape.map((n, d) => n + pads[d]![0] + pads[d]![1]);
  const target = allocate(dtype, numel(shape));
  if (value !== 0) {
    if (isBig(target)) target.fill(BigInt(value));
    else target.fill(value);
  }
  if (x.shape.length === 0) return Storage.fromHost(dtype, x.storage.host().slice());
  const source = x.storage.host();
  const strides = contiguousStrides(shape);
  const row = x.shape.at(-1)!;
  const rows = row === 0 ? 0 : source.length / row;
  for (let r = 0; r < rows; r++) {
    let rest = r;
    let at = pads.at(-1)![0];
    for (let d = x.shape.length - 2; d >= 0; d--) {
      const n = x.shape[d]!;
      at += ((rest % n) + pads[d]![0]) * strides[d]!;
      rest = Math.floor(rest / n);
    }
    copyRun(source, r * row, row, target, at);
  }
  return Storage.fromHost(dtype, target);
}

/** Copying so few elements takes less time than making a window onto them. */
const SHORT = 32;

/** Copies `n` elements from a place in `source` to a place in `target`. */
function copyRun(source: TypedArray, from: number, n: number, target: TypedArray, to: number): void {
  if (n <= SHORT) for (let i = 0; i < n; i++) target[to + i] = source[from + i]!;
  else target.set(source.subarray(from, from + n) as never, to);
}
