/**
 * Expressions. Parentheses are added freely, because the formatter removes those that are not needed. Long because every kind of expression
 * may contain every other kind.
 */
import { attributeOf, elementOf, isProperty, methodHolder, methodOf, staticOf } from "../kinds/kinds.ts";
import type { ClassInfo, Kind } from "../kinds/kinds.ts";
import { shortest } from "../kinds/libraries.ts";
import { valueText } from "../kinds/objects.ts";
import { ERRORS, MODULE_ATTRIBUTES, MODULE_METHODS } from "../kinds/torch-names.ts";
import type { Expression, Parameter } from "../python/tree.ts";
import { hasBoth } from "../python/walk.ts";
import { typeTest } from "./builtins.ts";
import { Calls } from "./calls.ts";
import { comprehension, newSet } from "./comprehensions.ts";
import type { Context } from "./context.ts";
import { dictItem, dictKeys, dictLiteral, dictSize } from "./dicts.ts";
import { binary, compare, negated, operatorName, unary } from "./operators.ts";
import { shown, template } from "./text.ts";

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

export class Expressions {
  readonly context: Context;
  readonly #calls: Calls;
  /** The name of a method's first parameter, if it is not `self`. */
  self = "";

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

  /** The text of an expression in a form that may precede a dot or an operator. */
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
        return template(this, expression.parts);
      case "constant":
        return expression.value === "..." ? '"..."' : String(expression.value);
      case "tuple":
      case "list":
        return `[${this.list(expression.items)}]`;
      case "set":
        return newSet(this, `[${this.list(expression.items)}]`, undefined, expression);
      case "dict":
        return dictLiteral(this, expression, this.kind(expression));
      case "comprehension":
        return comprehension(this, expression);
      case "attribute":
        return this.#attribute(expression);
      case "index":
        return this.#index(expression);
      case "slice":
        return this.#slice(expression);
      case "call":
        return this.#calls.of(expression);
      case "unary":
        return unary(this, expression);
      case "binary":
        return this.binary(expression.operator, expression.left, expression.right);
      case "compare":
        return compare(this, expression);
      case "logic":
        return this.#logic(expression);
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
    return this.separated(
      items,
      items.map((item) => this.of(item)),
    );
  }

  /** The items of a list, separated by commas, each with the comments that follow it. */
  separated(items: readonly Expression[], texts: readonly string[]): string {
    if (this.context.comments.length === 0) return texts.join(", ");
    return texts
      .map((text, i) => {
        const { at } = items[i]!;
        const isLast = i === texts.length - 1;
        const behind = this.context.takeComments(at, isLast ? this.context.closing(at) : items[i + 1]!.at);
        return `${text}${isLast && behind === "" ? "" : `,${behind === "" ? " " : behind}`}`;
      })
      .join("");
  }

  /** A condition that is true in JavaScript when the expression is true in Python. */
  condition(expression: Expression): string {
    if (expression.kind === "unary" && expression.operator === "not")
      return negated(this.condition(expression.operand));
    if (expression.kind === "logic") {
      const operator = expression.operator === "and" ? "&&" : "||";
      return `(${this.condition(expression.left)}) ${operator} (${this.condition(expression.right)})`;
    }
    const kind = this.kind(expression);
    switch (kind.is) {
      case "tensor":
        return `${this.atom(expression)}.item()`;
      case "array":
        return kind.isMixed ? `Boolean((${this.of(expression)}).valueOf())` : `${this.atom(expression)}.bool()`;
      case "list":
      case "tuple":
      case "size":
      case "loader":
      case "dataset":
        return `${this.atom(expression)}.length > 0`;
      case "set":
        return `${this.atom(expression)}.size > 0`;
      case "dict":
        return `${dictSize(this, expression, kind)} > 0`;
      case "instance":
        if (methodOf(kind.info, "__bool__") !== undefined) return `${this.atom(expression)}.bool()`;
        return methodOf(kind.info, "__len__") === undefined
          ? this.of(expression)
          : `${this.atom(expression)}.length > 0`;
      default:
        return this.of(expression);
    }
  }

  /** `a and b` as a value; in JavaScript an empty list counts as true. */
  #logic({ operator, left, right }: Of<"logic">): string {
    const kind = this.kind(left);
    const isAnd = operator === "and";
    if (["list", "tuple", "dict", "set", "size", "instance", "array"].includes(kind.is)) {
      const [x, y] = isAnd ? [right, left] : [left, right];
      return `(${this.condition(left)}) ? (${this.of(x)}) : (${this.of(y)})`;
    }
    return `(${this.#operand(left)}) ${isAnd ? "&&" : "||"} (${this.#operand(right)})`;
  }

  #operand(expression: Expression): string {
    return this.is(expression, "bool") || expression.kind === "compare"
      ? this.condition(expression)
      : this.of(expression);
  }

  /** As text, for the message of an error. */
  shown(value: Expression): string {
    return shown(this, value);
  }

  /** The class of an error: Python's own name if the program distinguishes several. */
  error(name: string): string {
    if (this.context.tellsErrors(name)) return this.context.python(name);
    return ERRORS[name] ?? "Error";
  }

  /** `isinstance(value, type)` */
  instance(value: Expression, type: Expression): string {
    return typeTest(this, value, type);
  }

  isPositive(expression: Expression): boolean {
    return this.context.signs.isPositive(expression);
  }

  mayBeNegative(expression: Expression): boolean {
    return this.context.signs.mayBeNegative(expression);
  }

  /** As a plain number; for a tensor, its only element. */
  scalar(expression: Expression): string {
    const kind = this.kind(expression);
    if (kind.is === "array") return kind.isMixed ? `Number(${this.of(expression)})` : `${this.atom(expression)}.item()`;
    return this.is(expression, "tensor") ? `${this.atom(expression)}.item()` : this.of(expression);
  }

  /** As an argument of torch's, which takes no arrays. */
  tensorOf(expression: Expression): string {
    return this.is(expression, "array") ? `${this.atom(expression)}.toTensor()` : this.of(expression);
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

  /** The counterpart of a library's name. */
  library(path: string, at: Pick<Expression, "at">): string {
    if (path.startsWith("builtins.")) return this.#calls.value(path.slice("builtins.".length));
    const known = valueText(path) === undefined ? shortest(path) : undefined;
    if (known !== undefined) {
      this.context.needs(known.name);
      return [known.name, ...known.rest.map((name) => this.context.names.member(name))].join(".");
    }
    return this.#calls.constant(path, at);
  }

  /** The function that is called; a method that is not called on the spot must be bound. */
  callee(expression: Expression): string {
    return expression.kind === "attribute" ? this.#member(expression) : this.atom(expression);
  }

  #attribute(expression: Of<"attribute">): string {
    const kind = this.kind(expression);
    const owner = this.kind(expression.of);
    const isMethod =
      kind.is === "function" &&
      kind.info.isMethod &&
      owner.is === "instance" &&
      !isProperty(owner.info, expression.name);
    return isMethod ? `${this.#member(expression)}.bind(${this.of(expression.of)})` : this.#member(expression);
  }

  #member(expression: Of<"attribute">): string {
    const kind = this.kind(expression);
    const owner = this.kind(expression.of);
    // An object's attribute may hold a library's function.
    if (kind.is === "library" && owner.is === "library") return this.library(kind.path, expression);
    if (owner.is === "library" && valueText(`${owner.path}.${expression.name}`) !== undefined)
      return this.library(`${owner.path}.${expression.name}`, expression);
    const { name } = expression;
    const own = kind.is === "function" && owner.is === "instance" ? methodHolder(owner.info, name) : undefined;
    if (own !== undefined && kind.is === "function" && this.context.kinds.isStaticMethod(kind.info))
      return `${this.context.names.of(own.definition.name)}.${this.context.names.member(name)}`;
    const holder = owner.is === "instance" && !hasOwn(owner.info, name) ? staticOf(owner.info, name) : undefined;
    if (holder !== undefined) {
      const member = this.context.names.member(name);
      // A subclass may have its own.
      const isOverridden = this.context.kinds.isBelow(holder, name);
      return isOverridden
        ? `(${this.atom(expression.of)}.constructor as any).${member}`
        : `${this.context.names.of(holder.definition.name)}.${member}`;
    }
    if (name === "__name__" && expression.of.kind === "attribute" && expression.of.name === "__class__")
      return `${this.atom(expression.of.of)}.constructor.name`;
    if (
      name === "__name__" &&
      expression.of.kind === "call" &&
      expression.of.of.kind === "name" &&
      expression.of.of.id === "type"
    )
      return this.#typeName(expression.of.args[0]!.value);
    if (name === "flat" && owner.is === "any") return `${this.atom(expression.of)}.flatten()`;
    if (/^__\w+__$/.test(name) && this.context.kinds.hasMethod(name))
      return `${this.atom(expression.of)}.${this.#calls.methodName(name)}`;
    if (name === "__class__") return `${this.atom(expression.of)}.constructor`;
    if (name === "__name__") return `${this.atom(expression.of)}.name`;
    if (name === "__dict__")
      return owner.is === "instance" && owner.info.family !== "module"
        ? `${this.context.python("vars")}(${this.of(expression.of)})`
        : this.atom(expression.of);
    // Fields keep their names, because they are printed.
    if (owner.is === "tuple" && owner.named !== undefined)
      return owner.named.definition.fields!.some((each) => each.name === name) || name === "_fields"
        ? `${this.atom(expression.of)}.${name}`
        : `${this.atom(expression.of)}.${this.context.names.member(name)}`;
    if (owner.is === "instance") return `${this.atom(expression.of)}.${this.attributeName(owner, name)}`;
    if (owner.is === "module" && this.context.kinds.isStatic(name))
      return `(${this.atom(expression.of)}.constructor as any).${this.context.names.member(name)}`;
    if (owner.is === "module" && !MODULE_ATTRIBUTES.has(name) && MODULE_METHODS[name] === undefined)
      return `${this.atom(expression.of)}.${name}`;
    return `${this.atom(expression.of)}.${this.context.names.member(name)}`;
  }

  /** The class to which an instance's attribute belongs. */
  staticHolder(of: Expression, name: Expression): string | undefined {
    const owner = this.kind(of);
    const holder = owner.is === "instance" && name.kind === "string" ? staticOf(owner.info, name.value) : undefined;
    return holder === undefined ? undefined : this.context.names.of(holder.definition.name);
  }

  #typeName(value: Expression): string {
    const kind = this.kind(value);
    const known = {
      int: "int",
      float: "float",
      bool: "bool",
      string: "str",
      none: "NoneType",
      iterator: "generator",
    } as Partial<Record<Kind["is"], string>>;
    const name = known[kind.is] ?? (["list", "dict", "set", "tuple"].includes(kind.is) ? kind.is : undefined);
    if (name !== undefined) return JSON.stringify(name);
    if (kind.is === "array") return `${this.context.needs("np")}.typeOf(${this.of(value)}).name`;
    return `${this.atom(value)}.constructor.name`;
  }

  /** Modules and parameters keep their names, because they are printed and are the keys of a state dict. */
  attributeName(owner: Kind & { readonly is: "instance" }, name: string): string {
    const { family } = owner.info;
    const kept = attributeOf(owner.info, name);
    const isShown = family === "module" && kept !== undefined && ["module", "instance", "tensor"].includes(kept.is);
    return isShown ? name : this.context.names.member(name);
  }

  #index(expression: Of<"index">): string {
    const { of, items } = expression;
    const owner = this.kind(of);
    const [first] = items;
    const target = this.atom(of);
    switch (owner.is) {
      case "array":
        if (items.length === 1 && this.is(first!, "tuple") && first!.kind !== "tuple")
          return `${target}.at(...${this.atom(first!)})`;
        return `${target}.at(${items.map((item) => this.subscript(item, true)).join(", ")})`;
      case "tensor":
      case "module":
      case "dataset":
      case "loader":
        return `${target}.at(${items.map((item) => this.subscript(item)).join(", ")})`;
      case "instance":
        return `${target}.${operatorName(this.context, "__getitem__")}(${this.list(items)})`;
      case "object":
        return `${target}.${owner.type === "Match" ? "group" : "at"}(${this.list(items)})`;
      case "class":
        if (owner.info.family === "enum") return `${this.context.python("memberNamed")}(${target}, ${this.of(first!)})`;
        return `${target}[${this.of(first!)}]`;
      case "dict": {
        const key = expression.isTuple ? `[${this.list(items)}]` : this.scalar(first!);
        return dictItem(this, of, key, owner);
      }
      default:
    }
    if (first?.kind === "slice" && items.length === 1) return this.#sliced(of, first, owner);
    if (first !== undefined && items.length === 1) {
      if (this.context.checks("index") && (owner.is === "list" || owner.is === "tuple" || owner.is === "string"))
        return `${this.context.python("at")}(${this.of(of)}, ${this.scalar(first)})`;
      const isOpen = this.is(first, "any", "other") && (owner.is === "list" || owner.is === "any");
      if (isOpen && this.context.uses("slice") && this.context.kinds.hasMethod("__getitem__"))
        return `${this.context.python("item")}(${target}, ${this.of(first)})`;
      // A list of modules may be a `ModuleList`, which has no brackets.
      const holdsModules = owner.is === "list" && isModule(owner.of);
      if (holdsModules || this.mayBeNegative(first)) return `${target}.at(${this.scalar(first)})!`;
    }
    if (items.length > 1 || (owner.is === "any" && items.some((item) => item.kind === "slice")))
      return `${target}.at(${items.map((item) => this.subscript(item)).join(", ")})`;
    if (first?.kind === "string" && OPTIMIZER_KEYS.has(first.value))
      return `${target}[${JSON.stringify(this.context.names.keyword(first.value))}]`;
    return `${target}[${this.is(first!, "bool") ? `Number(${this.of(first!)})` : this.scalar(first!)}]`;
  }

  #sliced(of: Expression, { from, to, step }: Of<"slice">, owner: Kind): string {
    const target = this.atom(of);
    const isText = owner.is === "string";
    const by = step === undefined ? 1 : isWhole(step) ? Number(this.of(step).replaceAll(/[()]/g, "")) : undefined;
    const isWholeRange = from === undefined && to === undefined;
    const none = [from, to].some((end) => end?.kind === "constant" && end.value === null);
    if (by === undefined || none || (by < 0 && !(by === -1 && isWholeRange))) {
      const given = [from, to, step].map((part) => (part === undefined ? "null" : this.scalar(part)));
      return `${this.context.python("sliced")}(${this.of(of)}, ${given.join(", ")})`;
    }
    const range = isWholeRange
      ? ""
      : [from ?? ZERO, ...(to === undefined ? [] : [to])].map((end) => this.scalar(end)).join(", ");
    const part = range === "" ? target : `${target}.slice(${range})`;
    if (by === 1) return range === "" && !isText ? `[...${target}]` : `${target}.slice(${range})`;
    const array = isText ? `[...${part}]` : part;
    const turned = by === -1 ? `${array}.toReversed()` : `${array}.filter((_, i) => i % ${by} === 0)`;
    return isText ? `${turned}.join("")` : turned;
  }

  /** One position in `tensor[...]`, in the form that `at` takes. */
  subscript(item: Expression, isArray = false): string {
    if (item.kind === "slice") return this.#slice(item);
    if (item.kind === "constant" && item.value === null) return "null";
    if (item.kind === "call" && item.of.kind === "name" && item.of.id === "range")
      return `${this.context.needs(isArray ? "np" : "torch")}.arange(${item.args.map(({ value }) => this.scalar(value)).join(", ")})`;
    return this.of(item);
  }

  /** `1:3` as a string if the numbers are known, otherwise a call of `slice`. */
  #slice({ from, to, step }: Of<"slice">): string {
    const parts = [from, to, ...(step === undefined ? [] : [step])];
    const known = parts.map((part) =>
      part === undefined ? "" : isWhole(part) ? this.of(part).replaceAll(/[()]/g, "") : undefined,
    );
    if (known.every((part) => part !== undefined)) return JSON.stringify(known.join(":"));
    // `slice` takes steps above 0.
    if (step !== undefined && (!isWhole(step) || isNegative(step)))
      return `\`${[from, to, step].map((part) => (part === undefined ? "" : `\${${this.scalar(part)}}`)).join(":")}\``;
    this.context.needs("slice");
    const given = [from, to, step].map((part) => (part === undefined ? "null" : this.scalar(part)));
    while (given.at(-1) === "null" && given.length > 2) given.pop();
    return `slice(${given.join(", ")})`;
  }

  binary(operator: string, left: Expression, right: Expression): string {
    return binary(this, operator, left, right);
  }

  /** As an argument of a library function its parameter type may say less than it uses; `any` allows that. */
  lambda({ parameters, body }: Of<"lambda">, isGiven = false): string {
    const changes =
      body.kind === "call" &&
      body.of.kind === "attribute" &&
      ["append", "extend", "insert", "update"].includes(body.of.name);
    if (body.kind === "constant" && body.value === null) return `(${this.parameters(parameters)}) => {}`;
    const inner = changes || this.is(body, "none") ? `void ${this.of(body)}` : this.of(body);
    return `(${this.parameters(parameters, () => (isGiven ? ": any" : ""))}) => ${inner.startsWith("{") ? `(${inner})` : inner}`;
  }

  /** `str.lower` as a function. */
  #textMethod(expression: Expression): string | undefined {
    const kind = this.kind(expression);
    if (kind.is !== "library" || !kind.path.startsWith("builtins.str.")) return undefined;
    const name = kind.path.slice("builtins.str.".length);
    return { lower: "toLowerCase", upper: "toUpperCase", strip: "trim", casefold: "toLowerCase" }[name];
  }

  /** Applies a key function to a value: written out if that is readable. */
  applied(key: Expression, value: string): string {
    if (key.kind === "name" && key.id === "len" && this.is(key, "library")) return `${value}.length`;
    const dict = key.kind === "attribute" && key.name === "get" ? this.kind(key.of) : undefined;
    if (key.kind === "attribute" && dict?.is === "dict") return dictItem(this, key.of, value, dict);
    const method = this.#textMethod(key);
    if (method !== undefined) return `${value}.${method}()`;
    const [parameter] = key.kind === "lambda" ? key.parameters : [];
    if (key.kind !== "lambda" || parameter === undefined) return `${this.atom(key)}(${value})`;
    const text = this.of(key.body);
    const name = this.context.names.of(parameter.name);
    if (/["'`]|=>/.test(text)) return `(${this.lambda(key)})(${value})`;
    return text.replace(new RegExp(`(?<![.\\w$])${name}(?![\\w$])`, "g"), value);
  }

  parameters(parameters: readonly Parameter[], types: (parameter: Parameter) => string = () => ""): string {
    // `i=i` captures a loop's current value; a `const` in a loop does that anyway.
    const given = parameters.filter(
      ({ name, stars, fallback }) =>
        name !== "" &&
        !(stars === 2 && this.context.needless.has(name)) &&
        !(fallback?.kind === "name" && fallback.id === name),
    );
    const isBundled = hasBoth(given);
    const rest = given.findIndex(({ stars }) => stars === 1);
    const named = isBundled ? given.slice(rest + 1) : [];
    const isObject = named.some(({ stars }) => stars === 0);
    return given
      .filter((parameter) => !isObject || !named.includes(parameter))
      .map((parameter) => {
        const name = this.context.names.of(parameter.name);
        if (parameter.stars === 1) return isBundled ? `${name}: any[] = []` : `...${name}: any[]`;
        if (parameter.stars === 2) return `${name}: Record<string, any> = {}`;
        const type = types(parameter);
        return `${name}${type}${parameter.fallback === undefined ? "" : ` = ${this.of(parameter.fallback)}`}`;
      })
      .concat(isObject ? [`{ ${named.map((each) => this.#namedParameter(each)).join(", ")} }: any = {}`] : [])
      .join(", ");
  }

  /** A parameter after `*args`, as part of the object that holds the named arguments. */
  #namedParameter({ name, stars, fallback }: Parameter): string {
    const own = this.context.names.of(name);
    if (stars === 2) return `...${own}`;
    return `${own === name ? name : `${name}: ${own}`}${fallback === undefined ? "" : ` = ${this.of(fallback)}`}`;
  }

  /** The names to which a loop or assignment gives values: `[a, [b, c]]`. Names that are not `used` are left out. */
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
    const [place] = target.kind === "index" ? target.items : [];
    if (target.kind === "index" && place !== undefined && place.kind !== "slice" && this.is(target.of, "list")) {
      const list = this.atom(target.of);
      return place.kind === "unary"
        ? `${list}[${list}.length - ${this.of(place.operand)}]`
        : `${list}[${this.scalar(place)}]`;
    }
    return this.of(target);
  }

  /** Turns any iterable into an array. */
  array(expression: Expression): string {
    const kind = this.kind(expression);
    const isArray = expression.kind === "comprehension" && expression.makes !== "set" && expression.makes !== "dict";
    if (isArray || kind.is === "list" || kind.is === "tuple" || kind.is === "size") return this.atom(expression);
    return `[...${this.iterable(expression)}]`;
  }

  /** An expression that a loop can iterate over. */
  iterable(expression: Expression): string {
    const kind = this.kind(expression);
    const isMixed =
      kind.is === "list" && kind.of.is === "tuple" && kind.of.items.some((item, _i, all) => item.is !== all[0]!.is);
    if (expression.kind === "list" && isMixed) return `${this.of(expression)} as any[][]`;
    if (kind.is === "class" && kind.info.family === "enum")
      return `${this.context.python("membersOf")}(${this.of(expression)})`;
    return kind.is === "dict" ? dictKeys(this, expression, kind) : this.of(expression);
  }

  /** The kind of the elements that a loop over it sees. */
  element(expression: Expression): Kind {
    return elementOf(this.kind(expression));
  }
}

/** Keys of an optimiser's groups and state, which are the library's names. */
const OPTIMIZER_KEYS = new Set("param_groups weight_decay initial_lr momentum_decay lr_decay max_lr min_lr".split(" "));

const ZERO: Expression = { kind: "number", text: "0", at: 0 };

/** Whether an instance may have its own attribute besides its class's. */
function hasOwn(info: ClassInfo, name: string): boolean {
  return attributeOf(info, name) !== undefined && staticOf(info, name) === undefined;
}

const isModule = (kind: Kind): boolean =>
  kind.is === "module" || (kind.is === "instance" && kind.info.family === "module");

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
