/** Converts the parameters and buffers of a module to another dtype; they stay the same objects. */
import { keyword, optional, overloads, required, type Device, type DType } from "../shape/index.ts";
import { demandCpu, type Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import type { Module } from "./module.ts";

/** What `to` takes besides its target. */
export type ModuleToOptions = { dtype?: DType | null; device?: Device | string | null; nonBlocking?: boolean };

const more = { nonBlocking: optional(is.bool, false) };
const toSignature = overloads("Module.to", {
  dtype: { dtype: required(is.dtype), ...more, device: keyword(is.orNull(is.device), null) },
  device: { device: optional(is.orNull(is.device), null), dtype: optional(is.orNull(is.dtype), null), ...more },
  other: { other: required(is.tensor), ...more },
});

/** @throws TypeError for a device other than "cpu", or a dtype that parameters cannot have. */
export function convert(module: Module<unknown>, given: readonly unknown[]): void {
  demandCpu(given[0]);
  const { form, args } = toSignature.read(given);
  const dtype = form === "other" ? args.other.dtype : args.dtype;
  if (dtype === null) return;
  if (!dtype.isFloatingPoint)
    throw new TypeError(
      `nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=${dtype.toString()}`,
    );
  cast(module, dtype, (tensor) => tensor.isFloatingPoint());
}

export function cast(module: Module<unknown>, dtype: DType, which: (tensor: Tensor) => boolean): void {
  for (const tensor of [...module.parameters(), ...module.buffers()]) {
    if (!which(tensor) || tensor.dtype === dtype) continue;
    const grad = tensor.peekGrad();
    tensor.data = tensor.detach().to(dtype);
    if (grad !== null) grad.data = grad.detach().to(dtype);
  }
}
