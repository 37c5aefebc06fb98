/**
 * Files that Python's `torch.save` wrote: a zip with one pickle and the elements of each storage. Only what state dicts
 * and checkpoints need is read; anything else that a pickle names is refused by name, and none of its code is run.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/notes/serialization.html
 */
import { inflateRawSync } from "node:zlib";
import { Storage } from "../backend/index.ts";
import {
  bool,
  bfloat16,
  elementsFrom,
  float16,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  numel,
  uint8,
  type DType,
  type TypedArray,
} from "../shape/index.ts";
import { Tensor } from "../tensor/index.ts";
import { Parameter } from "./parameter.ts";
import { textOf, unpickle, type Pickled, type Slot } from "./pickle.ts";

/** The names and contents of a zip's files. */
export function unzip(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const fault = (what: string): RangeError => new RangeError(`load: expected a zip archive of torch.save, got ${what}`);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw fault("one that is cut off");
  const count = view.getUint16(end + 10, true);
  const files = new Map<string, Uint8Array>();
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw fault("a broken list of files");
    const [method, packed] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)];
    const [nameLength, extra, comment] = [28, 30, 32].map((o) => view.getUint16(at + o, true)) as [
      number,
      number,
      number,
    ];
    const name = Buffer.from(bytes.subarray(at + 46, at + 46 + nameLength)).toString();
    const local = view.getUint32(at + 42, true);
    if (local + 30 > bytes.length) throw fault("one that is cut off");
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + packed > bytes.length) throw fault("one that is cut off");
    const content = bytes.subarray(start, start + packed);
    if (method !== 0 && method !== 8) throw fault(`${name} packed by method ${method}`);
    files.set(name, method === 0 ? content : inflateRawSync(content));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

const storages: Readonly<Record<string, DType>> = {
  FloatStorage: float32,
  DoubleStorage: float64,
  LongStorage: int64,
  IntStorage: int32,
  ShortStorage: int16,
  CharStorage: int8,
  ByteStorage: uint8,
  BoolStorage: bool,
  HalfStorage: float16,
  BFloat16Storage: bfloat16,
};

/** The elements of a storage. */
function elementsOf(type: string, bytes: Uint8Array): { dtype: DType; array: TypedArray } {
  const dtype = storages[type];
  if (dtype === undefined) throw new RangeError(`load: elements of torch.${type} are not read here`);
  return { dtype, array: elementsFrom(dtype, bytes) };
}

const numbersOf = (slot: Slot | undefined): number[] =>
  slot?.kind === "list" ? slot.items.map((item) => (item.kind === "value" ? Number(item.value) : NaN)) : [];
const numberOf = (slot: Slot | undefined): number => (slot?.kind === "value" ? Number(slot.value) : NaN);

/** A storage, as it appears while a pickle is read. */
class FileStorage {
  readonly storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
  }
}

/**
 * Reads the archive's pickle.
 *
 * @throws Error naming anything in the pickle other than tensors, numbers, strings, lists and dicts.
 */
export function readTorchFile(bytes: Uint8Array): unknown {
  const files = unzip(bytes);
  const main = [...files.keys()].find((name) => name.endsWith("/data.pkl"));
  if (main === undefined)
    throw new RangeError("load: expected a file of torch.save, got a zip archive without data.pkl");
  const folder = main.slice(0, -"data.pkl".length);
  const order = files.get(`${folder}byteorder`);
  if (order !== undefined && Buffer.from(order).toString() !== "little")
    throw new RangeError("load: a file of a big-endian machine is not read here");
  const made = new Map<string, FileStorage>();
  const value = unpickle(files.get(main)!, {
    expected: "a state dict or a checkpoint of tensors, numbers, strings, lists and dicts",
    outside(id) {
      const [kind, type, key] = id.kind === "list" ? id.items : [];
      if (textOf(kind) !== "storage" || type?.kind !== "function") throw new RangeError("load: an unknown reference");
      const name = textOf(key);
      let storage = made.get(name);
      if (storage === undefined) {
        const content = files.get(`${folder}data/${name}`);
        if (content === undefined) throw new RangeError(`load: the archive lacks ${folder}data/${name}`);
        const { dtype, array } = elementsOf(type.name.slice(type.name.lastIndexOf(".") + 1), content);
        made.set(name, (storage = new FileStorage(Storage.fromHost(dtype, array))));
      }
      return { kind: "foreign", value: storage };
    },
    call(name, given) {
      switch (name) {
        case "collections.OrderedDict":
          return { kind: "map", items: [] };
        case "torch._utils._rebuild_tensor_v2":
          return { kind: "foreign", value: rebuilt(given) };
        case "torch._utils._rebuild_parameter": {
          const [data, requiresGrad] = given;
          if (data?.kind !== "foreign" || !(data.value instanceof Tensor)) return undefined;
          return { kind: "foreign", value: new Parameter(data.value, numberOf(requiresGrad) !== 0) };
        }
        case "torch.Size":
          return given[0];
        default:
          return undefined;
      }
    },
  });
  return plain(value);
}

function rebuilt([storage, offset, size, stride, requiresGrad]: readonly Slot[]): Tensor {
  if (storage?.kind !== "foreign" || !(storage.value instanceof FileStorage))
    throw new RangeError("load: a tensor without a storage");
  const [sizes, strides, start] = [numbersOf(size), numbersOf(stride), numberOf(offset)];
  const last = sizes.reduce((at, n, d) => at + (n - 1) * strides[d]!, start);
  if (numel(sizes) > 0 && !(start >= 0 && last < storage.value.storage.length))
    throw new RangeError(`load: a tensor of [${sizes.join(", ")}] that its storage does not hold`);
  const tensor = new Tensor(storage.value.storage, sizes, strides, start);
  if (requiresGrad?.kind === "value" && requiresGrad.value === true) tensor.requiresGrad = true;
  return tensor;
}

function plain(value: Pickled): unknown {
  if (Array.isArray(value)) return (value as readonly Pickled[]).map(plain);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if ("kind" in value && value.kind === "dict")
    return Object.fromEntries([...value.entries].map(([name, item]): [string, unknown] => [name, plain(item)]));
  return "value" in value ? value.value : value;
}
