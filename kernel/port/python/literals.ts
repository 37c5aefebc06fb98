/** Python's string literals: their values, and the parts of those with braces. */
import type { Expression, FormatPart } from "./tree.ts";

/** Parses the text between braces. */
type Parse = (text: string, at: number) => Expression;

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\u0007",
  b: "\b",
  f: "\f",
  v: "\v",
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

function unquoted(literal: string): { readonly isRaw: boolean; readonly text: string } {
  const [, prefix = "", quote = ""] = /^(\w*)("""|'''|"|')/.exec(literal) ?? [];
  const start = prefix.length + quote.length;
  return { isRaw: /r/i.test(prefix), text: literal.slice(start, literal.length - quote.length) };
}

function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([0-7]{1,3})|([^]))/gi,
    (whole, x?: string, u?: string, long?: string, octal?: string, other?: string) => {
      const hex = x ?? u ?? long;
      if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
      if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
      return ESCAPES[other ?? ""] ?? whole;
    },
  );
}

export function stringValue(literal: string): string {
  const { isRaw, text } = unquoted(literal);
  return isRaw ? text : unescaped(text);
}

/** The parts of an f-string literal. */
export function formatParts(literal: string, at: number, parse: Parse): FormatPart[] {
  const { isRaw, text } = unquoted(literal);
  return bracedParts(text, isRaw ? (piece) => piece : unescaped, at, parse);
}

/** The parts of a text with braces; `{{` and `}}` stand for single braces. */
export function bracedParts(text: string, plain: (piece: string) => string, at: number, parse: Parse): FormatPart[] {
  const parts: FormatPart[] = [];
  let piece = "";
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if ((char === "{" || char === "}") && text[i + 1] === char) {
      piece += char;
      i++;
    } else if (char === "{") {
      if (piece !== "") parts.push(plain(piece));
      piece = "";
      const end = closing(text, i);
      parts.push(replacement(text.slice(i + 1, end), plain, at, parse));
      i = end;
    } else piece += char;
  }
  if (piece !== "") parts.push(plain(piece));
  return parts;
}

function replacement(text: string, plain: (piece: string) => string, at: number, parse: Parse): FormatPart {
  const colon = outside(text, (char, i) => char === ":" && text[i + 1] !== "=");
  const head = colon < 0 ? text : text.slice(0, colon);
  const [, expression = "", label = "", conversion = ""] = /^([^]*?)(\s*=\s*)?(?:!([rsa]))?$/.exec(head)!;
  const isLabelled = label !== "" && !/[=!<>]$/.test(expression);
  const source = isLabelled || label === "" ? expression : head;
  return {
    value: parse(source.trim(), at),
    conversion,
    spec: colon < 0 ? [] : bracedParts(text.slice(colon + 1), plain, at, parse),
    label: isLabelled ? expression + label : "",
  };
}

/** The brace that closes the one at `start`. */
function closing(text: string, start: number): number {
  const end = outside(text.slice(start + 1), (char) => char === "}");
  return end < 0 ? text.length : start + 1 + end;
}

/** The index of a matching character outside strings and brackets. */
function outside(text: string, fits: (char: string, i: number) => boolean): number {
  let depth = 0;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote !== "") {
      if (char === quote) quote = "";
      continue;
    }
    if (depth === 0 && fits(char, i)) return i;
    if (char === '"' || char === "'") quote = char;
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
  }
  return -1;
}
