/** Transforms what oxc does not: standard decorators, `accessor`, namespaces that export variables, ES modules to CommonJS. */
import { createRequire } from "node:module";
import type * as Esbuild from "esbuild";
import type { Transformed, TransformError, TransformOptions, Unit } from "./transform.ts";

let esbuild: typeof Esbuild | undefined;

export function transformByEsbuild({ filename, source, jsx, as }: Unit, options: TransformOptions): Transformed {
  esbuild ??= createRequire(import.meta.url)("esbuild") as typeof Esbuild;
  try {
    const { code, map } = esbuild.transformSync(source, {
      loader: jsx ? "tsx" : "ts",
      sourcefile: filename,
      sourcemap: "external",
      logLevel: "silent",
      supported: { decorators: false },
      ...(as === "toCommonJs" && { format: "cjs" as const, platform: "node" as const, target: "node22" }),
      tsconfigRaw: {
        compilerOptions: {
          verbatimModuleSyntax: as === "cell" || (as === "module" && (options.keepImports ?? false)),
          experimentalDecorators: options.legacyDecorators ?? false,
          ...(options.fieldsAreTypes && { useDefineForClassFields: false }),
          ...(jsx?.runtime === "automatic" && { jsx: "react-jsx", jsxImportSource: jsx.importSource ?? "react" }),
          ...(jsx?.factory && { jsxFactory: jsx.factory }),
        },
      },
    });
    return { kind: "javascript", code, mappings: (JSON.parse(map) as { mappings: string }).mappings };
  } catch (error) {
    const { errors } = error as Esbuild.TransformFailure;
    if (!Array.isArray(errors) || errors.length === 0) throw error;
    return { kind: "errors", errors: errors.map((message) => fromEsbuild(message, source)) };
  }
}

/** esbuild counts lines from 1 and columns in bytes from 0. */
function fromEsbuild({ text, location }: Esbuild.Message, source: string): TransformError {
  if (location === null) return { message: text, offset: 0, length: 1 };
  const before = source
    .split("\n")
    .slice(0, location.line - 1)
    .reduce((sum, line) => sum + line.length + 1, 0);
  const utf16 = (bytes: number): number => Buffer.from(location.lineText).toString("utf8", 0, bytes).length;
  const offset = utf16(location.column);
  return {
    message: text,
    offset: before + offset,
    length: Math.max(1, utf16(location.column + location.length) - offset),
  };
}
