/** Compares gradients with finite differences, of first and second order, in float64 arithmetic. */

import { expect } from "chai";
import { grad, noGrad, Tensor, type AnyRule, type GradFn } from "../../src/tensor/index.ts";
import * as torch from "../../src/torch.ts";

export interface GradientCheck {
  /** Inputs whose gradients are compared; floating-point ones become leaves. */
  readonly inputs: readonly Tensor[];
  /** The operation. An in-place operation works on its own copy. */
  readonly of: (...inputs: Tensor[]) => Tensor | readonly Tensor[];
}

/** A power of 2, so that a step is exact in float32 too. */
const STEP = 2 ** -17;

/** Numbers from -1.5 to 1.5 in mixed order, no two close together, so that kinks and ties are far away. */
export function spread(...shape: number[]): Tensor {
  const n = shape.reduce((a, b) => a * b, 1);
  const values = Float64Array.from({ length: n }, (_, i) => (((i * 7 + 3) % (n + 4)) + 0.37) * (3 / (n + 4)) - 1.5);
  return torch.tensor(values).reshape(shape);
}

/** The same between 0.1 and 0.9. */
export function positive(...shape: number[]): Tensor {
  return spread(...shape)
    .mul(0.8 / 3)
    .add(0.5);
}

/** Compares both orders; returns the gradient rules that took part. */
export function checkGradient({ inputs, of }: GradientCheck): Set<AnyRule> {
  const leaves = inputs.map((t) => t.detach().clone().requiresGrad_());
  const rules = new Set<AnyRule>();
  const value = (): Tensor => weighted(of(...leaves));
  const differences = numeric(leaves, value);
  const out = value();
  collect(out.gradFn, rules);
  compare("first", differences, grad(out, leaves, { allowUnused: true }), leaves);

  const slopes = (): Tensor => {
    const first = grad(value(), leaves, { createGraph: true, allowUnused: true });
    return weighted(first.filter((g) => g !== null));
  };
  if (!slopes().requiresGrad) return rules;
  const changes = numeric(leaves, slopes);
  const second = slopes();
  collect(second.gradFn, rules);
  compare("second", changes, grad(second, leaves, { allowUnused: true }), leaves);
  return rules;
}

/** One number from results of any shape; every element has a different weight. */
function weighted(results: Tensor | readonly Tensor[]): Tensor {
  let sum = torch.zeros([], { dtype: torch.float64 });
  for (const result of results instanceof Tensor ? [results] : results) {
    const weights = spread(result.numel()).add(2).reshape(result.sizes).square();
    sum = sum.add(result.to(torch.float64).mul(weights).sum());
  }
  return sum;
}

function numeric(leaves: readonly Tensor[], value: () => Tensor): Float64Array[] {
  return leaves.map((leaf) => {
    const result = new Float64Array(leaf.numel());
    for (let i = 0; i < result.length; i++) {
      const shifted = (by: number): number => {
        noGrad(() => leaf.view(-1).at(i).add_(by));
        return value().item();
      };
      result[i] = (shifted(STEP) - shifted(-2 * STEP)) / (2 * STEP);
      shifted(STEP);
    }
    return result;
  });
}

function compare(
  order: string,
  expected: readonly Float64Array[],
  got: readonly (Tensor | null)[],
  leaves: readonly Tensor[],
): void {
  expected.forEach((slopes, k) => {
    const analytic = (got[k] ?? leaves[k]!.zerosLike()).flatten().tolist<number[]>();
    slopes.forEach((slope, i) => {
      const close = Math.abs(slope - analytic[i]!) <= 2e-5 * Math.max(1, Math.abs(slope));
      if (!close)
        expect.fail(
          `${order} derivative, input ${k}, element ${i}: the rule says ${analytic[i]}, differences ${slope}`,
        );
    });
  });
}

function collect(node: GradFn | null, rules: Set<AnyRule>): void {
  const stack = [node];
  const seen = new Set<GradFn>();
  while (stack.length > 0) {
    const next = stack.pop();
    if (next === null || next === undefined || seen.has(next)) continue;
    seen.add(next);
    rules.add(next.rule);
    stack.push(...next.nextFunctions.map(([node]) => node));
  }
}
