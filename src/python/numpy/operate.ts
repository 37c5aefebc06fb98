/** Operators on values of which at least one is an array: what the other is shows only while the program runs. */
import { NdArray } from "./array.ts";
import * as elements from "./elementwise.ts";
import { matmul } from "./linalg.ts";

const OPERATIONS: Readonly<Record<string, (a: any, b: any) => NdArray>> = {
  "+": elements.add,
  "-": elements.subtract,
  "*": elements.multiply,
  "/": elements.divide,
  "//": elements.floorDivide,
  "%": elements.remainder,
  "**": elements.power,
  "@": matmul,
  "&": elements.bitwiseAnd,
  "|": elements.bitwiseOr,
  "^": elements.bitwiseXor,
  "==": elements.equal,
  "!=": elements.notEqual,
  "<": elements.less,
  "<=": elements.lessEqual,
  ">": elements.greater,
  ">=": elements.greaterEqual,
};
/** The methods of `+=` and the like. */
const IN_PLACE: Readonly<Record<string, string>> = {
  "+=": "add_",
  "-=": "sub_",
  "*=": "mul_",
  "/=": "div_",
  "//=": "floorDivide_",
  "%=": "remainder_",
  "**=": "pow_",
  "@=": "matmul_",
  "&=": "bitwiseAnd_",
  "|=": "bitwiseOr_",
  "^=": "bitwiseXor_",
};

/** The result of an operator; `+=` changes an array on the left in place. */
export function operate(left: unknown, operator: string, right: unknown): NdArray {
  const inPlace = IN_PLACE[operator];
  if (inPlace !== undefined && left instanceof NdArray)
    return (left as unknown as Record<string, (other: unknown) => NdArray>)[inPlace]!(right);
  return OPERATIONS[inPlace === undefined ? operator : operator.slice(0, -1)]!(left, right);
}

export const isArray = (value: unknown): value is NdArray => value instanceof NdArray;
