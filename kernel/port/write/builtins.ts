/** Python's built-in functions. Long because it is a list: one short rule for each function. */
import { isNumber, type Kind, methodOf } from "../kinds/kinds.ts";
import type { Argument, Expression } from "../python/tree.ts";
import type { Calls } from "./calls.ts";
import { operatorName } from "./operators.ts";
import { newSet } from "./comprehensions.ts";
import { dictFrom, dictSize } from "./dicts.ts";
import type { Expressions } from "./express.ts";
import { asText, formatted, represented } from "./text.ts";

type Call = Extract<Expression, { kind: "call" }>;

const TYPE_TESTS: Readonly<Record<string, (text: string) => string>> = {
  int: (text) => `Number.isInteger(${text})`,
  float: (text) => `typeof ${text} === "number"`,
  str: (text) => `typeof ${text} === "string"`,
  bool: (text) => `typeof ${text} === "boolean"`,
  list: (text) => `Array.isArray(${text})`,
  tuple: (text) => `Array.isArray(${text})`,
  dict: (text) => `(${text} instanceof Map || ${text}?.constructor === Object)`,
  set: (text) => `${text} instanceof Set`,
  slice: (text) => `python.isSlice(${text})`,
};

/** Classes of `collections.abc` and `numbers`. */
const ABSTRACT: Readonly<Record<string, (text: string) => string>> = {
  Iterable: (text) => `typeof (${text} as any)?.[Symbol.iterator] === "function"`,
  Iterator: (text) => `typeof (${text} as any)?.next === "function"`,
  Callable: (text) => `typeof ${text} === "function"`,
  Mapping: (text) => TYPE_TESTS["dict"]!(text),
  Sequence: (text) => `(Array.isArray(${text}) || typeof ${text} === "string")`,
  Number: (text) => `typeof ${text} === "number"`,
  Real: (text) => `typeof ${text} === "number"`,
  OrderedDict: (text) => TYPE_TESTS["dict"]!(text),
};

/** Built-in functions that ask their argument's own method. */
const ASKED = new Set(["abs", "float", "int", "round"]);

/** Translates a call of a built-in; undefined if it is a name like any other. */
export function builtin(e: Expressions, calls: Calls, name: string, call: Call): string | undefined {
  const { args } = call;
  const values = args.filter((each) => each.name === undefined).map(({ value }) => value);
  const [first, second] = values;
  const option = (wanted: string): Expression | undefined => args.find((each) => each.name === wanted)?.value;
  const own = first === undefined ? undefined : e.kind(first);
  if (own?.is === "instance" && ASKED.has(name) && methodOf(own.info, `__${name}__`) !== undefined)
    return `${e.atom(first!)}.${operatorName(e.context, `__${name}__`)}(${second === undefined ? "" : e.of(second)})`;
  switch (name) {
    case "print":
      return print(e, args);
    case "len":
      return length(e, first!);
    case "range":
      return `${e.context.needs("range")}(${values.map((value) => (e.is(value, "bool") ? `Number(${e.of(value)})` : e.scalar(value))).join(", ")})`;
    case "slice":
      return `${e.context.needs("slice")}(${values.map((value) => e.scalar(value)).join(", ")})`;
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
    case "frozenset":
      if (first !== undefined && e.is(first, "array")) return newSet(e, `${e.atom(first)}.tolist()`, undefined, call);
      return newSet(e, first === undefined ? "" : e.iterable(first), undefined, call);
    case "dict":
      return dict(e, args, e.kind(call));
    case "sorted":
      return sorted(e, first!, args);
    case "reversed":
      return `${e.array(first!)}.toReversed()`;
    case "sum":
      return sum(e, first!, second ?? option("start"));
    case "min":
    case "max":
      return extreme(e, name, values, args);
    case "abs":
      if (own?.is === "array" && own.isMixed) return `${e.context.needs("np")}.abs(${e.of(first!)})`;
      return e.is(first!, "tensor", "array") ? `${e.atom(first!)}.abs()` : `Math.abs(${e.of(first!)})`;
    case "round":
      return rounded(e, first!, second);
    case "int":
      if (first === undefined) return "0";
      if (e.is(first, "string", "any") || second !== undefined) {
        const isPlain = !e.context.checks("value") && second === undefined && e.is(first, "string");
        if (isPlain) return `parseInt(${e.of(first)}, 10)`;
        return `${e.context.python("int")}(${values.map((value) => e.of(value)).join(", ")})`;
      }
      if (e.is(first, "int")) return e.of(first);
      return e.is(first, "bool") ? `Number(${e.of(first)})` : `Math.trunc(${e.scalar(first)})`;
    case "float":
      if (first === undefined) return "0";
      if (first.kind === "string" && /^[-+]?inf(?:inity)?$/i.test(first.value))
        return first.value.startsWith("-") ? "-Infinity" : "Infinity";
      if (e.is(first, "string"))
        return `${e.context.checks("value") ? e.context.python("float") : "Number"}(${e.of(first)})`;
      if (e.is(first, "any", "other")) return `${e.context.python("float")}(${e.of(first)})`;
      return e.is(first, "bool") ? `Number(${e.of(first)})` : e.scalar(first);
    case "str":
      return first === undefined ? '""' : asText(e, first);
    case "repr":
    case "ascii":
      return represented(e, first!);
    case "format":
      return formatted(e, {
        value: first!,
        conversion: "",
        spec: second?.kind === "string" ? [second.value] : [],
        label: "",
      });
    case "hex":
      return formatted(e, { value: first!, conversion: "", spec: ["#x"], label: "" });
    case "bin":
      return formatted(e, { value: first!, conversion: "", spec: ["#b"], label: "" });
    case "oct":
      return formatted(e, { value: first!, conversion: "", spec: ["#o"], label: "" });
    case "bool":
      return `Boolean(${e.condition(first!)})`;
    case "any":
    case "all":
      return quantified(e, name === "any" ? "some" : "every", first!);
    case "isinstance":
      return typeTest(e, first!, second!);
    case "type":
      if (own?.is === "array") return `${e.context.needs("np")}.typeOf(${e.of(first!)})`;
      return `${e.atom(first!)}.constructor`;
    case "map":
      if (values.length > 2)
        return `${e.context.needs("zip")}(${values
          .slice(1)
          .map((value) => e.iterable(value))
          .join(", ")}).map((values) => ${e.atom(first!)}(...values))`;
      return `${e.array(second!)}.map((value) => ${mapper(e, first!, "value", calls)})`;
    case "filter":
      if (first!.kind === "constant") return `${e.array(second!)}.filter(Boolean)`;
      return `${e.array(second!)}.filter(${e.of(first!)})`;
    case "iter":
      if (e.is(first!, "instance"))
        return e.is(call, "instance") ? e.of(first!) : `${e.atom(first!)}[Symbol.iterator]()`;
      if (e.is(first!, "iterator") && first!.kind === "name") return e.of(first!);
      return `${first!.kind === "name" && !e.is(first!, "dict") ? e.atom(first!) : `(${e.iterable(first!)})`}[Symbol.iterator]()`;
    case "next":
      if (e.is(first!, "instance")) return `${e.atom(first!)}.nextValue()`;
      // If the program does not catch StopIteration, plain JavaScript reads better.
      return e.context.checks("stop") || second !== undefined
        ? `${e.context.python("next")}(${values.map((value) => e.of(value)).join(", ")})`
        : `${iteratorOf(e, first!)}.next().value!`;
    case "super":
      return "super";
    case "ord":
      return `${e.atom(first!)}.charCodeAt(0)`;
    case "chr":
      return `String.fromCodePoint(${e.scalar(first!)})`;
    case "pow":
      if (values[2] !== undefined)
        return `Number(BigInt(${e.of(first!)}) ** BigInt(${e.of(second!)}) % BigInt(${e.of(values[2])}))`;
      return e.binary("**", first!, second!);
    case "vars":
      if (first === undefined) return e.context.refuse(call, "vars() without an object has no counterpart");
      return `${e.context.python("vars")}(${e.of(first)})`;
    case "id":
    case "hash":
      return e.context.refuse(call, `${name}() has no counterpart: JavaScript shows no addresses`);
    case "divmod":
      return `[${e.binary("//", first!, second!)}, ${e.binary("%", first!, second!)}]`;
    case "hasattr":
      if (second!.kind !== "string") return `${e.context.python("hasattr")}(${e.of(first!)}, ${e.of(second!)})`;
      return `${attributeKey(e, second!)} in ${e.staticHolder(first!, second!) ?? e.atom(first!)}`;
    case "getattr": {
      // Whatever it is called, a method stays bound to its object.
      if (second!.kind !== "string")
        return `${e.context.python("getattr")}(${values.map((value) => e.of(value)).join(", ")})`;
      const found = `(${e.staticHolder(first!, second!) ?? e.of(first!)} as any)[${attributeKey(e, second!)}]`;
      return values[2] === undefined ? found : `${found} ?? ${e.of(values[2])}`;
    }
    case "setattr":
      if (second!.kind !== "string")
        return `${e.context.python("setattr")}(${values.map((value) => e.of(value)).join(", ")})`;
      return `(${e.of(first!)} as any)[${attributeKey(e, second!)}] = ${e.of(values[2]!)}`;
    case "delattr":
      return `delete (${e.of(first!)} as any)[${attributeKey(e, second!)}]`;
    case "open":
      return `${e.context.python("open")}(${values
        .map((value) => e.of(value))
        .concat(option("mode") === undefined ? [] : [e.of(option("mode")!)])
        .join(", ")})`;
    case "issubclass":
      return `${e.atom(first!)}.prototype instanceof ${e.atom(second!)}`;
    case "callable":
      return `typeof ${e.of(first!)} === "function"`;
    case "input":
      return `prompt(${values.map((value) => e.of(value)).join(", ")})`;
    case "eval":
    case "exec":
    case "globals":
    case "locals":
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
  const file = args.find(({ name }) => name === "file")?.value;
  if (file?.kind === "attribute" && file.name === "stderr")
    return `console.error(${values.map(({ value }) => e.shown(value)).join(", ")})`;
  const text = values.map(({ value, stars }) => (stars === 1 ? spreadShown(e, value) : printed(e, value))).join(", ");
  if (sep === undefined && end === undefined) return `console.log(${text})`;
  const line =
    sep === undefined && values.length === 1 && values[0]!.stars === 0
      ? values[0]!.value.kind === "format" || e.is(values[0]!.value, "string")
        ? text
        : asText(e, values[0]!.value)
      : `[${text}].join(${sep === undefined ? '" "' : e.of(sep)})`;
  if (end === undefined) return `console.log(${line})`;
  return end.kind === "string" && end.value === ""
    ? `process.stdout.write(${line})`
    : `process.stdout.write((${line}) + ${e.of(end)})`;
}

/** Minus zero shows its sign only when printed by itself. */
function printed(e: Expressions, value: Expression): string {
  const text = e.shown(value);
  return e.is(value, "int") && text === e.of(value) && e.context.signs.mayBeMinusZero(value) ? `String(${text})` : text;
}

/** `print(*values)` */
function spreadShown(e: Expressions, value: Expression): string {
  const element = e.element(value);
  const isPlain =
    ["int", "string", "any", "tensor"].includes(element.is) || (element.is === "float" && element.isRough);
  if (element.is === "int" && e.context.signs.mayHoldMinusZero(value)) return `...${e.array(value)}.map(String)`;
  if (isPlain) return `...${e.is(value, "dict") ? e.iterable(value) : e.atom(value)}`;
  const shape = element.is === "float" ? ', "float"' : "";
  return `...${e.array(value)}.map((each) => ${e.context.python("str")}(each${shape}))`;
}

/** An iterator that remembers where it is. */
const iteratorOf = (e: Expressions, of: Expression): string =>
  of.kind === "comprehension" || e.is(of, "list") ? `${e.array(of)}.values()` : e.atom(of);

/** The TypeScript name of an attribute. */
const attributeKey = (e: Expressions, name: Expression): string =>
  name.kind === "string" ? JSON.stringify(e.context.names.member(name.value)) : e.of(name);

function length(e: Expressions, of: Expression): string {
  const kind = e.kind(of);
  switch (kind.is) {
    case "tensor":
      return `${e.atom(of)}.size(0)`;
    case "dict":
      return dictSize(e, of, kind);
    case "set":
      return `${e.atom(of)}.size`;
    case "iterator":
      return `[...${e.of(of)}].length`;
    default:
      return `${e.atom(of)}.length`;
  }
}

function dict(e: Expressions, args: readonly Argument[], kind: Kind): string {
  const [first] = args;
  const isRecord = kind.is !== "dict" || kind.isRecord;
  if (first === undefined) return isRecord ? "{}" : dictFrom(e, "", kind);
  if (first.name !== undefined) return `{ ${args.map(({ name, value }) => `${name!}: ${e.of(value)}`).join(", ")} }`;
  const own = e.kind(first.value);
  if (own.is === "dict" && isRecord)
    return own.isRecord ? `{ ...${e.atom(first.value)} }` : `Object.fromEntries(${e.of(first.value)})`;
  const pairs = own.is === "dict" ? e.of(first.value) : e.iterable(first.value);
  return dictFrom(e, pairs, kind);
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
  if (e.is(fn, "instance") && !isModule(e.kind(fn)))
    return `${e.atom(fn)}.${operatorName(e.context, "__call__")}(${value})`;
  return fn.kind === "lambda" ? `(${e.lambda(fn)})(${value})` : e.applied(fn, value);
}

const isModule = (kind: Kind): boolean => kind.is === "instance" && kind.info.family === "module";

function sorted(e: Expressions, of: Expression, args: readonly Argument[]): string {
  const array = e.array(of);
  const copy = array.startsWith("[...") ? array : `[...${array}]`;
  return `${copy}.sort(${comparator(e, e.element(of), args)})`;
}

/** The comparison function for `sort`. JavaScript sorts strings without one, but sorts everything else as strings too. */
export function comparator(e: Expressions, element: Kind, args: readonly Argument[]): string {
  const key = args.find(({ name }) => name === "key")?.value;
  const reverse = args.find(({ name }) => name === "reverse")?.value;
  const isDown = reverse?.kind === "constant" && reverse.value === true;
  if (reverse !== undefined && reverse.kind !== "constant") {
    const turned = comparison(e, key, element, "a", "b");
    return `(a, b) => (${e.condition(reverse)}) ? ${comparison(e, key, element, "b", "a")} : ${turned}`;
  }
  if (key === undefined && element.is === "string" && !isDown) return "";
  if (key === undefined && !isDown && !isNumber(element)) return e.context.python("compare");
  const [a, b] = isDown ? ["b", "a"] : ["a", "b"];
  return `(a, b) => ${comparison(e, key, element, a!, b!)}`;
}

function comparison(e: Expressions, key: Expression | undefined, element: Kind, a: string, b: string): string {
  const by = (name: string): string => (key === undefined ? name : e.applied(key, name));
  const kind = key === undefined ? element : keyKind(e, key);
  if (isNumber(kind) && kind.is !== "bool") return `${by(a)} - ${by(b)}`;
  if (kind.is === "bool") return `Number(${by(a)}) - Number(${by(b)})`;
  return `${e.context.python("compare")}(${by(a)}, ${by(b)})`;
}

function keyKind(e: Expressions, key: Expression): Kind {
  if (key.kind === "lambda") return e.kind(key.body);
  const kind = e.kind(key);
  if (kind.is === "function") return kind.info.result;
  if (key.kind === "name" && (key.id === "len" || key.id === "abs" || key.id === "int")) return { is: "int" };
  if (key.kind === "attribute" && key.name === "get") {
    const holder = e.kind(key.of);
    if (holder.is === "dict") return holder.of;
  }
  return { is: "any" };
}

function sum(e: Expressions, of: Expression, start: Expression | undefined): string {
  const element = e.element(of);
  if (e.is(of, "tensor")) return `${e.atom(of)}.sum(0)`;
  if (element.is === "tensor")
    return `${e.array(of)}.reduce((a, b) => a.add(b)${start === undefined ? "" : `, ${e.of(start)}`})`;
  const begin = start === undefined ? "" : ` + ${e.of(start)}`;
  if (element.is === "bool") return `${e.array(of)}.filter(Boolean).length${begin}`;
  if (element.is === "list" || element.is === "tuple") return `${e.array(of)}.flat()`;
  if (
    ["instance", "either", "array"].includes(element.is) ||
    (["any", "other"].includes(element.is) && e.context.kinds.usesNumpy) ||
    (["any", "other"].includes(element.is) && e.context.kinds.hasMethod("__add__"))
  )
    return `${e.context.python("sum")}(${e.iterable(of)}${start === undefined ? "" : `, ${e.of(start)}`})`;
  return `${e.array(of)}.reduce((a, b) => a + b, ${start === undefined ? "0" : e.of(start)})`;
}

function extreme(e: Expressions, name: string, values: readonly Expression[], args: readonly Argument[]): string {
  const key = args.find((each) => each.name === "key")?.value;
  const fallback = args.find((each) => each.name === "default")?.value;
  const sign = name === "max" ? ">" : "<";
  const several = values.length > 1;
  const [only] = values;
  if (!several && e.is(only!, "tensor")) return `${e.atom(only!)}.${name}()`;
  const isSpread = args.some(({ stars }) => stars === 1);
  const list =
    several || isSpread
      ? `[${args
          .filter((each) => each.name === undefined)
          .map(({ value, stars }) => (stars === 1 ? `...${e.array(value)}` : e.of(value)))
          .join(", ")}]`
      : e.array(only!);
  const element = several
    ? values.map((value) => e.kind(value))
    : [isSpread ? e.element(args[0]!.value) : e.element(only!)];
  const areNumbers = element.every((kind) => isNumber(kind) || kind.is === "tensor" || kind.is === "any");
  if (fallback !== undefined) {
    const rest: Argument[] = args.filter((each) => each.name !== "default");
    if (only!.kind === "name" && e.is(only!, "list", "tuple"))
      return `(${e.atom(only!)}.length > 0 ? ${extreme(e, name, values, rest)} : ${e.of(fallback)})`;
    const given: Expression = { kind: "name", id: "values", at: only!.at };
    e.context.kinds.note(given, { is: "list", of: e.element(only!) });
    const whole = extreme(
      e,
      name,
      [given],
      rest.map((each) => (each.name === undefined ? { ...each, value: given } : each)),
    );
    return `((values) => (values.length > 0 ? ${whole} : ${e.of(fallback)}))([...${e.iterable(only!)}])`;
  }
  if (key === undefined && areNumbers && element.some((kind) => kind.is !== "any")) {
    if (several && !isSpread) return `Math.${name}(${values.map((value) => e.scalar(value)).join(", ")})`;
    return `Math.${name}(...${list})`;
  }
  if (key !== undefined && isNumber(keyKind(e, key)))
    return `${list}.reduce((a, b) => (${e.applied(key, "b")} ${sign} ${e.applied(key, "a")} ? b : a))`;
  if (key === undefined && element.some(({ is }) => is === "array"))
    return `${list}.reduce((a, b) => (b ${sign} a ? b : a))`;
  if (key === undefined && element[0]!.is === "any") return `Math.${name}(...${list})`;
  if (key === undefined && element[0]!.is === "string") return `${list}.reduce((a, b) => (b ${sign} a ? b : a))`;
  const order = comparison(e, key, element[0]!, "b", "a");
  return `${list}.reduce((a, b) => (${order} ${sign} 0 ? b : a))`;
}

function rounded(e: Expressions, of: Expression, digits: Expression | undefined): string {
  if (e.is(of, "array"))
    return digits === undefined
      ? `${e.context.python("round")}(${e.scalar(of)})`
      : `${e.context.needs("np")}.round(${e.of(of)}, ${e.of(digits)})`;
  if (e.is(of, "tensor")) return `${e.atom(of)}.round(${digits === undefined ? "" : `{ decimals: ${e.of(digits)} }`})`;
  const kind = e.kind(of);
  if (kind.is === "float" && kind.isRough && digits === undefined) return `Math.round(${e.of(of)})`;
  return `${e.context.python("round")}(${e.of(of)}${digits === undefined ? "" : `, ${e.of(digits)}`})`;
}

function quantified(e: Expressions, method: "some" | "every", of: Expression): string {
  if (e.is(of, "array")) return `${e.context.needs("np")}.${method === "some" ? "any" : "all"}(${e.of(of)}).bool()`;
  if (e.is(of, "tensor")) return `${e.atom(of)}.${method === "some" ? "any" : "all"}().item()`;
  const clause = of.kind === "comprehension" && of.clauses.length === 1 ? of.clauses[0] : undefined;
  const element = e.element(of);
  if (of.kind === "comprehension" && clause?.kind === "for") {
    return `${e.array(clause.iterable)}.${method}((${e.target(clause.target)}) => ${e.condition(of.element)})`;
  }
  if (["list", "dict", "set", "tuple"].includes(element.is)) {
    const each: Expression = { kind: "name", id: "each", at: of.at };
    e.context.kinds.note(each, element);
    return `${e.array(of)}.${method}((each) => ${e.condition(each)})`;
  }
  return `${e.array(of)}.${method}(Boolean)`;
}

export function typeTest(e: Expressions, value: Expression, type: Expression): string {
  if (type.kind === "tuple") {
    const names = new Set(type.items.map((item) => (item.kind === "name" ? item.id : "")));
    const asksNumber = names.has("int") && names.has("float") && !e.is(value, "bool");
    const items = asksNumber
      ? type.items.filter((item) => item.kind !== "name" || !["int", "float"].includes(item.id))
      : type.items;
    const tests = new Set(items.map((item) => typeTest(e, value, item)));
    if (asksNumber) tests.add(TYPE_TESTS["float"]!(e.of(value)));
    if (tests.has("true")) return "true";
    tests.delete("false");
    return tests.size === 0 ? "false" : [...tests].map((test) => `(${test})`).join(" || ");
  }
  const text = e.of(value);
  const name = type.kind === "name" && e.kind(type).is === "library" ? type.id : undefined;
  const { is } = e.kind(value);
  if (name === "float" && is === "float") return "true";
  if (name === "float" && is === "int") return "false";
  if (name === "int" && is === "bool") return "true";
  if (name === "int" && is === "float") return "false";
  if (name === "tuple" && is === "list") return "false";
  if (name === "list" && is === "tuple") return "false";
  const kind = e.kind(type);
  const [, abstract] =
    kind.is === "library" ? (/^(?:collections\.abc|typing|collections|numbers)\.(\w+)$/.exec(kind.path) ?? []) : [];
  const test = ABSTRACT[abstract ?? ""] ?? (name === undefined ? undefined : TYPE_TESTS[name]);
  return test === undefined ? `${e.atom(value)} instanceof ${e.of(type)}` : test(text);
}
