/** Calls of NumPy's functions and methods of arrays. */
import { elementOf, type Kind } from "../kinds/kinds.ts";
import { DTYPES, FUNCTIONS, LINALG, nearest, UFUNC_METHODS, VALUES } from "../kinds/numpy-names.ts";
import type { Argument, Expression } from "../python/tree.ts";
import type { Calls } from "./calls.ts";
import type { Expressions } from "./express.ts";

type Call = Extract<Expression, { kind: "call" }>;

/** Functions whose results have the type of the numbers that they are given. */
const KEEP_TYPE = new Set(
  "array asarray full full_like arange where maximum minimum fmax fmin clip add subtract multiply power append square abs absolute sign floor ceil round negative reciprocal dot select floor_divide remainder mod insert fill".split(
    " ",
  ),
);

/** The functions of `numpy.random` and their names here. */
const RANDOM: Readonly<Record<string, string>> = {
  seed: "seed",
  rand: "rand",
  random: "random",
  random_sample: "random",
  ranf: "random",
  randn: "randn",
  standard_normal: "standardNormal",
  randint: "randint",
  uniform: "uniform",
  normal: "normal",
  shuffle: "shuffle",
  permutation: "permutation",
  choice: "choice",
  binomial: "binomial",
  exponential: "exponential",
};
const RANDOM_ORDER: Readonly<Record<string, readonly string[]>> = {
  randint: ["low", "high", "size"],
  integers: ["low", "high", "size"],
  standard_normal: ["size"],
  uniform: ["low", "high", "size"],
  normal: ["loc", "scale", "size"],
  binomial: ["n", "p", "size"],
  exponential: ["scale", "size"],
  random: ["size"],
  random_sample: ["size"],
  choice: ["a", "size"],
};

/** The arguments of a drawing function, by position as far as possible. */
export function drawing(e: Expressions, calls: Calls, name: string, args: readonly Argument[]): string {
  const order = RANDOM_ORDER[name];
  const places: string[] = [];
  const named: Argument[] = [];
  for (const [i, each] of args.entries()) {
    const at = each.name === undefined ? i : (order?.indexOf(each.name) ?? -1);
    if (at < 0) named.push(each);
    else places[at] = each.stars === 1 ? `...${e.atom(each.value)}` : e.of(each.value);
  }
  const given = Array.from(places, (text) => text ?? "undefined");
  if (named.length === 0) return given.join(", ");
  while (order !== undefined && given.length < order.length) given.push("undefined");
  return [...given, calls.positional(named)].join(", ");
}

const isFloats = (kind: Kind): boolean =>
  kind.is === "float" || ((kind.is === "list" || kind.is === "tuple") && isFloats(elementOf(kind)));

/** Whether a number with a fraction in it shows JavaScript that it is a float. */
function showsFraction(value: Expression): boolean {
  if (value.kind === "number") return !Number.isInteger(Number(value.text));
  if (value.kind === "unary") return showsFraction(value.operand);
  if (value.kind === "list" || value.kind === "tuple") return value.items.some((item) => showsFraction(item));
  return false;
}

/** A number that may be whole and is a float in Python. */
export function realNumber(e: Expressions, value: Expression): string {
  const text = e.of(value);
  const kind = e.kind(value);
  if (kind.is !== "float" || showsFraction(value) || /^(?:-?Infinity|NaN|Math\.(?:PI|E))$/.test(text)) return text;
  return `${e.context.needs("np")}.real(${value.kind === "number" ? String(Number(value.text)) : text})`;
}

/** A type: Python's own stand for NumPy's. */
function dtype(e: Expressions, value: Expression): string {
  const kind = e.kind(value);
  const own =
    kind.is === "library"
      ? { float: "float64", int: "int64", bool: "bool", str: "str" }[kind.path.replace("builtins.", "")]
      : undefined;
  return own === undefined ? e.of(value) : `${e.context.needs("np")}.${own}`;
}

/** Arguments by position, then the named ones as an object, with NumPy's own names. */
export function numpyArguments(e: Expressions, name: string, args: readonly Argument[], owner?: Kind): string {
  const known = [owner, ...args.map(({ value }) => e.kind(value))];
  const isFloat = known.some((kind) => kind?.is === "array" && kind.holds === "float");
  const text = ({ name: word, value, stars }: Argument, i: number): string => {
    if (stars === 1) return `...${e.array(value)}`;
    if (word === "dtype" || (name === "astype" && i === 0)) return dtype(e, value);
    if (value.kind === "lambda") return e.lambda(value, true);
    if (e.is(value, "list", "tuple") && isFloats(e.kind(value)) && !showsFraction(value) && word === undefined) {
      const isTyped = args.some((each) => each.name === "dtype");
      if (name === "array" || name === "asarray")
        return isTyped ? e.of(value) : `${e.of(value)}, { dtype: ${e.context.needs("np")}.float64 }`;
      return `${e.context.needs("np")}.array(${e.of(value)}, { dtype: np.float64 })`;
    }
    if (e.is(value, "set", "iterator", "dict")) return e.array(value);
    return KEEP_TYPE.has(name) && !isFloat ? realNumber(e, value) : e.of(value);
  };
  const plain = args.flatMap((each, i) => (each.name === undefined && each.stars < 2 ? [text(each, i)] : []));
  const named = args.flatMap((each, i) => {
    if (each.stars === 2) return [`...${e.atom(each.value)}`];
    if (each.name === undefined) return [];
    const value = text(each, i);
    return [each.name === value ? value : `${each.name}: ${value}`];
  });
  if (named.length === 0) return plain.join(", ");
  const last = plain.at(-1);
  // The list of floats has its type in an object already.
  if (last?.endsWith("float64 }") === true && (name === "array" || name === "asarray"))
    return [...plain.slice(0, -1), last.replace(/ \}$/, `, ${named.join(", ")} }`)].join(", ");
  return [...plain, `{ ${named.join(", ")} }`].join(", ");
}

/** A call of a function of NumPy's; undefined if it has no counterpart. */
export function numpyCall(e: Expressions, calls: Calls, path: string, call: Call): string {
  const { context } = e;
  const { args } = call;
  const [, name = "", method] = path.split(".");
  const refuse = (): string =>
    context.refuse(call, `${path} has no counterpart${nearest(path.slice(path.lastIndexOf(".") + 1))}`);
  if (path === "numpy.random.default_rng") return `${context.python("defaultRng")}(${calls.positional(args)})`;
  if (name === "random") {
    const own = method === undefined ? undefined : RANDOM[method];
    if (own === undefined)
      return context.refuse(call, `${path} has no counterpart; torch.rand and torch.randperm give PyTorch's numbers`);
    return `${context.needs("np")}.random.${own}(${drawing(e, calls, method!, args)})`;
  }
  const np = context.needs("np");
  const [first] = args;
  if (name === "linalg")
    return method !== undefined && LINALG[method] !== undefined
      ? `${np}.linalg.${context.names.member(method)}(${numpyArguments(e, method, args)})`
      : refuse();
  if (method !== undefined)
    return FUNCTIONS[name] === "p" || FUNCTIONS[name] === "f" || FUNCTIONS[name] === "b"
      ? UFUNC_METHODS.has(method)
        ? `${np}.${context.names.member(name)}.${method}(${numpyArguments(e, name, args)})`
        : refuse()
      : refuse();
  if (DTYPES[name] !== undefined)
    return first === undefined
      ? refuse()
      : `${np}.scalar(${e.of(first.value)}, ${np}.${name === "float_" ? "float64" : name === "int_" ? "int64" : name})`;
  if (FUNCTIONS[name] === undefined) return refuse();
  if (name === "array" && first !== undefined && e.is(first.value, "string"))
    return `${np}.array(${numpyArguments(e, name, args)})`;
  return `${np}.${functionName(e, name)}(${numpyArguments(e, name, args)})`;
}

const functionName = (e: Expressions, name: string): string =>
  name === "bitwise_not" ? "invert" : e.context.names.member(name);

/** A name of NumPy's that is not called. */
export function numpyValue(e: Expressions, path: string, at: Pick<Expression, "at">): string {
  const [, name = "", method] = path.split(".");
  const np = e.context.needs("np");
  if (method === undefined && VALUES.has(name))
    return `${np}.${name === "float_" ? "float64" : name === "int_" ? "int64" : name}`;
  if (method === undefined && FUNCTIONS[name] !== undefined) return `${np}.${functionName(e, name)}`;
  if (name === "linalg" && method !== undefined && LINALG[method] !== undefined)
    return `${np}.linalg.${e.context.names.member(method)}`;
  return e.context.refuse(at, `${path} has no counterpart${nearest(path.slice(path.lastIndexOf(".") + 1))}`);
}

/** A method of an array. */
export function arrayMethodCall(
  e: Expressions,
  of: Extract<Expression, { kind: "attribute" }>,
  args: readonly Argument[],
): string {
  const owner = e.kind(of.of);
  return `${e.atom(of.of)}.${e.context.names.member(of.name)}(${numpyArguments(e, of.name, args, owner)})`;
}
