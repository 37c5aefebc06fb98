/**
 * Which numbers of its input a convolution's output number comes from. C input channels, O output channels, G groups,
 * kH and kW kernel height and width, H and W height and width of the input. This file imports nothing, because the
 * figures' web pages run the same code.
 */

type Grid = readonly (readonly number[])[];

/** The settings of a layer that say where its kernel lies; a `Conv2d` has them. */
export interface Lays {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: "same" | "valid" | readonly number[];
  readonly dilation: readonly number[];
  readonly paddingMode: string;
  /** For pools: whether an incomplete last window counts. */
  readonly ceilMode?: boolean;
}

export interface Reach {
  /** How far the first patch begins above and left of the image. */
  readonly top: number;
  readonly left: number;
  /** Size of the output. */
  readonly rows: number;
  readonly columns: number;
}

export function reachOf(conv: Lays, H: number, W: number): Reach {
  const along = (size: number, axis: 0 | 1): readonly [number, number] => {
    const [kernel, stride, dilation] = [conv.kernelSize[axis]!, conv.stride[axis]!, conv.dilation[axis]!];
    const reach = dilation * (kernel - 1);
    // torch puts the odd one of "same" padding at the end.
    if (conv.padding === "same") return [Math.floor(reach / 2), size];
    const padding = conv.padding === "valid" ? 0 : conv.padding[axis]!;
    const exact = (size + 2 * padding - reach - 1) / stride;
    if (conv.ceilMode !== true) return [padding, Math.floor(exact) + 1];
    const count = Math.ceil(exact) + 1;
    // The last window must begin inside the image or its left padding.
    return [padding, (count - 1) * stride >= size + padding ? count - 1 : count];
  };
  const [top, rows] = along(H, 0);
  const [left, columns] = along(W, 1);
  return { top, left, rows, columns };
}

/** The first input channel that an output channel reads, and the number of channels it reads. */
export function channelsRead(
  conv: { readonly inChannels: number; readonly outChannels: number; readonly groups: number },
  channel: number,
): readonly [first: number, count: number] {
  const perGroup = conv.inChannels / conv.groups;
  return [Math.floor(channel / (conv.outChannels / conv.groups)) * perGroup, perGroup];
}

/** One number of the image, or of the padding around it. */
export function pixelAt(conv: Lays, plane: Grid, y: number, x: number): number {
  const [row, column] = [inside(conv, y, plane.length), inside(conv, x, plane[0]!.length)];
  return row === undefined || column === undefined ? 0 : plane[row]![column]!;
}

/** The numbers under the kernel in one plane, for one position in the output: [kH, kW]. */
export function patchIn(
  conv: Lays,
  plane: Grid,
  { top, left }: Reach,
  [row, column]: readonly [number, number],
): number[][] {
  const [kH = 1, kW = 1] = conv.kernelSize;
  const [strideH = 1, strideW = 1] = conv.stride;
  const [dilationH = 1, dilationW = 1] = conv.dilation;
  return Array.from({ length: kH }, (_row, i) =>
    Array.from({ length: kW }, (_column, j) =>
      pixelAt(conv, plane, row * strideH - top + i * dilationH, column * strideW - left + j * dilationW),
    ),
  );
}

/** The same for all channels that an output channel reads: [C / G, kH, kW]. */
export function patchOf(
  conv: Lays & Parameters<typeof channelsRead>[0],
  image: readonly Grid[],
  at: readonly [number, number],
  channel: number,
): readonly Grid[] {
  const reach = reachOf(conv, image[0]!.length, image[0]![0]!.length);
  const [first, count] = channelsRead(conv, channel);
  return Array.from({ length: count }, (_, c) => patchIn(conv, image[first + c]!, reach, at));
}

/** The position inside the image that a position in the padding repeats; undefined if the padding is zero. */
export function inside(conv: Lays, at: number, size: number): number | undefined {
  if (at >= 0 && at < size) return at;
  if (conv.paddingMode === "replicate") return at < 0 ? 0 : size - 1;
  if (conv.paddingMode === "reflect") return at < 0 ? -at : 2 * (size - 1) - at;
  if (conv.paddingMode === "circular") return (at + size) % size;
  return undefined;
}
