/** Steps of optimisers on the device: the new elements replace the old ones. */
import { float32 } from "../../shape/index.ts";
import type { Backend, SgdOptions } from "../backend.ts";
import { Storage } from "../storage.ts";
import type { Raw } from "./engine.ts";
import type { Residence } from "./residence.ts";

type Steps = Pick<Backend, "sgdStep" | "adamStep">;

export function steps(at: Residence, plain: Backend): Steps {
  const { engine } = at;

  /**
   * If the gradient is on the device, so is the step, because the next forward reads the parameter there. Vectors are too small for that.
   */
  function here(param: Storage, grad: Storage): boolean {
    if (param.dtype !== float32) return false;
    if (param.length >= engine.smallest) return true;
    return !grad.onHost && at.isInLayout(grad);
  }

  const mul = (a: Raw, b: number): Raw => at.temporary(engine.binary("mul", a, at.scalar(b)));
  const add = (a: Raw, b: Raw): Raw => at.temporary(engine.binary("add", a, b));

  function direction(g: Raw, p: Raw, { weightDecay, maximize }: Pick<SgdOptions, "weightDecay" | "maximize">): Raw {
    const signed = maximize ? at.temporary(engine.unary("neg", g)) : g;
    return weightDecay === 0 ? signed : add(signed, mul(p, weightDecay));
  }

  return {
    sgdStep(param, grad, buffer, options) {
      if (!here(param, grad)) return plain.sgdStep(param, grad, buffer, options);
      const { lr, momentum, dampening, nesterov } = options;
      return at.op(() => {
        const [g, p, m] = at.together(grad, param, buffer);
        let d = direction(g!, p!, options);
        let next: Storage | undefined;
        const layout = at.sharedLayout(grad);
        if (momentum !== 0) {
          // The first buffer is a copy of the direction, because the gradient may be changed in place
          const kept = m === undefined ? engine.binary("add", d, at.scalar(0)) : momentumOf(m, d, momentum, dampening);
          d = nesterov ? add(d, mul(kept, momentum)) : kept;
          const result = at.float(kept, layout);
          next = buffer ?? result;
          if (buffer !== undefined) buffer.adopt(result);
        }
        param.adopt(at.float(engine.binary("sub", p!, mul(d, lr)), layout));
        return next;
      });
    },

    adamStep(param, grad, first, second, options) {
      if (!here(param, grad)) return plain.adamStep(param, grad, first, second, options);
      const { lr, beta1, beta2, eps, weightDecay, decoupled, step } = options;
      at.op(() => {
        const [g, start, m, v] = at.together(grad, param, first, second);
        const layout = at.sharedLayout(grad);
        const p = decoupled && weightDecay !== 0 ? mul(start!, 1 - lr * weightDecay) : start!;
        const d = direction(g!, p, decoupled ? { ...options, weightDecay: 0 } : options);
        const nextFirst = engine.binary("add", m!, mul(at.temporary(engine.binary("sub", d, m!)), 1 - beta1));
        const squares = mul(at.temporary(engine.unary("square", d)), 1 - beta2);
        const nextSecond = engine.binary("add", mul(v!, beta2), squares);
        const root = mul(at.temporary(engine.unary("sqrt", nextSecond)), 1 / Math.sqrt(1 - beta2 ** step));
        const denominator = at.temporary(engine.binary("add", root, at.scalar(eps)));
        const move = at.temporary(engine.binary("div", mul(nextFirst, lr / (1 - beta1 ** step)), denominator));
        const nextParam = at.float(engine.binary("sub", p, move), layout);
        first.adopt(at.float(nextFirst, layout));
        second.adopt(at.float(nextSecond, layout));
        param.adopt(nextParam);
      });
    },
  };

  function momentumOf(m: Raw, d: Raw, momentum: number, dampening: number): Raw {
    return engine.binary("add", mul(m, momentum), dampening === 0 ? d : mul(d, 1 - dampening));
  }
}
