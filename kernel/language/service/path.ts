/** Names and dotted paths around a cursor, read from the text alone, because they are needed just when a cell does not parse. */

const identifier = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*`;
const identifierEnd = new RegExp(`(?:${identifier})$`, "u");
const identifierRest = /^[\p{ID_Continue}$\u200c\u200d]*/u;
const pathEnd = new RegExp(
  String.raw`(?:^|\.\.\.|[^\p{ID_Continue}$.?\])])(${identifier}(?:\s*\??\.\s*${identifier})*)\s*\??\.\s*$`,
  "u",
);

/** The part of an identifier before the offset, or "". */
export function identifierBefore(source: string, offset: number): string {
  return identifierEnd.exec(source.slice(0, offset))?.[0] ?? "";
}

/** The dotted path whose member starts at the offset: `model.conv1` for `model.conv1.|`. Expressions with calls or indices have no path. */
export function pathBefore(source: string, offset: number): string | undefined {
  return pathEnd.exec(source.slice(Math.max(0, offset - 500), offset))?.[1]?.replaceAll(/[\s?]/gu, "");
}

export interface Target {
  /** Offset inside the identifier. */
  readonly offset: number;
  /** `model.conv1` if the identifier ends a dotted path of names, otherwise undefined. */
  readonly path: string | undefined;
  /** Whether the cursor is between the parentheses of a call to it. */
  readonly isCall?: boolean;
  /** Whether the cursor is also inside an object that is one of the arguments. */
  readonly inObject?: boolean;
}

/** The identifier at the cursor, or else the one before the dot, or else the function whose parentheses contain the cursor. */
export function targetAt(source: string, cursor: number): Target | undefined {
  const offset = Math.max(0, Math.min(cursor, source.length));
  const dot = /\??\.\s*$/u.exec(source.slice(0, offset));
  return identifierAt(source, offset) ?? (dot && identifierAt(source, dot.index)) ?? calleeAt(source, offset);
}

function identifierAt(source: string, offset: number): Target | undefined {
  const before = identifierBefore(source, offset);
  const after = identifierRest.exec(source.slice(offset))![0];
  const name = before + after;
  if (name === "" || /^[\p{Nd}]/u.test(name)) return undefined;
  const start = offset - before.length;
  const dotted = /\.\s*$/u.test(source.slice(0, start));
  const head = dotted ? pathBefore(source, start) : "";
  return { offset: start, path: head === undefined ? undefined : head === "" ? name : `${head}.${name}` };
}

function calleeAt(source: string, offset: number): Target | undefined {
  let depth = 0;
  let inObject = false;
  for (let k = offset - 1; k >= 0; k--) {
    const character = source[k]!;
    if (")]}".includes(character)) depth++;
    else if ("[{".includes(character)) {
      inObject ||= character === "{" && depth === 0;
      depth = Math.max(0, depth - 1);
    } else if (character === "(" && depth > 0) depth--;
    else if (character === "(") {
      const end = source.slice(0, k).replace(/(?:\s|<[^<>()]*>)*$/u, "").length;
      const callee = identifierBefore(source, end) === "" ? undefined : identifierAt(source, end);
      return callee && { ...callee, isCall: true, inObject };
    }
  }
  return undefined;
}
