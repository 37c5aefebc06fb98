/** How an operation defines its gradient: `defineGradient` makes the rule, `record` attaches it to a result. */

import type { Tensor } from "../tensor.ts";
import { edgeOf } from "./edge.ts";
import { GradFn, type Edge, type InputGrad, type Rule } from "./grad-fn.ts";
import { isGradEnabled } from "./grad-mode.ts";

/** The gradient of one kind of operation. */
export interface Gradient<C> {
  /**
   * Attaches the rule to `output` if gradients are being recorded and an input requires one; otherwise does nothing.
   * Returns `output`.
   *
   * `saved` are the tensors that the rule will need (inputs or the output), `context` is anything else it needs.
   */
  record(output: Tensor, inputs: readonly (Tensor | null)[], saved: readonly (Tensor | null)[], context: C): Tensor;
  /** The same for an operation with several outputs. */
  recordAll<T extends readonly Tensor[]>(
    outputs: T,
    inputs: readonly (Tensor | null)[],
    saved: readonly (Tensor | null)[],
    context: C,
  ): T;
}

/** A rule, whatever its context. */
export type AnyRule = GradFn["rule"];

type Backward<C> = (node: GradFn<C>, grad: Tensor, ...more: (Tensor | null)[]) => readonly InputGrad[];

const defined: AnyRule[] = [];

/** All rules, for the test that checks every one of them against numerical gradients. */
export function gradientRules(): readonly AnyRule[] {
  return defined;
}

/**
 * Defines how the gradients of an operation's inputs follow from that of its output.
 *
 * The rule returns one gradient per input, in the order of `record`. It need not undo broadcasting: a gradient larger
 * than its input is summed to the input's shape and cast to its dtype. A rule is written with tensor operations, so
 * that it can be differentiated again (`createGraph`). `free` releases what the context holds besides tensors.
 *
 * ```
 * const expBackward = defineGradient("ExpBackward0", (node, grad) => [grad.mul(node.saved()[0]!)]);
 * export function exp(x: Tensor): Tensor {
 *   const y = fromStorage(backend().unary("exp", dense(x)), x.shape);
 *   return expBackward.record(y, [x], [y], undefined);
 * }
 * ```
 */
export function defineGradient<C = undefined>(
  name: string,
  backward: Backward<C>,
  { free }: { free?: (context: C) => void } = {},
): Gradient<C> {
  const rule: Rule<C> = { name, backward, free };
  defined.push(rule as AnyRule);

  const nodeFor = (
    inputs: readonly (Tensor | null)[],
    saved: readonly (Tensor | null)[],
    context: C,
    output?: Tensor,
  ): GradFn<C> | null => {
    if (!isGradEnabled()) return null;
    let any = false;
    for (let i = 0; i < inputs.length; i++) if (inputs[i]?.requiresGrad) any = true;
    if (!any) return null;
    const next = Array<Edge | null>(inputs.length);
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i]!;
      next[i] = input === null ? null : edgeOf(input);
    }
    return new GradFn(rule, next, saved, context, output);
  };

  return {
    record(output, inputs, saved, context) {
      if (!output.dtype.isFloatingPoint) return output;
      const node = nodeFor(inputs, saved, context, output);
      if (node !== null) output.setHistory(node as GradFn, 0);
      return output;
    },
    recordAll(outputs, inputs, saved, context) {
      const node = nodeFor(inputs, saved, context);
      if (node === null) return outputs;
      node.outputs = outputs.map(({ sizes, dtype }) => ({ shape: sizes, dtype }));
      outputs.forEach((output, i) => {
        if (output.dtype.isFloatingPoint) output.setHistory(node as GradFn, i);
      });
      return outputs;
    },
  };
}
