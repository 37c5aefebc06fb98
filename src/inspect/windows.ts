/**
 * Layers that move a window over their input: convolutions, transposed convolutions, pools. One entry for each
 * direction.
 */
import { ConvNd } from "../nn/conv.ts";
import { Module } from "../nn/module.ts";

export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number | "same";
  readonly dilation: number;
  /** For a transposed convolution, else null. */
  readonly outputPadding: number | null;
  readonly ceilMode: boolean;
}

/** The names of the directions; the last two are height and width. */
export const directions = (count: number): readonly string[] =>
  count === 1 ? ["L"] : ["D", "H", "W"].slice(3 - count);

type Settings = Partial<
  Readonly<Record<"kernelSize" | "stride" | "padding" | "dilation", number | readonly number[] | string>>
>;

/** The windows of a layer; undefined if it has none. `places` is the number of directions of its input. */
export function windowsOf(layer: Module<unknown>, places: number): readonly Window[] | undefined {
  const { kernelSize, stride, padding = 0, dilation = 1 } = layer as unknown as Settings;
  const isWindow = layer instanceof ConvNd || /^(?:Max|Avg|LP)Pool\dd$/.test(classOf(layer));
  if (!isWindow || kernelSize === undefined) return undefined;
  const outputPadding = layer instanceof ConvNd ? layer.outputPadding : null;
  const at = (value: number | readonly number[] | string, d: number): number =>
    typeof value === "number" ? value : Number(value[d]);
  return Array.from({ length: places }, (_, d) => ({
    kernel: at(kernelSize, d),
    stride: at(stride ?? kernelSize, d),
    padding: padding === "same" ? "same" : padding === "valid" ? 0 : at(padding, d),
    dilation: at(dilation, d),
    outputPadding: outputPadding === null ? null : outputPadding[d]!,
    ceilMode: (layer as unknown as { readonly ceilMode?: boolean }).ceilMode ?? false,
  }));
}

/** The library's own class that a layer belongs to, even if it is an instance of a subclass. */
function classOf(layer: Module<unknown>): string {
  let found = layer.constructor as { readonly name: string };
  for (let up = found; up !== Module && typeof up === "function"; up = Object.getPrototypeOf(up) as typeof found) {
    if (/Pool\dd$/.test(up.name)) found = up;
  }
  return found.name;
}

/** The size of the output along one direction, and the formula behind it. */
export function along(size: number, window: Window): { readonly size: number; readonly formula: string } {
  const { kernel, stride, padding, dilation, outputPadding, ceilMode } = window;
  if (padding === "same") return { size, formula: `padding "same" keeps ${size}` };
  if (outputPadding !== null) {
    const found = (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + outputPadding + 1;
    const formula = `(${size} - 1) * ${stride} - 2 * ${padding} + ${dilation} * (${kernel} - 1) + ${outputPadding} + 1 = ${found}`;
    return { size: found, formula };
  }
  const exact = (size + 2 * padding - dilation * (kernel - 1) - 1) / stride;
  let found = (ceilMode ? Math.ceil(exact) : Math.floor(exact)) + 1;
  // torch: the last window must begin inside the input or its left padding.
  if (ceilMode && (found - 1) * stride >= size + padding) found--;
  const [open, close] = ceilMode ? ["ceil(", ")"] : ["floor(", ")"];
  const formula = `${open}(${size} + 2 * ${padding} - ${dilation} * (${kernel} - 1) - 1) / ${stride}${close} + 1 = ${found}`;
  return { size: found, formula };
}
