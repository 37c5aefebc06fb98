/**
 * What the pictures of a convolution share: the layer and one image as plain numbers, and colours for them. C input
 * channels, O output channels, kH and kW kernel height and width, H and W height and width of the image.
 */
import { noGrad } from "../../tensor/autograd/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { reachOf, type Reach } from "../../inspect/patch.ts";
import type { Conv2d } from "../../nn/conv.ts";
import { type ColorMapName, signedColors } from "../color-maps.ts";
import { extent, valuesOf } from "../values.ts";
import type { LegendEntry } from "./drawing.ts";
import { say } from "../words.ts";

export type Plane = readonly (readonly number[])[];

/** The colours of one kind of number. */
export interface Scale {
  readonly colors: ColorMapName;
  readonly range: readonly [number, number];
}

export interface Anatomy {
  readonly conv: Conv2d;
  readonly C: number;
  readonly H: number;
  readonly W: number;
  /** [C][H][W] */
  readonly image: readonly Plane[];
  /** [O][rows][columns] */
  readonly output: readonly Plane[];
  readonly reach: Reach;
  /** Whether the three input channels are red, green and blue. */
  readonly isRgb: boolean;
  /** The colours of each input channel. */
  readonly inputScales: readonly Scale[];
  readonly weightScale: Scale;
  readonly outputScale: Scale;
}

/** Purple below 0, orange above; grey if nothing is below 0. */
export function scaleOf(data: ArrayLike<number>): Scale {
  const [low, high] = extent(data);
  return low < 0 ? symmetric(data) : { colors: "gray", range: [low, high] };
}

/** Three channels without a number below 0 are taken as red, green and blue. */
export const areColors = (data: ArrayLike<number>, C: number): boolean => C === 3 && extent(data)[0] >= 0;

const primaries = ["red", "green", "blue"] as const;

/** Each channel in its own colour starting from black, or all on one scale. */
export function channelScales(data: ArrayLike<number>, C: number, isRgb: boolean): readonly Scale[] {
  const [low, high] = extent(data);
  const range = low >= 0 && high <= 1 ? ([0, 1] as const) : ([low, high] as const);
  const one = scaleOf(data);
  return Array.from({ length: C }, (_, c) => (isRgb ? { colors: primaries[c]!, range } : one));
}

/** The name of an input channel: its number, and its colour if it is one. */
export const channelName = (c: number, isRgb: boolean): string =>
  isRgb
    ? say("explorer", "inputColor", { number: c, color: say("explorer", primaries[c]!) })
    : say("explorer", "inputChannel", { number: c });

/** The input's part of a legend. */
export const inputLegend = ({ isRgb, inputScales }: Anatomy): readonly LegendEntry[] =>
  isRgb
    ? inputScales.map((scale, c) => ({ label: say("explorer", primaries[c]!), scale }))
    : [{ label: say("explorer", "image"), scale: inputScales[0]! }];

export function symmetric(data: ArrayLike<number>): Scale {
  const limit = Math.max(...extent(data).map(Math.abs)) || 1;
  return { colors: signedColors, range: [-limit, limit] };
}

/**
 * @param callee the function to name in errors
 * @param index which picture of a batch
 * @param rgb whether three channels are red, green and blue; by default they are if no number is below 0
 */
export function anatomyOf(callee: string, conv: Conv2d, image: Tensor, index = 0, rgb?: boolean): Anatomy {
  const sizes = [...image.shape];
  if (sizes.length !== 3 && sizes.length !== 4)
    throw new RangeError(`${callee}: expected image [C, H, W] or [B, C, H, W], got [${sizes.join(", ")}]`);
  const [C = 0, H = 0, W = 0] = sizes.slice(-3);
  if (C !== conv.inChannels)
    throw new RangeError(
      `${callee}: expected image [${conv.inChannels}, H, W] for this layer, got [${sizes.join(", ")}]`,
    );
  const count = sizes.length === 4 ? sizes[0]! : 1;
  if (!Number.isInteger(index) || index < 0 || index >= count)
    throw new RangeError(`${callee}: expected index from 0 to ${count - 1}, got ${index}`);
  const one = (sizes.length === 3 ? image : image.select(0, index)).detach().float();
  const made = noGrad(() => conv(one.unsqueeze(0)));
  const reach = reachOf(conv, H, W);
  const { data } = valuesOf(one);
  const isRgb = rgb ?? areColors(data, C);
  return {
    conv,
    C,
    H,
    W,
    image: one.tolist() as number[][][],
    output: (made.tolist() as number[][][][])[0]!,
    reach,
    isRgb,
    inputScales: channelScales(data, C, isRgb),
    weightScale: symmetric(valuesOf(conv.weight.detach()).data),
    outputScale: symmetric(valuesOf(made).data),
  };
}
