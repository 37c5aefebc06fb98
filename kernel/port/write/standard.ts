/** Calls and values of Python's standard library that `python` has under the same names. */
import { objectMethod, STANDARD, valueText } from "../kinds/objects.ts";
import type { Kind } from "../kinds/kinds.ts";
import type { Argument, Expression } from "../python/tree.ts";
import type { Calls } from "./calls.ts";
import type { Expressions } from "./express.ts";
import { percent } from "./text.ts";

type Call = Extract<Expression, { kind: "call" }>;

const LEVELS = new Set(["debug", "info", "warning", "warn", "error", "exception", "critical"]);

/** A call of a function or class; undefined if `python` has none. */
export function standardCall(e: Expressions, calls: Calls, path: string, { args }: Call): string | undefined {
  if (path === "types.SimpleNamespace" || path === "argparse.Namespace")
    return `${e.context.python("simpleNamespace")}(${args.length === 0 ? "" : calls.object(args)})`;
  const known = STANDARD[path];
  if (known === undefined) return undefined;
  if (path.startsWith("logging.") && LEVELS.has(path.slice("logging.".length)))
    return `${e.context.python(known.to)}(${logged(e, calls, args)})`;
  const isNew = /^[A-Z]/.test(known.to.slice(known.to.lastIndexOf(".") + 1)) && !known.to.startsWith("Path.");
  const given = path === "dataclasses.replace" ? replaced(e, calls, args) : calls.positional(args);
  return `${isNew ? "new " : ""}${e.context.python(known.to)}(${given})`;
}

/** With Python's names, by which the fields are found. */
function replaced(e: Expressions, calls: Calls, args: readonly Argument[]): string {
  const [first, ...rest] = args;
  return `${e.of(first!.value)}, ${rest.length === 0 ? "{}" : calls.object(rest)}`;
}

/** A message whose values are written into it at once, which keeps what Python knows of them. */
function logged(e: Expressions, calls: Calls, args: readonly Argument[]): string {
  const [text, ...rest] = args.filter(({ name }) => name === undefined);
  const others = args.filter(({ name }) => name !== undefined);
  if (text?.value.kind !== "string" || rest.length === 0 || rest.some(({ stars }) => stars > 0))
    return calls.positional(args);
  const at = text.value.at;
  const values: Expression = { kind: "tuple", items: rest.map(({ value }) => value), at };
  const message = percent(e, text.value, values);
  return others.length === 0 ? message : `${message}, ${calls.positional(others)}`;
}

/** A method of an object of the standard library. */
export function standardMethod(
  e: Expressions,
  calls: Calls,
  owner: Extract<Kind, { readonly is: "object" }>,
  of: Extract<Expression, { kind: "attribute" }>,
  call: Call,
): string {
  const { args } = call;
  const target = e.atom(of.of);
  if (owner.type === "Logger" && LEVELS.has(of.name)) return `${target}.${of.name}(${logged(e, calls, args)})`;
  if (owner.type === "ArgumentParser" && of.name === "add_argument")
    return `${target}.addArgument(${flags(e, calls, args)})`;
  if (owner.type === "ArgumentParser" && of.name === "set_defaults")
    return `${target}.setDefaults(${calls.object(args)})`;
  if (owner.type === "ArgumentParser" && of.name.startsWith("parse_") && args.length === 0 && e.context.isProgram)
    return `${target}.${e.context.names.member(of.name)}(process.argv.slice(2))`;
  const kinds = args.map(({ value }) => e.kind(value));
  if (objectMethod(owner, of.name, { args, kinds }) === undefined)
    return e.context.refuse(call, `${owner.type}.${of.name} has no counterpart`);
  return `${target}.${e.context.names.member(of.name)}(${calls.positional(args)})`;
}

/** `type=int` is a function that reads a text. */
function flags(e: Expressions, calls: Calls, args: readonly Argument[]): string {
  const plain = args.filter(({ name }) => name === undefined).map(({ value }) => e.of(value));
  const named = args.filter(({ name }) => name !== undefined);
  if (named.length === 0) return plain.join(", ");
  const options = named.map(({ name, value }) => {
    const kind = e.kind(value);
    if (name !== "type" || kind.is !== "library") return `${e.context.names.keyword(name!)}: ${e.of(value)}`;
    const word = kind.path.replace("builtins.", "");
    if (word === "int" || word === "float") return `type: ${e.context.python(word)}`;
    if (word === "pathlib.Path") return `type: (text) => new ${e.context.python("Path")}(text)`;
    return `type: ${calls.value(word)}`;
  });
  return [...plain, `{ ${options.join(", ")} }`].join(", ");
}

/** A value like `logging.INFO` or `sys.stdout`. */
export function standardValue(e: Expressions, path: string): string | undefined {
  const known = valueText(path);
  if (known?.text !== undefined) return JSON.stringify(known.text);
  if (known?.name !== undefined) return e.context.python(known.name);
  const called = STANDARD[path];
  return called === undefined ? undefined : e.context.python(called.to);
}
