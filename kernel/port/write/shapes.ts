/** Kinds in the notation of `python.str`, which needs them only to recognise floats and tuples. */
import type { Kind } from "../kinds/kinds.ts";

/** Undefined if the value itself is enough. */
export function shapeOf(kind: Kind): string | undefined {
  const text = words(kind, 0);
  return /float|\(/.test(text) ? text : undefined;
}

/** Only keys that are words can be told apart; the others hold what they are. */
function fieldsOf(fields: ReadonlyMap<string, Kind> | undefined, inner: (kind: Kind) => string): string {
  const known = [...(fields ?? [])].flatMap(([name, kind]) => {
    const text = inner(kind);
    return /float|\(/.test(text) && /^\w+$/.test(name) ? [`${name}: ${text}`] : [];
  });
  return known.length === 0 ? "any" : `<${known.join(", ")}>`;
}

function words(kind: Kind, depth: number): string {
  if (depth > 5) return "any";
  const inner = (each: Kind): string => words(each, depth + 1);
  switch (kind.is) {
    case "array":
      return kind.isMixed && kind.holds !== "int" ? "float" : "any";
    case "either":
      return inner(kind.number);
    case "float":
      return kind.isRough ? "any" : "float";
    case "list":
      return `[${inner(kind.of)}]`;
    case "set":
      return `{${inner(kind.of)}}`;
    case "object":
      return fieldsOf(kind.fields, inner);
    case "dict":
      if (kind.isRecord && kind.fields !== undefined) return fieldsOf(kind.fields, inner);
      return `{${inner(kind.key)}: ${inner(kind.of)}}`;
    case "tuple":
      return kind.isLong === true
        ? `(${inner(kind.items[0]!)}...)`
        : `(${kind.items.map((item) => inner(item)).join(", ")})`;
    case "string":
      return "str";
    case "int":
      return "int";
    default:
      return "any";
  }
}
