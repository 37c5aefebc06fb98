/**
 * Which names are never negative, and which may be: `a % b` and `xs[i]` mean the same in both languages as long as nothing is negative.
 * Goes by the name alone, wherever it is bound, which errs on the safe side.
 */
import type { Expression, FunctionDefinition, Statement } from "../python/tree.ts";
import { below, bodiesOf, headOf } from "../python/walk.ts";

type Binding =
  | { readonly by: "value"; readonly value: Expression }
  | { readonly by: "augment"; readonly operator: string; readonly value: Expression }
  | { readonly by: "count"; readonly of: Extract<Expression, { kind: "call" }> }
  /** One of the things that a list or tuple holds. */
  | { readonly by: "item"; readonly of: Expression }
  | { readonly by: "other" };

/** They return a number that JavaScript may have made from -0.5. */
const ROUNDING = new Set(["int", "min", "max", "floor", "ceil", "trunc", "sum"]);
const ZERO: Expression = { kind: "number", text: "0", at: 0 };

export class Signs {
  readonly #bindings = new Map<string, Binding[]>();
  readonly #functions = new Map<string, FunctionDefinition>();
  /** What calls of a class give values to: its constructor's parameters, or a named tuple's fields. */
  readonly #fields = new Map<string, readonly string[]>();
  readonly #positive = new Set<string>();
  readonly #negative = new Set<string>();
  readonly #minusZero = new Set<string>();

  /** What functions and methods return, by name. */
  readonly #returns = new Map<string, Expression[]>();
  #function = "";
  readonly #isPlain: boolean;
  /** Whether something is subtracted somewhere, or has a minus sign. */
  #hasMinus = false;

  /** `isPlain`: it uses no data sets, whose loaders count from 0. */
  constructor(body: readonly Statement[], isPlain: boolean) {
    this.#isPlain = isPlain;
    this.#collect(body);
    for (const name of this.#bindings.keys()) this.#positive.add(name);
    for (let isNew = true; isNew;) {
      isNew = false;
      for (const [name, bindings] of this.#bindings) {
        if (this.#positive.has(name) && !bindings.every((each) => this.#keepsPositive(each))) {
          this.#positive.delete(name);
          isNew = true;
        }
        if (!this.#negative.has(name) && bindings.some((each) => this.#makesNegative(each))) {
          this.#negative.add(name);
          isNew = true;
        }
        if (!this.#minusZero.has(name) && bindings.some((each) => this.#makesMinusZero(each))) {
          this.#minusZero.add(name);
          isNew = true;
        }
      }
    }
  }

  /** Whether it is certainly never negative. */
  isPositive(expression: Expression): boolean {
    switch (expression.kind) {
      case "number":
        return true;
      case "name":
        return this.#positive.has(expression.id);
      case "binary":
        if (!["+", "*", "//", "%", "/", "**"].includes(expression.operator)) return false;
        return this.isPositive(expression.left) && this.isPositive(expression.right);
      case "call":
        return expression.of.kind === "name" && ["len", "abs", "ord"].includes(expression.of.id);
      case "choice":
        return this.isPositive(expression.yes) && this.isPositive(expression.no);
      default:
        return false;
    }
  }

  /** Whether something in it is subtracted or has a minus sign. */
  mayBeNegative(expression: Expression): boolean {
    switch (expression.kind) {
      case "name":
        return this.#negative.has(expression.id);
      case "unary":
        return expression.operator === "-";
      case "binary":
        if (expression.operator === "%") return this.mayBeNegative(expression.right);
        return (
          expression.operator === "-" || this.mayBeNegative(expression.left) || this.mayBeNegative(expression.right)
        );
      case "choice":
        return this.mayBeNegative(expression.yes) || this.mayBeNegative(expression.no);
      case "logic":
        return this.mayBeNegative(expression.left) || this.mayBeNegative(expression.right);
      default:
        return false;
    }
  }

  /** Whether it may be JavaScript's minus zero, which can come from a product or a changed sign. */
  mayBeMinusZero(expression: Expression): boolean {
    switch (expression.kind) {
      case "name":
        return this.#minusZero.has(expression.id);
      case "unary":
        return expression.operator === "-" && expression.operand.kind !== "number";
      case "binary":
        if (expression.operator === "+")
          return this.mayBeMinusZero(expression.left) && this.mayBeMinusZero(expression.right);
        if (["-", "**"].includes(expression.operator)) return this.mayBeMinusZero(expression.left);
        if (!["*", "//"].includes(expression.operator)) return false;
        // If nothing is negative there is no minus zero, and in programs with tensors nobody prints it.
        if (!this.#isPlain || !this.#hasMinus)
          return this.mayBeNegative(expression.left) || this.mayBeNegative(expression.right);
        return !(this.isPositive(expression.left) && this.isPositive(expression.right));
      case "choice":
        return this.mayBeMinusZero(expression.yes) || this.mayBeMinusZero(expression.no);
      case "call": {
        const name =
          expression.of.kind === "name"
            ? expression.of.id
            : expression.of.kind === "attribute"
              ? expression.of.name
              : "";
        return ROUNDING.has(name) || this.#returnsMinusZero(name);
      }
      case "attribute":
        return this.#minusZero.has(`.${expression.name}`) || this.#returnsMinusZero(expression.name);
      case "index":
        return this.mayHoldMinusZero(expression.of);
      default:
        return false;
    }
  }

  /** Names whose results are being examined; functions that call each other add nothing new. */
  readonly #asked = new Set<string>();

  #returnsMinusZero(name: string): boolean {
    if (this.#asked.has(name)) return false;
    this.#asked.add(name);
    const found = (this.#returns.get(name) ?? []).some((each) => this.mayBeMinusZero(each));
    this.#asked.delete(name);
    return found;
  }

  /** Whether a list or generator may contain such a zero. */
  mayHoldMinusZero(expression: Expression, depth = 0): boolean {
    if (!this.#isPlain || depth > 3) return false;
    if (expression.kind === "name")
      return (
        this.#minusZero.has(`${expression.id}[]`) ||
        (this.#bindings.get(expression.id) ?? []).some(
          (each) => each.by === "value" && this.mayHoldMinusZero(each.value, depth + 1),
        )
      );
    const elements =
      elementsOf(expression) ??
      (expression.kind === "call" && expression.of.kind === "name" && this.#fields.has(expression.of.id)
        ? expression.args.map(({ value }) => value)
        : []);
    return elements.some((each) => this.mayBeMinusZero(each));
  }

  #keepsPositive(binding: Binding): boolean {
    switch (binding.by) {
      case "value":
        return this.isPositive(binding.value);
      case "augment":
        return ["+", "*", "//", "%", "/", "**"].includes(binding.operator) && this.isPositive(binding.value);
      case "count":
        return binding.of.args.every(({ value }) => this.isPositive(value));
      default:
        return false;
    }
  }

  #makesNegative(binding: Binding): boolean {
    switch (binding.by) {
      case "value":
        return this.mayBeNegative(binding.value);
      case "augment":
        return binding.operator === "-" || this.mayBeNegative(binding.value);
      case "count":
        return binding.of.args.some(({ value }, i) => (i < 1 || i === 2) && this.mayBeNegative(value));
      default:
        return false;
    }
  }

  #makesMinusZero(binding: Binding): boolean {
    if (binding.by === "augment") return binding.operator === "*" && !this.isPositive(binding.value);
    if (binding.by === "item") return this.mayHoldMinusZero(binding.of);
    return binding.by === "value" && this.mayBeMinusZero(binding.value);
  }

  #bind(name: string, binding: Binding): void {
    this.#bindings.set(name, [...(this.#bindings.get(name) ?? []), binding]);
  }

  #target(target: Expression, value: Expression | undefined): void {
    if (target.kind === "name") this.#bind(target.id, value === undefined ? { by: "other" } : { by: "value", value });
    else if (target.kind === "attribute" && value !== undefined) this.#bind(`.${target.name}`, { by: "value", value });
    else if (target.kind === "star") this.#target(target.of, undefined);
    else if (target.kind === "tuple" || target.kind === "list")
      for (const [i, item] of target.items.entries()) {
        const isEach = value?.kind === "tuple" && value.items.length === target.items.length;
        if (item.kind === "name" && value !== undefined && !isEach) this.#bind(item.id, { by: "item", of: value });
        else this.#target(item, isEach ? value.items[i] : undefined);
      }
  }

  #loop(target: Expression, iterable: Expression): void {
    const called = iterable.kind === "call" && iterable.of.kind === "name" ? iterable.of.id : undefined;
    if (iterable.kind === "call" && called === "range" && target.kind === "name")
      this.#bind(target.id, { by: "count", of: iterable });
    else if (iterable.kind === "call" && called === "enumerate" && target.kind === "tuple") {
      this.#target(target.items[0]!, iterable.args[1]?.value ?? { kind: "number", text: "0", at: 0 });
      for (const item of target.items.slice(1)) this.#target(item, undefined);
    } else {
      const elements = target.kind === "name" ? elementsOf(iterable) : undefined;
      if (elements === undefined) this.#target(target, undefined);
      else for (const each of elements) this.#target(target, each);
    }
  }

  #collect(body: readonly Statement[]): void {
    for (const statement of body) {
      for (const each of headOf(statement)) this.#expression(each);
      switch (statement.kind) {
        case "assign":
          for (const target of statement.targets) this.#target(target, statement.value);
          break;
        case "augment":
          if (statement.target.kind === "name")
            this.#bind(statement.target.id, { by: "augment", operator: statement.operator, value: statement.value });
          break;
        case "for":
          this.#loop(statement.target, statement.iterable);
          break;
        case "with":
          for (const { target } of statement.items) if (target !== undefined) this.#target(target, undefined);
          break;
        case "function":
          this.#functions.set(statement.name, statement);
          for (const { name, fallback } of statement.parameters)
            this.#bind(name, fallback === undefined ? { by: "other" } : { by: "value", value: fallback });
          if (
            this.#isPlain &&
            ["__getitem__", "__setitem__"].includes(statement.name) &&
            statement.parameters[1] !== undefined
          )
            this.#bind(statement.parameters[1].name, { by: "augment", operator: "-", value: ZERO });
          {
            const saved = this.#function;
            this.#function = statement.name;
            this.#collect(statement.body);
            this.#function = saved;
          }
          break;
        case "return":
          if (statement.value !== undefined && !isOwnCall(statement.value, this.#function))
            this.#returns.set(this.#function, [...(this.#returns.get(this.#function) ?? []), statement.value]);
          break;
        case "class": {
          const made = statement.body.find((each) => each.kind === "function" && each.name === "__init__");
          const parameters = made?.kind === "function" ? made.parameters.slice(1) : undefined;
          const fields = statement.fields?.map(({ name }) => `.${name}`);
          this.#fields.set(statement.name, fields ?? parameters?.map(({ name }) => name) ?? []);
          this.#collect(statement.body);
          break;
        }
        default:
      }
      for (const inner of bodiesOf(statement)) this.#collect(inner);
    }
  }

  #expression(expression: Expression): void {
    const hasSign = expression.kind === "unary" || expression.kind === "binary";
    if (hasSign && expression.operator === "-") this.#hasMinus = true;
    if (expression.kind === "walrus") this.#bind(expression.name, { by: "value", value: expression.value });
    if (expression.kind === "comprehension")
      for (const clause of expression.clauses) if (clause.kind === "for") this.#loop(clause.target, clause.iterable);
    if (expression.kind === "lambda") for (const { name } of expression.parameters) this.#bind(name, { by: "other" });
    if (expression.kind === "call" && expression.of.kind === "name") {
      const given =
        this.#functions.get(expression.of.id)?.parameters.map(({ name }) => name) ?? this.#fields.get(expression.of.id);
      for (const [i, { name, value }] of expression.args.entries()) {
        const parameter = name === undefined ? given?.[i] : given?.find((each) => each.replace(".", "") === name);
        if (parameter !== undefined) this.#bind(parameter, { by: "value", value });
      }
    }
    const method = expression.kind === "call" && expression.of.kind === "attribute" ? expression.of : undefined;
    if (method?.of.kind === "name" && expression.kind === "call" && ["append", "insert"].includes(method.name))
      this.#bind(`${method.of.id}[]`, { by: "value", value: expression.args.at(-1)!.value });
    for (const each of below(expression)) this.#expression(each);
  }
}

/** The elements that a loop over it sees, if they are written out. */
function elementsOf(iterable: Expression): readonly Expression[] | undefined {
  switch (iterable.kind) {
    case "list":
    case "tuple":
      return iterable.items.some(({ kind }) => kind === "star") ? undefined : iterable.items;
    case "comprehension":
      return iterable.makes === "dict" ? undefined : [iterable.element];
    case "binary": {
      const sides = iterable.operator === "+" ? [elementsOf(iterable.left), elementsOf(iterable.right)] : [undefined];
      return sides.every((side) => side !== undefined) ? sides.flat() : undefined;
    }
    case "call": {
      const isCopy = iterable.of.kind === "name" && ["list", "sorted", "reversed", "set"].includes(iterable.of.id);
      return isCopy && iterable.args[0] !== undefined ? elementsOf(iterable.args[0].value) : undefined;
    }
    default:
      return undefined;
  }
}

/** A recursive call adds nothing new, and following it would never end. */
function isOwnCall(expression: Expression, name: string): boolean {
  if (expression.kind === "call" && (expression.of.kind === "name" ? expression.of.id : "") === name) return true;
  return below(expression).some((each) => isOwnCall(each, name));
}
