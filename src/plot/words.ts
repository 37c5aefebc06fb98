/** What pictures say, in each language; `{name}` is filled in. Pages get theirs whole and fill in by themselves. */
import { language, type Language } from "../data/language.ts";
import { english } from "./words-en.ts";
import { korean } from "./words-ko.ts";
import { fill } from "./fill.ts";

export type WordRoom = keyof typeof english;
type Words = { readonly [Room in WordRoom]: Readonly<Record<keyof (typeof english)[Room], string>> };

/** Every language has every sentence: the compiler asks for them. */
const words: Readonly<Record<Language, Words>> = { en: english, ko: korean };

/** All sentences of a page. */
export const wordsOf = (room: WordRoom): Readonly<Record<string, string>> => ({
  ...words[language()].all,
  ...words[language()][room],
});

/** One sentence in the reader's language. */
export function say<Room extends WordRoom>(
  room: Room,
  key: keyof (typeof english)[Room] & string,
  parts: Readonly<Record<string, string | number>> = {},
): string {
  return fill(wordsOf(room)[key]!, parts);
}
