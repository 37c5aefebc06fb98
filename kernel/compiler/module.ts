/**
 * Turns a local TypeScript module into JavaScript for Node, by the same rules as cells: any code of a cell can be moved into a file. So
 * CommonJS's variables exist beside `import`, and exports of CommonJS packages can be imported by name.
 */
import { extname } from "node:path";
import { type ModuleExportName, type Node, parseSync, type Program, type Statement, Visitor } from "oxc-parser";
import { COMMONJS_FACE } from "../contract/language.ts";
import { applyEdits, type Edit, type Prologue } from "./edits.ts";
import { lexicalNames, varNames } from "./scope.ts";
import { type Transformed, transformFile, type TransformOptions } from "./transform.ts";

export interface ModuleContext {
  readonly options: TransformOptions;
  /** Whether a specifier of this module leads to a CommonJS module, whose exports Node does not know before the module has run. */
  readonly isCommonJs: (specifier: string) => boolean;
}

export type CompiledModule =
  | (Transformed & { readonly kind: "errors" })
  | (Transformed & { readonly kind: "javascript"; readonly format: "module" | "commonjs" });

export function compileModule(path: string, source: string, { options, isCommonJs }: ModuleContext): CompiledModule {
  const shape = shapeOf(path, source);
  if (isOfCommonJs(path, shape)) {
    const compiled = transformFile(path, source, shape.imports || shape.exports ? "toCommonJs" : "commonjs", options);
    return compiled.kind === "errors" ? compiled : { ...compiled, format: "commonjs" };
  }
  const compiled = transformFile(path, source, "module", options);
  return compiled.kind === "errors" ? compiled : { ...withCommonJs(compiled, isCommonJs), format: "module" };
}

/** Whether a TypeScript file is a CommonJS module. */
export function isCommonJs(path: string, source: string): boolean {
  return isOfCommonJs(path, shapeOf(path, source));
}

function isOfCommonJs(path: string, shape: Shape): boolean {
  if (extname(path) === ".cts" || shape.exportsByAssignment) return true;
  if (shape.exports || shape.awaits) return false;
  return shape.assignsExports || (!shape.imports && shape.requires);
}

interface Shape {
  /** `import` and `export` of values. */
  readonly imports: boolean;
  readonly exports: boolean;
  /** `export = x`. */
  readonly exportsByAssignment: boolean;
  /** `module.exports = x`, `exports.x = 1`. */
  readonly assignsExports: boolean;
  /** `require("x")`, `import x = require("x")`. */
  readonly requires: boolean;
  readonly awaits: boolean;
}

/** Which of the two module systems a file is written for. If the file does not parse, the transformer reports its errors. */
function shapeOf(path: string, source: string): Shape {
  const lang = path.endsWith("x") ? "tsx" : "ts";
  const { program, module } = parseSync(path, source, { lang, sourceType: "module" });
  const has = (wanted: (node: Node) => boolean): boolean => program.body.some(wanted);
  const assignsExports = /\bmodule\s*\.\s*exports\b|\bexports\s*(?:\.\s*[\w$]+|\[[^\]]+\])\s*=(?!=)/.test(source);
  return {
    imports:
      has((node) => node.type === "ImportDeclaration" && node.importKind !== "type") || module.importMetas.length > 0,
    exports: has((node) => /^Export(?:Named|Default|All)Declaration$/.test(node.type) && !isTypeExport(node)),
    exportsByAssignment: has(({ type }) => type === "TSExportAssignment"),
    assignsExports,
    requires: assignsExports || /\brequire\s*\(/.test(source),
    awaits: /\bawait\b/.test(source) && awaitsAtTop(program),
  };
}

function isTypeExport(node: Node): boolean {
  if (node.type !== "ExportNamedDeclaration" && node.type !== "ExportAllDeclaration") return false;
  if (node.exportKind === "type") return true;
  return (
    node.type === "ExportNamedDeclaration" &&
    (node.declaration?.type === "TSInterfaceDeclaration" || node.declaration?.type === "TSTypeAliasDeclaration")
  );
}

function awaitsAtTop(program: Program): boolean {
  return program.body.some(containsAwait);
}

function containsAwait(node: unknown): boolean {
  if (typeof node !== "object" || node === null) return false;
  if (Array.isArray(node)) return node.some(containsAwait);
  const { type } = node as { type?: string };
  if (type === "AwaitExpression" || (type === "ForOfStatement" && (node as { await?: boolean }).await)) return true;
  if (type !== undefined && /^(?:Function|ArrowFunction|Method|PropertyDefinition|TS)/.test(type)) return false;
  return Object.values(node).some(containsAwait);
}

type JavaScript = Transformed & { readonly kind: "javascript" };

/** Adds what an ES module lacks: CommonJS's variables, and named imports from CommonJS modules. */
function withCommonJs({ code, mappings }: JavaScript, isCommonJs: ModuleContext["isCommonJs"]): JavaScript {
  const { program, errors } = parseSync("module.js", code, { lang: "js", sourceType: "module" });
  // V8 will report what is wrong.
  if (errors.length > 0) return { kind: "javascript", code, mappings };
  const edits: Edit[] = [];
  const prologue: Prologue[] = [];
  const declared = topLevelNames(program);
  const wanted = Object.keys(COMMONJS_NAMES).filter(
    (name) => !declared.has(name) && new RegExp(`(?<![.\\w$])${name}\\b`).test(code),
  );
  if (wanted.length > 0) {
    const names = wanted.map((name) => `${name} = ${COMMONJS_NAMES[name]}`).join(", ");
    prologue.push({ text: `import { createRequire as $$require } from "node:module"; const ${names};` });
  }
  const common = program.body.filter(
    (node): node is NamedImport =>
      (node.type === "ImportDeclaration" || (node.type === "ExportNamedDeclaration" && node.source !== null)) &&
      node.specifiers.some(isNamed) &&
      isCommonJs(node.source!.value),
  );
  const dynamic = code.includes("import(") ? importCalls(program) : [];
  for (const { end } of dynamic) edits.push({ start: end, end, text: ".then($$whole)" });
  if (dynamic.length > 0)
    prologue.push({ text: `import { wholeFace as $$whole } from ${JSON.stringify(COMMONJS_FACE)};` });
  if (common.length > 0) prologue.push({ text: `import { face as $$face } from ${JSON.stringify(COMMONJS_FACE)};` });
  common.forEach((node, index) => {
    const { statement, names } = importWhole(node, `$$${index}`);
    replaceLines(code, node, statement, edits);
    prologue.push({ text: `const ${names.join(", ")};`, from: node.start });
  });
  if (prologue.length === 0) return { kind: "javascript", code, mappings };
  const edited = applyEdits(code, mappings, edits, prologue);
  return { kind: "javascript", code: edited.text, mappings: edited.mappings };
}

function importCalls(program: Program): Node[] {
  const found: Node[] = [];
  new Visitor({ ImportExpression: (node) => void found.push(node) }).visit(program);
  return found;
}

const COMMONJS_NAMES: Readonly<Record<string, string>> = {
  require: "$$require(import.meta.url)",
  module: "{ exports: {}, id: import.meta.filename, filename: import.meta.filename, loaded: false, children: [] }",
  exports: "{}",
  __dirname: "import.meta.dirname",
  __filename: "import.meta.filename",
};

type NamedImport = Extract<Node, { type: "ImportDeclaration" | "ExportNamedDeclaration" }>;
type Specifier = NamedImport["specifiers"][number];

/** Whether an import asks for more than the default export, which Node provides for every CommonJS module. */
const isNamed = (item: Specifier): boolean => importedName(item) !== "default";

function importedName(item: Specifier): string {
  if (item.type === "ImportDefaultSpecifier") return "default";
  if (item.type === "ImportNamespaceSpecifier") return "*";
  return exportName(item.type === "ImportSpecifier" ? item.imported : item.local);
}

/**
 * `import d, { a as b } from "common"` as `import d, * as $$0 from "common"` and `b = $$face($$0, "a", "common")`: Node reads the names
 * from a CommonJS module's source before running it, and does not find them all.
 */
function importWhole(node: NamedImport, whole: string): { readonly statement: string; readonly names: string[] } {
  const from = JSON.stringify(node.source!.value);
  const names: string[] = [];
  const exported: string[] = [];
  let byDefault = "";
  node.specifiers.forEach((item, index) => {
    const name = importedName(item);
    const local = item.type === "ExportSpecifier" ? `${whole}_${index}` : item.local.name;
    if (item.type === "ExportSpecifier") exported.push(`${local} as ${JSON.stringify(exportName(item.exported))}`);
    if (name === "default" && item.type !== "ExportSpecifier" && byDefault === "") byDefault = `${local}, `;
    else names.push(`${local} = $$face(${whole}, ${JSON.stringify(name)}, ${from})`);
  });
  const exports = exported.length === 0 ? "" : ` export { ${exported.join(", ")} };`;
  return { statement: `import ${byDefault}* as ${whole} from ${from};${exports}`, names };
}

function topLevelNames({ body }: Program): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of body) {
    if (statement.type === "ImportDeclaration") for (const { local } of statement.specifiers) names.add(local.name);
    const declaration =
      statement.type === "ExportNamedDeclaration" && statement.declaration ? statement.declaration : statement;
    varNames(declaration as Node, names);
    lexicalNames([declaration as Statement], names);
  }
  return names;
}

/** Line breaks stay where they are, so that every line keeps its number. */
function replaceLines(code: string, { start, end }: Node, text: string, edits: Edit[]): void {
  let from = start;
  let replacement = text;
  for (let at = code.indexOf("\n", start); at >= 0 && at < end; at = code.indexOf("\n", from)) {
    edits.push({ start: from, end: at, text: replacement });
    replacement = "";
    from = at + 1;
  }
  edits.push({ start: from, end, text: replacement });
}

function exportName(name: ModuleExportName): string {
  return name.type === "Literal" ? String(name.value) : name.name;
}
