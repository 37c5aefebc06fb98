/** Tracks where operands are and brings them to where a kernel needs them; the only place where elements move between layouts. */
import { bool, float32, int32, numel, sameShape } from "../../shape/index.ts";
import type { DType } from "../../shape/index.ts";
import type { Dense } from "../backend.ts";
import { demandMemory } from "../allocate.ts";
import { relievePressure } from "../handles.ts";
import { Storage } from "../storage.ts";
import type { Engine, Raw, RawDType } from "./engine.ts";
import { DeviceHandle } from "./handle.ts";
import type { Layout } from "./handle.ts";

export class Residence {
  readonly engine: Engine;
  /** Freed when the op ends. */
  readonly #temporaries: Raw[] = [];
  #running = false;
  readonly #scalars = new Map<number, Raw>();

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** The layout that `x`, with its shape, has on the device; undefined if it is row-major or not there. */
  layoutOf(x: Dense): Layout | undefined {
    const handle = this.#handleOf(x.storage);
    if (handle?.layout === undefined) return undefined;
    const { perm } = handle.layout;
    const { shape } = handle.raw;
    if (x.shape.length !== perm.length) return undefined;
    for (let d = 0; d < perm.length; d++) if (x.shape[perm[d]!] !== shape[d]) return undefined;
    return handle.layout;
  }

  /** `x` in row-major order with its shape. */
  canonical(x: Dense): Raw {
    const { storage, shape } = x;
    let handle = this.#handleOf(storage);
    if (handle === undefined) handle = this.#upload(storage, shape);
    if (handle.layout !== undefined)
      handle = this.#replace(storage, this.engine.transpose(handle.raw, handle.layout.inverse), undefined);
    if (!sameShape(handle.raw.shape, shape))
      handle = this.#replace(storage, this.engine.reshape(handle.raw, shape), undefined);
    return handle.raw;
  }

  /** `x`, which has four dimensions, in `layout`. */
  inLayout(x: Dense, layout: Layout): Raw {
    const handle = this.#handleOf(x.storage);
    if (handle !== undefined && this.layoutOf(x) === layout) return handle.raw;
    return this.#replace(x.storage, permuted(this.engine, this.canonical(x), layout.perm), layout).raw;
  }

  /** `x` in any layout, for ops to which the order of elements does not matter. */
  anyhow(x: Dense): Raw {
    return this.layoutOf(x) === undefined ? this.canonical(x) : this.#handleOf(x.storage)!.raw;
  }

  /** An operand that broadcasts against four dimensions in `layout`. */
  alignedWith(x: Dense, layout: Layout): Raw {
    if (x.shape.length === 0 || x.storage.length === 1) return this.canonical({ storage: x.storage, shape: [] });
    if (this.layoutOf(x) === layout) return this.#handleOf(x.storage)!.raw;
    const shape = [...ones(4 - x.shape.length), ...x.shape];
    return this.temporary(permuted(this.engine, this.canonical({ storage: x.storage, shape }), layout.perm));
  }

  /** Whether the device holds `storage` in one of its own layouts. */
  isInLayout(storage: Storage): boolean {
    return this.#handleOf(storage)?.layout !== undefined;
  }

  /** The layout in which `together` brought the others to `first`. */
  sharedLayout(first: Storage): Layout | undefined {
    return this.#handleOf(first)?.layout;
  }

  /** Storages of the same size, all in the layout that `first` has, so that their elements match. */
  together(first: Storage, ...others: readonly (Storage | undefined)[]): (Raw | undefined)[] {
    const handle = this.#handleOf(first);
    const { layout } = handle ?? {};
    if (handle === undefined || layout === undefined)
      return [first, ...others].map((x) => x && this.canonical({ storage: x, shape: [x.length] }));
    const shape = layout.inverse.map((d) => handle.raw.shape[d]!);
    return [first, ...others].map((x) => x && this.inLayout({ storage: x, shape }, layout));
  }

  /** Keeps a result that only the library can read; once evicted, it is lost. */
  keepUnreadable(raw: Raw): Storage {
    return Storage.fromHandle(bool, numel(raw.shape), this.#handle(raw, undefined, false));
  }

  /** A result kept by `keepUnreadable`, if it still exists. */
  unreadable(storage: Storage): Raw | undefined {
    return this.#handleOf(storage)?.raw;
  }

  /** A number as a tensor. They are cached, because every training step uses the same few. */
  scalar(value: number): Raw {
    let raw = Object.is(value, -0) ? undefined : this.#scalars.get(value);
    if (raw === undefined) {
      raw = this.engine.upload("float32", Float32Array.of(value), []);
      // A Map does not distinguish -0 from 0
      if (this.#scalars.size < 100 && !Object.is(value, -0)) this.#scalars.set(value, raw);
      else this.temporary(raw);
    }
    return raw;
  }

  /** Registers a tensor that lives until the op ends. */
  temporary(raw: Raw): Raw {
    this.#temporaries.push(raw);
    return raw;
  }

  /**
   * Runs an op whose largest result has this many `elements`: makes room before it and frees the temporaries after it. Ops do not nest, so
   * temporaries still there at the start were left by an interrupted op, and are freed too.
   */
  op<T>(compute: () => T, elements = 0): T {
    if (this.#running) this.#finish();
    demandMemory(elements * 4, this.engine.mostBytes);
    relievePressure();
    this.#running = true;
    try {
      return compute();
    } finally {
      this.#finish();
    }
  }

  #finish(): void {
    this.#running = false;
    for (let raw = this.#temporaries.pop(); raw !== undefined; raw = this.#temporaries.pop()) this.engine.free(raw);
  }

  /** A new storage for a result. */
  keep(dtype: DType, raw: Raw, layout?: Layout): Storage {
    return Storage.fromHandle(dtype, numel(raw.shape), this.#handle(raw, layout));
  }

  float(raw: Raw, layout?: Layout): Storage {
    return this.keep(float32, raw, layout);
  }

  #handleOf(storage: Storage): DeviceHandle | undefined {
    const { handle } = storage;
    return handle instanceof DeviceHandle && handle.engine === this.engine ? handle : undefined;
  }

  #upload(storage: Storage, shape: readonly number[]): DeviceHandle {
    // An array that somebody outside may write to is copied, not lent to the device.
    const array = storage.isShared ? storage.host().slice() : storage.host();
    const handle = this.#handle(this.engine.upload(rawDType(storage.dtype), array, shape), undefined);
    storage.cache(handle, true);
    return handle;
  }

  #replace(storage: Storage, raw: Raw, layout: Layout | undefined): DeviceHandle {
    const handle = this.#handle(raw, layout);
    storage.cache(handle, false);
    return handle;
  }

  #handle(raw: Raw, layout: Layout | undefined, readable = true): DeviceHandle {
    return new DeviceHandle(this.engine, raw, layout, readable, this.#dispose);
  }

  /** Within an op, a replaced handle may still be read by another operand, so it is freed only when the op ends. */
  readonly #dispose = (raw: Raw): void => {
    if (this.#running) this.#temporaries.push(raw);
    else this.engine.free(raw);
  };
}

/** `n` sizes of 1. */
export function ones(n: number): number[] {
  return Array.from({ length: n }, () => 1);
}

/** Permutes; if only dimensions of size 1 move, the order of elements stays the same and a reshape is enough. */
export function permuted(engine: Engine, x: Raw, perm: readonly number[]): Raw {
  const moving = perm.filter((d) => x.shape[d] !== 1);
  const stays = moving.every((d, i) => i === 0 || moving[i - 1]! < d);
  if (!stays) return engine.transpose(x, perm);
  return engine.reshape(
    x,
    perm.map((d) => x.shape[d]!),
  );
}

export function rawDType(dtype: DType): RawDType {
  if (dtype === float32) return "float32";
  if (dtype === int32) return "int32";
  if (dtype.name === "bool") return "bool";
  throw new Error(`internal: ${dtype.name} does not live on a device`);
}
