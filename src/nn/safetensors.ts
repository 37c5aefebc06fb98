/**
 * The safetensors file format: eight bytes with the length of a JSON header, the header, then the tensors' bytes.
 * PyTorch, and most tools around it, read and write it. See https://github.com/huggingface/safetensors#format.
 */
import { bytesOf, dtypes, elementsFrom, numel, type DType, type TypedArray } from "../shape/index.ts";

export type RawTensor = { readonly dtype: DType; readonly shape: readonly number[]; readonly elements: TypedArray };
export type SafetensorsContent = {
  readonly tensors: ReadonlyMap<string, RawTensor>;
  readonly metadata: Readonly<Record<string, string>>;
};

const { bfloat16, bool, float16, float32, float64, int16, int32, int64, int8, uint8 } = dtypes;
/** In the order in which other writers sort: large elements first, so that each is aligned to its own size. */
const codes = new Map<DType, string>([
  [int64, "I64"],
  [float64, "F64"],
  [float32, "F32"],
  [int32, "I32"],
  [bfloat16, "BF16"],
  [float16, "F16"],
  [int16, "I16"],
  [uint8, "U8"],
  [int8, "I8"],
  [bool, "BOOL"],
]);
const byCode = new Map([...codes].map(([dtype, code]) => [code, dtype]));

type Entry = { dtype: string; shape: number[]; data_offsets: [number, number] };

/** The bytes of a file, identical to those that the reference implementation writes. */
export function writeSafetensors({ tensors, metadata }: SafetensorsContent): Uint8Array {
  const order = [...codes.keys()];
  const rank = ({ dtype }: RawTensor): number => order.indexOf(dtype);
  const ordered = [...tensors].sort(([a, x], [b, y]) => rank(x) - rank(y) || (a < b ? -1 : 1));
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let length = 0;
  for (const [name, { dtype, shape, elements }] of ordered) {
    const end = length + elements.length * dtype.itemsize;
    header[name] = { dtype: codes.get(dtype)!, shape: [...shape], data_offsets: [length, end] };
    length = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + length).fill(0x20, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const [, { dtype, elements }] of ordered) {
    const own = bytesOf(dtype, elements);
    bytes.set(own, at);
    at += own.length;
  }
  return bytes;
}

/**
 * What a file holds.
 *
 * @throws RangeError for bytes that are not a complete safetensors file, TypeError for a dtype that has no counterpart
 * here.
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsContent {
  const header = readHeader(bytes);
  const data = bytes.subarray(header.dataStart);
  const tensors = new Map<string, RawTensor>();
  for (const [
    name,
    {
      dtype: code,
      shape,
      data_offsets: [start, end],
    },
  ] of header.entries) {
    if (!(start >= 0 && start <= end && end <= data.length)) {
      throw new RangeError(`safetensors: expected ${end} bytes of tensors, got ${data.length}; the file is cut off`);
    }
    tensors.set(name, readTensor(name, code, shape, data.subarray(start, end)));
  }
  return { tensors, metadata: header.metadata };
}

function readHeader(bytes: Uint8Array): {
  readonly entries: readonly (readonly [string, Entry])[];
  readonly metadata: Record<string, string>;
  readonly dataStart: number;
} {
  const length =
    bytes.length < 8 ? Infinity : Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > bytes.length - 8) {
    throw new RangeError(
      `safetensors: expected a header, got a file of ${bytes.length} bytes that does not begin with one`,
    );
  }
  let header: Record<string, unknown>;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<string, unknown>;
  } catch (cause) {
    throw new RangeError("safetensors: expected a header of JSON, got something else", { cause });
  }
  const { __metadata__: metadata = {}, ...entries } = header;
  return {
    entries: Object.entries(entries as Record<string, Entry>),
    metadata: metadata as Record<string, string>,
    dataStart: 8 + length,
  };
}

function readTensor(name: string, code: string, shape: readonly number[], bytes: Uint8Array): RawTensor {
  const dtype = byCode.get(code);
  if (dtype === undefined) {
    throw new TypeError(
      `safetensors: expected a dtype among ${[...byCode.keys()].join(", ")}, got ${code} for ${name}`,
    );
  }
  const length = numel(shape) * dtype.itemsize;
  if (bytes.length !== length) {
    throw new RangeError(`safetensors: expected ${length} bytes for ${name}, got ${bytes.length}`);
  }
  return { dtype, shape, elements: elementsFrom(dtype, bytes) };
}
