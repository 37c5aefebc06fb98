/** Text with values in it: f-strings, `%`, `format`, and what `print` and `str` write. */
import { bracedParts } from "../python/literals.ts";
import { parseExpression } from "../python/parse-expression.ts";
import { ANY, elementOf, isNumber, isOptional, methodOf, plain } from "../kinds/kinds.ts";
import type { Argument, Expression, FormatPart } from "../python/tree.ts";
import type { Expressions } from "./express.ts";
import { shapeOf } from "./shapes.ts";

type Value = Exclude<FormatPart, string>;

export function template(e: Expressions, parts: readonly FormatPart[]): string {
  if (parts.every((part) => typeof part === "string")) return JSON.stringify(parts.join(""));
  const inner = parts.map((part) =>
    typeof part === "string" ? inTemplate(part) : `${inTemplate(part.label)}\${${formatted(e, part)}}`,
  );
  return `\`${inner.join("")}\``;
}

/** Escapes the special characters of a template string. */
const inTemplate = (text: string): string =>
  text
    .replace(/[\\`]|\$\{/g, "\\$&")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replaceAll("\n", "\\n")
    .replace(/\p{Cc}/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);

/**
 * A value as Python prints it, if JavaScript would print it differently: `True`, `1.0`, `[1, 2]`. Numbers from tensors are hardly ever
 * whole, and values of unknown kind are left as they are.
 */
export function shown(e: Expressions, value: Expression): string {
  const kind = plain(e.kind(value));
  if (isOptional(kind)) return str(e, value);
  switch (kind.is) {
    case "error":
      return `${e.atom(value)}.message`;
    case "float":
      return kind.isRough ? e.of(value) : str(e, value);
    case "bool":
    case "none":
    case "list":
    case "tuple":
    case "dict":
    case "set":
    case "class":
      return str(e, value);
    case "array":
      return kind.isMixed ? str(e, value) : e.of(value);
    case "either":
    case "other":
    case "object":
      return str(e, value);
    case "any":
      // Its class may say how it is written.
      return e.context.kinds.hasMethod("__repr__") || e.context.kinds.hasMethod("__str__")
        ? str(e, value)
        : e.of(value);
    case "instance":
      if (kind.info.family === "error" && methodOf(kind.info, "__str__") === undefined)
        return `${e.atom(value)}.message`;
      if (kind.info.family === "enum") return str(e, value);
      return ["__str__", "__repr__"].some((name) => methodOf(kind.info, name) !== undefined)
        ? `String(${e.of(value)})`
        : e.of(value);
    default:
      return e.of(value);
  }
}

function str(e: Expressions, value: Expression, name = "str"): string {
  const shape = shapeOf(plain(e.kind(value)));
  return `${e.context.python(name)}(${e.of(value)}${shape === undefined ? "" : `, ${JSON.stringify(shape)}`})`;
}

/** Converts any value to a string. */
export function asText(e: Expressions, value: Expression): string {
  const kind = e.kind(value);
  if (kind.is === "string" || kind.is === "error") return shown(e, value);
  if (kind.is === "array" && !kind.isMixed) return `${e.atom(value)}.toString()`;
  const text = shown(e, value);
  return text === e.of(value) ? `String(${text})` : text;
}

/** `repr(x)` */
export function represented(e: Expressions, value: Expression): string {
  const kind = e.kind(value);
  if (kind.is === "tensor" || kind.is === "int" || kind.is === "module") return `String(${e.of(value)})`;
  return str(e, value, "repr");
}

/** Kinds that `str` and `repr` write differently. */
const QUOTED = ["string", "any", "other", "instance", "error"] as const;

export function formatted(e: Expressions, { value, spec, conversion, label }: Value): string {
  const text = spec.map((each) => (typeof each === "string" ? inTemplate(each) : `\${${e.of(each.value)}}`)).join("");
  const isFixed = spec.every((each) => typeof each === "string");
  // With `=`, a value without a format is written as `repr` writes it.
  const isRepr = conversion === "r" || (conversion === "" && label !== "" && text === "" && e.is(value, ...QUOTED));
  const own = isRepr ? represented(e, value) : conversion === "" ? undefined : asText(e, value);
  if (text === "") return own ?? shown(e, value);
  const kind = e.kind(value);
  if (own === undefined && isFixed) {
    const plain = simple(e, value, text);
    if (plain !== undefined) return plain;
  }
  const given = isFixed ? JSON.stringify(spec.join("")) : `\`${text}\``;
  const shape = kind.is === "float" && !kind.isRough ? ', "float"' : "";
  return `${e.context.python("format")}(${own ?? e.of(value)}, ${given}${own === undefined ? shape : ""})`;
}

/** Formats that are just as short in JavaScript. */
function simple(e: Expressions, value: Expression, spec: string): string | undefined {
  const kind = e.kind(value);
  const isRough = (kind.is === "float" && kind.isRough) || kind.is === "tensor" || kind.is === "any";
  const [, width, digits] = /^(\d*)\.(\d+)f$/.exec(spec) ?? [];
  if (digits !== undefined && (isRough || kind.is === "float" || kind.is === "int" || kind.is === "bool")) {
    const number =
      kind.is === "tensor" ? `${e.atom(value)}.item()` : kind.is === "bool" ? `Number(${e.of(value)})` : e.atom(value);
    const text =
      isRough || kind.is === "int"
        ? `${number}.toFixed(${digits})`
        : `${e.context.python("fixed")}(${e.of(value)}, ${digits})`;
    if (width === "" || width?.startsWith("0")) return width === "" ? text : undefined;
    return `${text}.padStart(${width})`;
  }
  if (spec === "d" && kind.is === "int") return e.of(value);
  if (spec === "s" && kind.is === "string") return e.of(value);
  const [, align = "", size] = /^([<>]?)([1-9]\d*)([sd]?)$/.exec(spec) ?? [];
  if (size === undefined) return undefined;
  if (kind.is === "string") return `${e.atom(value)}.${align === ">" ? "padStart" : "padEnd"}(${size})`;
  if (kind.is === "int") return `String(${e.of(value)}).${align === "<" ? "padEnd" : "padStart"}(${size})`;
  return undefined;
}

/** `"%d: %s" % (a, b)` */
export function percent(e: Expressions, left: Expression, right: Expression): string {
  const isSpread = right.kind !== "tuple" && e.is(right, "tuple");
  if (left.kind !== "string" || isSpread || /%(?:\(|[-+ 0#]*\*|[-+ 0#\d]*\.\*)/.test(left.value)) {
    const values =
      e.is(right, "dict") || isSpread || e.is(right, "list")
        ? e.of(right)
        : `[${e.list(right.kind === "tuple" ? right.items : [right])}]`;
    return `${e.context.python("percent")}(${e.of(left)}, ${values})`;
  }
  const values = right.kind === "tuple" ? [...right.items] : [right];
  const parts: FormatPart[] = [];
  let last = 0;
  for (const found of left.value.matchAll(/%([-+ 0#]*)(\d*)(?:\.(\d+))?([sdifeEgGrxXuoc%])/g)) {
    if (found.index > last) parts.push(left.value.slice(last, found.index));
    last = found.index + found[0].length;
    const [, flags = "", width = "", precision, type = "s"] = found;
    if (type === "%") {
      parts.push("%");
      continue;
    }
    const value = values.shift();
    if (value === undefined) return e.context.refuse(left, "a format with too few values");
    const isText = type === "s" || type === "r";
    const kept = "iu".includes(type) ? "d" : isText ? "" : type;
    const isCut = kept === "d" && !e.is(value, "int", "bool");
    const align = flags.includes("-") ? "<" : width !== "" && (isText || !flags.includes("0")) ? ">" : "";
    const sign = flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
    const zero = flags.includes("0") && align === "" ? "0" : "";
    const point = precision === undefined || kept === "d" ? "" : `.${precision}`;
    const behind = `${align}${sign}${flags.includes("#") ? "#" : ""}${zero}${width}${point}${kept}`;
    const whole: Expression = isCut ? truncated(e, value) : value;
    // Text with a width: a value that is not a string yet becomes one.
    const conversion = type === "r" ? "r" : isText && behind !== "" && !e.is(value, "string") ? "s" : "";
    parts.push({ value: whole, conversion, spec: behind === "" ? [] : [behind], label: "" });
  }
  if (last < left.value.length) parts.push(left.value.slice(last));
  return template(e, parts);
}

function truncated(e: Expressions, value: Expression): Expression {
  const of: Expression = { kind: "name", id: "int", at: value.at };
  const call: Expression = { kind: "call", of, args: [{ name: undefined, stars: 0, value }], at: value.at };
  e.context.kinds.note(of, { is: "library", path: "builtins.int" });
  e.context.kinds.note(call, { is: "int" });
  return call;
}

/** `"{:.2f}, {name}".format(x, name=y)` */
export function formatCall(e: Expressions, of: Expression, args: readonly Argument[]): string {
  if (of.kind !== "string" || args.some(({ stars }) => stars === 2)) {
    const given = args.filter(({ name, stars }) => name === undefined && stars < 2);
    const named = args.filter(({ name, stars }) => name !== undefined || stars === 2);
    const lead = given.map(({ value, stars }) => `${stars === 1 ? "..." : ""}${e.of(value)}`).join(", ");
    const rest = named.map(({ name, value, stars }) =>
      stars === 2 ? `...${e.atom(value)}` : `${name!}: ${e.of(value)}`,
    );
    return `${e.context.python("formatText")}(${e.of(of)}, [${lead}]${rest.length === 0 ? "" : `, { ${rest.join(", ")} }`})`;
  }
  const plain = args.filter(({ name }) => name === undefined);
  let next = 0;
  const numbered = (at: number): Expression | undefined => {
    const found = plain[at];
    const spread = plain.find(({ stars }) => stars === 1);
    if (found !== undefined && found.stars === 0) return found.value;
    if (spread === undefined) return undefined;
    const position = at - plain.indexOf(spread);
    const index: Expression = { kind: "number", text: String(position), at: of.at };
    const item: Expression = { kind: "index", of: spread.value, items: [index], isTuple: false, at: of.at };
    const kind = e.kind(spread.value);
    const isFixed = kind.is === "tuple" && kind.isLong !== true;
    e.context.kinds.note(item, isFixed ? (kind.items[position] ?? ANY) : elementOf(kind));
    return item;
  };
  const named = (value: Expression): Expression | undefined => {
    if (value.kind === "number") return numbered(Number(value.text));
    if (value.kind === "name") return args.find(({ name }) => name === value.id)?.value;
    const inner = value.kind === "attribute" || value.kind === "index" ? named(value.of) : undefined;
    return inner === undefined ? undefined : { ...(value as Extract<Expression, { kind: "index" }>), of: inner };
  };
  const fill = (part: FormatPart): FormatPart | undefined => {
    if (typeof part === "string") return part;
    const { value } = part;
    const found = value.kind === "unknown" && value.text === "" ? numbered(next++) : named(value);
    const spec = part.spec.map((each) => fill(each));
    return found === undefined || spec.includes(undefined)
      ? undefined
      : { ...part, value: found, spec: spec as FormatPart[] };
  };
  const filled = bracedParts(of.value, (piece) => piece, of.at, parseExpression).map((part) => fill(part));
  if (filled.includes(undefined)) return e.context.refuse(of, "a format whose values are not written out");
  return template(e, filled as FormatPart[]);
}

/** Whether a loop over it sees numbers. */
export const holdsNumbers = (e: Expressions, of: Expression): boolean => isNumber(elementOf(e.kind(of)));
