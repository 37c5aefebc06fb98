/**
 * What the functions that question a classifier about one picture share. C channels, H and W height and width, K
 * classes.
 */
import type { Module } from "../nn/module.ts";
import { noGrad } from "../tensor/autograd/index.ts";
import { Tensor } from "../tensor/index.ts";

/** A picture as a batch of one. @throws RangeError for anything but one picture */
export function onePicture(callee: string, picture: Tensor): Tensor {
  const sizes = picture.shape;
  if (sizes.length === 3) return picture.detach().unsqueeze(0);
  if (sizes.length === 4 && sizes[0] === 1) return picture.detach();
  throw new RangeError(`${callee}: expected one picture [C, H, W], got [${sizes.join(", ")}]`);
}

/** Runs `use` with the model in evaluation mode, where the answer for a picture depends on nothing else. */
export function inEvaluation<T>(model: Module<unknown>, use: () => T): T {
  const modes = model.modules().map((module) => [module, module.training] as const);
  try {
    model.eval();
    return use();
  } finally {
    for (const [module, mode] of modes) module.training = mode;
  }
}

/** The logits [B, K] of pictures. @throws TypeError if the model returns anything else */
export function logitsOf(callee: string, model: Module<unknown>, pictures: Tensor): Tensor {
  const output: unknown = (model as Module)(pictures);
  if (output instanceof Tensor && output.dim() === 2) return output;
  const got = output instanceof Tensor ? `a tensor [${output.shape.join(", ")}]` : typeof output;
  throw new TypeError(`${callee}: expected a model that gives [B, K], a number for each class, got ${got}`);
}

/** The class to ask about: the model's own answer if none is named. */
export function targetOf(callee: string, logits: Tensor, target: number | undefined): number {
  const K = logits.shape[1]!;
  if (target === undefined) return noGrad(() => Number(logits.at(0).argmax().item()));
  if (target < 0 || target >= K) throw new RangeError(`${callee}: expected target from 0 to ${K - 1}, got ${target}`);
  return target;
}
