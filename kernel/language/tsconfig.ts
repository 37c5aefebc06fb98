/** The compiler options of a notebook's tsconfig.json that change what a cell does when it runs. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TransformOptions } from "./transform.ts";

interface CompilerOptions {
  readonly jsx?: string;
  readonly jsxFactory?: string;
  readonly jsxImportSource?: string;
  readonly experimentalDecorators?: boolean;
}

/** Reads the nearest tsconfig.json from `folder` upwards; one that cannot be read counts as none: the type service reports it. */
export function transformOptions(folder: string): TransformOptions {
  const { jsx, jsxFactory, jsxImportSource, experimentalDecorators } = compilerOptions(folder);
  const usesJsx = jsx !== undefined && jsx !== "none";
  return {
    ...(experimentalDecorators && { legacyDecorators: true }),
    ...(usesJsx && {
      jsx: {
        runtime: jsx.toLowerCase().startsWith("react-jsx") ? ("automatic" as const) : ("classic" as const),
        ...(jsxImportSource !== undefined && { importSource: jsxImportSource }),
        ...(jsxFactory !== undefined && { factory: jsxFactory }),
      },
    }),
  };
}

function compilerOptions(folder: string): CompilerOptions {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, "tsconfig.json");
    if (existsSync(path)) {
      try {
        const { compilerOptions = {} } = JSON.parse(withoutComments(readFileSync(path, "utf8"))) as {
          compilerOptions?: CompilerOptions;
        };
        return compilerOptions;
      } catch {
        return {};
      }
    }
    if (dirname(at) === at) return {};
  }
}

/** tsconfig.json may hold comments and trailing commas. */
function withoutComments(json: string): string {
  return json
    .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[^]*?\*\//g, "$1")
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, "$1");
}
