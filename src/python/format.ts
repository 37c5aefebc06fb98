/**
 * Python's format mini-language.
 * Reference: https://docs.python.org/3.12/library/string.html#format-specification-mini-language
 */
import { IndexError, KeyError, ValueError } from "./errors.ts";
import { exponential, fixed, signed } from "./float.ts";
import { repr, str } from "./text.ts";
import { getattr } from "./values.ts";

interface Spec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly isAlternate: boolean;
  readonly width: number;
  readonly group: string;
  readonly precision: number | undefined;
  readonly type: string;
}

const SPEC = /^(?:([^])?([<>^=]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/u;

/**
 * `value` formatted by the part of a format string after the colon.
 *
 * @param kind - "float" if a whole number is meant as a float, as for `str`.
 * @throws ValueError if Python has no such format.
 * @example
 * format(1234.5, ">+12,.2f"); // "   +1,234.50"
 */
export function format(value: unknown, spec: string, kind = ""): string {
  if (spec === "") return str(value, kind);
  const found = SPEC.exec(spec);
  if (found === null) throw new ValueError(`Invalid format specifier '${spec}'`);
  const [, fill, align, sign = "-", alternate, zero, width, group = "", precision, type = ""] = found;
  const read: Spec = {
    fill: fill ?? (zero === undefined ? " " : "0"),
    align: align ?? (zero === undefined ? "" : "="),
    sign,
    isAlternate: alternate !== undefined,
    width: Number(width ?? 0),
    group,
    precision: precision === undefined ? undefined : Number(precision),
    type,
  };
  const own = typeof value === "boolean" ? Number(value) : scalar(value);
  if (typeof own === "number" && type !== "s") return ofNumber(own, read, kind === "float" || !Number.isInteger(own));
  const text = str(value, kind);
  return padded(read.precision === undefined ? text : Array.from(text).slice(0, read.precision).join(""), read, "<");
}

/** A tensor of one element is formatted as its number. */
function scalar(value: unknown): unknown {
  const item = (value as { item?: unknown } | undefined | null)?.item;
  return typeof item === "function" ? (item.call(value) as unknown) : value;
}

function ofNumber(x: number, spec: Spec, isFloat: boolean): string {
  const isNegative = x < 0 || (Object.is(x, -0) && isFloat);
  const sign = isNegative ? "-" : spec.sign === "-" ? "" : spec.sign;
  const [prefix, digits, tail] = parts(Math.abs(x), spec, isFloat);
  const lead = sign + prefix;
  if (spec.align === "=" && spec.fill === "0") {
    const room = spec.width - lead.length - tail.length;
    return lead + grouped(digits, spec, room) + tail;
  }
  const text = grouped(digits, spec, 0) + tail;
  if (spec.align === "=") return lead + spec.fill.repeat(Math.max(spec.width - lead.length - text.length, 0)) + text;
  return padded(lead + text, spec, ">");
}

const BASES: Readonly<Record<string, readonly [base: number, prefix: string]>> = {
  b: [2, "0b"],
  o: [8, "0o"],
  x: [16, "0x"],
  X: [16, "0X"],
};

/** The sign and prefix, the digits before the point, and the rest. */
function parts(x: number, spec: Spec, isFloat: boolean): readonly [prefix: string, digits: string, tail: string] {
  const base = BASES[spec.type];
  if (base !== undefined) {
    const digits = BigInt(x).toString(base[0]);
    return [spec.isAlternate ? base[1] : "", spec.type === "X" ? digits.toUpperCase() : digits, ""];
  }
  if (spec.type === "c") return ["", "", String.fromCodePoint(x)];
  if (spec.type === "d" || (!isFloat && (spec.type === "" || spec.type === "n") && spec.precision === undefined))
    return ["", BigInt(Math.trunc(x)).toString(), ""];
  if (!Number.isFinite(x)) return ["", "", /[EFG]/.test(spec.type) ? str(x).toUpperCase() : str(x)];
  const text = real(x, spec);
  const end = /^\d+/.exec(text)![0].length;
  return ["", text.slice(0, end), text.slice(end)];
}

function real(x: number, { type, precision, isAlternate }: Spec): string {
  const digits = precision ?? 6;
  switch (type) {
    case "f":
    case "F":
      return fixed(x, digits) + (isAlternate && digits === 0 ? "." : "");
    case "%":
      return `${fixed(x * 100, digits)}%`;
    case "e":
    case "E": {
      const [mantissa, exponent] = exponential(x, digits);
      const text = `${mantissa}e${signed(exponent)}`;
      return type === "E" ? text.toUpperCase() : text;
    }
    case "":
      return precision === undefined ? str(x, "float") : general(x, Math.max(precision, 1), true, isAlternate);
    default: {
      const text = general(x, Math.max(digits, 1), false, isAlternate);
      return type === "G" ? text.toUpperCase() : text;
    }
  }
}

/** That many significant digits, in whichever notation is shorter. */
function general(x: number, digits: number, isPlain: boolean, keepsZeros: boolean): string {
  const [mantissa, exponent] = exponential(x, digits - 1);
  const short = (text: string): string => (keepsZeros || !text.includes(".") ? text : text.replace(/\.?0+$/, ""));
  if (exponent < -4 || exponent >= digits - (isPlain ? 1 : 0)) return `${short(mantissa)}e${signed(exponent)}`;
  const text = short(fixed(x, digits - 1 - exponent));
  return isPlain && !text.includes(".") ? `${text}.0` : text;
}

/** With group separators, and with leading zeros up to the width `room`. */
function grouped(digits: string, { group, type }: Spec, room: number): string {
  const size = "boxX".includes(type || "d") ? 4 : 3;
  const marked = (text: string): string =>
    group === "" ? text : text.replace(new RegExp(`\\B(?=(?:\\w{${size}})+$)`, "g"), group);
  let text = digits;
  while (marked(text).length < room) text = `0${text}`;
  return marked(text);
}

function padded(text: string, { width, fill, align }: Spec, usual: "<" | ">"): string {
  const room = Math.max(width - Array.from(text).length, 0);
  switch (align === "" || align === "=" ? usual : align) {
    case "<":
      return text + fill.repeat(room);
    case ">":
      return fill.repeat(room) + text;
    default:
      return fill.repeat(Math.floor(room / 2)) + text + fill.repeat(Math.ceil(room / 2));
  }
}

/**
 * `text % values`, for format strings that are built while a program runs.
 *
 * @throws ValueError if there are too few or too many values.
 * @example
 * percent("%d of %5.1f", [3, 2.25]); // "3 of   2.2"
 * percent("%(name)s", { name: "a" }); // a
 */
export function percent(text: string, given: readonly unknown[] | Readonly<Record<string, unknown>>): string {
  if (!Array.isArray(given))
    return text.replace(/%\((\w+)\)([^a-zA-Z%]*[a-zA-Z])|%%/g, (_whole, name: string | undefined, spec: string) => {
      if (name === undefined) return "%";
      const dict = given as Readonly<Record<string, unknown>>;
      if (!(name in dict)) throw new KeyError(`'${name}'`);
      return percent(`%${spec}`, [dict[name]]);
    });
  const values: readonly unknown[] = given;
  let next = 0;
  const done = text.replace(
    /%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?([sradiuoxXeEfFgGc%])/g,
    (_whole, flags: string, width: string | undefined, precision: string | undefined, type: string) => {
      if (type === "%") return "%";
      const amount = (given: string | undefined): string => (given === "*" ? String(values[next++]) : (given ?? ""));
      const size = amount(width);
      const digits = amount(precision);
      if (next >= values.length) throw new ValueError("not enough arguments for format string");
      const value = values[next++];
      const align = flags.includes("-") ? "<" : flags.includes("0") && !"sra".includes(type) ? "" : ">";
      const zero = align === "" ? "0" : "";
      const sign = flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
      const behind = digits === "" ? "" : `.${digits}`;
      if ("sra".includes(type)) return format(type === "s" ? str(value) : repr(value), `${align}${size}${behind}`);
      const alternate = flags.includes("#") ? "#" : "";
      const own = "diu".includes(type) ? Math.trunc(Number(value)) : value;
      return format(
        own,
        `${align}${sign}${alternate}${zero}${size}${behind}${"iu".includes(type) ? "d" : type}`,
        "float",
      );
    },
  );
  if (next < values.length) throw new ValueError("not all arguments converted during string formatting");
  return done;
}

/**
 * `text.format(...)`, for texts that are put together while a program runs.
 *
 * @throws IndexError or KeyError if a value is missing.
 * @example
 * formatText("{} and {name:.2f}", ["a"], { name: 0.5 }); // a and 0.50
 */
export function formatText(
  text: string,
  values: readonly unknown[],
  named: Readonly<Record<string, unknown>> = {},
): string {
  let next = 0;
  const valueOf = (field: string): unknown => {
    const [, head = "", path = ""] = /^(\w*)(.*)$/.exec(field) ?? [];
    const place = head === "" ? next++ : Number(head);
    let value: unknown;
    if (Number.isNaN(place)) {
      if (!(head in named)) throw new KeyError(`'${head}'`);
      value = named[head];
    } else {
      if (place >= values.length)
        throw new IndexError(`Replacement index ${place} out of range for positional args tuple`);
      value = values[place];
    }
    for (const [, attribute, key] of path.matchAll(/\.(\w+)|\[([^\]]*)\]/g))
      value = attribute === undefined ? (value as Record<string, unknown>)[key!] : getattr(value, attribute);
    return value;
  };
  return text.replace(
    /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::((?:[^{}]|\{[^{}]*\})*))?\}/g,
    (whole, field: string | undefined, conversion: string | undefined, spec = "") => {
      if (field === undefined) return whole[0]!;
      const value = valueOf(field);
      const inner = (spec as string).replace(/\{([^{}]*)\}/g, (_each, name: string) => str(valueOf(name)));
      return format(conversion === "r" ? repr(value) : conversion === "s" ? str(value) : value, inner);
    },
  );
}
