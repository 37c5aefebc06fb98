/** Products of matrices and vectors. n, k and m are sizes: `[..., n, k] x [..., k, m]`. */

import { backend } from "../../backend/index.ts";
import { broadcastShapes, formatShape, keyword, numel, required, type DType } from "../../shape/index.ts";
import { defineGradient, type Gradient } from "../autograd/gradient.ts";
import { dense, done } from "../dense.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { fromStorage, Tensor } from "../tensor.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** The product of matrices, batches of matrices, and vectors. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.matmul.html */
    matmul(other: Tensor): Tensor;
    /** The product of two matrices. */
    mm(mat2: Tensor): Tensor;
    /** The products of the matrices of two batches, pair by pair. */
    bmm(mat2: Tensor): Tensor;
    /** A matrix times a vector. */
    mv(vec: Tensor): Tensor;
    /** The sum of the products of two vectors' elements. */
    dot(tensor: Tensor): Tensor;
    /** All products of one element from each of two vectors. */
    outer(vec2: Tensor): Tensor;
    /** `beta * self + alpha * (mat1 @ mat2)`. */
    addmm(mat1: Tensor, mat2: Tensor, options?: { readonly beta?: number; readonly alpha?: number }): Tensor;
    addmm(mat1: Tensor, options: { readonly mat2: Tensor; readonly beta?: number; readonly alpha?: number }): Tensor;
    addmm(options: {
      readonly mat1: Tensor;
      readonly mat2: Tensor;
      readonly beta?: number;
      readonly alpha?: number;
    }): Tensor;
  }
}

interface Flags {
  readonly a: boolean;
  readonly b: boolean;
}

/** Gradients of `op(a) @ op(b)`, where op transposes as the flags say. */
const productRule = (name: string): Gradient<Flags> =>
  defineGradient<Flags>(name, (node, grad) => {
    const [a, b] = node.savedOrNull();
    const { a: ta, b: tb } = node.context;
    const forA = () => (ta ? product(b!, grad, tb, true) : product(grad, b!, false, !tb));
    const forB = () => (tb ? product(grad, a!, true, ta) : product(a!, grad, !ta, false));
    return [node.needs(0) && forA(), node.needs(1) && forB()];
  });
const mmBackward = productRule("MmBackward0");
const bmmBackward = productRule("BmmBackward0");
// torch computes these by folding and unfolding, and prints the name of the last step.
const foldedBackward = productRule("UnsafeViewBackward0");
const foldedRightBackward = productRule("CloneBackward0");
const vectorBackward = defineGradient("SqueezeBackward4", (_node, grad) => [grad.unsqueeze(0)]);
const vectorsBackward = defineGradient<readonly number[]>("UnsafeViewBackward0", (node, grad) => [
  grad.reshape(node.context),
]);

const swapLast = (list: readonly number[]): number[] => [...list.slice(0, -2), list.at(-1)!, list.at(-2)!];

/**
 * If only the last two dimensions are swapped, returns the matrix as it is stored: back ends read it transposed without
 * a copy. Else the matrix itself.
 */
function lying(t: Tensor): Tensor {
  if (t.isDense) return t;
  const flipped = new Tensor(t.memory, swapLast(t.sizes), swapLast(t.strides), t.offset);
  return flipped.isDense ? flipped : t;
}

/** The product of matrices, or of batches of them, each transposed or not. */
function product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean, rule?: Gradient<Flags>): Tensor {
  const lyingA = lying(a);
  const lyingB = lying(b);
  const x = dense(lyingA);
  const y = dense(lyingB);
  const storage = backend().matmul(x, y, {
    transposeA: (lyingA === a) === transposeA,
    transposeB: (lyingB === b) === transposeB,
  });
  done(x, lyingA);
  done(y, lyingB);
  const n = a.sizes.at(transposeA ? -1 : -2)!;
  const m = b.sizes.at(transposeB ? -2 : -1)!;
  const isSingle = a.sizes.length === 2 && b.sizes.length === 2;
  const batch = isSingle ? [] : broadcastShapes(a.sizes.slice(0, -2), b.sizes.slice(0, -2));
  const out = fromStorage(storage, [...batch, n, m]);
  const saved = [b.requiresGrad ? a : null, a.requiresGrad ? b : null];
  const chosen = rule ?? (isSingle ? mmBackward : bmmBackward);
  return chosen.record(out, [a, b], saved, { a: transposeA, b: transposeB });
}

const dtypeWords: Readonly<Record<DType["name"], string>> = {
  float32: "float",
  float64: "double",
  float16: "c10::Half",
  bfloat16: "c10::BFloat16",
  int64: "long int",
  int32: "int",
  int16: "short",
  int8: "signed char",
  uint8: "unsigned char",
  bool: "bool",
};

function check(a: Tensor, b: Tensor): void {
  if (a.dtype !== b.dtype)
    throw new TypeError(
      `expected m1 and m2 to have the same dtype, but got: ${dtypeWords[a.dtype.name]} != ${dtypeWords[b.dtype.name]}`,
    );
}

function checkFit(a: Tensor, b: Tensor): void {
  check(a, b);
  const k = a.sizes.at(-1)!;
  const l = b.sizes.at(-2)!;
  if (k === l) return;
  const rows = b.dim() === 2 ? numel(a.sizes) / Math.max(k, 1) : a.sizes.at(-2);
  throw new RangeError(`mat1 and mat2 shapes cannot be multiplied (${rows}x${k} and ${l}x${b.sizes.at(-1)})`);
}

function mm(self: Tensor, other: Tensor): Tensor {
  if (self.sizes.length !== 2) throw new RangeError("self must be a matrix");
  if (other.sizes.length !== 2) throw new RangeError("mat2 must be a matrix");
  checkFit(self, other);
  return product(self, other, false, false);
}
method("mm", { mat2: required(is.tensor) }, (self, { mat2 }) => mm(self, mat2));
method("bmm", { mat2: required(is.tensor) }, (self, { mat2: other }) => {
  if (self.dim() !== 3 || other.dim() !== 3) throw new RangeError("batch1 must be a 3D tensor");
  check(self, other);
  const [b, n, k] = self.sizes as [number, number, number];
  if (other.sizes[0] !== b || other.sizes[1] !== k)
    throw new RangeError(
      `Expected size for first two dimensions of batch2 tensor to be: ${formatShape([b, k])} but got: ${formatShape(other.sizes.slice(0, 2))}.`,
    );
  return n === 0 ? self.newZeros([b, 0, other.size(-1)]) : product(self, other, false, false);
});

const mvBackward = defineGradient("MvBackward0", (node, grad) => {
  const [matrix, vector] = node.savedOrNull();
  return [node.needs(0) && grad.outer(vector!), node.needs(1) && matrix!.t().mv(grad)];
});
method("mv", { vec: required(is.tensor) }, (self, { vec: vector }) => {
  check(self, vector);
  if (self.dim() !== 2 || vector.dim() !== 1)
    throw new RangeError(`vector + matrix @ vector expected, got ${vector.dim()}, ${self.dim()}, ${vector.dim()}`);
  if (self.sizes[1] !== vector.sizes[0])
    throw new RangeError(
      `size mismatch, got input (${self.sizes[0]}), mat (${self.sizes[0]}x${self.sizes[1]}), vec (${vector.sizes[0]})`,
    );
  const out = product(self.detach(), vector.detach().unsqueeze(1), false, false).reshape(self.sizes[0]!);
  const saved = [vector.requiresGrad ? self : null, self.requiresGrad ? vector : null];
  return mvBackward.record(out, [self, vector], saved, undefined);
});

const dotBackward = defineGradient("DotBackward0", (node, grad) => {
  const [a, b] = node.saved();
  return [node.needs(0) && b!.mul(grad), node.needs(1) && a!.mul(grad)];
});
method("dot", { tensor: required(is.tensor, "other") }, (self, { tensor: other }) => {
  if (self.dim() !== 1 || other.dim() !== 1)
    throw new RangeError(`1D tensors expected, but got ${self.dim()}D and ${other.dim()}D tensors`);
  if (self.dtype !== other.dtype)
    throw new TypeError(
      `dot : expected both vectors to have same dtype, but found ${dtypeWords[self.dtype.name]} and ${dtypeWords[other.dtype.name]}`,
    );
  if (self.numel() !== other.numel())
    throw new RangeError(
      `inconsistent tensor size, expected tensor [${self.numel()}] and src [${other.numel()}] to have the same number of elements, but got ${self.numel()} and ${other.numel()} elements respectively`,
    );
  const out = product(self.detach().unsqueeze(0), other.detach().unsqueeze(1), false, false).reshape([]);
  return dotBackward.record(out, [self, other], [self, other], undefined);
});
method("outer", { vec2: required(is.tensor) }, (self, { vec2: other }) => {
  if (self.dim() !== 1 || other.dim() !== 1)
    throw new RangeError(`outer: Expected 1-D argument self, but got ${self.dim()}-D`);
  return self.unsqueeze(1).mul(other);
});

/** The result of a product in which a vector was treated as a matrix. */
function withoutDim(t: Tensor, dim: number, isVector: boolean): Tensor {
  const out = new Tensor(t.memory, t.sizes.toSpliced(dim, 1));
  return isVector ? vectorBackward.record(out, [t], [], undefined) : vectorsBackward.record(out, [t], [], t.sizes);
}

function matmul(x: Tensor, other: Tensor): Tensor {
  const a = x.sizes.length;
  const b = other.sizes.length;
  if (a === 2 && b === 2) return mm(x, other);
  if (a === 0 || b === 0)
    throw new RangeError(`both arguments to matmul need to be at least 1D, but they are ${a}D and ${b}D`);
  if (a === 1 && b === 1) return x.dot(other);
  if (a === 2 && b === 1) return x.mv(other);
  if (a === 1) return withoutDim(matmul(x.unsqueeze(0), other), -2, b === 2);
  if (b === 1) return withoutDim(matmul(x, other.unsqueeze(1)), -1, false);
  checkFit(x, other);
  return product(x, other, false, false, a === 2 ? foldedRightBackward : foldedBackward);
}
method("matmul", { other: required(is.tensor, "tensor2") }, (x, { other }) => matmul(x, other));

const addmmBackward = defineGradient<{ readonly beta: number; readonly alpha: number }>(
  "AddmmBackward0",
  (node, grad) => {
    const [a, b] = node.savedOrNull();
    const { alpha, beta } = node.context;
    const scaled = alpha === 1 ? grad : grad.mul(alpha);
    return [
      node.needs(0) && (beta === 1 ? grad : grad.mul(beta)),
      node.needs(1) && product(scaled, b!, false, true),
      node.needs(2) && product(a!, scaled, true, false),
    ];
  },
);
method(
  "addmm",
  {
    mat1: required(is.tensor),
    mat2: required(is.tensor),
    beta: keyword(is.number, 1),
    alpha: keyword(is.number, 1),
  },
  (self, { mat1: a, mat2: b, beta, alpha }) => {
    if (a.dim() !== 2 || b.dim() !== 2) throw new RangeError(`mat1 must be a matrix, got ${a.dim()}-D tensor`);
    checkFit(a, b);
    const values = product(a.detach(), b.detach(), false, false);
    const scaled = alpha === 1 ? values : values.mul(alpha);
    const out = scaled.add(beta === 1 ? self.detach() : self.detach().mul(beta));
    const saved = [b.requiresGrad ? a : null, a.requiresGrad ? b : null];
    return addmmBackward.record(out, [self, a, b], saved, { beta, alpha });
  },
);
