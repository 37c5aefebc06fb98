/**
 * Finds the places in a cell that rules are about: expressions that JavaScript may treat in a way the writer did not mean. Syntax only;
 * service/probe.ts asks for the types of expressions.
 */
import { parseSync, Visitor } from "oxc-parser";
import type { Class, Expression, Node, Statement, VariableDeclarator } from "oxc-parser";
import { type PythonPlace, pythonPlaces } from "./python-places.ts";

/** The kind of place at which an expression stands. */
export type Where = (typeof kindsOfPlace)[number];
export const kindsOfPlace = [
  /** The test of `if`, `while`, `for` or `?:`, the operand of `!`, or the left side of `&&` or `||`. */
  "condition",
  /** Both sides of `===`, `!==`, `==`, `!=`. */
  "equality",
  /** An operand of arithmetic, of `<` or `>`, or of `+=` and the like. */
  "operator",
  /** `x` in `x.map`, whose last name is the place's `word`; rules apply only if TypeScript finds no such property. */
  "unknown property",
  /** `x` in `for (const key in x)`, unless the loop reads `[key]`. */
  "keys",
  /** `x` in `x[0]`. */
  "index",
  /** `x` in `x[0] = 1`. */
  "indexed assignment",
  /** The value of an expression statement, which nothing uses. */
  "dropped",
  /** The value of a `const`, `let` or `var`. */
  "kept",
  /** The value of the cell. */
  "value",
  /** An array or object literal that becomes a field of a class that extends another class. */
  "member",
  /** The called function, if all numbers in an argument are whole and at least one is written like `1.0`. */
  "whole numbers",
  /** The expression in a template's `${}`. */
  "hole",
  /** The argument of a `Math` function, whose name is the place's `word`. */
  "Math",
  /**
   * `x` in `x.grad.sum`, or in `const g = x.grad` before `g.sum`. Rules apply only if the cell fails there because `x.grad`, whose last name
   * is the place's `word`, is null or undefined.
   */
  "null read",
] as const;

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Place extends Span {
  readonly where: Where;
  /** The expressions whose types decide whether a rule applies. */
  readonly operands: readonly Span[];
  /** `+`, `unary -`, `+=`, `<`. */
  readonly operator?: string;
  /** The last name of the expression: `open` in `CIFAR10.open(...)`. */
  readonly word?: string;
  /** For a null read: the property that is read, `sum` in `x.grad.sum`. */
  readonly read?: string;
  /** The place is in a function that may await, or at the cell's top level. */
  readonly mayAwait: boolean;
}

export interface Places {
  /** In order of position. */
  readonly places: readonly Place[];
  readonly python: readonly PythonPlace[];
}

/** All places of a cell; none if it does not parse. */
export function placesOf(source: string, jsx: boolean): Places {
  const { program, errors, comments } = parseSync(`cell.${jsx ? "tsx" : "ts"}`, source, {
    lang: jsx ? "tsx" : "ts",
    sourceType: "module",
    preserveParens: false,
  });
  if (errors.length > 0) return { places: [], python: [] };
  walk = new Walk(source, program.body.at(-1));
  visitor.visit(program);
  const python = pythonPlaces(source, program, comments);
  return { places: walk.places.toSorted((a, b) => a.start - b.start), python };
}

const arithmetic = new Set(["+", "-", "*", "/", "%", "**", "<", ">", "<=", ">=", "&", "|", "^"]);
const equality = new Set(["===", "!==", "==", "!="]);

class Walk {
  readonly places: Place[] = [];
  readonly #source: string;
  readonly #last: Statement | undefined;
  /** For each enclosing function, whether it may await. */
  readonly #functions: boolean[] = [];
  /** For each enclosing class, whether it extends another. */
  readonly #classes: boolean[] = [];
  /** Objects that are assigned into. */
  readonly #targets = new Set<Node>();
  /** Variables that hold a property of something: `g` after `const g = x.grad`. */
  readonly #held = new Map<string, Property>();

  constructor(source: string, last: Statement | undefined) {
    this.#source = source;
    this.#last = last;
  }

  condition(test: Expression | null): void {
    if (test === null) return;
    // The left side of && or || is visited as a place of its own.
    if (test.type === "LogicalExpression") this.condition(test.right);
    else if (mayBeObject(test)) this.#add("condition", test, [test]);
  }

  binary(node: Extract<Node, { type: "BinaryExpression" }>): void {
    const { left, right, operator } = node;
    if (left.type === "PrivateIdentifier") return;
    if (equality.has(operator) && mayBeObject(left) && mayBeObject(right)) {
      this.#add("equality", node, [left, right], operator);
    }
    if (arithmetic.has(operator)) this.#add("operator", node, [left, right], operator);
  }

  unary(node: Extract<Node, { type: "UnaryExpression" }>): void {
    const { argument, operator } = node;
    if (operator === "!") this.condition(argument);
    else if (/^[-+~]$/u.test(operator) && mayBeObject(argument)) {
      this.#add("operator", node, [argument], `unary ${operator}`);
    }
  }

  assignment(node: Extract<Node, { type: "AssignmentExpression" }>): void {
    const { left, right, operator } = node;
    if (operator !== "=" && left.type !== "ArrayPattern" && left.type !== "ObjectPattern") {
      this.#add("operator", node, [left as Span, right], operator);
    }
    if (operator !== "=" || left.type !== "MemberExpression") return;
    if (left.computed) {
      this.#targets.add(left);
      this.#add("indexed assignment", node, [left.object], undefined);
    } else if (left.object.type === "ThisExpression" && this.#classes.at(-1) === true) this.member(right);
  }

  index(node: Extract<Node, { type: "MemberExpression" }>): void {
    if (node.computed && !this.#targets.has(node) && node.object.type !== "Super")
      this.#add("index", node, [node.object]);
  }

  property(node: Extract<Node, { type: "MemberExpression" }>): void {
    const { object, property } = node;
    if (node.computed || object.type === "Super" || property.type !== "Identifier" || !mayBeObject(object)) return;
    this.places.push({
      where: "unknown property",
      start: property.start,
      end: property.end,
      operands: [spanOf(object)],
      word: property.name,
      mayAwait: true,
    });
  }

  keys({ left, right, body }: Extract<Node, { type: "ForInStatement" }>): void {
    const variable = left.type === "VariableDeclaration" ? left.declarations[0]?.id : left;
    const name = variable?.type === "Identifier" ? variable.name : undefined;
    const text = this.#source.slice(body.start, body.end);
    const isIndex = name !== undefined && new RegExp(`\\[\\s*${escaped(name)}\\s*\\]`, "u").test(text);
    if (!isIndex) this.#add("keys", right, [right], undefined, name);
  }

  statement(node: Extract<Node, { type: "ExpressionStatement" }>): void {
    const { expression } = node;
    if (expression.type !== "CallExpression") return;
    this.#add(node === this.#last ? "value" : "dropped", expression, [expression]);
  }

  /** A read that fails if the object, itself a property of something, is null. */
  nullRead(node: Extract<Node, { type: "MemberExpression" }>): void {
    if (node.optional) return;
    const { property } = node;
    const read = property.type === "Literal" ? String(property.value) : wordOf(node);
    if (read !== undefined) this.#nullRead(node, node.object, read);
  }

  /** Notes what the variables of `const g = x.grad` and `const { grad } = x` hold; `const { data } = x.grad` reads. */
  holds({ id, init }: VariableDeclarator): void {
    if (init === null) return;
    if (id.type === "Identifier") {
      const held = propertyIn(init);
      if (held !== undefined) this.#held.set(id.name, held);
    } else if (id.type === "ObjectPattern") {
      for (const one of id.properties) {
        if (one.type !== "Property" || one.key.type !== "Identifier") continue;
        if (one.value.type === "Identifier") this.#held.set(one.value.name, { owner: init, word: one.key.name });
        this.#nullRead(init, init, one.key.name);
      }
    }
  }

  #nullRead(node: Span, object: Expression, read: string): void {
    const plain = withoutCasts(object);
    const held = plain.type === "Identifier" ? this.#held.get(plain.name) : propertyIn(plain);
    if (held === undefined) return;
    const { owner, word } = held;
    this.#add("null read", node, [owner], undefined, word, read);
  }

  declarator(kind: string, { id, init }: VariableDeclarator): void {
    if (init?.type !== "CallExpression" || kind.includes("using")) return;
    // If the promise is awaited later in the cell, its writer knows that it is one.
    const isAwaited =
      id.type === "Identifier" && new RegExp(`\\bawait\\b[^;\\n]*\\b${id.name}\\b`, "u").test(this.#source);
    if (!isAwaited) this.#add("kept", init, [init]);
  }

  member(value: Expression | null): void {
    if (value?.type === "ArrayExpression" || value?.type === "ObjectExpression" || isListMaker(value)) {
      this.#add("member", value!, [value!]);
    }
  }

  field(value: Expression | null): void {
    if (this.#classes.at(-1) === true) this.member(value);
  }

  call(node: Extract<Node, { type: "CallExpression" }>): void {
    const { callee } = node;
    if (callee.type === "Super") return;
    if (callee.type === "MemberExpression" && callee.object.type === "Identifier" && callee.object.name === "Math") {
      for (const argument of node.arguments) {
        if (argument.type !== "SpreadElement" && mayBeObject(argument)) this.#add("Math", node, [argument]);
      }
    }
    // The names in an options object show what its numbers mean, and a variable is not known to be whole.
    if (!node.arguments.every(isNumbers)) return;
    const numbers = node.arguments.flatMap(numbersIn);
    const texts = numbers.map(({ start, end }) => this.#source.slice(start, end));
    const isWritten = (text: string): boolean => /^\d[\d_]*\.0*$/u.test(text);
    if (texts.some(isWritten) && texts.every((text) => Number.isInteger(Number(text.replaceAll("_", "")))))
      this.#add("whole numbers", node, [node.callee]);
  }

  holes(node: Extract<Node, { type: "TemplateLiteral" }>): void {
    for (const hole of node.expressions) if (hole.type === "CallExpression") this.#add("hole", hole, [hole]);
  }

  enterFunction(isAsync: boolean): void {
    this.#functions.push(isAsync);
  }

  leaveFunction(): void {
    this.#functions.pop();
  }

  enterClass(node: Class): void {
    this.#classes.push(node.superClass !== null);
  }

  leaveClass(): void {
    this.#classes.pop();
  }

  #add(
    where: Where,
    node: Span & { type?: string },
    operands: readonly Span[],
    operator?: string,
    word: string | undefined = wordOf(node as Node),
    read?: string,
  ): void {
    this.places.push({
      where,
      start: node.start,
      end: node.end,
      operands: operands.map(({ start, end }) => ({ start, end })),
      ...(operator === undefined ? {} : { operator }),
      ...(word === undefined ? {} : { word }),
      ...(read === undefined ? {} : { read }),
      mayAwait: this.#functions.at(-1) ?? true,
    });
  }
}

const spanOf = ({ start, end }: Span): Span => ({ start, end });
const escaped = (name: string): string => name.replaceAll("$", () => "\\$");

/** The type of a literal, a comparison or a function is plain from the syntax; for the rest TypeScript must be asked. */
function mayBeObject(node: Expression): boolean {
  switch (node.type) {
    case "Identifier":
      return node.name !== "undefined" && node.name !== "NaN" && node.name !== "Infinity";
    case "MemberExpression":
      return !(node.property.type === "Identifier" && node.property.name === "length");
    case "CallExpression":
    case "ChainExpression":
    case "AwaitExpression":
    case "NewExpression":
    case "ThisExpression":
    case "TSNonNullExpression":
    case "TSAsExpression":
      return true;
    default:
      return false;
  }
}

/** `Array.from(...)`, `xs.map(...)`. */
function isListMaker(node: Expression | null | undefined): boolean {
  return (
    node?.type === "CallExpression" &&
    node.callee.type === "MemberExpression" &&
    node.callee.property.type === "Identifier" &&
    ["from", "map", "of"].includes(node.callee.property.name)
  );
}

function isNumbers(node: Node): boolean {
  if (node.type === "Literal") return typeof node.value === "number";
  if (node.type === "UnaryExpression") return isNumbers(node.argument);
  return node.type === "ArrayExpression" && node.elements.every((one) => one !== null && isNumbers(one));
}

/** The numbers of a literal, nested lists included. */
function numbersIn(node: Node): Span[] {
  if (node.type === "Literal") return typeof node.value === "number" ? [node] : [];
  if (node.type === "UnaryExpression") return numbersIn(node.argument);
  if (node.type === "ArrayExpression") return node.elements.flatMap((one) => (one === null ? [] : numbersIn(one)));
  return [];
}

interface Property {
  readonly owner: Expression;
  readonly word: string;
}

/** `x.grad!` and `x.grad as Tensor` without what is only for the compiler. */
function withoutCasts(node: Expression): Expression {
  return node.type === "TSNonNullExpression" || node.type === "TSAsExpression" ? withoutCasts(node.expression) : node;
}

/** `x` and `grad` of `x.grad`. */
function propertyIn(node: Expression): Property | undefined {
  const plain = withoutCasts(node);
  if (plain.type !== "MemberExpression" || plain.object.type === "Super") return undefined;
  const word = wordOf(plain);
  return word === undefined ? undefined : { owner: plain.object, word };
}

function wordOf(node: Node): string | undefined {
  const callee = node.type === "CallExpression" ? node.callee : node;
  if (callee.type === "Identifier") return callee.name;
  if (callee.type !== "MemberExpression" || callee.computed) return undefined;
  return callee.property.type === "Identifier" ? callee.property.name : undefined;
}

let walk = new Walk("", undefined);

/** One visitor for all walks, because the parser keeps every visitor that was ever created. */
const visitor = new Visitor({
  IfStatement: (node) => walk.condition(node.test),
  WhileStatement: (node) => walk.condition(node.test),
  DoWhileStatement: (node) => walk.condition(node.test),
  ForStatement: (node) => walk.condition(node.test),
  ConditionalExpression: (node) => walk.condition(node.test),
  LogicalExpression(node) {
    if (node.operator !== "??") walk.condition(node.left);
  },
  UnaryExpression: (node) => walk.unary(node),
  BinaryExpression: (node) => walk.binary(node),
  AssignmentExpression: (node) => walk.assignment(node),
  MemberExpression(node) {
    walk.index(node);
    walk.nullRead(node);
    walk.property(node);
  },
  ForInStatement: (node) => walk.keys(node),
  ExpressionStatement: (node) => walk.statement(node),
  VariableDeclaration(node) {
    for (const declarator of node.declarations) {
      walk.declarator(node.kind, declarator);
      walk.holds(declarator);
    }
  },
  PropertyDefinition: (node) => walk.field(node.value),
  CallExpression: (node) => walk.call(node),
  TemplateLiteral: (node) => walk.holes(node),
  FunctionDeclaration: (node) => walk.enterFunction(node.async),
  "FunctionDeclaration:exit": () => walk.leaveFunction(),
  FunctionExpression: (node) => walk.enterFunction(node.async),
  "FunctionExpression:exit": () => walk.leaveFunction(),
  ArrowFunctionExpression: (node) => walk.enterFunction(node.async),
  "ArrowFunctionExpression:exit": () => walk.leaveFunction(),
  ClassDeclaration: (node) => walk.enterClass(node),
  "ClassDeclaration:exit": () => walk.leaveClass(),
  ClassExpression: (node) => walk.enterClass(node),
  "ClassExpression:exit": () => walk.leaveClass(),
});
