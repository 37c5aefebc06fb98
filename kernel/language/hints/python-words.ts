/** Turns Python's words inside a line into TypeScript's. */

/** `no_grad` to `noGrad`. */
export const camelCase = (text: string): string =>
  text.replaceAll(/(?<=[a-z\d])_([a-z\d])/gu, (_, letter: string) => letter.toUpperCase());

/** `a and not b` to `a && !b`. */
export function condition(text: string): string {
  return expression(text)
    .replaceAll(/([\w."'[\]]+)\s+not\s+in\s+([\w.[\]]+)/gu, "!$2.includes($1)")
    .replaceAll(/([\w."'[\]]+)\s+in\s+([\w.[\]]+)/gu, "$2.includes($1)")
    .replaceAll(/\bis\s+not\b/gu, "!==")
    .replaceAll(/\bis\b/gu, "===")
    .replaceAll(/\bnot\s+/gu, "!")
    .replaceAll(/\band\b/gu, "&&")
    .replaceAll(/\bor\b/gu, "||")
    .replaceAll(/ == /gu, " === ")
    .replaceAll(/ != /gu, " !== ");
}

/** Translates Python's constants and `len`. */
export function expression(text: string): string {
  return text
    .replaceAll(/\bNone\b/gu, "null")
    .replaceAll(/\bTrue\b/gu, "true")
    .replaceAll(/\bFalse\b/gu, "false")
    .replaceAll(/\bself\b/gu, "this")
    .replaceAll(/\blen\(([^()]+)\)/gu, "$1.length");
}
