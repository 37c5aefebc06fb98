/** The kinds of operators' results. */
import {
  ANY,
  certain,
  elementOf,
  FLOAT,
  INT,
  isNumber,
  join,
  type Kind,
  listOf,
  operatorMethod,
  plain,
  ROUGH,
  STRING,
  TENSOR,
  tupleOf,
} from "./kinds.ts";
import { onArrays } from "./numpy-names.ts";

export function arithmetic(operator: string, first: Kind, second: Kind): Kind {
  const [left, right] = [certain(plain(first)), certain(plain(second))];
  if (operator === "%" && left.is === "string") return STRING;
  if (left.is === "tensor" || right.is === "tensor") return TENSOR;
  if (left.is === "string" && operator === "%") return STRING;
  if (left.is === "array" || right.is === "array") return onArrays(operator, left, right);
  const method = operatorMethod(operator, left, right);
  if (method !== undefined) return method.info.result;
  if (operator === "@") return TENSOR;
  if (operator === "/" && (left.is === "object" || right.is === "object" || right.is === "string"))
    return left.is === "object" ? left : right.is === "object" ? right : ANY;
  if (left.is === "string" || right.is === "string") return STRING;
  if (left.is === "tuple" && right.is === "tuple" && operator === "+" && !left.isLong && !right.isLong)
    return tupleOf(...left.items, ...right.items);
  if (left.is === "size" || right.is === "size") return listOf(INT);
  const sides = [left, right].filter(({ is }) => is === "list" || is === "tuple");
  if (sides.length > 0) {
    const of = sides.map((kind) => elementOf(kind)).reduce((a, b) => join(a, b));
    return sides.some(({ is }) => is === "list") ? listOf(of) : { is: "tuple", items: [of], isLong: true };
  }
  if (left.is === "set") return left.of.is === "any" ? right : left;
  if (left.is === "dict") return join(left, right);
  if (operator === "/" || (operator === "**" && !isWholePower(left, right))) {
    if (!isNumber(left) || !isNumber(right)) return join(left, right);
    return [left, right].some((kind) => kind.is === "float" && kind.isRough) ? ROUGH : FLOAT;
  }
  if (left.is === "bool" && right.is === "bool" && !["&", "|", "^"].includes(operator)) return INT;
  return join(left, right);
}

/** `2 ** n` with whole numbers is taken as whole; with a negative power its fraction shows that it is not. */
const isWholePower = (left: Kind, right: Kind): boolean => left.is !== "float" && right.is !== "float";
