/** Linear maps. N rows, I inputs, O outputs. */
import { backend } from "../../backend/index.ts";
import { formatShape, scalarTypeName } from "../../shape/index.ts";
import { isGradEnabled } from "../autograd/grad-mode.ts";
import { defineGradient } from "../autograd/gradient.ts";
import type { GradFn } from "../autograd/grad-fn.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { checkTensor, withOperands } from "./operands.ts";

const addmmBackward = defineGradient("AddmmBackward0", (node, grad) => {
  const [gx, gw] = productGrads(node, grad);
  return [gx, gw, node.needs(2) && grad.sum(0)];
});
const mmBackward = defineGradient("MmBackward0", productGrads);
const unsafeViewBackward = defineGradient<readonly number[]>("UnsafeViewBackward0", (node, grad) => [
  grad.reshape(...node.context),
]);
const squeezeBackward = defineGradient<readonly number[]>("SqueezeBackward4", (node, grad) => [
  grad.reshape(...node.context),
]);

function productGrads(node: GradFn<undefined>, grad: Tensor): (Tensor | false)[] {
  const [x, weight] = node.saved() as [Tensor, Tensor];
  if (isGradEnabled()) return [node.needs(0) && grad.matmul(weight), node.needs(1) && grad.t().matmul(x)];
  return [
    node.needs(0) &&
      fromStorage(
        withOperands([grad, weight], (g, w) => backend().matmul(g, w)),
        x.sizes,
      ),
    node.needs(1) &&
      fromStorage(
        withOperands([grad, x], (g, xs) => backend().matmul(g, xs, { transposeA: true })),
        weight.sizes,
      ),
  ];
}

/**
 * `input @ weight.T + bias` for input [..., I], weight [O, I] and bias [O].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.linear.html.
 *
 * @throws RangeError or TypeError in torch's words for shapes or dtypes that do not fit.
 */
export function linear(input: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  checkTensor("linear", input);
  if (input.sizes.length === 2) return product(input, weight, bias);
  const rows = input.reshape(-1, input.sizes.at(-1)!);
  const flat = product(rows, weight, bias);
  const sizes = [...input.sizes.slice(0, -1), weight.sizes[0]!];
  if (bias !== null) return flat.view(...sizes);
  const rule = input.sizes.length === 1 ? squeezeBackward : unsafeViewBackward;
  return rule.record(flat.detach().view(...sizes), [flat], [], flat.sizes);
}

function product(x: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
  if (x.dtype !== weight.dtype) {
    const [a, b] = [scalarTypeName(x.dtype), scalarTypeName(weight.dtype)];
    throw new TypeError(
      bias === null
        ? `expected m1 and m2 to have the same dtype, but got: ${a.toLowerCase()} != ${b.toLowerCase()}`
        : `mat1 and mat2 must have the same dtype, but got ${a} and ${b}`,
    );
  }
  const [rows, inputs] = x.sizes;
  const [outputs, columns] = weight.sizes;
  if (weight.sizes.length !== 2 || inputs !== columns) {
    throw new RangeError(`mat1 and mat2 shapes cannot be multiplied (${rows}x${inputs} and ${columns}x${outputs})`);
  }
  if (bias !== null && (bias.sizes.length !== 1 || bias.sizes[0] !== outputs)) {
    throw new RangeError(
      `The expanded size of the tensor (${outputs}) must match the existing size (${bias.sizes.at(-1)}) at non-singleton ` +
        `dimension 1.  Target sizes: ${formatShape([rows!, outputs!])}.  Tensor sizes: ${formatShape(bias.sizes)}`,
    );
  }
  const storage = withOperands([x, weight, bias], (xs, ws, bs) => backend().linear(xs, ws, bs));
  const y = fromStorage(storage, [rows!, outputs!]);
  if (bias === null) return mmBackward.record(y, [x, weight], [x, weight], undefined);
  return addmmBackward.record(y, [x, weight, bias], [x, weight], undefined);
}
