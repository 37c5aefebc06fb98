/** Borders as layers: sequences [B, C, L], images [B, C, H, W], volumes [B, C, D, H, W], or one of each without B. */
import { required, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import type { Tensor } from "../tensor/index.ts";
import { pad, type PadMode } from "../tensor/ops/pad.ts";
import { Module } from "./module.ts";
import { python } from "./repr.ts";
import type * as Calls from "./calls.ts";

/** One number for all sides, or [left, right, top, bottom, front, back], as many as there are dimensions for. */
export type Sides = number | readonly number[];

/** What the padding layers share. */
abstract class Pad extends Module {
  readonly padding: readonly number[];

  constructor(padding: readonly number[]) {
    super();
    this.padding = padding;
  }

  protected padded(input: Tensor, mode: PadMode, value = 0): Tensor {
    return pad(input, this.padding, { mode, value });
  }

  override extraRepr(): string {
    return python(this.padding);
  }
}

const padSignature = (name: string, dims: number) =>
  signature(`nn.${name}`, { padding: required(is.sizeOf(2 * dims)) });
const constantSignature = (name: string, dims: number) =>
  signature(`nn.${name}`, { padding: required(is.sizeOf(2 * dims)), value: required(is.number) });

export const constant1 = constantSignature("ConstantPad1d", 1);
export const constant2 = constantSignature("ConstantPad2d", 2);
export const constant3 = constantSignature("ConstantPad3d", 3);

abstract class ConstantPad extends Pad {
  readonly value: number;

  constructor({ padding, value }: { padding: readonly number[]; value: number }) {
    super(padding);
    this.value = value;
  }

  override forward(input: Tensor): Tensor {
    return this.padded(input, "constant", this.value);
  }

  override extraRepr(): string {
    return `padding=${python(this.padding)}, value=${python(this.value)}`;
  }
}

/** `value` on both sides of a sequence. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.ConstantPad1d.html. */
export class ConstantPad1d extends ConstantPad {
  constructor(...given: Calls.ConstantPad1d);
  constructor(...given: unknown[]) {
    super(constant1.read(given));
  }
}

/** `value` around an image. */
export class ConstantPad2d extends ConstantPad {
  constructor(...given: Calls.ConstantPad2d);
  constructor(...given: unknown[]) {
    super(constant2.read(given));
  }
}

/** `value` around a volume. */
export class ConstantPad3d extends ConstantPad {
  constructor(...given: Calls.ConstantPad3d);
  constructor(...given: unknown[]) {
    super(constant3.read(given));
  }
}

export const zeroPad1 = padSignature("ZeroPad1d", 1);

/** Zeros on both sides of a sequence. */
export class ZeroPad1d extends Pad {
  constructor(...given: Calls.ZeroPad1d);
  constructor(...given: unknown[]) {
    super(zeroPad1.read(given).padding);
  }

  override forward(input: Tensor): Tensor {
    return this.padded(input, "constant");
  }
}

export const zeroPad2 = padSignature("ZeroPad2d", 2);

/** Zeros on all sides of an image. */
export class ZeroPad2d extends Pad {
  constructor(...given: Calls.ZeroPad2d);
  constructor(...given: unknown[]) {
    super(zeroPad2.read(given).padding);
  }

  override forward(input: Tensor): Tensor {
    return this.padded(input, "constant");
  }
}

export const zeroPad3 = padSignature("ZeroPad3d", 3);

/** Zeros on all sides of a volume. */
export class ZeroPad3d extends Pad {
  constructor(...given: Calls.ZeroPad3d);
  constructor(...given: unknown[]) {
    super(zeroPad3.read(given).padding);
  }

  override forward(input: Tensor): Tensor {
    return this.padded(input, "constant");
  }
}

export const reflectionPad1 = padSignature("ReflectionPad1d", 1);

/** Mirrors the input at its border: on both sides of a sequence. */
export class ReflectionPad1d extends Pad {
  constructor(...given: Calls.ReflectionPad1d);
  constructor(...given: unknown[]) {
    super(reflectionPad1.read(given).padding);
  }

  override forward(input: Tensor): Tensor {
    return this.padded(input, "reflect");
  }
}

export const reflectionPad2 = padSignature("ReflectionPad2d", 2);

/** Mirrors the input at its border: on all sides of an image. */
export class ReflectionPad2d extends Pad {
  constructor(...given: Calls.ReflectionPad2d);
  constructor(...given: unknown[]) {
    super(reflectionPad2.read(given).padding);
  }

  override forward(input: Tensor): Tensor {
    return this.padded(input, "reflect");
  }
}

export const reflectionPad3 = padSignature("ReflectionPad3d", 3);

/** Mirrors the input at its border: on all sides of a volume. */
export class ReflectionPad3d extends Pad {
  constructor(...given: Calls.ReflectionPad3d);
  constructor(...given: unknown[]) {
    super(reflectionPad3.read(given).padding);
  }

  override forward(input: Tensor): Tensor {
    return this.padded(input, "reflect");
  }
}

export const replicationPad1 = padSignature("ReplicationPad1d", 1);

/** Repeats the elements at the border: on both sides of a sequence. */
export class ReplicationPad1d extends Pad {
  constructor(...given: Calls.ReplicationPad1d);
  constructor(...given: unknown[]) {
    super(replicationPad1.read(given).padding);
  }

  override forward(input: Tensor): Tensor {
    return this.padded(input, "replicate");
  }
}

export const replicationPad2 = padSignature("ReplicationPad2d", 2);

/** Repeats the elements at the border: on all sides of an image. */
export class ReplicationPad2d extends Pad {
  constructor(...given: Calls.ReplicationPad2d);
  constructor(...given: unknown[]) {
    super(replicationPad2.read(given).padding);
  }

  override forward(input: Tensor): Tensor {
    return this.padded(input, "replicate");
  }
}

export const replicationPad3 = padSignature("ReplicationPad3d", 3);

/** Repeats the elements at the border: on all sides of a volume. */
export class ReplicationPad3d extends Pad {
  constructor(...given: Calls.ReplicationPad3d);
  constructor(...given: unknown[]) {
    super(replicationPad3.read(given).padding);
  }

  override forward(input: Tensor): Tensor {
    return this.padded(input, "replicate");
  }
}

export const circularPad1 = padSignature("CircularPad1d", 1);

/** Wraps around from the opposite border: on both sides of a sequence. */
export class CircularPad1d extends Pad {
  constructor(...given: Calls.CircularPad1d);
  constructor(...given: unknown[]) {
    super(circularPad1.read(given).padding);
  }

  override forward(input: Tensor): Tensor {
    return this.padded(input, "circular");
  }
}

export const circularPad2 = padSignature("CircularPad2d", 2);

/** Wraps around from the opposite border: on all sides of an image. */
export class CircularPad2d extends Pad {
  constructor(...given: Calls.CircularPad2d);
  constructor(...given: unknown[]) {
    super(circularPad2.read(given).padding);
  }

  override forward(input: Tensor): Tensor {
    return this.padded(input, "circular");
  }
}

export const circularPad3 = padSignature("CircularPad3d", 3);

/** Wraps around from the opposite border: on all sides of a volume. */
export class CircularPad3d extends Pad {
  constructor(...given: Calls.CircularPad3d);
  constructor(...given: unknown[]) {
    super(circularPad3.read(given).padding);
  }

  override forward(input: Tensor): Tensor {
    return this.padded(input, "circular");
  }
}
