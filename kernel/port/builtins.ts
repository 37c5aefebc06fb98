/** Python's built-in functions. */
import type { Calls } from "./calls.ts";
import type { Expressions } from "./express.ts";
import { isNumber } from "./kinds.ts";
import type { Argument, Expression } from "./tree.ts";

type Call = Extract<Expression, { kind: "call" }>;

const TYPE_TESTS: Readonly<Record<string, (text: string) => string>> = {
  int: (text) => `Number.isInteger(${text})`,
  float: (text) => `typeof ${text} === "number"`,
  str: (text) => `typeof ${text} === "string"`,
  bool: (text) => `typeof ${text} === "boolean"`,
  list: (text) => `Array.isArray(${text})`,
  tuple: (text) => `Array.isArray(${text})`,
};

/** Undefined where it is a name like any other. */
export function builtin(e: Expressions, calls: Calls, name: string, call: Call): string | undefined {
  const { args } = call;
  const values = args.filter((each) => each.name === undefined).map(({ value }) => value);
  const [first, second] = values;
  const option = (wanted: string): Expression | undefined => args.find((each) => each.name === wanted)?.value;
  switch (name) {
    case "print":
      return print(e, args);
    case "len":
      return length(e, first!);
    case "range":
      return `${e.context.needs("range")}(${values.map((value) => e.scalar(value)).join(", ")})`;
    case "enumerate": {
      const start = second ?? option("start");
      return `${e.context.needs("enumerate")}(${e.iterable(first!)}${start === undefined ? "" : `, ${e.of(start)}`})`;
    }
    case "zip":
      return `${e.context.needs("zip")}(${args.map(({ value, stars }) => (stars === 1 ? `...${e.atom(value)}` : e.iterable(value))).join(", ")})`;
    case "list":
    case "tuple":
      if (first === undefined) return "[]";
      if (e.is(first, "list", "tuple", "size", "iterator") && first.kind === "comprehension") return e.of(first);
      return `[...${e.iterable(first)}]`;
    case "set":
      return `new Set(${first === undefined ? "" : e.iterable(first)})`;
    case "dict":
      return dict(e, args);
    case "sorted":
      return sorted(e, e.array(first!), first!, option("key"), option("reverse"));
    case "reversed":
      return `${e.array(first!)}.toReversed()`;
    case "sum":
      return sum(e, first!, second ?? option("start"));
    case "min":
    case "max":
      return extreme(e, name, values, args, option("key"));
    case "abs":
      return e.is(first!, "tensor") ? `${e.atom(first!)}.abs()` : `Math.abs(${e.of(first!)})`;
    case "round":
      return rounded(e, first!, second);
    case "int":
      if (first === undefined) return "0";
      if (e.is(first, "string"))
        return second === undefined ? `parseInt(${e.of(first)}, 10)` : `parseInt(${e.of(first)}, ${e.of(second)})`;
      if (e.is(first, "int")) return e.of(first);
      return e.is(first, "bool") ? `Number(${e.of(first)})` : `Math.trunc(${e.scalar(first)})`;
    case "float":
      if (first === undefined) return "0";
      if (first.kind === "string" && /inf$/i.test(first.value))
        return first.value.startsWith("-") ? "-Infinity" : "Infinity";
      return e.is(first, "string", "any", "bool") ? `Number(${e.of(first)})` : e.scalar(first);
    case "str":
    case "repr":
      return first === undefined ? '""' : e.is(first, "string", "error") ? e.shown(first) : `String(${e.of(first)})`;
    case "bool":
      return `Boolean(${e.condition(first!)})`;
    case "any":
    case "all":
      return quantified(e, name === "any" ? "some" : "every", first!);
    case "isinstance":
      return instance(e, e.of(first!), second!);
    case "type":
      return `${e.atom(first!)}.constructor`;
    case "map":
      return `${e.array(second!)}.map((value) => ${mapper(e, first!, "value", calls)})`;
    case "filter":
      return `${e.array(second!)}.filter(${e.of(first!)})`;
    case "iter":
      return `${e.atom(first!)}[Symbol.iterator]()`;
    case "next":
      // Where nobody waits for the end of it, plain JavaScript reads better.
      return e.context.catchesStop ? `${e.context.helper("next")}(${e.of(first!)})` : `${e.atom(first!)}.next().value`;
    case "super":
      return "super";
    case "ord":
      return `${e.atom(first!)}.charCodeAt(0)`;
    case "chr":
      return `String.fromCodePoint(${e.scalar(first!)})`;
    case "pow":
      return e.binary("**", first!, second!);
    case "divmod":
      return `[${e.binary("//", first!, second!)}, ${e.binary("%", first!, second!)}]`;
    case "hasattr":
      return `${e.of(second!)} in ${e.atom(first!)}`;
    case "getattr":
      return second!.kind === "string"
        ? `${e.atom(first!)}.${e.context.names.member(second!.value)}`
        : `${e.atom(first!)}[${e.of(second!)}]`;
    case "setattr":
      return `${e.atom(first!)}[${e.of(second!)}] = ${e.of(values[2]!)}`;
    case "callable":
      return `typeof ${e.of(first!)} === "function"`;
    case "input":
      return `prompt(${values.map((value) => e.of(value)).join(", ")})`;
    case "open":
    case "eval":
    case "exec":
    case "globals":
    case "locals":
    case "vars":
    case "dir":
    case "help":
      return e.context.refuse(call, `${name}() has no counterpart`);
    default:
      return undefined;
  }
}

function print(e: Expressions, args: readonly Argument[]): string {
  const values = args.filter(({ name }) => name === undefined);
  const sep = args.find(({ name }) => name === "sep")?.value;
  const end = args.find(({ name }) => name === "end")?.value;
  const text = values.map(({ value, stars }) => (stars === 1 ? `...${e.atom(value)}` : e.shown(value))).join(", ");
  if (sep === undefined && end === undefined) return `console.log(${text})`;
  const line =
    sep === undefined && values.length === 1 && values[0]!.stars === 0
      ? values[0]!.value.kind === "format" || e.is(values[0]!.value, "string")
        ? text
        : `String(${text})`
      : `[${text}].join(${sep === undefined ? '" "' : e.of(sep)})`;
  if (end === undefined) return `console.log(${line})`;
  return end.kind === "string" && end.value === ""
    ? `process.stdout.write(${line})`
    : `process.stdout.write(${line} + ${e.of(end)})`;
}

function length(e: Expressions, of: Expression): string {
  switch (e.kind(of).is) {
    case "tensor":
      return `${e.atom(of)}.size(0)`;
    case "dict":
      return `Object.keys(${e.of(of)}).length`;
    case "set":
      return `${e.atom(of)}.size`;
    case "iterator":
      return `[...${e.of(of)}].length`;
    default:
      return `${e.atom(of)}.length`;
  }
}

function dict(e: Expressions, args: readonly Argument[]): string {
  const [first] = args;
  if (first === undefined) return "{}";
  if (first.name !== undefined) return `{ ${args.map(({ name, value }) => `${name!}: ${e.of(value)}`).join(", ")} }`;
  return e.is(first.value, "dict") ? `{ ...${e.atom(first.value)} }` : `Object.fromEntries(${e.of(first.value)})`;
}

function mapper(e: Expressions, fn: Expression, value: string, calls: Calls): string {
  if (fn.kind === "name" && e.kind(fn).is === "library") {
    const known: Readonly<Record<string, string>> = {
      int: `Math.trunc(Number(${value}))`,
      float: `Number(${value})`,
      str: `String(${value})`,
    };
    return known[fn.id] ?? `${calls.value(fn.id)}(${value})`;
  }
  return fn.kind === "lambda" ? `(${e.lambda(fn)})(${value})` : `${e.atom(fn)}(${value})`;
}

function sorted(e: Expressions, array: string, of: Expression, key?: Expression, reverse?: Expression): string {
  const isDown = reverse?.kind === "constant" && reverse.value === true;
  const copy = array.startsWith("[...") ? array : `[...${array}]`;
  const [a, b] = isDown ? ["b", "a"] : ["a", "b"];
  if (key === undefined) {
    if (isNumber(e.element(of))) return `${copy}.sort((a, b) => ${a} - ${b})`;
    return isDown ? `${copy}.sort().reverse()` : `${copy}.sort()`;
  }
  const by = (name: string): string => e.applied(key, name);
  const result = key.kind === "lambda" ? e.kind(key.body) : undefined;
  if (result?.is === "string") return `${copy}.sort((a, b) => (${by(a!)} < ${by(b!)} ? -1 : 1))`;
  return `${copy}.sort((a, b) => ${by(a!)} - ${by(b!)})`;
}

function sum(e: Expressions, of: Expression, start: Expression | undefined): string {
  const element = e.element(of);
  if (e.is(of, "tensor")) return `${e.atom(of)}.sum(0)`;
  if (element.is === "tensor")
    return `${e.array(of)}.reduce((a, b) => a.add(b)${start === undefined ? "" : `, ${e.of(start)}`})`;
  if (element.is === "bool") return `${e.array(of)}.filter(Boolean).length`;
  if (element.is === "list") return `${e.array(of)}.flat()`;
  return `${e.array(of)}.reduce((a, b) => a + b, ${start === undefined ? "0" : e.of(start)})`;
}

function extreme(
  e: Expressions,
  name: string,
  values: readonly Expression[],
  args: readonly Argument[],
  key: Expression | undefined,
): string {
  const sign = name === "max" ? ">" : "<";
  const several = values.length > 1;
  const list = several ? `[${e.list(values)}]` : e.array(values[0]!);
  if (key !== undefined) {
    if (key.kind === "attribute" && key.name === "get") {
      const holder = e.atom(key.of);
      return `${list}.reduce((a, b) => (${holder}[b] ${sign} ${holder}[a] ? b : a))`;
    }
    const by = (one: string): string => e.applied(key, one);
    return `${list}.reduce((a, b) => (${by("b")} ${sign} ${by("a")} ? b : a))`;
  }
  if (!several && e.is(values[0]!, "tensor")) return `${e.atom(values[0]!)}.${name}()`;
  if (!several && e.element(values[0]!).is === "string") return `${list}.reduce((a, b) => (b ${sign} a ? b : a))`;
  if (several && args.every(({ stars }) => stars === 0))
    return `Math.${name}(${values.map((value) => e.scalar(value)).join(", ")})`;
  return `Math.${name}(...${list})`;
}

function rounded(e: Expressions, of: Expression, digits: Expression | undefined): string {
  if (e.is(of, "tensor")) return `${e.atom(of)}.round(${digits === undefined ? "" : `{ decimals: ${e.of(digits)} }`})`;
  // Python rounds halves to even; a value's digits show the same but for exact halves.
  return digits === undefined ? `Math.round(${e.of(of)})` : `Number(${e.atom(of)}.toFixed(${e.of(digits)}))`;
}

function quantified(e: Expressions, method: "some" | "every", of: Expression): string {
  if (e.is(of, "tensor")) return `${e.atom(of)}.${method === "some" ? "any" : "all"}().item()`;
  const clause = of.kind === "comprehension" && of.clauses.length === 1 ? of.clauses[0] : undefined;
  if (of.kind === "comprehension" && clause?.kind === "for") {
    return `${e.array(clause.iterable)}.${method}((${e.target(clause.target)}) => ${e.condition(of.element)})`;
  }
  return `${e.array(of)}.${method}(Boolean)`;
}

function instance(e: Expressions, text: string, type: Expression): string {
  if (type.kind === "tuple") return type.items.map((item) => `(${instance(e, text, item)})`).join(" || ");
  if (type.kind === "name" && e.kind(type).is === "library") {
    const test = TYPE_TESTS[type.id];
    if (test !== undefined) return test(text);
  }
  return `${text} instanceof ${e.of(type)}`;
}
