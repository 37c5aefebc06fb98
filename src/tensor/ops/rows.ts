/** Rows taken by index, and gradients added back: what indexing with tensors rests on. */

import { backend } from "../../backend/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { dense, done } from "../dense.ts";
import { fromStorage, type Tensor } from "../tensor.ts";

const takeBackward = defineGradient<number>("TakeRowsBackward", (node, grad) => [
  addRows(grad, node.saved()[0]!, node.context),
]);
const addBackward = defineGradient("AddRowsBackward", (node, grad) => [takeRows(grad, node.saved()[0]!)]);

/** Rows of `t [n, ...]` at `indices` (int64 [m], each in 0..n-1): [m, ...]. */
export function takeRows(t: Tensor, indices: Tensor): Tensor {
  const [x, at] = [dense(t), dense(indices)];
  const out = fromStorage(backend().embedding(x, at), [indices.numel(), ...t.sizes.slice(1)]);
  done(x, t);
  done(at, indices);
  return takeBackward.record(out, [t], [indices], t.sizes[0]!);
}

/** Zeros of [count, ...] with the rows of `t [m, ...]` added at `indices`. */
export function addRows(t: Tensor, indices: Tensor, count: number): Tensor {
  const [x, at] = [dense(t), dense(indices)];
  const out = fromStorage(backend().embeddingGrad(x, at, count), [count, ...t.sizes.slice(1)]);
  done(x, t);
  done(at, indices);
  return addBackward.record(out, [t], [indices], undefined);
}
