/** Joining and splitting tensors: cat, stack, split, chunk. */

import { backend, type Dense } from "../../backend/index.ts";
import {
  broadcastShapes,
  keyword,
  optional,
  promoteTypes,
  required,
  signature,
  variadic,
  wrapDim,
  warn,
} from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { denseAs, done } from "../dense.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { fromStorage, Tensor, viewOf } from "../tensor.ts";
import { unsqueeze } from "./expand.ts";
import { sliceAlong } from "./slice-along.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** Pieces of `size` entries (the last may be smaller), or of the sizes in a list. */
    split(splitSize: number | readonly number[], dim?: number): Tensor[];
    split(splitSize: number | readonly number[], options: { readonly dim?: number }): Tensor[];
    split(options: { readonly splitSize: number | readonly number[]; readonly dim?: number }): Tensor[];
    /** At most `chunks` pieces of equal size (the last may be smaller). */
    chunk(chunks: number, dim?: number): Tensor[];
    chunk(chunks: number, options: { readonly dim?: number }): Tensor[];
    chunk(options: { readonly chunks: number; readonly dim?: number }): Tensor[];
    /** `sections` pieces whose sizes differ by at most 1, or the pieces between the positions in a list. */
    tensorSplit(indicesOrSections: number | readonly number[], dim?: number): Tensor[];
    tensorSplit(indicesOrSections: number | readonly number[], options: { readonly dim?: number }): Tensor[];
  }
}

interface Joined {
  readonly dim: number;
  readonly sizes: readonly number[];
}
const catBackward = defineGradient<Joined>("CatBackward0", (node, grad) => {
  const { dim, sizes } = node.context;
  let start = 0;
  return sizes.map((size, i) => {
    const from = start;
    start += size;
    return node.needs(i) && grad.narrow(dim, from, size);
  });
});

const catSignature = signature("torch.cat", { tensors: required(is.tensors), dim: optional(is.int, 0) });
const stackSignature = signature("torch.stack", { tensors: required(is.tensors), dim: optional(is.int, 0) });

/**
 * Joins tensors one after another along a dimension.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.cat.html
 * @throws RangeError if their other sizes differ.
 */
export function cat(tensors: readonly Tensor[], dim?: number): Tensor;
export function cat(tensors: readonly Tensor[], options: { readonly dim?: number }): Tensor;
export function cat(options: { readonly tensors: readonly Tensor[]; readonly dim?: number }): Tensor;
export function cat(...given: unknown[]): Tensor {
  const { tensors, dim } = catSignature.read(given);
  return joined(tensors, dim);
}

const concatSignature = signature("torch.concat", catSignature.arguments);
const concatenateSignature = signature("torch.concatenate", catSignature.arguments);

/** Another name of `cat`. */
export function concat(tensors: readonly Tensor[], dim?: number): Tensor;
export function concat(tensors: readonly Tensor[], options: { readonly dim?: number }): Tensor;
export function concat(options: { readonly tensors: readonly Tensor[]; readonly dim?: number }): Tensor;
export function concat(...given: unknown[]): Tensor {
  const { tensors, dim } = concatSignature.read(given);
  return joined(tensors, dim);
}

/** Another name of `cat`. */
export function concatenate(tensors: readonly Tensor[], dim?: number): Tensor;
export function concatenate(tensors: readonly Tensor[], options: { readonly dim?: number }): Tensor;
export function concatenate(options: { readonly tensors: readonly Tensor[]; readonly dim?: number }): Tensor;
export function concatenate(...given: unknown[]): Tensor {
  const { tensors, dim } = concatenateSignature.read(given);
  return joined(tensors, dim);
}

function joined(tensors: readonly Tensor[], dim: number): Tensor {
  if (tensors.length === 0) throw new RangeError("torch.cat(): expected a non-empty list of Tensors");
  let { dtype } = tensors[0]!;
  const parts: Tensor[] = [];
  for (let i = 0; i < tensors.length; i++) {
    const { sizes, dtype: own } = tensors[i]!;
    if (sizes.length === 0) throw new RangeError(`zero-dimensional tensor (at position ${i}) cannot be concatenated`);
    dtype = promoteTypes(dtype, own);
    // As in torch, an empty vector fits anything
    if (sizes.length > 1 || sizes[0] !== 0) parts.push(tensors[i]!);
  }
  if (parts.length === 0) return tensors[0]!.to(dtype).clone();
  const first = parts[0]!;
  const d = wrapDim(dim, first.sizes.length);
  const sizes: number[] = [];
  const operands: Dense[] = [];
  let total = 0;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    checkAlike(first, part, d, i);
    const size = part.sizes[d]!;
    sizes.push(size);
    total += size;
    operands.push(denseAs(part, dtype));
  }
  const out = fromStorage(backend().cat(operands, d), first.sizes.with(d, total));
  for (let i = 0; i < parts.length; i++) done(operands[i]!, parts[i]!);
  return catBackward.record(out, parts, [], { dim: d, sizes });
}

/** @throws RangeError in torch's words if tensor `i` of a list cannot be joined to the first along `dim`. */
function checkAlike(first: Tensor, part: Tensor, dim: number, i: number): void {
  if (part.sizes.length !== first.sizes.length)
    throw new RangeError(`Tensors must have same number of dimensions: got ${first.dim()} and ${part.dim()}`);
  for (let d = 0; d < first.sizes.length; d++)
    if (d !== dim && part.sizes[d] !== first.sizes[d])
      throw new RangeError(
        `Sizes of tensors must match except in dimension ${dim}. Expected size ${first.sizes[d]} but got size ${part.sizes[d]} for tensor number ${i} in the list.`,
      );
}

const stackBackward = defineGradient<number>("StackBackward0", (node, grad) => grad.unbind(node.context));

/**
 * Stacks tensors of one shape along a new dimension.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.stack.html
 */
export function stack(tensors: readonly Tensor[], dim?: number): Tensor;
export function stack(tensors: readonly Tensor[], options: { readonly dim?: number }): Tensor;
export function stack(options: { readonly tensors: readonly Tensor[]; readonly dim?: number }): Tensor;
export function stack(...given: unknown[]): Tensor {
  const { tensors, dim } = stackSignature.read(given);
  const first = tensors[0];
  if (first === undefined) throw new RangeError("stack expects a non-empty TensorList");
  for (const [i, { sizes }] of tensors.entries())
    if (sizes.length !== first.sizes.length || sizes.some((size, k) => size !== first.sizes[k]))
      throw new RangeError(
        `stack expects each tensor to be equal size, but got [${first.sizes.join(", ")}] at entry 0 and [${sizes.join(", ")}] at entry ${i}`,
      );
  const d = wrapDim(dim, first.dim() + 1);
  const out = joined(
    tensors.map((t) => unsqueeze(t.detach(), d)),
    d,
  );
  return stackBackward.record(out, tensors, [], d);
}

const splitRule = (name: string) =>
  defineGradient<Joined>(name, (node, ...grads) => {
    const some = grads.find((grad) => grad !== null)!;
    return [
      cat(
        node.outputs!.map(({ shape }, i) => grads[i] ?? some.newZeros(shape)),
        node.context.dim,
      ),
    ];
  });
const splitBackward = splitRule("SplitBackward0");
const splitSizesBackward = splitRule("SplitWithSizesBackward0");

function pieces(t: Tensor, sizes: readonly number[], dim: number, rule: ReturnType<typeof splitRule>): Tensor[] {
  let start = 0;
  const outs = sizes.map((size) => {
    const view = viewOf(t, t.sizes.with(dim, size), t.strides, t.offset + start * t.strides[dim]!);
    start += size;
    return view;
  });
  return rule.recordAll(outs, [t], [], { dim, sizes });
}

method(
  "split",
  { splitSize: required(is.intOrInts, "splitSizeOrSections"), dim: optional(is.int, 0) },
  (self, { splitSize: size, dim }) => {
    const d = wrapDim(dim, self.dim());
    const whole = self.sizes[d]!;
    if (typeof size !== "number") {
      const sum = size.reduce((a, b) => a + b, 0);
      if (sum !== whole)
        throw new RangeError(
          `split_with_sizes expects split_sizes to sum exactly to ${whole} (input tensor's size at dimension ${d}), but got split_sizes=[${size.join(", ")}]`,
        );
      return pieces(self, size, d, splitSizesBackward);
    }
    if (size <= 0 && whole !== 0)
      throw new RangeError(`split expects split_size be non-negative, but got split_size=${size}`);
    const n = Math.max(Math.ceil(whole / size), 1);
    const sizes = Array.from({ length: n }, (_, i) => Math.min(size, whole - i * size));
    return pieces(self, sizes, d, splitBackward);
  },
);
method("chunk", { chunks: required(is.int), dim: optional(is.int, 0) }, (self, { chunks, dim }) => {
  if (chunks <= 0) throw new RangeError(`chunk expects \`chunks\` to be greater than 0, got: ${chunks}`);
  const whole = self.sizes[wrapDim(dim, self.dim())]!;
  return self.split(Math.max(Math.ceil(whole / chunks), 1), dim);
});
method(
  "tensorSplit",
  { indicesOrSections: required(is.intOrInts, "sections", "indices"), dim: optional(is.int, 0) },
  (x, { indicesOrSections: parts, dim }) => {
    if (x.dim() === 0)
      throw new RangeError("tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims");
    const whole = x.sizes[wrapDim(dim, x.dim())]!;
    if (typeof parts !== "number") {
      const clip = (i: number) => Math.min(Math.max(i < 0 ? i + whole : i, 0), whole);
      const ends = [...parts.map(clip), whole];
      return ends.map((end, i) => {
        const start = i === 0 ? 0 : ends[i - 1]!;
        return sliceAlong(x, dim, start, Math.max(end, start));
      });
    }
    if (parts <= 0) throw new RangeError(`number of sections must be larger than 0, got ${parts}`);
    const base = Math.floor(whole / parts);
    return x.split(
      Array.from({ length: parts }, (_, i) => base + (i < whole % parts ? 1 : 0)),
      dim,
    );
  },
);

const hstackSignature = signature("torch.hstack", { tensors: required(is.tensors) });
const vstackSignature = signature("torch.vstack", { tensors: required(is.tensors) });

/** Joins tensors side by side: along the second dimension, or the first for vectors. */
export function hstack(tensors: readonly Tensor[]): Tensor;
export function hstack(options: { readonly tensors: readonly Tensor[] }): Tensor;
export function hstack(...given: unknown[]): Tensor {
  const parts = hstackSignature.read(given).tensors.map((t) => (t.dim() === 0 ? t.reshape(1) : t));
  return cat(parts, parts[0]?.dim() === 1 ? 0 : 1);
}

/** Joins tensors one below another; vectors count as rows. */
export function vstack(tensors: readonly Tensor[]): Tensor;
export function vstack(options: { readonly tensors: readonly Tensor[] }): Tensor;
export function vstack(...given: unknown[]): Tensor {
  return cat(vstackSignature.read(given).tensors.map((t) => (t.dim() < 2 ? t.reshape(1, -1) : t)));
}

const broadcastSignature = signature("torch.broadcastTensors", { tensors: variadic(is.tensors) });

/** Tensors expanded to their common shape. */
export function broadcastTensors(...tensors: readonly Tensor[]): Tensor[];
export function broadcastTensors(...given: unknown[]): Tensor[] {
  const { tensors } = broadcastSignature.read(given);
  const shape = tensors.map(({ sizes }) => sizes).reduce(broadcastShapes, []);
  return tensors.map((t) => t.expand(shape));
}

const meshgridSignature = signature("torch.meshgrid", {
  tensors: variadic(is.tensors),
  indexing: keyword(is.orNull(is.oneOf("ij", "xy")), null),
});

/**
 * Coordinates of a grid: for vectors of sizes n and m two matrices [n, m] ("ij") or [m, n] ("xy").
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.meshgrid.html
 */
export function meshgrid(...args: readonly (Tensor | { readonly indexing?: "ij" | "xy" })[]): Tensor[];
export function meshgrid(tensors: readonly Tensor[], options?: { readonly indexing?: "ij" | "xy" }): Tensor[];
export function meshgrid(...given: unknown[]): Tensor[] {
  const { tensors, indexing } = meshgridSignature.read(given);
  if (indexing === null)
    warn("torch.meshgrid: in an upcoming release, it will be required to pass the indexing argument.");
  const isSwapped = indexing === "xy" && tensors.length >= 2;
  const order = isSwapped ? [tensors[1]!, tensors[0]!, ...tensors.slice(2)] : tensors;
  const shape = order.map((t) => t.numel());
  const grids = order.map((t, d) => t.reshape(shape.map((_, k) => (k === d ? -1 : 1))).expand(shape));
  return isSwapped ? [grids[1]!, grids[0]!, ...grids.slice(2)] : grids;
}
