/**
 * The arguments of calling a layer: the signatures of torch's `forward`s. Each layer's own `forward` checks its inputs
 * with one; a user's class that overrides `forward` defines its own. Layers are called so often that a call with just
 * the expected tensors skips the check.
 */
import { optional, required, Signature, type Arguments } from "../shape/index.ts";
import { Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import * as activations from "./activation.ts";
import * as convolutions from "./conv.ts";
import * as moreConvolutions from "./conv-more.ts";
import * as distances from "./distance.ts";
import * as dropouts from "./dropout.ts";
import * as instanceNorms from "./instance-norm.ts";
import * as lazies from "./lazy.ts";
import * as linears from "./linear.ts";
import * as losses from "./loss.ts";
import * as lpPools from "./lp-pool.ts";
import * as marginLosses from "./margin-loss.ts";
import { Module } from "./module.ts";
import * as norms from "./norm.ts";
import * as paddings from "./padding.ts";
import * as pools from "./pooling.ts";
import * as morePools from "./pooling-more.ts";
import * as reshapings from "./reshaping.ts";
import * as rmsNorms from "./rms-norm.ts";
import { Sequential } from "./sequential-module.ts";
import * as upsamplings from "./upsampling.ts";

type Forward = (this: unknown, ...inputs: unknown[]) => unknown;
type Layer = { readonly name: string; readonly prototype: { forward: Forward } };

const input = required(is.tensor);
const one = { input };
const outputSize = optional(is.orNull(is.intOrInts), null);

const threeInputs: Readonly<Record<string, readonly string[]>> = {
  CosineEmbeddingLoss: ["input1", "input2", "target"],
  GaussianNLLLoss: ["input", "target", "var"],
  MarginRankingLoss: ["input1", "input2", "target"],
  TripletMarginLoss: ["anchor", "positive", "negative"],
};

/** The arguments of `forward`, which for some layers are more than one tensor, or not called `input`. */
function argumentsOf(name: string): Arguments {
  if (/^(?:Lazy)?ConvTranspose\dd$/.test(name)) return { input, outputSize };
  if (/^MaxUnpool\dd$/.test(name)) return { input, indices: required(is.tensor), outputSize };
  if (name === "CosineSimilarity" || name === "PairwiseDistance")
    return { x1: required(is.tensor), x2: required(is.tensor) };
  const { [name]: ofThree } = threeInputs;
  if (ofThree !== undefined) return Object.fromEntries(ofThree.map((each) => [each, required(is.tensor)]));
  if (name === "PoissonNLLLoss") return { logInput: required(is.tensor), target: required(is.tensor) };
  if (name.endsWith("Loss")) return { input, target: required(is.tensor) };
  return one;
}

/** Makes the class's `forward` check its arguments. */
function read({ name, prototype }: Layer, args: Arguments): void {
  const { forward } = prototype;
  const signature = new Signature(`${name}.forward`, args);
  const names = Object.keys(args);
  const isPair = Object.values(args).filter(({ isRequired }) => isRequired).length === 2;
  const reading: Forward = function (...given) {
    const [first, second] = given;
    if (first instanceof Tensor) {
      if (given.length === 1 && !isPair) return forward.call(this, first);
      if (given.length === 2 && isPair && second instanceof Tensor) return forward.call(this, first, second);
    }
    const values = signature.read(given) as Readonly<Record<string, unknown>>;
    return forward.call(this, ...names.map((each) => values[each]));
  };
  Object.defineProperty(prototype, "forward", { value: reading, writable: true, configurable: true });
}

const rooms: readonly Readonly<Record<string, unknown>>[] = [
  activations,
  convolutions,
  moreConvolutions,
  distances,
  dropouts,
  instanceNorms,
  lazies,
  linears,
  losses,
  lpPools,
  marginLosses,
  norms,
  paddings,
  pools,
  morePools,
  reshapings,
  rmsNorms,
  upsamplings,
];

/**
 * Layers may inherit the `forward` of a base class. Each gets one of its own, or all would be named after whichever
 * came first.
 */
for (const room of rooms)
  for (const [name, value] of Object.entries(room)) {
    const isLayer = typeof value === "function" && value.prototype instanceof Module;
    // Identity takes anything, as in torch.
    if (!isLayer || name === "Identity" || value.prototype.forward === Module.prototype.forward) continue;
    read(value as unknown as Layer, argumentsOf(name));
  }
read(Sequential as unknown as Layer, { input: required(is.any) });
