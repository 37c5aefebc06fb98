import { bool, broadcastShapes, float32, numel, sameShape } from "../../shape/index.ts";
import type { DType } from "../../shape/index.ts";
import type { Backend, Operand } from "../backend.ts";
import { isDense } from "../plain/arrays.ts";
import { common } from "../plain/binary.ts";
import type { Raw } from "./engine.ts";
import type { Layout } from "./handle.ts";
import type { Residence } from "./residence.ts";

type Elementwise = Pick<Backend, "unary" | "binary" | "compare" | "where" | "cast" | "full">;

/** In a plain loop an exponential costs as much as this many additions. */
const costOfFunctions = 8;
/** TensorFlow's own gradients do not broadcast. */
const gradients: ReadonlySet<string> = new Set(["tanhGrad", "sigmoidGrad", "reluGrad"]);
const cheapUnary: ReadonlySet<string> = new Set(["neg", "abs", "square", "relu", "sqrt", "reciprocal"]);

export function elementwise(at: Residence, plain: Backend): Elementwise {
  const { engine } = at;

  function large(dtype: DType, n: number, cost = 1): boolean {
    return dtype === float32 && n * cost >= engine.smallest;
  }

  /** The operands in a common layout, and the layout of the result. */
  function meet(operands: readonly Operand[], shape: readonly number[]): { raws: Raw[]; layout: Layout | undefined } {
    let layout: Layout | undefined;
    if (shape.length === 4)
      for (const x of operands)
        if (isDense(x) && x.shape.length === 4 && x.storage.length === numel(shape)) layout ??= at.layoutOf(x);
    const raws = operands.map((x) => {
      if (!isDense(x)) return at.scalar(Number(x));
      return layout === undefined ? at.canonical(x) : at.alignedWith(x, layout);
    });
    return { raws, layout };
  }

  return {
    unary(op, x) {
      if (!large(x.storage.dtype, x.storage.length, cheapUnary.has(op) ? 1 : costOfFunctions))
        return plain.unary(op, x);
      if (!engine.unaryOps.has(op)) return plain.unary(op, x);
      return at.op(() => at.float(engine.unary(op, at.anyhow(x)), at.layoutOf(x)));
    },

    binary(op, a, b) {
      const { dtype, shape } = common(a, b);
      if (!large(dtype, numel(shape)) || !engine.binaryOps.has(op)) return plain.binary(op, a, b);
      if (gradients.has(op) && !(isDense(a) && isDense(b) && sameShape(a.shape, b.shape)))
        return plain.binary(op, a, b);
      return at.op(() => {
        const { raws, layout } = meet([a, b], shape);
        return at.float(engine.binary(op, raws[0]!, raws[1]!), layout);
      }, numel(shape));
    },

    compare(op, a, b) {
      const { dtype, shape } = common(a, b);
      if (!large(dtype, numel(shape))) return plain.compare(op, a, b);
      return at.op(() => {
        const { raws, layout } = meet([a, b], shape);
        return at.keep(bool, engine.compare(op, raws[0]!, raws[1]!), layout);
      }, numel(shape));
    },

    where(condition, a, b) {
      const { dtype, shape: inner } = common(a, b);
      const shape = broadcastShapes(condition.shape, inner);
      if (!large(dtype, numel(shape))) return plain.where(condition, a, b);
      return at.op(() => {
        const { raws, layout } = meet([condition, a, b], shape);
        return at.float(engine.select(raws[0]!, raws[1]!, raws[2]!), layout);
      }, numel(shape));
    },

    cast(x, dtype) {
      const known = (d: DType): boolean => d === float32 || d === bool;
      const from = x.storage.dtype;
      const useful = known(from) && known(dtype) && from !== dtype && x.storage.length >= engine.smallest;
      if (!useful) return plain.cast(x, dtype);
      return at.op(() => {
        const raw = at.anyhow(x);
        const layout = at.layoutOf(x);
        // TensorFlow's cast to bool is not always `!= 0`
        if (dtype === bool) return at.keep(bool, engine.compare("ne", raw, at.scalar(0)), layout);
        return at.float(engine.cast(raw, "float32"), layout);
      });
    },

    full: (dtype, length, value) => plain.full(dtype, length, value),
  };
}
