/** State that the parts of the translation share. */
import type { Kinds } from "../kinds/infer.ts";
import type { Signs } from "../kinds/signs.ts";
import type { Problem } from "../problems.ts";
import type { Comment, Expression, Statement } from "../python/tree.ts";
import type { Caught } from "./caught.ts";
import type { Names } from "./names.ts";

/** Put above the cells if something has no counterpart. */
export const PORT = "function port(reason: string): never {\n  throw new Error(`port: ${reason}`);\n}";

/** Errors that a program may catch, and that must then be raised. */
export type Check = "key" | "index" | "value" | "zero" | "stop";

/** Methods of tensors for `+=` and the like. */
export const IN_PLACE: Readonly<Record<string, string>> = {
  "+": "add_",
  "-": "sub_",
  "*": "mul_",
  "/": "div_",
  "**": "pow_",
};

const ABOVE: Readonly<Record<string, readonly string[]>> = {
  KeyError: ["LookupError"],
  IndexError: ["LookupError"],
  ZeroDivisionError: ["ArithmeticError"],
  OverflowError: ["ArithmeticError"],
  NotImplementedError: ["RuntimeError"],
  FileNotFoundError: ["OSError"],
};
/** The names in the library's `python`. */
const OF_PYTHON = new Set(
  "ValueError ArithmeticError ZeroDivisionError OverflowError LookupError IndexError KeyError RuntimeError NotImplementedError AssertionError NameError StopIteration OSError FileNotFoundError KeyboardInterrupt".split(
    " ",
  ),
);

export class Context {
  readonly kinds: Kinds;
  readonly names: Names;
  /** Names that cells import from `convkernel`. */
  readonly imports = new Set<string>();
  /** Names that cells import from Node's modules, by module. */
  readonly nodeImports = new Map<string, Set<string>>();
  /** Declarations of names that are assigned values of several kinds. */
  readonly changing = new Set<Statement>();
  /** `**kwargs` that no call passes anything for, and that are only passed on. */
  readonly needless = new Set<string>();
  readonly signs: Signs;
  /** Whether it uses no tensors, so that its errors are Python's own. */
  readonly isPlain: boolean;
  /** Functions whose names are assigned other values later. */
  readonly replaced = new Set<string>();
  /** Whether something was refused. */
  refuses = false;
  readonly problems: Problem[] = [];
  /** Numbers that become tensors: `loss = 0` before `loss += criterion(...)`. */
  readonly becomesTensor = new Set<Statement>();
  /** Errors that some `except` in the program catches. */
  readonly caught: Caught;
  #source = "";
  #cell = 0;

  /** Whether it runs without a kernel, so that nothing shows the value of a last line. */
  readonly isProgram: boolean;
  /** Comments that have not been written yet. */
  comments: Comment[] = [];

  constructor(kinds: Kinds, names: Names, caught: Caught, signs: Signs, isPlain: boolean, isProgram: boolean) {
    this.isPlain = isPlain;
    this.isProgram = isProgram;
    this.signs = signs;
    this.caught = caught;
    this.kinds = kinds;
    this.names = names;
  }

  /** Whether a name occurs anywhere in the program. */
  uses(name: string): boolean {
    return this.names.used.has(name);
  }

  begin(source: string, cell: number): void {
    this.#source = source;
    this.#cell = cell;
  }

  needs(name: string): string {
    this.imports.add(name);
    return name;
  }

  /** A function that Python has and JavaScript lacks, from `python`. */
  python(name: string): string {
    return `${this.needs("python")}.${name}`;
  }

  /**
   * Whether an error keeps Python's name: if the program catches it by that name or by a base class's, or if JavaScript has no counterpart.
   * Otherwise JavaScript's own classes read better.
   */
  tellsErrors(name: string): boolean {
    const { names } = this.caught;
    if (name === "Exception") return false;
    const above = ABOVE[name] ?? [];
    return (
      OF_PYTHON.has(name) &&
      ([name, ...above].some((each) => names.has(each)) || (this.isPlain && names.has("Exception")))
    );
  }

  /** Whether the program catches an error that JavaScript would not raise. */
  checks(check: Check): boolean {
    return this.caught.checks.has(check);
  }

  needsOfNode(module: string, name: string): string {
    this.nodeImports.set(module, (this.nodeImports.get(module) ?? new Set()).add(name));
    return name;
  }

  /** Takes the comments between two places, to be written now. */
  takeComments(from: number, to: number): string {
    const found = this.comments.filter(({ at }) => at > from && at < to);
    if (found.length === 0) return "";
    this.comments = this.comments.filter((each) => !found.includes(each));
    return `${found.map(({ text }) => ` // ${text}`.trimEnd()).join("\n")}\n`;
  }

  /** The end of the brackets around a place, as far as comments are concerned. */
  closing(at: number): number {
    let depth = 0;
    let quote = "";
    for (let i = at; i < this.#source.length; i++) {
      const char = this.#source[i]!;
      if (quote !== "") {
        if (char === quote) quote = "";
      } else if (char === "#")
        i = this.#source.indexOf("\n", i) < 0 ? this.#source.length : this.#source.indexOf("\n", i);
      else if (char === '"' || char === "'") quote = char;
      else if ("([{".includes(char)) depth++;
      else if (")]}".includes(char) && depth-- === 0) return i;
    }
    return at;
  }

  /** The line of Python at a place. */
  line(at: number): string {
    const start = this.#source.lastIndexOf("\n", at - 1) + 1;
    const end = this.#source.indexOf("\n", at);
    return this.#source.slice(start, end < 0 ? undefined : end).trim();
  }

  /** The indentation of the line of a place. */
  column(at: number): number {
    return at - (this.#source.lastIndexOf("\n", at - 1) + 1);
  }

  /** Whether `x += y` is a call of a method of `x`. */
  readonly isInPlace = (statement: Statement): boolean => {
    if (statement.kind !== "augment" || this.becomesTensor.has(statement)) return false;
    const { is } = this.kinds.of(statement.target);
    return is === "tensor" ? statement.operator in IN_PLACE : is === "list" && statement.operator === "+";
  };

  /** Whether there is an empty line above a place. */
  hasGapBefore(at: number): boolean {
    const start = this.#source.lastIndexOf("\n", at - 1);
    return start > 0 && /\n[ \t]*$/.test(this.#source.slice(0, start));
  }

  /** For code without a counterpart: an expression that throws an explanation when it is reached. */
  refuse({ at }: Pick<Expression, "at">, reason: string): string {
    this.note({ at }, reason);
    this.refuses = true;
    return `port(${JSON.stringify(reason)})`;
  }

  note({ at }: Pick<Expression, "at">, reason: string): void {
    const problem = { line: this.line(at), cell: this.#cell, reason };
    const isKnown = this.problems.some(
      (each) => each.line === problem.line && each.cell === problem.cell && each.reason === reason,
    );
    if (!isKnown) this.problems.push(problem);
  }
}
