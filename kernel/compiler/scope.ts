/** Finds the names that part of a syntax tree declares, for lexical scoping (ECMA-262, 8.2 and 14.3). */
import type { Directive, Expression, Function as FunctionNode, Node, Statement } from "oxc-parser";

/** A scope inside the cell. The cell's own top level is not one: its names live on pages. */
export interface Scope {
  readonly names: ReadonlySet<string>;
  readonly parent: Scope | undefined;
}

export function isLocal(name: string, scope: Scope | undefined): boolean {
  for (let at = scope; at; at = at.parent) if (at.names.has(name)) return true;
  return false;
}

/** All names of a scope and of the scopes around it. */
export function localNames(scope: Scope | undefined): string[] {
  const names: string[] = [];
  for (let at = scope; at; at = at.parent) names.push(...at.names);
  return names;
}

/** Adds the names that a binding pattern introduces. */
export function patternNames(pattern: Node, into: Set<string>): void {
  switch (pattern.type) {
    case "Identifier":
      into.add(pattern.name);
      return;
    case "ObjectPattern":
      for (const property of pattern.properties) {
        patternNames(property.type === "RestElement" ? property.argument : property.value, into);
      }
      return;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) patternNames(element, into);
      return;
    case "AssignmentPattern":
      patternNames(pattern.left, into);
      return;
    case "RestElement":
      patternNames(pattern.argument, into);
      return;
    default:
  }
}

/** Adds the `var` names of a function body or of a cell: including those of nested statements, but not those of nested functions. */
export function varNames(node: Node | null | undefined, into: Set<string>): void {
  if (!node) return;
  switch (node.type) {
    case "VariableDeclaration":
      if (node.kind === "var") for (const { id } of node.declarations) patternNames(id, into);
      return;
    case "BlockStatement":
      for (const statement of node.body) varNames(statement, into);
      return;
    case "IfStatement":
      varNames(node.consequent, into);
      varNames(node.alternate, into);
      return;
    case "ForStatement":
      varNames(node.init, into);
      varNames(node.body, into);
      return;
    case "ForInStatement":
    case "ForOfStatement":
      varNames(node.left, into);
      varNames(node.body, into);
      return;
    case "WhileStatement":
    case "DoWhileStatement":
    case "LabeledStatement":
      varNames(node.body, into);
      return;
    case "TryStatement":
      varNames(node.block, into);
      varNames(node.handler?.body, into);
      varNames(node.finalizer, into);
      return;
    case "SwitchStatement":
      for (const { consequent } of node.cases) for (const statement of consequent) varNames(statement, into);
      return;
    case "ExportNamedDeclaration":
      varNames(node.declaration, into);
      return;
    default:
  }
}

/** Adds the names that belong to a block itself: let, const, using, class, and functions (strict mode). */
export function lexicalNames(statements: readonly (Directive | Statement)[], into: Set<string>): void {
  for (const statement of statements) {
    if (statement.type === "VariableDeclaration") {
      if (statement.kind !== "var") for (const { id } of statement.declarations) patternNames(id, into);
    } else if (statement.type === "ClassDeclaration" || statement.type === "FunctionDeclaration") {
      if (statement.id) into.add(statement.id.name);
    }
  }
}

/** A scope with the names that `collect` adds, or the parent itself if there are none. */
export function childScope(parent: Scope | undefined, collect: (into: Set<string>) => void): Scope | undefined {
  const names = new Set<string>();
  collect(names);
  return names.size === 0 ? parent : { names, parent };
}

/** Functions, arrows and classes without a name take that of the variable they are assigned to (ECMA-262, 8.4). */
export function isAnonymousFunction(node: Expression): boolean {
  return (
    node.type === "ArrowFunctionExpression" ||
    ((node.type === "FunctionExpression" || node.type === "ClassExpression") && !node.id)
  );
}

export type { FunctionNode };
