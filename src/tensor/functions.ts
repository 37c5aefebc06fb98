/** Methods as functions: `torch.exp(x)` is `x.exp()`. */

import { Tensor } from "./tensor.ts";

type Signature<A, R> = unknown extends A ? unknown : A extends unknown[] ? (input: Tensor, ...args: A) => R : unknown;

/** A method's overloads (up to three) with the tensor as first argument. */
export type AsFunction<F> = F extends {
  (...args: infer A1): infer R1;
  (...args: infer A2): infer R2;
  (...args: infer A3): infer R3;
}
  ? Signature<A1, R1> & Signature<A2, R2> & Signature<A3, R3>
  : never;

/** These methods as functions of the tensor. */
export function functionsOf<K extends keyof Tensor>(
  names: readonly K[],
): { [P in keyof Pick<Tensor, K>]: AsFunction<Tensor[P]> } {
  const functions: Partial<Record<K, unknown>> = {};
  for (const name of names)
    functions[name] = (input: unknown, ...args: unknown[]) => {
      if (!(input instanceof Tensor))
        throw new TypeError(
          `${String(name)}(): argument 'input' (position 1) must be Tensor, not ${input === null ? "null" : typeof input}`,
        );
      return (input[name] as (this: Tensor, ...args: unknown[]) => unknown).apply(input, args);
    };
  return functions as { [P in keyof Pick<Tensor, K>]: AsFunction<Tensor[P]> };
}
