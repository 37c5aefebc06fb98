/**
 * Arrays as NumPy 2 prints them.
 * Reference: https://numpy.org/doc/2.4/reference/generated/numpy.set_printoptions.html
 */
import { exponential, fixed, ofFloat, signed } from "../float.ts";
import { each, type NdArray } from "./array.ts";
import { bool, type DType, float32, float64, int64, str } from "./dtype.ts";
import { repr } from "../text.ts";

export interface PrintOptions {
  precision: number;
  threshold: number;
  edgeitems: number;
  linewidth: number;
  suppress: boolean;
}

const usual: Readonly<PrintOptions> = { precision: 8, threshold: 1000, edgeitems: 3, linewidth: 75, suppress: false };
export const options: PrintOptions = { ...usual };

/** The shortest digits that give this number back in its type. */
function shortest(x: number, type: DType): string {
  if (type !== float32) return x.toExponential();
  for (let digits = 0; digits < 9; digits++) {
    const text = x.toExponential(digits);
    if (Math.fround(Number(text)) === x) return text;
  }
  return x.toExponential();
}

/** One element as `str` writes it. */
export function elementText(x: unknown, type: DType): string {
  if (type === str) return x as string;
  if (type === bool) return x === 0 || x === false ? "False" : "True";
  const value = x as number;
  if (!type.isFloat) return BigInt(value).toString();
  if (type === float64 || !Number.isFinite(value) || value === 0) return ofFloat(value);
  const [digits = "", power = "0"] = shortest(value, type).split("e");
  const exponent = Number(power);
  // NumPy compares in float32.
  if (exponent < -4 || exponent >= 16) return `${digits}e${signed(exponent)}`;
  const plain = plainDigits(digits, exponent);
  return plain.includes(".") ? plain : `${plain}.0`;
}

/** `1.25e2` without the exponent. */
function plainDigits(digits: string, exponent: number): string {
  const sign = digits.startsWith("-") ? "-" : "";
  const bare = digits.replace("-", "").replace(".", "");
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${bare}`;
  const whole = bare.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const rest = bare.slice(exponent + 1);
  return sign + whole + (rest === "" ? "" : `.${rest}`);
}

type Format = (x: number) => string;

/** The parts before and after the point, rounded to `precision` digits after it, without needless zeros. */
function positional(x: number, type: DType, precision: number): readonly [whole: string, rest: string] {
  const [digits = "", power = "0"] = shortest(x, type).split("e");
  let plain = plainDigits(digits, Number(power));
  if ((plain.split(".")[1]?.length ?? 0) > precision) plain = fixed(x, precision).replace(/(\.\d*?)0+$/, "$1");
  if (Object.is(x, -0)) plain = "-0";
  const [whole = "", rest = ""] = plain.split(".");
  return [whole, rest];
}

/** The same in scientific notation. */
function scientific(x: number, type: DType, precision: number): readonly [whole: string, rest: string, power: number] {
  let [digits = "", power = "0"] = shortest(x, type).split("e");
  if (Object.is(x, -0)) digits = "-0";
  if ((digits.split(".")[1]?.length ?? 0) > precision) {
    const [mantissa, exponent] = exponential(x, precision);
    [digits, power] = [mantissa.replace(/(\.\d*?)0+$/, "$1"), String(exponent)];
  }
  const [whole = "", rest = ""] = digits.split(".");
  return [whole, rest, Number(power)];
}

function floats(values: readonly number[], type: DType): Format {
  const finite = values.filter((x) => Number.isFinite(x));
  const sizes = finite.map((x) => Math.abs(x)).filter((x) => x !== 0);
  const { precision, suppress } = options;
  const [most, least] = [sizes.reduce((a, b) => Math.max(a, b), 0), sizes.reduce((a, b) => Math.min(a, b), Infinity)];
  const ratio = type === float32 ? Math.fround(most / least) : most / least;
  const isScientific = sizes.length > 0 && !suppress && (most >= 1e8 || least < 0.0001 || ratio > 1000);
  let [left, right] = [0, 0];
  let ofFinite: Format;
  if (isScientific) {
    const parts = finite.map((x) => scientific(x, type, precision));
    const digits = parts.reduce((n, [, rest]) => Math.max(n, rest.length), 0);
    const width = parts.reduce((n, [, , power]) => Math.max(n, Math.abs(power).toString().length), 2);
    left = parts.reduce((n, [whole]) => Math.max(n, whole.length), 0);
    right = width + 2 + digits;
    ofFinite = (x) => {
      let [whole, rest, power] = scientific(x, type, precision);
      // Where others have more digits, those of float32 are filled up with the number's own.
      if (type === float32 && rest.length < digits) {
        const [mantissa, exponent] = exponential(x, digits);
        [whole = "", rest = ""] = mantissa.split(".");
        power = exponent;
      }
      const exponent = `${power < 0 ? "-" : "+"}${Math.abs(power).toString().padStart(width, "0")}`;
      return `${whole.padStart(left)}.${rest.padEnd(digits, "0")}e${exponent}`;
    };
  } else {
    const parts = finite.map((x) => positional(x, type, precision));
    left = parts.reduce((n, [whole]) => Math.max(n, whole.length), 0);
    right = parts.reduce((n, [, rest]) => Math.max(n, rest.length), 0);
    ofFinite = (x) => {
      const [whole, rest] = positional(x, type, precision);
      return `${whole.padStart(left)}.${rest.padEnd(right)}`;
    };
  }
  if (finite.length < values.length) {
    const negative = values.includes(-Infinity) ? 1 : 0;
    // Both words are considered, whichever occurs.
    left = Math.max(left, 3 - (right + 1), 3 + negative - (right + 1));
  }
  return (x) => {
    if (Number.isFinite(x)) return ofFinite(x);
    const word = Number.isNaN(x) ? "nan" : x < 0 ? "-inf" : "inf";
    return word.padStart(left + right + 1);
  };
}

function formatOf(values: readonly number[], type: DType, ndim: number): Format {
  if (type === str) return (x) => repr(x as unknown as string);
  if (type === bool) return (x) => (x === 0 ? "False" : ndim === 0 ? "True" : " True");
  if (type.isFloat) return floats(values, type);
  const texts = values.map((x) => BigInt(x).toString());
  const width = texts.reduce((n, { length }) => Math.max(n, length), 0);
  return (x) => BigInt(x).toString().padStart(width);
}

/** The elements that are shown. */
function shownValues(a: NdArray, isShort: boolean): number[] {
  const found: number[] = [];
  const edge = options.edgeitems;
  const visit = (d: number, at: number): void => {
    if (d === a.ndim) {
      found.push(a.data[at]!);
      return;
    }
    const n = a.shape[d]!;
    for (let i = 0; i < n; i++)
      if (!isShort || n <= 2 * edge || i < edge || i >= n - edge) visit(d + 1, at + i * a.steps[d]!);
  };
  if (isShort) visit(0, a.offset);
  else each(a.shape, a.steps, a.offset, (at) => found.push(a.data[at]!));
  return found;
}

function written(a: NdArray, separator: string, prefix: string, suffix: string): string {
  if (a.size === 0) return "[]";
  const isShort = a.size > options.threshold;
  const format = formatOf(shownValues(a, isShort), a.dtype, a.ndim);
  const edge = options.edgeitems;
  const recurse = (d: number, at: number, indent: string, width: number): string => {
    if (d === a.ndim) return format(a.data[at]!);
    const left = a.ndim - d;
    const n = a.shape[d]!;
    const isCut = isShort && 2 * edge < n;
    const places = isCut
      ? [...Array(edge).keys(), -1, ...Array.from({ length: edge }, (_, i) => n - edge + i)]
      : [...Array(n).keys()];
    const inner = (i: number): string =>
      i < 0 ? "..." : recurse(d + 1, at + i * a.steps[d]!, `${indent} `, width - 1);
    let text = "";
    if (left === 1) {
      const room = width - Math.max(separator.trimEnd().length, 1);
      let line = indent;
      for (const [k, i] of places.entries()) {
        const word = inner(i);
        if (line.length + word.length > room && line.length > indent.length) {
          text += `${line.trimEnd()}\n`;
          line = indent;
        }
        line += word;
        if (k < places.length - 1) line += separator;
      }
      text += line;
    } else {
      const gap = separator.trimEnd() + "\n".repeat(left - 1);
      text = places.map((i) => indent + inner(i)).join(gap);
    }
    return `[${text.slice(indent.length)}]`;
  };
  return recurse(0, a.offset, ` ${" ".repeat(prefix.length)}`, options.linewidth - suffix.length);
}

/** An array as `print` writes it. */
export function arrayText(a: NdArray): string {
  if (a.ndim === 0) return elementText(a.data[a.offset], a.dtype);
  return written(a, " ", "", "");
}

const typeName = (a: NdArray): string => (a.dtype === str ? `'<U${longest(a)}'` : a.dtype.name);

function longest(a: NdArray): number {
  let most = 1;
  each(a.shape, a.steps, a.offset, (at) => (most = Math.max(most, (a.data[at] as unknown as string).length)));
  return most;
}

/** As `repr` writes it: `array([1, 2])`, and `np.float64(0.5)` for a single element. */
export function arrayRepr(a: NdArray): string {
  if (a.isScalar) {
    const [value, text] = [a.data[a.offset], elementText(a.data[a.offset], a.dtype)];
    if (a.dtype === bool) return `np.${text}`;
    if (a.dtype === str) return `np.str_(${repr(value as unknown as string)})`;
    return `np.${a.dtype.name}(${text})`;
  }
  const prefix = "array(";
  const body =
    a.ndim === 0
      ? a.dtype === str
        ? repr(a.data[a.offset] as unknown as string)
        : a.dtype.isFloat
          ? formatOf([a.data[a.offset]!], a.dtype, 0)(a.data[a.offset]!)
          : elementText(a.data[a.offset], a.dtype)
      : written(a, ", ", prefix, ")");
  const isImplied = a.dtype === int64 || a.dtype === float64 || a.dtype === bool;
  const extras: string[] = [];
  if ((a.size === 0 && (a.ndim !== 1 || a.shape[0] !== 0)) || a.size > options.threshold)
    extras.push(`shape=(${a.shape.join(", ")}${a.ndim === 1 ? "," : ""})`);
  if (!isImplied || a.size === 0) extras.push(`dtype=${typeName(a)}`);
  if (extras.length === 0) return `${prefix}${body})`;
  const text = `${prefix}${body},`;
  const behind = `${extras.join(", ")})`;
  const last = text.length - (text.lastIndexOf("\n") + 1);
  const gap = last + behind.length + 1 > options.linewidth ? `\n${" ".repeat(prefix.length)}` : " ";
  return text + gap + behind;
}

/** Sets how arrays are printed; the settings that are not named stay. */
export function setOptions(given: Partial<PrintOptions>): void {
  for (const [name, value] of Object.entries(given)) {
    if (name in usual && value !== null) (options as unknown as Record<string, unknown>)[name] = value;
    else if (name === "floatmode" || name === "formatter" || name === "sign")
      throw new TypeError(`np.setPrintoptions: ${name} is not here; precision and suppress are`);
    else if (!(name in usual) && !["nanstr", "infstr", "legacy"].includes(name))
      throw new TypeError(`set_printoptions() got an unexpected keyword argument '${name}'`);
  }
}
