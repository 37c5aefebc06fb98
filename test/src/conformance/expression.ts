/** Runs the expressions of test/fixtures/conformance/expression_cases.py on this library. */

import { compileFunction } from "node:vm";
import * as torch from "../../../src/torch.ts";
import type { DType } from "../../../src/shape/index.ts";
import { Size } from "../../../src/shape/index.ts";
import { Tensor } from "../../../src/tensor/index.ts";
import type { Program } from "./program.ts";

// The same helpers as in expression_cases.py; the generator is exact, so inputs are equal to the bit
const T = (shape: number[], dtype: DType, seed: number): Tensor => {
  torch.manualSeed(seed);
  if (dtype.isFloatingPoint) return torch.randn(shape, { dtype });
  if (dtype === torch.bool) return torch.randint(0, 2, shape).bool();
  return torch.randint(dtype === torch.uint8 ? 0 : -4, 7, shape, { dtype });
};
const P = (shape: number[], dtype: DType, seed: number): Tensor => {
  torch.manualSeed(seed);
  return torch.rand(shape, { dtype }).mul(0.9).add(0.05);
};
const helpers = {
  torch,
  T,
  P,
  G: (shape: number[], seed: number) => T(shape, torch.float32, seed).requiresGrad_(),
  GP: (shape: number[], seed: number) => P(shape, torch.float32, seed).requiresGrad_(),
  W: (t: Tensor) => torch.linspace(0.5, 1.5, t.numel(), { dtype: t.dtype }).view(t.sizes),
  B(out: Tensor, ...inputs: Tensor[]) {
    out.backward(helpers.W(out));
    return [out, ...inputs.map((t) => t.grad)];
  },
};

/** A value as Python's repr shows it. */
function show(value: unknown): string {
  if (value instanceof Size) return value.toString();
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return (value as { toString(): string }).toString();
}

const number = /-?(?:\d+\.\d*(?:e[+-]\d+)?|\d+|inf|nan)/g;

/** Whether two texts are the same except for the last digits of numbers. */
function isClose(a: string, b: string): boolean {
  const skeleton = (text: string) => text.replaceAll(number, "#").replaceAll(/\s+/g, " ");
  if (skeleton(a) !== skeleton(b)) return false;
  const [x, y] = [a, b].map((text) => (text.match(number) ?? []).map(Number));
  return x!.every((value, i) => {
    const other = y![i]!;
    return Object.is(value, other) || Math.abs(value - other) <= 1.01e-4 * Math.max(1, Math.abs(other));
  });
}

/** Whether torch's message and ours have the same words, apart from the names of options and the punctuation. */
function sameWords(ours: string, theirs: string): boolean {
  const words = (text: string) =>
    text
      .replace(/ Hint: .*/, "") // torch's names a tool that this library has not
      .toLowerCase()
      .replaceAll("_", "")
      .match(/[a-z]{3,}|\d+/g) ?? [];
  const own = new Set(words(ours));
  const wanted = words(theirs);
  return wanted.filter((word) => own.has(word)).length >= 0.7 * wanted.length;
}

/** Describes how the result differs from what PyTorch prints, or from the first line of its error; undefined if it does not. */
export function expressionDifference({ python, typescript, text, error }: Program): string | undefined {
  let got: string;
  try {
    const names = Object.keys(helpers);
    const run = compileFunction(typescript!, names) as (...values: unknown[]) => unknown;
    got = show(run(...Object.values(helpers)));
  } catch (caught) {
    const message = (caught as Error).message;
    if (error !== undefined && sameWords(message, error)) return undefined;
    return `${python}\n${typescript}\n  expected ${error === undefined ? text : `error: ${error}`}\n  got error: ${message.split("\n")[0]}`;
  }
  if (text !== undefined && (got === text || isClose(got, text))) return undefined;
  return `${python}\n${typescript}\n  expected ${text ?? `error: ${error}`}\n  got ${got}`;
}
