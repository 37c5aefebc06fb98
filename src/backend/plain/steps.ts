/** Steps of optimisers over host arrays, in place. */
import type { AdamOptions, SgdOptions } from "../backend.ts";
import { Storage } from "../storage.ts";
import { numbers } from "./arrays.ts";
import type { NumberArray } from "./arrays.ts";

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
  const { lr, momentum, dampening, weightDecay, nesterov, maximize } = options;
  const p = writable(param);
  const g = numbers(grad);
  const round = p instanceof Float32Array ? Math.fround : (x: number): number => x;
  const sign = maximize ? -1 : 1;
  const decayed = (i: number): number => round(sign * g[i]! + weightDecay * p[i]!);
  if (momentum === 0) {
    if (weightDecay === 0) for (let i = 0; i < p.length; i++) p[i]! -= lr * sign * g[i]!;
    else for (let i = 0; i < p.length; i++) p[i]! -= lr * decayed(i);
    return undefined;
  }
  const buffer = momentumBuffer ?? Storage.zeros(param.dtype, param.length);
  const m = writable(buffer);
  for (let i = 0; i < p.length; i++) {
    const d = decayed(i);
    m[i] = momentumBuffer === undefined ? d : round(m[i]! * momentum) + (1 - dampening) * d;
    p[i]! -= lr * (nesterov ? round(d + momentum * m[i]!) : m[i]!);
  }
  return buffer;
}

/** Reference: https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adam.html */
export function adamStep(param: Storage, grad: Storage, first: Storage, second: Storage, options: AdamOptions): void {
  const { lr, beta1, beta2, eps, weightDecay, decoupled, maximize, step } = options;
  const [p, m, v, g] = [writable(param), writable(first), writable(second), numbers(grad)];
  const sign = maximize ? -1 : 1;
  const size = lr / (1 - beta1 ** step);
  const correction = Math.sqrt(1 - beta2 ** step);
  for (let i = 0; i < p.length; i++) {
    if (decoupled) p[i]! *= 1 - lr * weightDecay;
    const d = sign * g[i]! + (decoupled ? 0 : weightDecay * p[i]!);
    m[i]! += (d - m[i]!) * (1 - beta1);
    v[i] = v[i]! * beta2 + (1 - beta2) * d * d;
    p[i]! -= (size * m[i]!) / (Math.sqrt(v[i]!) / correction + eps);
  }
}
