/** Steps of optimisers on host arrays, in place. */
import { roundOne, type DType } from "../../shape/index.ts";
import type { AdamOptions, SgdOptions } from "../backend.ts";
import { Storage } from "../storage.ts";
import { numbers } from "./arrays.ts";
import type { NumberArray } from "./arrays.ts";

/** How torch rounds between two operations on elements of a dtype. */
function rounder({ round, itemsize }: DType): (x: number) => number {
  if (round !== null) return (x) => roundOne(round, x);
  return itemsize === 4 ? Math.fround : (x) => x;
}

function writable(x: Storage): NumberArray {
  return x.hostForWrite() as NumberArray;
}

/** Reference: https://docs.pytorch.org/docs/2.13/generated/torch.optim.SGD.html */
export function sgdStep(
  param: Storage,
  grad: Storage,
  momentumBuffer: Storage | undefined,
  options: SgdOptions,
): Storage | undefined {
  const { dampening, nesterov, maximize } = options;
  const p = writable(param);
  const g = numbers(grad);
  const round = rounder(param.dtype);
  // In the two-byte types a factor within a sum is rounded to the dtype
  const factor = (x: number): number => (param.dtype.round === null ? x : round(x));
  const { momentum } = options;
  const [lr, weightDecay, ahead] = [factor(options.lr), factor(options.weightDecay), factor(momentum)];
  const sign = maximize ? -1 : 1;
  const decayed = (i: number): number => round(sign * g[i]! + weightDecay * p[i]!);
  if (momentum === 0) {
    if (weightDecay === 0) for (let i = 0; i < p.length; i++) p[i]! -= lr * sign * g[i]!;
    else for (let i = 0; i < p.length; i++) p[i]! -= lr * decayed(i);
    param.settle();
    return undefined;
  }
  const buffer = momentumBuffer ?? Storage.zeros(param.dtype, param.length);
  const m = writable(buffer);
  for (let i = 0; i < p.length; i++) {
    const d = decayed(i);
    m[i] = momentumBuffer === undefined ? d : round(round(m[i]! * momentum) + (1 - dampening) * d);
    p[i]! -= lr * (nesterov ? round(d + ahead * m[i]!) : m[i]!);
  }
  param.settle();
  return buffer;
}

/** Reference: https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adam.html */
export function adamStep(param: Storage, grad: Storage, first: Storage, second: Storage, options: AdamOptions): void {
  const { lr, beta1, beta2, eps, weightDecay, decoupled, maximize, step } = options;
  const [p, m, v, g] = [writable(param), writable(first), writable(second), numbers(grad)];
  const sign = maximize ? -1 : 1;
  const size = lr / (1 - beta1 ** step);
  const correction = Math.sqrt(1 - beta2 ** step);
  if (param.dtype.round !== null) {
    // Like torch, which rounds after each step in these types
    const round = rounder(param.dtype);
    for (let i = 0; i < p.length; i++) {
      const old = decoupled ? round(p[i]! * (1 - lr * weightDecay)) : p[i]!;
      const d = decoupled || weightDecay === 0 ? sign * g[i]! : round(sign * g[i]! + weightDecay * old);
      m[i] = round(m[i]! + (1 - beta1) * (d - m[i]!));
      v[i] = round(round(v[i]! * beta2) + (1 - beta2) * d * d);
      const spread = round(round(round(Math.sqrt(v[i]!)) / correction) + eps);
      p[i] = round(old - (size * m[i]!) / spread);
    }
    return;
  }
  for (let i = 0; i < p.length; i++) {
    if (decoupled) p[i]! *= 1 - lr * weightDecay;
    const d = sign * g[i]! + (decoupled ? 0 : weightDecay * p[i]!);
    m[i]! += (d - m[i]!) * (1 - beta1);
    v[i] = v[i]! * beta2 + (1 - beta2) * d * d;
    p[i]! -= (size * m[i]!) / (Math.sqrt(v[i]!) / correction + eps);
  }
}
