/** What is looked at before a client's JSON is parsed: what is too deep or too large for the code behind it is never made. */

/** `JSON.parse` takes any depth, `JSON.stringify` overflows the stack at some thousand. No message of a real client comes near. */
const DEEPEST = 500;

/** Whether brackets are nested deeper than anything that is parsed here. */
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

/** The place of the quote that ends a string. */
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

/** Half of a character, as `JSON.stringify` writes it; what stands before it may be a backslash that is text. */
const HALF = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/**
 * JSON in which every string is well-formed Unicode: clients of Python cannot write a notebook that holds half a character.
 *
 * @example wellFormedJson({ text: "😀"[0] }) // {"text":"\ufffd"}
 */
export function wellFormedJson(value: unknown): string {
  const json = JSON.stringify(value);
  return json.includes("\\ud") ? json.replace(HALF, "$1\\ufffd") : json;
}
