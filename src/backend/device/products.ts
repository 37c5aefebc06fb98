/** Reductions, matrix products, softmax, rows. */
import { float32, numel } from "../../shape/index.ts";
import type { Backend, Dense } from "../backend.ts";
import { around } from "../plain/arrays.ts";
import { sizesOf } from "../plain/matmul.ts";
import { checkedRows } from "../plain/rows.ts";
import { checkedTargets } from "../plain/softmax.ts";
import type { Raw } from "./engine.ts";
import type { Residence } from "./residence.ts";
import { isSum, reduceSum } from "./sums.ts";

type Products = Pick<
  Backend,
  | "reduce"
  | "argReduce"
  | "matmul"
  | "linear"
  | "embedding"
  | "embeddingGrad"
  | "softmax"
  | "logSoftmax"
  | "softmaxGrad"
  | "logSoftmaxGrad"
  | "crossEntropy"
>;

/** From this many multiplications on, the device is faster than a plain loop. */
const smallestProduct = 16_384;

export function products(at: Residence, plain: Backend): Products {
  const { engine } = at;

  function large(x: Dense, cost = 1): boolean {
    return x.storage.dtype === float32 && x.storage.length * cost >= engine.smallest;
  }

  function isFloat(...xs: readonly (Dense | undefined)[]): boolean {
    return xs.every((x) => x === undefined || x.storage.dtype === float32);
  }

  /** Softmax over the middle one of three axes; the library's own works on the last axis of a matrix. */
  function alongMiddle(x: Raw, log: boolean): Raw {
    const max = at.temporary(engine.reduce("max", x, [1], true));
    const shifted = at.temporary(engine.binary("sub", x, max));
    const powers = at.temporary(engine.unary("exp", shifted));
    const sum = at.temporary(engine.reduce("sum", powers, [1], true));
    return log
      ? engine.binary("sub", shifted, at.temporary(engine.unary("log", sum)))
      : engine.binary("div", powers, sum);
  }

  function softmax(x: Dense, dim: number, log: boolean) {
    const [outer, n, inner] = around(x.shape, dim);
    if (inner === 1) {
      const raw = at.canonical({ storage: x.storage, shape: [outer, n] });
      return at.float(log ? engine.logSoftmax(raw) : engine.softmax(raw));
    }
    return at.float(alongMiddle(at.canonical({ storage: x.storage, shape: [outer, n, inner] }), log));
  }

  return {
    reduce(op, x, dims) {
      if (!large(x) || dims.length === 0 || !engine.reduceOps.has(op)) return plain.reduce(op, x, dims);
      const layout = at.layoutOf(x);
      const kept = layout?.perm.filter((d) => !dims.includes(d)) ?? [];
      const inOrder = kept.every((d, i) => i === 0 || kept[i - 1]! < d);
      const asItLies = layout !== undefined && inOrder;
      const raw = (): Raw => (asItLies ? at.anyhow(x) : at.canonical(x));
      const axes = asItLies ? dims.map((d) => layout.perm.indexOf(d)) : dims;
      if (!isSum(op)) return at.op(() => at.float(engine.reduce(op, raw(), axes)));
      return reduceSum(at, plain, op, raw, asItLies ? layout.perm.map((d) => x.shape[d]!) : x.shape, axes);
    },

    // TensorFlow's argmax skips NaN
    argReduce: (op, x, dim) => plain.argReduce(op, x, dim),

    matmul(a, b, options = {}) {
      if (!isFloat(a, b)) return plain.matmul(a, b, options);
      const { n, k, m, batch, transposeA, transposeB } = sizesOf(a, b, options);
      const elements = numel(batch) * n * m;
      if (elements * k < smallestProduct) return plain.matmul(a, b, options);
      return at.op(() => at.float(engine.matmul(at.canonical(a), at.canonical(b), transposeA, transposeB)), elements);
    },

    linear(x, weight, bias) {
      if (!isFloat(x, weight, bias) || x.storage.length * weight.shape[0]! < smallestProduct)
        return plain.linear(x, weight, bias);
      return at.op(() => {
        const product = engine.matmul(at.canonical(x), at.canonical(weight), false, true);
        return at.float(bias === undefined ? product : engine.biasAdd(at.temporary(product), at.canonical(bias)));
      });
    },

    embedding(weight, indices) {
      const n = indices.storage.length * numel(weight.shape.slice(1));
      if (!isFloat(weight) || n < engine.smallest) return plain.embedding(weight, indices);
      const rows = checkedRows(indices, weight.shape[0]!);
      return at.op(() => {
        const picks = at.temporary(engine.upload("int32", rows, [rows.length]));
        return at.float(engine.gather(at.canonical(weight), picks));
      }, n);
    },

    embeddingGrad(gy, indices, rows) {
      if (!large(gy) || engine.scatterAdd === undefined) return plain.embeddingGrad(gy, indices, rows);
      const { length } = indices.storage;
      const picks = checkedRows(indices, rows);
      return at.op(() => {
        const lines = at.canonical({ storage: gy.storage, shape: [length, gy.storage.length / length] });
        return at.float(engine.scatterAdd!(lines, at.temporary(engine.upload("int32", picks, [length])), rows));
      });
    },

    softmax(x, dim) {
      return large(x, 8) ? at.op(() => softmax(x, dim, false)) : plain.softmax(x, dim);
    },

    logSoftmax(x, dim) {
      return large(x, 8) ? at.op(() => softmax(x, dim, true)) : plain.logSoftmax(x, dim);
    },

    softmaxGrad(gy, y, dim) {
      if (!large(y)) return plain.softmaxGrad(gy, y, dim);
      return at.op(() => {
        const [g, s] = [at.canonical(gy), at.canonical(y)];
        const dot = at.temporary(engine.reduce("sum", at.temporary(engine.binary("mul", g, s)), [dim], true));
        return at.float(engine.binary("mul", s, at.temporary(engine.binary("sub", g, dot))));
      });
    },

    logSoftmaxGrad(gy, y, dim) {
      if (!large(y, 8)) return plain.logSoftmaxGrad(gy, y, dim);
      return at.op(() => {
        const [g, s] = [at.canonical(gy), at.canonical(y)];
        const sum = at.temporary(engine.reduce("sum", g, [dim], true));
        const share = at.temporary(engine.binary("mul", at.temporary(engine.unary("exp", s)), sum));
        return at.float(engine.binary("sub", g, share));
      });
    },

    crossEntropy(logits, target) {
      if (!large(logits, 8) || engine.crossEntropy === undefined) return plain.crossEntropy(logits, target);
      const labels = checkedTargets(target, logits.shape[1]!);
      return at.op(() => {
        const picks = at.temporary(engine.upload("int32", labels, [labels.length]));
        const { losses, gradient } = engine.crossEntropy!(at.canonical(logits), picks);
        return { losses: at.float(losses), gradient: at.float(gradient) };
      });
    },
  };
}
