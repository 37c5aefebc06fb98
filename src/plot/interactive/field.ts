/**
 * Which pixels of the input a number of a later layer comes from. Uses neither page nor tensors, because both sides run
 * it.
 */
import type { FieldLayer, Two } from "./data.ts";

type Window = Pick<FieldLayer, "kernel" | "stride" | "padding" | "dilation">;

/**
 * First and last row, first and last column, in the input of the first layer; they lie outside it if the number sees
 * padding.
 */
export function fieldIn(layers: readonly Window[], at: Two): readonly [rows: Two, columns: Two] {
  let fields: readonly [Two, Two] = [
    [at[0], at[0]],
    [at[1], at[1]],
  ];
  for (const { kernel, stride, padding, dilation } of [...layers].reverse()) {
    const back = (axis: 0 | 1): Two => [
      fields[axis][0] * stride[axis] - padding[axis],
      fields[axis][1] * stride[axis] - padding[axis] + (kernel[axis] - 1) * dilation[axis],
    ];
    fields = [back(0), back(1)];
  }
  return fields;
}
