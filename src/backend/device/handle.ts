import type { TypedArray } from "../../shape/index.ts";
import type { Handle } from "../handles.ts";
import type { Engine, Raw } from "./engine.ts";

/** An order of dimensions on the device: the device's dimension d is the canonical dimension `perm[d]`. */
export interface Layout {
  readonly perm: readonly number[];
  /** The permutation back to the canonical order. */
  readonly inverse: readonly number[];
}

/** Images: canonical [B, C, H, W] is stored as [B, H, W, C]. */
export const nhwc: Layout = { perm: [0, 2, 3, 1], inverse: [0, 3, 1, 2] };
/** Filters: canonical [O, C, K, K] is stored as [K, K, C, O]. */
export const hwio: Layout = { perm: [2, 3, 1, 0], inverse: [3, 2, 0, 1] };

/** A storage's elements on the device, row-major or in a layout of four dimensions. */
export class DeviceHandle implements Handle {
  readonly engine: Engine;
  readonly raw: Raw;
  readonly layout: Layout | undefined;
  readonly bytes: number;
  /** False for a workspace, which is lost with the handle. */
  readonly #readable: boolean;

  readonly #dispose: (raw: Raw) => void;

  constructor(engine: Engine, raw: Raw, layout: Layout | undefined, readable: boolean, dispose: (raw: Raw) => void) {
    this.engine = engine;
    this.#dispose = dispose;
    this.raw = raw;
    this.layout = layout;
    this.#readable = readable;
    let bytes = raw.dtype === "bool" ? 1 : 4;
    for (const n of raw.shape) bytes *= n;
    this.bytes = bytes;
  }

  read(): TypedArray {
    if (!this.#readable) return new Uint8Array(0);
    if (this.layout === undefined) return this.engine.read(this.raw);
    const canonical = this.engine.transpose(this.raw, this.layout.inverse);
    const array = this.engine.read(canonical);
    this.engine.free(canonical);
    return array;
  }

  free(): void {
    this.#dispose(this.raw);
  }
}
