/** Products and sums by subscripts. */

import { required, signature, variadic } from "../../shape/index.ts";
import * as is from "../kinds.ts";
import type { Tensor } from "../tensor.ts";

const einsumSignature = signature("torch.einsum", { equation: required(is.string), operands: variadic(is.tensors) });

/**
 * The sum of products that Einstein's notation names: `"ij,jk->ik"` is a product of matrices.
 *
 * Letters name dimensions; those that are missing after `->` are summed. Without `->` the result has the letters that occur once, in order.
 *
 * ```ts
 * torch.einsum("ij,jk->ik", torch.ones(2, 3), torch.ones(3, 4)).shape; // torch.Size([2, 4])
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.einsum.html
 * @throws RangeError where subscripts and dimensions do not fit.
 */
export function einsum(equation: string, ...operands: readonly Tensor[]): Tensor;
export function einsum(equation: string, operands: readonly Tensor[]): Tensor;
export function einsum(...given: unknown[]): Tensor {
  const { equation, operands } = einsumSignature.read(given);
  const { inputs, output } = parse(equation, operands);
  let [letters, result] = onlyDiagonals(inputs[0]!, operands[0]!);
  for (let i = 1; i < operands.length; i++) {
    const next = onlyDiagonals(inputs[i]!, operands[i]!);
    const later = inputs.slice(i + 1).join("") + output;
    [letters, result] = contract([letters, result], next, later);
  }
  const gone = letters.split("").flatMap((letter, d) => (output.includes(letter) ? [] : [d]));
  if (gone.length > 0) result = result.sum(gone);
  const kept = letters.split("").filter((letter) => output.includes(letter));
  const order = output.split("").map((letter) => kept.indexOf(letter));
  return order.every((d, i) => d === i) ? result : result.permute(order);
}

type Labelled = [letters: string, t: Tensor];

function parse(equation: string, operands: readonly Tensor[]): { inputs: string[]; output: string } {
  const [left, right] = equation.replaceAll(" ", "").split("->") as [string, string | undefined];
  const inputs = left.split(",");
  if (inputs.length !== operands.length)
    throw new RangeError(
      `einsum(): the number of operands does not match the equation: expected ${inputs.length}, got ${operands.length}`,
    );
  for (const [i, letters] of inputs.entries()) {
    if (!/^[A-Za-z]*$/.test(letters))
      throw new RangeError(`einsum(): invalid subscript given at operand ${i}: ${letters}; subscripts must be letters`);
    if (letters.length !== operands[i]!.dim())
      throw new RangeError(
        `einsum(): the number of subscripts in the equation (${letters.length}) does not match the number of dimensions (${operands[i]!.dim()}) for operand ${i}`,
      );
  }
  const all = inputs.join("");
  const once = [...new Set(all)].filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter)).sort();
  const output = right ?? once.join("");
  for (const letter of output)
    if (!all.includes(letter))
      throw new RangeError(
        `einsum(): output subscript ${letter} does not appear in the equation for any input operand`,
      );
  return { inputs, output };
}

/** A letter that occurs twice in one operand names its diagonal. */
function onlyDiagonals(letters: string, t: Tensor): Labelled {
  let [names, result] = [letters, t];
  for (let d = 0; d < names.length; d++) {
    const twin = names.indexOf(names[d]!, d + 1);
    if (twin === -1) continue;
    result = result.diagonal(0, d, twin);
    const letter = names[d]!;
    names =
      names
        .split("")
        .filter((_, k) => k !== d && k !== twin)
        .join("") + letter;
    d = -1;
  }
  return [names, result];
}

/** One product of matrices: letters of both that occur later are the batch, of both that do not the sum. */
function contract([a, x]: Labelled, [b, y]: Labelled, later: string): Labelled {
  const shared = a.split("").filter((letter) => b.includes(letter));
  const batch = shared.filter((letter) => later.includes(letter));
  const summed = shared.filter((letter) => !later.includes(letter));
  const rows = a.split("").filter((letter) => !shared.includes(letter));
  const columns = b.split("").filter((letter) => !shared.includes(letter));
  const sizeOf = (letter: string): number => {
    const [m, n] = [
      a.includes(letter) ? x.size(a.indexOf(letter)) : 1,
      b.includes(letter) ? y.size(b.indexOf(letter)) : 1,
    ];
    if (m !== n && m !== 1 && n !== 1)
      throw new RangeError(
        `einsum(): subscript ${letter} has size ${n} for operand 1 which does not broadcast with previously seen size ${m}`,
      );
    return Math.max(m, n);
  };
  const count = (letters: readonly string[]) => letters.reduce((n, letter) => n * sizeOf(letter), 1);
  const arrange = (letters: string, t: Tensor, order: readonly string[], shape: readonly number[]) =>
    t
      .permute(order.map((letter) => letters.indexOf(letter)))
      .expand(order.map(sizeOf))
      .reshape(shape);
  const [B, N, K, M] = [count(batch), count(rows), count(summed), count(columns)];
  const left = arrange(a, x, [...batch, ...rows, ...summed], [B, N, K]);
  const right = arrange(b, y, [...batch, ...summed, ...columns], [B, K, M]);
  const letters = [...batch, ...rows, ...columns];
  return [letters.join(""), left.bmm(right).reshape(letters.map(sizeOf))];
}
