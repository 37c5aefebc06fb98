/**
 * Where tensors live: here always the "cpu". A device may have any of torch's names, so that a notebook can ask for
 * one.
 */

import { optional, required, signature } from "./signature.ts";
import { either, int, kind, orNull, string } from "./kinds.ts";

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

/** A device: prints as `device(type='cpu')`; two devices of the same name are the same object. */
export class Device {
  readonly type: string;
  readonly index: number | null;

  constructor(type: string, index: number | null) {
    this.type = type;
    this.index = index;
    Object.freeze(this);
  }

  toString(): string {
    return this.index === null ? this.type : `${this.type}:${this.index}`;
  }

  [inspectCustom](): string {
    return this.index === null ? `device(type='${this.type}')` : `device(type='${this.type}', index=${this.index})`;
  }
}

const aDevice = kind("torch.device", (value): value is Device => value instanceof Device);
const deviceSignature = signature("torch.device", {
  type: required(either(string, aDevice)),
  index: optional(orNull(int), null),
});

const types = ["cpu", "cuda", "mps", "meta", "xpu"];
const known = new Map<string, Device>();

/**
 * The device with a given name. Tensors can only be made on the "cpu"; heavy work runs on the back end that
 * `torch.backend()` names.
 *
 * ```ts
 * torch.device(torch.cuda.isAvailable() ? "cuda" : "cpu"); // device(type='cpu')
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/tensor_attributes.html#torch.device
 * @throws RangeError in torch's words for a name that no device has.
 */
export function device(type: string | Device, index?: number | null): Device;
export function device(options: { type: string; index?: number | null }): Device;
export function device(...given: unknown[]): Device {
  const { type, index } = deviceSignature.read(given);
  if (type instanceof Device) return type;
  const name = index === null ? type : `${type}:${index}`;
  return known.get(name) ?? parsed(name);
}

function parsed(name: string): Device {
  const [, type, place] = /^([a-z]+)(?::(\d+))?$/.exec(name) ?? [];
  if (type === undefined || !types.includes(type))
    throw new RangeError(`Expected one of ${types.join(", ")} device type at start of device string: ${name}`);
  const made = new Device(type, place === undefined ? null : Number(place));
  known.set(name, made);
  return made;
}
