/** Reads from tsconfig.json the compiler options that change what code does when it runs and where its imports lead. */
import { createPathsMatcher, getTsconfig, type TsConfigJsonResolved, type TsConfigResult } from "get-tsconfig";
import type { TransformOptions } from "./transform.ts";

type CompilerOptions = NonNullable<TsConfigJsonResolved["compilerOptions"]>;

/** The options of the nearest tsconfig.json from `folder` upwards, including those it extends. */
export function transformOptions(folder: string): TransformOptions {
  const options: CompilerOptions = read(folder)?.config.compilerOptions ?? {};
  const { jsx, jsxFactory, jsxImportSource, experimentalDecorators } = options;
  const usesJsx = jsx !== undefined;
  return {
    ...(experimentalDecorators && { legacyDecorators: true }),
    ...(options.emitDecoratorMetadata && { decoratorMetadata: true }),
    ...(options.useDefineForClassFields === false && { fieldsAreTypes: true }),
    ...(options.verbatimModuleSyntax && { keepImports: true }),
    ...(usesJsx && {
      jsx: {
        runtime: jsx.toLowerCase().startsWith("react-jsx") ? ("automatic" as const) : ("classic" as const),
        ...(jsxImportSource !== undefined && { importSource: jsxImportSource }),
        ...(jsxFactory !== undefined && { factory: jsxFactory }),
      },
    }),
  };
}

/** The paths, without endings, that `paths` and `baseUrl` allow for a specifier; empty if they do not cover it. */
export function mappedPaths(folder: string, specifier: string): readonly string[] {
  const config = read(folder);
  if (config === undefined) return [];
  return createPathsMatcher(config)?.(specifier) ?? [];
}

/** The keys of `paths`, including their stars. */
export function pathPatterns(folder: string): readonly string[] {
  return Object.keys(read(folder)?.config.compilerOptions?.paths ?? {});
}

/** A file that cannot be read is ignored here; the type service reports it. */
function read(folder: string): TsConfigResult | undefined {
  try {
    return getTsconfig(folder) ?? undefined;
  } catch {
    return undefined;
  }
}
