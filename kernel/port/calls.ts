/** Calls: of the user's functions, of torch's, of Python's own. */
import { builtin } from "./builtins.ts";
import type { Expressions } from "./express.ts";
import type { FunctionInfo, Kind } from "./kinds.ts";
import { elementOf } from "./kinds.ts";
import { shortest } from "./libraries.ts";
import { dictMethod, listMethod, setMethod, stringMethod } from "./methods.ts";
import type { Argument, Expression, Parameter } from "./tree.ts";
import { hasBoth } from "./walk.ts";

type Call = Extract<Expression, { kind: "call" }>;

const MATH: Readonly<Record<string, string>> = {
  sqrt: "Math.sqrt",
  exp: "Math.exp",
  log2: "Math.log2",
  log10: "Math.log10",
  log1p: "Math.log1p",
  floor: "Math.floor",
  ceil: "Math.ceil",
  trunc: "Math.trunc",
  sin: "Math.sin",
  cos: "Math.cos",
  tan: "Math.tan",
  tanh: "Math.tanh",
  atan2: "Math.atan2",
  fabs: "Math.abs",
  hypot: "Math.hypot",
  pow: "Math.pow",
  isnan: "Number.isNaN",
  isfinite: "Number.isFinite",
};

const CONSTANTS: Readonly<Record<string, string>> = {
  "math.pi": "Math.PI",
  "math.e": "Math.E",
  "math.inf": "Infinity",
  "math.nan": "NaN",
  "numpy.pi": "Math.PI",
  "numpy.e": "Math.E",
  "numpy.inf": "Infinity",
  "numpy.nan": "NaN",
  "numpy.newaxis": "null",
  "os.sep": '"/"',
  "string.ascii_lowercase": '"abcdefghijklmnopqrstuvwxyz"',
};

/** NumPy's functions that torch has under another name; the others that are taken have the same. */
const NUMPY: Readonly<Record<string, string>> = {
  array: "tensor",
  asarray: "tensor",
  concatenate: "cat",
  power: "pow",
  absolute: "abs",
  matmul: "matmul",
  float32: "float32",
  float64: "float64",
  int64: "int64",
};
const NUMPY_SAME = new Set(
  "zeros ones arange linspace mean sum exp sqrt log sin cos tan abs dot argmax argmin max min stack eye zeros_like ones_like where maximum minimum floor ceil round transpose reshape cumsum prod std var tanh".split(
    " ",
  ),
);

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
        return `${this.#in.callee(call.of)}(${this.given(callee.info, call.args)})`;
      case "class": {
        const constructor = constructorOf(callee);
        const given = constructor === undefined ? this.positional(call.args) : this.given(constructor, call.args);
        return `new ${this.#in.atom(call.of)}(${given})`;
      }
      case "instance": {
        const { family, methods } = callee.info;
        const called = methods.get(family === "module" ? "forward" : "__call__");
        const given = called === undefined ? this.positional(call.args) : this.given(called, call.args);
        return family === "module" ? `${this.#in.atom(call.of)}(${given})` : `${this.#in.atom(call.of)}.call(${given})`;
      }
      case "library":
        return this.#library(callee.path, call);
      default:
        if (call.of.kind === "attribute") return this.#method(call, call.of);
        return `${this.#in.atom(call.of)}(${this.positional(call.args)})`;
    }
  }

  /** By position, and those with names as an object behind them: as the helpers take them. */
  positional(args: readonly Argument[]): string {
    const plain = args.filter(({ name, stars }) => name === undefined && stars < 2);
    const named = args.filter(({ name, stars }) => name !== undefined || stars === 2);
    const given = plain.map(({ value, stars }) =>
      stars === 1
        ? `...${this.#in.atom(value)}`
        : value.kind === "lambda"
          ? this.#in.lambda(value, true)
          : this.#in.of(value),
    );
    if (named.length > 0) {
      const inner = named.map(({ name, value, stars }) => {
        if (stars === 2) return `...${this.#in.atom(value)}`;
        const key = this.#in.context.names.keyword(name!);
        const text = this.#in.of(value);
        return key === text ? key : `${key}: ${text}`;
      });
      given.push(`{ ${inner.join(", ")} }`);
    }
    return given.join(", ");
  }

  /** In the order of the user's function, which takes no names in TypeScript. */
  given({ definition, isMethod }: FunctionInfo, args: readonly Argument[]): string {
    const parameters = definition.parameters.slice(isMethod ? 1 : 0);
    if (hasBoth(parameters)) return this.#givenBoth(parameters, args);
    const last = args.at(-1);
    const before = args.length - 1;
    const isSpread =
      last?.stars === 1 && args.slice(0, -1).every(({ name, stars }) => name === undefined && stars === 0);
    // A function of so many parameters takes so many.
    if (isSpread && parameters.length > before && parameters.every(({ stars }) => stars === 0)) {
      const kind = this.#in.kind(last.value);
      const needed = parameters.slice(before).filter(({ fallback }) => fallback === undefined || kind.is === "tensor");
      if (last.value.kind === "name" && (kind.is === "tensor" || kind.is === "list" || kind.is === "tuple")) {
        const list = this.#in.atom(last.value);
        const spread = needed.map((_parameter, i) => (kind.is === "tensor" ? `${list}.at(${i})` : `${list}[${i}]`));
        return [...args.slice(0, -1).map(({ value }) => this.#in.of(value)), ...spread].join(", ");
      }
    }
    if (args.some(({ stars }) => stars > 0) || parameters.some(({ stars }) => stars > 0)) return this.positional(args);
    const places: (string | undefined)[] = [];
    for (const [i, { name, value }] of args.entries()) {
      const at = name === undefined ? i : parameters.findIndex((each) => each.name === name);
      if (at < 0) return this.positional(args);
      places[at] = this.#in.of(value);
    }
    return Array.from(places, (text) => text ?? "undefined").join(", ");
  }

  #givenBoth(parameters: readonly Parameter[], args: readonly Argument[]): string {
    const count = parameters.findIndex(({ stars }) => stars === 1);
    const plain = args.filter(({ name, stars }) => name === undefined && stars < 2);
    const text = ({ value, stars }: Argument): string =>
      stars === 1 ? `...${this.#in.atom(value)}` : this.#in.of(value);
    const named = this.positional(args.filter(({ name, stars }) => name !== undefined || stars === 2));
    const rest = `[${plain
      .slice(count)
      .map((each) => text(each))
      .join(", ")}]`;
    return [...plain.slice(0, count).map((each) => text(each)), rest, ...(named === "" ? [] : [named])].join(", ");
  }

  #super({ method }: { readonly method: string }, { args }: Call): string {
    return method === "__init__"
      ? `super(${this.positional(args)})`
      : `super.${this.#in.context.names.member(method)}(${this.positional(args)})`;
  }

  /** A name of Python's own that is not called: `map(int, xs)`. */
  value(name: string): string {
    const known = JAVASCRIPT[name];
    return known ?? (/^[A-Z]\w*(?:Error|Exception|Iteration)$/.test(name) ? "Error" : this.#in.context.names.of(name));
  }

  constant(path: string, at: Pick<Expression, "at">): string {
    const known = CONSTANTS[path];
    if (known !== undefined) return known;
    const [library, name] = [path.slice(0, path.indexOf(".")), path.slice(path.lastIndexOf(".") + 1)];
    if (library === "math" && MATH[name] !== undefined) return MATH[name];
    if (library === "numpy" && (NUMPY[name] !== undefined || NUMPY_SAME.has(name)))
      return `${this.#in.context.needs("torch")}.${NUMPY[name] ?? this.#in.context.names.member(name)}`;
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
    if (path === "torch.from_numpy") return this.#in.of(args[0]!.value);
    if (path === "torch.tensor") return this.#tensor(call);
    if (path === "torch.autograd.Variable") return this.#in.of(args[0]!.value);
    if (path === "torch.no_grad" || path === "torch.enable_grad")
      return `${context.needs("torch")}.${context.names.member(name)}()`;
    if (/^torchvision\.datasets\.[A-Z]/.test(path)) return this.#dataset(name, args);
    if (path === "torch.nn.ModuleList" || path === "torch.nn.ModuleDict")
      return `new ${context.needs("nn")}.${name}(${this.positional(args)})`;
    const known = shortest(path);
    if (known !== undefined) {
      const text = this.#in.of(call.of);
      return /^[A-Z]/.test(name) && !/^torch\.Size$/.test(path)
        ? `new ${text}(${this.positional(args)})`
        : `${text}(${this.positional(args)})`;
    }
    return this.#foreign(path, name, call);
  }

  /** Whole numbers are whole in JavaScript, `1.0` too: the dtype says what Python's point says. */
  #tensor({ args }: Call): string {
    this.#in.context.needs("torch");
    const [data] = args;
    const hasType = args.some(({ name }) => name === "dtype");
    const isFloat = data !== undefined && !hasType && isFloats(this.#in.kind(data.value)) && !hasFraction(data.value);
    const dtype: Argument = { name: "dtype", stars: 0, value: { kind: "name", id: "float32", at: 0 } };
    const text = this.positional(isFloat ? [...args, dtype] : args);
    return `torch.tensor(${isFloat ? text.replace(/dtype: float32|dtype: \w*float32\w*/, "dtype: torch.float32") : text})`;
  }

  /** Data sets are opened, which may mean to fetch them. */
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

  #foreign(path: string, name: string, call: Call): string {
    const { context } = this.#in;
    const { args } = call;
    const given = this.positional(args);
    if (path.startsWith("math.")) {
      if (name === "log")
        return args.length === 2
          ? `Math.log(${this.#in.scalar(args[0]!.value)}) / Math.log(${this.#in.scalar(args[1]!.value)})`
          : `Math.log(${this.#in.scalar(args[0]!.value)})`;
      if (name === "prod") return `${this.#in.array(args[0]!.value)}.reduce((a, b) => a * b, 1)`;
      if (name === "isclose")
        return `Math.abs(${this.#in.of(args[0]!.value)} - ${this.#in.atom(args[1]!.value)}) <= 1e-9 * Math.max(Math.abs(${this.#in.of(args[0]!.value)}), Math.abs(${this.#in.of(args[1]!.value)}))`;
      const known = MATH[name];
      if (known !== undefined) return `${known}(${args.map(({ value }) => this.#in.scalar(value)).join(", ")})`;
    }
    if (/^time\.(?:time|perf_counter|monotonic)$/.test(path)) return "performance.now() / 1000";
    if (/^tqdm\b/.test(path)) {
      const [values] = args;
      return values === undefined
        ? context.refuse(call, "tqdm without values")
        : `${context.needs("progress")}(${this.#in.of(values.value)})`;
    }
    if (/^copy\.(?:copy|deepcopy)$/.test(path)) return `${context.needs("copy")}.${name}(${given})`;
    if (path === "collections.Counter" && args.length === 1)
      return `${context.helper("counter")}(${this.#in.iterable(args[0]!.value)})`;
    if (path === "collections.defaultdict" && args.length === 1) {
      const { value } = args[0]!;
      const made =
        value.kind === "name"
          ? { int: "0", float: "0", list: "[] as any[]", dict: "({}) as Record<string, any>" }[value.id]
          : undefined;
      return `${context.helper("defaultdict")}(${made === undefined ? this.#in.of(value) : `() => ${made}`})`;
    }
    if (path === "csv.reader") {
      const delimiter = args.find((each) => each.name === "delimiter")?.value;
      return `${this.#in.array(args[0]!.value)}.map((row) => row.split(${delimiter === undefined ? '","' : this.#in.of(delimiter)}))`;
    }
    if (path === "collections.OrderedDict") return args[0] === undefined ? "{}" : this.#entries(args[0].value);
    if (path === "os.path.join") return `${context.needsOfNode("node:path", "join")}(${given})`;
    if (path === "os.path.exists") return `${context.needsOfNode("node:fs", "existsSync")}(${given})`;
    if (/^torch(?:info|summary)\.summary$/.test(path)) return `${context.needs("summary")}(${given})`;
    if (path.startsWith("numpy.") && !path.startsWith("numpy.random.")) {
      const torch = NUMPY[name] ?? (NUMPY_SAME.has(name) ? context.names.member(name) : undefined);
      if (torch === "tensor") return this.#tensor(call);
      if (torch !== undefined) return `${context.needs("torch")}.${torch}(${given})`;
    }
    return context.refuse(call, `${path} has no counterpart${hintFor(path)}`);
  }

  /** `[("a", 1)]` as an object. */
  #entries(value: Expression): string {
    const pairs =
      value.kind === "list"
        ? value.items.map((item) => (item.kind === "tuple" && item.items.length === 2 ? item.items : undefined))
        : [undefined];
    if (pairs.every((pair) => pair !== undefined && pair[0]!.kind === "string"))
      return `{ ${pairs.map((pair) => `${this.#in.of(pair![0]!)}: ${this.#in.of(pair![1]!)}`).join(", ")} }`;
    return this.#in.is(value, "dict") ? this.#in.of(value) : `Object.fromEntries(${this.#in.of(value)})`;
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
    // Arrays of NumPy are tensors here.
    if (owner.is === "tensor" && name === "numpy") return this.#in.of(of.of);
    if (owner.is === "any" && name === "append") return `${this.#in.atom(of.of)}.push(${this.positional(args)})`;
    const look =
      owner.is === "any" && args.length === 0 ? { items: "entries", keys: "keys", values: "values" }[name] : undefined;
    if (look !== undefined) return `Object.${look}${look === "keys" ? "" : "<any>"}(${this.#in.of(of.of)})`;
    const method = owner.is === "instance" ? this.#in.attributeName(owner, name) : this.#in.context.names.member(name);
    return `${this.#in.atom(of.of)}.${method}(${this.positional(args)})`;
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

/** A number with a fraction stands in it, by which JavaScript knows too. */
function hasFraction(expression: Expression): boolean {
  if (expression.kind === "number") return !Number.isInteger(Number(expression.text));
  if (expression.kind === "unary") return hasFraction(expression.operand);
  return (
    (expression.kind === "list" || expression.kind === "tuple") && expression.items.some((item) => hasFraction(item))
  );
}

function hintFor(path: string): string {
  if (path.startsWith("matplotlib")) return "; plot.image, plot.line, plot.histogram draw";
  if (path.startsWith("random.") || path.startsWith("numpy.random."))
    return "; torch.rand and torch.randperm give PyTorch's numbers";
  return "";
}
