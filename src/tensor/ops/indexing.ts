/**
 * Reading and writing parts: `t.at(0, ":", "1:3", "...", null, [2, 0], mask)` is Python's `t[0, :, 1:3, ..., None, [2, 0], mask]`.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/tensor_view.html and NumPy's rules of indexing
 */

import {
  bool,
  broadcastShapes,
  int64,
  keyword,
  optional,
  required,
  signature,
  Slice,
  variadic,
} from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { tensor, tensorOf, type TensorData } from "../from-data.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { Tensor, viewOf } from "../tensor.ts";
import type { Scalar } from "./elementwise.ts";
import { unsqueeze } from "./expand.ts";
import { select } from "./part.ts";
import { sliceAlong } from "./slice-along.ts";
import { indexPut, indexTensors, isMask, maskPositions } from "./index-tensors.ts";

/**
 * One part of an index: a position; a slice such as ":", "1:3:2" or `slice(1, 3)`; "..." for the dimensions between;
 * null for a new dimension; an array or tensor of positions; a mask.
 */
export type Index = number | string | Slice | null | boolean | readonly (number | readonly number[])[] | Tensor;

declare module "../tensor.ts" {
  interface Tensor {
    /** Reads a part: a view for positions and slices, a copy for arrays and tensors of positions. */
    at(...index: readonly Index[]): Tensor;
    /** Writes a part: a tensor, a number or nested arrays, which broadcast. */
    setAt(index: Index | readonly Index[], value: Tensor | Scalar | TensorData): this;
    /** Writes `values` at positions; with `accumulate` adds them, repeated positions included. */
    indexPut_(indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean): this;
    indexPut_(indices: readonly (Tensor | null)[], values: Tensor, options: { readonly accumulate?: boolean }): this;
    /** A copy with `values` at positions. */
    indexPut(indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean): Tensor;
    indexPut(indices: readonly (Tensor | null)[], values: Tensor, options: { readonly accumulate?: boolean }): Tensor;
    /** The elements where the mask is true, as a vector. */
    maskedSelect(mask: Tensor): Tensor;
    /** Positions of the elements that are not zero: [n, D]; with `asTuple` one vector for each dimension. */
    nonzero(options?: { readonly asTuple?: false }): Tensor;
    nonzero(options: { readonly asTuple: true }): Tensor[];
  }
}

const whole = new Slice(null, null, 1);

function parseSlice(text: string): Slice {
  if (text === ":") return whole;
  const match = /^\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?)?\s*$/.exec(text);
  if (match === null)
    throw new TypeError(`at: expected a slice such as ":", "1:3" or "::2", or "...", got ${JSON.stringify(text)}`);
  const number = (part: string | undefined) => (part === undefined ? null : Number(part));
  const step = number(match[3]) ?? 1;
  if (step <= 0) throw new RangeError("step must be greater than zero");
  return new Slice(number(match[1]), number(match[2]), step);
}

/** How many dimensions of the tensor an item of the index covers. */
function consumes(item: Index): number {
  if (item === null || typeof item === "boolean" || item === "...") return 0;
  return item instanceof Tensor && isMask(item) ? item.dim() : 1;
}

/** The view that numbers, slices and new dimensions make, and the positions that remain for each of its dimensions. */
function resolve(t: Tensor, index: readonly Index[]): { view: Tensor; positions: (Tensor | null)[] | null } {
  const dims = t.sizes.length;
  let used = 0;
  for (const item of index) used += consumes(item);
  if (dims === 0 && index.some((item) => typeof item === "number"))
    throw new RangeError("invalid index of a 0-dim tensor. Use `tensor.item()` to convert a 0-dim tensor to a number");
  if (used > dims) throw new RangeError(`too many indices for tensor of dimension ${t.dim()}`);
  let view = t;
  let d = 0;
  const positions: (Tensor | null)[] = [];
  let any = false;
  let isExpanded = false;
  let taken = 0;
  const put = (tensors: readonly Tensor[]) => {
    any = true;
    for (const p of tensors) positions[d++] = p;
  };
  for (const item of index) {
    if (typeof item === "number") {
      const size = view.sizes[d]!;
      if (!Number.isInteger(item))
        throw new TypeError(`at: expected whole numbers, slices, arrays or tensors as indices, got ${item}`);
      if (item < -size || item >= size)
        throw new RangeError(`index ${item} is out of bounds for dimension ${d + taken} with size ${size}`);
      view = select(view, d, item);
      taken++;
    } else if (item === "...") {
      if (!isExpanded) d += dims - used;
      isExpanded = true;
    } else if (typeof item === "string" || item instanceof Slice) {
      const slice = typeof item === "string" ? parseSlice(item) : item;
      // As in torch, a slice that selects everything is skipped when there are other items.
      if (index.length === 1 || !isWhole(slice, view.sizes[d]!)) view = sliced(view, d, slice);
      d++;
    } else if (item === null) view = unsqueeze(view, d++);
    else if (typeof item === "boolean") {
      view = unsqueeze(view, d);
      put([tensor(item ? [0] : [], { dtype: int64 })]);
    } else if (!(item instanceof Tensor)) {
      const list = tensor(item as TensorData);
      if (list.dtype.isFloatingPoint && list.numel() > 0)
        throw new TypeError(
          `at: expected whole numbers or booleans in an array of indices, got ${JSON.stringify(item)}`,
        );
      if (isMask(list)) put(maskFor(list, view, d));
      else put([list.to(int64)]);
    } else if (isMask(item)) put(maskFor(item, view, d));
    else if (item.dtype.isFloatingPoint)
      throw new TypeError("tensors used as indices must be long, int, byte or bool tensors");
    else put([item]);
  }
  if (!any) return { view, positions: null };
  for (let i = 0; i < view.sizes.length; i++) positions[i] ??= null;
  return { view, positions };
}

const isWhole = ({ start, stop, step }: Slice, size: number): boolean =>
  (step ?? 1) === 1 && ((start ?? 0) === 0 || start === -size) && (stop ?? size) >= size;
const sliced = (view: Tensor, d: number, { start, stop, step }: Slice): Tensor =>
  sliceAlong(view, d, start, stop, step ?? 1);

function checkMask(mask: Tensor, view: Tensor, d: number): void {
  for (let k = 0; k < mask.sizes.length; k++)
    if (mask.sizes[k] !== view.sizes[d + k])
      throw new RangeError(
        `The shape of the mask [${mask.sizes.join(", ")}] at index ${k} does not match the shape of the indexed tensor [${view.sizes.join(", ")}] at index ${d + k}`,
      );
}

function maskFor(mask: Tensor, view: Tensor, d: number): Tensor[] {
  checkMask(mask, view, d);
  return maskPositions(mask);
}

/** The mask, if the index consists of nothing else. */
function onlyMask(t: Tensor, index: readonly Index[]): Tensor | null {
  const mask = index[0];
  if (index.length !== 1 || !(mask instanceof Tensor) || !isMask(mask) || mask.sizes.length === 0) return null;
  if (mask.sizes.length > t.sizes.length) throw new RangeError(`too many indices for tensor of dimension ${t.dim()}`);
  checkMask(mask, t, 0);
  return mask;
}

const aliasBackward = defineGradient("AliasBackward0", (_node, grad) => [grad]);
const aliasOf = (x: Tensor): Tensor => aliasBackward.record(viewOf(x, x.sizes, x.strides), [x], [], undefined);

const part: is.Kind<Index> = is.kind(
  'int, slice such as "1:3", array of ints, boolean, Tensor or null',
  (value): value is Index =>
    typeof value === "number" ||
    typeof value === "string" ||
    value === null ||
    value instanceof Tensor ||
    value instanceof Slice ||
    Array.isArray(value) ||
    typeof value === "boolean",
);
const atSignature = signature("Tensor.at", { index: variadic(is.listOf(part)) });

Tensor.prototype.at = function (...index) {
  // One array is one index, not a list of indices, so the signature only names what is wrong.
  for (const item of index) if (item === undefined || part.read(item) === is.misfit) atSignature.read([index]);
  const mask = onlyMask(this, index);
  if (mask !== null) return indexTensors(this, mask);
  const { view, positions } = resolve(this, index);
  if (positions !== null) return indexTensors(view, positions);
  return view === this ? aliasOf(this) : view;
};

const setAtSignature = signature("Tensor.setAt", {
  index: required(is.either(part, is.listOf(part))),
  value: required(
    is.kind(
      "Tensor, number or nested arrays of them",
      (value): value is Tensor | Scalar | TensorData =>
        is.tensorOrNumber.read(value) !== is.misfit || Array.isArray(value) || ArrayBuffer.isView(value),
    ),
  ),
});

Tensor.prototype.setAt = function (...args: unknown[]) {
  const { index, value } = setAtSignature.read(args);
  const items = isList(index) ? index : [index];
  const mask = onlyMask(this, items);
  const { view, positions } = mask === null ? resolve(this, items) : { view: this, positions: mask };
  const isNumber = typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
  const given = value instanceof Tensor ? value : isNumber ? null : tensorOf(value, { dtype: this.dtype });
  if (positions === null) {
    if (given === null) view.fill_(value as Scalar);
    else view.copy_(withoutLeadingOnes(given, view.dim()));
  } else indexPut(view, positions, given ?? tensorOf(value as Scalar, { dtype: this.dtype }));
  return this;
};

/**
 * Python's subscript is one item or a tuple; an array of numbers could mean either, so here the outer array is the
 * tuple.
 */
function isList(index: Index | readonly Index[]): index is readonly Index[] {
  return Array.isArray(index);
}

function withoutLeadingOnes(t: Tensor, dims: number): Tensor {
  let result = t;
  while (result.dim() > dims && result.sizes[0] === 1) result = result.select(0, 0);
  return result;
}

const putArguments = {
  indices: required(is.listOf(is.orNull(is.tensor))),
  values: required(is.tensor),
  accumulate: optional(is.bool, false),
};
function put(x: Tensor, indices: readonly (Tensor | null)[], values: Tensor, accumulate: boolean): Tensor {
  const all = [...indices];
  while (all.length < x.dim()) all.push(null);
  indexPut(x, all, values, accumulate);
  return x;
}
method("indexPut", putArguments, (x, { indices, values, accumulate }) => put(x.clone(), indices, values, accumulate));
method("indexPut_", putArguments, (x, { indices, values, accumulate }) => put(x, indices, values, accumulate));

const maskedSelectBackward = defineGradient<readonly number[]>("MaskedSelectBackward0", (node, grad) => {
  const sizes = node.context;
  const mask = node.saved()[0]!.expand(sizes);
  if (sizes.length === 0) return [grad.sum().reshape([])];
  return [grad.newZeros(sizes).indexPut(maskPositions(mask), grad)];
});
method("maskedSelect", { mask: required(is.tensor) }, (self, { mask }) => {
  if (mask.dtype !== bool)
    throw new TypeError(`masked_select: expected BoolTensor for mask, got ${mask.dtype.toString()}`);
  const sizes = broadcastShapes(self.sizes, mask.sizes);
  const source = self.detach().expand(sizes);
  const out = sizes.length === 0 ? source.reshape(1).at(mask.reshape(1)) : indexTensors(source, mask.expand(sizes));
  return maskedSelectBackward.record(out, [self], [mask], sizes);
});

method("nonzero", { asTuple: keyword(is.bool, false) }, (self, { asTuple }) => {
  if (self.dim() === 0 && !asTuple) {
    const n = self.item<number | boolean>() ? 1 : 0;
    return tensor([], { dtype: int64 }).reshape(n === 0 ? [0, 0] : [1, 0]);
  }
  const positions = maskPositions(self.dim() === 0 ? self.reshape(1) : self);
  if (asTuple) return positions;
  const n = positions[0]!.numel();
  const columns = positions.map((p) => p.tolist<number[]>());
  return tensor(
    Array.from({ length: n }, (_, i) => columns.map((column) => column[i]!)),
    { dtype: int64 },
  ).reshape([n, self.dim()]);
});
