/** Gumbel's softmax, and the attention that transformers are made of. */
import { float32 } from "../../shape/index.ts";
import { ones } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { dropout } from "./dropout.ts";
import { checkTensor } from "./operands.ts";
import { softmax } from "./softmax.ts";

/**
 * A random choice of classes that gradients flow through: softmax of the logits with Gumbel noise; with `hard`, a one
 * for the largest class and zeros elsewhere.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.gumbel_softmax.html.
 */
export function gumbelSoftmax(logits: Tensor, tau = 1, hard = false, dim = -1): Tensor {
  checkTensor("gumbel_softmax", logits, "logits");
  const gumbels = logits.detach().emptyLike().exponential_().log().neg();
  const soft = softmax(logits.add(gumbels).div(tau), dim);
  if (!hard) return soft;
  const index = soft.detach().argmax(dim, { keepdim: true });
  const chosen = logits.detach().zerosLike().scatter(dim, index, 1);
  return chosen.sub(soft.detach()).add(soft);
}

export type AttentionOptions = {
  attnMask?: Tensor | null;
  dropoutP?: number;
  isCausal?: boolean;
  scale?: number | null;
};

/**
 * `softmax(query @ key^T * scale + mask) @ value` over [..., L, E], [..., S, E] and [..., S, V].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.scaled_dot_product_attention.html.
 *
 * @throws RangeError for a mask together with `isCausal`.
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  { attnMask = null, dropoutP = 0, isCausal = false, scale = null }: AttentionOptions = {},
): Tensor {
  checkTensor("scaled_dot_product_attention", query, "query");
  if (isCausal && attnMask !== null)
    throw new RangeError("_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True");
  const [L, S] = [query.size(-2), key.size(-2)];
  let scores = query.matmul(key.transpose(-2, -1)).mul(scale ?? 1 / Math.sqrt(query.size(-1)));
  if (isCausal) scores = scores.maskedFill(ones([L, S], { dtype: float32 }).tril().eq(0), -Infinity);
  else if (attnMask !== null)
    scores = attnMask.dtype.isFloatingPoint
      ? scores.add(attnMask)
      : scores.maskedFill(attnMask.logicalNot(), -Infinity);
  return dropout(softmax(scores, -1), dropoutP, true).matmul(value);
}
