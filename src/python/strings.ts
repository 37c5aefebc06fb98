/** Methods of Python's `str` that JavaScript's strings lack. Reference: https://docs.python.org/3.12/library/stdtypes.html#string-methods */
import { ValueError } from "./errors.ts";

/**
 * Removes the characters in `chars` from both ends, or from one.
 *
 * @example
 * strip("xxaxbx", "x"); // "axb"
 * strip("0012", "0", "start"); // "12"
 */
export function strip(text: string, chars: string, side: "both" | "start" | "end" = "both"): string {
  let [start, end] = [0, text.length];
  if (side !== "end") while (start < end && chars.includes(text[start]!)) start++;
  if (side !== "start") while (end > start && chars.includes(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/**
 * The pieces between runs of whitespace, or between `separator`; after `most` cuts the rest stays whole.
 *
 * @throws ValueError for an empty separator.
 * @example
 * split("a b  c d", null, 2); // ['a', 'b', 'c d']
 */
export function split(text: string, separator: string | null = null, most = -1): string[] {
  if (separator === "") throw new ValueError("empty separator");
  if (separator !== null) {
    const pieces = text.split(separator);
    if (most < 0 || pieces.length <= most + 1) return pieces;
    return [...pieces.slice(0, most), pieces.slice(most).join(separator)];
  }
  let rest = text.trimStart();
  const pieces: string[] = [];
  while (rest !== "" && (most < 0 || pieces.length < most)) {
    const [word] = /^\S+/.exec(rest)!;
    pieces.push(word);
    rest = rest.slice(word.length).trimStart();
  }
  if (rest !== "") pieces.push(rest.trimEnd());
  return pieces;
}

/**
 * The same, cutting from the end.
 *
 * @example
 * rsplit("a,b,c", ",", 1); // ['a,b', 'c']
 */
export function rsplit(text: string, separator: string | null = null, most = -1): string[] {
  const turned = (each: string): string => Array.from(each).toReversed().join("");
  return split(turned(text), separator === null ? null : turned(separator), most)
    .map((piece) => turned(piece))
    .toReversed();
}

/**
 * The text before a separator, the separator, and the text after it.
 *
 * @example
 * partition("a=b=c", "="); // ['a', '=', 'b=c']
 */
export function partition(text: string, separator: string): [string, string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, "", ""] : [text.slice(0, at), separator, text.slice(at + separator.length)];
}

/**
 * The same for the last occurrence of the separator.
 *
 * @example
 * rpartition("a=b=c", "="); // ['a=b', '=', 'c']
 */
export function rpartition(text: string, separator: string): [string, string, string] {
  const at = text.lastIndexOf(separator);
  return at < 0 ? ["", "", text] : [text.slice(0, at), separator, text.slice(at + separator.length)];
}

/**
 * Capitalises the first letter of each word and lowercases the rest.
 *
 * @example
 * title("hello WORLD"); // "Hello World"
 */
export function title(text: string): string {
  return text.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase());
}

/**
 * @example
 * capitalize("hELLO"); // "Hello"
 */
export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();

/**
 * @example
 * swapcase("aB"); // "Ab"
 */
export const swapcase = (text: string): string =>
  text.replace(/\p{L}/gu, (letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()));

/**
 * Centres the text within the given width.
 *
 * @example
 * center("ab", 5, "*"); // "**ab*"
 */
export function center(text: string, width: number, fill = " "): string {
  const room = Math.max(width - text.length, 0);
  const left = Math.floor(room / 2) + (room & width & 1);
  return fill.repeat(left) + text + fill.repeat(room - left);
}

/**
 * Pads with zeros on the left, after the sign.
 *
 * @example
 * zfill("-7", 4); // "-007"
 */
export function zfill(text: string, width: number): string {
  const sign = /^[-+]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}

/**
 * The position of the first occurrence of a text in another.
 *
 * @throws ValueError if it does not occur.
 * @example
 * find("hello", "l"); // 2
 */
export function find(text: string, wanted: string): number {
  const at = text.indexOf(wanted);
  if (at < 0) throw new ValueError("substring not found");
  return at;
}

/**
 * Whether the text has letters and all of them are lowercase.
 *
 * @example
 * islower("ab1"); // true
 */
export const islower = (text: string): boolean => /\p{Ll}/u.test(text) && !/\p{Lu}/u.test(text);

/**
 * Whether the text has letters and all of them are uppercase.
 *
 * @example
 * isupper("AB1"); // true
 */
export const isupper = (text: string): boolean => /\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text);
