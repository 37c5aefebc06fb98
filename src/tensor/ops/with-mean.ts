/** Variance or standard deviation together with the mean. */

import { overloads, required } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import * as is from "../kinds.ts";
import type { Tensor } from "../tensor.ts";
import { overDims, restoreDims, type Dims, type Over } from "./reduce.ts";
import { spreadForms, type VarOptions } from "./statistics.ts";

type Spread = Over & { readonly correction: number; readonly dim: Dims | null };

const rule = (name: string, spread: "std" | "var") =>
  defineGradient<Spread>(name, (node, ofSpread, ofMean) => {
    const [x] = node.saved();
    const { dim, correction, keepdim } = node.context;
    const parts: Tensor[] = [];
    if ((ofSpread as Tensor | null) !== null) {
      // Of the variance 2 (x - mean) / (n - correction); the root halves it and divides by itself
      const centred = x!.sub(x!.mean(dim, { keepdim: true }));
      const count = x!.numel() / Math.max(ofSpread.numel(), 1) - correction;
      const weight =
        spread === "var"
          ? ofSpread.mul(2 / count)
          : (() => {
              const root = x!.std(dim, { correction, keepdim });
              return ofSpread.div(root.mul(count)).maskedFill(root.eq(0), 0);
            })();
      parts.push(restoreDims(weight, node.context).mul(centred));
    }
    if (ofMean !== null && ofMean !== undefined) {
      const share = ofMean.div(x!.numel() / Math.max(ofMean.numel(), 1));
      parts.push(restoreDims(share, node.context).expand(x!.sizes));
    }
    return [parts.reduce((sum, part) => sum.add(part))];
  });
const rules = { std: rule("StdMeanBackward0", "std"), var: rule("VarMeanBackward0", "var") };

const formsOf = Object.fromEntries(
  Object.entries(spreadForms).map(([key, args]) => [key, { input: required(is.tensor), ...args }]),
) as {
  readonly [F in keyof typeof spreadForms]: {
    input: ReturnType<typeof required<Tensor, Tensor>>;
  } & (typeof spreadForms)[F];
};
const signatureOf = { std: overloads("torch.stdMean", formsOf), var: overloads("torch.varMean", formsOf) };

function withMean(spread: "std" | "var", given: readonly unknown[]): [Tensor, Tensor] {
  const { form, args } = signatureOf[spread].read(given);
  const { input } = args;
  if (!input.dtype.isFloatingPoint)
    throw new TypeError(`${spread}_mean only support floating point and complex dtypes`);
  const dim = form === "all" ? null : args.dim;
  const correction = form === "correction" ? (args.correction ?? 1) : args.unbiased ? 1 : 0;
  const keepdim = form === "all" ? false : args.keepdim;
  const x = input.detach();
  const outputs: [Tensor, Tensor] = [x[spread](dim, { correction, keepdim }), x.mean(dim, { keepdim })];
  const context = { ...overDims(input, dim, keepdim), correction, dim };
  return rules[spread].recordAll(outputs, [input], [input], context);
}

/**
 * The standard deviation and the mean.
 *
 * ```ts
 * const [std, mean] = torch.stdMean(torch.tensor([0.5, 1.5, 2.5]));
 * std; // tensor(1.)
 * mean; // tensor(1.5000)
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.std_mean.html
 */
export function stdMean(input: Tensor, options?: VarOptions & { readonly dim?: Dims | null }): [Tensor, Tensor];
export function stdMean(input: Tensor, dim: Dims | null, options?: VarOptions): [Tensor, Tensor];
export function stdMean(input: Tensor, dim: Dims | null, unbiased: boolean, keepdim?: boolean): [Tensor, Tensor];
export function stdMean(input: Tensor, unbiased: boolean): [Tensor, Tensor];
export function stdMean(...given: unknown[]): [Tensor, Tensor] {
  return withMean("std", given);
}

/** The variance and the mean. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.var_mean.html */
export function varMean(input: Tensor, options?: VarOptions & { readonly dim?: Dims | null }): [Tensor, Tensor];
export function varMean(input: Tensor, dim: Dims | null, options?: VarOptions): [Tensor, Tensor];
export function varMean(input: Tensor, dim: Dims | null, unbiased: boolean, keepdim?: boolean): [Tensor, Tensor];
export function varMean(input: Tensor, unbiased: boolean): [Tensor, Tensor];
export function varMean(...given: unknown[]): [Tensor, Tensor] {
  return withMean("var", given);
}
