/** Arguments of a command line. Reference: https://docs.python.org/3.12/library/argparse.html */
import { SystemExit, ValueError } from "./errors.ts";
import { namespaceOf } from "./namespace.ts";
import { repr } from "./text.ts";

export interface ArgumentOptions {
  readonly type?: (text: string) => any;
  readonly default?: any;
  readonly action?: string;
  readonly choices?: readonly any[];
  readonly nargs?: number | string;
  readonly help?: string;
  readonly dest?: string;
  readonly required?: boolean;
  readonly metavar?: any;
  readonly const?: any;
  readonly version?: string;
}

interface Argument extends ArgumentOptions {
  readonly flags: readonly string[];
  readonly dest: string;
}

/** The same of the program's own errors. */
const wrongType = (error: unknown): boolean =>
  error instanceof ValueError || error instanceof TypeError || error instanceof RangeError;

/**
 * @example
 * const parser = new ArgumentParser();
 * parser.addArgument("--batch-size", { type: Number, default: 8 });
 * String(parser.parseArgs(["--batch-size", "4"])); // Namespace(batch_size=4)
 */
export class ArgumentParser {
  readonly prog: string;
  readonly description: string | undefined;
  readonly #arguments: Argument[] = [];
  #defaults: Record<string, any> = {};

  constructor({
    prog = "notebook",
    description,
  }: { prog?: string; description?: string; [other: string]: unknown } = {}) {
    this.prog = prog;
    this.description = description;
  }

  /** Flags, or the name of an argument without a flag; then its options. */
  addArgument(...given: readonly (string | ArgumentOptions)[]): ArgumentOptions {
    const flags = given.filter((each) => typeof each === "string");
    const options = given.find((each) => typeof each === "object") ?? {};
    const long = flags.find((each) => each.startsWith("--")) ?? flags[0];
    if (long === undefined) throw new TypeError("addArgument: expected a flag or a name, got none");
    const argument = { ...options, flags, dest: options.dest ?? long.replace(/^-+/, "").replaceAll("-", "_") };
    this.#arguments.push(argument);
    return argument;
  }

  /** Arguments of a group are the parser's own. */
  addArgumentGroup(..._names: readonly unknown[]): this {
    return this;
  }

  addMutuallyExclusiveGroup(..._options: readonly unknown[]): this {
    return this;
  }

  setDefaults(defaults: Readonly<Record<string, any>>): void {
    this.#defaults = { ...this.#defaults, ...defaults };
  }

  getDefault(name: string): any {
    return this.#defaults[name] ?? this.#arguments.find(({ dest }) => dest === name)?.default ?? null;
  }

  /**
   * The values of the arguments; without a list there are none, as in a notebook.
   *
   * @throws SystemExit where Python would end: the message is what Python prints.
   */
  parseArgs(given?: readonly string[] | { args?: readonly string[]; namespace?: any } | null): any {
    const [found, rest] = this.parseKnownArgs(given);
    if (rest.length > 0) this.error(`unrecognized arguments: ${rest.join(" ")}`);
    return found;
  }

  /** The values, and what was not recognised. */
  parseKnownArgs(given?: readonly string[] | { args?: readonly string[]; namespace?: any } | null): [any, string[]] {
    const list = Array.isArray(given) ? given : ((given as { args?: readonly string[] } | null)?.args ?? []);
    const values: Record<string, any> = {};
    for (const each of this.#arguments) {
      const stores = { store_true: false, store_false: true, count: null }[each.action ?? ""];
      const fallback = each.default === undefined ? (stores ?? null) : each.default;
      if (!["help", "version"].includes(each.action ?? ""))
        values[each.dest] =
          typeof fallback === "string" && each.type !== undefined ? this.#typed(each, fallback) : fallback;
    }
    Object.assign(values, this.#defaults);
    const rest = this.#read([...(list as string[])], values);
    return [namespaceOf("Namespace", values), rest];
  }

  #read(words: string[], values: Record<string, any>): string[] {
    const rest: string[] = [];
    const plain = this.#arguments.filter(({ flags }) => !flags[0]!.startsWith("-"));
    const seen = new Set<Argument>();
    while (words.length > 0) {
      const word = words.shift()!;
      const [flag, own] = /^(--[^=]+)=([^]*)$/.exec(word)?.slice(1) ?? [word, undefined];
      if (word === "-h" || word === "--help") throw new SystemExit(this.formatHelp());
      const argument = isFlag(word) ? this.#byFlag(flag!) : plain.find((each) => !seen.has(each));
      if (argument === undefined) {
        rest.push(word);
        continue;
      }
      seen.add(argument);
      if (!isFlag(word)) words.unshift(word);
      values[argument.dest] = this.#value(argument, own === undefined ? words : [own], values[argument.dest]);
    }
    const missing = this.#arguments.filter(
      (each) =>
        !seen.has(each) &&
        (each.required === true || (plain.includes(each) && !["?", "*"].includes(String(each.nargs)))),
    );
    if (missing.length > 0)
      this.error(`the following arguments are required: ${missing.map(({ flags }) => flags.join("/")).join(", ")}`);
    return rest;
  }

  #byFlag(flag: string): Argument | undefined {
    const exact = this.#arguments.find(({ flags }) => flags.includes(flag));
    if (exact !== undefined || !flag.startsWith("--")) return exact;
    const near = this.#arguments.filter(({ flags }) => flags.some((each) => each.startsWith(flag)));
    if (near.length > 1)
      this.error(`ambiguous option: ${flag} could match ${near.map(({ flags }) => flags.at(-1)).join(", ")}`);
    return near[0];
  }

  /** Takes an argument's words from the front. */
  #value(argument: Argument, words: string[], old: any): any {
    switch (argument.action) {
      case "store_true":
        return true;
      case "store_false":
        return false;
      case "store_const":
        return argument.const;
      case "count":
        return Number(old ?? 0) + 1;
      case "append":
        return [...((old as any[] | null) ?? []), this.#words(argument, words)];
      case "extend":
        return [...((old as any[] | null) ?? []), ...(this.#words(argument, words) as any[])];
      case undefined:
      case "store":
        return this.#words(argument, words);
      default:
        throw new TypeError(
          `addArgument: expected an action of store, store_true, store_false, store_const, append, extend, count, got ${argument.action}`,
        );
    }
  }

  #words(argument: Argument, words: string[]): any {
    const { nargs } = argument;
    const takes = (): string[] => {
      const end = words.findIndex((each) => isFlag(each));
      return words.splice(0, end < 0 ? words.length : end);
    };
    const isNext = words.length > 0 && !isFlag(words[0]!);
    switch (nargs) {
      case undefined:
        if (!isNext) this.#fail(argument, "expected one argument");
        return this.#typed(argument, words.shift()!);
      case "?":
        return isNext ? this.#typed(argument, words.shift()!) : (argument.const ?? null);
      case "*":
      case "+": {
        const found = takes();
        if (nargs === "+" && found.length === 0) this.#fail(argument, "expected at least one argument");
        return found.map((each) => this.#typed(argument, each) as unknown);
      }
      default: {
        const count = Number(nargs);
        const found = words.splice(0, count);
        if (found.length < count || found.some((each) => isFlag(each)))
          this.#fail(argument, `expected ${count} argument${count === 1 ? "" : "s"}`);
        return found.map((each) => this.#typed(argument, each) as unknown);
      }
    }
  }

  #typed(argument: Argument, text: string): any {
    const { type, choices } = argument;
    let value: unknown = text;
    try {
      if (type !== undefined) value = type(text);
    } catch (error) {
      if (!wrongType(error)) throw error;
      this.#fail(argument, `invalid ${type!.name} value: ${repr(text)}`);
    }
    if (choices !== undefined && !choices.includes(value))
      this.#fail(
        argument,
        `invalid choice: ${repr(value)} (choose from ${choices.map((each) => repr(each)).join(", ")})`,
      );
    return value;
  }

  #fail({ flags }: Argument, message: string): never {
    return this.error(`argument ${flags.join("/")}: ${message}`);
  }

  /** @throws SystemExit with the usage and the message. */
  error(message: string): never {
    throw new SystemExit(`${this.formatUsage()}${this.prog}: error: ${message}`);
  }

  formatUsage(): string {
    const parts = this.#arguments.map((each) => {
      const isPlain = !each.flags[0]!.startsWith("-");
      const text = isPlain ? each.dest : [each.flags[0]!, ...metavar(each)].join(" ");
      return isPlain || each.required === true ? text : `[${text}]`;
    });
    const lead = `usage: ${this.prog} `;
    const lines = [lead.trimEnd()];
    for (const part of ["[-h]", ...parts])
      if (lines.at(-1)!.length + 1 + part.length > 78) lines.push(`${" ".repeat(lead.length)}${part}`);
      else lines.push(`${lines.pop()!} ${part}`);
    return `${lines.join("\n")}\n`;
  }

  formatHelp(): string {
    const rows = this.#arguments.map((each) => {
      const text = each.flags[0]!.startsWith("-")
        ? each.flags.map((flag) => [flag, ...metavar(each)].join(" ")).join(", ")
        : each.dest;
      const said = each.help ?? "";
      const help = said.replaceAll("%(default)s", String(each.default ?? null)).replaceAll("%%", "%");
      return text.length > 20 ? `  ${text}\n${" ".repeat(24)}${help}` : `  ${text.padEnd(22)}${help}`;
    });
    const said = this.description === undefined ? "" : `\n${this.description}\n`;
    return `${this.formatUsage()}${said}\noptions:\n  -h, --help            show this help message and exit\n${rows.map((row) => `${row.trimEnd()}\n`).join("")}`;
  }

  printHelp(): void {
    console.log(this.formatHelp().trimEnd());
  }

  printUsage(): void {
    console.log(this.formatUsage().trimEnd());
  }
}

/** A negative number is no flag. */
const isFlag = (word: string): boolean => /^--?[^\d.\s]/.test(word);

function metavar({ action = "store", nargs, choices, dest, metavar: named }: Argument): string[] {
  if (!["store", "append", "extend"].includes(action)) return [];
  const name: string =
    typeof named === "string"
      ? named
      : choices === undefined
        ? dest.toUpperCase()
        : `{${choices.map(String).join(",")}}`;
  if (nargs === "?") return [`[${name}]`];
  if (nargs === "*") return [`[${name} ...]`];
  if (nargs === "+") return [name, `[${name} ...]`];
  return Array.from({ length: nargs === undefined ? 1 : Number(nargs) }, () => name);
}
