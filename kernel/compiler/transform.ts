/** Transforms a cell or a module from TypeScript to JavaScript: oxc for nearly everything, esbuild for what oxc leaves alone or refuses. */
import { extname } from "node:path";
import { type OxcError, transformSync } from "oxc-transform";
import { utf16Offset } from "../contract/positions.ts";
import { inlineHelpers } from "./decorator-helpers.ts";
import { transformByEsbuild } from "./esbuild.ts";
import { beyondParsers } from "./nesting.ts";

/** Syntax that oxc leaves as it is and V8 does not support. A match in a string or comment costs only time. */
const DECORATOR = /(?:^|[\s({;])@[\p{ID_Start}$_(]/mu;
const ACCESSOR = /^\s*(?:static\s+)?accessor\s+[\p{ID_Start}$_#["'\d]/mu;
/** oxc's message for TypeScript that it does not transform: namespaces that export variables. */
const REFUSED = /not supported by Oxc/;

export interface TransformOptions {
  /** Set if angle brackets are JSX, by tsconfig.json or by a pragma in a cell. */
  readonly jsx?: Jsx;
  /** `experimentalDecorators` of tsconfig.json. */
  readonly legacyDecorators?: boolean;
  /** `emitDecoratorMetadata`: emits the types of decorated declarations, for libraries that inject by type. */
  readonly decoratorMetadata?: boolean;
  /** The opposite of `useDefineForClassFields`: a field without a value only declares a type. */
  readonly fieldsAreTypes?: boolean;
  /** `verbatimModuleSyntax`: a module keeps its imports, used or not. Cells always do. */
  readonly keepImports?: boolean;
}

export interface Jsx {
  readonly runtime: "classic" | "automatic";
  readonly importSource?: string;
  readonly factory?: string;
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

/** What to transform. */
export interface Unit {
  readonly filename: string;
  readonly source: string;
  /** Undefined if angle brackets are types. */
  readonly jsx: Jsx | undefined;
  /** `toCommonJs` turns `import` and `export` into `require` and `exports`. */
  readonly as: "cell" | "module" | "commonjs" | "toCommonJs";
}

/** Strips a cell's types and rewrites syntax that JavaScript does not have: enums, namespaces, parameter properties, JSX, decorators. */
export function transform(filename: string, source: string, options: TransformOptions): Transformed {
  return transformUnit({ filename, source, jsx: jsxOf(source, options), as: "cell" }, options);
}

/** The same for a local module. The file's ending says whether angle brackets are JSX. */
export function transformFile(
  path: string,
  source: string,
  as: Exclude<Unit["as"], "cell">,
  options: TransformOptions,
): Transformed {
  const jsx = /^\.[jt]sx$/.test(extname(path))
    ? (jsxOf(source, options) ?? { runtime: "automatic" as const })
    : undefined;
  return transformUnit({ filename: path, source, jsx, as }, options);
}

function transformUnit(unit: Unit, options: TransformOptions): Transformed {
  const { filename, source, jsx, as } = unit;
  const beyond = beyondParsers(source);
  if (beyond !== undefined) return { kind: "errors", errors: [{ ...beyond, length: 1 }] };
  if (as === "toCommonJs") return transformByEsbuild(unit, options);
  const isCell = as === "cell";
  const result = transformSync(filename, source, {
    lang: jsx ? "tsx" : "ts",
    sourceType: as === "commonjs" ? "commonjs" : "module",
    typescript: {
      onlyRemoveTypeImports: isCell || (options.keepImports ?? false),
      removeClassFieldsWithoutInitializer: options.fieldsAreTypes ?? false,
    },
    sourcemap: true,
    ...(options.legacyDecorators && {
      decorator: { legacy: true, emitDecoratorMetadata: options.decoratorMetadata ?? false },
    }),
    ...(jsx && {
      jsx: { runtime: jsx.runtime, importSource: jsx.importSource, pragma: jsx.factory, pure: false },
    }),
  });
  if (result.errors.some(({ message }) => REFUSED.test(message))) return transformByEsbuild(unit, options);
  if (result.errors.length > 0) return { kind: "errors", errors: result.errors.map((error) => fromOxc(error, source)) };
  if (DECORATOR.test(result.code) || ACCESSOR.test(result.code)) return transformByEsbuild(unit, options);
  return { kind: "javascript", code: inlineHelpers(result.code), mappings: result.map?.mappings ?? "" };
}

function fromOxc(error: OxcError, source: string): TransformError {
  // The first label is the position, except for a name declared twice, where the last one is.
  const label = /already been declared/.test(error.message) ? error.labels.at(-1) : error.labels[0];
  const offset = utf16Offset(source, label?.start ?? 0);
  return { message: error.message, offset, length: Math.max(1, utf16Offset(source, label?.end ?? 0) - offset) };
}

/** `@jsx h`, `@jsxImportSource preact`, and tslab's bare `@jsx`, in a comment of the cell. */
function jsxOf(source: string, { jsx }: TransformOptions): Jsx | undefined {
  if (!source.includes("@jsx")) return jsx;
  const importSource = /\/\*[^]*?@jsxImportSource\s+([\w@/.-]+)[^]*?\*\//.exec(source)?.[1];
  if (importSource) return { runtime: "automatic", importSource };
  const classic = /\/\*[^]*?@jsx(?:[ \t]+([\w$.]+))?\s[^]*?\*\//.exec(source);
  if (!classic) return jsx;
  return classic[1] ? { runtime: "classic", factory: classic[1] } : { runtime: "classic" };
}
