/**
 * Modules that pass their result on and keep nothing of it. Nobody else can hold the values that flow between two of
 * them, so their memory is freed as soon as the graph has used it instead of when the garbage collector finds it; that
 * is a seventh of a training step.
 */
import * as activations from "./activation.ts";
import { Conv1d, Conv2d, ConvTranspose2d } from "./conv.ts";
import * as dropouts from "./dropout.ts";
import { Identity, Linear } from "./linear.ts";
import type { Module } from "./module.ts";
import { BatchNorm1d, BatchNorm2d, GroupNorm, LayerNorm } from "./norm.ts";
import * as pools from "./pooling.ts";
import * as padding from "./padding.ts";
import { Embedding, Flatten, Unflatten } from "./reshaping.ts";
import { Upsample } from "./upsampling.ts";

const transient = new Set<unknown>([
  ...Object.values(activations),
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  Linear,
  Identity,
  Embedding,
  ...Object.values(dropouts),
  BatchNorm1d,
  BatchNorm2d,
  GroupNorm,
  LayerNorm,
  ...Object.values(pools),
  Flatten,
  Unflatten,
  ...Object.values(padding),
  Upsample,
]);

/** Whether `module` is one of the library's own layers, unmodified: no subclass, no hook, no other `forward`. */
export function isTransient(module: Module<unknown>): boolean {
  return transient.has(module.constructor) && !module.hasHooks && !Object.hasOwn(module, "forward");
}
