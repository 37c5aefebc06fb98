/** Finds Python that parses as TypeScript but means something else, and says what to write instead. */
import { Visitor } from "oxc-parser";
import type { Comment, Expression, LabeledStatement, Node, SequenceExpression } from "oxc-parser";
import type { Span } from "./places.ts";
import { camelCase, expression } from "./python-words.ts";

export interface PythonPlace extends Span {
  readonly message: string;
  /** The code may be intended, so the hint is shown only if TypeScript reports an error at the place too. */
  readonly ifFaulty: boolean;
}

const types: Readonly<Record<string, string>> = { int: "number", float: "number", str: "string", bool: "boolean" };

class Walk {
  readonly places: PythonPlace[] = [];
  readonly #source: string;
  readonly #notTuples = new Set<Node>();

  constructor(source: string) {
    this.#source = source;
  }

  /** `f(x, padding=1)` assigns to a variable `padding` and passes 1. */
  call(given: readonly Node[]): void {
    const named = given.flatMap((argument) =>
      argument.type === "AssignmentExpression" && argument.operator === "=" && argument.left.type === "Identifier"
        ? [{ name: argument.left.name, value: argument.right, start: argument.start, end: argument.end }]
        : [],
    );
    if (named.length === 0) return;
    const options = named.map(({ name, value }) => `${camelCase(name)}: ${this.#text(value)}`).join(", ");
    this.places.push({
      start: named[0]!.start,
      end: named.at(-1)!.end,
      message: `These are Python's keyword arguments. In TypeScript: one object at the end, { ${options} }`,
      ifFaulty: true,
    });
  }

  /** `a, b = 1, 2` assigns to `b` only. */
  sequence(node: SequenceExpression): void {
    const at = node.expressions.findIndex(({ type }) => type === "AssignmentExpression");
    const assigned = node.expressions[at];
    const before = node.expressions.slice(0, Math.max(0, at));
    if (assigned?.type !== "AssignmentExpression" || before.length === 0 || !before.every(isName)) return;
    const names = this.#source.slice(node.start, assigned.left.end);
    const values = this.#source.slice(assigned.right.start, node.end);
    const isList = at < node.expressions.length - 1;
    this.places.push({
      ...spanOf(node),
      message: `This is Python's unpacking. In TypeScript: const [${names}] = ${isList ? `[${values}]` : values}`,
      ifFaulty: false,
    });
  }

  /** `(2, 3)` is 3, and as a cell's last line `a, b` shows only `b`. */
  tuple(node: SequenceExpression): void {
    if (this.#notTuples.has(node) || !node.expressions.every(isValue)) return;
    const text = this.#source.slice(node.start, node.end);
    const last = this.#text(node.expressions.at(-1)!);
    const message = `This is Python's tuple; in JavaScript it is only its last value, ${last}. In TypeScript: [${text}]`;
    this.places.push({ ...spanOf(node), message, ifFaulty: false });
  }

  /** `(0, o.f)(x)` and `for (...; i++, j++)` mean what they say. */
  notTuple(node: Node | null): void {
    if (node !== null) this.#notTuples.add(node);
  }

  /** `n: int = 5` is a label and an assignment to `int`. */
  label({ label, body, start, end }: LabeledStatement): void {
    if (body.type !== "ExpressionStatement" || body.expression.type !== "AssignmentExpression") return;
    const { left, right } = body.expression;
    if (left.type !== "Identifier") return;
    const type = Object.hasOwn(types, left.name) ? types[left.name]! : left.name;
    const message = `This is Python's annotation. In TypeScript: const ${label.name}: ${type} = ${this.#text(right)}`;
    this.places.push({ start, end, message, ifFaulty: false });
  }

  /** `total // 2` is `total` and a comment. */
  comment({ type, value, start, end }: Comment): void {
    const divisor = type === "Line" ? /^\s*(\d[\w.]*)\s*\)*\s*$/u.exec(value)?.[1] : undefined;
    const before = this.#source.slice(this.#source.lastIndexOf("\n", start) + 1, start);
    const dividend = /(?:[\w$.]+|[\w$.]*\([^()]*\)|[\w$.]*\[[^[\]]*\])\s*$/u.exec(before)?.[0].trim();
    if (divisor === undefined || dividend === undefined || dividend === "") return;
    const message = `// begins a comment. In TypeScript: Math.floor(${dividend} / ${divisor})`;
    this.places.push({ start, end, message, ifFaulty: false });
  }

  #text(node: Span): string {
    return expression(this.#source.slice(node.start, node.end));
  }
}

/** Computing it changes nothing, so nobody writes it for its own sake. */
function isValue(node: Expression): boolean {
  switch (node.type) {
    case "Identifier":
    case "Literal":
      return true;
    case "MemberExpression":
      return isValue(node.object) && (!node.computed || isValue(node.property));
    case "UnaryExpression":
      return node.operator !== "delete" && isValue(node.argument);
    case "BinaryExpression":
      return node.left.type !== "PrivateIdentifier" && isValue(node.left) && isValue(node.right);
    case "ArrayExpression":
      return node.elements.every((one) => one !== null && one.type !== "SpreadElement" && isValue(one));
    case "SequenceExpression":
      return node.expressions.every(isValue);
    default:
      return false;
  }
}

const isName = ({ type }: Expression): boolean => type === "Identifier";
const spanOf = ({ start, end }: Span): Span => ({ start, end });

let walk = new Walk("");

/** One visitor for all walks, because the parser keeps every visitor that was ever created. */
const visitor = new Visitor({
  CallExpression(node) {
    walk.notTuple(node.callee);
    walk.call(node.arguments);
  },
  ForStatement(node) {
    walk.notTuple(node.init);
    walk.notTuple(node.update);
  },
  SequenceExpression: (node) => walk.tuple(node),
  NewExpression: (node) => walk.call(node.arguments),
  LabeledStatement: (node) => walk.label(node),
  ExpressionStatement({ expression: value }) {
    if (value.type === "SequenceExpression") walk.sequence(value);
  },
});

export function pythonPlaces(
  source: string,
  program: Parameters<typeof visitor.visit>[0],
  comments: readonly Comment[],
): readonly PythonPlace[] {
  walk = new Walk(source);
  visitor.visit(program);
  for (const comment of comments) walk.comment(comment);
  return walk.places;
}
