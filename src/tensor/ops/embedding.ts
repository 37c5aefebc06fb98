/** Looks up rows of a table. N rows of D numbers. */
import { backend, type Storage } from "../../backend/index.ts";
import { int64, scalarTypeName } from "../../shape/index.ts";
import { composite } from "../autograd/composite.ts";
import { isGradEnabled, noGrad } from "../autograd/grad-mode.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { checkTensor, withOperands } from "./operands.ts";

type Context = { readonly rows: number; readonly paddingIdx: number | null; readonly byFrequency: boolean };

const embeddingBackward = defineGradient<Context>("EmbeddingBackward0", (node, grad) => {
  const [indices] = node.saved() as [Tensor];
  const { rows, paddingIdx, byFrequency } = node.context;
  const given = byFrequency ? grad.div(timesOf(indices).unsqueeze(-1)) : grad;
  if (isGradEnabled()) return [lookedUpGrad([given], { ...node.context, indices })];
  const width = grad.sizes.at(-1)!;
  const storage = withOperands([given, indices], (g, at) => backend().embeddingGrad(g, at, rows));
  if (paddingIdx !== null) {
    storage.hostForWrite().fill(0 as never, paddingIdx * width, (paddingIdx + 1) * width);
  }
  return [fromStorage(storage, [rows, width])];
});

/** How often each of the indices occurs among them. */
function timesOf(indices: Tensor): Tensor {
  return indices.reshape(-1).bincount().at(indices);
}

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

/** Keeps torch's division from a norm of zero. */
const TINY = 1e-7;

/** Scales the rows that are looked up and longer than `maxNorm` down to it, in place. */
function renorm(indices: Tensor, weight: Tensor, maxNorm: number, normType: number): void {
  const table = weight.detach();
  const found = indices.reshape(-1).unique() as Tensor;
  if (found.numel() === 0) return;
  const rows = table.indexSelect(0, found);
  const norms = rows.norm(normType, 1, { keepdim: true });
  const scaled = rows.mul(norms.add(TINY).reciprocal().mul(maxNorm)).where(norms.gt(maxNorm), rows);
  table.indexCopy_(0, found, scaled);
}

/** @throws RangeError for an index that is not a row. */
function checkIndices({ storage }: { readonly storage: Storage }, rows: number): void {
  for (const index of storage.host() as BigInt64Array) {
    if (index < 0n || index >= BigInt(rows)) throw new RangeError("index out of range in self");
  }
}

export type EmbeddingSettings = {
  readonly maxNorm?: number | null;
  readonly normType?: number;
  readonly scaleGradByFreq?: boolean;
};

/**
 * The rows of `weight` [N, D] at `indices`: [..., D]. The row `paddingIdx` gets no gradient; with `maxNorm` rows that
 * are longer are shortened first, in the table itself; `scaleGradByFreq` divides a row's gradient by how often it occurs.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.embedding.html.
 *
 * @throws RangeError for an index out of range, TypeError for indices that are not integers.
 */
export function embedding(
  indices: Tensor,
  weight: Tensor,
  paddingIdx: number | null = null,
  { maxNorm = null, normType = 2, scaleGradByFreq = false }: EmbeddingSettings = {},
): Tensor {
  checkTensor("embedding", indices);
  if (indices.dtype.name !== "int64" && indices.dtype.name !== "int32") {
    throw new TypeError(
      "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; " +
        `but got torch.${scalarTypeName(indices.dtype)}Tensor instead (while checking arguments for embedding)`,
    );
  }
  const at = indices.to(int64);
  if (weight.dim() !== 2) throw new RangeError("'weight' must be 2-D");
  const rows = weight.sizes[0]!;
  if (paddingIdx !== null && (paddingIdx >= rows || paddingIdx < -rows))
    throw new RangeError("Padding_idx must be within num_embeddings");
  const padding = paddingIdx !== null && paddingIdx < 0 ? rows + paddingIdx : paddingIdx;
  if (maxNorm !== null) {
    withOperands([at], (i) => checkIndices(i, rows));
    noGrad(() => renorm(at, weight, maxNorm, normType));
  }
  const storage = withOperands([weight, at], (w, i) => {
    checkIndices(i, rows);
    return backend().embedding(w, i);
  });
  const y = fromStorage(storage, [...indices.sizes, weight.sizes[1]!]);
  return embeddingBackward.record(y, [weight], [at], { rows, paddingIdx: padding, byFrequency: scaleGradByFreq });
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
