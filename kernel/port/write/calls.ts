/**
 * Calls of the user's, torch's and Python's own functions.
 * Long because it is the tables of what a call becomes, with what reads them.
 */
import { elementOf, type FunctionInfo, type Kind, methodOf } from "../kinds/kinds.ts";
import { shortest } from "../kinds/libraries.ts";
import type { Argument, Expression, Parameter } from "../python/tree.ts";
import { hasBoth } from "../python/walk.ts";
import { builtin } from "./builtins.ts";
import { CONSTANTS, SIGNS, foreign, MATH } from "./foreign.ts";
import { arrayMethodCall, drawing, numpyArguments, numpyValue } from "./numpy.ts";
import { dictMethod } from "./dicts.ts";
import { writtenParameters } from "./handed-on.ts";
import type { Expressions } from "./express.ts";
import { listMethod, setMethod, stringMethod } from "./methods.ts";
import { operatorName } from "./operators.ts";
import { standardMethod, standardValue } from "./standard.ts";

type Call = Extract<Expression, { kind: "call" }>;

const JAVASCRIPT: Readonly<Record<string, string>> = {
  print: "console.log",
  abs: "Math.abs",
  str: "String",
  float: "Number",
  int: "Math.trunc",
  bool: "Boolean",
  ord: "(char) => char.charCodeAt(0)",
  chr: "String.fromCharCode",
  len: "(values) => values.length",
  Ellipsis: '"..."',
  list: "Array",
  tuple: "Array",
  dict: "Object",
  set: "Set",
};

/** NumPy's words for arguments, which torch takes too. */
const NUMPY_WORDS: Readonly<Record<string, string>> = { axis: "dim", keepdims: "keepdim" };

/** A value with one of these methods is a string. */
const ONLY_STRINGS = new Set(
  "strip lstrip rstrip lower upper title capitalize startswith endswith splitlines isdigit isalpha zfill ljust rjust".split(
    " ",
  ),
);

export class Calls {
  readonly #in: Expressions;

  constructor(expressions: Expressions) {
    this.#in = expressions;
  }

  of(call: Call): string {
    const above = superCall(call);
    if (above !== undefined) return this.#super(above, call);
    const callee = this.#in.kind(call.of);
    switch (callee.is) {
      case "function":
        // `Base.__init__(self)` and the like.
        if (call.of.kind === "attribute" && callee.info.isMethod && this.#in.kind(call.of.of).is === "class")
          return this.#ofClass(call, call.of, callee.info);
        return `${this.#in.callee(call.of)}(${this.given(callee.info, call.args)})`;
      case "class": {
        if (callee.info.family === "enum")
          return `${this.#in.context.python("memberOf")}(${this.#in.of(call.of)}, ${this.#in.list(call.args.map(({ value }) => value))})`;
        const constructor = constructorOf(callee);
        const given = constructor === undefined ? this.positional(call.args) : this.given(constructor, call.args);
        return `new ${this.#in.atom(call.of)}(${given})`;
      }
      case "instance": {
        const { family, methods } = callee.info;
        const called = methods.get(family === "module" ? "forward" : "__call__") ?? methodOf(callee.info, "__call__");
        const given = called === undefined ? this.positional(call.args) : this.given(called, call.args);
        const word = family === "module" ? "" : `.${operatorName(this.#in.context, "__call__")}`;
        return `${this.#in.atom(call.of)}${word}(${given})`;
      }
      case "library":
        return this.#library(callee.path, call);
      default:
        if (call.of.kind === "attribute") return this.#method(call, call.of);
        return `${this.#in.atom(call.of)}(${this.positional(call.args)})`;
    }
  }

  /** Positional arguments, then named ones as an object: the form that the library's functions take. */
  positional(args: readonly Argument[], isTorch = false): string {
    const plain = args.filter(({ name, stars }) => name === undefined && stars < 2);
    const named = args.filter(
      ({ name, stars, value }) =>
        name !== undefined || (stars === 2 && !(value.kind === "name" && this.#in.context.needless.has(value.id))),
    );
    const given = plain.map(({ value, stars }) =>
      stars === 1
        ? `...${this.#in.atom(value)}`
        : value.kind === "lambda"
          ? this.#in.lambda(value, true)
          : isTorch
            ? this.#in.tensorOf(value)
            : this.#in.of(value),
    );
    if (named.length > 0) {
      const inner = named.map(({ name, value, stars }) => {
        if (stars === 2) return `...${isTorch ? this.#keywords(value) : this.#in.atom(value)}`;
        const key = NUMPY_WORDS[name!] ?? this.#in.context.names.keyword(name!);
        const text = isTorch ? this.#in.tensorOf(value) : this.#in.of(value);
        return key === text ? key : `${key}: ${text}`;
      });
      given.push(
        `{ ${this.#in.separated(
          named.map(({ value }) => value),
          inner,
        )} }`,
      );
    }
    return this.#in.separated(
      [...plain, ...named.slice(0, 1)].map(({ value }) => value),
      given,
    );
  }

  /** A dict has Python's names; the library wants its own. */
  #keywords(value: Expression): string {
    const kind = this.#in.kind(value);
    const names = kind.is === "dict" ? [...(kind.fields?.keys() ?? ["_"])] : [];
    const isOpen = kind.is === "object" || names.some((name) => name.includes("_"));
    return isOpen ? `${this.#in.context.python("keywords")}(${this.#in.of(value)})` : this.#in.atom(value);
  }

  /** In the order of the user's function's parameters, because it takes no named arguments in TypeScript. */
  given(info: FunctionInfo, all: readonly Argument[]): string {
    const args = all.filter(
      ({ stars, value }) => !(stars === 2 && value.kind === "name" && this.#in.context.needless.has(value.id)),
    );
    const parameters = writtenParameters(info).slice(info.isMethod ? 1 : 0);
    if (hasBoth(parameters)) return this.#givenBoth(parameters, args);
    const last = args.at(-1);
    const before = args.length - 1;
    const isSpread =
      last?.stars === 1 && args.slice(0, -1).every(({ name, stars }) => name === undefined && stars === 0);
    // A function with a fixed number of parameters takes that many arguments.
    if (isSpread && parameters.length > before && parameters.every(({ stars }) => stars === 0)) {
      const kind = this.#in.kind(last.value);
      const isOpen = kind.is === "tensor" || (kind.is === "tuple" && kind.isLong === true);
      const needed = parameters.slice(before).filter(({ fallback }) => fallback === undefined || isOpen);
      if (last.value.kind === "name" && (kind.is === "tensor" || kind.is === "list" || kind.is === "tuple")) {
        const list = this.#in.atom(last.value);
        const spread = needed.map((_parameter, i) => (kind.is === "tensor" ? `${list}.at(${i})` : `${list}[${i}]`));
        return [...args.slice(0, -1).map(({ value }) => this.#in.of(value)), ...spread].join(", ");
      }
    }
    if (args.some(({ stars }) => stars > 0)) return this.#spread(parameters, args);
    if (parameters.some(({ stars }) => stars === 2)) return this.#givenNames(parameters, args);
    const places: (string | undefined)[] = [];
    for (const [i, { name, value }] of args.entries()) {
      const at = name === undefined ? i : parameters.findIndex((each) => each.name === name);
      if (at < 0) return this.positional(args);
      places[at] = this.#in.of(value);
    }
    return Array.from(places, (text) => text ?? "undefined").join(", ");
  }

  /** Named arguments without a parameter of that name go into the object at the end. */
  #givenNames(parameters: readonly Parameter[], args: readonly Argument[]): string {
    const own = parameters.filter(({ stars }) => stars === 0);
    const places: (string | undefined)[] = [];
    const others: Argument[] = [];
    for (const [i, each] of args.entries()) {
      const at = each.name === undefined ? i : own.findIndex(({ name }) => name === each.name);
      if (at < 0) others.push(each);
      else places[at] = this.#in.of(each.value);
    }
    if (others.length === 0) return Array.from(places, (text) => text ?? "undefined").join(", ");
    const lead = Array.from({ length: own.length }, (_, i) => places[i] ?? "undefined");
    return [...lead, this.object(others)].join(", ");
  }

  /** A dict of arguments is taken apart by parameter names. */
  #spread(parameters: readonly Parameter[], args: readonly Argument[]): string {
    const dict = args.find(({ stars }) => stars === 2);
    const isPlain = parameters.every(({ stars }) => stars === 0);
    if (dict === undefined || !isPlain) return this.positional(args);
    const given = args.filter((each) => each !== dict);
    if (given.some(({ stars }) => stars === 1)) {
      const lead = given.map(({ value, stars }) => `${stars === 1 ? "..." : ""}${this.#in.of(value)}`).join(", ");
      const names = JSON.stringify(parameters.map(({ name }) => name));
      return `...${this.#in.context.python("spread")}([${lead}], ${this.#in.of(dict.value)}, ${names})`;
    }
    const holder = this.#in.atom(dict.value);
    const texts = parameters.map(({ name }, i) => {
      const named = given.find((each) => each.name === name);
      const placed = given[i]?.name === undefined ? given[i] : undefined;
      const own = named ?? placed;
      return own === undefined
        ? `${holder}[${JSON.stringify(name)}]`
        : `${own.stars === 1 ? "..." : ""}${this.#in.of(own.value)}`;
    });
    return texts.join(", ");
  }

  /** For a function with parameters after `*args`: passes a list, and an object with the named arguments. */
  #givenBoth(parameters: readonly Parameter[], args: readonly Argument[]): string {
    const count = parameters.findIndex(({ stars }) => stars === 1);
    const text = ({ value, stars }: Argument): string =>
      stars === 1 ? `...${this.#in.atom(value)}` : this.#in.of(value);
    const plain = args.filter(({ name, stars }) => name === undefined && stars < 2);
    const lead = plain.slice(0, count).map((each) => text(each));
    const named = args.filter(({ name, stars }) => name !== undefined || stars === 2);
    const others = named.filter(({ name }) => {
      const at = parameters.slice(0, count).findIndex((each) => each.name === name);
      if (at >= 0) lead[at] = this.#in.of(named.find((each) => each.name === name)!.value);
      return at < 0;
    });
    const rest = plain.slice(count).map((each) => text(each));
    const behind = others.length > 0 ? [this.object(others)] : [];
    return [...Array.from(lead, (each) => each ?? "undefined"), `[${rest.join(", ")}]`, ...behind].join(", ");
  }

  /** With Python's names, because a user's function may look at them. */
  object(named: readonly Argument[]): string {
    const inner = named.map(({ name, value, stars }) => {
      const text = this.#in.of(value);
      if (stars === 2) return `...${this.#in.atom(value)}`;
      return name === text ? text : `${name!}: ${text}`;
    });
    return `{ ${inner.join(", ")} }`;
  }

  #ofClass(call: Call, of: Extract<Expression, { kind: "attribute" }>, info: FunctionInfo): string {
    const [self, ...rest] = call.args;
    const given = this.given(info, rest);
    if (self?.value.kind === "name" && self.value.id === this.#in.self)
      return of.name === "__init__" ? `super(${given})` : `super.${this.#in.context.names.member(of.name)}(${given})`;
    if (self === undefined || !this.#in.is(self.value, "instance")) {
      const isOfClass = info.definition.parameters[0]?.name === "cls";
      return `${this.#in.callee(of)}(${isOfClass ? this.given(info, call.args) : this.positional(call.args)})`;
    }
    return `${this.#in.atom(self.value)}.${this.methodName(of.name)}(${given})`;
  }

  /** A method's name in a TypeScript class. */
  methodName(name: string): string {
    if (name === "__repr__" && !this.#in.context.uses("__str__")) return "toString";
    return /^__\w+__$/.test(name) ? operatorName(this.#in.context, name) : this.#in.context.names.member(name);
  }

  #super({ method }: { readonly method: string }, { args }: Call): string {
    if (method === "__setattr__") return `${this.#in.context.python("setOwn")}(this, ${this.positional(args)})`;
    return method === "__init__"
      ? `super(${this.positional(args)})`
      : `super.${this.methodName(method)}(${this.positional(args)})`;
  }

  /** A built-in name that is used as a value: `map(int, xs)`. */
  value(name: string): string {
    if (name === "__name__") return '"__main__"';
    const known = JAVASCRIPT[name];
    if (known !== undefined) return known;
    return /^(?:[A-Z]\w*)?(?:Error|Exception|Iteration|Interrupt)$/.test(name)
      ? this.#in.error(name)
      : this.#in.context.names.of(name);
  }

  constant(path: string, at: Pick<Expression, "at">): string {
    const known = CONSTANTS[path] ?? standardValue(this.#in, path);
    if (known !== undefined) return known;
    const sign = path.startsWith("operator.") ? SIGNS[path.slice("operator.".length)] : undefined;
    if (sign !== undefined) return `((a: any, b: any) => a ${sign} b)`;
    const [library, name] = [path.slice(0, path.indexOf(".")), path.slice(path.lastIndexOf(".") + 1)];
    if (library === "math" && MATH[name] !== undefined) return MATH[name];
    if (library === "numpy") return numpyValue(this.#in, path, at);
    return this.#in.context.refuse(at, `${path} has no counterpart`);
  }

  #library(path: string, call: Call): string {
    const { context } = this.#in;
    const { args } = call;
    const name = path.slice(path.lastIndexOf(".") + 1);
    if (path.startsWith("builtins.")) {
      const found = builtin(this.#in, this, name, call);
      if (found !== undefined) return found;
      return `${this.value(name)}(${this.positional(args)})`;
    }
    if (path === "torch.from_numpy")
      return this.#in.is(args[0]!.value, "array")
        ? `${this.#in.atom(args[0]!.value)}.toTensor()`
        : this.#in.of(args[0]!.value);
    if (path === "torch.tensor") return this.tensor(call);
    if (path === "torch.arange" || path === "torch.full") return this.#floats(name, args);
    if (path === "torch.autograd.Variable") return this.#in.of(args[0]!.value);
    if (path === "torch.no_grad" || path === "torch.enable_grad")
      return `${context.needs("torch")}.${context.names.member(name)}()`;
    if (/^torchvision\.datasets\.[A-Z]/.test(path)) return this.#dataset(name, args);
    if (path === "torch.nn.ModuleList" || path === "torch.nn.ModuleDict")
      return `new ${context.needs("nn")}.${name}(${this.positional(args)})`;
    const known = shortest(path);
    if (/^torch\.(?:save|load)$/.test(path)) {
      const given = args.map((each) =>
        this.#in.is(each.value, "object") ? `String(${this.#in.of(each.value)})` : this.positional([each]),
      );
      return `${this.#in.of(call.of)}(${given.join(", ")})`;
    }
    if (known !== undefined) {
      const text = this.#in.of(call.of);
      return /^[A-Z]/.test(name) && !/^torch\.Size$/.test(path)
        ? `new ${text}(${this.positional(args, true)})`
        : `${text}(${this.positional(args, true)})`;
    }
    return foreign(this.#in, this, path, call);
  }

  /** In JavaScript `1.0` is a whole number too, so the dtype says what the decimal point says in Python. */
  tensor({ args }: Call): string {
    this.#in.context.needs("torch");
    const [data] = args;
    const hasType = args.some(({ name }) => name === "dtype");
    const isFloat = data !== undefined && !hasType && isFloats(this.#in.kind(data.value)) && !hasFraction(data.value);
    const dtype: Argument = { name: "dtype", stars: 0, value: { kind: "name", id: "float32", at: 0 } };
    const text = this.positional(isFloat ? [...args, dtype] : args, true);
    return `torch.tensor(${isFloat ? text.replace(/dtype: float32|dtype: \w*float32\w*/, "dtype: torch.float32") : text})`;
  }

  /** `arange(20.0, 90.0)` and `full((2,), 1.0)` create floats. */
  #floats(name: string, args: readonly Argument[]): string {
    const torch = this.#in.context.needs("torch");
    const given = args.filter((each) => !/^(?:dtype|device|requires_grad|size)$/.test(each.name ?? ""));
    const numbers = name === "full" ? given.slice(-1) : given;
    const isTold = args.some((each) => each.name === "dtype") || numbers.some(({ value }) => hasFraction(value));
    if (isTold || !numbers.some(({ value }) => isFloats(this.#in.kind(value))))
      return `${torch}.${name}(${this.positional(args)})`;
    const dtype: Argument = { name: "dtype", stars: 0, value: { kind: "name", id: "float32", at: 0 } };
    return `${torch}.${name}(${this.positional([...args, dtype]).replace(/dtype: \w*float32\w*/, "dtype: torch.float32")})`;
  }

  /** Data sets are opened with `open`, which may have to fetch them. */
  #dataset(name: string, args: readonly Argument[]): string {
    const { context } = this.#in;
    const set = `${context.needs("datasets")}.${name}`;
    if (name === "FakeData" || name === "ImageFolder") return `new ${set}(${this.positional(args)})`;
    const [first] = args;
    const named =
      first !== undefined && first.name === undefined ? [{ ...first, name: "root" }, ...args.slice(1)] : args;
    const text = this.positional(named).replace(/ \}$/, `, fallback: ${set.split(".")[0]!}.Drawn }`);
    return `await ${set}.open(${text === "" ? "" : text})`;
  }

  #method(call: Call, of: Extract<Expression, { kind: "attribute" }>): string {
    const owner = this.#in.kind(of.of);
    const { name } = of;
    const { args } = call;
    const found =
      owner.is === "list" || owner.is === "tuple"
        ? listMethod(this.#in, of, args)
        : owner.is === "dict"
          ? dictMethod(this.#in, of, args, owner)
          : owner.is === "string"
            ? stringMethod(this.#in, of, args)
            : owner.is === "set"
              ? setMethod(this.#in, of, args)
              : undefined;
    if (found !== undefined) return found;
    if (owner.is === "object" && owner.type !== "Namespace") return standardMethod(this.#in, this, owner, of, call);
    if (owner.is === "rng")
      return `${this.#in.atom(of.of)}.${this.#in.context.names.member(name)}(${drawing(this.#in, this, name, args)})`;
    if (owner.is === "array") return arrayMethodCall(this.#in, of, args);
    const { usesNumpy, usesTorch } = this.#in.context.kinds;
    // Without torch, what is not known may only be an array.
    if (
      owner.is === "any" &&
      usesNumpy &&
      !usesTorch &&
      args.some((each) => ["axis", "keepdims", "dtype"].includes(each.name ?? ""))
    )
      return `${this.#in.atom(of.of)}.${this.#in.context.names.member(name)}(${numpyArguments(this.#in, name, args)})`;
    // NumPy's `transpose` takes all dimensions.
    if (owner.is === "tensor" && name === "transpose" && args.length === 1 && args[0]!.value.kind === "tuple")
      return `${this.#in.atom(of.of)}.permute(${this.#in.list(args[0]!.value.items)})`;
    if (owner.is === "tensor" && name === "numpy")
      return `${this.#in.context.needs("np")}.ofTensor(${this.#in.of(of.of)})`;
    if ((owner.is === "any" || owner.is === "other") && ONLY_STRINGS.has(name)) {
      const text = stringMethod(this.#in, of, args);
      if (text !== undefined) return text;
    }
    if (owner.is === "any" && name === "append") return `${this.#in.atom(of.of)}.push(${this.positional(args)})`;
    const look =
      owner.is === "any" && args.length === 0 ? { items: "entries", keys: "keys", values: "values" }[name] : undefined;
    if (look !== undefined) return `Object.${look}${look === "keys" ? "" : "<any>"}(${this.#in.of(of.of)})`;
    if (owner.is === "instance" && /^__\w+__$/.test(name))
      return `${this.#in.atom(of.of)}.${this.methodName(name)}(${this.positional(args)})`;
    const method = owner.is === "instance" ? this.#in.attributeName(owner, name) : this.#in.context.names.member(name);
    if (owner.is === "instance" && this.#in.context.kinds.isOnlyBelow(owner.info, name))
      return `(${this.#in.of(of.of)} as any).${method}(${this.positional(args)})`;
    return `${this.#in.atom(of.of)}.${method}(${this.positional(args, owner.is === "tensor" || owner.is === "other")})`;
  }
}

function superCall({ of }: Call): { readonly method: string } | undefined {
  if (of.kind !== "attribute" || of.of.kind !== "call" || of.of.of.kind !== "name" || of.of.of.id !== "super")
    return undefined;
  return { method: of.name };
}

export function constructorOf(kind: Kind & { readonly is: "class" }): FunctionInfo | undefined {
  const own = kind.info.methods.get("__init__");
  if (own !== undefined) return own;
  return kind.info.base?.is === "class" ? constructorOf(kind.info.base) : undefined;
}

function isFloats(kind: Kind): boolean {
  if (kind.is === "float") return true;
  return (kind.is === "list" || kind.is === "tuple") && isFloats(elementOf(kind));
}

/** Whether it contains a number with a fraction, which shows JavaScript as well that it is a float. */
function hasFraction(expression: Expression): boolean {
  if (expression.kind === "number") return !Number.isInteger(Number(expression.text));
  if (expression.kind === "unary") return hasFraction(expression.operand);
  return (
    (expression.kind === "list" || expression.kind === "tuple") && expression.items.some((item) => hasFraction(item))
  );
}
