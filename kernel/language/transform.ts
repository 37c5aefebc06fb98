/** TypeScript to JavaScript, one cell at a time: oxc for nearly everything, esbuild for decorators. */
import { createRequire } from "node:module";
import type * as Esbuild from "esbuild";
import { type OxcError, transformSync } from "oxc-transform";
import { utf16Offset } from "../contract/positions.ts";
import { beyondParsers } from "./nesting.ts";

/** What oxc leaves as it is and V8 does not know. A match in a string or a comment costs time and nothing else. */
const DECORATOR = /(?:^|[\s({;])@[\p{ID_Start}$_(]/mu;
const ACCESSOR = /^\s*(?:static\s+)?accessor\s+[\p{ID_Start}$_#["'\d]/mu;

export interface TransformOptions {
  /** Angle brackets are JSX: chosen by the notebook's tsconfig, or by a pragma in a cell. */
  readonly jsx?: {
    readonly runtime: "classic" | "automatic";
    readonly importSource?: string;
    readonly factory?: string;
  };
  /** `experimentalDecorators` of the notebook's tsconfig. */
  readonly legacyDecorators?: boolean;
}

export type Transformed =
  | { readonly kind: "javascript"; readonly code: string; readonly mappings: string }
  | { readonly kind: "errors"; readonly errors: readonly TransformError[] };

export interface TransformError {
  readonly message: string;
  /** UTF-16 offset in the source. */
  readonly offset: number;
  readonly length: number;
}

/** Strips types and rewrites what JavaScript does not have: enums, namespaces, parameter properties, JSX, decorators. */
export function transform(filename: string, source: string, options: TransformOptions): Transformed {
  const beyond = beyondParsers(source);
  if (beyond !== undefined) return { kind: "errors", errors: [{ ...beyond, length: 1 }] };
  const jsx = jsxOf(source, options);
  const result = transformSync(filename, source, {
    lang: jsx ? "tsx" : "ts",
    sourceType: "module",
    typescript: { onlyRemoveTypeImports: true },
    sourcemap: true,
    ...(jsx && {
      jsx: { runtime: jsx.runtime, importSource: jsx.importSource, pragma: jsx.factory, pure: false },
    }),
  });
  if (result.errors.length > 0) return { kind: "errors", errors: result.errors.map((error) => fromOxc(error, source)) };
  if (DECORATOR.test(result.code) || ACCESSOR.test(result.code)) {
    return decorate(filename, source, options, jsx);
  }
  return { kind: "javascript", code: result.code, mappings: result.map?.mappings ?? "" };
}

function fromOxc(error: OxcError, source: string): TransformError {
  // The first label is the place; of a name that is declared twice the second place.
  const label = /already been declared/.test(error.message) ? error.labels.at(-1) : error.labels[0];
  const offset = utf16Offset(source, label?.start ?? 0);
  return { message: error.message, offset, length: Math.max(1, utf16Offset(source, label?.end ?? 0) - offset) };
}

/** `@jsx h`, `@jsxImportSource preact`, and tslab's bare `@jsx`, in a comment of the cell. */
function jsxOf(source: string, { jsx }: TransformOptions): TransformOptions["jsx"] {
  if (!source.includes("@jsx")) return jsx;
  const importSource = /\/\*[^]*?@jsxImportSource\s+([\w@/.-]+)[^]*?\*\//.exec(source)?.[1];
  if (importSource) return { runtime: "automatic", importSource };
  const classic = /\/\*[^]*?@jsx(?:[ \t]+([\w$.]+))?\s[^]*?\*\//.exec(source);
  if (!classic) return jsx;
  return classic[1] ? { runtime: "classic", factory: classic[1] } : { runtime: "classic" };
}

let esbuild: typeof Esbuild | undefined;

function decorate(
  filename: string,
  source: string,
  options: TransformOptions,
  jsx: TransformOptions["jsx"],
): Transformed {
  esbuild ??= createRequire(import.meta.url)("esbuild") as typeof Esbuild;
  const result = esbuild.transformSync(source, {
    loader: jsx ? "tsx" : "ts",
    sourcefile: filename,
    sourcemap: "external",
    supported: { decorators: false },
    tsconfigRaw: {
      compilerOptions: {
        verbatimModuleSyntax: true,
        experimentalDecorators: options.legacyDecorators ?? false,
        ...(jsx?.runtime === "automatic" && { jsx: "react-jsx", jsxImportSource: jsx.importSource ?? "react" }),
        ...(jsx?.factory && { jsxFactory: jsx.factory }),
      },
    },
  });
  return {
    kind: "javascript",
    code: result.code,
    mappings: (JSON.parse(result.map) as { mappings: string }).mappings,
  };
}
