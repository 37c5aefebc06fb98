/** TEMPORARY, until evaluate.ts and traceback.ts are there: cells of plain JavaScript. */
import { runInThisContext } from "node:vm";
import type { ErrorContent } from "../front/runner.ts";
import type { CompiledCell } from "../language/types.ts";

export type EvaluateOutcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "empty" }
  | { readonly kind: "error"; readonly error: unknown };

export interface Evaluator {
  run(cell: CompiledCell): Promise<EvaluateOutcome>;
  expression(cell: CompiledCell): Promise<EvaluateOutcome>;
}

export function createEvaluator(_options: object): Evaluator {
  const run = async (cell: CompiledCell): Promise<EvaluateOutcome> => {
    try {
      const code = /\bawait\b/.test(cell.code) ? `(async () => { ${cell.code} })()` : cell.code;
      return { kind: "value", value: await runInThisContext(code) };
    } catch (error) {
      return { kind: "error", error };
    }
  };
  return { run, expression: run };
}

export function describeError(error: unknown): ErrorContent {
  const { name, message, stack } = error as Error;
  return { ename: name, evalue: message, traceback: (stack ?? String(error)).split("\n") };
}
