/** User-defined operations with a hand-written gradient: `torch.autograd.Function`. */

import { rest, signature } from "../../shape/index.ts";
import * as is from "../kinds.ts";
import { Tensor } from "../tensor.ts";
import { defineGradient } from "./gradient.ts";
import { withGradMode, isGradEnabled } from "./grad-mode.ts";

const tensors = rest(is.listOf(is.orNull(is.tensor)));
const signed = {
  saveForBackward: signature("FunctionContext.saveForBackward", { tensors }),
  markNonDifferentiable: signature("FunctionContext.markNonDifferentiable", { tensors: rest(is.tensors) }),
};

/** What `forward` leaves for `backward`. Anything may be stored on it as a property, as in Python. */
export class FunctionContext {
  #saved: readonly (Tensor | null)[] = [];
  #withoutGrad: readonly Tensor[] = [];
  #read: (() => readonly (Tensor | null)[]) | null = null;
  /** Which inputs need a gradient. */
  needsInputGrad: readonly boolean[] = [];
  [name: string]: unknown;

  /** Keeps tensors for `backward`; only inputs and outputs of `forward` can be kept without a memory leak. */
  saveForBackward(...tensors: (Tensor | null)[]): void;
  saveForBackward(...given: unknown[]): void {
    this.#saved = signed.saveForBackward.read(given).tensors;
  }

  /** The tensors that `saveForBackward` received. */
  get savedTensors(): readonly Tensor[] {
    return (this.#read?.() ?? this.#saved) as readonly Tensor[];
  }

  /** Marks outputs that no gradient flows through, such as positions. */
  markNonDifferentiable(...tensors: Tensor[]): void;
  markNonDifferentiable(...given: unknown[]): void {
    this.#withoutGrad = signed.markNonDifferentiable.read(given).tensors;
  }

  /** For the library: what was saved, and how `backward` will read it. */
  static open(context: FunctionContext): { saved: readonly (Tensor | null)[]; withoutGrad: readonly Tensor[] } {
    return { saved: context.#saved, withoutGrad: context.#withoutGrad };
  }

  static readThrough(context: FunctionContext, read: () => readonly (Tensor | null)[]): void {
    context.#read = read;
  }
}

type Outputs = Tensor | readonly Tensor[];
type Answer = Tensor | null | undefined | readonly (Tensor | null | undefined)[];

/** What a user's class must have. */
interface FunctionClass {
  readonly name: string;
  forward(ctx: FunctionContext, ...inputs: never[]): Outputs;
  backward(ctx: FunctionContext, ...grads: never[]): Answer;
}

interface Call {
  readonly ctx: FunctionContext;
  readonly type: FunctionClass;
  readonly tensors: readonly number[];
  readonly count: number;
}

const rules = new WeakMap<FunctionClass, ReturnType<typeof ruleOf>>();

function ruleOf(type: FunctionClass) {
  return defineGradient<Call>(`${type.name}Backward`, (node, ...grads) => {
    const { ctx, tensors, count } = node.context;
    FunctionContext.readThrough(ctx, () => node.savedOrNull());
    const answer = (type.backward as (ctx: FunctionContext, ...grads: unknown[]) => Answer)(ctx, ...grads);
    const given = Array.isArray(answer)
      ? (answer as readonly (Tensor | null | undefined)[])
      : [answer as Tensor | null];
    if ((given.length > count && given.slice(count).some((each) => each != null)) || given.length < count)
      throw new Error(
        `function ${type.name}Backward returned an incorrect number of gradients (expected ${count}, got ${given.length})`,
      );
    return tensors.map((at) => given[at] ?? null);
  });
}

/** The arguments of `apply` are those of `forward` after `ctx`. */
type Applied<F> = F extends { forward(ctx: never, ...inputs: infer A): infer R } ? (...inputs: A) => R : never;

/**
 * Base of operations whose gradient is written by hand: a class with static `forward(ctx, ...)` and `backward(ctx,
 * ...grads)`.
 * `backward` returns one gradient for each argument of `forward`, null for those that have none; written with tensor
 * operations, it can be differentiated again.
 *
 * ```ts
 * class Cube extends torch.autograd.Function {
 *   static forward(ctx: FunctionContext, x: Tensor) {
 *     ctx.saveForBackward(x);
 *     return x.pow(3);
 *   }
 *   static backward(ctx: FunctionContext, grad: Tensor) {
 *     return grad.mul(ctx.savedTensors[0].square().mul(3));
 *   }
 * }
 * const x = torch.tensor(2.5, { requiresGrad: true });
 * Cube.apply(x).backward();
 * x.grad; // tensor(18.7500)
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/autograd.html#torch.autograd.Function
 * @throws Error in torch's words for a wrong number of gradients.
 */
abstract class Custom {
  /** Runs `forward` unrecorded, and records `backward` as its gradient. */
  static apply<F extends { forward(ctx: never, ...inputs: never[]): Outputs }>(
    this: F,
    ...inputs: Parameters<Applied<F>>
  ): ReturnType<Applied<F>> {
    return applied(this as unknown as FunctionClass, inputs) as ReturnType<Applied<F>>;
  }
}

function applied(type: FunctionClass, inputs: readonly unknown[]): Outputs {
  for (const name of ["forward", "backward"] as const)
    if (typeof type[name] !== "function")
      throw new TypeError(
        `You must implement the ${name} function for custom autograd.Function: static ${name}(ctx, ...)`,
      );
  const ctx = new FunctionContext();
  const isTracked = (value: unknown): value is Tensor => value instanceof Tensor;
  const records = isGradEnabled();
  ctx.needsInputGrad = inputs.map((input) => records && isTracked(input) && input.requiresGrad);
  const result = withGradMode(false, () =>
    (type.forward as (ctx: FunctionContext, ...given: unknown[]) => Outputs)(ctx, ...inputs),
  );
  if (!ctx.needsInputGrad.includes(true)) return result;
  const { saved, withoutGrad } = FunctionContext.open(ctx);
  const tensors = inputs.flatMap((input, i) => (isTracked(input) ? [i] : []));
  const made = (Array.isArray(result) ? result : [result]) as readonly Tensor[];
  // An input that is returned unchanged gets an output of its own.
  const outputs = made.map((output) => (inputs.includes(output) ? output.view(output.sizes).detach() : output));
  let rule = rules.get(type);
  if (rule === undefined) rules.set(type, (rule = ruleOf(type)));
  const context: Call = { ctx, type, tensors, count: inputs.length };
  const roots = tensors.map((at) => inputs[at] as Tensor);
  const flowing = outputs.filter((_, i) => !withoutGrad.includes(made[i]!));
  if (outputs.length === 1) rule.record(flowing[0] ?? outputs[0]!, roots, saved, context);
  else rule.recordAll(flowing, roots, saved, context);
  return Array.isArray(result) ? outputs : outputs[0]!;
}

export { Custom as Function };
