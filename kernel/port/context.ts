/** What the parts of the translation share. */
import type { Kinds } from "./infer.ts";
import type { Names } from "./names.ts";
import type { Expression, Statement } from "./tree.ts";

/** What Python has and neither JavaScript nor the helpers do. */
export const HELPERS = {
  port: "function port(reason: string): never {\n  throw new Error(`port: ${reason}`);\n}",
  next:
    "function next<T>(iterator: Iterator<T>): T {\n  const { done, value } = iterator.next();\n" +
    '  if (done) throw new Error("StopIteration");\n  return value;\n}',
  counter:
    "function counter(values: Iterable<unknown>): Record<string, number> {\n  const counts: Record<string, number> = {};\n" +
    "  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;\n  return counts;\n}",
  defaultdict:
    "function defaultdict<T>(make: () => T): Record<string, T> {\n  return new Proxy<Record<string, T>>({}, {\n" +
    '    get: (dict, key) => (typeof key === "string" && !Object.hasOwn(dict, key) ? (dict[key] = make()) : Reflect.get(dict, key)),\n' +
    "  });\n}",
} as const;
/** Methods of tensors for `+=` and its like. */
export const IN_PLACE: Readonly<Record<string, string>> = {
  "+": "add_",
  "-": "sub_",
  "*": "mul_",
  "/": "div_",
  "**": "pow_",
};

type HelperName = keyof typeof HELPERS;

export interface Problem {
  /** The line of Python, as it stands there. */
  readonly line: string;
  readonly cell: number;
  readonly reason: string;
}

export class Context {
  readonly kinds: Kinds;
  readonly names: Names;
  /** Names that cells need of `convkernel`. */
  readonly imports = new Set<string>();
  /** Names that cells need of Node's modules, by module. */
  readonly nodeImports = new Map<string, Set<string>>();
  /** Declarations of names that get values of several kinds. */
  readonly changing = new Set<Statement>();
  /** Functions whose names get other values later. */
  readonly replaced = new Set<string>();
  readonly helpers = new Set<HelperName>();
  readonly problems: Problem[] = [];
  /** Numbers that become tensors: `loss = 0` before `loss += criterion(...)`. */
  readonly becomesTensor = new Set<Statement>();
  /** Somewhere an iterator's end is caught. */
  readonly catchesStop: boolean;
  #source = "";
  #cell = 0;

  constructor(kinds: Kinds, names: Names, catchesStop: boolean) {
    this.catchesStop = catchesStop;
    this.kinds = kinds;
    this.names = names;
  }

  begin(source: string, cell: number): void {
    this.#source = source;
    this.#cell = cell;
  }

  needs(name: string): string {
    this.imports.add(name);
    return name;
  }

  /** A function that stands above the cells. */
  helper(name: HelperName): string {
    this.helpers.add(name);
    return name;
  }

  needsOfNode(module: string, name: string): string {
    this.nodeImports.set(module, (this.nodeImports.get(module) ?? new Set()).add(name));
    return name;
  }

  /** The line of Python at a place. */
  line(at: number): string {
    const start = this.#source.lastIndexOf("\n", at - 1) + 1;
    const end = this.#source.indexOf("\n", at);
    return this.#source.slice(start, end < 0 ? undefined : end).trim();
  }

  /** How far the line of a place is indented. */
  column(at: number): number {
    return at - (this.#source.lastIndexOf("\n", at - 1) + 1);
  }

  /** Whether `x += y` is a call of a method of `x`. */
  readonly isInPlace = (statement: Statement): boolean => {
    if (statement.kind !== "augment" || this.becomesTensor.has(statement)) return false;
    const { is } = this.kinds.of(statement.target);
    return is === "tensor" ? statement.operator in IN_PLACE : is === "list" && statement.operator === "+";
  };

  /** Whether an empty line stands above a place. */
  hasGapBefore(at: number): boolean {
    const start = this.#source.lastIndexOf("\n", at - 1);
    return start > 0 && /\n[ \t]*$/.test(this.#source.slice(0, start));
  }

  /** What has no counterpart, as an expression that says so when it is reached. */
  refuse({ at }: Pick<Expression, "at">, reason: string): string {
    this.note({ at }, reason);
    return `${this.helper("port")}(${JSON.stringify(reason)})`;
  }

  note({ at }: Pick<Expression, "at">, reason: string): void {
    const problem = { line: this.line(at), cell: this.#cell, reason };
    const isKnown = this.problems.some(
      (each) => each.line === problem.line && each.cell === problem.cell && each.reason === reason,
    );
    if (!isKnown) this.problems.push(problem);
  }
}
