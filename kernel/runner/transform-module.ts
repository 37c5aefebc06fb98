/** Local TypeScript modules, made JavaScript as Node loads them. */
import type { LoadFnOutput } from "node:module";
import { transformSync } from "oxc-transform";
import { positionAt } from "../language/syntax-fault.ts";
import { registerModule } from "./sources.ts";

/** The source and the format of a local TypeScript file; its mappings are kept for tracebacks. */
export function transformModule(url: string, path: string, text: string): LoadFnOutput {
  const isCommonJs = path.endsWith(".cts") || isWrittenAsCommonJs(text);
  const result = transformSync(path, text, { sourceType: isCommonJs ? "commonjs" : "module", sourcemap: true });
  const error = result.errors[0];
  if (error) {
    const { line, column } = positionAt(text, error.labels.at(-1)?.start ?? 0);
    throw new SyntaxError(`${path}:${line}:${column} - ${error.message}`);
  }
  registerModule(url, path, text, result.map?.mappings ?? "");
  return { format: isCommonJs ? "commonjs" : "module", source: result.code };
}

function isWrittenAsCommonJs(text: string): boolean {
  return /\b(?:module\.exports|exports\.\w+\s*=|require\()/.test(text) && !/^\s*(?:import|export)\b/m.test(text);
}
