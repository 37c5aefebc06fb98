/** Resizing images [B, C, H, W] (or [B, C, L]) by repeating or dropping the nearest elements. */
import type { Tensor } from "../tensor.ts";
import { rearrange, rearrangeRule, unmoved } from "./rearrange.ts";

export type InterpolateOptions = {
  size?: number | readonly number[];
  scaleFactor?: number | readonly number[];
  mode?: "nearest";
};

const rules = [1, 2, 3].map((dims) => rearrangeRule(`UpsampleNearest${dims}DBackward0`));

/**
 * Enlarges or shrinks the dimensions after the channels.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.interpolate.html.
 *
 * @throws RangeError in torch's words unless exactly one of `size` and `scaleFactor` is given.
 */
export function interpolate(input: Tensor, { size, scaleFactor, mode = "nearest" }: InterpolateOptions = {}): Tensor {
  if (size === undefined && scaleFactor === undefined) {
    throw new RangeError("either size or scale_factor should be defined");
  }
  if (size !== undefined && scaleFactor !== undefined) {
    throw new RangeError("only one of size or scale_factor should be defined");
  }
  const dims = input.sizes.length - 2;
  if (dims < 1 || dims > 3 || mode !== "nearest") {
    throw new RangeError(
      "Input Error: Only 3D, 4D and 5D input Tensors supported " +
        `(got ${input.sizes.length}D) for the modes: nearest (got ${String(mode)})`,
    );
  }
  const given = size ?? scaleFactor!;
  const each = typeof given === "number" ? Array.from({ length: dims }, () => given) : [...given];
  if (each.length !== dims) {
    throw new RangeError(
      `Input and output must have the same number of spatial dimensions, but got input with spatial dimensions of ` +
        `[${input.sizes.slice(2).join(", ")}] and output size of [${each.join(", ")}].`,
    );
  }
  const sources = input.sizes.map((length, d) => {
    if (d < 2) return unmoved(length);
    const asked = each[d - 2]!;
    return size === undefined
      ? nearest(length, Math.floor(length * asked), 1 / asked)
      : nearest(length, asked, length / asked);
  });
  return rearrange(input, sources, rules[dims - 1]!);
}

/** torch computes the positions in float32. */
function nearest(length: number, target: number, step: number): Int32Array {
  const scale = Math.fround(step);
  return Int32Array.from({ length: target }, (_, index) =>
    Math.min(Math.floor(Math.fround(index * scale)), length - 1),
  );
}
