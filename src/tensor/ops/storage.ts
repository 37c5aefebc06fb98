/**
 * The memory behind a tensor, as torch shows it: `storage()` by elements, `untypedStorage()` by bytes, `dataPtr()` as
 * an address.
 */

import { Storage } from "../../backend/index.ts";
import {
  bool,
  bytesOf,
  device,
  elementsFrom,
  required,
  signature,
  uint8,
  type Device,
  type DType,
  type TypedArray,
} from "../../shape/index.ts";
import * as is from "../kinds.ts";
import { method } from "../method.ts";
import { element } from "../from-data.ts";
import { pythonFloat } from "../number-format.ts";
import type { Scalar } from "./elementwise.ts";

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

declare module "../tensor.ts" {
  interface Tensor {
    /**
     * All elements of the memory behind this tensor, in one row; its views return the same object, so `===` tells which
     * tensors share memory.
     *
     * ```ts
     * const points = torch.tensor([[4.5, 1], [5, 3]]);
     * points.t().storage() === points.storage(); // true
     * points.storage().at(1); // 1
     * ```
     *
     * Reference: https://docs.pytorch.org/docs/2.13/storage.html#torch.TypedStorage
     */
    storage(): TypedStorage;
    /** The same memory as bytes. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.untyped_storage.html */
    untypedStorage(): UntypedStorage;
    /**
     * The address of the first element: equal for tensors that begin at the same place of the same memory. The number
     * itself is made up, because JavaScript has no addresses.
     *
     * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.data_ptr.html
     */
    dataPtr(): number;
  }
}

/** The alignment of torch's allocator. */
const ALIGNMENT = 64;
let nextAddress = 0x10000;
const addresses = new WeakMap<Storage, number>();

function addressOf(memory: Storage): number {
  let address = addresses.get(memory);
  if (address === undefined) {
    if (memory.length === 0) return 0;
    address = nextAddress;
    addresses.set(memory, address);
    nextAddress += Math.ceil(memory.nbytes / ALIGNMENT) * ALIGNMENT;
  }
  return address;
}

const signatures = (name: string) => ({
  size: signature(`${name}.size`, {}),
  nbytes: signature(`${name}.nbytes`, {}),
  elementSize: signature(`${name}.elementSize`, {}),
  dataPtr: signature(`${name}.dataPtr`, {}),
  tolist: signature(`${name}.tolist`, {}),
  clone: signature(`${name}.clone`, {}),
  untyped: signature(`${name}.untyped`, {}),
  at: signature(`${name}.at`, { index: required(is.int) }),
  setAt: signature(`${name}.setAt`, { index: required(is.int), value: required(is.scalar) }),
  fill_: signature(`${name}.fill_`, { value: required(is.scalar) }),
});
const typed = signatures("TypedStorage");
const untyped = signatures("UntypedStorage");

const shown = (value: number | bigint, dtype: DType): number | bigint | boolean => {
  if (dtype === bool) return value !== 0;
  return typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
};

/** What both kinds have in common; they differ in what one element is. */
abstract class Elements {
  readonly dtype: DType;
  protected readonly memory: Storage;

  constructor(memory: Storage, dtype: DType) {
    this.memory = memory;
    this.dtype = dtype;
  }

  protected abstract signed(): ReturnType<typeof signatures>;
  /** The elements, for reading. */
  protected abstract read(): TypedArray;
  /** Changes the elements through `change`, in place. */
  protected abstract write(change: (elements: TypedArray) => void): void;

  get device(): Device {
    return device("cpu");
  }

  /** Python's `len`: the number of elements. */
  get length(): number {
    return this.memory.nbytes / this.dtype.itemsize;
  }

  /** The number of elements. */
  size(): number;
  size(...given: unknown[]): number {
    this.signed().size.read(given);
    return this.length;
  }

  /** The number of bytes. */
  nbytes(): number;
  nbytes(...given: unknown[]): number {
    this.signed().nbytes.read(given);
    return this.memory.nbytes;
  }

  /** The number of bytes per element. */
  elementSize(): number;
  elementSize(...given: unknown[]): number {
    this.signed().elementSize.read(given);
    return this.dtype.itemsize;
  }

  /** The address of the first element: see `Tensor.dataPtr`. */
  dataPtr(): number;
  dataPtr(...given: unknown[]): number {
    this.signed().dataPtr.read(given);
    return addressOf(this.memory);
  }

  /** An element; a negative index counts from the end. Python's `storage[i]`. @throws RangeError beyond the end. */
  at(index: number): number;
  at(...given: unknown[]): number {
    const { index } = this.signed().at.read(given);
    return shown(this.read()[this.#place(index)]!, this.dtype) as number;
  }

  /**
   * Writes an element, for every tensor that shares this memory. Python's `storage[i] = value`. @throws RangeError
   * beyond the end.
   */
  setAt(index: number, value: Scalar): void;
  setAt(...given: unknown[]): void {
    const { index, value } = this.signed().setAt.read(given);
    const place = this.#place(index);
    this.write((elements) => (elements[place] = element(value, this.dtype) as never));
  }

  /** Sets every element to one value. */
  fill_(value: Scalar): this;
  fill_(...given: unknown[]): this {
    const { value } = this.signed().fill_.read(given);
    this.write((elements) => elements.fill(element(value, this.dtype) as never));
    return this;
  }

  /** The elements as an array. */
  tolist(): number[];
  tolist(...given: unknown[]): number[] {
    this.signed().tolist.read(given);
    return Array.from(this.read() as ArrayLike<number | bigint>, (value) => shown(value, this.dtype) as number);
  }

  [Symbol.iterator](): Iterator<number> {
    return this.tolist()[Symbol.iterator]();
  }

  toString(): string {
    const lines = this.tolist().map(
      (value) => ` ${this.dtype.isFloatingPoint ? pythonFloat(value) : pythonWhole(value)}`,
    );
    return `${lines.join("\n") || " "}\n[torch.storage.${this.describe()} of size ${this.length}]`;
  }
  protected abstract describe(): string;

  [inspectCustom](): string {
    return this.toString();
  }

  #place(index: number): number {
    const { length } = this;
    if (index >= length || index < -length)
      throw new RangeError(`index ${index} out of range for storage of size ${length}`);
    return index < 0 ? index + length : index;
  }
}

const pythonWhole = (value: number | boolean): string =>
  typeof value === "boolean" ? (value ? "True" : "False") : String(value);

/**
 * The elements of a tensor's memory in one row, in memory order. Returned by `tensor.storage()`.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/storage.html#torch.TypedStorage
 */
export class TypedStorage extends Elements {
  protected signed(): ReturnType<typeof signatures> {
    return typed;
  }

  protected read(): TypedArray {
    return this.memory.host();
  }

  protected write(change: (elements: TypedArray) => void): void {
    change(this.memory.hostForWrite());
  }

  /** A copy that no tensor uses yet. */
  clone(): TypedStorage;
  clone(...given: unknown[]): TypedStorage {
    typed.clone.read(given);
    return new TypedStorage(Storage.fromHost(this.dtype, this.memory.host().slice()), this.dtype);
  }

  /** The same memory as bytes. */
  untyped(): UntypedStorage;
  untyped(...given: unknown[]): UntypedStorage {
    typed.untyped.read(given);
    return untypedOf(this.memory);
  }

  protected describe(): string {
    return `TypedStorage(dtype=${this.dtype.toString()}, device=cpu)`;
  }
}

/**
 * The bytes of a tensor's memory. Returned by `tensor.untypedStorage()`.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/storage.html#torch.UntypedStorage
 */
export class UntypedStorage extends Elements {
  constructor(memory: Storage) {
    super(memory, uint8);
  }

  protected signed(): ReturnType<typeof signatures> {
    return untyped;
  }

  protected read(): TypedArray {
    return bytesOf(this.memory.dtype, this.memory.host());
  }

  // Half-precision numbers are stored in 32 bits, so their bytes must be written back.
  protected write(change: (bytes: TypedArray) => void): void {
    const { dtype } = this.memory;
    const elements = this.memory.hostForWrite();
    const bytes = bytesOf(dtype, elements);
    change(bytes);
    if (dtype.round !== null) elements.set(elementsFrom(dtype, bytes) as never);
  }

  /** A copy that no tensor uses yet. */
  clone(): UntypedStorage;
  clone(...given: unknown[]): UntypedStorage {
    untyped.clone.read(given);
    return new UntypedStorage(Storage.fromHost(this.memory.dtype, this.memory.host().slice()));
  }

  /** This storage itself. */
  untyped(): this;
  untyped(...given: unknown[]): this {
    untyped.untyped.read(given);
    return this;
  }

  protected describe(): string {
    return "UntypedStorage(device=cpu)";
  }
}

const typedBy = new WeakMap<Storage, TypedStorage>();
const untypedBy = new WeakMap<Storage, UntypedStorage>();

/** One object per memory, so that `===` works as Python's `id(a.storage()) == id(b.storage())`. */
function typedOf(memory: Storage): TypedStorage {
  let found = typedBy.get(memory);
  if (found === undefined) typedBy.set(memory, (found = new TypedStorage(memory, memory.dtype)));
  return found;
}

function untypedOf(memory: Storage): UntypedStorage {
  let found = untypedBy.get(memory);
  if (found === undefined) untypedBy.set(memory, (found = new UntypedStorage(memory)));
  return found;
}

method("storage", {}, (x) => typedOf(x.memory));
method("untypedStorage", {}, (x) => untypedOf(x.memory));
method("dataPtr", {}, (x) => {
  const start = addressOf(x.memory);
  return start === 0 ? 0 : start + x.offset * x.dtype.itemsize;
});
