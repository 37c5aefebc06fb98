/** `numpy.linalg`. */
import { read } from "./arguments.ts";
import type { NdArray } from "./array.ts";
import * as products from "./linalg.ts";

export { det, inv, LinAlgError, matrixPower, solve } from "./linalg.ts";

export const norm = (...given: any[]): NdArray => {
  const [x, ord, axis, keepdims] = read("norm", ["x", "ord", "axis", "keepdims"], 1, given);
  return products.norm(x, ord, axis, keepdims === true);
};
