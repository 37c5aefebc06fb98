/** Padding: a border of a constant, or of the tensor's own elements. */
import { backend, type Pair } from "../../backend/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { fromStorage, type Tensor } from "../tensor.ts";
import { withOperands } from "./operands.ts";
import { rearrange, rearrangeRule } from "./rearrange.ts";

export type PadMode = "constant" | "reflect" | "replicate" | "circular";
export type PadOptions = { mode?: PadMode; value?: number };

const constantPadBackward = defineGradient<readonly Pair[]>("ConstantPadNdBackward0", (node, grad) => {
  const sides = [...node.context].reverse().flatMap(([before, after]) => [-before, -after]);
  return [constantPad(grad, sides, 0)];
});

/**
 * Widens dimensions from the last one backwards: `pad` is [left, right, top, bottom, ...]. Negative numbers crop.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.pad.html.
 *
 * @throws RangeError in torch's words for a border that does not fit the tensor.
 */
export function pad(
  input: Tensor,
  sides: readonly number[],
  { mode = "constant", value = 0 }: PadOptions = {},
): Tensor {
  if (sides.length % 2 !== 0) throw new RangeError("Padding length must be divisible by 2");
  if (sides.length / 2 > input.sizes.length) {
    throw new RangeError(
      "Padding length should be less than or equal to two times the input dimension " +
        `but got padding length ${sides.length} and input of dimension ${input.sizes.length}`,
    );
  }
  if (mode === "constant") return constantPad(input, sides, value);
  if (!["reflect", "replicate", "circular"].includes(mode))
    throw new RangeError(`Unrecognised padding mode ${String(mode)}`);
  const dims = sides.length / 2;
  if (dims > 3 || (input.sizes.length !== dims + 1 && input.sizes.length !== dims + 2)) {
    throw new RangeError(
      `Padding size ${sides.length} is not supported for ${input.sizes.length}D input tensor.\n` +
        "Supported combinations for non-constant padding:\n" +
        "  - 2D or 3D input: padding size = 2 (pads last dimension)\n" +
        "  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)\n" +
        "  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)",
    );
  }
  const pairs = pairsOf(input, sides);
  checkBorder(input, pairs, mode);
  const sources = pairs.map(([before, after], d) => sourceIndices(input.sizes[d]!, before, after, mode));
  return rearrange(input, sources, mode === "circular" ? circularRule : rules.get(`${mode}${dims}`)!);
}

/** One [before, after] pair for each dimension, from the list that starts at the last one. */
function pairsOf(input: Tensor, sides: readonly number[]): Pair[] {
  return input.sizes.map((_, d): Pair => {
    const at = 2 * (input.sizes.length - 1 - d);
    return [sides[at] ?? 0, sides[at + 1] ?? 0];
  });
}

function constantPad(input: Tensor, sides: readonly number[], value: number): Tensor {
  const pairs = pairsOf(input, sides);
  const sizes = input.sizes.map((size, d) => size + pairs[d]![0] + pairs[d]![1]);
  if (sizes.some((size) => size < 0)) {
    throw new RangeError(
      `The input size ${input.sizes.join(", ")}, plus negative padding ${sides.join(", ")}, resulted in a negative ` +
        "output size, which is invalid. Check dimension of your input.",
    );
  }
  let cut = input.detach();
  pairs.forEach(([before, after], d) => {
    const start = Math.max(-before, 0);
    const length = cut.sizes[d]! - start - Math.max(-after, 0);
    if (length < 0) throw new RangeError("narrow(): length must be non-negative.");
    if (length !== cut.sizes[d]) cut = cut.narrow(d, start, length);
  });
  const widened = pairs.map(([before, after]): Pair => [Math.max(before, 0), Math.max(after, 0)]);
  const storage = withOperands([cut], (x) => backend().pad({ storage: x.storage, shape: cut.sizes }, widened, value));
  return constantPadBackward.record(fromStorage(storage, sizes), [input], [], pairs);
}

function checkBorder(input: Tensor, pairs: readonly Pair[], mode: PadMode): void {
  pairs.forEach(([before, after], d) => {
    const size = input.sizes[d]!;
    if (mode === "reflect" && (before >= size || after >= size) && (before > 0 || after > 0)) {
      const argument = 2 * (input.sizes.length - d) + 2;
      throw new RangeError(
        `Argument #${argument}: Padding size should be less than the corresponding input dimension, ` +
          `but got: padding (${before}, ${after}) at dimension ${d} of input [${input.sizes.join(", ")}]`,
      );
    }
    if (mode === "circular" && (before > size || after > size)) {
      throw new RangeError("Padding value causes wrapping around more than once.");
    }
  });
}

/** For each position along one padded dimension, the position of the element shown there. */
function sourceIndices(size: number, before: number, after: number, mode: PadMode): Int32Array {
  // What a negative side crops is not wrapped around again.
  const cut = Math.max(-before, 0);
  const kept = size - cut - Math.max(-after, 0);
  return Int32Array.from({ length: size + before + after }, (_, index) => {
    const at = index - before;
    if (mode === "replicate") return Math.min(Math.max(at, 0), size - 1);
    if (mode === "circular") return cut + ((((at - cut) % kept) + kept) % kept);
    const folded = Math.abs(at);
    return folded < size ? folded : 2 * (size - 1) - folded;
  });
}

/** torch's names of the gradients, by mode and number of padded dimensions. */
const rules = new Map(
  [1, 2, 3].flatMap((dims) => [
    [`reflect${dims}`, rearrangeRule(`ReflectionPad${dims}DBackward0`)] as const,
    [`replicate${dims}`, rearrangeRule(`ReplicationPad${dims}DBackward0`)] as const,
  ]),
);
// torch fills a circular border by copying slices.
const circularRule = rearrangeRule("CopySlices");
