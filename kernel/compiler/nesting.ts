/**
 * The parsers are recursive native code: a cell with a few thousand nested brackets, or a few thousand operators that each contain the next
 * (`a ? b : a ? b : ...`, `!!!!...`), overflows their stack and kills the process. No hand-written text comes near the limits.
 */
const deepest = 500;
/** The shortest chain known to kill the process has between 4,000 and 8,000 links. */
const longest = 3500;

export interface BeyondParsers {
  readonly message: string;
  /** UTF-16 offset in the source. */
  readonly offset: number;
}

/** Where and why a source must not be passed to a native parser, or undefined if it may. */
export function beyondParsers(source: string): BeyondParsers | undefined {
  const deep = tooDeep(source);
  if (deep !== undefined) return { message: `Brackets are nested more than ${deepest} deep`, offset: deep };
  const long = tooLong(source);
  if (long !== undefined) return { message: `An expression chains more than ${longest} operators`, offset: long };
  return undefined;
}

/**
 * Offset of the first bracket that is nested too deeply to be parsed. Brackets in strings are counted too; in practice they do not pile up.
 */
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

/**
 * Matches a comment, a string, a word, white space, or else one character. The pattern always matches, so the scan never stops half-way. It
 * has no alternative repeated for each character, because each repetition would use V8's stack: megabytes of text match in one go.
 */
const TOKEN = /\/\/.*|\/\*[^]*?(?:\*\/|$)|"[^"\\\n]*(?:\\[^][^"\\\n]*)*|'[^'\\\n]*(?:\\[^][^'\\\n]*)*|[\w$]+|\s+|[^]/y;
/** The text of a template up to its end or its next `${`. */
const TEMPLATE = /[^`\\$]*(?:(?:\\[^]|\$(?!\{))[^`\\$]*)*(?:`|\$\{|$)/y;
const LINK = /^(?:[-+*/%&|^<>=!?:.~]|new|typeof|await|void|delete|yield|if|else|for|while|do|keyof|class|extends)$/;
/** Words that only ever begin a statement, so the statement before has ended, with or without a semicolon. */
const STATEMENT = /^(?:const|let|var|import|export|return|throw)$/;

/**
 * Offset at which too many operators that may contain each other have piled up. In each open bracket, those since the last comma or end of
 * a statement are counted.
 */
export function tooLong(source: string): number | undefined {
  if (source.length <= longest) return undefined;
  /** The number of links in each open bracket; a template's `${` counts as a bracket. */
  const open: { links: number; readonly hole: boolean }[] = [{ links: 0, hole: false }];
  let total = 0;
  let elses = 0;
  let last = "";
  const forget = (): void => {
    total -= open.at(-1)!.links;
    open.at(-1)!.links = 0;
  };
  const template = (from: number): number => {
    TEMPLATE.lastIndex = from;
    const text = TEMPLATE.exec(source)![0];
    if (text.endsWith("${")) open.push({ links: 0, hole: true });
    return from + text.length;
  };
  for (let at = 0; at < source.length;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(source)![0];
    const start = at;
    at += token.length;
    if (token.startsWith("//") || token.startsWith("/*")) continue;
    if (/^\s/.test(token)) {
      // A line that does not end in an operator ends a statement if the next line does not begin with one.
      if (token.includes("\n") && !LINK.test(last) && /[\w$"'@#})\]]/.test(source[at] ?? "")) forget();
      continue;
    }
    if (token === "`") at = template(at);
    else if (token === "(" || token === "[" || token === "{") open.push({ links: 0, hole: false });
    else if (token === ")" || token === "]" || token === "}") {
      if (open.length > 1) {
        forget();
        if (open.pop()!.hole) at = template(at);
      }
      // A block's brace ends a statement; after an object's brace the end of one is near.
      if (token === "}") forget();
    } else if (token === "," || token === ";" || STATEMENT.test(token)) forget();
    // Calls and indices chain too.
    if (/^[`)\]]$/.test(token) || LINK.test(token)) {
      open.at(-1)!.links++;
      if (++total > longest) return start;
    }
    // An else belongs to its if even across a semicolon.
    if (token === "else" && ++elses > longest) return start;
    last = token;
  }
  return undefined;
}
