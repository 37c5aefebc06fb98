/** Copies of a tensor with another one in the place of a part. */

import { optional, required, wrapDim } from "../../shape/index.ts";
import { composite } from "../autograd/composite.ts";
import { checkLeaf } from "../in-place.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import type { Tensor } from "../tensor.ts";
import { sliceAlong } from "./slice-along.ts";
import "./arithmetic.ts";
import "./gather.ts";
import "./part.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** A copy with `src` in the place of `select(dim, index)`. */
    selectScatter(src: Tensor, dim: number, index: number): Tensor;
    selectScatter(options: { readonly src: Tensor; readonly dim: number; readonly index: number }): Tensor;
    selectScatter(src: Tensor, options: { readonly dim: number; readonly index: number }): Tensor;
    selectScatter(src: Tensor, dim: number, options: { readonly index: number }): Tensor;
    /** A copy with `src` in the place of a slice along `dim`. */
    sliceScatter(src: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
    sliceScatter(
      src: Tensor,
      options: {
        readonly dim?: number;
        readonly start?: number | null;
        readonly end?: number | null;
        readonly step?: number;
      },
    ): Tensor;
    /** A copy with `src` in the place of `diagonal(offset, dim1, dim2)`. */
    diagonalScatter(src: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
    diagonalScatter(
      src: Tensor,
      options: { readonly offset?: number; readonly dim1?: number; readonly dim2?: number },
    ): Tensor;
    /** A copy with the elements of `source`, in order, where `mask` is true. */
    maskedScatter(mask: Tensor, source: Tensor): Tensor;
    maskedScatter(options: { readonly mask: Tensor; readonly source: Tensor }): Tensor;
    maskedScatter(mask: Tensor, options: { readonly source: Tensor }): Tensor;
    /** A copy with rows of `source` at positions of a dimension. */
    indexCopy(dim: number, index: Tensor, source: Tensor): Tensor;
    indexCopy(options: { readonly dim: number; readonly index: Tensor; readonly source: Tensor }): Tensor;
    indexCopy(dim: number, options: { readonly index: Tensor; readonly source: Tensor }): Tensor;
    indexCopy(dim: number, index: Tensor, options: { readonly source: Tensor }): Tensor;
    /** A copy with `source` at positions of the flattened tensor. */
    put(index: Tensor, source: Tensor, accumulate?: boolean): Tensor;
    put(index: Tensor, options: { readonly source: Tensor; readonly accumulate?: boolean }): Tensor;
    put(index: Tensor, source: Tensor, options: { readonly accumulate?: boolean }): Tensor;
    put(options: { readonly index: Tensor; readonly source: Tensor; readonly accumulate?: boolean }): Tensor;
    /** The elements of `self` at `indices` along `dim`, which broadcast; without `dim`, of the flattened tensor. */
    takeAlongDim(indices: Tensor, dim?: number | null): Tensor;
    takeAlongDim(indices: Tensor, options: { readonly dim?: number | null }): Tensor;
    takeAlongDim(options: { readonly indices: Tensor; readonly dim?: number | null }): Tensor;
    /** Writes `fillValue` on the diagonal, in place; of a tall matrix with `wrap` on a further one after every `columns + 1` rows. */
    fillDiagonal_(fillValue: number, wrap?: boolean): this;
    fillDiagonal_(fillValue: number, options: { readonly wrap?: boolean }): this;
    fillDiagonal_(options: { readonly fillValue: number; readonly wrap?: boolean }): this;
  }
}

type View = (x: Tensor) => Tensor;

/** A copy of `x` with `src` in the place of a view, whose shape it must have. */
const withPart = (name: string, rule: string): ((x: Tensor, src: Tensor, view: View) => Tensor) => {
  const scatter = composite<View>(rule, ([x, src], view) => {
    const out = x!.clone();
    view(out).copy_(src!);
    return out;
  });
  return (x, src, view) => {
    const { sizes } = view(x.detach());
    if (String(src.sizes) !== String(sizes))
      throw new RangeError(
        `expected src to have a size equal to the slice of self. src size = [${src.sizes.join(", ")}], slice size = [${sizes.join(", ")}] (${name})`,
      );
    return scatter([x, src], view);
  };
};
const src = required(is.tensor);
const select = withPart("select_scatter", "SelectScatterBackward0");
method("selectScatter", { src, dim: required(is.int), index: required(is.int) }, (x, { src: part, dim, index }) =>
  select(x, part, (t) => t.select(dim, index)),
);
const slice = withPart("slice_scatter", "SliceScatterBackward0");
const bound = optional(is.orNull(is.int), null);
method(
  "sliceScatter",
  { src, dim: optional(is.int, 0), start: bound, end: bound, step: optional(is.int, 1) },
  (x, { src: part, dim, start, end, step }) => slice(x, part, (t) => sliceAlong(t, dim, start, end, step)),
);
const diagonal = withPart("diagonal_scatter", "DiagonalScatterBackward0");
method(
  "diagonalScatter",
  { src, offset: optional(is.int, 0), dim1: optional(is.int, 0), dim2: optional(is.int, 1) },
  (x, { src: part, offset, dim1, dim2 }) => diagonal(x, part, (t) => t.diagonal(offset, dim1, dim2)),
);

const maskedScatter = composite<Tensor>("MaskedScatterBackward0", ([x, source], mask) => {
  const [places, order] = [mask.reshape(-1), mask.reshape(-1).cumsum(0).sub(1).clampMin(0)];
  const given = source!.reshape(-1);
  if (given.numel() === 0) return x!.clone();
  return given
    .at(order.clampMax(given.numel() - 1))
    .where(places, x!.reshape(-1))
    .reshape(x!.sizes);
});
method("maskedScatter", { mask: required(is.tensor), source: required(is.tensor) }, (x, { mask, source }) => {
  if (mask.dtype.name !== "bool")
    throw new TypeError(
      "masked_scatter_ only supports boolean masks, but got mask with dtype " + mask.dtype.toString(),
    );
  if (x.dtype !== source.dtype)
    throw new TypeError(
      `masked_scatter_: expected self and source to have same dtypes but got ${x.dtype.toString()} and ${source.dtype.toString()}`,
    );
  const { sizes } = x.detach().where(mask, x.detach());
  const wide = mask.expand(sizes);
  if (wide.sum().item<number>() > source.numel())
    throw new RangeError("masked_scatter: expected self.numel() >= number of ones in mask");
  return maskedScatter([x.expand(sizes), source], wide);
});

const at = { dim: required(is.int), index: required(is.tensor) };
const indexCopy = composite<{ dim: number; index: Tensor }>("IndexCopyBackward0", ([x, source], { dim, index }) => {
  const out = x!.clone();
  const places = index.tolist<number[]>();
  places.forEach((place, i) => void out.select(dim, place).copy_(source!.select(dim, i)));
  return out;
});
method("indexCopy", { ...at, source: required(is.tensor) }, (x, { dim, index, source }) => {
  const d = wrapDim(dim, x.dim());
  if (index.dtype.name !== "int64")
    throw new TypeError("index_copy_(): Expected a long tensor for index, but got " + index.dtype.toString());
  if (x.dtype !== source.dtype)
    throw new TypeError(
      `index_copy_(): self and source expected to have the same dtype, but got (self) ${x.dtype.toString()} and (source) ${source.dtype.toString()}`,
    );
  if (source.dim() !== x.dim() || source.sizes[d] !== index.numel())
    throw new RangeError(
      `index_copy_(): Number of indices (${index.numel()}) should be equal to source.size(dim) (${source.sizes[d] ?? 1})`,
    );
  return indexCopy([x, source], { dim: d, index: index.reshape(-1) });
});

const put = composite<{ index: Tensor; accumulate: boolean }>("PutBackward0", ([x, source], { index, accumulate }) => {
  const flat = x!.reshape(-1).clone();
  return flat.indexPut_([index.reshape(-1)], source!.reshape(-1), accumulate).reshape(x!.sizes);
});
method(
  "put",
  { index: required(is.tensor), source: required(is.tensor), accumulate: optional(is.bool, false) },
  (x, { index, source, accumulate }) => {
    if (index.numel() !== source.numel())
      throw new RangeError(
        `put_(): Expected source and index to have the same number of elements, but got source.numel() = ${source.numel()}, index.numel() = ${index.numel()}`,
      );
    return put([x, source], { index, accumulate });
  },
);

method(
  "takeAlongDim",
  { indices: required(is.tensor), dim: optional(is.orNull(is.int), null) },
  (x, { indices, dim }) => {
    if (dim === null) return x.reshape(-1).gather(0, indices.reshape(-1));
    const d = wrapDim(dim, x.dim());
    if (indices.dim() !== x.dim())
      throw new RangeError(
        `torch.take_along_dim(): input and indices should have the same number of dimensions, but got ${x.dim()} dimensions for input, and ${indices.dim()} dimensions for indices`,
      );
    const wide = (own: Tensor, other: Tensor): Tensor =>
      own.expand(own.sizes.map((n, k) => (k === d || n !== 1 ? n : other.sizes[k]!)));
    return wide(x, indices).gather(d, wide(indices, x));
  },
);

method(
  "fillDiagonal_",
  { fillValue: required(is.scalar), wrap: optional(is.bool, false) },
  (x, { fillValue, wrap }) => {
    checkLeaf(x);
    if (x.dim() < 2) throw new RangeError("dimensions must larger than 1");
    if (x.dim() > 2 && x.sizes.some((n) => n !== x.sizes[0]))
      throw new RangeError("all dimensions of input must be of equal length");
    const [n, columns] = [Math.min(...x.sizes), x.sizes[1]!];
    const rows = wrap && x.dim() === 2 ? x.sizes[0]! : n;
    for (let place = 0; place < rows * columns; place += columns + 1) {
      const [row, column] = [Math.floor(place / columns), place % columns];
      if (row < n || wrap) x.at(row, column, ...x.sizes.slice(2).map(() => row)).fill_(fillValue);
    }
    return x;
  },
);
