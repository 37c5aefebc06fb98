/** Softmax and cross entropy over one dimension, each with its gradient. */
import { roundOne } from "../../shape/index.ts";
import type { Dense } from "../backend.ts";
import { Storage } from "../storage.ts";
import { allocateNumbers, around, numbers } from "./arrays.ts";
import type { NumberArray } from "./arrays.ts";
import { indexArray } from "./unary.ts";

type Line = (from: number, step: number, n: number) => void;

function eachLine(x: Dense, dim: number, line: Line): void {
  if (x.shape.length === 0) return line(0, 1, 1);
  const [outer, n, inner] = around(x.shape, dim);
  for (let o = 0; o < outer; o++) for (let i = 0; i < inner; i++) line(o * n * inner + i, inner, n);
}

/** The largest element of a line, and the sum of exp(x - largest). */
function scale(x: NumberArray, from: number, step: number, n: number): readonly [max: number, sum: number] {
  let max = -Infinity;
  for (let k = 0, i = from; k < n; k++, i += step) if (x[i]! > max || x[i] !== x[i]) max = x[i]!;
  let sum = 0;
  for (let k = 0, i = from; k < n; k++, i += step) sum += Math.exp(x[i]! - max);
  return [max, sum];
}

export function softmax(x: Dense, dim: number): Storage {
  const source = numbers(x);
  const { round } = x.storage.dtype;
  // Along any dimension but the last, torch keeps the powers in the dtype
  const isRounded = round !== null && dim !== x.shape.length - 1;
  const target = allocateNumbers(x.storage.dtype, source.length);
  eachLine(x, dim, (from, step, n) => {
    const [max, sum] = scale(source, from, step, n);
    for (let k = 0, i = from; k < n; k++, i += step) {
      const power = Math.exp(source[i]! - max);
      target[i] = (isRounded ? roundOne(round, power) : power) / sum;
    }
  });
  return Storage.fromHost(x.storage.dtype, target);
}

export function logSoftmax(x: Dense, dim: number): Storage {
  const source = numbers(x);
  const { round } = x.storage.dtype;
  const isRounded = round !== null && dim === x.shape.length - 1;
  const target = allocateNumbers(x.storage.dtype, source.length);
  eachLine(x, dim, (from, step, n) => {
    const [max, sum] = scale(source, from, step, n);
    // Along the last dimension torch keeps the sum and its logarithm in the dtype
    const shift = isRounded ? roundOne(round, Math.log(roundOne(round, sum))) : Math.log(sum);
    for (let k = 0, i = from; k < n; k++, i += step) target[i] = source[i]! - max - shift;
  });
  return Storage.fromHost(x.storage.dtype, target);
}

/** `y * (gy - sum(gy * y))` */
export function softmaxGrad(gy: Dense, y: Dense, dim: number): Storage {
  const [g, s] = [numbers(gy), numbers(y)];
  const target = allocateNumbers(y.storage.dtype, s.length);
  eachLine(y, dim, (from, step, n) => {
    let dot = 0;
    for (let k = 0, i = from; k < n; k++, i += step) dot += g[i]! * s[i]!;
    for (let k = 0, i = from; k < n; k++, i += step) target[i] = s[i]! * (g[i]! - dot);
  });
  return Storage.fromHost(y.storage.dtype, target);
}

/** `gy - exp(y) * sum(gy)` */
export function logSoftmaxGrad(gy: Dense, y: Dense, dim: number): Storage {
  const [g, s] = [numbers(gy), numbers(y)];
  const target = allocateNumbers(y.storage.dtype, s.length);
  eachLine(y, dim, (from, step, n) => {
    let sum = 0;
    for (let k = 0, i = from; k < n; k++, i += step) sum += g[i]!;
    for (let k = 0, i = from; k < n; k++, i += step) target[i] = g[i]! - Math.exp(s[i]!) * sum;
  });
  return Storage.fromHost(y.storage.dtype, target);
}

/** `losses[b] = log(sum(exp(x[b]))) - x[b, target[b]]`, `gradient = softmax(x) - onehot(target)` */
export function crossEntropy(logits: Dense, target: Dense): { losses: Storage; gradient: Storage } {
  const { dtype } = logits.storage;
  const source = numbers(logits);
  const [rows, classes] = [logits.shape[0]!, logits.shape[1]!];
  const picks = checkedTargets(target, classes);
  const losses = allocateNumbers(dtype, rows);
  const gradient = allocateNumbers(dtype, source.length);
  for (let b = 0; b < rows; b++) {
    const from = b * classes;
    const [max, sum] = scale(source, from, 1, classes);
    losses[b] = Math.log(sum) - (source[from + picks[b]!]! - max);
    for (let i = from; i < from + classes; i++) gradient[i] = Math.exp(source[i]! - max) / sum;
    gradient[from + picks[b]!]! -= 1;
  }
  return { losses: Storage.fromHost(dtype, losses), gradient: Storage.fromHost(dtype, gradient) };
}

export function checkedTargets(target: Dense, classes: number): Int32Array {
  const picks = indexArray(target);
  for (const t of picks) if (t < 0 || t >= classes) throw new RangeError(`Target ${t} is out of bounds.`);
  return picks;
}
