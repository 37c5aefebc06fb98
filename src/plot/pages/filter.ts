/** A 3 x 3 kernel applied to planes as `conv2d` does it: in double precision, rounded once to single. Uses no page. */
import { type Lays, pixelAt, reachOf } from "../../inspect/patch.ts";
import type { Grid } from "./layer.ts";

export interface FilterSettings {
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
}

const laysOf = ({ stride, padding, dilation }: FilterSettings): Lays => ({
  kernelSize: [3, 3],
  stride: [stride, stride],
  padding: [padding, padding],
  dilation: [dilation, dilation],
  paddingMode: "zeros",
});

/** The rows and columns of the output; below 1 if the kernel is larger than the padded image. */
export const sizeOf = (settings: FilterSettings, H: number, W: number): readonly [number, number] => {
  const { rows, columns } = reachOf(laysOf(settings), H, W);
  return [rows, columns];
};

/** The output of the kernels, one for each plane, summed over the planes. */
export function filtered(
  planes: readonly Grid[],
  kernels: readonly (readonly number[])[],
  settings: FilterSettings,
): number[][] {
  const lays = laysOf(settings);
  const { stride, padding, dilation } = settings;
  const [rows, columns] = sizeOf(settings, planes[0]!.length, planes[0]![0]!.length);
  return Array.from({ length: rows }, (_, y) =>
    Array.from({ length: columns }, (_column, x) => {
      let sum = 0;
      planes.forEach((plane, c) => {
        const kernel = kernels[c]!;
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 3; j++) {
            const weight = kernel[3 * i + j]!;
            if (weight === 0) continue;
            sum +=
              weight * pixelAt(lays, plane, y * stride - padding + i * dilation, x * stride - padding + j * dilation);
          }
      });
      return Math.fround(sum);
    }),
  );
}
