/**
 * The parsers are native code that recurses: a cell with some thousand brackets inside each other overflows their stack and takes
 * the process with it. No text by hand comes near the limit.
 */
const deepest = 500;

/** Offset of the first bracket that is nested too deep to be parsed. Brackets in strings count: they do not pile up. */
export function tooDeep(source: string): number | undefined {
  let depth = 0;
  for (let k = 0; k < source.length; k++) {
    switch (source[k]) {
      case "(":
      case "[":
      case "{":
        if (++depth > deepest) return k;
        break;
      case ")":
      case "]":
      case "}":
        if (depth > 0) depth--;
    }
  }
  return undefined;
}

export const tooDeepMessage = `Brackets are nested more than ${deepest} deep`;
