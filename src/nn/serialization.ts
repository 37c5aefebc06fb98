/** `torch.save` and `torch.load`, in safetensors files. */
import { readFileSync, writeFileSync } from "node:fs";
import { optional, required, signature, type Device } from "../shape/index.ts";
import { elementsOf, fromArray, Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import { readTorchFile } from "./torch-file.ts";
import { readSafetensors, writeSafetensors, type RawTensor } from "./safetensors.ts";

const path = is.kind(
  "path of a file",
  (value): value is string | URL => typeof value === "string" || value instanceof URL,
);
const signed = {
  save: signature("torch.save", { obj: required(is.any), f: required(path) }),
  load: signature("torch.load", {
    f: required(path),
    mapLocation: optional(is.orNull(is.device), null),
    weightsOnly: optional(is.orNull(is.bool), null),
  }),
};

/** The key of the metadata that describes everything around the tensors. */
const STRUCTURE = "convkernel.structure";

/**
 * Writes a state dict, or a checkpoint that holds several, to a safetensors file. A file with just a state dict can be
 * read by any other safetensors reader (in Python `safetensors.torch.load_file`).
 *
 * @throws TypeError for anything but tensors, numbers, strings, booleans and null, in objects and arrays nested to any
 * depth.
 *
 * @example
 * torch.save(model.stateDict(), "model.safetensors");
 * model.loadStateDict(torch.load("model.safetensors"));
 */
export function save(obj: unknown, f: string | URL): void;
export function save(...given: unknown[]): void {
  const { obj: value, f: path } = signed.save.read(given);
  const tensors = new Map<string, RawTensor>();
  const structure = describe(value, "", tensors);
  const isStateDict =
    typeof value === "object" && value !== null && Object.values(value).every((v) => v instanceof Tensor);
  const metadata: Record<string, string> = { format: "pt" };
  if (!isStateDict || value instanceof Tensor) metadata[STRUCTURE] = JSON.stringify(structure);
  writeFileSync(path, writeSafetensors({ tensors, metadata }));
}

/** What `load` takes besides the path, for programs that also run in Python. */
export interface LoadOptions {
  readonly mapLocation?: Device | string | null;
  /** Only plain values are ever read; `false` is refused. */
  readonly weightsOnly?: boolean | null;
}

/**
 * Reads files written by `save`, by any other safetensors writer, or by Python's `torch.save` (`.pt`, `.pth`: state
 * dicts and checkpoints). Like `save` it has finished when it returns, but it may be awaited.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.load.html
 * @throws RangeError for a file of neither format, Error for a Python file that holds more than tensors and plain
 * values, naming what it found.
 */
// `any`, because nobody knows what a file holds before it is read.
// oxlint-disable-next-line typescript/no-explicit-any
export function load<T = any>(f: string | URL, options?: LoadOptions): T;
export function load(...given: unknown[]): unknown {
  const { f: path, weightsOnly } = signed.load.read(given);
  if (weightsOnly === false)
    throw new RangeError(
      "load: weightsOnly false would run what the file says; only values are read here: leave it out",
    );
  const bytes = readFileSync(path);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readTorchFile(bytes);
  if (bytes[0] === 0x80 && bytes[1] === 0x02)
    throw new RangeError(
      `load: ${String(path)} is in the format of PyTorch before 1.6; write it again in Python: torch.save(torch.load(path), path)`,
    );
  const { tensors, metadata } = readSafetensors(bytes);
  const restored = new Map([...tensors].map(([name, raw]) => [name, fromArray(raw.elements, raw.shape, raw.dtype)]));
  const structure = metadata[STRUCTURE];
  if (structure === undefined) return Object.fromEntries(restored);
  return restore(JSON.parse(structure) as Described, restored);
}

/**
 * The value with every tensor replaced by the name of its entry, and with values that JSON lacks written out as text.
 */
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
