/** Which pixels influence a classifier's answer. C channels, H and W height and width, K classes. */
import { Module } from "../nn/module.ts";
import { keyword, required, signature } from "../shape/index.ts";
import { grad } from "../tensor/autograd/index.ts";
import type { Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import { inEvaluation, logitsOf, onePicture, targetOf } from "./probe.ts";

const saliencySignature = signature("inspect.saliency", {
  model: required(is.kind("nn.Module", (value): value is Module<unknown> => value instanceof Module)),
  picture: required(is.tensor),
  target: keyword(is.int, undefined),
});

export interface SaliencyOptions {
  /** The class whose logit is used; by default the model's own answer. */
  readonly target?: number | undefined;
}

/**
 * How much the logit of a class changes with each pixel, [H, W]: `max over c of |d logit / d picture[c, y, x]|`. The
 * result is noisy by nature: it shows the effect of a tiny change, not what the answer is based on. The gradients of
 * the model's parameters stay as they were.
 * @param picture [C, H, W]
 * @throws {RangeError} for more than one picture, or a class that the model does not have
 * @see https://arxiv.org/abs/1312.6034 (Simonyan, Vedaldi and Zisserman, section 3.1)
 * @example
 * const net = new nn.Sequential(new nn.Flatten(), new nn.Linear(3 * 8 * 8, 2));
 * inspect.saliency(net, torch.rand(3, 8, 8), { target: 0 }).shape // torch.Size([8, 8])
 */
export function saliency(model: Module<unknown>, picture: Tensor, options?: SaliencyOptions): Tensor;
export function saliency(
  options: { readonly model: Module<unknown>; readonly picture: Tensor } & SaliencyOptions,
): Tensor;
export function saliency(...given: unknown[]): Tensor {
  const { model, picture, target } = saliencySignature.read(given);
  const leaf = onePicture("saliency", picture).float().clone().requiresGrad_();
  return inEvaluation(model, () => {
    const logits = logitsOf("saliency", model, leaf);
    const [slope] = grad(logits.at(0, targetOf("saliency", logits, target)), [leaf]);
    return slope!.at(0).abs().amax(0).detach();
  });
}
