/** Prepares local modules for Node: turns TypeScript into JavaScript, and registers what the user wrote, for tracebacks. */
import { createRequire, type LoadFnOutput } from "node:module";
import { dirname } from "node:path";
import type * as Parser from "oxc-parser";
import type * as Compiler from "../../compiler/module.ts";
import type * as Configuration from "../../compiler/tsconfig.ts";
import { positionAt } from "../../contract/positions.ts";
import { registerModule } from "../trace/sources.ts";
import { noteSite } from "../trace/stack.ts";

// Loaded with the first local module, because it would take a third of the runner's start. Hooks are synchronous, hence `require`.
const require = createRequire(import.meta.url);
const ending = import.meta.url.slice(-3);
export const compiler = (): typeof Compiler => require(`../../compiler/module${ending}`) as typeof Compiler;
export const configuration = (): typeof Configuration =>
  require(`../../compiler/tsconfig${ending}`) as typeof Configuration;

/** The source and the format of a local TypeScript file. `isCommonJs` says whether a specifier in the file leads to a CommonJS module. */
export function transformModule(
  url: string,
  path: string,
  text: string,
  isCommonJs: (specifier: string) => boolean,
): LoadFnOutput {
  const options = configuration().transformOptions(dirname(path));
  const compiled = compiler().compileModule(path, text, { options, isCommonJs });
  if (compiled.kind === "errors") throw syntaxError(path, text, compiled.errors[0]!);
  registerModule(url, path, text, compiled);
  return { format: compiled.format, source: compiled.code };
}

/**
 * Registers a local JavaScript file, and reports where its syntax is wrong, which Node does not for ES modules. Returns whether it is
 * written as an ES module.
 */
export function noteModule(url: string, path: string, text: string): boolean {
  const { parseSync } = require("oxc-parser") as typeof Parser;
  const { errors, module } = parseSync(path, text, { sourceType: "unambiguous" });
  const [error] = errors;
  if (error) throw syntaxError(path, text, { message: error.message, offset: error.labels[0]?.start ?? 0 });
  registerModule(url, path, text);
  return module.hasModuleSyntax;
}

function syntaxError(
  path: string,
  text: string,
  { message, offset }: { readonly message: string; readonly offset: number },
): SyntaxError {
  const position = positionAt(text, offset);
  const error = new SyntaxError(`${path}:${position.line}:${position.column} - ${message}`);
  noteSite(error, { source: { kind: "module", name: path, text }, ...position });
  return error;
}
