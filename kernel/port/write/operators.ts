/** Operators and comparisons: the methods of tensors, and the cases where Python's results differ from JavaScript's. */
import { isNumber, type Kind, operatorMethod } from "../kinds/kinds.ts";
import type { Expression } from "../python/tree.ts";
import type { Context } from "./context.ts";
import { dictFrom, dictHas } from "./dicts.ts";
import type { Expressions } from "./express.ts";
import { realNumber } from "./numpy.ts";
import { percent } from "./text.ts";
import { mayBeArrays } from "../kinds/numpy-names.ts";

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
/** The same comparison with its sides swapped. */
const TURNED: Readonly<Record<string, string>> = {
  "<": "gt",
  ">": "lt",
  "<=": "ge",
  ">=": "le",
  "==": "eq",
  "!=": "ne",
};

const NAMES: Readonly<Record<string, string>> = {
  __getitem__: "at",
  __setitem__: "setAt",
  __call__: "call",
  __str__: "toString",
  __repr__: "repr",
  __len__: "length",
};

/** The name of `__add__` and its like in a TypeScript class: its own if the class has another method of the short name. */
export function operatorName(context: Context, dunder: string): string {
  const short = NAMES[dunder] ?? dunder.replace(/^__|__$/g, "").replace("truediv", "div");
  return context.kinds.isTaken(dunder, short) ? dunder : short;
}

/** The opposite of a condition. */
export function negated(condition: string): string {
  const [, value, type] = /^typeof ([\w.$]+) === ("\w+")$/.exec(condition) ?? [];
  return value === undefined ? `!(${condition})` : `typeof ${value} !== ${type!}`;
}

export function unary(e: Expressions, { operator, operand }: Of<"unary">): string {
  if (operator === "not") return negated(e.condition(operand));
  const kind = e.kind(operand);
  if (kind.is === "array" && kind.isMixed && operator === "-")
    return `${e.context.python("negative")}(${e.of(operand)})`;
  if (e.is(operand, "tensor", "array")) {
    if (operator === "+") return e.of(operand);
    return `${e.atom(operand)}.${operator === "-" ? "neg" : "bitwiseNot"}()`;
  }
  if (operator === "-" && e.is(operand, "either", "any", "other") && e.context.kinds.hasMethod("__neg__"))
    return `${e.context.python("negative")}(${e.of(operand)})`;
  if (e.is(operand, "instance")) return `${e.atom(operand)}.${operator === "-" ? "neg" : "invert"}()`;
  // JavaScript's -0 is a minus zero; Python's is 0.
  if (operand.kind === "number" && /^0+$/.test(operand.text)) return "0";
  const value = e.is(operand, "bool")
    ? numeric(e, operand)
    : operand.kind === "number"
      ? e.of(operand)
      : e.atom(operand);
  return `${operator}${value}`;
}

/** A boolean as the number that Python treats it as. */
function numeric(e: Expressions, expression: Expression): string {
  return e.is(expression, "bool") ? `Number(${e.of(expression)})` : e.atom(expression);
}

const isList = ({ is }: Kind): boolean => is === "list" || is === "tuple" || is === "size";

export function binary(e: Expressions, operator: string, left: Expression, right: Expression): string {
  const [a, b] = [e.kind(left), e.kind(right)];
  if (operator === "%" && (a.is === "string" || left.kind === "string")) return percent(e, left, right);
  if (a.is === "array" || b.is === "array") return onArray(e, operator, left, right);
  if (a.is === "tensor") return `${e.atom(left)}.${METHODS[operator] ?? operator}(${e.of(right)})`;
  if (operator === "%" && (a.is === "string" || left.kind === "string")) return percent(e, left, right);
  if (b.is === "tensor") return reflected(e, operator, left, right);
  if (e.context.kinds.isOpen(operator, a, b))
    return `${e.context.python("operate")}(${e.of(left)}, ${JSON.stringify(operator)}, ${e.of(right)})`;
  const method = operatorMethod(operator, a, b);
  if (method !== undefined)
    return method.isTurned
      ? `${e.atom(right)}.${operatorName(e.context, method.name)}(${e.of(left)})`
      : `${e.atom(left)}.${operatorName(e.context, method.name)}(${e.of(right)})`;
  if (operator === "/" && [a, b].some((kind) => kind.is === "object" && kind.type === "Path"))
    return a.is === "object"
      ? `${e.atom(left)}.joinpath(${e.of(right)})`
      : `new ${e.context.python("Path")}(${e.of(left)}, ${e.of(right)})`;
  // Nothing else is divided by a text.
  if (operator === "/" && b.is === "string") return `${e.atom(left)}.joinpath(${e.of(right)})`;
  if (mayBeArray(e, a, b) && !(operator === "%" && left.kind === "string")) return operated(e, operator, left, right);
  if (operator === "@") return `${e.atom(left)}.matmul(${e.of(right)})`;
  if (a.is === "string" || b.is === "string") return ofStrings(e, operator, left, right);
  if ((isList(a) || isList(b)) && operator === "+") return `[${spread(e, left)}, ${spread(e, right)}]`;
  if ((isList(a) || isList(b)) && operator === "*") return repeated(e, left, right);
  if (a.is === "set" || b.is === "set") {
    const name = { "&": "intersection", "|": "union", "-": "difference", "^": "symmetricDifference" }[operator];
    if (name !== undefined) return `${e.atom(left)}.${name}(${e.of(right)})`;
  }
  if (a.is === "dict" && b.is === "dict" && operator === "|") {
    if (a.isRecord) return `{ ...${e.atom(left)}, ...${e.atom(right)} }`;
    return dictFrom(e, `[...${e.atom(left)}, ...${e.atom(right)}]`, a);
  }
  return ofNumbers(e, operator, left, right);
}

/** Whether one side may be an array as far as can be seen. */
const mayBeArray = (e: Expressions, a: Kind, b: Kind): boolean => e.context.kinds.usesNumpy && mayBeArrays([a, b]);

/** Names of NumPy's functions for operators with an array on the right. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "//": "floorDivide",
  "%": "remainder",
  "**": "power",
  "@": "matmul",
  "&": "bitwiseAnd",
  "|": "bitwiseOr",
  "^": "bitwiseXor",
  "<": "less",
  ">": "greater",
  "<=": "lessEqual",
  ">=": "greaterEqual",
  "==": "equal",
  "!=": "notEqual",
};

/** Left to the run. */
const operated = (e: Expressions, operator: string, left: Expression, right: Expression): string =>
  `${e.context.python("operate")}(${realIf(e, left, right)}, ${JSON.stringify(operator)}, ${realIf(e, right, left)})`;

/** A number beside an array: if the array may hold whole numbers, it must say that it is a float. */
function realIf(e: Expressions, value: Expression, beside: Expression): string {
  const kind = e.kind(beside);
  return kind.is === "array" && !kind.isMixed && kind.holds !== "float" ? realNumber(e, value) : e.of(value);
}

function onArray(e: Expressions, operator: string, left: Expression, right: Expression): string {
  const [a, b] = [e.kind(left), e.kind(right)];
  const isMixed = (kind: Kind): boolean => kind.is === "array" && kind.isMixed;
  if (isMixed(a) || (isMixed(b) && a.is !== "array")) return operated(e, operator, left, right);
  if (a.is === "array") return `${e.atom(left)}.${METHODS[operator] ?? operator}(${realIf(e, right, left)})`;
  const turned = TURNED[operator];
  if (turned !== undefined) return `${e.atom(right)}.${turned}(${realIf(e, left, right)})`;
  if ((operator === "+" || operator === "*") && isNumber(a))
    return `${e.atom(right)}.${METHODS[operator]!}(${realIf(e, left, right)})`;
  return `${e.context.needs("np")}.${FUNCTIONS[operator]!}(${realIf(e, left, right)}, ${e.of(right)})`;
}

function ofStrings(e: Expressions, operator: string, left: Expression, right: Expression): string {
  if (operator !== "*") return `${e.atom(left)} ${operator} ${e.atom(right)}`;
  const [text, count] = e.is(left, "string") ? [left, right] : [right, left];
  return `${e.atom(text)}.repeat(${e.mayBeNegative(count) ? `Math.max(${e.of(count)}, 0)` : e.of(count)})`;
}

function ofNumbers(e: Expressions, operator: string, left: Expression, right: Expression): string {
  const [x, y] = [numeric(e, left), numeric(e, right)];
  const isFloat = e.is(left, "float") || e.is(right, "float");
  switch (operator) {
    case "/":
      // Python has no minus zero among integers; here it would become a float's.
      if (e.is(left, "int") && e.context.isPlain && e.context.signs.mayBeMinusZero(left) && !e.context.checks("zero"))
        return `(${x} + 0) / ${y}`;
      return e.context.checks("zero") && !isLiteral(right)
        ? `${e.context.python("divide")}(${x}, ${y})`
        : `${x} / ${y}`;
    case "//":
      if (isFloat || (e.context.checks("zero") && !isLiteral(right)))
        return `${e.context.python("floorDivide")}(${x}, ${y})`;
      return `Math.floor(${x} / ${y})`;
    case "%": {
      const isPlain = e.isPositive(left) && e.isPositive(right) && (!e.context.checks("zero") || isLiteral(right));
      return isPlain ? `${x} % ${y}` : `${e.context.python("mod")}(${x}, ${y})`;
    }
    case "**":
      return `(${x}) ** ${y}`;
    case "&":
    case "|":
    case "^":
      if (e.is(left, "bool") && e.is(right, "bool")) return logical(e, operator, left, right);
      return `${x} ${operator} ${y}`;
    default:
      return `${x} ${operator} ${y}`;
  }
}

/** `&` of two booleans is a boolean. */
function logical(e: Expressions, operator: string, left: Expression, right: Expression): string {
  if (operator === "^") return `(${e.of(left)}) !== (${e.of(right)})`;
  return `(${e.of(left)}) ${operator.repeat(2)} (${e.of(right)})`;
}

const isLiteral = (expression: Expression): boolean => expression.kind === "number" && Number(expression.text) !== 0;

/** An operator with a number on the left and a tensor on the right. */
function reflected(e: Expressions, operator: string, left: Expression, right: Expression): string {
  const [x, y] = [e.of(left), e.atom(right)];
  if (operator === "+" || operator === "*") return `${y}.${METHODS[operator]!}(${x})`;
  // As in PyTorch: https://github.com/pytorch/pytorch/blob/main/torch/_tensor.py (__rsub__, __rtruediv__).
  if (operator === "-") return `${e.context.needs("torch")}.rsub(${y}, ${x})`;
  if (operator === "/") return `${y}.reciprocal().mul(${x})`;
  if (operator === "**") return `${e.context.needs("torch")}.pow(${x}, ${y})`;
  return `${e.context.needs("torch")}.tensor(${x}).${METHODS[operator] ?? operator}(${y})`;
}

function repeated(e: Expressions, left: Expression, right: Expression): string {
  const [list, count] = e.is(left, "list", "tuple", "size") ? [left, right] : [right, left];
  const items = list.kind === "list" || list.kind === "tuple" ? list.items : undefined;
  const length = e.mayBeNegative(count) ? `Math.max(${e.of(count)}, 0)` : e.of(count);
  const [only] = items ?? [];
  // Every item is the same object, as in Python.
  if (items?.length === 1 && !e.is(only!, "list", "dict", "set", "instance"))
    return `Array.from({ length: ${length} }, () => ${parenthesized(e.of(only!))})`;
  return `Array(${length}).fill(${e.of(list)}).flat()`;
}

const parenthesized = (text: string): string => (text.startsWith("{") ? `(${text})` : text);

function spread(e: Expressions, list: Expression): string {
  return (list.kind === "list" || list.kind === "tuple") && list.items.length > 0
    ? e.list(list.items)
    : `...${e.atom(list)}`;
}

export function compare(e: Expressions, { operators, items }: Of<"compare">): string {
  const pairs = operators.map((operator, i) => pair(e, operator, items[i]!, items[i + 1]!));
  return pairs.length === 1 ? pairs[0]! : pairs.map((each) => `(${each})`).join(" && ");
}

function pair(e: Expressions, operator: string, left: Expression, right: Expression): string {
  const [a, b] = [e.kind(left), e.kind(right)];
  if (operator === "in" || operator === "not in") return `${operator === "in" ? "" : "!"}${contains(e, right, left)}`;
  const asksNone = right.kind === "constant" && right.value === null;
  if (operator === "is" || operator === "is not" || ((operator === "==" || operator === "!=") && asksNone)) {
    const not = operator === "is" || operator === "==" ? "=" : "!";
    if (asksNone) return `${e.atom(left)} ${not}= null`;
    if (isTypeCall(left)) return typeTest(e, not === "!", left, right);
    return `${e.atom(left)} ${not}== ${e.atom(right)}`;
  }
  if (a.is === "array" || b.is === "array") return onArray(e, operator, left, right);
  if (a.is === "tensor") return `${e.atom(left)}.${METHODS[operator]!}(${e.of(right)})`;
  if (b.is === "tensor") return `${e.atom(right)}.${TURNED[operator]!}(${e.of(left)})`;
  const method = operatorMethod(operator, a, b);
  if (method !== undefined)
    return method.isTurned
      ? `${e.atom(right)}.${operatorName(e.context, method.name)}(${e.of(left)})`
      : `${e.atom(left)}.${operatorName(e.context, method.name)}(${e.of(right)})`;
  if (mayBeArray(e, a, b) && !isTypeCall(left)) return operated(e, operator, left, right);
  if (operator === "==" || operator === "!=") return equal(e, operator === "!=", left, right);
  if (isList(a) && isList(b)) return `${e.context.python("compare")}(${e.of(left)}, ${e.of(right)}) ${operator} 0`;
  if (a.is === "set") {
    const [x, y] = operator.startsWith("<") ? [left, right] : [right, left];
    const strict = operator.length === 1 ? ` && ${e.atom(x)}.size < ${e.atom(y)}.size` : "";
    return `(${e.atom(x)}.isSubsetOf(${e.of(y)})${strict})`;
  }
  return `${numeric(e, left)} ${operator} ${numeric(e, right)}`;
}

const isTypeCall = (expression: Expression): expression is Of<"call"> =>
  expression.kind === "call" &&
  expression.of.kind === "name" &&
  expression.of.id === "type" &&
  expression.args.length === 1;

function equal(e: Expressions, isNot: boolean, left: Expression, right: Expression): string {
  const [a, b] = [e.kind(left), e.kind(right)];
  const not = isNot ? "!" : "";
  if (isTypeCall(left)) return typeTest(e, isNot, left, right);
  const asked = operatorMethod("==", a, b);
  if (asked !== undefined) return `${not}${e.atom(left)}.${operatorName(e.context, asked.name)}(${e.of(right)})`;
  if (a.is === "size") return `${not}${e.atom(left)}.equals(${e.of(right)})`;
  if (b.is === "size") return `${not}${e.atom(right)}.equals(${e.of(left)})`;
  if ([a, b].some(({ is }) => ["list", "tuple", "dict", "set"].includes(is)))
    return `${not}${e.context.python("equals")}(${e.of(left)}, ${e.of(right)})`;
  if (a.is === "bool" && isNumber(b) && b.is !== "bool")
    return `${numeric(e, left)} ${isNot ? "!" : "="}== ${e.atom(right)}`;
  if (b.is === "bool" && isNumber(a) && a.is !== "bool")
    return `${e.atom(left)} ${isNot ? "!" : "="}== ${numeric(e, right)}`;
  return `${e.atom(left)} ${isNot ? "!" : "="}== ${e.atom(right)}`;
}

function typeTest(e: Expressions, isNot: boolean, left: Of<"call">, right: Expression): string {
  return `${isNot ? "!" : ""}(${e.instance(left.args[0]!.value, right)})`;
}

function contains(e: Expressions, holder: Expression, item: Expression): string {
  const kind = e.kind(holder);
  const one = e.scalar(item);
  const itemKind = e.kind(item);
  if (kind.is === "dict") return dictHas(e, holder, one, kind);
  if (kind.is === "array") return `${e.atom(holder)}.includes(${e.of(item)})`;
  if (kind.is === "set") return `${e.atom(holder)}.has(${one})`;
  if (kind.is === "instance") return `${e.atom(holder)}.contains(${one})`;
  if (isList(itemKind) || itemKind.is === "instance")
    return `${e.array(holder)}.some((each) => ${e.context.python("equals")}(each, ${one}))`;
  if (kind.is === "any" || kind.is === "other") return `${e.context.python("contains")}(${e.of(holder)}, ${one})`;
  if (kind.is === "iterator") return `[...${e.atom(holder)}].includes(${one})`;
  return `${e.atom(holder)}.includes(${one})`;
}
