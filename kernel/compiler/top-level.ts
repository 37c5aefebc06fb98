/**
 * The statements of a cell's own top level: declarations become properties of pages, static imports become awaited dynamic ones, and the
 * last expression becomes the cell's value.
 */
import type { Class, Directive, Expression, ModuleExportName, Node, Program, Statement } from "oxc-parser";
import type { Edit, Prologue } from "./edits.ts";
import type { PageTable } from "../contract/page-table.ts";
import { Rewriter } from "./rewrite.ts";
import { lexicalNames, patternNames, type Scope, varNames } from "./scope.ts";
import type { Binding } from "../contract/language.ts";

export interface Rewritten {
  readonly edits: readonly Edit[];
  readonly prologue: readonly Prologue[];
  readonly names: readonly string[];
  readonly isAsync: boolean;
  readonly bindings: readonly Binding[];
}

type ImportDeclaration = Extract<Node, { type: "ImportDeclaration" }>;
type Reexport = Extract<Node, { type: "ExportNamedDeclaration" | "ExportAllDeclaration" }>;

/** Rewrites the JavaScript of a cell; `source` is what the user wrote, types and all. */
export function rewriteCell(js: string, program: Program, source: string, pages: PageTable): Rewritten {
  return new CellRewriter(js, source, pages).rewrite(program);
}

class CellRewriter extends Rewriter {
  readonly #source: string;
  readonly #names = new Set<string>();
  /** Names that the transformer made up (`_jsx`, decorator helpers); they stay local. */
  readonly #own = new Set<string>();
  readonly #hoisted: string[] = [];
  readonly #movedImports: Prologue[] = [];
  /** Statements that give the cell's value when they are the last to run. */
  readonly #tails = new Set<Node>();

  constructor(js: string, source: string, pages: PageTable) {
    let prefix = "$$";
    while (source.includes(prefix)) prefix += "$";
    super(js, prefix, pages);
    this.#source = source;
  }

  rewrite(program: Program): Rewritten {
    // A `#!` line is valid only as the first line, which it no longer is.
    if (program.hashbang) this.replace(program.hashbang.start, program.hashbang.start + "#!".length, "//");
    this.#declareAll(program.body);
    const { body } = program;
    let importsOnly = true;
    body.forEach((statement, index) => {
      if (statement.type === "ImportDeclaration") this.#import(statement, importsOnly);
      else {
        importsOnly = false;
        this.#statement(statement, index === body.length - 1);
      }
    });
    const used = new Set([...this.bindings.values()].map(({ page }) => page));
    const cell = this.prefix;
    // Not through `exports`, because a function in the cell may have that name.
    const heads = [`${cell} = arguments[0].$$`, ...[...used].map((page) => `${cell}${page} = ${cell}.page(${page})`)];
    return {
      edits: this.edits,
      prologue: [
        { text: ['"use strict";', `const ${heads.join(", ")};`, ...this.#hoisted].join(" ") },
        ...this.#movedImports,
      ],
      names: [...this.#names],
      isAsync: this.isAsync,
      bindings: [...this.bindings.values()],
    };
  }

  protected override isOwn(name: string): boolean {
    return this.#own.has(name);
  }

  #declareAll(statements: readonly (Directive | Statement)[]): void {
    for (const statement of statements) {
      const declaration =
        (statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration") &&
        statement.declaration
          ? statement.declaration
          : statement;
      const names = new Set<string>();
      if (declaration.type === "ImportDeclaration") {
        for (const { local } of declaration.specifiers) names.add(local.name);
        this.#declare(names, "import");
      } else if (declaration.type === "FunctionDeclaration") {
        if (!declaration.id || this.#isMadeUp(declaration.id.name)) continue;
        this.#declare([declaration.id.name], "function");
        const hoist = `${this.page(declaration.id.name)}.${declaration.id.name} = ${declaration.id.name};`;
        if (!this.#hoisted.includes(hoist)) this.#hoisted.push(hoist);
      } else if (declaration.type === "ClassDeclaration") {
        if (declaration.id) this.#declare([declaration.id.name], "lexical");
      } else {
        varNames(declaration as Node, names);
        this.#declare(names, "var");
        names.clear();
        if (declaration.type === "VariableDeclaration") {
          lexicalNames([declaration], names);
          this.#declare(names, "lexical");
          if (declaration.kind === "const") for (const name of names) this.constants.add(name);
        }
      }
    }
    // An enum or namespace extends whatever its name holds, which must not be the one of an earlier cell.
    for (const [, name] of this.#source.matchAll(
      /\b(?:enum|namespace|module)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu,
    )) {
      if (this.bindings.get(name!)?.kind === "var") this.#hoisted.push(`${this.page(name!)}.${name} = void 0;`);
    }
  }

  #isMadeUp(name: string): boolean {
    if (this.#source.includes(name)) return false;
    this.#own.add(name);
    return true;
  }

  #declare(names: Iterable<string>, kind: Binding["kind"]): void {
    for (const name of names) {
      if (this.#isMadeUp(name)) continue;
      this.#names.add(name);
      this.bind(name, kind);
    }
  }

  #statement(node: Directive | Statement, isLast: boolean): void {
    switch (node.type) {
      case "VariableDeclaration":
        this.#variables(node);
        return;
      case "ClassDeclaration":
        this.#class(node);
        return;
      case "ExportNamedDeclaration":
        if (node.declaration) {
          this.replace(node.start, node.declaration.start, "");
          this.#statement(node.declaration as Statement, isLast);
        } else this.#reexport(node);
        return;
      case "ExportAllDeclaration":
        this.#reexport(node);
        return;
      case "ExportDefaultDeclaration": {
        const { declaration } = node;
        if ((declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") && declaration.id) {
          this.replace(node.start, declaration.start, "");
          this.#statement(declaration as Statement, isLast);
        } else {
          this.replace(node.start, declaration.start, isLast ? `${this.prefix}.value = (` : "(");
          this.visit(declaration, undefined);
          this.insert(declaration.end, ");");
        }
        return;
      }
      case "ExpressionStatement":
        if (isLast) this.#value(node, node.expression);
        else this.visit(node, undefined);
        return;
      default:
        if (isLast) tails(node, this.#tails);
        this.visit(node, undefined);
    }
  }

  override visit(node: Node, scope: Scope | undefined): void {
    if (node.type === "ExpressionStatement" && this.#tails.has(node)) this.#value(node, node.expression, scope);
    else super.visit(node, scope);
  }

  #value(node: Node, expression: Expression, scope?: Scope): void {
    this.insert(node.start, `${this.prefix}.value = (`);
    this.visit(expression, scope);
    this.insert(this.js[node.end - 1] === ";" ? node.end - 1 : node.end, ")");
  }

  #variables(node: Extract<Node, { type: "VariableDeclaration" }>): void {
    const names = new Set<string>();
    for (const { id } of node.declarations) patternNames(id, names);
    const isUsing = node.kind === "using" || node.kind === "await using";
    if (!isUsing && ![...names].some((name) => this.#own.has(name))) {
      this.paged(node, undefined, true);
      if (node.kind === "const") this.#fix(names, node.end);
      return;
    }
    // `using` disposes of a local when the cell ends, and the tools' own names stay local.
    if (node.kind === "await using") this.awaits();
    const copies: string[] = [];
    for (const { id, init } of node.declarations) {
      if (id.type === "Identifier" && !this.#own.has(id.name)) {
        const local = `${this.prefix}_${id.name}`;
        this.replace(id.start, id.end, local);
        copies.push(` ${this.page(id.name)}.${id.name} = ${local};`);
      }
      if (init) this.visit(init, undefined);
    }
    this.insert(node.end, copies.join(""));
  }

  /** From here on assignments are refused in every cell. */
  #fix(names: Iterable<string>, at: number): void {
    for (const name of names) this.insert(at, ` ${this.prefix}.fix(${this.page(name)}, "${name}");`);
  }

  #class(node: Class): void {
    const name = node.id!.name;
    if (!this.#own.has(name)) this.insert(node.start, `${this.page(name)}.${name} = `);
    this.visit(node, undefined);
    this.insert(node.end, ";");
  }

  /**
   * `import d, { a as b } from "m"` becomes `({ "default": $$0.d, "a": $$0.b } = await $$.imports("m", ["default", "a"], ...))`:
   * all names are checked before one is bound.
   */
  #import(node: ImportDeclaration, inPlace: boolean): void {
    const specifier = node.source.value;
    const isBare = node.specifiers.length === 0;
    // The transformer leaves `import "m"` behind if only types were imported from "m".
    if (isBare && !new RegExp(`import\\s*["']${escape(specifier)}["']`).test(this.#source)) {
      this.replace(node.start, node.end, "");
      return;
    }
    this.isAsync = true;
    const names: string[] = [];
    const own: string[] = [];
    const targets: string[] = [];
    for (const item of node.specifiers) {
      const imported =
        item.type === "ImportSpecifier"
          ? exportName(item.imported)
          : item.type === "ImportDefaultSpecifier"
            ? "default"
            : "*";
      const isOwn = this.#own.has(item.local.name);
      names.push(imported);
      (isOwn ? own : targets).push(
        `${JSON.stringify(imported)}: ${isOwn ? item.local.name : `${this.page(item.local.name)}.${item.local.name}`}`,
      );
    }
    const options = node.attributes.map(
      ({ key, value }) => `${JSON.stringify(exportName(key))}: ${JSON.stringify(value.value)}`,
    );
    const types = node.specifiers.map(({ local }) => local.name).filter((name) => !this.#isValue(name, node));
    const typeNames = node.specifiers.flatMap((item, index) =>
      types.includes(item.local.name) ? [names[index]!] : [],
    );
    const call = `await ${this.prefix}.imports(${[
      JSON.stringify(specifier),
      JSON.stringify(names),
      JSON.stringify(typeNames),
      `{ ${options.join(", ")} }`,
    ].join(", ")})`;
    const text =
      own.length > 0
        ? `const { ${own.join(", ")} } = ${call};`
        : isBare
          ? `${call};`
          : `({ ${targets.join(", ")} } = ${call});`;
    this.replace(node.start, node.end, inPlace ? text : "");
    if (!inPlace) this.#movedImports.push({ text, from: node.start });
  }

  /** Whether an imported name may be used as a value; a name used only as a type may be missing at run time. */
  #isValue(name: string, node: ImportDeclaration): boolean {
    const word = new RegExp(`(?<![\\p{ID_Continue}$])${escape(name)}(?![\\p{ID_Continue}$])`, "gu");
    const count = (text: string): number => text.match(word)?.length ?? 0;
    const here = count(this.js.slice(node.start, node.end));
    return count(this.js) > here || count(this.#source) <= here;
  }

  #reexport(node: Reexport): void {
    if (!node.source) {
      this.replace(node.start, node.end, "");
      return;
    }
    this.isAsync = true;
    const names =
      node.type === "ExportNamedDeclaration"
        ? node.specifiers.map(({ local }) => JSON.stringify(exportName(local)))
        : [];
    const args = `${JSON.stringify(node.source.value)}, [${names.join(", ")}], [], {}`;
    this.replace(node.start, node.end, `await ${this.prefix}.imports(${args});`);
  }
}

/**
 * The statements whose value is that of `node` (ECMA-262's completion values): `if (x) { 1 + 1 }` is 2. Loops are left out, because their
 * last round says little.
 */
function tails(node: Node | null | undefined, into: Set<Node>): void {
  switch (node?.type) {
    case "ExpressionStatement":
      into.add(node);
      return;
    case "BlockStatement":
      tails(lastOf(node.body), into);
      return;
    case "IfStatement":
      tails(node.consequent, into);
      tails(node.alternate, into);
      return;
    case "TryStatement":
      tails(node.block, into);
      tails(node.handler?.body, into);
      return;
    case "SwitchStatement":
      for (const { consequent } of node.cases) tails(lastOf(consequent), into);
      return;
    case "LabeledStatement":
      tails(node.body, into);
      return;
    default:
  }
}

/** The last statement that can have a value: declarations and `break` have none. */
function lastOf(statements: readonly (Directive | Statement)[]): Node | undefined {
  return statements.findLast(({ type }) => !/^(?:Break|Empty)Statement$|Declaration$/.test(type)) as Node | undefined;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function exportName(name: ModuleExportName | Extract<Node, { type: "Identifier" | "Literal" }>): string {
  return name.type === "Literal" ? String(name.value) : name.name;
}
