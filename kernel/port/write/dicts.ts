/** Dicts: objects if their keys are strings, otherwise maps. */
import type { DictKind, Kind } from "../kinds/kinds.ts";
import { isNumber } from "../kinds/kinds.ts";
import type { Argument, Expression } from "../python/tree.ts";
import type { Expressions } from "./express.ts";

type Attribute = Extract<Expression, { kind: "attribute" }>;

/** The class of a map; keys that are lists are compared by their contents. */
export function mapClass(e: Expressions, key: Kind): string {
  return hasLists(key) ? e.context.python("Dict") : "Map<any, any>";
}

const hasLists = ({ is }: Kind): boolean => is === "tuple" || is === "list" || is === "other";

export function dictLiteral(e: Expressions, { entries }: Extract<Expression, { kind: "dict" }>, kind: Kind): string {
  if (kind.is !== "dict" || kind.isRecord) {
    const inner = entries.map(([key, value]) =>
      key === undefined ? `...${e.atom(value)}` : `${recordKey(e, key)}: ${e.of(value)}`,
    );
    return `{ ${inner.join(", ")} }`;
  }
  const inner = entries.map(([key, value]) =>
    key === undefined ? `...${entriesOf(e, value)}` : `[${e.of(key)}, ${e.of(value)}]`,
  );
  return `new ${mapClass(e, kind.key)}(${inner.length === 0 ? "" : `[${inner.join(", ")}]`})`;
}

function recordKey(e: Expressions, key: Expression): string {
  return key.kind === "string" || (key.kind === "number" && /^\d+$/.test(key.text)) ? e.of(key) : `[${e.of(key)}]`;
}

/** A dict from a TypeScript expression that iterates over pairs. */
export function dictFrom(e: Expressions, pairs: string, kind: Kind): string {
  return kind.is !== "dict" || kind.isRecord
    ? `Object.fromEntries(${pairs})`
    : `new ${mapClass(e, kind.key)}(${pairs})`;
}

/** `{**a, **b}` and `a | b` for maps. */
function entriesOf(e: Expressions, dict: Expression): string {
  const kind = e.kind(dict);
  return kind.is === "dict" && kind.isRecord ? `Object.entries<any>(${e.of(dict)})` : e.atom(dict);
}

/** The value that a dict has for a key. */
export function dictItem(e: Expressions, of: Expression, key: string, kind: DictKind): string {
  if (e.context.checks("key") && kind.makes === undefined) return `${e.context.python("lookup")}(${e.of(of)}, ${key})`;
  if (kind.isRecord) return `${of.kind === "dict" ? `(${e.of(of)} as Record<string, any>)` : e.atom(of)}[${key}]`;
  return kind.makes === undefined ? `${e.atom(of)}.get(${key})!` : `${e.atom(of)}.get(${key})`;
}

export function setDictItem(e: Expressions, of: Expression, key: string, value: string, kind: DictKind): string {
  return kind.isRecord ? `${e.atom(of)}[${key}] = ${value};` : `${e.atom(of)}.set(${key}, ${value});`;
}

export function deleteDictItem(e: Expressions, of: Expression, key: string, kind: DictKind): string {
  return kind.isRecord ? `delete ${e.atom(of)}[${key}];` : `${e.atom(of)}.delete(${key});`;
}

export function dictHas(e: Expressions, of: Expression, key: string, kind: DictKind): string {
  return kind.isRecord ? `Object.hasOwn(${e.of(of)}, ${key})` : `${e.atom(of)}.has(${key})`;
}

export function dictSize(e: Expressions, of: Expression, kind: DictKind): string {
  return kind.isRecord ? `Object.keys(${e.of(of)}).length` : `${e.atom(of)}.size`;
}

export function dictKeys(e: Expressions, of: Expression, kind: DictKind): string {
  return kind.isRecord ? `Object.keys(${e.of(of)})` : `${e.atom(of)}.keys()`;
}

function dictValues(e: Expressions, of: Expression, kind: DictKind): string {
  if (!kind.isRecord) return `${e.atom(of)}.values()`;
  return `Object.values${isOpen(of, kind) ? "<any>" : ""}(${e.of(of)})`;
}

/** Whether TypeScript does not know the type of a dict's values. */
const isOpen = (of: Expression, { of: { is } }: DictKind): boolean =>
  ["any", "other", "list", "none", "array"].includes(is) || of.kind === "call";

function dictItems(e: Expressions, of: Expression, kind: DictKind): string {
  if (!kind.isRecord) return e.of(of);
  return `Object.entries${isOpen(of, kind) ? "<any>" : ""}(${e.of(of)})`;
}

export function dictMethod(
  e: Expressions,
  { of, name }: Attribute,
  args: readonly Argument[],
  kind: DictKind,
): string | undefined {
  const dict = e.atom(of);
  const [first, second] = args.map(({ value }) => e.of(value));
  const { isRecord } = kind;
  switch (name) {
    case "items":
      return dictItems(e, of, kind);
    case "keys":
      return dictKeys(e, of, kind);
    case "values":
      return dictValues(e, of, kind);
    case "get": {
      const found = isRecord
        ? `${dict}[${first}]`
        : kind.makes === "default"
          ? `(${dict}.has(${first}) ? ${dict}.get(${first}) : undefined)`
          : `${dict}.get(${first})`;
      return second === undefined
        ? isNumber(kind.of) && kind.makes === "counter"
          ? found
          : `${found} ?? null`
        : `${found} ?? ${second}`;
    }
    case "setdefault":
      if (isRecord) return `(${dict}[${first}] ??= ${second ?? "null"})`;
      return `(${dict}.has(${first}) || ${dict}.set(${first}, ${second ?? "null"}), ${dict}.get(${first})!)`;
    case "pop": {
      e.context.needs("python");
      return `python.take(${dict}, ${args.map(({ value }) => e.of(value)).join(", ")})`;
    }
    case "popitem":
      return `${e.context.python("takeLast")}(${dict})`;
    case "update": {
      const named = args.filter((each) => each.name !== undefined);
      const record =
        named.length === 0 ? undefined : `{ ${named.map((each) => `${each.name!}: ${e.of(each.value)}`).join(", ")} }`;
      const [source] = args.filter((each) => each.name === undefined);
      if (kind.makes === "counter" && !isRecord) return `${dict}.update(${first})`;
      if (!isRecord)
        return `for (const [key, value] of ${source === undefined ? `Object.entries(${record!})` : entriesOf(e, source.value)}) ${dict}.set(key, value)`;
      const given =
        source === undefined
          ? []
          : [e.is(source.value, "dict", "any") ? e.of(source.value) : `Object.fromEntries(${e.of(source.value)})`];
      return `Object.assign(${[dict, ...given, ...(record === undefined ? [] : [record])].join(", ")})`;
    }
    case "copy":
      if (!isRecord) return `new ${mapClass(e, kind.key)}(${dict})`;
      return `{ ...${dict} }`;
    case "clear":
      return isRecord ? `for (const key of Object.keys(${dict})) delete ${dict}[key]` : undefined;
    case "most_common":
      return `${dict}.mostCommon(${first ?? ""})`;
    default:
      return undefined;
  }
}
