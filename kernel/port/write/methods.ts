/** Methods of Python's lists, sets and strings. Undefined means that JavaScript's is the same. */
import { isNumber } from "../kinds/kinds.ts";
import type { Argument, Expression } from "../python/tree.ts";
import { comparator } from "./builtins.ts";
import type { Expressions } from "./express.ts";
import { formatCall } from "./text.ts";

type Attribute = Extract<Expression, { kind: "attribute" }>;

export function listMethod(e: Expressions, { of, name }: Attribute, args: readonly Argument[]): string | undefined {
  const list = e.atom(of);
  const [first, second] = args.map(({ value }) => e.of(value));
  const holdsObjects = !isNumber(e.element(of)) && !["string", "any", "module", "tensor"].includes(e.element(of).is);
  switch (name) {
    case "append":
      return `${list}.push(${first})`;
    case "appendleft":
      return `${list}.unshift(${first})`;
    case "popleft":
      return `${list}.shift()!`;
    case "extend":
      return `${list}.push(...${e.iterable(args[0]!.value)})`;
    case "insert":
      return `${list}.splice(${first}, 0, ${second})`;
    case "pop":
      if (e.context.checks("index"))
        return `${e.context.python("pop")}(${[e.of(of), ...(first === undefined ? [] : [first])].join(", ")})`;
      return first === undefined
        ? `${list}.pop()!`
        : first === "0"
          ? `${list}.shift()!`
          : `${list}.splice(${first}, 1)[0]!`;
    case "remove":
      if (holdsObjects || e.context.checks("value")) return `${e.context.python("remove")}(${e.of(of)}, ${first})`;
      return `${list}.splice(${list}.indexOf(${first}), 1)`;
    case "index":
      if (holdsObjects || e.context.checks("value")) return `${e.context.python("indexOf")}(${e.of(of)}, ${first})`;
      return `${list}.indexOf(${first}${second === undefined ? "" : `, ${second}`})`;
    case "count":
      if (holdsObjects) return `${list}.filter((value) => ${e.context.python("equals")}(value, ${first})).length`;
      return `${list}.filter((value) => value === ${first}).length`;
    case "copy":
      return `[...${list}]`;
    case "clear":
      return `${list}.length = 0`;
    case "sort":
      return `${list}.sort(${comparator(e, e.element(of), args)})`;
    default:
      return undefined;
  }
}

const SETS: Readonly<Record<string, string>> = {
  remove: "delete",
  discard: "delete",
  issubset: "isSubsetOf",
  issuperset: "isSupersetOf",
  isdisjoint: "isDisjointFrom",
  symmetric_difference: "symmetricDifference",
};

export function setMethod(e: Expressions, { of, name }: Attribute, args: readonly Argument[]): string | undefined {
  const [argument] = args.map(({ value }) => value);
  const set = e.atom(of);
  if (name === "copy") return `new Set(${set})`;
  if (name === "pop") return `((value) => (${set}.delete(value), value))([...${set}][0]!)`;
  if (name === "update") return `for (const value of ${e.iterable(argument!)}) ${set}.add(value)`;
  const other = ["union", "intersection", "difference", "symmetric_difference", "issubset", "issuperset", "isdisjoint"];
  if (argument !== undefined && other.includes(name)) {
    const given = e.is(argument, "set") ? e.of(argument) : `new Set(${e.iterable(argument)})`;
    return `${set}.${SETS[name] ?? name}(${given})`;
  }
  const method = SETS[name];
  return method === undefined ? undefined : `${set}.${method}(${argument === undefined ? "" : e.of(argument)})`;
}

const STRINGS: Readonly<Record<string, string>> = {
  lower: "toLowerCase",
  upper: "toUpperCase",
  strip: "trim",
  lstrip: "trimStart",
  rstrip: "trimEnd",
  startswith: "startsWith",
  endswith: "endsWith",
  find: "indexOf",
  ljust: "padEnd",
  rjust: "padStart",
};

/** These are functions of `python`, which take the string first. */
const OF_PYTHON = new Set(
  "capitalize title swapcase center zfill partition rpartition rsplit islower isupper".split(" "),
);

export function stringMethod(e: Expressions, { of, name }: Attribute, args: readonly Argument[]): string | undefined {
  const text = e.atom(of);
  const given = args.map(({ value }) => e.of(value));
  const [first, second] = given;
  if (OF_PYTHON.has(name)) return `${e.context.python(name)}(${[e.of(of), ...given].join(", ")})`;
  switch (name) {
    case "format":
      return formatCall(e, of, args);
    case "join":
      return `${e.array(args[0]!.value)}.join(${e.of(of)})`;
    case "split": {
      const most = args.find((each) => each.name === "maxsplit" || (each.name === undefined && each === args[1]));
      const separator = args.find((each) => each.name !== "maxsplit" && each !== most)?.value;
      const isNone = separator === undefined || (separator.kind === "constant" && separator.value === null);
      if (isNone || most !== undefined)
        return `${e.context.python("split")}(${[e.of(of), ...(isNone && most === undefined ? [] : [isNone ? "null" : e.of(separator)]), ...(most === undefined ? [] : [e.of(most.value)])].join(", ")})`;
      return `${text}.split(${first})`;
    }
    case "splitlines":
      return `${text}.split("\\n")`;
    case "count":
      return `(${text}.split(${first}).length - 1)`;
    case "isdigit":
    case "isnumeric":
    case "isdecimal":
      return `/^\\d+$/.test(${text})`;
    case "isalpha":
      return `/^\\p{L}+$/u.test(${text})`;
    case "isalnum":
      return `/^[\\p{L}\\d]+$/u.test(${text})`;
    case "isspace":
      return `/^\\s+$/.test(${text})`;
    case "rfind":
    case "rindex":
      return `${text}.lastIndexOf(${given.join(", ")})`;
    case "index":
      if (e.context.checks("value")) return `${e.context.python("find")}(${e.of(of)}, ${first})`;
      return `${text}.indexOf(${given.join(", ")})`;
    case "removeprefix":
      return `(${text}.startsWith(${first}) ? ${text}.slice(${e.atom(args[0]!.value)}.length) : ${text})`;
    case "removesuffix":
      return `(${text}.endsWith(${first}) ? ${text}.slice(0, ${text}.length - ${e.atom(args[0]!.value)}.length) : ${text})`;
    case "startswith":
    case "endswith": {
      const method = STRINGS[name]!;
      if (args[0]!.value.kind === "tuple") return `${e.of(args[0]!.value)}.some((each) => ${text}.${method}(each))`;
      return `${text}.${method}(${given.join(", ")})`;
    }
    case "replace":
      if (args.length > 2) return `${e.context.python("split")}(${e.of(of)}, ${first}, ${given[2]!}).join(${second!})`;
      return `${text}.replaceAll(${given.join(", ")})`;
    default: {
      const method = STRINGS[name];
      if (method === undefined) return undefined;
      if (method.startsWith("trim") && first !== undefined && first !== "null") {
        const side = { trimStart: ', "start"', trimEnd: ', "end"' }[method] ?? "";
        return `${e.context.python("strip")}(${e.of(of)}, ${first}${side})`;
      }
      return `${text}.${method}(${method.startsWith("trim") ? "" : given.join(", ")})`;
    }
  }
}
