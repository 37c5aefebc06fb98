/** Softmax and its logarithm over one dimension. */
import { backend, type Dense } from "../../backend/index.ts";
import { optional, required, scalarTypeName, wrapDim, type DType } from "../../shape/index.ts";
import { isGradEnabled } from "../autograd/grad-mode.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { checkTensor, withOperands } from "./operands.ts";

export type SoftmaxOptions = {
  /** Converts the input first. */
  readonly dtype?: DType | null;
};

declare module "../tensor.ts" {
  interface Tensor {
    /** The exponentials over dimension `dim`, divided by their sum. */
    softmax(dim: number, options?: SoftmaxOptions): Tensor;
    softmax(dim: number, dtype: DType | null): Tensor;
    softmax(options: SoftmaxOptions & { readonly dim: number }): Tensor;
    /** The logarithm of `softmax`, computed without overflow. */
    logSoftmax(dim: number, options?: SoftmaxOptions): Tensor;
    logSoftmax(dim: number, dtype: DType | null): Tensor;
    logSoftmax(options: SoftmaxOptions & { readonly dim: number }): Tensor;
  }
}

/** A scalar counts as a line of one element. */
const lined = (x: Dense): Dense => (x.shape.length === 0 ? { storage: x.storage, shape: [1] } : x);

const softmaxBackward = defineGradient<number>("SoftmaxBackward0", (node, grad) => {
  const [y] = node.saved();
  const dim = node.context;
  if (isGradEnabled()) {
    const product = grad.mul(y!);
    return [product.sub(y!.mul(product.sum(dim, { keepdim: true })))];
  }
  return [
    fromStorage(
      withOperands([grad, y!], (g, ys) => backend().softmaxGrad(lined(g), lined(ys), dim)),
      y!.sizes,
    ),
  ];
});

const logSoftmaxBackward = defineGradient<number>("LogSoftmaxBackward0", (node, grad) => {
  const [y] = node.saved();
  const dim = node.context;
  if (isGradEnabled()) return [grad.sub(y!.exp().mul(grad.sum(dim, { keepdim: true })))];
  return [
    fromStorage(
      withOperands([grad, y!], (g, ys) => backend().logSoftmaxGrad(lined(g), lined(ys), dim)),
      y!.sizes,
    ),
  ];
});

/**
 * `exp(x) / sum(exp(x))` over dimension `dim`.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.softmax.html.
 *
 * @throws RangeError for a dimension out of range, TypeError for integers.
 */
export function softmax(input: Tensor, dim: number, { dtype }: SoftmaxOptions = {}): Tensor {
  checkTensor("softmax", input);
  const x = dtype === undefined || dtype === null ? input : input.to(dtype);
  const along = checked("softmax", x, dim);
  const y = fromStorage(
    withOperands([x], (xs) => backend().softmax(lined(xs), along)),
    x.sizes,
  );
  return softmaxBackward.record(y, [x], [y], along);
}

/** The logarithm of `softmax`. */
export function logSoftmax(input: Tensor, dim: number, { dtype }: SoftmaxOptions = {}): Tensor {
  checkTensor("log_softmax", input);
  const x = dtype === undefined || dtype === null ? input : input.to(dtype);
  const along = checked("log_softmax", x, dim);
  const y = fromStorage(
    withOperands([x], (xs) => backend().logSoftmax(lined(xs), along)),
    x.sizes,
  );
  return logSoftmaxBackward.record(y, [x], [y], along);
}

/** The dimension; `way` is how messages about the dtype end. */
export function checked(name: string, x: Tensor, dim: number, way = ""): number {
  const along = wrapDim(dim, x.sizes.length);
  if (x.dtype.isFloatingPoint) return along;
  const isLast = along === Math.max(x.sizes.length - 1, 0);
  const kernel = `${name}${isLast ? "_lastdim" : ""}_kernel_impl`;
  throw new TypeError(`"${kernel}" not implemented for '${scalarTypeName(x.dtype)}'${way}`);
}

const overDim = { dim: required(is.int), dtype: optional(is.orNull(is.dtype), null) };
method("softmax", overDim, (x, { dim, dtype }) => softmax(x, dim, { dtype }));
method("logSoftmax", overDim, (x, { dim, dtype }) => logSoftmax(x, dim, { dtype }));
