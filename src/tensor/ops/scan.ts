/** Running sums and products, and elements moved around: flip, roll, tril, triu. */

import {
  bool,
  int64,
  keyword,
  optional,
  required,
  variadic,
  wrapDim,
  wrapDims,
  type DType,
} from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { tensor } from "../from-data.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import type { SizeArgs } from "../sizes.ts";
import { Tensor } from "../tensor.ts";
import { filledBy, withLines } from "./axis.ts";
import { cat } from "./join.ts";
import type { DtypeOption } from "./reduce.ts";
import { castTo } from "./to.ts";

/** What is placed before and after a tensor along the dimension before its differences are taken. */
export interface DiffEnds {
  readonly prepend?: Tensor | null;
  readonly append?: Tensor | null;
}

declare module "../tensor.ts" {
  interface Tensor {
    /** The running sum: each element plus all before it. */
    cumsum(dim: number, options?: DtypeOption): Tensor;
    cumsum(options: DtypeOption & { readonly dim: number }): Tensor;
    /** The running product: each element times all before it. */
    cumprod(dim: number, options?: DtypeOption): Tensor;
    cumprod(options: DtypeOption & { readonly dim: number }): Tensor;
    /** Reverses the order along dimensions. */
    flip(...dims: SizeArgs): Tensor;
    flip(options: { readonly dims: number | readonly number[] }): Tensor;
    /** Shifts elements by `shifts` places along dimensions; what leaves at the end comes back at the front. */
    roll(shifts: number | readonly number[], dims?: number | readonly number[] | null): Tensor;
    roll(shifts: number | readonly number[], options: { readonly dims?: number | readonly number[] | null }): Tensor;
    roll(options: {
      readonly shifts: number | readonly number[];
      readonly dims?: number | readonly number[] | null;
    }): Tensor;
    /** The lower triangle, zeros above diagonal `diagonal`. */
    tril(diagonal?: number): Tensor;
    tril(options: { readonly diagonal?: number }): Tensor;
    /** The upper triangle, zeros below diagonal `diagonal`. */
    triu(diagonal?: number): Tensor;
    triu(options: { readonly diagonal?: number }): Tensor;
    /** The differences between neighbours along a dimension. */
    diff(n?: number, dim?: number, prepend?: Tensor | null, append?: Tensor | null): Tensor;
    diff(n: number, options: DiffEnds & { readonly dim?: number }): Tensor;
    diff(options: DiffEnds & { readonly n?: number; readonly dim?: number }): Tensor;
    /** Repeats the tensor along each dimension, as a copy. */
    repeat(...sizes: SizeArgs): Tensor;
    /** Repeats each entry of a dimension. */
    repeatInterleave(repeats: number | Tensor, dim?: number | null): Tensor;
    repeatInterleave(repeats: number | Tensor, options: { readonly dim?: number | null }): Tensor;
  }
}

function scan(t: Tensor, dim: number, dtype: DType, op: "sum" | "prod"): Tensor {
  const x = t.dtype === dtype ? t : castTo(t.detach(), dtype);
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
  // Element k of the input is a factor of every product from k on; the other factors of product i lie before k, and
  // between k and i.
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
const scanType = (t: Tensor, dtype: DType | null): DType => dtype ?? (t.dtype.isFloatingPoint ? t.dtype : int64);

const alongDim = { dim: required(is.int), dtype: keyword(is.orNull(is.dtype), null) };
method("cumsum", alongDim, (self, { dim, dtype }) => {
  const d = wrapDim(dim, self.dim());
  return cumsumBackward.record(scan(self, d, scanType(self, dtype), "sum"), [self], [], d);
});
method("cumprod", alongDim, (self, { dim, dtype }) => {
  const d = wrapDim(dim, self.dim());
  return cumprodBackward.record(scan(self, d, scanType(self, dtype), "prod"), [self], [self], d);
});

const flipBackward = defineGradient<readonly number[]>("FlipBackward0", (node, grad) => [grad.flip(node.context)]);
method("flip", { dims: variadic(is.intOrInts) }, (self, { dims: given }) => {
  const dims = typeof given !== "number" && given.length === 0 ? [] : wrapDims(given, self.dim());
  let x = self.detach();
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
  return flipBackward.record(out, [self], [], dims);
});

const rollBackward = defineGradient<{ readonly shifts: readonly number[]; readonly dims: readonly number[] }>(
  "RollBackward0",
  (node, grad) => [
    grad.roll(
      node.context.shifts.map((shift) => -shift),
      node.context.dims,
    ),
  ],
);
method(
  "roll",
  { shifts: required(is.intOrInts), dims: optional(is.orNull(is.intOrInts), null) },
  (self, { shifts, dims }) => {
    const by = typeof shifts === "number" ? [shifts] : shifts;
    const isFlat = dims === null || (typeof dims !== "number" && dims.length === 0);
    if (isFlat && by.length === 1) return self.reshape(-1).roll(by, 0).reshape(self.sizes);
    if (isFlat) throw new RangeError(`shifts and dimensions must align. shifts: ${by.length}, dims:0`);
    const along = wrapDims(dims, self.dim());
    if (by.length !== along.length)
      throw new RangeError(`shifts and dimensions must align. shifts: ${by.length}, dims:${along.length}`);
    let x = self.detach();
    for (const [i, d] of along.entries()) {
      const n = x.sizes[d]!;
      const shift = n === 0 ? 0 : ((by[i]! % n) + n) % n;
      if (shift !== 0) x = cat([x.narrow(d, n - shift, shift), x.narrow(d, 0, n - shift)], d);
    }
    const out = x.memory === self.memory ? x.clone() : x;
    return rollBackward.record(out, [self], [], { shifts: by, dims: along });
  },
);

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
method("tril", { diagonal: optional(is.int, 0) }, (self, { diagonal }) => tril(self, diagonal));
method("triu", { diagonal: optional(is.int, 0) }, (self, { diagonal }) => triu(self, diagonal));

const end = optional(is.orNull(is.tensor), null);
method("diff", { n: optional(is.int, 1), dim: optional(is.int, -1), prepend: end, append: end }, (self, args) => {
  const { n, dim, prepend, append } = args;
  if (n < 0) throw new RangeError(`order must be non-negative but got ${n}`);
  if (self.dim() === 0) throw new RangeError("diff expects input to be at least one-dimensional");
  if (n === 0) return self;
  const ends = [prepend, self, append].filter((part) => part !== null);
  if (ends.some((part) => part.dim() !== self.dim()))
    throw new RangeError("diff expects prepend or append to be the same dimension as input");
  return differences(ends.length === 1 ? self : cat(ends, dim), n, dim);
});

function differences(x: Tensor, n: number, dim: number): Tensor {
  if (n === 0) return x;
  const size = x.size(dim);
  if (size === 0) return x;
  const [behind, before] = [x.narrow(dim, 1, size - 1), x.narrow(dim, 0, size - 1)];
  return differences(x.dtype === bool ? behind.logicalXor(before) : behind.sub(before), n - 1, dim);
}

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
method("repeat", { repeats: variadic(is.ints, "sizes") }, (self, { repeats: sizes }) => {
  const lead = sizes.length - self.dim();
  if (lead < 0)
    throw new RangeError("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor");
  const shape = sizes.map((_, d) => (d < lead ? 1 : self.sizes[d - lead]!));
  const thin = self.detach().reshape(shape.flatMap((n) => [1, n]));
  const out = thin.expand(shape.flatMap((n, d) => [sizes[d]!, n])).contiguous();
  const merged = out.view(shape.map((n, d) => n * sizes[d]!));
  const own = new Tensor(merged.memory, merged.sizes);
  const result = own.memory === self.memory ? own.clone() : own;
  return repeatBackward.record(result, [self], [], { sizes, shape: self.sizes });
});
/** The positions 0 to `n` - 1, each as often as its count says; a single count applies to all. */
function eachTimes(counts: Tensor, n: number): Tensor {
  if (counts.dim() > 1) throw new RangeError("repeats must be 0-dim or 1-dim tensor");
  if (counts.dtype.isFloatingPoint || counts.dtype === bool)
    throw new TypeError("repeats has to be Long or Int tensor");
  const list = counts.reshape(-1).tolist<number[]>();
  if (list.some((count) => count < 0)) throw new RangeError("repeats can not be negative");
  if (list.length !== 1 && list.length !== n)
    throw new RangeError("repeats must have the same size as input along dim");
  const positions = Array.from({ length: n }, (_, i) => Array<number>(list[list.length === 1 ? 0 : i]!).fill(i));
  return tensor(positions.flat(), { dtype: int64 });
}
method(
  "repeatInterleave",
  { repeats: required(is.either(is.int, is.tensor)), dim: optional(is.orNull(is.int), null) },
  (self, { repeats, dim }) => {
    if (dim === null) return self.reshape(-1).repeatInterleave(repeats, 0);
    const d = wrapDim(dim, self.dim());
    if (repeats instanceof Tensor) return self.indexSelect(d, eachTimes(repeats, self.sizes[d]!));
    const wide = self.unsqueeze(d + 1).expand(self.sizes.toSpliced(d + 1, 0, repeats));
    return wide.clone().view(self.sizes.with(d, self.sizes[d]! * repeats));
  },
);
