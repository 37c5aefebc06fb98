/** What `check` and `predict` say, in each language. No sentence gives an answer away; `{name}` is filled in. */
import { language, type Language } from "../data/language.ts";
import { english } from "./words-en.ts";
import { korean } from "./words-ko.ts";

export type Key = keyof typeof english;

/** Every language must have every sentence: the compiler enforces it. */
const words: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { en: english, ko: korean };

/** A sentence in the reader's language. */
export function say(key: Key, parts: Readonly<Record<string, string | number>> = {}): string {
  return words[language()][key].replace(/\{(\w+)\}/g, (hole, name: string) => String(parts[name] ?? hole));
}
