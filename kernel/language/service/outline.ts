/**
 * The outline of a cell: its top-level names as later cells see them, and whatever else the type service needs from the syntax tree.
 */
import { parseSync, Visitor } from "oxc-parser";
import type {
  ArrowFunctionExpression,
  AssignmentTarget,
  AssignmentTargetMaybeDefault,
  BindingPattern,
  Function as OxcFunction,
  Node,
  ParamPattern,
  Statement,
  VariableDeclaration,
} from "oxc-parser";
import { beyondParsers } from "../../compiler/nesting.ts";

/**
 * `let` may be assigned by later cells, `const` is a value only, `alias` keeps the name's meaning as value, type and namespace, `any` is a
 * variable that nothing declares.
 */
export type BindingKind = "let" | "const" | "alias" | "any";

export interface CellName {
  readonly name: string;
  readonly binding: BindingKind;
  /** UTF-16 offset of the declared identifier in the cell. */
  readonly offset: number;
  /** Whether the cell itself exports the name. */
  readonly exported: boolean;
}

export interface CellOutline {
  /** Whether the cell parses only as JSX. */
  readonly jsx: boolean;
  readonly names: readonly CellName[];
  /** Names that the cell assigns with `=` and declares nowhere, in any scope. */
  readonly assigned: ReadonlySet<string>;
  /** Names whose value the cell changes, with any operator, and that it declares nowhere. */
  readonly changed: ReadonlySet<string>;
  /** Spans of function bodies: code that runs later than the cell's own lines. */
  readonly deferred: readonly (readonly [start: number, end: number])[];
  /** Module specifiers that the cell mentions. */
  readonly imports: readonly string[];
}

/** Outlines a cell; undefined if it does not parse, because then nothing can be said about its names. */
export function outline(source: string): CellOutline | undefined {
  if (beyondParsers(source) !== undefined) return undefined;
  for (const lang of ["ts", "tsx"] as const) {
    const { program, errors } = parseSync(`cell.${lang}`, source, { lang, sourceType: "module" });
    if (program.body.length === 0 && errors.length > 0) continue;
    current = new Walk();
    for (const statement of program.body) current.addStatement(statement, false);
    visitor.visit(program);
    return current.outline(lang === "tsx");
  }
  return undefined;
}

/** Collects everything in one walk over a cell. */
class Walk {
  readonly names = new Map<string, CellName>();
  readonly imports: string[] = [];
  readonly #assigned = new Set<string>();
  readonly #changed = new Set<string>();
  readonly #declared = new Set<string>();
  readonly #deferred: [number, number][] = [];
  #depth = 0;

  outline(jsx: boolean): CellOutline {
    for (const name of this.names.keys()) this.#declared.add(name);
    return {
      jsx,
      names: [...this.names.values()],
      assigned: this.#assigned.difference(this.#declared),
      changed: this.#changed.difference(this.#declared),
      deferred: this.#deferred,
      imports: this.imports,
    };
  }

  addStatement(node: Statement, exported: boolean): void {
    switch (node.type) {
      case "VariableDeclaration":
        this.#addVariables(node, exported);
        break;
      case "FunctionDeclaration":
      case "ClassDeclaration":
      case "TSDeclareFunction":
      case "TSEnumDeclaration":
      case "TSInterfaceDeclaration":
      case "TSTypeAliasDeclaration":
      case "TSImportEqualsDeclaration":
        if (node.id && node.id.name !== "") this.#add(node.id.name, "alias", node.id.start, exported);
        break;
      case "TSModuleDeclaration":
        if (node.id.type === "Identifier" && node.kind !== "global") {
          this.#add(node.id.name, "alias", node.id.start, exported);
        }
        break;
      case "ImportDeclaration":
        for (const { local } of node.specifiers) this.#add(local.name, "alias", local.start, exported);
        break;
      case "ExportNamedDeclaration":
        if (node.declaration) this.addStatement(node.declaration, true);
        break;
      case "ExportDefaultDeclaration":
        if (node.declaration.type === "FunctionDeclaration" || node.declaration.type === "ClassDeclaration") {
          this.addStatement(node.declaration, false);
        }
    }
  }

  /** `var` inside blocks belongs to the top level as well. */
  addNestedVariables(node: VariableDeclaration): void {
    if (this.#depth > 0 || node.kind !== "var") return;
    for (const { id } of node.declarations) {
      for (const { name, start } of patternNames(id)) if (!this.names.has(name)) this.#add(name, "let", start, false);
    }
  }

  change(target: AssignmentTarget, operator: string): void {
    for (const { name } of patternNames(target)) {
      this.#changed.add(name);
      if (operator === "=") this.#assigned.add(name);
    }
  }

  /** Notes names declared in any scope. */
  declare(pattern: BindingPattern): void {
    for (const { name } of patternNames(pattern)) this.#declared.add(name);
  }

  enterFunction(node: OxcFunction | ArrowFunctionExpression): void {
    this.enterDeferred(node);
    if (node.type !== "ArrowFunctionExpression" && node.id) this.#declared.add(node.id.name);
    for (const parameter of node.params) this.declare(parameterPattern(parameter));
  }

  enterDeferred({ start, end }: Pick<Node, "start" | "end">): void {
    if (this.#depth++ === 0) this.#deferred.push([start, end]);
  }

  leaveDeferred(): void {
    this.#depth--;
  }

  #add(name: string, binding: BindingKind, offset: number, exported: boolean): void {
    // A type and a value may share a name; the alias carries both.
    const earlier = this.names.get(name);
    if (earlier === undefined) this.names.set(name, { name, binding, offset, exported });
    else this.names.set(name, { ...earlier, binding: "alias", exported: earlier.exported || exported });
  }

  #addVariables(node: VariableDeclaration, exported: boolean): void {
    const binding = node.kind === "let" || node.kind === "var" ? "let" : "const";
    for (const { id } of node.declarations) {
      for (const { name, start } of patternNames(id)) {
        // `var x` twice is one variable.
        if (!(node.kind === "var" && this.names.has(name))) this.#add(name, binding, start, exported);
      }
    }
  }
}

let current = new Walk();

/** One visitor for all walks, because the parser keeps every visitor that was ever created. */
const visitor = new Visitor({
  VariableDeclaration: (node) => current.addNestedVariables(node),
  VariableDeclarator: (node) => current.declare(node.id),
  CatchClause(node) {
    if (node.param) current.declare(node.param);
  },
  AssignmentExpression: (node) => current.change(node.left, node.operator),
  UpdateExpression: (node) => current.change(node.argument, node.operator),
  ImportDeclaration: (node) => void current.imports.push(node.source.value),
  ExportAllDeclaration: (node) => void current.imports.push(node.source.value),
  ExportNamedDeclaration(node) {
    if (node.source) current.imports.push(node.source.value);
  },
  ImportExpression(node) {
    if (node.source.type === "Literal" && typeof node.source.value === "string")
      current.imports.push(node.source.value);
  },
  FunctionDeclaration: (node) => current.enterFunction(node),
  "FunctionDeclaration:exit": () => current.leaveDeferred(),
  FunctionExpression: (node) => current.enterFunction(node),
  "FunctionExpression:exit": () => current.leaveDeferred(),
  ArrowFunctionExpression: (node) => current.enterFunction(node),
  "ArrowFunctionExpression:exit": () => current.leaveDeferred(),
  PropertyDefinition: (node) => current.enterDeferred(node),
  "PropertyDefinition:exit": () => current.leaveDeferred(),
  StaticBlock: (node) => current.enterDeferred(node),
  "StaticBlock:exit": () => current.leaveDeferred(),
});

function parameterPattern(parameter: ParamPattern): BindingPattern {
  if (parameter.type === "TSParameterProperty") return parameter.parameter;
  return parameter.type === "RestElement" ? parameter.argument : parameter;
}

/** Identifiers in a pattern that declares or assigns; members (`a.b = 1`) do not count. */
function patternNames(pattern: BindingPattern | AssignmentTargetMaybeDefault): { name: string; start: number }[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern];
    case "AssignmentPattern":
      return patternNames(pattern.left);
    case "ArrayPattern":
      return pattern.elements.flatMap((element) =>
        element === null ? [] : patternNames(element.type === "RestElement" ? element.argument : element),
      );
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        patternNames(property.type === "RestElement" ? property.argument : property.value),
      );
    default:
      return [];
  }
}
