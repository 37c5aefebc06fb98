/**
 * Regular expressions as Python's `re` has them, on JavaScript's engine. Reference: https://docs.python.org/3.12/library/re.html
 *
 * The syntax of both is the same but for named groups, `\A`, `\Z`, comments and inline flags, which are rewritten.
 */
import { ValueError } from "./errors.ts";

export const I = 2;
export const IGNORECASE = 2;
export const M = 8;
export const MULTILINE = 8;
export const S = 16;
export const DOTALL = 16;
export const X = 64;
export const VERBOSE = 64;
export const ASCII = 256;
export const A = 256;

class PatternError extends ValueError {
  override get name(): string {
    return "error";
  }
}

type By = string | ((match: Match) => string);

/** One match: the text found, and its groups. */
export class Match {
  readonly #found: RegExpExecArray;
  readonly #indices: readonly [number, number][];
  readonly string: string;

  constructor(found: RegExpExecArray, string: string) {
    this.#found = found;
    this.#indices = found.indices! as [number, number][];
    this.string = string;
  }

  /** A group by number or name, or several. */
  group(...names: readonly (number | string)[]): any {
    const one = (name: number | string): string | null => {
      const known = typeof name === "number" ? name in this.#found : name in (this.#found.groups ?? {});
      if (!known) throw new PatternError("no such group");
      return (typeof name === "number" ? this.#found[name] : this.#found.groups![name]) ?? null;
    };
    return names.length < 2 ? one(names[0] ?? 0) : names.map((name) => one(name));
  }

  groups(fallback: any = null): any[] {
    return this.#found.slice(1).map((each) => each ?? fallback);
  }

  groupdict(fallback: any = null): Record<string, any> {
    return Object.fromEntries(Object.entries(this.#found.groups ?? {}).map(([k, v]) => [k, v ?? fallback]));
  }

  span(group: number | string = 0): [number, number] {
    const found = typeof group === "number" ? this.#indices[group] : this.#found.indices!.groups![group];
    return found === undefined ? [-1, -1] : [found[0], found[1]];
  }

  start(group: number | string = 0): number {
    return this.span(group)[0];
  }

  end(group: number | string = 0): number {
    return this.span(group)[1];
  }

  toString(): string {
    const [start, end] = this.span();
    const text = this.group() as string;
    const mark = text.includes("'") ? '"' : "'";
    return `<re.Match object; span=(${start}, ${end}), match=${mark}${text}${mark}>`;
  }
}

/** A compiled pattern. */
export class Pattern {
  readonly pattern: string;
  readonly flags: number;
  readonly #source: string;
  readonly #marks: string;

  constructor(pattern: string, flags = 0) {
    this.pattern = pattern;
    const [source, own] = translated(pattern, flags);
    this.flags = own;
    this.#source = source;
    this.#marks = `d${own & I ? "i" : ""}${own & M ? "m" : ""}${own & S ? "s" : ""}`;
    this.#compiled("g");
  }

  #compiled(mark: "g" | "y", source = this.#source): RegExp {
    try {
      return new RegExp(source, this.#marks + mark);
    } catch (error) {
      throw new PatternError(`${(error as Error).message.replace(/^Invalid regular expression: /, "")}`);
    }
  }

  #first(text: string, mark: "g" | "y", source?: string, from = 0): Match | null {
    const expression = this.#compiled(mark, source);
    expression.lastIndex = from;
    const found = expression.exec(text);
    return found === null ? null : new Match(found, text);
  }

  search(text: string, from = 0): Match | null {
    return this.#first(text, "g", undefined, from);
  }

  /** At the start of the text. */
  match(text: string, from = 0): Match | null {
    return this.#first(text, "y", undefined, from);
  }

  fullmatch(text: string): Match | null {
    return this.#first(text, "y", `(?:${this.#source})(?![^])`);
  }

  finditer(text: string): Match[] {
    return Array.from(text.matchAll(this.#compiled("g")), (found) => new Match(found as RegExpExecArray, text));
  }

  /** The texts found; with groups, what the groups found. */
  findall(text: string): any[] {
    return this.finditer(text).map((found) => {
      const groups = found.groups("") as string[];
      return groups.length === 0 ? (found.group() as string) : groups.length === 1 ? groups[0]! : groups;
    });
  }

  /** The pieces between matches, with what groups found between them. */
  split(text: string, maxsplit = 0): any[] {
    const pieces: unknown[] = [];
    let from = 0;
    for (const [i, found] of this.finditer(text).entries()) {
      if (maxsplit > 0 && i >= maxsplit) break;
      pieces.push(text.slice(from, found.start()), ...found.groups());
      from = found.end();
    }
    return [...pieces, text.slice(from)];
  }

  /** The text with its matches replaced, and how many there were. */
  subn(by: By, text: string, count = 0): [string, number] {
    let [done, from, number] = ["", 0, 0];
    for (const found of this.finditer(text)) {
      if (count > 0 && number >= count) break;
      done += text.slice(from, found.start()) + (typeof by === "string" ? filled(by, found) : by(found));
      from = found.end();
      number++;
    }
    return [done + text.slice(from), number];
  }

  sub(by: By, text: string, count = 0): string {
    return this.subn(by, text, count)[0];
  }

  toString(): string {
    return `re.compile('${this.pattern.replaceAll("\\", "\\\\")}')`;
  }
}

/** `\1`, `\g<name>` in a replacement. */
const filled = (by: string, found: Match): string =>
  by.replace(/\\(?:g<(\w+)>|(\d{1,2})|([nrt\\]))/g, (_whole, name?: string, place?: string, char?: string) => {
    if (char !== undefined) return { n: "\n", r: "\r", t: "\t", "\\": "\\" }[char]!;
    const group = place ?? name!;
    return (found.group(/^\d+$/.test(group) ? Number(group) : group) as string | null) ?? "";
  });

function translated(pattern: string, given: number): readonly [source: string, flags: number] {
  let flags = given;
  let source = pattern.replace(/^\(\?([aimsux]+)\)/, (_whole, marks: string) => {
    for (const mark of marks) flags |= { i: I, m: M, s: S, x: X, a: A }[mark] ?? 0;
    return "";
  });
  if (flags & X)
    source = source.replace(/\\[^]|\[(?:\\[^]|[^\]])*\]|\s+|#.*/g, (each) => (/^[\s#]/.test(each) ? "" : each));
  source = source.replace(/\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]|\(\?P[<=]\w+[>)]|\(\?#[^)]*\)|[^]/g, (each) => {
    if (each.startsWith("(?P<")) return `(?<${each.slice(4)}`;
    if (each.startsWith("(?P=")) return `\\k<${each.slice(4, -1)}>`;
    if (each.startsWith("(?#")) return "";
    if (each === "\\A") return "(?<![^])";
    if (each === "\\Z") return "(?![^])";
    // Before a line break at the end, too.
    if (each === "$" && !(flags & M)) return "(?=\\n?(?![^]))";
    // In a class, Python takes a bracket at the beginning as it is.
    return each.replace(/^(\[\^?)\]/, "$1\\]");
  });
  return [source, flags];
}

const known = new Map<string, Pattern>();

/**
 * @throws ValueError if the pattern is none.
 * @example
 * compile("(\\w)(\\d+)").findall("a1 b22"); // [['a', '1'], ['b', '22']]
 */
export function compile(pattern: string | Pattern, flags = 0): Pattern {
  if (pattern instanceof Pattern) return pattern;
  const key = `${flags}/${pattern}`;
  const found = known.get(key) ?? new Pattern(pattern, flags);
  known.set(key, found);
  return found;
}

interface Named {
  readonly flags?: number;
  readonly count?: number;
  readonly maxsplit?: number;
}
type Flags = number | Named;

const flagsOf = (given: Flags | undefined): number => (typeof given === "number" ? given : (given?.flags ?? 0));

export const search = (pattern: string | Pattern, text: string, flags?: Flags): any =>
  compile(pattern, flagsOf(flags)).search(text);
export const match = (pattern: string | Pattern, text: string, flags?: Flags): any =>
  compile(pattern, flagsOf(flags)).match(text);
export const fullmatch = (pattern: string | Pattern, text: string, flags?: Flags): any =>
  compile(pattern, flagsOf(flags)).fullmatch(text);
export const findall = (pattern: string | Pattern, text: string, flags?: Flags): any[] =>
  compile(pattern, flagsOf(flags)).findall(text);
export const finditer = (pattern: string | Pattern, text: string, flags?: Flags): Match[] =>
  compile(pattern, flagsOf(flags)).finditer(text);

/**
 * @example
 * split("[, ]+", "a, b"); // ['a', 'b']
 */
export function split(pattern: string | Pattern, text: string, maxsplit: Flags = 0, flags?: Flags): any[] {
  const most = typeof maxsplit === "number" ? maxsplit : (maxsplit.maxsplit ?? 0);
  return compile(pattern, flagsOf(typeof maxsplit === "object" ? maxsplit : flags)).split(text, most);
}

/**
 * @example
 * sub("(.)([A-Z])", "\\1_\\2", "aB"); // a_B
 */
export function sub(pattern: string | Pattern, by: By, text: string, count: Flags = 0, flags?: Flags): string {
  return subn(pattern, by, text, count, flags)[0];
}

export function subn(
  pattern: string | Pattern,
  by: By,
  text: string,
  count: Flags = 0,
  flags?: Flags,
): [string, number] {
  const most = typeof count === "number" ? count : (count.count ?? 0);
  return compile(pattern, flagsOf(typeof count === "object" ? count : flags)).subn(by, text, most);
}

/**
 * A text in which nothing means anything else in a pattern.
 *
 * @example
 * escape("a.b"); // a\.b
 */
export const escape = (text: string): string => text.replace(/[\s#$&()*+\-.?[\\\]^{|}~]/g, "\\$&");
