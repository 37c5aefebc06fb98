/** Looks up rows of a table. N rows of D numbers. */
import { backend } from "../../backend/index.ts";
import { int64, scalarTypeName } from "../../shape/index.ts";
import { composite } from "../autograd/composite.ts";
import { isGradEnabled } from "../autograd/grad-mode.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { checkTensor, withOperands } from "./operands.ts";

type Context = { readonly rows: number; readonly paddingIdx: number | null };

const embeddingBackward = defineGradient<Context>("EmbeddingBackward0", (node, grad) => {
  const [indices] = node.saved() as [Tensor];
  const { rows, paddingIdx } = node.context;
  if (isGradEnabled()) return [lookedUpGrad([grad], { rows, paddingIdx, indices })];
  const width = grad.sizes.at(-1)!;
  const storage = withOperands([grad, indices], (g, at) => backend().embeddingGrad(g, at, rows));
  if (paddingIdx !== null) {
    storage.hostForWrite().fill(0 as never, paddingIdx * width, (paddingIdx + 1) * width);
  }
  return [fromStorage(storage, [rows, width])];
});

/** The same with operations that can be differentiated again. */
const lookedUpGrad = composite<Context & { readonly indices: Tensor }>(
  "EmbeddingDenseBackwardBackward0",
  ([grad], { indices, rows, paddingIdx }) => {
    const width = grad!.sizes.at(-1)!;
    const flat = indices.reshape(-1);
    const given = grad!.reshape([-1, width]);
    const counted = paddingIdx === null ? given : given.maskedFill(flat.eq(paddingIdx).unsqueeze(1), 0);
    return grad!.detach().newZeros([rows, width]).indexAdd(0, flat, counted);
  },
);

/**
 * The rows of `weight` [N, D] at `indices`: [..., D]. The row `paddingIdx` gets no gradient.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.embedding.html.
 *
 * @throws RangeError for an index out of range, TypeError for indices that are not integers.
 */
export function embedding(indices: Tensor, weight: Tensor, paddingIdx: number | null = null): Tensor {
  checkTensor("embedding", indices);
  if (indices.dtype.name !== "int64" && indices.dtype.name !== "int32") {
    throw new TypeError(
      "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; " +
        `but got torch.${scalarTypeName(indices.dtype)}Tensor instead (while checking arguments for embedding)`,
    );
  }
  const at = indices.to(int64);
  const rows = weight.sizes[0]!;
  const padding = paddingIdx !== null && paddingIdx < 0 ? rows + paddingIdx : paddingIdx;
  const storage = withOperands([weight, at], (w, i) => {
    for (const index of i.storage.host() as BigInt64Array) {
      if (index < 0n || index >= BigInt(rows)) throw new RangeError("index out of range in self");
    }
    return backend().embedding(w, i);
  });
  const y = fromStorage(storage, [...indices.sizes, weight.sizes[1]!]);
  return embeddingBackward.record(y, [weight], [at], { rows, paddingIdx: padding });
}

/**
 * Zeros of [..., numClasses] with a one at each index; there are as many classes as the largest index needs, unless
 * given.
 *
 * @throws TypeError or RangeError in torch's words for indices that are not valid classes.
 */
export function oneHot(indices: Tensor, numClasses = -1): Tensor {
  if (indices.dtype !== int64) throw new TypeError("one_hot is only applicable to index tensor of type LongTensor.");
  const classes = withOperands([indices], (i) => Array.from(i.storage.host() as BigInt64Array, Number));
  if (classes.some((index) => index < 0)) throw new RangeError("Class values must be non-negative.");
  const count = numClasses === -1 ? classes.reduce((most, index) => Math.max(most, index + 1), 0) : numClasses;
  if (classes.some((index) => index >= count)) throw new RangeError("Class values must be smaller than num_classes.");
  const result = indices.newZeros([...indices.sizes, count]);
  const target = result.memory.hostForWrite() as BigInt64Array;
  classes.forEach((index, row) => (target[row * count + index] = 1n));
  return result;
}
