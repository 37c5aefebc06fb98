/** Reports where and why a cell does not parse. */
import { CYAN, excerpt, GREEN, PLAIN, RED } from "../contract/excerpt.ts";
import type { Library } from "./hints/library.ts";
import { syntaxHint } from "./hints/syntax-hint.ts";
import type { TransformError } from "../compiler/transform.ts";
import type { SyntaxFault } from "../contract/language.ts";
import { positionAt } from "../contract/positions.ts";

/** The first error of a cell, as an error message with line, column, excerpt and caret. */
export function syntaxFault(
  source: string,
  n: number,
  errors: readonly TransformError[],
  libraries: readonly Library[] = [],
): SyntaxFault {
  // For a line of Python the message says how to write it in TypeScript, instead of what the parser stumbled over.
  const { message, offset, length } = syntaxHint(source, errors[0]!.offset, libraries) ?? errors[0]!;
  const position = positionAt(source, offset);
  return {
    kind: "syntax-error",
    message: `${position.line}:${position.column} - ${message}`,
    position,
    traceback: [
      `  ${CYAN}Cell ${GREEN}In[${n}], line ${position.line}${PLAIN}`,
      ...excerpt(source, position.line, position.column, length),
      `${RED}SyntaxError${PLAIN}: ${message}`,
    ],
  };
}
