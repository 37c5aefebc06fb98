/** Python's names as TypeScript writes them. */

const RESERVED = new Set(
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield console display process progress python plot range enumerate zip slice summary tuple copy np torch nn optim Object Array Math Number String Map Set Error Promise Symbol Date JSON".split(
    " ",
  ),
);

/** `batch_size` becomes `batchSize`; `_`, `__init__` and `x_1` stay, and so does `PATH_TO`, which names a constant. */
export function camelCase(name: string): string {
  if (/^[A-Z\d_]+$/.test(name) || !/[a-z\d]_+[a-z\d]/i.test(name)) return name;
  const [, lead = "", inner = "", tail = ""] = /^(_*)(.*?)(_*)$/.exec(name)!;
  return lead + inner.replace(/_+([a-z\d])/gi, (_whole, letter: string) => letter.toUpperCase()) + tail;
}

/** The user's names, kept distinct: if two would become the same, the one with the underscore keeps it. */
export class Names {
  /** Every name of the source. */
  readonly used: ReadonlySet<string>;
  readonly #counts = new Map<string, number>();

  /** @param words - Each name, as often as it occurs. */
  constructor(words: Iterable<string>) {
    for (const word of words) this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
    this.used = new Set(this.#counts.keys());
  }

  /** How often a name occurs in the source. */
  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** Class names stay as they are, because they are printed. */
  readonly classes = new Set<string>();

  readonly #kept = new Map<string, string>();

  /** From now on `name` is written so. */
  keep(name: string, as: string): void {
    this.#kept.set(name, as);
  }

  of(name: string): string {
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept;
    const camel = this.classes.has(name) ? name : camelCase(name);
    const chosen = camel !== name && this.used.has(camel) ? name : camel;
    return RESERVED.has(chosen) ? `${chosen}_` : chosen;
  }

  /** The name of a library function's argument: `T_max` becomes `tMax`. */
  keyword(name: string): string {
    return camelCase(name).replace(/^[A-Z](?=[A-Z]?[a-z])/, (first) =>
      name.startsWith(`${first}_`) ? first.toLowerCase() : first,
    );
  }

  /** A member's name: after a dot no word is reserved. */
  member(name: string): string {
    return camelCase(name);
  }
}
