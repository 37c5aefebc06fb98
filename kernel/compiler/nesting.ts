/**
 * The parsers are native code that recurses: a cell with some thousand brackets inside each other, or some thousand operators that
 * each contain the next (`a ? b : a ? b : ...`, `!!!!...`), overflows their stack and takes the process with it. No text by hand comes
 * near the limits.
 */
const deepest = 500;
/** The shortest chain that was seen to end the process has between 4,000 and 8,000 links. */
const longest = 3500;

export interface BeyondParsers {
  readonly message: string;
  /** UTF-16 offset in the source. */
  readonly offset: number;
}

/** Where and why a source must not be given to a parser in native code. */
export function beyondParsers(source: string): BeyondParsers | undefined {
  const deep = tooDeep(source);
  if (deep !== undefined) return { message: `Brackets are nested more than ${deepest} deep`, offset: deep };
  const long = tooLong(source);
  if (long !== undefined) return { message: `An expression chains more than ${longest} operators`, offset: long };
  return undefined;
}

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

/**
 * A comment, a string, a word, white space, else one character. Patterns that cannot fail: the scan never stops half-way. An alternative
 * repeated for each character would need V8's stack for each; text of megabytes is taken in one run.
 */
const TOKEN = /\/\/.*|\/\*[^]*?(?:\*\/|$)|"[^"\\\n]*(?:\\[^][^"\\\n]*)*|'[^'\\\n]*(?:\\[^][^'\\\n]*)*|[\w$]+|\s+|[^]/y;
/** The text of a template up to its end or its next hole. */
const TEMPLATE = /[^`\\$]*(?:(?:\\[^]|\$(?!\{))[^`\\$]*)*(?:`|\$\{|$)/y;
const LINK = /^(?:[-+*/%&|^<>=!?:.~]|new|typeof|await|void|delete|yield|if|else|for|while|do|keyof|class|extends)$/;
/** Words that only begin a statement: what stood before is over, with or without a semicolon. */
const STATEMENT = /^(?:const|let|var|import|export|return|throw)$/;

/** Offset at which operators that may contain each other have piled up too far: those of the brackets that are open, since a comma or the end of a statement. */
export function tooLong(source: string): number | undefined {
  if (source.length <= longest) return undefined;
  /** Links of each open bracket; a template's hole is one. */
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
      // A line that ends in no operator, before one that begins with none, ends a statement.
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
      // A block is a statement's end; an object's brace has one behind it soon.
      if (token === "}") forget();
    } else if (token === "," || token === ";" || STATEMENT.test(token)) forget();
    // Calls and indices chain too.
    if (/^[`)\]]$/.test(token) || LINK.test(token)) {
      open.at(-1)!.links++;
      if (++total > longest) return start;
    }
    // An else belongs to its if over any semicolon.
    if (token === "else" && ++elses > longest) return start;
    last = token;
  }
  return undefined;
}
