import { float32, numel } from "../../shape/index.ts";
import type { Backend, Dense } from "../backend.ts";
import { Storage } from "../storage.ts";
import type { Raw } from "./engine.ts";
import { nhwc } from "./handle.ts";
import type { Layout } from "./handle.ts";
import type { Residence } from "./residence.ts";

type Norms = Pick<Backend, "batchNorm" | "batchNormTraining" | "batchNormGrad" | "layerNorm" | "layerNormGrad">;

export function norms(at: Residence, plain: Backend): Norms {
  const { engine } = at;

  function large(x: Dense): boolean {
    return x.storage.dtype === float32 && x.storage.length >= engine.smallest;
  }

  /** x [B, C, ...] as an image with its channels last, and how to convert such images back. */
  function image(x: Dense): { readonly raw: Raw; readonly layout: Layout | undefined } {
    const [batch, channels] = [x.shape[0]!, x.shape[1]!];
    const inner = numel(x.shape.slice(2));
    if (inner === 1)
      return { raw: at.canonical({ storage: x.storage, shape: [batch, 1, 1, channels] }), layout: undefined };
    const shape = x.shape.length === 4 ? x.shape : [batch, channels, inner, 1];
    return { raw: at.inLayout({ storage: x.storage, shape }, nhwc), layout: nhwc };
  }

  function vector(x: Storage): Raw {
    return at.canonical({ storage: x, shape: [x.length] });
  }

  function ones(like: Dense): Raw {
    return constant(like.shape[1]!, 1);
  }

  function constant(n: number, value: number): Raw {
    return at.temporary(engine.upload("float32", new Float32Array(n).fill(value), [n]));
  }

  return {
    batchNorm(x, weight, bias, mean, variance, eps) {
      if (!large(x)) return plain.batchNorm(x, weight, bias, mean, variance, eps);
      // One multiplication and one addition per element; their factors [C] are computed in plain loops
      const factor = plain.unary("rsqrt", asDense(plain.binary("add", variance, eps)));
      const scale = weight === undefined ? factor : plain.binary("mul", asDense(factor), weight);
      const moved = plain.binary("mul", mean, asDense(scale));
      const shift = plain.binary("sub", bias ?? 0, asDense(moved));
      return at.op(() => {
        const { raw, layout } = image(x);
        const scaled = at.temporary(engine.binary("mul", raw, vector(scale)));
        return at.float(engine.biasAdd(scaled, vector(shift)), layout);
      });
    },

    batchNormTraining(x, weight, bias, eps) {
      if (!large(x) || engine.batchNormTraining === undefined) return plain.batchNormTraining(x, weight, bias, eps);
      return at.op(() => {
        const { raw, layout } = image(x);
        const scale = weight === undefined ? ones(x) : vector(weight.storage);
        const offset = bias === undefined ? constant(x.shape[1]!, 0) : vector(bias.storage);
        const { y, mean, variance } = engine.batchNormTraining!(raw, scale, offset, eps);
        return { output: at.float(y, layout), mean: at.float(mean), variance: at.float(variance) };
      });
    },

    batchNormGrad(gy, x, weight, statistics, eps) {
      if (!large(x) || engine.batchNormGrad === undefined) return plain.batchNormGrad(gy, x, weight, statistics, eps);
      return at.op(() => {
        const { raw, layout } = image(x);
        const scale = weight === undefined ? ones(x) : vector(weight.storage);
        const [mean, variance] = [vector(statistics.mean), vector(statistics.variance)];
        const grads = engine.batchNormGrad!(image(gy).raw, raw, scale, mean, variance, eps);
        return { x: at.float(grads.x, layout), weight: at.float(grads.scale), bias: at.float(grads.offset) };
      });
    },

    layerNorm(x, weight, bias, eps) {
      if (!large(x)) return plain.layerNorm(x, weight, bias, eps);
      return at.op(() => {
        const raw = at.canonical(x);
        const mean = engine.reduce("mean", raw, [1], true);
        const centred = at.temporary(engine.binary("sub", raw, mean));
        const squares = at.temporary(engine.unary("square", centred));
        const variance = at.temporary(engine.reduce("mean", squares, [1], true));
        const rstd = engine.unary("rsqrt", at.temporary(engine.binary("add", variance, at.scalar(eps))));
        let y = engine.binary("mul", centred, rstd);
        if (weight !== undefined) y = engine.binary("mul", at.temporary(y), vector(weight.storage));
        if (bias !== undefined) y = engine.biasAdd(at.temporary(y), vector(bias.storage));
        return { output: at.float(y), mean: at.float(mean), rstd: at.float(rstd) };
      });
    },

    layerNormGrad(gy, x, weight, mean, rstd) {
      if (!large(x)) return plain.layerNormGrad(gy, x, weight, mean, rstd);
      return at.op(() => {
        const rows = [x.shape[0]!, 1];
        const g = at.canonical(gy);
        const scale = at.canonical({ storage: rstd, shape: rows });
        const centred = at.temporary(
          engine.binary("sub", at.canonical(x), at.canonical({ storage: mean, shape: rows })),
        );
        const xhat = at.temporary(engine.binary("mul", centred, scale));
        const weighted = weight === undefined ? g : at.temporary(engine.binary("mul", g, vector(weight.storage)));
        const level = at.temporary(engine.reduce("mean", weighted, [1], true));
        const slope = at.temporary(
          engine.reduce("mean", at.temporary(engine.binary("mul", weighted, xhat)), [1], true),
        );
        const tilted = at.temporary(engine.binary("mul", xhat, slope));
        const rest = at.temporary(engine.binary("sub", at.temporary(engine.binary("sub", weighted, level)), tilted));
        return {
          x: at.float(engine.binary("mul", rest, scale)),
          weight: at.float(engine.reduce("sum", at.temporary(engine.binary("mul", g, xhat)), [0])),
          bias: at.float(engine.reduce("sum", g, [0])),
        };
      });
    },
  };
}

function asDense(storage: Storage): Dense {
  return { storage, shape: [storage.length] };
}
