/** Python's format mini-language: https://docs.python.org/3/library/string.html#format-specification-mini-language */

interface Spec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly width: string;
  readonly comma: boolean;
  readonly precision: string;
  readonly type: string;
}

const SPEC = /^(?:(.)?([<>^=]))?([-+ ])?#?(0)?(\d*|\$\{[^}]*\})(,|_)?(?:\.(\d+|\$\{[^}]*\}))?([a-zA-Z%])?$/;

export function readSpec(text: string): Spec | undefined {
  const found = SPEC.exec(text);
  if (found === null) return undefined;
  const [, fill = " ", align = "", sign = "", zero, width = "", comma, precision = "", type = ""] = found;
  return {
    fill: zero === undefined ? fill : "0",
    align: align === "" && zero !== undefined ? "=" : align,
    sign,
    width,
    comma: comma !== undefined,
    precision,
    type,
  };
}

const amount = (text: string): string => text.replace(/^\$\{(.*)\}$/, "$1");

/** A TypeScript expression that formats `value`, which may be a number or not. */
export function formatted(value: string, isNumber: boolean, spec: Spec): string {
  const { fill, align, sign, width, comma, precision, type } = spec;
  const asNumber = isNumber || "fFeEgGd%xXob".includes(type || "s");
  let text = numeral(value, asNumber, type, amount(precision), comma);
  if (sign === "+" || sign === " ") text = `(${value} < 0 ? "" : ${JSON.stringify(sign)}) + ${text}`;
  if (width === "" || width === "0") return text;
  const pad = fill === " " ? "" : `, ${JSON.stringify(fill)}`;
  const size = amount(width);
  const whole = /^[\w.]+\([^()]*\)$|^"[^"]*"$/.test(text) || sign === "" ? text : `(${text})`;
  if (align === "^")
    return `${whole}.padStart(Math.floor((${size} + ${whole}.length) / 2)${pad}).padEnd(${size}${pad})`;
  const isLeft = align === "<" || (align === "" && !asNumber);
  return `${whole}.${isLeft ? "padEnd" : "padStart"}(${size}${pad})`;
}

function numeral(value: string, isNumber: boolean, type: string, precision: string, comma: boolean): string {
  switch (type) {
    case "f":
    case "F":
      return comma ? grouped(value, precision || "6") : `${value}.toFixed(${precision || "6"})`;
    case "e":
      // JavaScript writes e-5 where Python writes e-05.
      return `${value}.toExponential(${precision || "6"}).replace(/e([+-])(\\d)$/, "e$10$2")`;
    case "%":
      return `\`\${(${value} * 100).toFixed(${precision || "6"})}%\``;
    case "x":
      return `${value}.toString(16)`;
    case "X":
      return `${value}.toString(16).toUpperCase()`;
    case "o":
      return `${value}.toString(8)`;
    case "b":
      return `${value}.toString(2)`;
    case "g":
      return `String(Number(${value}.toPrecision(${precision || "6"})))`;
    default:
      if (comma) return grouped(value, "0");
      if (precision !== "")
        return isNumber
          ? `String(Number(${value}.toPrecision(${precision})))`
          : `String(${value}).slice(0, ${precision})`;
      return `String(${value})`;
  }
}

function grouped(value: string, digits: string): string {
  const options = `{ minimumFractionDigits: ${digits}, maximumFractionDigits: ${digits} }`;
  return `${value}.toLocaleString("en-US"${digits === "0" ? "" : `, ${options}`})`;
}

/** Escapes the special characters of a template string. */
export const inTemplate = (text: string): string =>
  text
    .replace(/[\\`]|\$\{/g, "\\$&")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replaceAll("\n", "\\n");
