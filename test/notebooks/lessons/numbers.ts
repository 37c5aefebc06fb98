/** Numbers in prose: which of them are claims that can be wrong, and whether they agree with what was computed. */

/** Rows of `test/fixtures/lessons/seeds.json`: one number for each seed. */
export type Seeds = Readonly<Record<string, readonly number[]>>;

const number = /[−-]?\d[\d,]*(?:\.\d+)?(?:\s?%)?|[−-]?\.\d+/g;

/** Small whole numbers only count or name things (three channels, lesson 6); a size, a share or a measured number is a claim. */
const isClaim = (text: string): boolean => /[.%]\S*\d|%|\d,\d/.test(text) || Math.abs(valueOf(text)) >= 100;

/** The claims of a text in order, without code and numbers that only name things. */
export const numbersOf = (text: string): string[] =>
  [...text.replace(/```[^]*?```|`[^`]*`|CIFAR-100|180 degrees|180도/g, " ").matchAll(number)]
    .map(([found]) => found.replace(/^-/, "−").replace(/,$/, "").replace(/\s%/, "%"))
    .filter(isClaim);

export function valueOf(text: string): number {
  const plain = text.replaceAll(",", "").replace("−", "-");
  return plain.endsWith("%") ? Number.parseFloat(plain) / 100 : Number.parseFloat(plain);
}

/** Whether a number agrees with the text, to the text's last digit. */
export function agrees(text: string, value: number): boolean {
  const digits = (/\.(\d+)/.exec(text)?.[1]?.length ?? 0) + (text.includes("%") ? 2 : 0);
  return Math.abs(valueOf(text) - value) <= 0.5000001 * 10 ** -digits;
}

/** Whether all values lie in the range that the text names, and fill at least half of it. Both ends are numbers in the text. */
export function inRange(text: string, values: readonly number[]): boolean {
  const [low = NaN, high = low] = numbersOf(text).map(valueOf);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least >= low - 1e-9 && most <= high + 1e-9 && (most - least >= (high - low) / 4 || high - low <= 0.03);
}
