/** Describes how our value differs from PyTorch's; undefined if it does not. */
import { inspect } from "node:util";
import { Tensor, torch } from "../../../src/index.ts";
import { elementsFrom, type TypedArray } from "../../../src/shape/index.ts";
import { elementsOf, formatTensor } from "../../../src/tensor/index.ts";
import { word, type Shown } from "./program.ts";

/** Relative and absolute tolerance by dtype: a few units in the last place, because sums may be added in another order. */
const tolerances = {
  float32: [2e-5, 2e-6],
  float64: [1e-12, 1e-13],
  // Two units in the last place, and what remains when such numbers cancel
  float16: [2 ** -9, 2 ** -9],
  bfloat16: [2 ** -6, 2 ** -6],
} as const;

/** "exact" means bit for bit; a number is another absolute tolerance. */
export type Tolerance = "exact" | number;

export function difference(got: unknown, want: Shown, tolerance?: Tolerance): string | undefined {
  if ("t" in want) return tensorDifference(got, want, tolerance);
  if ("l" in want) {
    const items = Symbol.iterator in Object(got) ? [...(got as Iterable<unknown>)] : undefined;
    if (items === undefined) return `expected a list of ${want.l.length}, got ${inspect(got)}`;
    if (items.length !== want.l.length) return `expected ${want.l.length} items, got ${items.length}`;
    for (const [i, item] of items.entries()) {
      const found = difference(item, want.l[i]!, tolerance);
      if (found !== undefined) return `item ${i}: ${found}`;
    }
    return undefined;
  }
  if ("n" in want) {
    const expected = word(want.n);
    const close = Object.is(got, expected) || Math.abs(Number(got) - expected) <= 1e-12 * Math.abs(expected);
    return close && typeof got === "number" ? undefined : `expected ${expected}, got ${inspect(got)}`;
  }
  const shown = got === undefined ? null : got instanceof Object ? inspect(got) : got;
  return shown === want.q ? undefined : `expected ${inspect(want.q)}, got ${inspect(shown)}`;
}

function tensorDifference(
  got: unknown,
  want: Extract<Shown, { t: string }>,
  tolerance?: Tolerance,
): string | undefined {
  if (!(got instanceof Tensor)) return `expected a tensor, got ${inspect(got)}`;
  if (got.dtype.name !== want.t) return `expected dtype ${want.t}, got ${got.dtype.name}`;
  const shape = `torch.Size([${want.s.join(", ")}])`;
  if (got.shape.toString() !== shape) return `expected ${shape}, got ${got.shape.toString()}`;
  const expected = elements(want);
  const actual = elementsOf(got);
  const every = want.e ?? 1;
  for (let i = 0; i < expected.length; i++) {
    const element = actual[i * every]!;
    if (!isClose(element, expected[i]!, want.t, tolerance)) {
      return `element ${i * every}: expected ${expected[i]}, got ${element}`;
    }
  }
  return want.p === undefined ? undefined : textDifference(got, want.p, expected as TypedArray);
}

/** Printing is compared on PyTorch's own numbers, so that the last digit of a sum does not count twice. */
function textDifference(got: Tensor, want: string, values: TypedArray): string | undefined {
  const { shape, dtype, requiresGrad, gradFn } = got;
  const exact = torch.fromArray(values, [...shape], dtype);
  const { sizes, strides, offset, memory: storage } = exact;
  const text = formatTensor({ sizes, strides, offset, memory: storage, dtype, requiresGrad, gradFn });
  return text === want ? undefined : `expected\n${want}\ngot\n${text}`;
}

function elements({ t, b = "" }: Extract<Shown, { t: string }>): ArrayLike<number | bigint> {
  const bytes = Uint8Array.from(Buffer.from(b, "base64"));
  return elementsFrom(torch.dtypes[t as keyof typeof torch.dtypes], bytes);
}

function isClose(actual: number | bigint, expected: number | bigint, dtype: string, tolerance?: Tolerance): boolean {
  if (Object.is(actual, expected) || actual === expected) return true;
  if (tolerance === "exact" || !(dtype in tolerances)) return false;
  const [relative, absolute] = tolerances[dtype as keyof typeof tolerances];
  const [a, b] = [Number(actual), Number(expected)];
  if (!Number.isFinite(b)) return false;
  return Math.abs(a - b) <= (tolerance ?? absolute) + relative * Math.abs(b);
}

/** Messages are compared without the spelling of names: `kernel_size` and `kernelSize` are one. Ours may continue with a remedy. */
export function messageDifference(got: string, want: string): string | undefined {
  const plain = (text: string): string =>
    text
      .replace(/__init__/g, "")
      .replace(/[_.\s]/g, "")
      .toLowerCase();
  return plain(got).startsWith(plain(want)) ? undefined : `expected the message\n${want}\ngot\n${got}`;
}
