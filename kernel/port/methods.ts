/** Methods of Python's lists, dicts, sets and strings. Undefined: the same in JavaScript. */
import type { Expressions } from "./express.ts";
import { bracedParts } from "./literals.ts";
import { parseExpression } from "./parse.ts";
import type { Kind } from "./kinds.ts";
import { ANY, elementOf, isNumber } from "./kinds.ts";
import type { Argument, Expression, FormatPart } from "./tree.ts";

type Attribute = Extract<Expression, { kind: "attribute" }>;

export function listMethod(e: Expressions, { of, name }: Attribute, args: readonly Argument[]): string | undefined {
  const list = e.atom(of);
  const [first, second] = args.map(({ value }) => e.of(value));
  switch (name) {
    case "append":
      return `${list}.push(${first})`;
    case "extend":
      return `${list}.push(...${first})`;
    case "insert":
      return `${list}.splice(${first}, 0, ${second})`;
    case "pop":
      return first === undefined
        ? `${list}.pop()`
        : first === "0"
          ? `${list}.shift()`
          : `${list}.splice(${first}, 1)[0]`;
    case "remove":
      return `${list}.splice(${list}.indexOf(${first}), 1)`;
    case "index":
      return `${list}.indexOf(${first})`;
    case "count":
      return `${list}.filter((value) => value === ${first}).length`;
    case "copy":
      return `[...${list}]`;
    case "clear":
      return `${list}.length = 0`;
    case "sort": {
      const key = args.find((each) => each.name === "key")?.value;
      const reverse = args.find((each) => each.name === "reverse")?.value;
      const [a, b] = reverse?.kind === "constant" && reverse.value === true ? ["b", "a"] : ["a", "b"];
      if (key !== undefined) {
        const by = (one: string): string => e.applied(key, one);
        return `${list}.sort((a, b) => ${by(a!)} - ${by(b!)})`;
      }
      return isNumber(e.element(of))
        ? `${list}.sort((a, b) => ${a} - ${b})`
        : `${list}.sort()${a === "b" ? ".reverse()" : ""}`;
    }
    default:
      return undefined;
  }
}

export function dictMethod(
  e: Expressions,
  { of, name }: Attribute,
  args: readonly Argument[],
  { key, of: value }: Kind & { readonly is: "dict" },
): string | undefined {
  const dict = e.atom(of);
  const isOpen = value.is === "any" || value.is === "other" || value.is === "list" || of.kind === "call";
  const type = isOpen ? "<any>" : "";
  const [first, second] = args.map(({ value }) => e.of(value));
  const isCounted = isNumber(key);
  switch (name) {
    case "items":
      return isCounted
        ? `Object.entries${type}(${dict}).map(([key, value]) => [Number(key), value])`
        : `Object.entries${type}(${dict})`;
    case "keys":
      return isCounted ? `Object.keys(${dict}).map(Number)` : `Object.keys(${dict})`;
    case "values":
      return `Object.values${type}(${dict})`;
    case "get":
      return `${dict}[${first}]${second === undefined ? "" : ` ?? ${second}`}`;
    case "setdefault":
      return `(${dict}[${first}] ??= ${second})`;
    case "update":
      return `Object.assign(${dict}, ${args[0]?.name === undefined ? first : `{ ${args.map((each) => `${each.name!}: ${e.of(each.value)}`).join(", ")} }`})`;
    case "copy":
      return `{ ...${dict} }`;
    default:
      return undefined;
  }
}

export function setMethod(e: Expressions, { of, name }: Attribute, args: readonly Argument[]): string | undefined {
  const [first] = args.map(({ value }) => e.of(value));
  const method = { remove: "delete", discard: "delete", issubset: "isSubsetOf" }[name];
  return method === undefined ? undefined : `${e.atom(of)}.${method}(${first})`;
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
  index: "indexOf",
  replace: "replaceAll",
  ljust: "padEnd",
  rjust: "padStart",
};

export function stringMethod(e: Expressions, { of, name }: Attribute, args: readonly Argument[]): string | undefined {
  const text = e.atom(of);
  const given = args.map(({ value }) => e.of(value));
  const [first] = given;
  switch (name) {
    case "format":
      return format(e, of, args);
    case "join":
      return `${e.array(args[0]!.value)}.join(${e.of(of)})`;
    case "split":
      return first === undefined ? `${text}.trim().split(/\\s+/)` : `${text}.split(${first})`;
    case "splitlines":
      return `${text}.split("\\n")`;
    case "capitalize":
      return `${text}.charAt(0).toUpperCase() + ${text}.slice(1).toLowerCase()`;
    case "zfill":
      return `${text}.padStart(${first}, "0")`;
    case "count":
      return `(${text}.split(${first}).length - 1)`;
    case "isdigit":
      return `/^\\d+$/.test(${text})`;
    case "isalpha":
      return `/^\\p{L}+$/u.test(${text})`;
    default: {
      const method = STRINGS[name];
      if (method === undefined) return undefined;
      if (method.startsWith("trim") && first !== undefined)
        return e.context.refuse(of, `${name} of certain characters`);
      return `${text}.${method}(${given.join(", ")})`;
    }
  }
}

/** `"{:.2f}, {name}".format(x, name=y)` */
function format(e: Expressions, of: Expression, args: readonly Argument[]): string {
  if (of.kind !== "string") return e.context.refuse(of, "a format that is not written out");
  const plain = args.filter(({ name }) => name === undefined);
  let next = 0;
  const filled = bracedParts(of.value, (piece) => piece, of.at, parseExpression).map((part): FormatPart | undefined => {
    if (typeof part === "string") return part;
    const { value } = part;
    const isNumbered = value.kind === "number";
    const isNext = value.kind === "unknown";
    if (!isNumbered && !isNext) {
      const named = value.kind === "name" ? args.find(({ name }) => name === value.id) : undefined;
      return named === undefined ? undefined : { ...part, value: named.value };
    }
    const at = isNumbered ? Number(value.text) : next++;
    const found = plain[at];
    const spread = plain.find(({ stars }) => stars === 1);
    if (found !== undefined && found.stars === 0) return { ...part, value: found.value };
    if (spread === undefined) return undefined;
    const position = at - plain.indexOf(spread);
    const index: Expression = { kind: "number", text: String(position), at: of.at };
    const item: Expression = { kind: "index", of: spread.value, items: [index], isTuple: false, at: of.at };
    const kind = e.kind(spread.value);
    e.context.kinds.note(item, kind.is === "tuple" ? (kind.items[position] ?? ANY) : elementOf(kind));
    return { ...part, value: item };
  });
  if (filled.includes(undefined)) return e.context.refuse(of, "a format whose values are not written out");
  return e.template(filled as FormatPart[]);
}
