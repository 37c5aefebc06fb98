/**
 * The scope pass: finds every reference to a top-level name and turns it into a property of that name's page. Statements of the
 * top level itself (declarations, imports, exports, the last value) are in top-level.ts, which extends this walk. Long because it is
 * one walk over every kind of node.
 */
import { type Expression, type Node, type ObjectProperty, visitorKeys } from "oxc-parser";
import type { Edit } from "./edits.ts";
import type { PageTable } from "../contract/page-table.ts";
import {
  childScope,
  type FunctionNode,
  isAnonymousFunction,
  isLocal,
  lexicalNames,
  localNames,
  patternNames,
  type Scope,
  varNames,
} from "./scope.ts";
import type { Binding } from "../contract/language.ts";

/**
 * The language's own globals, which cells read directly from the global object because loops use them. Other globals (`process`, `URL`) are
 * looked up at run time, like names of later cells, because a later cell may declare them.
 */
const BUILT_IN: ReadonlySet<string> = new Set(
  [
    "undefined NaN Infinity globalThis eval console require exports Object Function Array Number String Boolean",
    "Symbol BigInt Math Date RegExp JSON Reflect Proxy Promise Iterator Map Set WeakMap WeakSet WeakRef FinalizationRegistry",
    "Error AggregateError EvalError RangeError ReferenceError SuppressedError SyntaxError TypeError URIError DisposableStack",
    "AsyncDisposableStack ArrayBuffer SharedArrayBuffer DataView Atomics Int8Array Uint8Array Uint8ClampedArray Int16Array",
    "Uint16Array Int32Array Uint32Array BigInt64Array BigUint64Array Float16Array Float32Array Float64Array parseFloat",
    "parseInt isNaN isFinite encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape Intl WebAssembly",
  ].flatMap((line) => line.split(" ")),
);

export class Rewriter {
  readonly edits: Edit[] = [];
  readonly bindings = new Map<string, Binding>();
  isAsync = false;
  protected readonly js: string;
  /** The name of the cell's own object in the code; pages are called prefix + number. */
  protected readonly prefix: string;
  protected readonly pages: PageTable;
  /** Constants of this cell: assigning to them throws. In later cells the runner makes sure of it. */
  protected readonly constants = new Set<string>();
  /** How many functions surround the node being visited. */
  protected depth = 0;

  constructor(js: string, prefix: string, pages: PageTable) {
    this.js = js;
    this.prefix = prefix;
    this.pages = pages;
  }

  visit(node: Node, scope: Scope | undefined): void {
    switch (node.type) {
      case "Identifier":
        this.reference(node, scope);
        return;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        this.#function(node, scope);
        return;
      case "ClassDeclaration":
      case "ClassExpression": {
        const { id } = node;
        const inner = id ? childScope(scope, (names) => names.add(id.name)) : scope;
        for (const decorator of node.decorators) this.visit(decorator, scope);
        if (node.superClass) this.visit(node.superClass, inner);
        this.visit(node.body, inner);
        return;
      }
      case "StaticBlock": {
        const inner = childScope(scope, (names) => {
          for (const statement of node.body) varNames(statement, names);
          lexicalNames(node.body, names);
        });
        this.depth++;
        for (const statement of node.body) this.visit(statement, inner);
        this.depth--;
        return;
      }
      case "BlockStatement": {
        const inner = childScope(scope, (names) => lexicalNames(node.body, names));
        for (const statement of node.body) this.visit(statement, inner);
        return;
      }
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement": {
        if (node.type === "ForOfStatement" && node.await) this.awaits();
        const head = node.type === "ForStatement" ? node.init : node.left;
        const inner =
          head?.type === "VariableDeclaration" ? childScope(scope, (names) => lexicalNames([head], names)) : scope;
        if (head?.type === "VariableDeclaration") this.variables(head, inner, node.type === "ForStatement");
        else if (head) this.pattern(head, inner);
        if (node.type === "ForStatement") {
          if (node.test) this.visit(node.test, inner);
          if (node.update) this.visit(node.update, inner);
        } else this.visit(node.right, inner);
        const isAwaiting = node.type === "ForOfStatement" && node.await;
        if (isAwaiting) this.insert(node.body.start, `{ ${this.prefix}.resume(); `);
        this.visit(node.body, inner);
        if (isAwaiting) this.insert(node.body.end, " }");
        return;
      }
      case "SwitchStatement": {
        this.visit(node.discriminant, scope);
        const inner = childScope(scope, (names) => {
          for (const { consequent } of node.cases) lexicalNames(consequent, names);
        });
        for (const branch of node.cases) this.visit(branch, inner);
        return;
      }
      case "CatchClause": {
        const { param } = node;
        const inner = param ? childScope(scope, (names) => patternNames(param, names)) : scope;
        if (param) this.pattern(param, inner);
        // V8's messages mention our pages ("$$0.f is not a function"), so they are cleaned before the user's catch block sees them.
        if (param?.type === "Identifier") this.insert(node.body.start + 1, ` ${this.prefix}.clean(${param.name});`);
        this.visit(node.body, inner);
        return;
      }
      case "VariableDeclaration":
        this.variables(node, scope, true);
        return;
      case "Property":
        this.#property(node, scope);
        return;
      case "MemberExpression":
        this.visit(node.object, scope);
        if (node.computed) this.visit(node.property, scope);
        return;
      case "MethodDefinition":
      case "PropertyDefinition":
      case "AccessorProperty":
        for (const decorator of node.decorators) this.visit(decorator, scope);
        if (node.computed) this.visit(node.key, scope);
        if (node.value) this.visit(node.value, scope);
        return;
      case "LabeledStatement":
        this.visit(node.body, scope);
        return;
      case "BreakStatement":
      case "ContinueStatement":
        return;
      case "MetaProperty":
        if (node.meta.name === "import") this.replace(node.start, node.end, `${this.prefix}.meta`);
        return;
      case "ImportExpression":
        this.replace(node.start, node.start + "import".length, `${this.prefix}.importModule`);
        this.visit(node.source, scope);
        if (node.options) this.visit(node.options, scope);
        return;
      case "CallExpression": {
        this.#callee(node.callee, scope);
        const [text] = node.arguments;
        const evaluates =
          text !== undefined && text.type !== "SpreadElement" && this.#isGlobal("eval", node.callee, scope);
        if (evaluates) this.insert(text.start, `${this.prefix}.evaluable(`);
        for (const argument of node.arguments) this.visit(argument, scope);
        if (evaluates) this.insert(text.end, `, "${this.prefix}", ${JSON.stringify(localNames(scope))})`);
        return;
      }
      case "NewExpression":
        this.#callee(node.callee, scope);
        for (const argument of node.arguments) this.visit(argument, scope);
        return;
      case "TaggedTemplateExpression":
        this.#callee(node.tag, scope);
        this.visit(node.quasi, scope);
        return;
      case "UnaryExpression":
        if (node.operator === "typeof" && node.argument.type === "Identifier") {
          const page = isLocal(node.argument.name, scope) ? undefined : this.page(node.argument.name);
          if (page && this.bindings.get(node.argument.name)?.kind === "free") {
            this.replace(node.start, node.end, `${this.prefix}.typeOf(${page}, ${JSON.stringify(node.argument.name)})`);
            return;
          }
        }
        this.visit(node.argument, scope);
        return;
      case "BinaryExpression":
      case "LogicalExpression": {
        // Done without recursion, because a sum of thousands of terms is a tree thousands of levels deep.
        const rights: Node[] = [];
        let left: Node = node;
        while (left.type === "BinaryExpression" || left.type === "LogicalExpression") {
          rights.push(left.right);
          left = left.left;
        }
        this.visit(left, scope);
        for (const right of rights.reverse()) this.visit(right, scope);
        return;
      }
      case "ThrowStatement":
        // A thrown value that is not an Error has no stack, so the runner notes the line.
        this.insert(node.argument.start, `${this.prefix}.thrown((`);
        this.visit(node.argument, scope);
        this.insert(node.argument.end, "))");
        return;
      case "AwaitExpression":
        this.awaits();
        // Code of an interrupted cell ends here instead of going on unnoticed.
        this.insert(node.start, `${this.prefix}.resume(`);
        this.visit(node.argument, scope);
        this.insert(node.end, ")");
        return;
      case "UpdateExpression":
        this.pattern(node.argument, scope);
        return;
      case "AssignmentExpression":
        this.pattern(node.left, scope);
        if (node.left.type === "Identifier" && /^(?:|\|\||&&|\?\?)=$/.test(node.operator)) {
          this.#named(node.left.name, node.right, scope);
        } else this.visit(node.right, scope);
        return;
      default:
        for (const key of visitorKeys[node.type] ?? []) {
          const child = (node as unknown as Record<string, Node | (Node | null)[] | null>)[key];
          if (Array.isArray(child)) {
            for (const item of child) if (item) this.visit(item, scope);
          } else if (child) this.visit(child, scope);
        }
    }
  }

  /** Handles the target of an assignment or declaration: names become properties, member expressions and defaults are visited. */
  protected pattern(node: Node, scope: Scope | undefined, declares = false): void {
    switch (node.type) {
      case "Identifier":
        this.reference(node, scope, declares ? "declare" : "write");
        return;
      case "ObjectPattern":
        for (const property of node.properties) {
          if (property.type === "RestElement") this.pattern(property.argument, scope, declares);
          else {
            if (property.computed) this.visit(property.key, scope);
            if (property.shorthand) {
              const name = property.value.type === "AssignmentPattern" ? property.value.left : property.value;
              if (name.type === "Identifier" && this.#isPaged(name.name, scope)) {
                this.insert(property.start, `${name.name}: `);
              }
            }
            this.pattern(property.value, scope, declares);
          }
        }
        return;
      case "ArrayPattern":
        for (const element of node.elements) if (element) this.pattern(element, scope, declares);
        return;
      case "AssignmentPattern":
        this.pattern(node.left, scope, declares);
        if (node.left.type === "Identifier") this.#named(node.left.name, node.right, scope);
        else this.visit(node.right, scope);
        return;
      case "RestElement":
        this.pattern(node.argument, scope, declares);
        return;
      default:
        this.visit(node, scope);
    }
  }

  /** Handles a declaration below the top level: `var` outside functions still belongs to the top level. */
  protected variables(
    node: Extract<Node, { type: "VariableDeclaration" }>,
    scope: Scope | undefined,
    hasInitialisers: boolean,
  ): void {
    if (node.kind === "await using") this.awaits();
    if (node.kind === "var" && this.depth === 0) {
      this.paged(node, scope, hasInitialisers);
      return;
    }
    for (const { id, init } of node.declarations) {
      this.pattern(id, scope, true);
      if (init) this.visit(init, scope);
    }
  }

  /** Turns a declaration of top-level names into assignments to their properties. */
  protected paged(
    node: Extract<Node, { type: "VariableDeclaration" }>,
    scope: Scope | undefined,
    hasInitialisers: boolean,
  ): void {
    this.replace(node.start, node.declarations[0]!.start, "");
    for (const { id, init, start, end } of node.declarations) {
      if (!init && hasInitialisers) {
        // `var x;` keeps the value from an earlier cell; `let x;` is a new variable.
        if (node.kind === "var") this.replace(start, end, "void 0");
        else {
          this.pattern(id, scope, true);
          this.insert(end, " = void 0");
        }
        continue;
      }
      const parenthesised = id.type === "ObjectPattern" && hasInitialisers;
      if (parenthesised) this.insert(start, "(");
      this.pattern(id, scope, true);
      if (init) {
        if (id.type === "Identifier") this.#named(id.name, init, scope);
        else this.visit(init, scope);
      }
      if (parenthesised) this.insert(end, ")");
    }
  }

  /** Records a declaration of this cell. */
  protected bind(name: string, kind: Binding["kind"]): void {
    this.bindings.set(name, { name, page: this.pages.place(name), kind });
  }

  /** The variable that holds a name's page in the code, or undefined if the name is a global or was made up by the tools. */
  protected page(name: string): string | undefined {
    if (!this.bindings.has(name)) {
      if (this.pages.find(name) === undefined && (BUILT_IN.has(name) || this.isOwn(name))) return undefined;
      this.bind(name, "free");
    }
    return `${this.prefix}${this.bindings.get(name)!.page}`;
  }

  /** Whether the transformer made the name up, in which case it stays local to the cell. */
  protected isOwn(_name: string): boolean {
    return false;
  }

  protected awaits(): void {
    if (this.depth === 0) this.isAsync = true;
  }

  protected insert(at: number, text: string): void {
    this.edits.push({ start: at, end: at, text });
  }

  /** Replaces a range but keeps its line breaks, so that every line keeps its number. */
  protected replace(start: number, end: number, text: string): void {
    let from = start;
    let replacement = text;
    for (let at = this.js.indexOf("\n", start); at >= 0 && at < end; at = this.js.indexOf("\n", from)) {
      this.edits.push({ start: from, end: at, text: replacement });
      replacement = "";
      from = at + 1;
    }
    this.edits.push({ start: from, end, text: replacement });
  }

  protected reference(
    node: Extract<Node, { type: "Identifier" }>,
    scope: Scope | undefined,
    use: "read" | "write" | "declare" = "read",
  ): void {
    if (isLocal(node.name, scope)) return;
    // `Map = 5` creates a user variable, because the kernel uses the global as well.
    if (use === "write" && BUILT_IN.has(node.name) && !this.bindings.has(node.name)) this.bind(node.name, "free");
    const page = this.page(node.name);
    if (!page) return;
    const owner = use === "write" && this.constants.has(node.name) ? `${this.prefix}.constant` : page;
    this.replace(node.start, node.end, `${owner}.${node.name}`);
  }

  #isPaged(name: string, scope: Scope | undefined): boolean {
    return !isLocal(name, scope) && this.page(name) !== undefined;
  }

  /** Whether `node` is the global of this name, neither redeclared by a cell nor hidden by a local name. */
  #isGlobal(name: string, node: Node, scope: Scope | undefined): boolean {
    return node.type === "Identifier" && node.name === name && !isLocal(name, scope) && this.page(name) === undefined;
  }

  /** Calling a page's property must not pass the page as `this`. */
  #callee(node: Node, scope: Scope | undefined): void {
    if (this.#isGlobal("Function", node, scope)) {
      // Code that is made from text must find the names of cells too.
      this.replace(node.start, node.end, `${this.prefix}.Function`);
    } else if (node.type === "Identifier" && this.#isPaged(node.name, scope)) {
      this.replace(node.start, node.end, `(0, ${this.page(node.name)}.${node.name})`);
    } else this.visit(node, scope);
  }

  #property(node: ObjectProperty | Extract<Node, { type: "Property" }>, scope: Scope | undefined): void {
    if (node.computed) this.visit(node.key, scope);
    if (node.shorthand && node.value.type === "Identifier" && this.#isPaged(node.value.name, scope)) {
      this.insert(node.start, `${node.value.name}: `);
    }
    this.visit(node.value, scope);
  }

  #named(name: string, init: Expression, scope: Scope | undefined): void {
    const loses = isAnonymousFunction(init) && this.#isPaged(name, scope);
    if (loses) this.insert(init.start, `({ ["${name}"]: `);
    this.visit(init, scope);
    if (loses) this.insert(init.end, ` })["${name}"]`);
  }

  #function(node: FunctionNode | Extract<Node, { type: "ArrowFunctionExpression" }>, scope: Scope | undefined): void {
    const outer = childScope(scope, (names) => {
      if (node.type === "FunctionExpression" && node.id) names.add(node.id.name);
      if (node.type !== "ArrowFunctionExpression") names.add("arguments");
      for (const parameter of node.params) patternNames(parameter, names);
    });
    this.depth++;
    for (const parameter of node.params) this.pattern(parameter, outer, true);
    const { body } = node;
    if (body?.type === "BlockStatement") {
      const inner = childScope(outer, (names) => {
        varNames(body, names);
        lexicalNames(body.body, names);
      });
      for (const statement of body.body) this.visit(statement, inner);
    } else if (body) this.visit(body, outer);
    this.depth--;
  }
}
