/** Pools over planes of [B, C, H, W], and their gradients. [C, H, W] works too: only the last two dimensions matter. */
import { int64, numel } from "../../shape/index.ts";
import { allocate } from "../allocate.ts";
import type { AvgPoolGeometry, Dense, Pair, PoolGeometry, SavedPool } from "../backend.ts";
import { Storage } from "../storage.ts";
import { allocateNumbers, numbers } from "./arrays.ts";

/**
 * The size of the output along one dimension. With `ceilMode` a last window may extend beyond the edge if it starts inside the input or its
 * left padding.
 */
export function poolSize(
  n: number,
  kernel: number,
  stride: number,
  padding: number,
  dilation: number,
  ceil: boolean,
): number {
  const span = n + 2 * padding - dilation * (kernel - 1) - 1;
  const size = Math.floor((span + (ceil ? stride - 1 : 0)) / stride) + 1;
  return ceil && (size - 1) * stride >= n + padding ? size - 1 : size;
}

export function poolShape(x: readonly number[], geometry: Omit<PoolGeometry, "dilation">, dilation: Pair = [1, 1]) {
  const rank = x.length;
  const { kernelSize, stride, padding, ceilMode } = geometry;
  const size = (d: 0 | 1): number =>
    poolSize(x[rank - 2 + d]!, kernelSize[d], stride[d], padding[d], dilation[d], ceilMode);
  return [...x.slice(0, -2), size(0), size(1)];
}

/** The position of each window's maximum in its plane. As in torch, NaN counts as the largest, and the first of equal elements wins. */
function argmaxes(x: Dense, geometry: PoolGeometry): { shape: readonly number[]; at: Int32Array } {
  const { kernelSize, stride, padding, dilation } = geometry;
  const shape = poolShape(x.shape, geometry, dilation);
  const [height, width, rows, columns] = [x.shape.at(-2)!, x.shape.at(-1)!, shape.at(-2)!, shape.at(-1)!];
  const source = numbers(x);
  const at = new Int32Array(numel(shape));
  let out = 0;
  for (let plane = 0; plane < source.length; plane += height * width)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        let top = i * stride[0] - padding[0];
        let left = j * stride[1] - padding[1];
        const bottom = Math.min(top + (kernelSize[0] - 1) * dilation[0] + 1, height);
        const right = Math.min(left + (kernelSize[1] - 1) * dilation[1] + 1, width);
        while (top < 0) top += dilation[0];
        while (left < 0) left += dilation[1];
        let best = top * width + left;
        let value = -Infinity;
        for (let p = top; p < bottom; p += dilation[0])
          for (let q = left; q < right; q += dilation[1]) {
            const next = source[plane + p * width + q]!;
            if (next > value || Number.isNaN(next)) {
              value = next;
              best = p * width + q;
            }
          }
        at[out++] = best;
      }
  return { shape, at };
}

/** What the gradient of the plain maximum needs: only the positions. */
export class SavedPositions implements SavedPool {
  readonly at: Int32Array;
  readonly inputShape: readonly number[];

  constructor(at: Int32Array, inputShape: readonly number[]) {
    this.at = at;
    this.inputShape = inputShape;
  }

  release(): void {}
}

function picked(x: Dense, at: Int32Array): Storage {
  const source = numbers(x);
  const target = allocateNumbers(x.storage.dtype, at.length);
  const plane = x.shape.at(-2)! * x.shape.at(-1)!;
  const outPlane = source.length === 0 ? 0 : at.length / (source.length / plane);
  for (let i = 0; i < at.length; i++) target[i] = source[Math.floor(i / outPlane) * plane + at[i]!]!;
  return Storage.fromHost(x.storage.dtype, target);
}

export function maxPool2d(x: Dense, geometry: PoolGeometry): { output: Storage; saved: SavedPositions } {
  const { at } = argmaxes(x, geometry);
  return { output: picked(x, at), saved: new SavedPositions(at, x.shape) };
}

export function maxPool2dWithIndices(x: Dense, geometry: PoolGeometry): { output: Storage; indices: Storage } {
  const { at } = argmaxes(x, geometry);
  const indices = allocate(int64, at.length);
  for (let i = 0; i < at.length; i++) indices[i] = BigInt(at[i]!);
  return { output: picked(x, at), indices: Storage.fromHost(int64, indices) };
}

export function maxPool2dGrad(gy: Dense, saved: SavedPool): Storage {
  if (!(saved instanceof SavedPositions)) throw new Error("internal: a pool of another back end");
  const source = numbers(gy);
  const target = allocateNumbers(gy.storage.dtype, numel(saved.inputShape));
  const plane = saved.inputShape.at(-2)! * saved.inputShape.at(-1)!;
  const outPlane = gy.shape.at(-2)! * gy.shape.at(-1)!;
  for (let i = 0; i < source.length; i++) target[Math.floor(i / outPlane) * plane + saved.at[i]!]! += source[i]!;
  return Storage.fromHost(gy.storage.dtype, target);
}

interface Window {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  readonly divisor: number;
}

/** The windows of an average pool over one plane, in the order of the output. */
function avgWindows(inputShape: readonly number[], shape: readonly number[], geometry: AvgPoolGeometry): Window[] {
  const { kernelSize, stride, padding, countIncludePad, divisorOverride } = geometry;
  const [height, width] = [inputShape.at(-2)!, inputShape.at(-1)!];
  const windows: Window[] = [];
  for (let i = 0; i < shape.at(-2)!; i++)
    for (let j = 0; j < shape.at(-1)!; j++) {
      const [top, left] = [i * stride[0] - padding[0], j * stride[1] - padding[1]];
      const bottom = Math.min(top + kernelSize[0], height + padding[0]);
      const right = Math.min(left + kernelSize[1], width + padding[1]);
      const inside = clip(top, bottom, left, right, height, width);
      const counted = countIncludePad ? (bottom - top) * (right - left) : area(inside);
      windows.push({ ...inside, divisor: divisorOverride ?? counted });
    }
  return windows;
}

function clip(top: number, bottom: number, left: number, right: number, height: number, width: number) {
  return {
    top: Math.max(top, 0),
    bottom: Math.min(bottom, height),
    left: Math.max(left, 0),
    right: Math.min(right, width),
  };
}

function area({ top, bottom, left, right }: Omit<Window, "divisor">): number {
  return (bottom - top) * (right - left);
}

function adaptiveWindows(inputShape: readonly number[], [rows, columns]: Pair): Window[] {
  const [height, width] = [inputShape.at(-2)!, inputShape.at(-1)!];
  const windows: Window[] = [];
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const window = {
        top: Math.floor((i * height) / rows),
        bottom: Math.ceil(((i + 1) * height) / rows),
        left: Math.floor((j * width) / columns),
        right: Math.ceil(((j + 1) * width) / columns),
      };
      windows.push({ ...window, divisor: area(window) });
    }
  return windows;
}

function averages(x: Dense, windows: readonly Window[]): Storage {
  const [height, width] = [x.shape.at(-2)!, x.shape.at(-1)!];
  const source = numbers(x);
  const planes = numel(x.shape.slice(0, -2));
  const target = allocateNumbers(x.storage.dtype, planes * windows.length);
  let out = 0;
  for (let plane = 0; plane < planes; plane++)
    for (const { top, bottom, left, right, divisor } of windows) {
      let sum = 0;
      for (let p = top; p < bottom; p++)
        for (let q = left; q < right; q++) sum += source[(plane * height + p) * width + q]!;
      target[out++] = sum / divisor;
    }
  return Storage.fromHost(x.storage.dtype, target);
}

function spread(gy: Dense, inputShape: readonly number[], windows: readonly Window[]): Storage {
  const [height, width] = [inputShape.at(-2)!, inputShape.at(-1)!];
  const source = numbers(gy);
  const target = allocateNumbers(gy.storage.dtype, numel(inputShape));
  for (let i = 0; i < source.length; i++) {
    const plane = Math.floor(i / windows.length);
    const { top, bottom, left, right, divisor } = windows[i % windows.length]!;
    const share = source[i]! / divisor;
    for (let p = top; p < bottom; p++)
      for (let q = left; q < right; q++) target[(plane * height + p) * width + q]! += share;
  }
  return Storage.fromHost(gy.storage.dtype, target);
}

export function avgPool2d(x: Dense, geometry: AvgPoolGeometry): Storage {
  return averages(x, avgWindows(x.shape, poolShape(x.shape, geometry), geometry));
}

export function avgPool2dGrad(gy: Dense, inputShape: readonly number[], geometry: AvgPoolGeometry): Storage {
  return spread(gy, inputShape, avgWindows(inputShape, gy.shape, geometry));
}

export function adaptiveAvgPool2d(x: Dense, outputSize: Pair): Storage {
  return averages(x, adaptiveWindows(x.shape, outputSize));
}

export function adaptiveAvgPool2dGrad(gy: Dense, inputShape: readonly number[]): Storage {
  return spread(gy, inputShape, adaptiveWindows(inputShape, [gy.shape.at(-2)!, gy.shape.at(-1)!]));
}
