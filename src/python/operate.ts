/**
 * Operators on values of which only the run shows what they are: numbers, or objects of a class that has methods for operators.
 * Reference: https://docs.python.org/3.12/reference/datamodel.html#emulating-numeric-types
 */
import { Tensor } from "../tensor/index.ts";
import { equals } from "./collections.ts";
import { percent } from "./format.ts";
import { floorDivide, mod } from "./numbers.ts";
import { isArray, operate as ofArrays } from "./numpy/operate.ts";

const METHODS = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "//": "floordiv",
  "%": "mod",
  "**": "pow",
  "@": "matmul",
  "&": "and",
  "|": "or",
  "^": "xor",
} as const;

const NUMBERS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "//": floorDivide,
  "%": mod,
  "**": (a, b) => a ** b,
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
};

const COMPARISONS: Readonly<Record<string, (a: any, b: any) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => equals(a, b),
  "!=": (a, b) => !equals(a, b),
};

type Operator = keyof typeof METHODS | `${keyof typeof METHODS}=` | "<" | "<=" | ">" | ">=" | "==" | "!=";
type Method = (other: unknown) => unknown;

/**
 * The result of an operator: a method of the left object, or the reflected one of the right; for plain values what Python does with them.
 *
 * @throws TypeError if neither side has a method for it.
 * @example
 * operate(2, "**", 3); // 8
 * operate({ add: (other: number) => 10 + other }, "+", 1); // 11
 * operate(1, "-", { rsub: (other: number) => other - 10 }); // -9
 */
export function operate(left: any, given: Operator, right: any): any {
  if (isArray(left) || isArray(right)) return ofArrays(left, given, right);
  const [a, b] = [plain(left), plain(right)];
  if (given in COMPARISONS) return COMPARISONS[given]!(a, b);
  const operator = given.replace(/=$/, "") as keyof typeof METHODS;
  if (typeof a === "number" && typeof b === "number" && operator in NUMBERS) return NUMBERS[operator]!(a, b);
  if (typeof a === "string" && typeof b === "string" && operator === "+") return a + b;
  if (Array.isArray(a) && Array.isArray(b) && operator === "+") return [...a, ...b];
  if (typeof a === "string" && typeof b === "number" && operator === "*") return a.repeat(Math.max(b, 0));
  if (typeof a === "string" && operator === "%") return percent(a, Array.isArray(b) ? b : [b]);
  if (Array.isArray(a) && typeof b === "number" && operator === "*") return Array(Math.max(b, 0)).fill(a).flat();
  const name = METHODS[operator];
  const own = methodOf(a, `__${name === "div" ? "truediv" : name}__`, name);
  if (own !== undefined) return own(b);
  const turned = methodOf(b, `__r${name === "div" ? "truediv" : name}__`, `r${name}`);
  if (turned !== undefined) return turned(a);
  if (b instanceof Tensor && typeof a === "number") return ofTensor(a, operator, b);
  throw new TypeError(`unsupported operand type(s) for ${operator}: '${nameOf(a)}' and '${nameOf(b)}'`);
}

/** A number on the left of a tensor. */
function ofTensor(a: number, operator: keyof typeof METHODS, b: Tensor): unknown {
  if (operator === "-") return b.neg().add(a);
  if (operator === "/") return b.reciprocal().mul(a);
  return methodOf(b.mul(0).add(a), METHODS[operator])!(b);
}

/**
 * The value with its sign changed.
 *
 * @throws TypeError if it is neither a number nor an object with a method `neg`.
 * @example
 * negative(3); // -3
 */
export function negative(value: any): any {
  const own = plain(value);
  if (typeof own === "number") return -own;
  if (isArray(own)) return own.neg();
  const method = methodOf(own, "__neg__", "neg");
  if (method === undefined) throw new TypeError(`bad operand type for unary -: '${nameOf(own)}'`);
  return method(undefined);
}

/**
 * The sum of the values, each added to those before it, beginning with `start`.
 *
 * @throws TypeError if they cannot be added.
 * @example
 * sum([1, 2, 3]); // 6
 */
export function sum(values: Iterable<any>, start: any = 0): any {
  let total: any = start;
  for (const value of values) total = operate(total, "+", value);
  return total as unknown;
}

/** A boolean counts as a number. */
const plain = (value: unknown): unknown => (typeof value === "boolean" ? Number(value) : value);

function methodOf(value: unknown, ...names: readonly string[]): Method | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found = names.find((name) => typeof (value as Record<string, unknown>)[name] === "function");
  return found === undefined ? undefined : (other) => (value as Record<string, Method>)[found]!(other);
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return "NoneType";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return typeof value === "string" ? "str" : (value.constructor?.name ?? typeof value);
}
