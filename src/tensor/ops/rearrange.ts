/** Tensors whose elements stand at positions computed dimension by dimension, several times or not at all: borders, enlargements. */
import { defineGradient, type Gradient } from "../autograd/gradient.ts";
import type { Tensor } from "../tensor.ts";
import { withOperands } from "./operands.ts";

/** For each dimension, which position of the input each position of the output shows. */
export type Sources = readonly Int32Array[];

type Context = { readonly sources: Sources; readonly sizes: readonly number[] };

/** The rule of such an operation: every element's gradients are added up where it came from. */
export function rearrangeRule(name: string): Gradient<Context> {
  const rule: Gradient<Context> = defineGradient<Context>(name, (node, grad) => [
    broughtBack(grad, node.context, backRule),
  ]);
  // The way back of the way back is the operation itself.
  const backRule = defineGradient<Context>(`${name.replace(/\d$/, "")}Backward0`, (node, grad) => [
    rearrange(grad, node.context.sources, rule),
  ]);
  return rule;
}

/** The sums of what stands at the positions that show one element of the input. */
function broughtBack(grad: Tensor, context: Context, rule: Gradient<Context>): Tensor {
  const { sources, sizes } = context;
  const gx = grad.detach().newZeros([...sizes]);
  const to = gx.memory.hostForWrite() as Float32Array;
  withOperands([grad], (g) => {
    const from = g.storage.host() as Float32Array;
    forEachPlane(sources, sizes, (out, source, within) => {
      for (let i = 0; i < within.length; i++) to[source + within[i]!]! += from[out + i]!;
    });
  });
  return rule.record(gx, [grad], [], context);
}

export function rearrange(input: Tensor, sources: Sources, rule: Gradient<Context>): Tensor {
  const output = input.detach().newZeros(sources.map(({ length }) => length));
  const to = output.memory.hostForWrite() as Float32Array;
  withOperands([input], (x) => {
    const from = x.storage.host() as Float32Array;
    forEachPlane(sources, input.sizes, (out, source, within) => {
      for (let i = 0; i < within.length; i++) to[out + i] = from[source + within[i]!]!;
    });
  });
  return rule.record(output, [input], [], { sources, sizes: input.sizes });
}

/** The positions 0, 1, 2, ... of a dimension that stays as it is. */
export function unmoved(size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, index) => index);
}

/**
 * Calls `visit` for every plane of the output with its position, that of its source, and where in the source's plane each element
 * comes from. A plane is what the last two dimensions hold.
 */
function forEachPlane(
  sources: Sources,
  sizes: readonly number[],
  visit: (out: number, source: number, within: Int32Array) => void,
): void {
  const outer = Math.max(sizes.length - 2, 0);
  const [rows, columns] = [sources[outer] ?? unmoved(1), sources[outer + 1] ?? unmoved(1)];
  const width = sizes[outer + 1] ?? 1;
  const within = new Int32Array(rows.length * columns.length);
  for (let i = 0, at = 0; i < rows.length; i++) {
    for (let j = 0; j < columns.length; j++) within[at++] = rows[i]! * width + columns[j]!;
  }
  const plane = (sizes[outer] ?? 1) * width;
  let out = 0;
  const walk = (d: number, index: number): void => {
    if (d === outer) {
      visit(out, index * plane, within);
      out += within.length;
      return;
    }
    for (const position of sources[d]!) walk(d + 1, index * sizes[d]! + position);
  };
  walk(0, 0);
}
