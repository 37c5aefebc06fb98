/** Which pixels of the input a number of a later layer comes from. No page and no tensor: both sides use it. */
import type { FieldLayer, Two } from "./data.ts";

type Window = Pick<FieldLayer, "kernel" | "stride" | "padding" | "dilation">;

/** First and last row, first and last column, of the input of the first layer; beyond its rim where the padding is seen. */
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
