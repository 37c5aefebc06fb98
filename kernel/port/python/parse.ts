/**
 * Parses Python source into the tree. The parser is Lezer's: small, without a separate process, and it goes on after code that it does not
 * know, so one odd line costs only that line. It does not know about meaning, so comparison chains and keyword arguments are recognised
 * here.
 */
import { parser } from "@lezer/python";
import type { SyntaxNode } from "@lezer/common";
import { withAliases } from "./alias.ts";
import { dataclass, isDataclass } from "./dataclass.ts";
import { MatchReader } from "./match.ts";
import { namedTupleOf, withFields } from "./named-tuple.ts";
import { children, hasError, split } from "./nodes.ts";
import { ExpressionReader } from "./parse-expression.ts";
import type { ClassDefinition, Comment, Expression, Source, Statement } from "./tree.ts";

/** What the cells of a notebook share: `case Point(x, y)` depends on a class that may be in another cell. */
export interface Known {
  readonly fields: Map<string, readonly string[]>;
  /** How many values were given names made up here. */
  matches: number;
}

export const nothingKnown = (): Known => ({ fields: new Map(), matches: 0 });

export function parsePython(text: string, known: Known = nothingKnown()): Source {
  const tree = parser.parse(text);
  const reader = new Reader(text, known);
  const body = reader.block(tree.topNode);
  const comments: Comment[] = [];
  const faults: number[] = [];
  tree.iterate({
    enter: ({ name, from, to, type, node }) => {
      // Its parts are parsed by `literals.ts`.
      if (name === "FormatString") return false;
      // In `2.` nothing follows the point.
      const isNumber = /\d\.$/.test(text.slice(0, from).trimEnd());
      // `case str():` has no pattern between its brackets.
      const isEmptyPattern = node.parent?.name === "LiteralPattern";
      if (type.isError && !isNumber && !isEmptyPattern) faults.push(from);
      if (name !== "Comment") return undefined;
      // Directives for Quarto and nbdev.
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

class Reader extends ExpressionReader {
  readonly #known: Known;

  constructor(text: string, known: Known) {
    super(text);
    this.#known = known;
  }

  block(node: SyntaxNode): Statement[] {
    return children(node).flatMap((child) => (child.name === ":" ? [] : this.#statements(child)));
  }

  #statements(node: SyntaxNode): Statement[] {
    if (node.name === "StatementGroup")
      return children(node).flatMap((child) => (child.name === ";" ? [] : this.#statements(child)));
    if (node.name === "MatchStatement") return this.#match(node);
    const statement = this.#statement(node);
    const found = namedTupleOf(statement) ?? (statement.kind === "class" ? withFields(statement) : statement);
    if (found.kind === "class") this.#learn(found);
    return [found];
  }

  /** The order of a class's fields. */
  #learn({ name, fields, body }: ClassDefinition): void {
    const constructor = body.find((each) => each.kind === "function" && each.name === "__init__");
    const order = body.find(
      (each) => each.kind === "assign" && each.targets[0]?.kind === "name" && each.targets[0].id === "__match_args__",
    );
    const told =
      order?.kind === "assign" && order.value?.kind === "tuple"
        ? order.value.items.flatMap((item) => (item.kind === "string" ? [item.value] : []))
        : undefined;
    const own = fields ?? (constructor?.kind === "function" ? constructor.parameters.slice(1) : []);
    this.#known.fields.set(name, told ?? own.map((each) => each.name));
  }

  #matched(): string {
    return `matched${++this.#known.matches === 1 ? "" : this.#known.matches}`;
  }

  #match(node: SyntaxNode): Statement[] {
    const place = { at: node.from, end: node.to };
    const parts = children(node);
    const value = this.list(parts.slice(1, -1));
    const clauses = children(parts.at(-1)!).filter(({ name }) => name === "MatchClause");
    const name: Expression = value.kind === "name" ? value : { kind: "name", id: this.#matched(), at: value.at };
    const branches = new MatchReader(this, (type) => this.#known.fields.get(type)).branches(clauses, name, (body) =>
      this.block(body),
    );
    if (branches === undefined) return [{ ...place, kind: "unknown", text: this.source(node) }];
    const named: Statement[] =
      value.kind === "name" ? [] : [{ ...place, end: value.at, kind: "assign", targets: [name], value }];
    const last = branches.findIndex(({ test }) => test === undefined);
    const [only] = branches;
    if (last === 0) return [...named, ...only!.body];
    return [...named, { ...place, kind: "if", branches: last < 0 ? branches : branches.slice(0, last + 1) }];
  }

  #statement(node: SyntaxNode, decorators: readonly Expression[] = []): Statement {
    const place = { at: node.from, end: node.to };
    const parts = children(node);
    const rest = parts.slice(1);
    if (hasError(node) && !/Definition|Statement$/.test(node.name))
      return { ...place, kind: "unknown", text: this.source(node) };
    switch (node.name) {
      case "ExpressionStatement":
        return { ...place, kind: "expression", value: this.list(parts) };
      case "AssignStatement": {
        const sides = split(
          parts.filter(({ name }) => name !== "TypeDef"),
          "AssignOp",
        ).map((side) => this.list(side));
        const isBare = !parts.some(({ name }) => name === "AssignOp");
        return isBare
          ? { ...place, kind: "assign", targets: sides, value: undefined }
          : { ...place, kind: "assign", targets: sides.slice(0, -1), value: sides.at(-1)! };
      }
      case "UpdateStatement": {
        const at = parts.findIndex(({ name }) => name === "UpdateOp");
        const operator = this.source(parts[at]!).slice(0, -1);
        return {
          ...place,
          kind: "augment",
          target: this.list(parts.slice(0, at)),
          operator,
          value: this.list(parts.slice(at + 1)),
        };
      }
      case "IfStatement": {
        const branches: { test: Expression | undefined; body: Statement[] }[] = [];
        let test: SyntaxNode[] = [];
        for (const part of parts) {
          if (part.name === "Body") {
            branches.push({ test: test.length === 0 ? undefined : this.list(test), body: this.block(part) });
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
          target: this.list(head.slice(0, at)),
          iterable: this.list(head.slice(at + 1)),
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
        return { ...place, kind: "while", test: this.list(head), body: body ?? [], otherwise };
      }
      case "WithStatement": {
        const head = rest.slice(0, -1).filter(({ name }) => name !== "(" && name !== ")");
        const items = split(head, ",").map((item) => {
          const [value, target] = split(item, "as");
          return { value: this.list(value!), target: target === undefined ? undefined : this.list(target) };
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
          name: this.source(parts[at + 1]!),
          parameters: this.parameters(parts.find(({ name }) => name === "ParamList")!),
          decorators,
          body: this.block(parts.at(-1)!),
        };
      }
      case "ClassDefinition": {
        const list = parts.find(({ name }) => name === "ArgList");
        const bases = list === undefined ? [] : this.arguments(list).filter(({ name }) => name === undefined);
        return {
          ...place,
          kind: "class",
          name: this.source(parts[1]!),
          bases: bases.map(({ value }) => value),
          body: withAliases(this.block(parts.at(-1)!)),
        };
      }
      case "DecoratedStatement": {
        const found = parts.slice(0, -1).map((each) => this.#decorator(each));
        const inner = this.#statement(parts.at(-1)!, found);
        return {
          ...(inner.kind === "class" && found.some((each) => isDataclass(each)) ? dataclass(inner) : inner),
          at: node.from,
        };
      }
      case "ReturnStatement":
        return { ...place, kind: "return", value: rest.length === 0 ? undefined : this.list(rest) };
      case "ImportStatement":
        return this.#import(place, parts);
      case "YieldStatement":
        return { ...place, kind: "expression", value: this.yield(parts, node.from) };
      case "RaiseStatement":
        return { ...place, kind: "raise", value: rest[0] === undefined ? undefined : this.expression(rest[0]) };
      case "AssertStatement": {
        const [test, message] = split(rest, ",").map((side) => this.list(side));
        return { ...place, kind: "assert", test: test!, message };
      }
      case "DeleteStatement":
        return { ...place, kind: "delete", targets: split(rest, ",").map((each) => this.list(each)) };
      case "ScopeStatement":
        return {
          ...place,
          kind: "scope",
          names: rest.filter(({ name }) => name !== ",").map((each) => this.source(each)),
        };
      case "PassStatement":
        return { ...place, kind: "pass" };
      case "BreakStatement":
        return { ...place, kind: "break" };
      case "ContinueStatement":
        return { ...place, kind: "continue" };
      default:
        return { ...place, kind: "unknown", text: this.source(node) };
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
            type: type === undefined || type.length === 0 ? undefined : this.list(type),
            name: name?.[0] === undefined ? undefined : this.source(name[0]),
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
    const path = (nodes: readonly SyntaxNode[]): string => nodes.map((each) => this.source(each)).join("");
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
    let value: Expression = { kind: "name", id: this.source(parts[0]!), at: node.from };
    for (const part of parts.slice(1)) {
      if (part.name === "ArgList") value = { kind: "call", of: value, args: this.arguments(part), at: node.from };
      else if (part.name !== ".") value = { kind: "attribute", of: value, name: this.source(part), at: node.from };
    }
    return value;
  }
}
