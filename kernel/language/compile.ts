/** A cell's TypeScript to the JavaScript that the runner evaluates (see README.md for the shape of that code). */
import { parseSync } from "oxc-parser";
import { applyEdits } from "../compiler/edits.ts";
import type { Libraries } from "./hints/library.ts";
import { nameHint } from "./hints/name-hint.ts";
import { PageTable } from "../contract/page-table.ts";
import { syntaxFault } from "./syntax-fault.ts";
import { rewriteCell } from "../compiler/top-level.ts";
import { transform, type Transformed, type TransformOptions } from "../compiler/transform.ts";
import type { CompiledCell, CompileOutcome } from "../contract/language.ts";

export interface Compiler {
  compile(source: string, n: number): CompileOutcome;
  /** Forgets all names: the runner was replaced. */
  reset(): void;
}

/**
 * A compiler for the cells of one kernel; it remembers which page holds which name.
 *
 * @example
 * const outcome = createCompiler().compile("let x: number = 1", 1);
 * if (outcome.kind === "compiled") outcome.cell.names; // ["x"]
 */
export function createCompiler(options: TransformOptions = {}, libraries?: Libraries): Compiler {
  const pages = new PageTable();
  const rewrite = (
    source: string,
    n: number,
    { code, mappings }: Transformed & { kind: "javascript" },
  ): CompiledCell => {
    const { program, errors } = parseSync(`cell-${n}.js`, code, {
      lang: "js",
      sourceType: "module",
      preserveParens: false,
    });
    if (errors.length > 0) throw new Error(`internal: transformed cell does not parse: ${errors[0]!.message}`);
    const { edits, prologue, names, isAsync, bindings } = rewriteCell(code, program, source, pages);
    const edited = applyEdits(code, mappings, edits, prologue);
    const hinted = bindings.map((binding) => {
      const hint = binding.kind === "free" ? nameHint(binding.name, libraries?.all) : undefined;
      return hint === undefined ? binding : { ...binding, hint };
    });
    return { n, source, code: edited.text, mappings: edited.mappings, names, isAsync, bindings: hinted };
  };
  return {
    compile(source, n) {
      const transformed = transform(`cell-${n}.ts`, source, options);
      if (transformed.kind === "errors") return syntaxFault(source, n, transformed.errors, libraries?.all);
      try {
        return { kind: "compiled", cell: rewrite(source, n, transformed) };
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return syntaxFault(source, n, [
          { message: "The cell is nested too deep to be compiled", offset: 0, length: 1 },
        ]);
      }
    },
    reset() {
      pages.clear();
    },
  };
}
