/** Pools that take the power mean's sum of each window. B batch, C channels. */
import { signature, type Arguments, type Signature } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { lpPool1d, lpPool2d, lpSettings } from "./functional/more.ts";
import { Module } from "./module.ts";
import { python } from "./repr.ts";
import type * as Calls from "./calls.ts";

type Size = number | readonly number[];

abstract class LPPool extends Module {
  declare readonly normType: number;
  declare readonly kernelSize: Size;
  declare readonly stride: Size | null;
  declare readonly ceilMode: boolean;

  constructor(signed: Signature<Arguments>, given: readonly unknown[]) {
    super();
    Object.assign(this, signed.read(given));
  }

  override extraRepr(): string {
    const { normType, kernelSize, stride, ceilMode } = this;
    return `norm_type=${normType}, kernel_size=${python(kernelSize)}, stride=${python(stride)}, ceil_mode=${python(ceilMode)}`;
  }
}

export const lpPool1dSignature = signature("nn.LPPool1d", lpSettings.lpPool1d);

/** Of sequences [B, C, L]. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.LPPool1d.html. */
export class LPPool1d extends LPPool {
  constructor(...given: Calls.LPPool1d);
  constructor(...given: unknown[]) {
    super(lpPool1dSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return lpPool1d(input, this.normType, this.kernelSize, this.stride, this.ceilMode);
  }
}

export const lpPool2dSignature = signature("nn.LPPool2d", lpSettings.lpPool2d);

/** Of images [B, C, H, W]. See https://docs.pytorch.org/docs/2.13/generated/torch.nn.LPPool2d.html. */
export class LPPool2d extends LPPool {
  constructor(...given: Calls.LPPool2d);
  constructor(...given: unknown[]) {
    super(lpPool2dSignature, given);
  }

  override forward(input: Tensor): Tensor {
    return lpPool2d(input, this.normType, this.kernelSize, this.stride, this.ceilMode);
  }
}
