/** What JavaScript would do with a tensor without a word: write its fields as JSON, or say `[object Object]` for a read-only property. */
import { Tensor } from "./tensor.ts";

/** Makes `JSON.stringify` of such objects an error that tells the way out. */
export function refuseJson(prototype: object, wayOut: (self: unknown) => string): void {
  Object.defineProperty(prototype, "toJSON", {
    value(this: unknown): never {
      throw new TypeError(wayOut(this));
    },
    configurable: true,
  });
}

refuseJson(Tensor.prototype, () => "a Tensor is no JSON: write JSON.stringify(x.tolist()), or torch.save for a file");

const instead: Readonly<Record<string, string>> = {
  shape: "x.reshape(...) gives another shape",
  T: "x.t_() transposes in place",
  device: "x.to(...) gives a copy",
};

for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(Tensor.prototype))) {
  if (property.get === undefined || property.set !== undefined) continue;
  Object.defineProperty(Tensor.prototype, name, {
    ...property,
    set() {
      const way = Object.hasOwn(instead, name) ? `; ${instead[name]}` : "";
      throw new TypeError(`attribute '${name}' of 'Tensor' objects is not writable${way}`);
    },
  });
}
