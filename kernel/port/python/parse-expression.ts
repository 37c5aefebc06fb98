/** Parses Python's expressions into the tree. Long because it handles every kind of the parser's nodes. */
import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/python";
import { formatParts, stringValue } from "./literals.ts";
import { children, split } from "./nodes.ts";
import type { Argument, Clause, Expression, Parameter } from "./tree.ts";

const COMPARISONS = new Set(["<", ">", "<=", ">=", "==", "!=", "<>", "in", "not in", "is", "is not"]);

/** Parses a single expression, such as one between the braces of a format string. */
export function parseExpression(text: string, at: number): Expression {
  const statement = parser.parse(text).topNode.firstChild;
  if (statement?.name !== "ExpressionStatement") return { kind: "unknown", text, at };
  return { ...new ExpressionReader(text).list(children(statement)), at };
}

export class ExpressionReader {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  source(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to);
  }

  parameters(node: SyntaxNode): Parameter[] {
    const inner = children(node).filter(({ name }) => name !== "(" && name !== ")");
    return split(inner, ",").flatMap((each) => {
      const stars = each[0]?.name === "*" ? 1 : each[0]?.name === "**" ? 2 : 0;
      const named = each[stars === 0 ? 0 : 1];
      if (named === undefined || named.name === "/") return [];
      const at = each.findIndex(({ name }) => name === "AssignOp");
      const type = each.find(({ name }) => name === "TypeDef");
      return [
        {
          name: this.source(named),
          stars,
          fallback: at < 0 ? undefined : this.list(each.slice(at + 1)),
          type: type === undefined ? undefined : this.source(type).replace(/^:\s*/, ""),
        } satisfies Parameter,
      ];
    });
  }

  arguments(node: SyntaxNode): Argument[] {
    const inner = children(node).slice(1, -1);
    if (inner.some(({ name }) => name === "for"))
      return [{ name: undefined, stars: 0, value: this.#comprehension(node, "generator") }];
    return split(inner, ",")
      .filter((each) => each.length > 0)
      .map((each) => {
        const stars = each[0]!.name === "*" ? 1 : each[0]!.name === "**" ? 2 : 0;
        if (stars > 0) return { name: undefined, stars, value: this.list(each.slice(1)) };
        if (each[1]?.name === "AssignOp")
          return { name: this.source(each[0]!), stars, value: this.list(each.slice(2)) };
        return { name: undefined, stars, value: this.list(each) };
      });
  }

  /** One expression, or several with commas between them: a tuple. */
  list(nodes: readonly SyntaxNode[]): Expression {
    const at = nodes[0]?.from ?? 0;
    const isTuple = nodes.some(({ name }) => name === ",");
    const items = split(nodes, ",")
      .filter((each) => each.length > 0)
      .map((each) => this.#starred(each));
    return isTuple || items.length === 0 ? { kind: "tuple", items, at } : items[0]!;
  }

  #starred(nodes: readonly SyntaxNode[]): Expression {
    if (nodes[0]!.name === "*" && nodes[1] !== undefined)
      return { kind: "star", of: this.expression(nodes[1]), at: nodes[0]!.from };
    return this.expression(nodes[0]!);
  }

  expression(node: SyntaxNode): Expression {
    const at = node.from;
    const parts = children(node);
    const items = (): Expression[] =>
      split(parts.slice(1, -1), ",")
        .filter((each) => each.length > 0)
        .map((each) => this.#starred(each));
    switch (node.name) {
      case "VariableName":
        return { kind: "name", id: this.source(node), at };
      case "Number":
        return { kind: "number", text: this.source(node).replaceAll("_", ""), at };
      case "String":
        return {
          kind: "string",
          value: stringValue(this.source(node)),
          isLong: /^\w*("""|''')/.test(this.source(node)),
          at,
        };
      case "FormatString":
        return { kind: "format", parts: formatParts(this.source(node), at, parseExpression), at };
      case "ContinuedString":
        return this.#continued(parts, at);
      case "Boolean":
        return { kind: "constant", value: this.source(node) === "True", at };
      case "None":
        return { kind: "constant", value: null, at };
      case "Ellipsis":
        return { kind: "constant", value: "...", at };
      case "ParenthesizedExpression":
        return this.expression(parts[1]!);
      case "TupleExpression":
        return { kind: "tuple", items: items(), at };
      case "ArrayExpression":
        return { kind: "list", items: items(), at };
      case "SetExpression":
        return { kind: "set", items: items(), at };
      case "DictionaryExpression":
        return { kind: "dict", entries: split(parts.slice(1, -1), ",").flatMap((each) => this.#entry(each)), at };
      case "ArrayComprehensionExpression":
        return this.#comprehension(node, "list");
      case "SetComprehensionExpression":
        return this.#comprehension(node, "set");
      case "DictionaryComprehensionExpression":
        return this.#comprehension(node, "dict");
      case "ComprehensionExpression":
        return this.#comprehension(node, "generator");
      case "MemberExpression":
        return this.#member(parts, at);
      case "CallExpression":
        return { kind: "call", of: this.expression(parts[0]!), args: this.arguments(parts[1]!), at };
      case "UnaryExpression":
        if (this.source(parts[0]!) === "not") return this.#logic(node);
        return { kind: "unary", operator: this.source(parts[0]!), operand: this.expression(parts[1]!), at };
      case "BinaryExpression":
        return /^(?:and|or)$/.test(this.source(parts[1]!)) ? this.#logic(node) : this.#binary(parts, at);
      case "ConditionalExpression":
        return {
          kind: "choice",
          yes: this.expression(parts[0]!),
          test: this.expression(parts[2]!),
          no: this.expression(parts[4]!),
          at,
        };
      case "LambdaExpression": {
        const list = parts.find(({ name }) => name === "ParamList");
        return {
          kind: "lambda",
          parameters: list === undefined ? [] : this.parameters(list),
          body: this.expression(parts.at(-1)!),
          at,
        };
      }
      case "NamedExpression":
        return { kind: "walrus", name: this.source(parts[0]!), value: this.expression(parts[2]!), at };
      case "YieldExpression":
        return this.yield(parts, at);
      default:
        return { kind: "unknown", text: this.source(node), at };
    }
  }

  yield(parts: readonly SyntaxNode[], at: number): Expression {
    const isAll = parts[1]?.name === "from";
    const value = parts.slice(isAll ? 2 : 1);
    return { kind: "yield", value: value.length === 0 ? undefined : this.list(value), isAll, at };
  }

  #continued(parts: readonly SyntaxNode[], at: number): Expression {
    const found = parts.map((part) => this.expression(part));
    if (found.every((each) => each.kind === "string"))
      return { kind: "string", value: found.map(({ value }) => value).join(""), isLong: false, at };
    return {
      kind: "format",
      parts: found.flatMap((each) =>
        each.kind === "format" ? each.parts : each.kind === "string" ? [each.value] : [],
      ),
      at,
    };
  }

  #entry(nodes: readonly SyntaxNode[]): (readonly [Expression | undefined, Expression])[] {
    if (nodes.length === 0) return [];
    if (nodes[0]!.name === "**") return [[undefined, this.expression(nodes[1]!)]];
    const [key, value] = split(nodes, ":");
    return [[this.list(key!), this.list(value!)]];
  }

  #comprehension(node: SyntaxNode, makes: "list" | "set" | "dict" | "generator"): Expression {
    const parts = children(node).slice(1, -1);
    const first = parts.findIndex(({ name }) => name === "for");
    const [element, value] = split(parts.slice(0, first), ":").map((side) => this.list(side));
    const clauses: Clause[] = [];
    let i = first;
    while (i < parts.length) {
      let end = i + 1;
      while (end < parts.length && !["for", "if"].includes(parts[end]!.name)) end++;
      const inner = parts.slice(i + 1, end);
      if (parts[i]!.name === "if") clauses.push({ kind: "if", test: this.list(inner) });
      else {
        const at = inner.findIndex(({ name }) => name === "in");
        clauses.push({
          kind: "for",
          target: this.list(inner.slice(0, at)),
          iterable: this.list(inner.slice(at + 1)),
        });
      }
      i = end;
    }
    return { kind: "comprehension", makes, element: element!, value, clauses, at: node.from };
  }

  #member(parts: readonly SyntaxNode[], at: number): Expression {
    // `2.` is read as a member without a name.
    if (parts[0]!.name === "Number" && parts[1]!.name === ".")
      return { kind: "number", text: `${this.source(parts[0]!)}.0`, at };
    const of = this.expression(parts[0]!);
    if (parts[1]!.name === ".") return { kind: "attribute", of, name: this.source(parts[2]!), at };
    const inner = parts.slice(2, -1);
    const items = split(inner, ",")
      .filter((each) => each.length > 0)
      .map((each) => this.#subscript(each));
    return { kind: "index", of, items, isTuple: inner.some(({ name }) => name === ","), at };
  }

  #subscript(nodes: readonly SyntaxNode[]): Expression {
    if (!nodes.some(({ name }) => name === ":")) return this.#starred(nodes);
    const [from, to, step] = split(nodes, ":").map((each) =>
      each.length === 0 ? undefined : this.expression(each[0]!),
    );
    return { kind: "slice", from, to, step, at: nodes[0]!.from };
  }

  /** The grammar takes `not a and b` for `not (a and b)`, so what stands between `and`, `or` and `not` is put together again. */
  #logic(node: SyntaxNode): Expression {
    const parts = this.#logicParts(node);
    let i = 0;
    const word = (): string => (parts[i] === undefined ? "" : this.source(parts[i]!));
    const chain = (operator: "and" | "or", next: () => Expression): Expression => {
      let left = next();
      while (word() === operator) {
        i++;
        left = { kind: "logic", operator, left, right: next(), at: left.at };
      }
      return left;
    };
    const negated = (): Expression => {
      const part = parts[i++]!;
      if (part.name !== "not") return this.expression(part);
      return { kind: "unary", operator: "not", operand: negated(), at: part.from };
    };
    return chain("or", () => chain("and", negated));
  }

  /** Operands and words in their order. Those in parentheses are one operand. */
  #logicParts(node: SyntaxNode): SyntaxNode[] {
    const isLogic =
      (node.name === "BinaryExpression" && /^(?:and|or)$/.test(this.source(children(node)[1]!))) ||
      (node.name === "UnaryExpression" && this.source(children(node)[0]!) === "not");
    return isLogic ? children(node).flatMap((part) => this.#logicParts(part)) : [node];
  }

  #binary(parts: readonly SyntaxNode[], at: number): Expression {
    const operator = parts
      .slice(1, -1)
      .map((each) => this.source(each))
      .join(" ");
    const [left, right] = [this.expression(parts[0]!), this.expression(parts.at(-1)!)];
    if (!COMPARISONS.has(operator)) return { kind: "binary", operator, left, right, at };
    // Python chains comparisons, unless the first is in parentheses.
    if (left.kind === "compare" && parts[0]!.name === "BinaryExpression")
      return { kind: "compare", operators: [...left.operators, operator], items: [...left.items, right], at };
    return { kind: "compare", operators: [operator], items: [left, right], at };
  }
}
