/**
 * Values as Python writes them. JavaScript has one kind of number and one kind of list, so a `kind` says what Python
 * distinguishes: `float`, `[float]`, `(int, float)`, `(float...)` for a tuple of any length, `{str: float}`, `{float}`.
 * Anything that a kind does not mention is written as what it is in JavaScript.
 * Reference: https://docs.python.org/3.12/library/functions.html#repr
 */
import { ofFloat } from "./float.ts";
import { NamedTuple } from "./named-tuple.ts";

type Shape =
  | { readonly is: "float" | "plain" }
  | { readonly is: "list" | "set"; readonly of: Shape }
  | { readonly is: "tuple"; readonly items: readonly Shape[]; readonly isLong: boolean }
  | { readonly is: "dict"; readonly key: Shape; readonly of: Shape }
  /** Attributes or keys of which each has a shape of its own: `<lr: float, betas: (float, float)>`. */
  | { readonly is: "fields"; readonly of: Readonly<Record<string, Shape>> };

/** How a value with attributes writes itself, given the kinds of its attributes. */
export const shaped: unique symbol = Symbol("a value written with the kinds of its attributes");

const PLAIN: Shape = { is: "plain" };
const shapes = new Map<string, Shape>();

function shapeOf(kind: string): Shape {
  let shape = shapes.get(kind);
  if (shape === undefined) {
    shape = readShape(kind.match(/\.\.\.|\w+|[[\](){},:<>]/g) ?? []);
    shapes.set(kind, shape);
  }
  return shape;
}

function readShape(words: string[]): Shape {
  const word = words.shift();
  switch (word) {
    case "float":
      return { is: "float" };
    case "[": {
      const of = readShape(words);
      words.shift();
      return { is: "list", of };
    }
    case "(": {
      const items: Shape[] = [];
      let isLong = false;
      while (words.length > 0 && words[0] !== ")") {
        if (words[0] === "," || words[0] === "...") isLong ||= words.shift() === "...";
        else items.push(readShape(words));
      }
      words.shift();
      return { is: "tuple", items, isLong };
    }
    case "<": {
      const of: Record<string, Shape> = {};
      while (words.length > 0 && words[0] !== ">") {
        const name = words.shift()!;
        if (name === ",") continue;
        words.shift();
        of[name] = readShape(words);
      }
      words.shift();
      return { is: "fields", of };
    }
    case "{": {
      const key = readShape(words);
      if (words.shift() !== ":") return { is: "set", of: key };
      const of = readShape(words);
      words.shift();
      return { is: "dict", key, of };
    }
    default:
      return PLAIN;
  }
}

/**
 * A value as `str` writes it.
 *
 * @param kind - What Python distinguishes and JavaScript does not.
 * @example
 * str([1, "a", true]); // "[1, 'a', True]"
 * str([1, 0.5], "[float]"); // "[1.0, 0.5]"
 */
export function str(value: unknown, kind = ""): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.message;
  return written(value, shapeOf(kind), "toString");
}

/**
 * A value as `repr` writes it: strings in quotation marks.
 *
 * @example
 * repr("ab"); // 'ab'
 */
export function repr(value: unknown, kind = ""): string {
  return written(value, shapeOf(kind), "repr");
}

function written(value: unknown, shape: Shape, method: "toString" | "repr"): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "number":
      return shape.is === "float" || !Number.isInteger(value) ? ofFloat(value) : BigInt(value).toString();
    case "boolean":
      return value ? "True" : "False";
    case "undefined":
      return "None";
    case "function":
      // Transforms are functions that say how they are written.
      if (value.toString !== Function.prototype.toString) return String(value);
      return isClass(value) ? `<class '__main__.${value.name}'>` : `<function ${value.name}>`;
    case "object":
      return value === null ? "None" : ofObject(value, shape, method);
    default:
      return String(value);
  }
}

const isClass = (value: Function): boolean => /^class\b/.test(Function.prototype.toString.call(value));

function ofObject(value: object, shape: Shape, method: "toString" | "repr"): string {
  const each = (values: Iterable<unknown>, of: (i: number) => Shape): string[] =>
    Array.from(values, (item, i) => written(item, of(i), "repr"));
  if (value instanceof NamedTuple) {
    const own = [...(method === "repr" ? ["repr"] : []), "toString"].find(
      (name) => name in value.constructor.prototype && value[name] !== Array.prototype.toString,
    );
    if (own !== undefined) return String((value[own] as () => unknown).call(value));
    const items = each(value, (i) => (shape.is === "tuple" ? shape.items[shape.isLong ? 0 : i] : undefined) ?? PLAIN);
    return `${value.constructor.name}(${items.map((item, i) => `${value._fields[i]!}=${item}`).join(", ")})`;
  }
  if (Array.isArray(value)) {
    // Lists of lists of floats, however deep.
    const inner = shape.is === "list" ? shape.of : shape.is === "float" ? shape : PLAIN;
    if (shape.is !== "tuple") return `[${each(value, () => inner).join(", ")}]`;
    const items = each(value, (i) => shape.items[shape.isLong ? 0 : i] ?? PLAIN);
    return items.length === 1 ? `(${items[0]!},)` : `(${items.join(", ")})`;
  }
  if (value instanceof Set)
    return value.size === 0 ? "set()" : `{${each(value, () => (shape.is === "set" ? shape.of : PLAIN)).join(", ")}}`;
  const isRecord = Object.getPrototypeOf(value) === Object.prototype;
  if (value instanceof Map || isRecord) {
    const [key, of] = shape.is === "dict" ? [shape.key, shape.of] : [PLAIN, PLAIN];
    const shapeOfKey = (name: unknown): Shape => (shape.is === "fields" ? (shape.of[name as string] ?? PLAIN) : of);
    const entries: (readonly [unknown, unknown])[] = value instanceof Map ? [...value] : Object.entries(value);
    return `{${entries.map(([k, v]) => `${written(k, key, "repr")}: ${written(v, shapeOfKey(k), "repr")}`).join(", ")}}`;
  }
  if (shape.is === "fields" && shaped in value) {
    const write = (each: unknown, name: string): string => written(each, shape.of[name] ?? PLAIN, "repr");
    return (value[shaped] as (write: (each: unknown, name: string) => string) => string).call(value, write);
  }
  if (value instanceof Error) return `${value.name}(${value.message === "" ? "" : quoted(value.message)})`;
  const own = (value as { repr?: unknown }).repr;
  if (method === "repr" && typeof own === "function") return String(own.call(value));
  const shown = (value as { toString: unknown }).toString;
  if (typeof shown === "function" && shown !== Object.prototype.toString) return String(shown.call(value));
  return `<${value.constructor.name} object>`;
}

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text.replace(/[\\\p{Cc}]/gu, (char) => {
    return ESCAPES[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
  return mark + (mark === "'" ? inner.replaceAll("'", "\\'") : inner) + mark;
}
