/** Sums with products of matrices and vectors, the cross product, powers, the inverse and the determinant. n, m, k are sizes. */

import { Storage } from "../../backend/index.ts";
import { float64, keyword, optional, required, warn, wrapDim } from "../../shape/index.ts";
import { composite } from "../autograd/composite.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { dense, done } from "../dense.ts";
import * as is from "../kinds.ts";
import { aliasMethod, method } from "../method.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import "./arithmetic.ts";
import "./matmul.ts";
import "./scan.ts";

export interface BetaAlpha {
  /** The factor of `self`. */
  readonly beta?: number;
  /** The factor of the product. */
  readonly alpha?: number;
}

declare module "../tensor.ts" {
  interface Tensor {
    /** `beta * self + alpha * (mat @ vec)`. */
    addmv(mat: Tensor, vec: Tensor, options?: BetaAlpha): Tensor;
    addmv(mat: Tensor, options: BetaAlpha & { readonly vec: Tensor }): Tensor;
    addmv(options: BetaAlpha & { readonly mat: Tensor; readonly vec: Tensor }): Tensor;
    /** `beta * self + alpha * outer(vec1, vec2)`. */
    addr(vec1: Tensor, vec2: Tensor, options?: BetaAlpha): Tensor;
    addr(vec1: Tensor, options: BetaAlpha & { readonly vec2: Tensor }): Tensor;
    addr(options: BetaAlpha & { readonly vec1: Tensor; readonly vec2: Tensor }): Tensor;
    /** `beta * self + alpha * (batch1 @ batch2)`, pair by pair. */
    baddbmm(batch1: Tensor, batch2: Tensor, options?: BetaAlpha): Tensor;
    baddbmm(batch1: Tensor, options: BetaAlpha & { readonly batch2: Tensor }): Tensor;
    baddbmm(options: BetaAlpha & { readonly batch1: Tensor; readonly batch2: Tensor }): Tensor;
    /** `beta * self + alpha * sum(batch1 @ batch2)`, over the batch. */
    addbmm(batch1: Tensor, batch2: Tensor, options?: BetaAlpha): Tensor;
    addbmm(batch1: Tensor, options: BetaAlpha & { readonly batch2: Tensor }): Tensor;
    addbmm(options: BetaAlpha & { readonly batch1: Tensor; readonly batch2: Tensor }): Tensor;
    /** Another name of `outer`. */
    ger(vec2: Tensor): Tensor;
    /** The sum of the products of two vectors' elements. */
    vdot(other: Tensor): Tensor;
    /** The cross product of vectors of three elements along `dim`; null takes the first dimension of size 3. */
    cross(other: Tensor, dim?: number | null): Tensor;
    cross(other: Tensor, options: { readonly dim?: number | null }): Tensor;
    cross(options: { readonly other: Tensor; readonly dim?: number | null }): Tensor;
    /** The Kronecker product. */
    kron(other: Tensor): Tensor;
    /** The product of `n` copies of a square matrix; of its inverse for negative `n`. */
    matrixPower(n: number): Tensor;
    matrixPower(options: { readonly n: number }): Tensor;
    /** The inverse of square matrices [..., n, n]. */
    inverse(): Tensor;
    /** The determinant of square matrices [..., n, n]. */
    det(): Tensor;
  }
}

const factors = { beta: keyword(is.number, 1), alpha: keyword(is.number, 1) };
const plus = (x: Tensor, product: Tensor, { beta, alpha }: Required<BetaAlpha>): Tensor =>
  // With beta 0 torch does not read self, whose NaN would stay otherwise.
  beta === 0 ? product.mul(alpha) : x.mul(beta).add(product.mul(alpha));

const addmv = composite<Required<BetaAlpha>>("AddmvBackward0", ([x, mat, vec], by) => plus(x!, mat!.mv(vec!), by));
method("addmv", { mat: required(is.tensor), vec: required(is.tensor), ...factors }, (x, { mat, vec, ...by }) =>
  addmv([x, mat, vec], by),
);
const addr = composite<Required<BetaAlpha>>("AddrBackward0", ([x, a, b], by) => plus(x!, a!.outer(b!), by));
method("addr", { vec1: required(is.tensor), vec2: required(is.tensor), ...factors }, (x, { vec1, vec2, ...by }) =>
  addr([x, vec1, vec2], by),
);
const baddbmm = composite<Required<BetaAlpha>>("BaddbmmBackward0", ([x, a, b], by) => plus(x!, a!.bmm(b!), by));
const batches = { batch1: required(is.tensor), batch2: required(is.tensor), ...factors };
method("baddbmm", batches, (x, { batch1, batch2, ...by }) => baddbmm([x, batch1, batch2], by));
const addbmm = composite<Required<BetaAlpha>>("AddbmmBackward0", ([x, a, b], by) => plus(x!, a!.bmm(b!).sum(0), by));
method("addbmm", batches, (x, { batch1, batch2, ...by }) => addbmm([x, batch1, batch2], by));
aliasMethod("ger", "outer");
method("vdot", { other: required(is.tensor) }, (x, { other }) => x.dot(other));

const cross = composite<number>("LinalgCrossBackward0", ([x, y], dim) => {
  const next = (t: Tensor, by: number): Tensor => t.roll(-by, dim);
  return next(x!, 1)
    .mul(next(y!, 2))
    .sub(next(x!, 2).mul(next(y!, 1)));
});
method("cross", { other: required(is.tensor), dim: optional(is.orNull(is.int), null) }, (x, { other, dim }) => {
  const { sizes } = x.detach().mul(other.detach());
  const d = dim === null ? sizes.indexOf(3) : wrapDim(dim, sizes.length);
  if (d < 0) throw new RangeError("no dimension of size 3 in input");
  if (dim === null) warn("Using torch.cross without specifying the dim arg is deprecated.");
  if (sizes[d] !== 3)
    throw new RangeError(
      `linalg.cross: inputs dimension ${d} must have length 3. Got ${x.sizes[d]} and ${other.sizes[d]}`,
    );
  return cross([x.expand(sizes), other.expand(sizes)], d);
});

method("kron", { other: required(is.tensor) }, (x, { other }) => {
  const n = Math.max(x.dim(), other.dim());
  const [a, b] = [x, other].map((t) => [...Array<number>(n - t.dim()).fill(1), ...t.sizes]);
  const left = x.reshape(a!.flatMap((size) => [size, 1]));
  const right = other.reshape(b!.flatMap((size) => [1, size]));
  return left.mul(right).reshape(a!.map((size, d) => size * b![d]!));
});

function checkSquare(name: string, { sizes }: Tensor): number {
  const [rows, columns] = sizes.slice(-2);
  if (sizes.length < 2) throw new RangeError(`${name}: The input tensor A must have at least 2 dimensions.`);
  if (rows !== columns)
    throw new RangeError(`${name}: A must be batches of square matrices, but they are ${rows} by ${columns} matrices`);
  return rows!;
}

method("matrixPower", { n: required(is.int) }, (x, { n }) => {
  const size = checkSquare("linalg.matrix_power", x);
  if (n < 0) return x.inverse().matrixPower(-n);
  if (n === 0) return x.newTensor(identity(size)).expand(x.sizes).clone();
  let [power, rest, result] = [x, n, null as Tensor | null];
  for (; ; power = power.matmul(power)) {
    if (rest % 2 === 1) result = result === null ? power : result.matmul(power);
    rest = Math.floor(rest / 2);
    if (rest === 0) return result!;
  }
});

const identity = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)));

/** Gauss and Jordan's elimination with the largest pivots of a matrix [n, n]: its inverse, and its determinant. */
function eliminated(a: Float64Array, n: number): { readonly inverse: Float64Array; readonly det: number } {
  const inverse = Float64Array.from(identity(n).flat());
  let det = 1;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++)
      if (Math.abs(a[row * n + column]!) > Math.abs(a[pivot * n + column]!)) pivot = row;
    const value = a[pivot * n + column]!;
    det *= pivot === column ? value : -value;
    if (value === 0) return { inverse, det: 0 };
    for (const m of [a, inverse])
      for (let k = 0; k < n; k++) {
        const swapped = m[pivot * n + k]!;
        m[pivot * n + k] = m[column * n + k]!;
        m[column * n + k] = swapped / value;
      }
    for (let row = 0; row < n; row++) {
      const factor = a[row * n + column]!;
      if (row === column || factor === 0) continue;
      for (const m of [a, inverse]) for (let k = 0; k < n; k++) m[row * n + k]! -= factor * m[column * n + k]!;
    }
  }
  return { inverse, det };
}

function eachMatrix(name: string, t: Tensor): ReturnType<typeof eliminated>[] {
  const n = checkSquare(name, t);
  if (!t.dtype.isFloatingPoint)
    throw new TypeError(`${name}: Expected a floating point or complex tensor as input. Got ${t.dtype.toString()}`);
  const wide = t.detach().to(float64);
  const x = dense(wide);
  const values = x.storage.host() as Float64Array;
  const count = n === 0 ? 0 : values.length / (n * n);
  const found = Array.from({ length: count }, (_, i) => eliminated(values.slice(i * n * n, (i + 1) * n * n), n));
  done(x, wide);
  return found;
}

const inverseBackward = defineGradient("LinalgInvExBackward0", (node, grad) => {
  const turned = node.saved()[0]!.transpose(-2, -1);
  return [turned.matmul(grad).matmul(turned).neg()];
});
method("inverse", {}, (x) => {
  const found = eachMatrix("linalg.inv", x);
  const singular = found.findIndex(({ det }) => det === 0);
  if (singular >= 0)
    throw new RangeError(
      `linalg.inv: ${x.dim() > 2 ? `(Batch element ${singular}): ` : ""}The diagonal element 1 is zero, the inversion could not be completed because the input matrix is singular.`,
    );
  const all = Float64Array.from(found.flatMap(({ inverse }) => [...inverse]));
  const out = fromStorage(Storage.fromHost(float64, all), x.sizes).to(x.dtype);
  return inverseBackward.record(out, [x], [out], undefined);
});

const detBackward = defineGradient("LinalgDetBackward0", (node, grad) => {
  const [x] = node.saved();
  const scaled = grad.mul(x!.det()).unsqueeze(-1).unsqueeze(-1);
  return [x!.inverse().transpose(-2, -1).mul(scaled)];
});
method("det", {}, (x) => {
  const all = Float64Array.from(eachMatrix("linalg.det", x), ({ det }) => det);
  const out = fromStorage(Storage.fromHost(float64, all), x.sizes.slice(0, -2)).to(x.dtype);
  return detBackward.record(out, [x], [x], undefined);
});
