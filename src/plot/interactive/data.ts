/**
 * What pages receive from the helpers: plain JSON. C and O input and output channels, H and W height and width. Types
 * only, because both sides read them.
 */

export type Two = readonly [number, number];

/** 256 colours of three bytes, base64, from the first value of the range to the last. */
export interface Shades {
  readonly table: string;
  readonly range: Two;
}

/** What a layer applies to its input, and how. */
export interface ExplorerData {
  readonly kind: "conv" | "max" | "average" | "linear";
  readonly C: number;
  readonly O: number;
  readonly groups: number;
  readonly H: number;
  readonly W: number;
  readonly kernel: Two;
  readonly stride: Two;
  readonly padding: Two | "same";
  readonly paddingMode: "zeros" | "reflect" | "replicate" | "circular";
  readonly dilation: Two;
  readonly ceilMode: boolean;
  /** The divisor of an average: the kernel's size, the number of pixels inside the image, or this number. */
  readonly divisor: "kernel" | "there" | number;
  /** float32 numbers as base64: [C, H, W], [O, C / groups, kH, kW], [O]; empty where there are none. */
  readonly image: string;
  readonly weight: string;
  readonly bias: string;
  readonly at: Two;
  readonly channel: number;
  /** The colours of each input channel. */
  readonly inputs: readonly Shades[];
  /** The names of the input channels, if they are colours. */
  readonly isRgb: boolean;
  readonly weights: Shades;
  /** For signed results. */
  readonly signed: string;
}

export interface PlaygroundData {
  /** [C, H, W], C is 1 or 3. */
  readonly C: number;
  readonly H: number;
  readonly W: number;
  readonly image: string;
  readonly range: Two;
  /** For each channel nine numbers, row by row. */
  readonly kernels: readonly (readonly number[])[];
  readonly presets: Readonly<Record<string, readonly number[]>>;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly gray: string;
  readonly signed: string;
}

/** One stage of the flow: the input, or the output of a layer. */
export interface FlowStage {
  /** Name, class and settings of the layer; empty for the input. */
  readonly name: string;
  readonly layer: string;
  readonly shape: readonly number[];
  /** How the sizes are computed. */
  readonly formulas: readonly string[];
  readonly parameters: number;
  /** How the learned numbers are counted. */
  readonly count: string;
  /** PNG files of the channels that are drawn, base64; none without an image. */
  readonly sheets: readonly string[];
}

export interface FlowData {
  readonly stages: readonly FlowStage[];
  readonly total: number;
}

export interface FieldLayer {
  readonly name: string;
  readonly layer: string;
  /** Output sizes. */
  readonly H: number;
  readonly W: number;
  readonly kernel: Two;
  readonly stride: Two;
  readonly padding: Two;
  readonly dilation: Two;
  readonly field: Two;
}

export interface FieldData {
  readonly H: number;
  readonly W: number;
  /** PNG of the image, base64; empty without one. */
  readonly picture: string;
  readonly layers: readonly FieldLayer[];
  readonly at: Two;
}

export interface GradientData {
  /** Channels of rows of numbers. */
  readonly patch: readonly (readonly (readonly number[])[])[];
  readonly kernel: readonly (readonly (readonly number[])[])[];
  readonly bias: number;
  readonly target: number;
  readonly lr: number;
  readonly signed: string;
}

export interface BowlData {
  /** One weight or two. */
  readonly ranges: readonly Two[];
  /** Losses on a grid, row by row of the second weight. */
  readonly counts: readonly number[];
  readonly losses: string;
  /** Slopes on the same grid, for each weight. */
  readonly slopes: readonly string[];
  readonly start: readonly number[];
  /** The path that the kernel computed: start, first step, ... */
  readonly path: readonly (readonly number[])[];
  readonly lr: number;
  readonly count: number;
  readonly names: readonly string[];
  readonly table: string;
}
