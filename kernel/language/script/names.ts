/** Finds where cells declare names, and which names are declared nowhere. */
import { type Node, type Program, type Statement, Visitor, visitorKeys } from "oxc-parser";
import { patternNames } from "../../compiler/scope.ts";

export interface Declaration {
  readonly names: readonly string[];
  readonly kind: "variable" | "var" | "function" | "class" | "built" | "import";
  /** For an import: the module and the imported name. */
  readonly from: string;
}

/** The declarations of values at a cell's top level; `var` in its blocks as well. */
export function declarationsOf(program: Program): Declaration[] {
  const found: Declaration[] = [];
  const add = (kind: Declaration["kind"], names: readonly string[], from = ""): void =>
    void found.push({ kind, names, from });
  for (const statement of program.body) {
    const node = declared(statement);
    switch (node.type) {
      case "VariableDeclaration":
        if (node.kind !== "var") for (const { id } of node.declarations) add("variable", namesOf(id));
        break;
      case "FunctionDeclaration":
        if (node.id) add("function", [node.id.name]);
        break;
      case "ClassDeclaration":
        if (node.id) add("class", [node.id.name]);
        break;
      case "TSEnumDeclaration":
        add("built", [node.id.name]);
        break;
      case "TSModuleDeclaration":
        if (node.id.type === "Identifier" && node.kind !== "global") add("built", [node.id.name]);
        break;
      case "ImportDeclaration":
        for (const item of node.specifiers)
          add("import", [item.local.name], `${node.source.value} ${importedName(item)}`);
        break;
      case "TSImportEqualsDeclaration":
        add("import", [node.id.name], `${JSON.stringify(node.moduleReference)}`);
        break;
      default:
    }
  }
  for (const { declarations } of varsOf(program)) for (const { id } of declarations) add("var", namesOf(id));
  return found;
}

type Variables = Extract<Node, { type: "VariableDeclaration" }>;

/** `var` declarations outside of functions. */
export function varsOf(node: Node | Program): Variables[] {
  const found: Variables[] = [];
  const visit = (at: Node): void => {
    if (/^(?:Function|ArrowFunction|Class|TSModule)/.test(at.type)) return;
    if (at.type === "VariableDeclaration" && at.kind === "var") found.push(at);
    for (const key of visitorKeys[at.type] ?? []) {
      const child = (at as unknown as Record<string, Node | (Node | null)[] | null>)[key];
      for (const each of Array.isArray(child) ? child : [child]) if (each) visit(each);
    }
  };
  visit(node as Node);
  return found;
}

/** What an `export` declares, or the statement itself. */
export function declared(statement: Statement | Program["body"][number]): Node {
  return statement.type === "ExportNamedDeclaration" && statement.declaration
    ? (statement.declaration as Node)
    : (statement as Node);
}

export function namesOf(pattern: Node): string[] {
  const names = new Set<string>();
  patternNames(pattern, names);
  return [...names];
}

type ImportItem = Extract<Node, { type: "ImportDeclaration" }>["specifiers"][number];

export function importedName(item: ImportItem): string {
  if (item.type === "ImportDefaultSpecifier") return "default";
  if (item.type === "ImportNamespaceSpecifier") return "*";
  return item.imported.type === "Literal" ? item.imported.value : item.imported.name;
}

/** Names that cells read or assign and that no cell declares in any scope. */
export function freeNames(programs: readonly Program[]): {
  readonly read: ReadonlySet<string>;
  readonly assigned: ReadonlySet<string>;
} {
  const read = new Set<string>();
  const assigned = new Set<string>();
  const known = new Set<string>();
  const declare = (pattern: Node): void => {
    for (const name of namesOf(pattern)) known.add(name);
  };
  const visitor = new Visitor({
    Identifier: (node) => void read.add(node.name),
    AssignmentExpression(node) {
      if (node.operator === "=" && /^(?:Identifier|ArrayPattern|ObjectPattern)$/.test(node.left.type)) {
        for (const name of namesOf(node.left as Node)) assigned.add(name);
      }
    },
    VariableDeclarator: (node) => declare(node.id),
    FunctionDeclaration: (node) => node.params.forEach((each) => declare(parameter(each))),
    FunctionExpression: (node) => node.params.forEach((each) => declare(parameter(each))),
    ArrowFunctionExpression: (node) => node.params.forEach((each) => declare(parameter(each))),
    CatchClause(node) {
      if (node.param) declare(node.param);
    },
  });
  for (const program of programs) {
    visitor.visit(program);
    for (const { names } of declarationsOf(program)) for (const name of names) known.add(name);
  }
  const isGlobal = (name: string): boolean => name in globalThis;
  return {
    read: read.difference(known),
    assigned: new Set([...assigned.difference(known)].filter((name) => !isGlobal(name))),
  };
}

function parameter(node: Node): Node {
  return node.type === "TSParameterProperty" ? (node.parameter as Node) : node;
}
