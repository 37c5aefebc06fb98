/**
 * `match`, translated into the conditions and assignments that it stands for. A name in a pattern is replaced by its place in the value, so
 * that a guard can use it before the name is bound.
 * Reference: https://docs.python.org/3.12/reference/compound_stmts.html#the-match-statement
 */
import type { SyntaxNode } from "@lezer/common";
import { children, split } from "./nodes.ts";
import type { ExpressionReader } from "./parse-expression.ts";
import type { Expression, Statement } from "./tree.ts";
import { replaced } from "./walk.ts";

/** The conditions that a pattern sets for a value, and the names that it binds. */
interface Pattern {
  readonly tests: readonly Expression[];
  readonly names: readonly (readonly [target: Expression, value: Expression, type?: string | undefined])[];
  /** For each name, the expression for its value. */
  readonly places: ReadonlyMap<string, Expression>;
}

/** The fields of a class in order, for patterns such as `case Point(0, y)`. */
export type FieldsOf = (name: string) => readonly string[] | undefined;

const PLAIN = new Set(["int", "str", "float", "bool", "list", "tuple", "dict", "set"]);
const ANYTHING: Pattern = { tests: [], names: [], places: new Map() };

export class MatchReader {
  readonly #reader: ExpressionReader;
  readonly #fieldsOf: FieldsOf;

  constructor(reader: ExpressionReader, fieldsOf: FieldsOf) {
    this.#reader = reader;
    this.#fieldsOf = fieldsOf;
  }

  /** Undefined if a pattern needs more than is known here. */
  branches(
    clauses: readonly SyntaxNode[],
    subject: Expression,
    block: (body: SyntaxNode) => Statement[],
  ): { readonly test: Expression | undefined; readonly body: readonly Statement[] }[] | undefined {
    const found = clauses.map((clause) => {
      const parts = children(clause);
      // Copies, because a value may be known better in one branch than in another.
      const pattern = this.#pattern(parts[1]!, structuredClone(subject));
      if (pattern === undefined) return undefined;
      const guard = parts.find(({ name }) => name === "Guard");
      const asked =
        guard === undefined
          ? []
          : [replaced(this.#reader.list(children(guard).slice(1)), (name) => pattern.places.get(name))];
      const body = block(parts.at(-1)!);
      const at = body[0]?.at ?? clause.from;
      const named = pattern.names.map(([target, value, type]): Statement => ({
        kind: "assign",
        targets: [target],
        value: structuredClone(value),
        ...(type === undefined ? {} : { type }),
        at,
        end: at,
      }));
      return { test: both([...pattern.tests, ...asked]), body: [...named, ...body] };
    });
    return found.every((each) => each !== undefined) ? found : undefined;
  }

  #pattern(node: SyntaxNode, value: Expression): Pattern | undefined {
    const at = node.from;
    const parts = children(node);
    switch (node.name) {
      case "CapturePattern": {
        const id = this.#reader.source(node);
        if (id === "_") return ANYTHING;
        return { tests: [], names: [[{ kind: "name", id, at }, value]], places: new Map([[id, value]]) };
      }
      case "LiteralPattern": {
        const literal = this.#literal(parts, at);
        const isNone = literal.kind === "constant" && literal.value === null;
        return asks(compared(isNone ? "is" : "==", value, literal));
      }
      case "AttributePattern":
        return asks(compared("==", value, this.#dotted(parts)));
      case "GroupPattern":
        return this.#pattern(parts[1]!, value);
      case "OrPattern": {
        const sides = parts
          .filter(({ name }) => name !== "LogicOp")
          .map((each) => this.#pattern(each, value))
          .map((each) => (each === undefined || each.names.length > 0 ? undefined : (both(each.tests) ?? TRUE)));
        if (!sides.every((each) => each !== undefined)) return undefined;
        return asks(sides.reduce((left, right) => ({ kind: "logic", operator: "or", left, right, at })));
      }
      case "AsPattern": {
        const inner = this.#pattern(parts[0]!, value);
        const id = this.#reader.source(parts.at(-1)!);
        if (inner === undefined) return undefined;
        const type = parts[0]!.name === "ClassPattern" ? this.#reader.source(children(parts[0]!)[0]!) : undefined;
        const named: Pattern = {
          tests: [],
          names: [[{ kind: "name", id, at }, value, type]],
          places: new Map([[id, value]]),
        };
        return joined([inner, named]);
      }
      case "SequencePattern":
        return this.#sequence(parts, value, at);
      case "MappingPattern":
        return this.#mapping(parts, value, at);
      case "ClassPattern":
        return this.#class(parts, value, at);
      default:
        return undefined;
    }
  }

  #literal(parts: readonly SyntaxNode[], at: number): Expression {
    const last = this.#reader.expression(parts.at(-1)!);
    return parts[0]!.name === "ArithOp" ? { kind: "unary", operator: "-", operand: last, at } : last;
  }

  #dotted([first, ...rest]: readonly SyntaxNode[]): Expression {
    return rest
      .filter(({ name }) => name !== ".")
      .reduce<Expression>(
        (of, each) => ({ kind: "attribute", of, name: this.#reader.source(each), at: each.from }),
        this.#reader.expression(first!),
      );
  }

  #sequence(parts: readonly SyntaxNode[], value: Expression, at: number): Pattern | undefined {
    const isOpen = parts[0]!.name !== "[" && parts[0]!.name !== "(";
    const items = split(isOpen ? parts : parts.slice(1, -1), ",")
      .filter((each) => each.length > 0)
      .map(([each]) => each!);
    const star = items.findIndex(({ name }) => name === "StarPattern");
    const list = isOf(value, "list", "tuple");
    const count = number(star < 0 ? items.length : items.length - 1, at);
    const size = compared(star < 0 ? "==" : ">=", call("len", [value], at), count);
    const head: Pattern = { tests: [list, size], names: [], places: new Map() };
    const found = items.map((item, i) => {
      if (i !== star) return this.#pattern(item, element(value, star >= 0 && i > star ? i - items.length : i));
      const to = i - items.length + 1;
      const end = to === 0 ? undefined : signed(to, at);
      const slice: Expression = { kind: "slice", from: number(i, at), to: end, step: undefined, at };
      const rest: Expression = { kind: "index", of: value, items: [slice], isTuple: false, at };
      return this.#pattern(children(item)[1]!, rest);
    });
    if (!found.every((each) => each !== undefined)) return undefined;
    const whole = joined([head, ...found]);
    const areNames = items.every(({ name }) => name === "CapturePattern" || name === "StarPattern");
    if (!areNames || items.length === 0) return whole;
    // One assignment for all names reads better.
    const target: Expression = {
      kind: "tuple",
      items: items.map((item): Expression => {
        const own = item.name === "StarPattern" ? children(item)[1]! : item;
        const name: Expression = { kind: "name", id: this.#reader.source(own), at: own.from };
        return own === item ? name : { kind: "star", of: name, at: item.from };
      }),
      at,
    };
    return { ...whole, names: whole.names.length === 0 ? [] : [[target, value]] };
  }

  #mapping(parts: readonly SyntaxNode[], value: Expression, at: number): Pattern | undefined {
    const entries = split(parts.slice(1, -1), ",").filter((each) => each.length > 0);
    const found = entries.map((entry) => {
      const [key, inner] = split(entry, ":");
      if (entry[0]!.name === "**" || key?.[0] === undefined || inner?.[0] === undefined) return undefined;
      const name =
        key[0].name === "LiteralPattern" ? this.#literal(children(key[0]), at) : this.#dotted(children(key[0]));
      const pattern = this.#pattern(inner[0], { kind: "index", of: value, items: [name], isTuple: false, at });
      return pattern === undefined ? undefined : joined([asks(compared("in", name, value)), pattern]);
    });
    if (!found.every((each) => each !== undefined)) return undefined;
    return joined([asks(isOf(value, "dict")), ...found]);
  }

  #class(parts: readonly SyntaxNode[], value: Expression, at: number): Pattern | undefined {
    const list = parts.at(-1)!;
    const type = parts.length > 2 ? this.#dotted(parts.slice(0, -1)) : this.#reader.expression(parts[0]!);
    const test = call("isinstance", [value, type], at);
    const given = split(children(list).slice(1, -1), ",").filter(([each]) => each !== undefined && each.to > each.from);
    const fields = type.kind === "name" ? this.#fieldsOf(type.id) : undefined;
    const found = given.map(([each], i) => {
      if (each!.name === "KeywordPattern") {
        const [name, ...rest] = children(each!);
        return this.#pattern(rest.at(-1)!, attribute(value, this.#reader.source(name!), at));
      }
      if (type.kind === "name" && PLAIN.has(type.id)) {
        const inner = this.#pattern(each!, value);
        return inner && { ...inner, names: inner.names.map(([target, own]) => [target, own, type.id] as const) };
      }
      return fields?.[i] === undefined ? undefined : this.#pattern(each!, attribute(value, fields[i], at));
    });
    return found.every((each) => each !== undefined) ? joined([asks(test), ...found]) : undefined;
  }
}

const TRUE: Expression = { kind: "constant", value: true, at: 0 };

const asks = (test: Expression): Pattern => ({ tests: [test], names: [], places: new Map() });

const joined = (patterns: readonly Pattern[]): Pattern => ({
  tests: patterns.flatMap(({ tests }) => tests),
  names: patterns.flatMap(({ names }) => names),
  places: new Map(patterns.flatMap(({ places }) => [...places])),
});

const both = (tests: readonly Expression[]): Expression | undefined =>
  tests.length === 0
    ? undefined
    : tests.reduce((left, right) => ({ kind: "logic", operator: "and", left, right, at: left.at }));

const compared = (operator: string, left: Expression, right: Expression): Expression => ({
  kind: "compare",
  operators: [operator],
  items: [left, right],
  at: left.at,
});

const attribute = (of: Expression, name: string, at: number): Expression => ({ kind: "attribute", of, name, at });
const number = (value: number, at: number): Expression => ({ kind: "number", text: String(value), at });
const signed = (value: number, at: number): Expression =>
  value < 0 ? { kind: "unary", operator: "-", operand: number(-value, at), at } : number(value, at);

const element = (of: Expression, i: number): Expression => ({
  kind: "index",
  of,
  items: [signed(i, of.at)],
  isTuple: false,
  at: of.at,
});

const call = (name: string, values: readonly Expression[], at: number): Expression => ({
  kind: "call",
  of: { kind: "name", id: name, at },
  args: values.map((value) => ({ name: undefined, stars: 0, value })),
  at,
});

const isOf = (value: Expression, ...names: readonly string[]): Expression => {
  const types = names.map((id): Expression => ({ kind: "name", id, at: value.at }));
  const type: Expression = types.length === 1 ? types[0]! : { kind: "tuple", items: types, at: value.at };
  return call("isinstance", [value, type], value.at);
};
