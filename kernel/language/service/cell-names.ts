/**
 * The top-level names of a cell, as later cells see them. Only what the type service needs: which names, and what kind
 * of binding stands for each in the header of a later cell.
 */
import { parseSync, Visitor } from "oxc-parser";
import type {
  ArrowFunctionExpression,
  BindingPattern,
  Function as OxcFunction,
  Node,
  ParamPattern,
  Program,
  Statement,
  VariableDeclaration,
} from "oxc-parser";
import { tooDeep } from "../nesting.ts";

/**
 * `let` may be assigned by later cells, `const` is a value only, `alias` keeps value, type and namespace meaning, `any` is a
 * variable that nothing declares.
 */
export type BindingKind = "let" | "const" | "alias" | "any";

export interface CellName {
  readonly name: string;
  readonly binding: BindingKind;
  /** UTF-16 offset of the declared identifier in the cell. */
  readonly offset: number;
  /** The cell exports it itself. */
  readonly exported: boolean;
}

export interface CellOutline {
  /** It parses with JSX only. */
  readonly jsx: boolean;
  readonly names: readonly CellName[];
  /** Names that the cell assigns and declares nowhere, in any scope. */
  readonly assigned: ReadonlySet<string>;
  /** Spans of function bodies: code that runs later than the cell's own lines. */
  readonly deferred: readonly (readonly [start: number, end: number])[];
  /** Module specifiers that the cell names. */
  readonly imports: readonly string[];
}

/** Outlines a cell; undefined where it does not parse (nothing can be said about its names then). */
export function outline(source: string): CellOutline | undefined {
  if (tooDeep(source) !== undefined) return undefined;
  for (const lang of ["ts", "tsx"] as const) {
    const { program, errors } = parseSync(`cell.${lang}`, source, { lang, sourceType: "module" });
    if (program.body.length > 0 || errors.length === 0) return outlineProgram(program, lang === "tsx");
  }
  return undefined;
}

/** Names that an unfinished cell seems to declare, found without a parser. */
export function guessNames(source: string): ReadonlySet<string> {
  const names = new Set<string>();
  const pattern =
    /\b(?:let|const|var|function\*?|class|enum|interface|type|namespace)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;
  for (const [, name] of source.matchAll(pattern)) names.add(name!);
  for (const [, list] of source.matchAll(/\bimport\s+(?:type\s+)?([^"'();]*?)\s+from\b/gu)) {
    for (const [, name] of list!.matchAll(/([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*(?=,|\}|$)/gu)) names.add(name!);
  }
  return names;
}

/** Every word of a text that could be a name. */
export function words(source: string): ReadonlySet<string> {
  return new Set(source.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu));
}

function outlineProgram(program: Program, jsx: boolean): CellOutline {
  const names = new Map<string, CellName>();
  const add = (name: string, binding: BindingKind, offset: number, exported: boolean): void => {
    // A type and a value may share one name; the alias carries both.
    const earlier = names.get(name);
    if (earlier === undefined) names.set(name, { name, binding, offset, exported });
    else names.set(name, { ...earlier, binding: "alias", exported: earlier.exported || exported });
  };
  const addVariables = (node: VariableDeclaration, exported: boolean): void => {
    const binding = node.kind === "let" || node.kind === "var" ? "let" : "const";
    for (const declarator of node.declarations) {
      for (const { name, start } of patternNames(declarator.id)) {
        // `var x` twice is one variable.
        if (!(node.kind === "var" && names.has(name))) add(name, binding, start, exported);
      }
    }
  };
  for (const statement of program.body) addStatement(statement, false, add, addVariables);

  const assigned = new Set<string>();
  const declared = new Set<string>(names.keys());
  const deferred: [number, number][] = [];
  const imports: string[] = [];
  let depth = 0;
  const declareAll = (pattern: BindingPattern): void => {
    for (const { name } of patternNames(pattern)) declared.add(name);
  };
  const enter = (node: Span): void => {
    if (depth++ === 0) deferred.push([node.start, node.end]);
  };
  const enterFunction = (node: FunctionNode): void => {
    enter(node);
    if (node.type !== "ArrowFunctionExpression" && node.id) declared.add(node.id.name);
    for (const parameter of node.params) declareAll(parameterPattern(parameter));
  };
  const leave = (): void => {
    depth--;
  };
  new Visitor({
    // `var` inside blocks belongs to the top level as well.
    VariableDeclaration(node) {
      if (depth === 0 && node.kind === "var") addNestedVariables(node, names, add);
    },
    VariableDeclarator: (node) => declareAll(node.id),
    CatchClause: (node) => {
      if (node.param) declareAll(node.param);
    },
    AssignmentExpression(node) {
      if (node.operator === "=" && node.left.type === "Identifier") assigned.add(node.left.name);
    },
    ImportDeclaration: (node) => void imports.push(node.source.value),
    ExportAllDeclaration: (node) => void imports.push(node.source.value),
    ExportNamedDeclaration(node) {
      if (node.source) imports.push(node.source.value);
    },
    ImportExpression(node) {
      if (node.source.type === "Literal" && typeof node.source.value === "string") imports.push(node.source.value);
    },
    FunctionDeclaration: enterFunction,
    "FunctionDeclaration:exit": leave,
    FunctionExpression: enterFunction,
    "FunctionExpression:exit": leave,
    ArrowFunctionExpression: enterFunction,
    "ArrowFunctionExpression:exit": leave,
    PropertyDefinition: enter,
    "PropertyDefinition:exit": leave,
  }).visit(program);
  return { jsx, names: [...names.values()], assigned: assigned.difference(declared), deferred, imports };
}

type Span = Pick<Node, "start" | "end">;
type FunctionNode = OxcFunction | ArrowFunctionExpression;

function parameterPattern(parameter: ParamPattern): BindingPattern {
  if (parameter.type === "TSParameterProperty") return parameter.parameter;
  return parameter.type === "RestElement" ? parameter.argument : parameter;
}

type Add = (name: string, binding: BindingKind, offset: number, exported: boolean) => void;

function addNestedVariables(node: VariableDeclaration, names: ReadonlyMap<string, CellName>, add: Add): void {
  for (const declarator of node.declarations) {
    for (const { name, start } of patternNames(declarator.id)) if (!names.has(name)) add(name, "let", start, false);
  }
}

function addStatement(
  node: Statement,
  exported: boolean,
  add: Add,
  addVariables: (node: VariableDeclaration, exported: boolean) => void,
): void {
  switch (node.type) {
    case "VariableDeclaration":
      return addVariables(node, exported);
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSDeclareFunction":
      if (node.id && node.id.name !== "") add(node.id.name, "alias", node.id.start, exported);
      return;
    case "TSEnumDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return add(node.id.name, "alias", node.id.start, exported);
    case "TSModuleDeclaration":
      if (node.id.type === "Identifier" && node.kind !== "global") add(node.id.name, "alias", node.id.start, exported);
      return;
    case "TSImportEqualsDeclaration":
      return add(node.id.name, "alias", node.id.start, exported);
    case "ImportDeclaration":
      for (const specifier of node.specifiers) add(specifier.local.name, "alias", specifier.local.start, exported);
      return;
    case "ExportNamedDeclaration":
      if (node.declaration) addStatement(node.declaration, true, add, addVariables);
      return;
    case "ExportDefaultDeclaration":
      if (node.declaration.type === "FunctionDeclaration" || node.declaration.type === "ClassDeclaration") {
        addStatement(node.declaration, false, add, addVariables);
      }
      return;
    default:
      return;
  }
}

function patternNames(pattern: BindingPattern): { name: string; start: number }[] {
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
  }
}
