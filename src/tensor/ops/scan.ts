/** Running sums and products, and elements moved about: flip, roll, tril, triu. */

import { bool, int64, wrapDim, wrapDims, type DType } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { Tensor } from "../tensor.ts";
import { filledBy, withLines } from "./axis.ts";
import { cat } from "./join.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** Sums of all elements up to each. */
    cumsum(dim: number, options?: { readonly dtype?: DType }): Tensor;
    /** Products of all elements up to each. */
    cumprod(dim: number, options?: { readonly dtype?: DType }): Tensor;
    /** The order reversed along dimensions. */
    flip(...dims: readonly number[] | readonly [readonly number[]]): Tensor;
    /** Elements moved on by `shifts` places along dimensions; what leaves at the end comes in at the front. */
    roll(shifts: number | readonly number[], dims?: number | readonly number[]): Tensor;
    /** The lower triangle, zeros above diagonal `diagonal`. */
    tril(diagonal?: number): Tensor;
    /** The upper triangle, zeros below diagonal `diagonal`. */
    triu(diagonal?: number): Tensor;
    /** Differences of neighbours along a dimension. */
    diff(n?: number, dim?: number): Tensor;
    /** The tensor several times along each dimension, copied. */
    repeat(...sizes: readonly number[] | readonly [readonly number[]]): Tensor;
    /** Each entry of a dimension several times in a row. */
    repeatInterleave(repeats: number, dim?: number): Tensor;
  }
}

function scan(t: Tensor, dim: number, dtype: DType, op: "sum" | "prod"): Tensor {
  const x = t.detach().to(dtype);
  return filledBy(dtype, t.sizes, (target) =>
    withLines(x, dim, ({ values, n, step, count, start }) => {
      if (values instanceof BigInt64Array) {
        for (let line = 0; line < count; line++) {
          let total = op === "sum" ? 0n : 1n;
          for (let i = 0, at = start(line); i < n; i++, at += step) {
            total = BigInt.asIntN(64, op === "sum" ? total + values[at]! : total * values[at]!);
            target[at] = total;
          }
        }
        return;
      }
      for (let line = 0; line < count; line++) {
        let total = op === "sum" ? 0 : 1;
        for (let i = 0, at = start(line); i < n; i++, at += step) {
          total = op === "sum" ? total + values[at]! : total * values[at]!;
          target[at] = total;
        }
      }
    }),
  );
}

const cumsumBackward = defineGradient<number>("CumsumBackward0", (node, grad) => [
  grad.dim() === 0 ? grad : grad.flip(node.context).cumsum(node.context).flip(node.context),
]);
const cumprodBackward = defineGradient<number>("CumprodBackward0", (node, grad) => {
  const [x] = node.saved();
  const dim = node.context;
  if (x!.dim() === 0) return [grad];
  const n = x!.sizes[dim]!;
  // Element k of the input is a factor of every product from k on: the others of product i are before k, and between k and i
  const parts = Array.from({ length: n }, (_, k) => {
    const one = x!.detach().narrow(dim, k, 1).onesLike();
    const rest = k + 1 < n ? [one, x!.narrow(dim, k + 1, n - k - 1)] : [one];
    const behind = cat(rest, dim).cumprod(dim);
    const before = k === 0 ? one : x!.narrow(dim, 0, k).prod(dim, { keepdim: true });
    return behind
      .mul(before)
      .mul(grad.narrow(dim, k, n - k))
      .sum(dim, { keepdim: true });
  });
  return [n === 0 ? grad : cat(parts, dim)];
});
const scanType = (t: Tensor, dtype: DType | undefined): DType => dtype ?? (t.dtype.isFloatingPoint ? t.dtype : int64);

Tensor.prototype.cumsum = function (dim, { dtype } = {}) {
  const d = wrapDim(dim, this.dim());
  return cumsumBackward.record(scan(this, d, scanType(this, dtype), "sum"), [this], [], d);
};
Tensor.prototype.cumprod = function (dim, { dtype } = {}) {
  const d = wrapDim(dim, this.dim());
  return cumprodBackward.record(scan(this, d, scanType(this, dtype), "prod"), [this], [this], d);
};

const flipBackward = defineGradient<readonly number[]>("FlipBackward0", (node, grad) => [grad.flip(node.context)]);
Tensor.prototype.flip = function (...args) {
  const dims = wrapDims(typeof args[0] === "object" ? args[0] : (args as readonly number[]), this.dim());
  let x = this.detach();
  for (const d of dims) {
    const source = x;
    x = filledBy(x.dtype, x.sizes, (target) =>
      withLines(source, d, ({ values, n, step, count, start }) => {
        for (let line = 0; line < count; line++) {
          const from = start(line);
          for (let i = 0; i < n; i++) target[from + i * step] = values[from + (n - 1 - i) * step]!;
        }
      }),
    );
  }
  const out = dims.length === 0 ? x.clone() : x;
  return flipBackward.record(out, [this], [], dims);
};

const rollBackward = defineGradient<{ readonly shifts: readonly number[]; readonly dims: readonly number[] }>(
  "RollBackward0",
  (node, grad) => [
    grad.roll(
      node.context.shifts.map((shift) => -shift),
      node.context.dims,
    ),
  ],
);
Tensor.prototype.roll = function (shifts, dims) {
  if (dims === undefined) return this.reshape(-1).roll(shifts, 0).reshape(this.sizes);
  const by = typeof shifts === "number" ? [shifts] : shifts;
  const along = wrapDims(dims, this.dim());
  if (by.length !== along.length)
    throw new RangeError(`shifts and dimensions must align. shifts: ${by.length}, dims:${along.length}`);
  let x = this.detach();
  for (const [i, d] of along.entries()) {
    const n = x.sizes[d]!;
    const shift = n === 0 ? 0 : ((by[i]! % n) + n) % n;
    if (shift !== 0) x = cat([x.narrow(d, n - shift, shift), x.narrow(d, 0, n - shift)], d);
  }
  const out = x.storage === this.storage ? x.clone() : x;
  return rollBackward.record(out, [this], [], { shifts: by, dims: along });
};

const triangle = (name: "tril" | "triu", ruleName: string) => {
  const rule = defineGradient<number>(ruleName, (node, grad) => [grad[name](node.context)]);
  return (t: Tensor, diagonal: number): Tensor => {
    if (t.dim() < 2) throw new RangeError(`${name}: input tensor must have at least 2 dimensions`);
    const [rows, columns] = [t.size(-2), t.size(-1)];
    const mask = filledBy(bool, [rows, columns], (target) => {
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++)
          target[r * columns + c] = (name === "tril" ? c - r <= diagonal : c - r >= diagonal) ? 1 : 0;
    });
    return rule.record(t.detach().where(mask, 0).to(t.dtype), [t], [], diagonal);
  };
};
const tril = triangle("tril", "TrilBackward0");
const triu = triangle("triu", "TriuBackward0");
Tensor.prototype.tril = function (diagonal = 0) {
  return tril(this, diagonal);
};
Tensor.prototype.triu = function (diagonal = 0) {
  return triu(this, diagonal);
};

Tensor.prototype.diff = function (n = 1, dim = -1) {
  if (n === 0) return this;
  const size = this.size(dim);
  const [behind, before] = [this.narrow(dim, 1, size - 1), this.narrow(dim, 0, size - 1)];
  return (this.dtype === bool ? behind.logicalXor(before) : behind.sub(before)).diff(n - 1, dim);
};

const repeatBackward = defineGradient<{ readonly sizes: readonly number[]; readonly shape: readonly number[] }>(
  "RepeatBackward0",
  (node, grad) => {
    const { sizes, shape } = node.context;
    const lead = sizes.length - shape.length;
    const split = sizes.flatMap((n, d) => [n, d < lead ? 1 : shape[d - lead]!]);
    return [
      grad
        .reshape(split)
        .sum(sizes.map((_, d) => 2 * d))
        .reshape(shape),
    ];
  },
);
Tensor.prototype.repeat = function (...args) {
  const sizes = typeof args[0] === "object" ? args[0] : (args as readonly number[]);
  const lead = sizes.length - this.dim();
  if (lead < 0)
    throw new RangeError("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor");
  const shape = sizes.map((_, d) => (d < lead ? 1 : this.sizes[d - lead]!));
  const thin = this.detach().reshape(shape.flatMap((n) => [1, n]));
  const out = thin.expand(shape.flatMap((n, d) => [sizes[d]!, n])).contiguous();
  const merged = out.view(shape.map((n, d) => n * sizes[d]!));
  const own = new Tensor(merged.storage, merged.sizes);
  const result = own.storage === this.storage ? own.clone() : own;
  return repeatBackward.record(result, [this], [], { sizes, shape: this.sizes });
};
Tensor.prototype.repeatInterleave = function (repeats, dim) {
  if (dim === undefined) return this.reshape(-1).repeatInterleave(repeats, 0);
  const d = wrapDim(dim, this.dim());
  const wide = this.unsqueeze(d + 1).expand(this.sizes.toSpliced(d + 1, 0, repeats));
  return wide.clone().view(this.sizes.with(d, this.sizes[d]! * repeats));
};
