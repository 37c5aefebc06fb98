import { signature, variadic } from "../shape/index.ts";
import type { Index, Tensor } from "../tensor/index.ts";
import { Dataset } from "./dataset.ts";
import { wrapIndex } from "./items.ts";
import * as is from "./kinds.ts";

const tensorDataset = signature("torch.utils.data.TensorDataset", { tensors: variadic(is.tensors) });

/**
 * Tensors with the same first size N, seen as N tuples: item i has row i of each.
 *
 * ```ts
 * const data = new TensorDataset(torch.zeros(10, 3), torch.arange(10));
 * data.at(2); // [tensor([0., 0., 0.]), tensor(2)]
 * ```
 * @throws RangeError if the first sizes differ.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.TensorDataset
 */
export class TensorDataset extends Dataset<Tensor[]> {
  readonly tensors: readonly Tensor[];

  constructor(...given: readonly Tensor[]) {
    super();
    const { tensors } = tensorDataset.read(given);
    const [first] = tensors;
    if (first === undefined) throw new TypeError("TensorDataset: expected at least one tensor, got none");
    if (tensors.some(({ sizes }) => sizes[0] === undefined || sizes[0] !== first.sizes[0])) {
      const got = tensors.map(({ sizes }) => `[${sizes.join(", ")}]`).join(" and ");
      throw new RangeError(`TensorDataset: Size mismatch between tensors: expected one first size, got ${got}`);
    }
    this.tensors = tensors;
  }

  override get length(): number {
    return this.tensors[0]!.sizes[0]!;
  }

  /**
   * Row `index` of each tensor; with a slice, a mask or several indices, those rows of each, as in torch:
   * `data.at("3:6")`.
   */
  override at(index: number | Exclude<Index, null>): Tensor[] {
    if (typeof index !== "number") return this.tensors.map((tensor) => tensor.at(index));
    const i = wrapIndex(index, this.length);
    return this.tensors.map((tensor) => tensor.select(0, i));
  }
}
