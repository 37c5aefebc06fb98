/** Runs cells one after another through compiler and evaluator, without processes or sockets. */
import { inspect } from "node:util";
import { createCompiler } from "../../kernel/language/compile.ts";
import type { Libraries } from "../../kernel/language/hints/library.ts";
import type { TransformOptions } from "../../kernel/compiler/transform.ts";
import { resume } from "../../kernel/runner/stop/context.ts";
import { createEvaluator, type EvaluateOutcome, type EvaluatorOptions } from "../../kernel/runner/evaluate.ts";

export type CellOutcome =
  EvaluateOutcome | { readonly kind: "syntax-error"; readonly traceback: readonly string[]; readonly message: string };

export interface Cells {
  /** Runs a cell; resolves to its outcome. */
  run(source: string): Promise<CellOutcome>;
  /** The value of a cell's last expression; throws what the cell threw. */
  value(source: string): Promise<unknown>;
  readonly interrupt: () => void;
  readonly n: () => number;
}

export function createCells(
  options: Partial<EvaluatorOptions> & { readonly transform?: TransformOptions; readonly libraries?: Libraries } = {},
): Cells {
  const compiler = createCompiler(options.transform, options.libraries);
  const evaluator = createEvaluator({ folder: import.meta.dirname, resume, ...options });
  let n = 0;
  const run = async (source: string): Promise<CellOutcome> => {
    const outcome = compiler.compile(source, ++n);
    return outcome.kind === "compiled" ? evaluator.run(outcome.cell) : outcome;
  };
  return {
    run,
    async value(source) {
      const outcome = await run(source);
      if (outcome.kind === "value") return outcome.value;
      throw outcome.kind === "error" ? outcome.error : new Error(inspect(outcome));
    },
    interrupt: () => evaluator.interrupt(),
    n: () => n,
  };
}
