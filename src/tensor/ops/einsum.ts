/** Sums of products given by subscripts. */

import { required, signature, variadic } from "../../shape/index.ts";
import * as is from "../kinds.ts";
import type { Tensor } from "../tensor.ts";

const einsumSignature = signature("torch.einsum", { equation: required(is.string), operands: variadic(is.tensors) });

/**
 * The sum of products described in Einstein's notation: `"ij,jk->ik"` is a product of matrices.
 *
 * Letters name dimensions; those missing after `->` are summed. Without `->` the result has the letters that occur
 * once, in alphabetical order.
 * `...` stands for the dimensions without a letter, which broadcast.
 *
 * ```ts
 * torch.einsum("ij,jk->ik", torch.ones(2, 3), torch.ones(3, 4)).shape; // torch.Size([2, 4])
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.einsum.html
 * @throws RangeError if subscripts and dimensions do not fit.
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
  const isOne = operands.length === 1;
  const gone = letters.split("").filter((letter) => !output.includes(letter));
  // As in torch: first the result's dimensions, in order, then the summed ones.
  const order = [...output.split(""), ...gone].map((letter) => letters.indexOf(letter));
  if (isOne || !order.every((d, i) => d === i)) result = result.permute(order);
  if (gone.length > 0) result = result.sum(gone.map((_, i) => output.length + i));
  const isSummed = new Set(inputs.join("")).size > output.length;
  return !isOne && isSummed ? result.view(result.sizes) : result;
}

type Labelled = [letters: string, t: Tensor];

/** Names for the dimensions that "..." covers, counted from the last: letters that no equation uses. */
const covered = (count: number): string =>
  Array.from({ length: count }, (_, i) => String.fromCodePoint(0xe000 + count - 1 - i)).join("");

function parse(equation: string, operands: readonly Tensor[]): { inputs: string[]; output: string } {
  const arrow = equation.indexOf("->");
  const [left, right] = arrow < 0 ? [equation, undefined] : [equation.slice(0, arrow), equation.slice(arrow + 2)];
  const odd = /[^A-Za-z., ]/.exec(left) ?? (right === undefined ? null : /[^A-Za-z. ]/.exec(right));
  if (odd !== null)
    throw new RangeError(
      `einsum(): invalid subscript given at index ${equation.lastIndexOf(odd[0])} in the equation string, subscripts must be in [a-zA-Z]`,
    );
  const terms = left.replaceAll(" ", "").split(",");
  if (terms.length !== operands.length)
    throw new RangeError(
      `einsum(): ${terms.length > operands.length ? "fewer" : "more"} operands were provided than specified in the equation`,
    );
  const parts = terms.map((term, i) => partsOf(term, `operand ${i}`));
  const spare = parts.map(({ letters, hasDots }, i) => {
    const [given, count] = [letters.length, operands[i]!.dim()];
    if (hasDots ? given > count : given !== count)
      throw new RangeError(
        `einsum(): the number of subscripts in the equation (${given}) ${hasDots ? "is more than" : "does not match"} the number of dimensions (${count}) for operand ${i}${hasDots ? "" : " and no ellipsis was given"}`,
      );
    return count - given;
  });
  const inputs = parts.map(({ before, after }, i) => before + covered(spare[i]!) + after);
  const dots = covered(Math.max(...spare, 0));
  const all = parts.map(({ letters }) => letters).join("");
  if (right === undefined) {
    const once = [...new Set(all)].filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter));
    return { inputs, output: dots + once.sort().join("") };
  }
  const { before, after, letters, hasDots } = partsOf(right.replaceAll(" ", ""), "output");
  for (const [i, letter] of letters.split("").entries()) {
    if (letters.indexOf(letter) < i)
      throw new RangeError(`einsum(): output subscript ${letter} appears more than once in the output`);
    if (!all.includes(letter))
      throw new RangeError(
        `einsum(): output subscript ${letter} does not appear in the equation for any input operand`,
      );
  }
  return { inputs, output: before + (hasDots ? dots : "") + after };
}

/** The letters of a term, and the position of its dots. */
function partsOf(term: string, owner: string) {
  const [before, ...behind] = term.split("...");
  if (behind.length > 1 || (behind.length === 1 && /\./.test(before! + behind[0]!)))
    throw new RangeError(
      `einsum(): found '.' for ${owner} ${owner === "output" ? "but an ellipsis (...) was already found" : "for which an ellipsis was already found"}`,
    );
  if (behind.length === 0 && term.includes("."))
    throw new RangeError(`einsum(): found '.' for ${owner} that is not part of any ellipsis`);
  const after = behind[0] ?? "";
  return { before: before!, after, letters: before! + after, hasDots: behind.length === 1 };
}

/** A letter that occurs twice in one operand means its diagonal. */
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

/** The elementwise product: letters that occur later in their order there first, as nothing is summed. */
function multiply([a, x]: Labelled, [b, y]: Labelled, later: string): Labelled {
  const letters = [...new Set(later)].filter((letter) => a.includes(letter) || b.includes(letter));
  const spreadOut = (own: string, t: Tensor): Tensor => {
    const present = letters.filter((letter) => own.includes(letter));
    const shape = letters.map((letter) => (own.includes(letter) ? t.size(own.indexOf(letter)) : 1));
    return t.permute(present.map((letter) => own.indexOf(letter))).reshape(shape);
  };
  return [letters.join(""), spreadOut(a, x).mul(spreadOut(b, y))];
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
  shared.forEach(sizeOf);
  if (summed.length === 0 && [...rows, ...columns].every((letter) => later.includes(letter)))
    return multiply([a, x], [b, y], later);
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
