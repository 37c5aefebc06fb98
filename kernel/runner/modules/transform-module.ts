/** Local TypeScript modules, made JavaScript as Node loads them. */
import { createRequire, type LoadFnOutput } from "node:module";
import type * as Parser from "oxc-parser";
import type * as Transformer from "oxc-transform";
import { positionAt, utf16Offset } from "../../contract/positions.ts";
import { registerModule } from "../trace/sources.ts";

// Loaded with the first local module: a third of the runner's start otherwise. Hooks are synchronous, so by require.
const require = createRequire(import.meta.url);
const parser = (): typeof Parser => require("oxc-parser") as typeof Parser;
const transformer = (): typeof Transformer => require("oxc-transform") as typeof Transformer;

/** The source and the format of a local TypeScript file; its mappings are kept for tracebacks. */
export function transformModule(url: string, path: string, text: string): LoadFnOutput {
  const isCommonJs = path.endsWith(".cts") || isWrittenAsCommonJs(text);
  const result = transformer().transformSync(path, text, {
    sourceType: isCommonJs ? "commonjs" : "module",
    sourcemap: true,
  });
  throwFirst(path, text, result.errors, (bytes) => utf16Offset(text, bytes));
  registerModule(url, path, text, result.map?.mappings ?? "");
  return { format: isCommonJs ? "commonjs" : "module", source: result.code };
}

/** Takes note of a local JavaScript file, and says where its syntax is wrong, which Node does not for ES modules. */
export function noteModule(url: string, path: string, text: string): void {
  throwFirst(path, text, parser().parseSync(path, text, { sourceType: "unambiguous" }).errors);
  registerModule(url, path, text);
}

/** An error as oxc's parser and its transformer give it. */
interface SyntaxProblem {
  readonly message: string;
  readonly labels: readonly { readonly start: number }[];
}

function throwFirst(
  path: string,
  text: string,
  errors: readonly SyntaxProblem[],
  toOffset = (start: number): number => start,
): void {
  const error = errors[0];
  if (!error) return;
  const { line, column } = positionAt(text, toOffset(error.labels[0]?.start ?? 0));
  throw new SyntaxError(`${path}:${line}:${column} - ${error.message}`);
}

function isWrittenAsCommonJs(text: string): boolean {
  return /\b(?:module\.exports|exports\.\w+\s*=|require\()/.test(text) && !/^\s*(?:import|export)\b/m.test(text);
}
