/**
 * Rewrites code that is made from text when a cell runs, as in `eval("rate * 2")` and `new Function("return rate")`, so that it finds the
 * names of cells.
 */
import { parseSync } from "oxc-parser";
import { applyEdits } from "./edits.ts";
import { PageTable } from "../contract/page-table.ts";
import { Rewriter } from "./rewrite.ts";
import { childScope, lexicalNames, varNames } from "./scope.ts";

/** Whether cells declare a name that such code uses. */
type Knows = (name: string) => boolean;

class TextRewriter extends Rewriter {
  readonly #knows: Knows;
  isChanged = false;

  constructor(js: string, prefix: string, knows: Knows) {
    super(js, prefix, new PageTable());
    this.#knows = knows;
    // The code's variables are local to it, as in a function.
    this.depth = 1;
  }

  protected override page(name: string): string | undefined {
    if (!this.#knows(name)) return undefined;
    this.isChanged = true;
    return `${this.prefix}.names`;
  }
}

/**
 * `text` with the names of cells as properties of `<prefix>.names`; unchanged if it uses none, or is not JavaScript. `locals` are the local
 * names of the surrounding code.
 */
export function rewriteText(text: string, prefix: string, locals: readonly string[], knows: Knows): string {
  const { program, errors } = parseSync("text.js", text, { lang: "js", sourceType: "script", preserveParens: false });
  if (errors.length > 0) return text;
  const rewriter = new TextRewriter(text, prefix, knows);
  const scope = childScope(undefined, (names) => {
    for (const name of locals) names.add(name);
    for (const statement of program.body) varNames(statement as never, names);
    lexicalNames(program.body, names);
  });
  for (const statement of program.body) rewriter.visit(statement, scope);
  if (!rewriter.isChanged) return text;
  // The first line is the (empty) prologue.
  return applyEdits(text, "", rewriter.edits, []).text.slice(1);
}
