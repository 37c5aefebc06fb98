/**
 * Expressions. Parentheses are given freely: the formatter takes those away that TypeScript does not need. Long because every kind of
 * expression holds every other kind.
 */
import { Calls } from "./calls.ts";
import type { Context } from "./context.ts";
import { formatted, inTemplate, readSpec } from "./format.ts";
import { elementOf, isNumber } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { shortest } from "./libraries.ts";
import type { Clause, Expression, FormatPart, Parameter } from "./tree.ts";
import { MODULE_ATTRIBUTES, MODULE_METHODS } from "./torch-names.ts";
import { hasBoth, namesIn } from "./walk.ts";

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

const METHODS: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "//": "floorDivide",
  "%": "remainder",
  "**": "pow",
  "@": "matmul",
  "&": "bitwiseAnd",
  "|": "bitwiseOr",
  "^": "bitwiseXor",
  "<": "lt",
  ">": "gt",
  "<=": "le",
  ">=": "ge",
  "==": "eq",
  "!=": "ne",
};
/** The same with the sides changed. */
const TURNED: Readonly<Record<string, string>> = {
  "<": "gt",
  ">": "lt",
  "<=": "ge",
  ">=": "le",
  "==": "eq",
  "!=": "ne",
};

export class Expressions {
  readonly context: Context;
  readonly #calls: Calls;
  /** What `self` is called where it is not called so. */
  self = "self";

  constructor(context: Context) {
    this.context = context;
    this.#calls = new Calls(this);
  }

  kind(expression: Expression): Kind {
    return this.context.kinds.of(expression);
  }

  is(expression: Expression, ...names: readonly Kind["is"][]): boolean {
    return names.includes(this.kind(expression).is);
  }

  /** One that may stand before a dot or an operator. */
  atom(expression: Expression): string {
    const text = this.of(expression);
    return /^[\w.$]+$/.test(text) && !/^\d/.test(text) ? text : `(${text})`;
  }

  of(expression: Expression): string {
    switch (expression.kind) {
      case "name":
        return this.#name(expression);
      case "number":
        return number(expression.text);
      case "string":
        return expression.isLong && expression.value.includes("\n")
          ? `\`${expression.value.replace(/[\\`]|\$\{/g, "\\$&")}\``
          : JSON.stringify(expression.value);
      case "format":
        return this.template(expression.parts);
      case "constant":
        return expression.value === "..." ? '"..."' : String(expression.value);
      case "tuple":
      case "list":
        return `[${this.list(expression.items)}]`;
      case "set":
        return `new Set([${this.list(expression.items)}])`;
      case "dict":
        return this.#dict(expression);
      case "comprehension":
        return this.comprehension(expression);
      case "attribute":
        return this.#attribute(expression);
      case "index":
        return this.#index(expression);
      case "slice":
        return this.#slice(expression);
      case "call":
        return this.#calls.of(expression);
      case "unary":
        return this.#unary(expression);
      case "binary":
        return this.binary(expression.operator, expression.left, expression.right);
      case "compare":
        return this.#compare(expression);
      case "logic": {
        const operator = expression.operator === "and" ? "&&" : "||";
        return `(${this.#operand(expression.left)}) ${operator} (${this.#operand(expression.right)})`;
      }
      case "choice":
        return `(${this.condition(expression.test)}) ? (${this.of(expression.yes)}) : (${this.of(expression.no)})`;
      case "lambda":
        return this.lambda(expression);
      case "walrus":
        return `(${this.context.names.of(expression.name)} = ${this.of(expression.value)})`;
      case "star":
        return `...${this.atom(expression.of)}`;
      case "yield":
        return `yield${expression.isAll ? "*" : ""} ${expression.value === undefined ? "" : this.of(expression.value)}`;
      default:
        return this.context.refuse(expression, `${expression.text}: not understood`);
    }
  }

  list(items: readonly Expression[]): string {
    return items.map((item) => this.of(item)).join(", ");
  }

  /** What JavaScript takes as true where Python does. */
  condition(expression: Expression): string {
    if (expression.kind === "unary" && expression.operator === "not") return `!(${this.condition(expression.operand)})`;
    if (expression.kind === "logic") {
      const operator = expression.operator === "and" ? "&&" : "||";
      return `(${this.condition(expression.left)}) ${operator} (${this.condition(expression.right)})`;
    }
    const text = this.of(expression);
    switch (this.kind(expression).is) {
      case "tensor":
        return `${this.atom(expression)}.item()`;
      case "list":
      case "tuple":
      case "size":
      case "loader":
      case "dataset":
        return `${this.atom(expression)}.length > 0`;
      case "set":
        return `${this.atom(expression)}.size > 0`;
      case "dict":
        return `Object.keys(${text}).length > 0`;
      default:
        return text;
    }
  }

  /** `a and b` as a value. */
  #operand(expression: Expression): string {
    return this.is(expression, "bool") || expression.kind === "compare"
      ? this.condition(expression)
      : this.of(expression);
  }

  /** As a plain number: of a tensor its one element. */
  scalar(expression: Expression): string {
    return this.is(expression, "tensor") ? `${this.atom(expression)}.item()` : this.of(expression);
  }

  #name(expression: Of<"name">): string {
    if (expression.id === this.self) return "this";
    const kind = this.kind(expression);
    const isOwn =
      kind.is === "library" &&
      (kind.path === `builtins.${expression.id}` || this.context.kinds.imported.has(expression.id));
    if (isOwn) return this.library(kind.path, expression);
    return this.context.names.of(expression.id);
  }

  /** The name that stands for a library's. */
  library(path: string, at: Pick<Expression, "at">): string {
    if (path.startsWith("builtins.")) return this.#calls.value(path.slice("builtins.".length));
    const known = shortest(path);
    if (known !== undefined) {
      this.context.needs(known.name);
      return [known.name, ...known.rest.map((name) => this.context.names.member(name))].join(".");
    }
    return this.#calls.constant(path, at);
  }

  #dict({ entries }: Of<"dict">): string {
    const inner = entries.map(([key, value]) => {
      if (key === undefined) return `...${this.atom(value)}`;
      return `${this.#key(key)}: ${this.of(value)}`;
    });
    return `{ ${inner.join(", ")} }`;
  }

  #key(key: Expression): string {
    return key.kind === "string" || (key.kind === "number" && /^\d+$/.test(key.text))
      ? this.of(key)
      : `[${this.of(key)}]`;
  }

  /** What is called: a method that is only named must be bound. */
  callee(expression: Expression): string {
    return expression.kind === "attribute" ? this.#member(expression) : this.atom(expression);
  }

  #attribute(expression: Of<"attribute">): string {
    const kind = this.kind(expression);
    const isMethod = kind.is === "function" && kind.info.isMethod && this.is(expression.of, "instance");
    return isMethod ? `${this.#member(expression)}.bind(${this.of(expression.of)})` : this.#member(expression);
  }

  #member(expression: Of<"attribute">): string {
    const kind = this.kind(expression);
    if (kind.is === "library") return this.library(kind.path, expression);
    const owner = this.kind(expression.of);
    const { name } = expression;
    if (owner.is === "instance" && owner.info.statics.has(name))
      return `${this.context.names.of(owner.info.definition.name)}.${this.context.names.member(name)}`;
    if (name === "__name__" && expression.of.kind === "attribute" && expression.of.name === "__class__")
      return `${this.atom(expression.of.of)}.constructor.name`;
    if (name === "__class__") return `${this.atom(expression.of)}.constructor`;
    if (name === "__name__") return `${this.atom(expression.of)}.name`;
    if (name === "__dict__") return this.atom(expression.of);
    if (owner.is === "instance") return `${this.atom(expression.of)}.${this.attributeName(owner, name)}`;
    if (owner.is === "module" && !MODULE_ATTRIBUTES.has(name) && MODULE_METHODS[name] === undefined)
      return `${this.atom(expression.of)}.${name}`;
    return `${this.atom(expression.of)}.${this.context.names.member(name)}`;
  }

  /** Modules and parameters keep their names: these are printed, and the keys of a state dict. */
  attributeName(owner: Kind & { readonly is: "instance" }, name: string): string {
    const { family } = owner.info;
    const kept = owner.info.attributes.get(name);
    const isShown = family === "module" && kept !== undefined && ["module", "instance", "tensor"].includes(kept.is);
    return isShown ? name : this.context.names.member(name);
  }

  #index(expression: Of<"index">): string {
    const { of, items } = expression;
    const owner = this.kind(of);
    const [first] = items;
    const target = this.atom(of);
    switch (owner.is) {
      case "tensor":
      case "module":
      case "dataset":
      case "loader":
        return `${target}.at(${items.map((item) => this.subscript(item)).join(", ")})`;
      case "instance":
        return `${target}.at(${this.list(items)})`;
      case "dict":
        if (of.kind === "dict") return `(${this.of(of)} as Record<string, any>)[${this.scalar(first!)}]`;
        return expression.isTuple ? `${target}[String([${this.list(items)}])]` : `${target}[${this.scalar(first!)}]`;
      default:
    }
    if (first?.kind === "slice" && items.length === 1) return this.#sliced(target, first, owner);
    if (first !== undefined && isNegative(first) && items.length === 1) return `${target}.at(${this.of(first)})!`;
    if (items.length > 1 || (owner.is === "any" && items.some((item) => item.kind === "slice")))
      return `${target}.at(${items.map((item) => this.subscript(item)).join(", ")})`;
    return `${target}[${this.scalar(first!)}]`;
  }

  #sliced(target: string, { from, to, step }: Of<"slice">, owner: Kind): string {
    const range =
      from === undefined && to === undefined ? "" : this.list([from ?? ZERO, ...(to === undefined ? [] : [to])]);
    const by = step === undefined ? undefined : this.of(step);
    const part = range === "" ? target : `${target}.slice(${range})`;
    if (by === undefined) return range === "" && owner.is !== "string" ? `[...${target}]` : `${target}.slice(${range})`;
    const array = owner.is === "string" ? `[...${part}]` : part;
    const turned = by === "-1" ? `${array}.toReversed()` : `${array}.filter((_, i) => i % ${by} === 0)`;
    return owner.is === "string" ? `${turned}.join("")` : turned;
  }

  /** One position of `tensor[...]`, as `at` takes it. */
  subscript(item: Expression): string {
    if (item.kind === "slice") return this.#slice(item);
    if (item.kind === "constant" && item.value === null) return "null";
    if (item.kind === "call" && item.of.kind === "name" && item.of.id === "range")
      return `${this.context.needs("torch")}.arange(${item.args.map(({ value }) => this.scalar(value)).join(", ")})`;
    return this.of(item);
  }

  /** `1:3` as text where it is known, else by `slice`. */
  #slice({ from, to, step }: Of<"slice">): string {
    const parts = [from, to, ...(step === undefined ? [] : [step])];
    const known = parts.map((part) =>
      part === undefined ? "" : isWhole(part) ? this.of(part).replaceAll(/[()]/g, "") : undefined,
    );
    if (known.every((part) => part !== undefined)) return JSON.stringify(known.join(":"));
    this.context.needs("slice");
    const given = [from, to, step].map((part) => (part === undefined ? "null" : this.scalar(part)));
    while (given.at(-1) === "null" && given.length > 2) given.pop();
    return `slice(${given.join(", ")})`;
  }

  #unary({ operator, operand }: Of<"unary">): string {
    if (operator === "not") return `!(${this.condition(operand)})`;
    if (this.is(operand, "tensor")) {
      if (operator === "+") return this.of(operand);
      return `${this.atom(operand)}.${operator === "-" ? "neg" : "bitwiseNot"}()`;
    }
    return `${operator}${operand.kind === "number" ? this.of(operand) : this.atom(operand)}`;
  }

  binary(operator: string, left: Expression, right: Expression): string {
    const [a, b] = [this.kind(left), this.kind(right)];
    if (a.is === "tensor") return `${this.atom(left)}.${METHODS[operator] ?? operator}(${this.of(right)})`;
    if (b.is === "tensor") return this.#reflected(operator, left, right);
    if (operator === "%" && (a.is === "string" || left.kind === "string")) return this.#percent(left, right);
    if (operator === "@") return `${this.atom(left)}.matmul(${this.of(right)})`;
    if (a.is === "string" || b.is === "string") {
      if (operator === "*")
        return a.is === "string"
          ? `${this.atom(left)}.repeat(${this.of(right)})`
          : `${this.atom(right)}.repeat(${this.of(left)})`;
      return `${this.atom(left)} ${operator} ${this.atom(right)}`;
    }
    const areLists = [a, b].some(({ is }) => is === "list" || is === "tuple" || is === "size");
    if (areLists && operator === "+") return `[${this.#spread(left)}, ${this.#spread(right)}]`;
    if (areLists && operator === "*") return this.#repeated(left, right);
    if (a.is === "set" && ["&", "|", "-"].includes(operator)) {
      const method = { "&": "intersection", "|": "union", "-": "difference" }[operator]!;
      return `${this.atom(left)}.${method}(${this.of(right)})`;
    }
    const [x, y] = [this.atom(left), this.atom(right)];
    if (operator === "//") return `Math.floor(${x} / ${y})`;
    if (operator === "%")
      return this.#isPositive(left) && this.#isPositive(right) ? `${x} % ${y}` : `((${x} % ${y}) + ${y}) % ${y}`;
    if (operator === "**") return `(${x}) ** ${y}`;
    return `${x} ${operator} ${y}`;
  }

  /** A number before a tensor. */
  #reflected(operator: string, left: Expression, right: Expression): string {
    const [x, y] = [this.of(left), this.atom(right)];
    if (operator === "+" || operator === "*") return `${y}.${METHODS[operator]!}(${x})`;
    // As PyTorch does it: https://github.com/pytorch/pytorch/blob/main/torch/_tensor.py (__rsub__, __rtruediv__).
    if (operator === "-") return `${this.context.needs("torch")}.rsub(${y}, ${x})`;
    if (operator === "/") return `${y}.reciprocal().mul(${x})`;
    if (operator === "**") return `${this.context.needs("torch")}.pow(${x}, ${y})`;
    return `${this.context.needs("torch")}.tensor(${x}).${METHODS[operator] ?? operator}(${y})`;
  }

  #repeated(left: Expression, right: Expression): string {
    const [list, count] = this.is(left, "list", "tuple", "size") ? [left, right] : [right, left];
    const items = list.kind === "list" || list.kind === "tuple" ? list.items : undefined;
    if (items?.length === 1) return `Array.from({ length: ${this.of(count)} }, () => ${this.of(items[0]!)})`;
    return `Array.from({ length: ${this.of(count)} }, () => ${this.of(list)}).flat()`;
  }

  #spread(list: Expression): string {
    return (list.kind === "list" || list.kind === "tuple") && list.items.length > 0
      ? this.list(list.items)
      : `...${this.atom(list)}`;
  }

  #isPositive(expression: Expression): boolean {
    if (expression.kind === "number") return true;
    if (expression.kind === "binary" && ["+", "*", "//", "%"].includes(expression.operator))
      return this.#isPositive(expression.left) && this.#isPositive(expression.right);
    if (expression.kind === "call" && expression.of.kind === "name" && expression.of.id === "len") return true;
    return expression.kind === "name" && this.positive.has(expression.id);
  }

  /** Names that count from 0 on: of loops over a range or with `enumerate`. */
  readonly positive = new Set<string>();

  #compare({ operators, items }: Of<"compare">): string {
    const pairs = operators.map((operator, i) => this.#pair(operator, items[i]!, items[i + 1]!));
    return pairs.length === 1 ? pairs[0]! : pairs.map((pair) => `(${pair})`).join(" && ");
  }

  #pair(operator: string, left: Expression, right: Expression): string {
    const [a, b] = [this.kind(left), this.kind(right)];
    if (operator === "in" || operator === "not in")
      return `${operator === "in" ? "" : "!"}${this.#contains(right, left)}`;
    const asks = right.kind === "constant" && right.value === null ? "null" : undefined;
    if (operator === "is" || operator === "is not") {
      const not = operator === "is" ? "=" : "!";
      if (asks !== undefined) return `${this.atom(left)} ${not}= null`;
      return `${this.atom(left)} ${not}== ${this.atom(right)}`;
    }
    if (a.is === "tensor") return `${this.atom(left)}.${METHODS[operator]!}(${this.of(right)})`;
    if (b.is === "tensor") return `${this.atom(right)}.${TURNED[operator]!}(${this.of(left)})`;
    if (operator === "==" || operator === "!=") {
      const not = operator === "==" ? "" : "!";
      if (left.kind === "call" && left.of.kind === "name" && left.of.id === "type" && left.args.length === 1)
        return `${not}(${this.atom(left.args[0]!.value)} instanceof ${this.of(right)})`;
      if (asks !== undefined) return `${this.atom(left)} ${not === "" ? "=" : "!"}= null`;
      if (a.is === "size") return `${not}${this.atom(left)}.equals(${this.of(right)})`;
      if (b.is === "size") return `${not}${this.atom(right)}.equals(${this.of(left)})`;
      if ([a, b].some(({ is }) => ["list", "tuple", "dict", "set"].includes(is))) {
        this.context.needsOfNode("node:util", "isDeepStrictEqual");
        return `${not}isDeepStrictEqual(${this.of(left)}, ${this.of(right)})`;
      }
      return `${this.atom(left)} ${not === "" ? "=" : "!"}== ${this.atom(right)}`;
    }
    return `${this.atom(left)} ${operator} ${this.atom(right)}`;
  }

  #contains(holder: Expression, item: Expression): string {
    const kind = this.kind(holder);
    const one = this.scalar(item);
    if (kind.is === "dict") return `Object.hasOwn(${this.of(holder)}, ${one})`;
    if (kind.is === "set") return `${this.atom(holder)}.has(${one})`;
    if (kind.is === "iterator" || kind.is === "any") return `[...${this.atom(holder)}].includes(${one})`;
    return `${this.atom(holder)}.includes(${one})`;
  }

  /** As an argument of the helpers' it may be told less than it uses: `any` lets it. */
  lambda({ parameters, body }: Of<"lambda">, isGiven = false): string {
    const changes =
      body.kind === "call" &&
      body.of.kind === "attribute" &&
      ["append", "extend", "insert", "update"].includes(body.of.name);
    const inner = changes || this.is(body, "none") ? `void ${this.of(body)}` : this.of(body);
    return `(${this.parameters(parameters, () => (isGiven ? ": any" : ""))}) => ${inner.startsWith("{") ? `(${inner})` : inner}`;
  }

  /** A key function of one value: written out where that can be read. */
  applied(key: Expression, value: string): string {
    if (key.kind === "name" && key.id === "len" && this.is(key, "library")) return `${value}.length`;
    const [parameter] = key.kind === "lambda" ? key.parameters : [];
    if (key.kind !== "lambda" || parameter === undefined) return `${this.atom(key)}(${value})`;
    const text = this.of(key.body);
    const name = this.context.names.of(parameter.name);
    if (/["'`]|=>/.test(text)) return `(${this.lambda(key)})(${value})`;
    return text.replace(new RegExp(`(?<![.\\w$])${name}(?![\\w$])`, "g"), value);
  }

  parameters(parameters: readonly Parameter[], types: (parameter: Parameter) => string = () => ""): string {
    return parameters
      .filter(({ name }) => name !== "")
      .map((parameter) => {
        const name = this.context.names.of(parameter.name);
        if (parameter.stars === 1) return hasBoth(parameters) ? `${name}: any[] = []` : `...${name}: any[]`;
        if (parameter.stars === 2) return `${name}: Record<string, any> = {}`;
        const type = types(parameter);
        return `${name}${type}${parameter.fallback === undefined ? "" : ` = ${this.of(parameter.fallback)}`}`;
      })
      .join(", ");
  }

  /** The names that a loop or an assignment gives values: `[a, [b, c]]`. Those that are not `used` stay out. */
  target(target: Expression, used?: ReadonlySet<string>): string {
    if (target.kind === "tuple" || target.kind === "list") {
      const isNeedless = (item: Expression): boolean =>
        item.kind === "name" && (item.id === "_" || (used !== undefined && !used.has(item.id)));
      const items = target.items.map((item) =>
        item.kind === "star" ? `...${this.target(item.of, used)}` : isNeedless(item) ? "" : this.target(item, used),
      );
      while (items.at(-1) === "" && items.length > 1) items.pop();
      return `[${items.join(", ")}]`;
    }
    return this.of(target);
  }

  /** An array, of whatever can be gone through. */
  array(expression: Expression): string {
    const kind = this.kind(expression);
    const isArray = expression.kind === "comprehension" && expression.makes !== "set" && expression.makes !== "dict";
    if (isArray || kind.is === "list" || kind.is === "tuple" || kind.is === "size") return this.atom(expression);
    return `[...${this.iterable(expression)}]`;
  }

  /** What a loop can go through. */
  iterable(expression: Expression): string {
    const kind = this.kind(expression);
    const isMixed =
      kind.is === "list" && kind.of.is === "tuple" && kind.of.items.some((item, _i, all) => item.is !== all[0]!.is);
    if (expression.kind === "list" && isMixed) return `${this.of(expression)} as any[][]`;
    if (kind.is !== "dict") return this.of(expression);
    return `Object.keys(${this.of(expression)})${isNumber(kind.key) ? ".map(Number)" : ""}`;
  }

  comprehension(expression: Of<"comprehension">): string {
    const { makes, element, value, clauses } = expression;
    const used = new Set([element, ...(value === undefined ? [] : [value])].flatMap((each) => namesIn(each)));
    for (const clause of clauses.slice(1))
      for (const name of namesIn(clause.kind === "if" ? clause.test : clause.iterable)) used.add(name);
    if (makes === "dict")
      return `Object.fromEntries(${this.#mapped(clauses, `[${this.of(element)}, ${this.of(value!)}]`, undefined, used)})`;
    const list = this.#mapped(clauses, this.of(element), element, used);
    return makes === "set" ? `new Set(${list})` : list;
  }

  /** `array.filter(...).map(...)`; more loops by `flatMap`. */
  #mapped(
    clauses: readonly Clause[],
    element: string,
    source: Expression | undefined,
    used: ReadonlySet<string>,
  ): string {
    const [first, ...rest] = clauses;
    if (first?.kind !== "for") throw new TypeError("port: a comprehension begins with for");
    const next = rest.findIndex(({ kind }) => kind === "for");
    const tests = (next < 0 ? rest : rest.slice(0, next)).flatMap((clause) =>
      clause.kind === "if" ? [clause.test] : [],
    );
    const target = this.target(first.target, used);
    const parameter = /^\w+$/.test(target) ? target : `(${target})`;
    const isPlain = source?.kind === "name" && first.target.kind === "name" && source.id === first.target.id;
    const arrow = element.startsWith("{") ? `(${element})` : element;
    const count = this.#count(first.iterable);
    if (count !== undefined && next < 0 && tests.length === 0) {
      const isUsed =
        source === undefined ||
        namesIn(source).some((name) => first.target.kind === "name" && name === first.target.id);
      return `Array.from({ length: ${count} }, (${isUsed ? `_, ${target}` : ""}) => ${arrow})`;
    }
    // A data set does both by itself, without reading what nobody looks at.
    let text = this.is(first.iterable, "dataset") ? this.atom(first.iterable) : this.array(first.iterable);
    for (const test of tests)
      text += `.filter((${this.target(first.target, new Set(namesIn(test)))}) => ${this.condition(test)})`;
    if (next >= 0) return `${text}.flatMap(${parameter} => ${this.#mapped(rest.slice(next), element, source, used)})`;
    if (isPlain) return text.startsWith("[...") || tests.length > 0 ? text : `[...${text}]`;
    return `${text}.map((${target}) => ${arrow})`;
  }

  /** How often a `range` from 0 on counts. */
  #count(iterable: Expression): string | undefined {
    const isRange =
      iterable.kind === "call" &&
      iterable.of.kind === "name" &&
      iterable.of.id === "range" &&
      iterable.args.length === 1;
    return isRange ? this.scalar(iterable.args[0]!.value) : undefined;
  }

  template(parts: readonly FormatPart[]): string {
    const inner = parts.map((part) => {
      if (typeof part === "string") return inTemplate(part);
      const text = this.formatted(part);
      return `${inTemplate(part.label)}\${${text}}`;
    });
    const text = inner.join("");
    return parts.every((part) => typeof part === "string") ? JSON.stringify(parts.join("")) : `\`${text}\``;
  }

  /** As text: an error says what it is about. */
  shown(value: Expression): string {
    return this.is(value, "error") ? `${this.atom(value)}.message` : this.of(value);
  }

  formatted(part: Exclude<FormatPart, string>): string {
    const { value, spec, conversion } = part;
    const text = spec.map((each) => (typeof each === "string" ? each : `\${${this.of(each.value)}}`)).join("");
    if (text === "")
      return conversion === "r" && this.is(value, "string") ? `"'" + ${this.atom(value)} + "'"` : this.shown(value);
    const read = readSpec(text);
    if (read === undefined) return this.context.refuse(value, `the format ${text}`);
    return formatted(this.#plainAtom(value), isNumber(this.kind(value)) || this.is(value, "tensor"), read);
  }

  #plainAtom(value: Expression): string {
    return this.is(value, "tensor") ? `${this.atom(value)}.item()` : this.atom(value);
  }

  /** `"%d: %s" % (a, b)` */
  #percent(left: Expression, right: Expression): string {
    if (left.kind !== "string") return this.context.refuse(left, "a format that is not written out");
    const values = right.kind === "tuple" ? [...right.items] : [right];
    const parts: FormatPart[] = [];
    let last = 0;
    for (const found of left.value.matchAll(/%([-+ 0#]*)(\d*)(?:\.(\d+))?([sdifeEgGrxXc%])/g)) {
      if (found.index > last) parts.push(left.value.slice(last, found.index));
      last = found.index + found[0].length;
      const [, flags = "", width = "", precision, type = "s"] = found;
      if (type === "%") {
        parts.push("%");
        continue;
      }
      const value = values.shift();
      if (value === undefined) return this.context.refuse(left, "a format with too few values");
      const isText = type === "s" || type === "r";
      const kept = type === "i" || type === "d" ? "d" : isText ? "" : type;
      const align = flags.includes("-") ? "<" : isText && width !== "" ? ">" : "";
      const sign = flags.includes("+") ? "+" : "";
      const zero = flags.includes("0") ? "0" : "";
      const spec = `${align}${sign}${zero}${width}${precision === undefined ? "" : `.${precision}`}${kept === "d" && width === "" && sign === "" ? "" : kept}`;
      parts.push({ value, conversion: "", spec: spec === "" ? [] : [spec], label: "" });
    }
    if (last < left.value.length) parts.push(left.value.slice(last));
    return this.template(parts);
  }

  /** What a loop over it sees. */
  element(expression: Expression): Kind {
    return elementOf(this.kind(expression));
  }
}

const ZERO: Expression = { kind: "number", text: "0", at: 0 };

function isNegative(expression: Expression): boolean {
  return expression.kind === "unary" && expression.operator === "-" && expression.operand.kind === "number";
}

function isWhole(expression: Expression): boolean {
  return expression.kind === "number" || isNegative(expression);
}

function number(text: string): string {
  if (/^\d+\.$/.test(text)) return `${text}0`;
  if (/^0\d+$/.test(text)) return String(Number(text));
  return text.replace(/^\./, "0.").replace(/\.e/i, ".0e");
}
