/**
 * The tensor: a window (shape, strides, offset) onto a storage, and its place in the graph of gradients.
 *
 * Operations are methods; each file in ops/ adds its own to this class, next to the rule for its gradient.
 *
 * Long because it is one class with its state.
 */

import type { Storage } from "../backend/index.ts";
import type { Device, DType } from "../shape/index.ts";
import {
  device,
  shown,
  Size,
  contiguousStrides,
  isContiguous,
  numel,
  optional,
  signature,
  warn,
  wrapDim,
} from "../shape/index.ts";
import * as is from "../shape/kinds.ts";
import type { GradFn } from "./autograd/grad-fn.ts";
import { noteStorage } from "./autograd/scope.ts";
import { refreshView } from "./autograd/view-history.ts";
import { formatTensor } from "./print.ts";

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

const dimArgument = { dim: optional(is.orNull(is.int), null) };
const sizeSignature = signature("Tensor.size", dimArgument);
const strideSignature = signature("Tensor.stride", dimArgument);
const requiresGradSignature = signature("Tensor.requiresGrad_", { requiresGrad: optional(is.bool, true) });

/** Rejects arguments for the methods that take none. */
const bare = Object.fromEntries(
  ["storageOffset", "dim", "ndimension", "numel", "nelement", "isContiguous", "isFloatingPoint", "elementSize"].map(
    (name) => [name, signature(`Tensor.${name}`, {})],
  ),
);
function none(name: string, given: readonly unknown[]): void {
  if (given.length > 0) bare[name]!.read(given);
}

/** State that only tensors taking part in gradients have. */
export class Autograd {
  requiresGrad = false;
  retainsGrad = false;
  gradFn: GradFn | null = null;
  outputNr = 0;
  accumulate: GradFn | null = null;
  grad: Tensor | null = null;
  /** Code outside the library has read `grad` and may hold on to it. */
  gradSeen = false;
}

/**
 * An n-dimensional array of one dtype. Made by `torch.tensor`, `torch.zeros` and so on, not with `new`.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/tensors.html
 */
export class Tensor {
  // The readonly fields here are replaced only by `data`.
  readonly memory: Storage;
  readonly dtype: DType;
  /** The shape as a plain array, for performance-critical code. */
  readonly sizes: readonly number[];
  readonly offset: number;
  /** Whether it covers its whole storage in row-major order. */
  readonly isDense: boolean;
  /** The tensor that this one is a view of, for gradients through in-place operations. */
  readonly base: Tensor | null;
  /** The storage's version when this view's history was last up to date. */
  viewVersion: number;
  #autograd: Autograd | null = null;
  #shape: Size | null = null;
  #strides: readonly number[] | null;

  /** For the library: covers a whole storage, or with strides a window onto it. */
  constructor(
    storage: Storage,
    sizes: readonly number[],
    strides: readonly number[] | null = null,
    offset = 0,
    base: Tensor | null = null,
  ) {
    if ((storage as Partial<Storage> | undefined)?.dtype === undefined) throw notConstructible();
    this.memory = storage;
    this.dtype = storage.dtype;
    this.sizes = sizes;
    this.#strides = strides;
    this.offset = offset;
    this.isDense =
      strides === null || (offset === 0 && storage.length === numel(sizes) && isContiguous(sizes, strides));
    this.base = base;
    this.viewVersion = storage.version;
  }

  /** The sizes; prints as `torch.Size([1, 3])`. */
  get shape(): Size {
    return (this.#shape ??= Size.copy(this.sizes));
  }

  /** The strides as the library reads them. */
  get strides(): readonly number[] {
    return (this.#strides ??= contiguousStrides(this.sizes));
  }

  /** The sizes, or the size of one dimension. */
  size(): Size;
  size(dim: number): number;
  size(options: { readonly dim: number }): number;
  size(...given: unknown[]): Size | number {
    if (given.length === 0) return this.shape;
    const { dim } = sizeSignature.read(given);
    return dim === null ? this.shape : this.sizes[wrapDim(dim, this.sizes.length)]!;
  }

  /** The distance in elements between neighbours along each dimension. */
  stride(): number[];
  stride(dim: number): number;
  stride(options: { readonly dim: number }): number;
  stride(...given: unknown[]): number[] | number {
    const { dim } = strideSignature.read(given);
    return dim === null ? [...this.strides] : this.strides[wrapDim(dim, this.sizes.length)]!;
  }

  /** The position of the first element in the storage. */
  storageOffset(): number;
  storageOffset(...given: unknown[]): number {
    none("storageOffset", given);
    return this.offset;
  }

  /** The number of dimensions. */
  dim(): number;
  dim(...given: unknown[]): number {
    none("dim", given);
    return this.sizes.length;
  }

  get ndim(): number {
    return this.sizes.length;
  }

  /** Another name of `dim`. */
  ndimension(): number;
  ndimension(...given: unknown[]): number {
    none("ndimension", given);
    return this.sizes.length;
  }

  /** The number of elements. */
  numel(): number;
  numel(...given: unknown[]): number {
    none("numel", given);
    return numel(this.sizes);
  }

  /** Another name of `numel`. */
  nelement(): number;
  nelement(...given: unknown[]): number {
    none("nelement", given);
    return numel(this.sizes);
  }

  /** Python's `len`: the size of the first dimension. */
  get length(): number {
    if (this.sizes.length === 0) throw new TypeError("len() of a 0-d tensor");
    return this.sizes[0]!;
  }

  isContiguous(): boolean;
  isContiguous(...given: unknown[]): boolean {
    none("isContiguous", given);
    return this.isDense || isContiguous(this.sizes, this.strides);
  }

  isFloatingPoint(): boolean;
  isFloatingPoint(...given: unknown[]): boolean {
    none("isFloatingPoint", given);
    return this.dtype.isFloatingPoint;
  }

  elementSize(): number;
  elementSize(...given: unknown[]): number {
    none("elementSize", given);
    return this.dtype.itemsize;
  }

  /** The number of bytes per element. */
  get itemsize(): number {
    return this.dtype.itemsize;
  }

  /** The bytes of all elements of this tensor; the memory behind a view may have more (`storage().nbytes()`). */
  get nbytes(): number {
    return numel(this.sizes) * this.dtype.itemsize;
  }

  /** Where tensors live; there is only one place. */
  get device(): Device {
    return device("cpu");
  }

  /** How often the storage was changed in place. */
  get _version(): number {
    return this.memory.version;
  }

  /**
   * For operations that have changed elements in place: gradients that still need the old elements will raise an error.
   */
  changed(): void {
    if (!((this.base ?? this) instanceof Untracked)) this.memory.version++;
  }

  /**
   * The same elements outside the graph, for manual updates: `p.data.sub_(p.grad.mul(lr))`. Unlike with `detach()`,
   * changes through it go unnoticed by gradients still to be computed. Assigning a tensor gives this one its elements,
   * shape and dtype.
   *
   * Reference: https://docs.pytorch.org/docs/2.13/notes/autograd.html#in-place-correctness-checks
   */
  get data(): Tensor {
    return new Untracked(this.memory, this.sizes, this.isDense ? null : this.strides, this.offset);
  }

  set data(value: Tensor) {
    if (!((value as unknown) instanceof Tensor))
      throw new TypeError(`Variable data has to be a tensor, but got ${value === null ? "null" : typeof value}`);
    if (this.requiresGrad && !value.dtype.isFloatingPoint)
      throw new TypeError("data set to a tensor that requires gradients must be floating point or complex dtype");
    const mine = this as { -readonly [K in keyof Tensor]: Tensor[K] };
    mine.memory = value.memory;
    mine.dtype = value.dtype;
    mine.sizes = value.sizes;
    mine.offset = value.offset;
    mine.isDense = value.isDense;
    this.viewVersion = value.memory.version;
    this.#strides = value.isDense ? null : value.strides;
    this.#shape = null;
  }

  /** For operations that change the shape in place: this tensor becomes the same window as `view`, a view of it. */
  takeShape(view: Tensor): void {
    const mine = this as { -readonly [K in keyof Tensor]: Tensor[K] };
    mine.sizes = view.sizes;
    mine.offset = view.offset;
    mine.isDense = view.isDense;
    this.#strides = view.isDense ? null : view.strides;
    this.#shape = null;
  }

  /** The gradient state, created on first use. */
  get autograd(): Autograd {
    return (this.#autograd ??= new Autograd());
  }

  /** Whether gradients flow to this tensor. */
  get requiresGrad(): boolean {
    if (this.base !== null && this.viewVersion !== this.memory.version) refreshView(this);
    const autograd = this.#autograd;
    return autograd !== null && (autograd.requiresGrad || autograd.gradFn !== null);
  }

  /** Assigning true makes this tensor a leaf of the graph; only floating point tensors can be one. */
  set requiresGrad(value: boolean) {
    if (typeof value !== "boolean") throw new TypeError(`requiresGrad must be a bool, got ${shown(value)}`);
    if (this.gradFn !== null) {
      if (value) return;
      throw new Error(
        "you can only change requiresGrad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use varNoGrad = var.detach().",
      );
    }
    if (value && !this.dtype.isFloatingPoint)
      throw new TypeError(
        `only Tensors of floating point dtype can require gradients, got ${this.dtype.toString()}; make one with x.float()`,
      );
    if (value || this.#autograd !== null) this.autograd.requiresGrad = value;
  }

  /** Sets `requiresGrad` and returns this tensor. */
  requiresGrad_(requiresGrad?: boolean): this;
  requiresGrad_(...given: unknown[]): this {
    this.requiresGrad = requiresGradSignature.read(given).requiresGrad;
    return this;
  }

  /** The operation that made this tensor, or null for a leaf. */
  get gradFn(): GradFn {
    if (this.base !== null && this.viewVersion !== this.memory.version) refreshView(this);
    // The type leaves out null, like that of `grad`.
    return (this.#autograd === null ? null : this.#autograd.gradFn) as GradFn;
  }

  /** Which of its operation's outputs this tensor is. */
  get outputNr(): number {
    return this.#autograd === null ? 0 : this.#autograd.outputNr;
  }

  /** Whether the graph begins here: the tensor was made by the user, or needs no gradients. */
  get isLeaf(): boolean {
    return this.gradFn === null;
  }

  /** Whether `retainGrad` was called. */
  get retainsGrad(): boolean {
    return this.#autograd !== null && this.#autograd.retainsGrad;
  }

  /** The gradient accumulated by `backward`, or null. */
  get grad(): Tensor {
    const autograd = this.#autograd;
    // The type leaves out null, because `grad` is normally used after `backward`.
    if (autograd === null) return null as unknown as Tensor;
    if (autograd.grad !== null) autograd.gradSeen = true;
    else if (!this.isLeaf && !autograd.retainsGrad)
      warn(
        "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated during " +
          "autograd.backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retainGrad() on the " +
          "non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead.",
      );
    return autograd.grad as Tensor;
  }

  set grad(value: Tensor | null) {
    if (value !== null) {
      if (!((value as unknown) instanceof Tensor))
        throw new TypeError(`assigned grad expected to be a Tensor or null but got ${shown(value)}`);
      if (value.dtype !== this.dtype)
        throw new TypeError(
          `assigned grad has data of a different type: expected ${this.dtype.toString()}, got ${value.dtype.toString()}`,
        );
      if (value.sizes.length !== this.sizes.length || value.sizes.some((n, d) => n !== this.sizes[d]))
        throw new RangeError(
          `attempting to assign a gradient of size '[${value.sizes.join(", ")}]' to a tensor of size '[${this.sizes.join(", ")}]'. Please ensure that the gradient and the tensor are the same size`,
        );
    }
    const autograd = this.autograd;
    autograd.grad = value;
    autograd.gradSeen = true;
  }

  /** For optimisers: the gradient, without this counting as a read by the user. */
  peekGrad(): Tensor | null {
    return this.#autograd === null ? null : this.#autograd.grad;
  }

  /** For optimisers: drops the gradient; its memory is freed at once unless the user has read it. */
  dropGrad(): void {
    const autograd = this.#autograd;
    if (autograd === null || autograd.grad === null) return;
    const { grad } = autograd;
    // Cleared first: if a stop comes between the two lines, the collector frees the memory, and nothing is freed twice.
    autograd.grad = null;
    if (!autograd.gradSeen) grad.memory.release();
  }

  /** Python's repr. */
  toString(): string {
    return formatTensor(this);
  }

  [inspectCustom](): string {
    return this.toString();
  }

  /**
   * Templates and `String` give the text; an operator is a mistake, and raises an error instead of giving NaN or joined
   * text.
   */
  [Symbol.toPrimitive](hint: "number" | "string" | "default"): string {
    if (hint === "string") return this.toString();
    throw new TypeError(
      hint === "default"
        ? "JavaScript's + and == do not work on tensors: write a.add(b), a.eq(b), or `${a}` for its text"
        : "JavaScript's operators and Math do not work on tensors: write a.neg(), a.sub(b), a.mul(b), a.div(b), a.pow(b), a.lt(b), a.gt(b), a.sqrt() and so on, or a.item() for the number of a tensor of one element",
    );
  }

  /** For operations: this tensor was made by `gradFn`. */
  setHistory(gradFn: GradFn | null, outputNr: number): void {
    const autograd = this.autograd;
    autograd.gradFn = gradFn;
    autograd.outputNr = outputNr;
    this.viewVersion = this.memory.version;
  }
}

function notConstructible(): TypeError {
  return new TypeError(
    "new Tensor() is for the library: write torch.tensor([1, 2]), torch.FloatTensor([1, 2]), or torch.zeros(2, 3)",
  );
}

/** What `data` returns: in-place changes through it, and through its views, are not counted. */
class Untracked extends Tensor {}
Object.defineProperty(Untracked, "name", { value: "Tensor" });

/** A tensor over a new storage. */
export function fromStorage(storage: Storage, sizes: readonly number[]): Tensor {
  noteStorage(storage);
  return new Tensor(storage, sizes);
}

/** A view: another window onto a tensor's storage. */
export function viewOf(
  tensor: Tensor,
  sizes: readonly number[],
  strides: readonly number[],
  offset: number = tensor.offset,
): Tensor {
  return new Tensor(tensor.memory, sizes, strides, offset, tensor.base ?? tensor);
}
