/**
 * Python's source to the tree. The parser is Lezer's: small, without a process of its own, and it goes on behind what it does not know,
 * so that one odd line costs one line. It knows no meaning: what is a comparison chain or a keyword argument is found here. Long because it
 * names every kind of node of the parser's once.
 */
import { parser } from "@lezer/python";
import type { SyntaxNode } from "@lezer/common";
import { formatParts, stringValue } from "./literals.ts";
import type { Argument, Clause, Comment, Expression, Parameter, Source, Statement } from "./tree.ts";

const COMPARISONS = new Set(["<", ">", "<=", ">=", "==", "!=", "<>", "in", "not in", "is", "is not"]);

export function parsePython(text: string): Source {
  const tree = parser.parse(text);
  const reader = new Reader(text);
  const body = reader.block(tree.topNode);
  const comments: Comment[] = [];
  const faults: number[] = [];
  tree.iterate({
    enter: ({ name, from, to, type }) => {
      // Its parts are read by `literals.ts`.
      if (name === "FormatString") return false;
      // The point of `2.` has nothing behind it.
      if (type.isError && !/\d\.$/.test(text.slice(0, from).trimEnd())) faults.push(from);
      if (name !== "Comment") return undefined;
      // Words to Quarto and nbdev.
      if (text[from + 1] === "|") return undefined;
      const line = text.slice(text.lastIndexOf("\n", from - 1) + 1, from);
      comments.push({
        at: from,
        text: text.slice(from + 1, to).trim(),
        column: line.length,
        isTail: line.trim() !== "",
      });
      return undefined;
    },
  });
  return { text, body, comments, faults };
}

/** An expression by itself, as it stands between the braces of a format string. */
export function parseExpression(text: string, at: number): Expression {
  const statement = new Reader(text).block(parser.parse(text).topNode)[0];
  return statement?.kind === "expression" ? { ...statement.value, at } : { kind: "unknown", text, at };
}

class Reader {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  #source(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to);
  }

  block(node: SyntaxNode): Statement[] {
    return children(node).flatMap((child) => (child.name === ":" ? [] : this.#statements(child)));
  }

  #statements(node: SyntaxNode): Statement[] {
    if (node.name === "StatementGroup")
      return children(node).flatMap((child) => (child.name === ";" ? [] : this.#statements(child)));
    return [this.#statement(node)];
  }

  #statement(node: SyntaxNode, decorators: readonly Expression[] = []): Statement {
    const place = { at: node.from, end: node.to };
    const parts = children(node);
    const rest = parts.slice(1);
    if (hasError(node) && !/Definition|Statement$/.test(node.name))
      return { ...place, kind: "unknown", text: this.#source(node) };
    switch (node.name) {
      case "ExpressionStatement":
        return { ...place, kind: "expression", value: this.#list(parts) };
      case "AssignStatement": {
        const sides = split(
          parts.filter(({ name }) => name !== "TypeDef"),
          "AssignOp",
        ).map((side) => this.#list(side));
        const isBare = !parts.some(({ name }) => name === "AssignOp");
        return isBare
          ? { ...place, kind: "assign", targets: sides, value: undefined }
          : { ...place, kind: "assign", targets: sides.slice(0, -1), value: sides.at(-1)! };
      }
      case "UpdateStatement": {
        const at = parts.findIndex(({ name }) => name === "UpdateOp");
        const operator = this.#source(parts[at]!).slice(0, -1);
        return {
          ...place,
          kind: "augment",
          target: this.#list(parts.slice(0, at)),
          operator,
          value: this.#list(parts.slice(at + 1)),
        };
      }
      case "IfStatement": {
        const branches: { test: Expression | undefined; body: Statement[] }[] = [];
        let test: SyntaxNode[] = [];
        for (const part of parts) {
          if (part.name === "Body") {
            branches.push({ test: test.length === 0 ? undefined : this.#list(test), body: this.block(part) });
            test = [];
          } else if (!["if", "elif", "else"].includes(part.name)) test.push(part);
        }
        return { ...place, kind: "if", branches };
      }
      case "ForStatement": {
        const head = parts.slice(
          1,
          parts.findIndex(({ name }) => name === "Body"),
        );
        const at = head.findIndex(({ name }) => name === "in");
        const [body, otherwise = []] = parts.filter(({ name }) => name === "Body").map((each) => this.block(each));
        return {
          ...place,
          kind: "for",
          target: this.#list(head.slice(0, at)),
          iterable: this.#list(head.slice(at + 1)),
          body: body ?? [],
          otherwise,
        };
      }
      case "WhileStatement": {
        const head = parts.slice(
          1,
          parts.findIndex(({ name }) => name === "Body"),
        );
        const [body, otherwise = []] = parts.filter(({ name }) => name === "Body").map((each) => this.block(each));
        return { ...place, kind: "while", test: this.#list(head), body: body ?? [], otherwise };
      }
      case "WithStatement": {
        const head = rest.slice(0, -1).filter(({ name }) => name !== "(" && name !== ")");
        const items = split(head, ",").map((item) => {
          const [value, target] = split(item, "as");
          return { value: this.#list(value!), target: target === undefined ? undefined : this.#list(target) };
        });
        return { ...place, kind: "with", items, body: this.block(parts.at(-1)!) };
      }
      case "TryStatement":
        return this.#try(place, parts);
      case "FunctionDefinition": {
        const at = parts.findIndex(({ name }) => name === "def");
        return {
          ...place,
          kind: "function",
          name: this.#source(parts[at + 1]!),
          parameters: this.#parameters(parts.find(({ name }) => name === "ParamList")!),
          decorators,
          body: this.block(parts.at(-1)!),
        };
      }
      case "ClassDefinition": {
        const list = parts.find(({ name }) => name === "ArgList");
        const bases = list === undefined ? [] : this.#arguments(list).filter(({ name }) => name === undefined);
        return {
          ...place,
          kind: "class",
          name: this.#source(parts[1]!),
          bases: bases.map(({ value }) => value),
          body: this.block(parts.at(-1)!),
        };
      }
      case "DecoratedStatement": {
        const found = parts.slice(0, -1).map((each) => this.#decorator(each));
        return { ...this.#statement(parts.at(-1)!, found), at: node.from };
      }
      case "ReturnStatement":
        return { ...place, kind: "return", value: rest.length === 0 ? undefined : this.#list(rest) };
      case "ImportStatement":
        return this.#import(place, parts);
      case "YieldStatement":
        return { ...place, kind: "expression", value: this.#yield(parts, node.from) };
      case "RaiseStatement":
        return { ...place, kind: "raise", value: rest[0] === undefined ? undefined : this.expression(rest[0]) };
      case "AssertStatement": {
        const [test, message] = split(rest, ",").map((side) => this.#list(side));
        return { ...place, kind: "assert", test: test!, message };
      }
      case "DeleteStatement":
        return { ...place, kind: "delete", targets: split(rest, ",").map((each) => this.#list(each)) };
      case "ScopeStatement":
        return {
          ...place,
          kind: "scope",
          names: rest.filter(({ name }) => name !== ",").map((each) => this.#source(each)),
        };
      case "PassStatement":
        return { ...place, kind: "pass" };
      case "BreakStatement":
        return { ...place, kind: "break" };
      case "ContinueStatement":
        return { ...place, kind: "continue" };
      default:
        return { ...place, kind: "unknown", text: this.#source(node) };
    }
  }

  #try(place: { at: number; end: number }, parts: readonly SyntaxNode[]): Statement {
    const found = { body: [] as Statement[], otherwise: [] as Statement[], lastly: [] as Statement[] };
    const handlers: { type: Expression | undefined; name: string | undefined; body: Statement[] }[] = [];
    let head: SyntaxNode[] = [];
    for (const part of parts) {
      if (part.name !== "Body") head.push(part);
      else {
        const [word, ...rest] = head;
        const body = this.block(part);
        if (word!.name === "except") {
          const [type, name] = split(rest, "as");
          handlers.push({
            type: type === undefined || type.length === 0 ? undefined : this.#list(type),
            name: name?.[0] === undefined ? undefined : this.#source(name[0]),
            body,
          });
        } else found[word!.name === "try" ? "body" : word!.name === "else" ? "otherwise" : "lastly"] = body;
        head = [];
      }
    }
    return { ...place, kind: "try", ...found, handlers };
  }

  #import(place: { at: number; end: number }, parts: readonly SyntaxNode[]): Statement {
    const at = parts.findIndex(({ name }) => name === "import");
    const path = (nodes: readonly SyntaxNode[]): string => nodes.map((each) => this.#source(each)).join("");
    const from = parts[0]!.name === "from" ? path(parts.slice(1, at)) : undefined;
    const names = split(
      parts.slice(at + 1).filter(({ name }) => name !== "(" && name !== ")"),
      ",",
    )
      .filter((each) => each.length > 0)
      .map((each) => {
        const [name, as] = split(each, "as");
        const whole = path(name!);
        return { path: whole, as: as === undefined ? (from === undefined ? whole.split(".")[0]! : whole) : path(as) };
      });
    return { ...place, kind: "import", from, names };
  }

  #decorator(node: SyntaxNode): Expression {
    const parts = children(node).slice(1);
    let value: Expression = { kind: "name", id: this.#source(parts[0]!), at: node.from };
    for (const part of parts.slice(1)) {
      if (part.name === "ArgList") value = { kind: "call", of: value, args: this.#arguments(part), at: node.from };
      else if (part.name !== ".") value = { kind: "attribute", of: value, name: this.#source(part), at: node.from };
    }
    return value;
  }

  #parameters(node: SyntaxNode): Parameter[] {
    const inner = children(node).filter(({ name }) => name !== "(" && name !== ")");
    return split(inner, ",").flatMap((each) => {
      const stars = each[0]?.name === "*" ? 1 : each[0]?.name === "**" ? 2 : 0;
      const named = each[stars === 0 ? 0 : 1];
      if (named === undefined || named.name === "/") return [];
      const at = each.findIndex(({ name }) => name === "AssignOp");
      const type = each.find(({ name }) => name === "TypeDef");
      return [
        {
          name: this.#source(named),
          stars,
          fallback: at < 0 ? undefined : this.#list(each.slice(at + 1)),
          type: type === undefined ? undefined : this.#source(type).replace(/^:\s*/, ""),
        } satisfies Parameter,
      ];
    });
  }

  #arguments(node: SyntaxNode): Argument[] {
    const inner = children(node).slice(1, -1);
    if (inner.some(({ name }) => name === "for"))
      return [{ name: undefined, stars: 0, value: this.#comprehension(node, "generator") }];
    return split(inner, ",")
      .filter((each) => each.length > 0)
      .map((each) => {
        const stars = each[0]!.name === "*" ? 1 : each[0]!.name === "**" ? 2 : 0;
        if (stars > 0) return { name: undefined, stars, value: this.#list(each.slice(1)) };
        if (each[1]?.name === "AssignOp")
          return { name: this.#source(each[0]!), stars, value: this.#list(each.slice(2)) };
        return { name: undefined, stars, value: this.#list(each) };
      });
  }

  /** One expression, or several with commas between them: a tuple. */
  #list(nodes: readonly SyntaxNode[]): Expression {
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
        return { kind: "name", id: this.#source(node), at };
      case "Number":
        return { kind: "number", text: this.#source(node).replaceAll("_", ""), at };
      case "String":
        return {
          kind: "string",
          value: stringValue(this.#source(node)),
          isLong: /^\w*("""|''')/.test(this.#source(node)),
          at,
        };
      case "FormatString":
        return { kind: "format", parts: formatParts(this.#source(node), at, parseExpression), at };
      case "ContinuedString":
        return this.#continued(parts, at);
      case "Boolean":
        return { kind: "constant", value: this.#source(node) === "True", at };
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
        return { kind: "call", of: this.expression(parts[0]!), args: this.#arguments(parts[1]!), at };
      case "UnaryExpression":
        return { kind: "unary", operator: this.#source(parts[0]!), operand: this.expression(parts[1]!), at };
      case "BinaryExpression":
        return this.#binary(parts, at);
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
          parameters: list === undefined ? [] : this.#parameters(list),
          body: this.expression(parts.at(-1)!),
          at,
        };
      }
      case "NamedExpression":
        return { kind: "walrus", name: this.#source(parts[0]!), value: this.expression(parts[2]!), at };
      case "YieldExpression":
        return this.#yield(parts, at);
      default:
        return { kind: "unknown", text: this.#source(node), at };
    }
  }

  #yield(parts: readonly SyntaxNode[], at: number): Expression {
    const isAll = parts[1]?.name === "from";
    const value = parts.slice(isAll ? 2 : 1);
    return { kind: "yield", value: value.length === 0 ? undefined : this.#list(value), isAll, at };
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
    return [[this.#list(key!), this.#list(value!)]];
  }

  #comprehension(node: SyntaxNode, makes: "list" | "set" | "dict" | "generator"): Expression {
    const parts = children(node).slice(1, -1);
    const first = parts.findIndex(({ name }) => name === "for");
    const [element, value] = split(parts.slice(0, first), ":").map((side) => this.#list(side));
    const clauses: Clause[] = [];
    let i = first;
    while (i < parts.length) {
      let end = i + 1;
      while (end < parts.length && !["for", "if"].includes(parts[end]!.name)) end++;
      const inner = parts.slice(i + 1, end);
      if (parts[i]!.name === "if") clauses.push({ kind: "if", test: this.#list(inner) });
      else {
        const at = inner.findIndex(({ name }) => name === "in");
        clauses.push({
          kind: "for",
          target: this.#list(inner.slice(0, at)),
          iterable: this.#list(inner.slice(at + 1)),
        });
      }
      i = end;
    }
    return { kind: "comprehension", makes, element: element!, value, clauses, at: node.from };
  }

  #member(parts: readonly SyntaxNode[], at: number): Expression {
    // `2.` is read as a member without a name.
    if (parts[0]!.name === "Number" && parts[1]!.name === ".")
      return { kind: "number", text: `${this.#source(parts[0]!)}.0`, at };
    const of = this.expression(parts[0]!);
    if (parts[1]!.name === ".") return { kind: "attribute", of, name: this.#source(parts[2]!), at };
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

  #binary(parts: readonly SyntaxNode[], at: number): Expression {
    const operator = parts
      .slice(1, -1)
      .map((each) => this.#source(each))
      .join(" ");
    const [left, right] = [this.expression(parts[0]!), this.expression(parts.at(-1)!)];
    if (operator === "and" || operator === "or") return { kind: "logic", operator, left, right, at };
    if (!COMPARISONS.has(operator)) return { kind: "binary", operator, left, right, at };
    // Python chains them, unless parentheses stand around the first.
    if (left.kind === "compare" && parts[0]!.name === "BinaryExpression")
      return { kind: "compare", operators: [...left.operators, operator], items: [...left.items, right], at };
    return { kind: "compare", operators: [operator], items: [left, right], at };
  }
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== "Comment") found.push(child);
  return found;
}

function hasError(node: SyntaxNode): boolean {
  let found = false;
  node.cursor().iterate(({ type }) => {
    found ||= type.isError;
  });
  return found;
}

/** At the nodes of one name; a last one that is empty goes. */
function split(nodes: readonly SyntaxNode[], at: string): SyntaxNode[][] {
  const found: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === at) found.push([]);
    else found.at(-1)!.push(node);
  }
  return found;
}
