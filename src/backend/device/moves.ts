/** Ops that move elements. For storages in a layout only the dimensions are renumbered; no elements are rearranged. */
import { float32, numel } from "../../shape/index.ts";
import type { Backend, Dense } from "../backend.ts";
import type { Layout } from "./handle.ts";
import type { Residence } from "./residence.ts";

type Moves = Pick<Backend, "permute" | "broadcastTo" | "cat" | "narrow" | "pad">;

export function moves(at: Residence, plain: Backend): Moves {
  const { engine } = at;

  function large(x: Dense, n: number): boolean {
    return x.storage.dtype === float32 && n >= engine.smallest;
  }

  /** The device's dimension that corresponds to the canonical dimension `dim`. */
  function placed(dim: number, layout: Layout | undefined): number {
    return layout === undefined ? dim : layout.perm.indexOf(dim);
  }

  function placeAll<T>(values: readonly T[], layout: Layout | undefined): readonly T[] {
    return layout === undefined ? values : layout.perm.map((d) => values[d]!);
  }

  return {
    permute(x, dims) {
      if (!large(x, x.storage.length)) return plain.permute(x, dims);
      return at.op(() => at.float(engine.transpose(at.canonical(x), dims)));
    },

    broadcastTo(x, shape) {
      if (!large(x, numel(shape))) return plain.broadcastTo(x, shape);
      return at.op(() => at.float(engine.broadcastTo(at.canonical(x), shape)), numel(shape));
    },

    cat(xs, dim) {
      const n = xs.reduce((sum, x) => sum + x.storage.length, 0);
      if (!large(xs[0]!, n) || xs.length === 1) return plain.cat(xs, dim);
      return at.op(() => {
        const layout = xs.map((x) => at.layoutOf(x)).find((found) => found !== undefined);
        const raws = xs.map((x) => (layout === undefined ? at.canonical(x) : at.inLayout(x, layout)));
        return at.float(engine.concat(raws, placed(dim, layout)), layout);
      }, n);
    },

    narrow(x, dim, start, length) {
      // Of a large array on the host, only the few rows need to be uploaded
      const rows = dim === 0 && x.storage.onHost;
      if (rows || !large(x, x.storage.length)) return plain.narrow(x, dim, start, length);
      return at.op(() => {
        const layout = at.layoutOf(x);
        const begin = x.shape.map((_, d) => (d === dim ? start : 0));
        const size = x.shape.map((n, d) => (d === dim ? length : n));
        return at.float(engine.slice(at.anyhow(x), placeAll(begin, layout), placeAll(size, layout)), layout);
      });
    },

    pad(x, pads, value) {
      if (!large(x, x.storage.length)) return plain.pad(x, pads, value);
      return at.op(
        () => {
          const layout = at.layoutOf(x);
          return at.float(engine.pad(at.anyhow(x), placeAll(pads, layout), value), layout);
        },
        numel(x.shape.map((size, d) => size + pads[d]![0] + pads[d]![1])),
      );
    },
  };
}
