/** Checks a client's JSON before it is parsed, so that values too deep or too large for the code behind it are never created. */

/**
 * `JSON.parse` accepts any depth, but `JSON.stringify` overflows the stack at a few thousand levels. Real clients never come near this
 * limit.
 */
const DEEPEST = 500;

/** Whether brackets are nested more deeply than is accepted here. */
export function isTooDeep(json: string): boolean {
  if (json.length <= 2 * DEEPEST) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const unit = json.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(json, at + 1);
    else if (unit === SQUARE || unit === CURLY) {
      if (++depth > DEEPEST) return true;
    } else if (unit === SQUARE + 2 || unit === CURLY + 2) depth--;
  }
  return false;
}

/** The index of the quote that ends a string. */
function endOfString(json: string, from: number): number {
  for (let at = json.indexOf('"', from); at >= 0; at = json.indexOf('"', at + 1)) {
    let before = at;
    while (json.charCodeAt(before - 1) === BACKSLASH) before--;
    if ((at - before) % 2 === 0) return at;
  }
  return json.length;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SQUARE = 0x5b;
const CURLY = 0x7b;

/** A lone surrogate as `JSON.stringify` writes it; the backslashes before it may be an escaped backslash of the text. */
const HALF = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/**
 * JSON in which every string is well-formed Unicode: Python clients cannot save a notebook that holds a lone surrogate.
 *
 * @example wellFormedJson({ text: "😀"[0] }) // {"text":"\ufffd"}
 */
export function wellFormedJson(value: unknown): string {
  const json = JSON.stringify(value);
  return json.includes("\\ud") ? json.replace(HALF, "$1\\ufffd") : json;
}
