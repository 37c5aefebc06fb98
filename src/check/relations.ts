/**
 * Mistakes that can be recognised from the numbers alone: the right answer, but negated, scaled, shifted, transposed or
 * mirrored. Each one is the key of a sentence; the right numbers are never revealed.
 */
import { agrees, firstDifference, sameShape, type Tolerance } from "./compare.ts";
import type { Numbers } from "./value.ts";
import type { Key } from "./words.ts";

const map = (a: Numbers, f: (value: number, index: number) => number): Numbers => ({ ...a, values: a.values.map(f) });

/** Swaps the last two dimensions; null if there are fewer than two. */
function transposed(a: Numbers): Numbers | null {
  const rank = a.shape.length;
  if (rank < 2) return null;
  const [rows, columns] = [a.shape[rank - 2]!, a.shape[rank - 1]!];
  const values = new Float64Array(a.values.length);
  for (let start = 0; start < values.length; start += rows * columns)
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++) values[start + c * rows + r] = a.values[start + r * columns + c]!;
  return { ...a, shape: [...a.shape.slice(0, -2), columns, rows], values };
}

/** Reverses everything: a kernel rotated by 180 degrees, channels in reverse order. */
const reversed = (a: Numbers): Numbers => ({ ...a, values: a.values.toReversed() });

/** Along the first dimension only. */
function reversedFirst(a: Numbers): Numbers | null {
  const [first = 0] = a.shape;
  if (a.shape.length < 2 || first < 2) return null;
  const size = a.values.length / first;
  return map(a, (_, i) => a.values[(first - 1 - Math.floor(i / size)) * size + (i % size)]!);
}

/** The single number that turns expected into got everywhere, if there is one. */
function common(got: Numbers, expected: Numbers, relation: (got: number, expected: number) => number): number | null {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < got.values.length; i++) {
    const value = relation(got.values[i]!, expected.values[i]!);
    if (Number.isFinite(value)) {
      sum += value;
      count++;
    }
  }
  return count < 2 ? null : sum / count;
}

/** The key of a mistake's sentence, or null if nothing specific can be said. Shapes are equal. */
export function relationOf(got: Numbers, expected: Numbers, tolerance: Tolerance): Key | null {
  const fits = (guess: Numbers | null): boolean => guess !== null && agrees(got, guess, tolerance);
  if (got.values.length === 0) return null;
  if (fits(map(expected, (x) => -x))) return "negated";
  if (fits(transposed(expected))) return "transposed";
  if (fits(reversedFirst(expected))) return "reversedFirst";
  if (got.values.length > 1 && fits(reversed(expected))) return "reversed";
  if (got.values.length < 2) return null;
  const offset = common(got, expected, (a, b) => a - b);
  if (offset !== null && fits(map(expected, (x) => x + offset))) return offset > 0 ? "offsetUp" : "offsetDown";
  const factor = common(got, expected, (a, b) => a / b);
  if (factor !== null && factor !== 0 && fits(map(expected, (x) => x * factor)))
    return Math.abs(factor) > 1 ? "scaledUp" : "scaledDown";
  return perChannel(got, expected, tolerance);
}

/**
 * How a single number may relate to the right one: in percent, inverted, without its root. Near 0 and 1 these coincide,
 * and nothing is said.
 */
export function numberRelation(got: number, expected: number): Key | null {
  const near = (guess: number): boolean => Math.abs(got - guess) <= 1e-3 * Math.abs(guess);
  if (Math.abs(expected) < 1e-3 || Math.abs(Math.abs(expected) - 1) < 0.02) return null;
  if (near(100 * expected)) return "percent";
  if (near(expected / 100)) return "share";
  if (near(1 - expected)) return "complement";
  if (near(1 / expected)) return "upsideDown";
  if (near(expected ** 2)) return "rootMissing";
  if (expected > 0 && near(Math.sqrt(expected))) return "rootTooMany";
  return null;
}

/** Every channel is off by its own constant: typically the bias. */
function perChannel(got: Numbers, expected: Numbers, tolerance: Tolerance): Key | null {
  const rank = got.shape.length;
  if (rank < 3) return null;
  const plane = got.shape[rank - 1]! * got.shape[rank - 2]!;
  if (plane < 2) return null;
  const guess = map(expected, (x, i) => {
    const first = Math.floor(i / plane) * plane;
    return x + got.values[first]! - expected.values[first]!;
  });
  return firstDifference(got, guess, { rtol: tolerance.rtol, atol: tolerance.atol * 2 }) < 0 ? "offsetChannel" : null;
}

/** What a wrong shape reveals. */
export function shapeRelation(got: readonly number[], expected: readonly number[]): Key | null {
  const sorted = (shape: readonly number[]): number[] => shape.toSorted((a, b) => a - b);
  if (got.length === expected.length && sameShape(sorted(got), sorted(expected))) return "shapePermuted";
  if (got.length === expected.length + 1 && got[0] === 1 && sameShape(got.slice(1), expected)) return "shapeExtraBatch";
  if (expected.length === got.length + 1 && expected[0] === 1 && sameShape(expected.slice(1), got))
    return "shapeNoBatch";
  if (
    got.length > expected.length &&
    sameShape(
      got.filter((n) => n !== 1),
      expected.filter((n) => n !== 1),
    )
  )
    return "shapeKeptDims";
  if (got.length !== expected.length) return got.length > expected.length ? "shapeTooMany" : "shapeTooFew";
  if (got.length < 2) return null;
  const wrong = got.flatMap((n, d) => (n === expected[d] ? [] : [d]));
  const last = got.length - 1;
  // [B, classes] has no height; a picture [H, W] rarely has the right one of its two sizes.
  if (last === 1 && got[0] === expected[0]) return "shapeColumns";
  if (wrong.every((d) => d >= last - 1) && wrong.every((d) => got[d]! < expected[d]!)) return "shapeSmaller";
  if (wrong.every((d) => d >= last - 1) && wrong.every((d) => got[d]! > expected[d]!)) return "shapeLarger";
  if (wrong.length === 1 && wrong[0] === last - 2) return "shapeChannels";
  return null;
}
