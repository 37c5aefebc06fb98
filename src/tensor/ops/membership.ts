/** Which elements occur among others, and where elements are true. */

import { bool, keyword, overloads, required } from "../../shape/index.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import type { Tensor } from "../tensor.ts";
import { filledBy } from "./axis.ts";
import type { Scalar } from "./elementwise.ts";

declare module "../tensor.ts" {
  interface Tensor {
    /** The indices of nonzero elements, one row each: `nonzero()`. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.argwhere.html */
    argwhere(): Tensor;
  }
}

method("argwhere", {}, (x) => x.nonzero());

const options = { assumeUnique: keyword(is.bool, false), invert: keyword(is.bool, false) };
const isinSignature = overloads("torch.isin", {
  tensors: { elements: required(is.tensor), testElements: required(is.tensor), ...options },
  element: { element: required(is.scalar), testElements: required(is.tensor), ...options },
  test: { elements: required(is.tensor), testElement: required(is.scalar), ...options },
});

export interface IsinOptions {
  /** Promises that neither side has equal elements; the result is the same. */
  readonly assumeUnique?: boolean;
  /** Tests for not occurring instead. */
  readonly invert?: boolean;
}

/**
 * Which elements occur among others.
 *
 * ```ts
 * torch.isin(torch.tensor([1, 2, 3]), torch.tensor([3, 1])).tolist(); // [true, false, true]
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.isin.html
 */
export function isin(elements: Tensor | Scalar, testElements: Tensor | Scalar, options?: IsinOptions): Tensor;
export function isin(
  options: IsinOptions &
    ({ readonly elements: Tensor } | { readonly element: Scalar }) &
    ({ readonly testElements: Tensor } | { readonly testElement: Scalar }),
): Tensor;
export function isin(...given: unknown[]): Tensor {
  const { form, args } = isinSignature.read(given);
  const found =
    form === "test"
      ? args.elements.eq(args.testElement)
      : form === "element"
        ? args.testElements.eq(args.element).any()
        : amongst(args.elements, args.testElements);
  return args.invert ? found.logicalNot() : found;
}

function amongst(elements: Tensor, tests: Tensor): Tensor {
  const valuesOf = (t: Tensor): (number | bigint)[] =>
    t
      .detach()
      .reshape(-1)
      .tolist<(number | bigint | boolean)[]>()
      .map((value) => (typeof value === "boolean" ? Number(value) : value));
  const set = new Set(valuesOf(tests));
  return filledBy(bool, elements.sizes, (target) =>
    // NaN equals nothing, although a Set finds it.
    valuesOf(elements).forEach((value, i) => (target[i] = !Number.isNaN(value) && set.has(value) ? 1 : 0)),
  );
}
