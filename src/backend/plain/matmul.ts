import { broadcastShapes, expandStrides, numel } from "../../shape/index.ts";
import type { Dense } from "../backend.ts";
import { allocate } from "../allocate.ts";
import { Storage } from "../storage.ts";
import { isBig, numbers } from "./arrays.ts";

export interface Transposes {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** The sizes of a product and of its batch. */
export function sizesOf(a: Dense, b: Dense, { transposeA = false, transposeB = false }: Transposes) {
  const ra = a.shape.length;
  const rb = b.shape.length;
  const n = a.shape[transposeA ? ra - 1 : ra - 2]!;
  const k = a.shape[transposeA ? ra - 2 : ra - 1]!;
  const m = b.shape[transposeB ? rb - 2 : rb - 1]!;
  const single = ra === 2 && rb === 2;
  const batch = single ? [] : broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return { n, k, m, batch, transposeA, transposeB };
}

/** The offset of each batch in an operand. */
function offsets(x: Dense, batch: readonly number[]): number[] {
  const own = x.shape.slice(0, -2);
  const matrix = numel(x.shape.slice(-2));
  const strides = own.map(() => 0);
  for (let d = own.length - 1, step = matrix; d >= 0; step *= own[d]!, d--) strides[d] = step;
  const stretched = expandStrides(own, strides, batch);
  return Array.from({ length: numel(batch) }, (_, i) => {
    let at = 0;
    for (let d = batch.length - 1, rest = i; d >= 0; rest = Math.floor(rest / batch[d]!), d--)
      at += (rest % batch[d]!) * stretched[d]!;
    return at;
  });
}

export function matmul(a: Dense, b: Dense, options: Transposes = {}): Storage {
  const plan = { ...sizesOf(a, b, options), offsetsA: [0], offsetsB: [0] };
  if (plan.batch.length > 0) {
    plan.offsetsA = offsets(a, plan.batch);
    plan.offsetsB = offsets(b, plan.batch);
  }
  const { dtype } = a.storage;
  const target = allocate(dtype, numel(plan.batch) * plan.n * plan.m);
  if (isBig(target)) bigProducts(a.storage.host() as BigInt64Array, b.storage.host() as BigInt64Array, target, plan);
  else {
    const x = numbers(a);
    const y = numbers(b);
    for (let i = 0; i < plan.offsetsA.length; i++)
      product(x, plan.offsetsA[i]!, y, plan.offsetsB[i]!, target, i * plan.n * plan.m, plan);
  }
  return Storage.fromHost(dtype, target);
}

type Sizes = ReturnType<typeof sizesOf>;
type Plan = Sizes & { readonly offsetsA: readonly number[]; readonly offsetsB: readonly number[] };

/** Each element is summed in double and rounded once. */
function product(
  x: ArrayLike<number>,
  x0: number,
  y: ArrayLike<number>,
  y0: number,
  z: { [i: number]: number },
  z0: number,
  { n, k, m, transposeA, transposeB }: Sizes,
): void {
  const rowA = transposeA ? 1 : k;
  const stepA = transposeA ? n : 1;
  if (transposeB || k * m < 1024) {
    const columnB = transposeB ? k : 1;
    const stepB = transposeB ? 1 : m;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++) {
        let sum = 0;
        for (let p = 0, a = x0 + i * rowA, b = y0 + j * columnB; p < k; p++, a += stepA, b += stepB)
          sum += x[a]! * y[b]!;
        z[z0 + i * m + j] = sum;
      }
    return;
  }
  // Goes through y row by row, because the elements of a column are far apart
  const sums = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    sums.fill(0);
    for (let p = 0; p < k; p++) {
      const factor = x[x0 + i * rowA + p * stepA]!;
      const from = y0 + p * m;
      for (let j = 0; j < m; j++) sums[j]! += factor * y[from + j]!;
    }
    for (let j = 0; j < m; j++) z[z0 + i * m + j] = sums[j]!;
  }
}

function bigProducts(x: BigInt64Array, y: BigInt64Array, z: BigInt64Array, plan: Plan): void {
  const { n, k, m, transposeA, transposeB } = plan;
  const [rowA, stepA] = transposeA ? [1, n] : [k, 1];
  const [rowB, stepB] = transposeB ? [1, k] : [m, 1];
  let out = 0;
  for (let batch = 0; batch < plan.offsetsA.length; batch++)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++) {
        let sum = 0n;
        for (let p = 0; p < k; p++)
          sum += x[plan.offsetsA[batch]! + i * rowA + p * stepA]! * y[plan.offsetsB[batch]! + p * rowB + j * stepB]!;
        z[out++] = BigInt.asIntN(64, sum);
      }
}

export function linear(x: Dense, weight: Dense, bias: Dense | undefined): Storage {
  const product = matmul(x, weight, { transposeB: true });
  if (bias === undefined) return product;
  const y = numbers(product);
  const b = numbers(bias);
  for (let i = 0; i < y.length; i++) y[i]! += b[i % b.length]!;
  return product;
}
