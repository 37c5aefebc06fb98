/** `torch.save` and `torch.load`, in safetensors files. */
import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { elementsOf, fromArray, Tensor } from "../tensor/index.ts";
import { readSafetensors, writeSafetensors, type RawTensor } from "./safetensors.ts";

/** The key of the metadata that describes everything around the tensors. */
const STRUCTURE = "convkernel.structure";

/**
 * Writes a state dict, or a checkpoint that holds several, to a safetensors file. A state dict alone makes a file that any other
 * reader of safetensors understands (in Python `safetensors.torch.load_file`).
 *
 * @throws TypeError for anything but tensors, numbers, strings, booleans and null, in objects and arrays as deep as one likes.
 *
 * @example
 * torch.save(model.stateDict(), "model.safetensors");
 * model.loadStateDict(await torch.load("model.safetensors"));
 */
export function save(value: unknown, path: string): void {
  const tensors = new Map<string, RawTensor>();
  const structure = describe(value, "", tensors);
  const isStateDict =
    typeof value === "object" && value !== null && Object.values(value).every((v) => v instanceof Tensor);
  const metadata: Record<string, string> = { format: "pt" };
  if (!isStateDict || value instanceof Tensor) metadata[STRUCTURE] = JSON.stringify(structure);
  writeFileSync(path, writeSafetensors({ tensors, metadata }));
}

/**
 * Reads what `save`, or any other writer of safetensors, has written.
 *
 * @throws RangeError for a file that is not safetensors.
 */
export async function load<T = Record<string, Tensor>>(path: string): Promise<T> {
  const bytes = await readFile(path);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw new RangeError(
      `load: expected a safetensors file, got a zip archive: ${path} was written by Python's torch.save. ` +
        "Write it there with safetensors.torch.save_file(model.state_dict(), path)",
    );
  }
  const { tensors, metadata } = readSafetensors(bytes);
  const restored = new Map([...tensors].map(([name, raw]) => [name, fromArray(raw.elements, raw.shape, raw.dtype)]));
  const structure = metadata[STRUCTURE];
  if (structure === undefined) return Object.fromEntries(restored) as T;
  return restore(JSON.parse(structure) as Described, restored) as T;
}

/** The value with every tensor replaced by the name of its entry, and what JSON cannot say written out. */
type Described =
  | { readonly tensor: string }
  | { readonly number: string }
  | { readonly list: readonly Described[] }
  | { readonly dict: readonly (readonly [string, Described])[] }
  | { readonly plain: string | boolean | null };

function describe(value: unknown, path: string, tensors: Map<string, RawTensor>): Described {
  if (value instanceof Tensor) {
    const { dtype, sizes } = value;
    let name = path === "" ? "tensor" : path;
    while (tensors.has(name)) name += "'";
    tensors.set(name, { dtype, shape: sizes, elements: elementsOf(value) });
    return { tensor: name };
  }
  const inside = (name: string | number): string => (path === "" ? String(name) : `${path}.${name}`);
  // JSON has neither infinities nor NaN.
  if (typeof value === "number") return { number: String(value) };
  if (value === null || value === undefined) return { plain: null };
  if (typeof value === "string" || typeof value === "boolean") return { plain: value };
  if (Array.isArray(value)) return { list: (value as unknown[]).map((item, i) => describe(item, inside(i), tensors)) };
  if (typeof value === "object") {
    return {
      dict: Object.entries(value).map(([name, item]) => [name, describe(item, inside(name), tensors)]),
    };
  }
  throw new TypeError(
    `save: expected tensors, numbers, strings, booleans, null, arrays and objects, got a ${typeof value}` +
      (path === "" ? "; of a module save its stateDict()" : ` at ${path}`),
  );
}

function restore(described: Described, tensors: ReadonlyMap<string, Tensor>): unknown {
  if ("tensor" in described) return tensors.get(described.tensor);
  if ("number" in described) return Number(described.number);
  if ("list" in described) return described.list.map((item) => restore(item, tensors));
  if ("dict" in described) {
    return Object.fromEntries(described.dict.map(([name, item]) => [name, restore(item, tensors)]));
  }
  return described.plain;
}
