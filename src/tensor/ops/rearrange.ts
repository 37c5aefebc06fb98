/** Tensors whose elements stand at positions computed dimension by dimension, several times or not at all: borders, enlargements. */
import { defineGradient, type Gradient } from "../autograd/gradient.ts";
import type { Tensor } from "../tensor.ts";
import { withOperands } from "./operands.ts";

/** For each dimension, which position of the input each position of the output shows. */
export type Sources = readonly Int32Array[];

type Context = { readonly sources: Sources; readonly sizes: readonly number[] };

/** The rule of such an operation: every element's gradients are added up where it came from. */
export function rearrangeRule(name: string): Gradient<Context> {
  return defineGradient<Context>(
    name,
    (node, grad) => {
      const { sources, sizes } = node.context;
      const gx = grad.newZeros([...sizes]);
      const to = gx.storage.hostForWrite() as Float32Array;
      withOperands([grad], (g) => {
        const from = g.storage.host() as Float32Array;
        forEachSource(sources, sizes, (out, source) => (to[source]! += from[out]!));
      });
      return [gx];
    },
    { once: true },
  );
}

export function rearrange(input: Tensor, sources: Sources, rule: Gradient<Context>): Tensor {
  const output = input.detach().newZeros(sources.map(({ length }) => length));
  const to = output.storage.hostForWrite() as Float32Array;
  withOperands([input], (x) => {
    const from = x.storage.host() as Float32Array;
    forEachSource(sources, input.sizes, (out, source) => (to[out] = from[source]!));
  });
  return rule.record(output, [input], [], { sources, sizes: input.sizes });
}

/** The positions 0, 1, 2, ... of a dimension that stays as it is. */
export function unmoved(size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, index) => index);
}

/** Calls `visit` for every element of the output with its position and that of its source, both row-major. */
function forEachSource(sources: Sources, sizes: readonly number[], visit: (out: number, source: number) => void): void {
  const strides = sizes.map((_, d) => sizes.slice(d + 1).reduce((product, size) => product * size, 1));
  let out = 0;
  const walk = (d: number, base: number): void => {
    if (d === sources.length) {
      visit(out++, base);
      return;
    }
    const along = sources[d]!;
    for (let i = 0; i < along.length; i++) walk(d + 1, base + along[i]! * strides[d]!);
  };
  walk(0, 0);
}
