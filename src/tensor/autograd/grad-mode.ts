/** Whether operations are recorded for gradients now. */

import { afterThisTurn } from "./turn.ts";

let enabled = true;
/** The mode between synchronous stretches of code: what `using` blocks and promises have set. */
let lasting = true;

const settle = (): void => {
  enabled = lasting;
};

/** Whether operations on tensors that require gradients are recorded. */
export function isGradEnabled(): boolean {
  return enabled;
}

/** A mode in force until `using` ends its block. */
export interface GradModeGuard extends Disposable {
  [Symbol.dispose](): void;
}

/**
 * Runs a function, or the rest of a `using` block, without recording operations for gradients.
 *
 * ```ts
 * torch.noGrad(() => torch.ones(2, { requiresGrad: true }).mul(2)).requiresGrad; // false
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.no_grad.html
 */
export function noGrad<T>(body: () => T): T;
export function noGrad(): GradModeGuard;
export function noGrad<T>(body?: () => T): T | GradModeGuard {
  return body === undefined ? blockGuard(false) : withGradMode(false, body);
}

/** Records operations again inside `noGrad`. */
export function enableGrad<T>(body: () => T): T;
export function enableGrad(): GradModeGuard;
export function enableGrad<T>(body?: () => T): T | GradModeGuard {
  return body === undefined ? blockGuard(true) : withGradMode(true, body);
}

/** Turns recording on or off, until told otherwise or until a `using` block ends. */
export function setGradEnabled(mode: boolean): GradModeGuard {
  return guard(mode).guard;
}

/** Runs `body` in a mode; a promise keeps the mode until it settles. */
export function withGradMode<T>(mode: boolean, body: () => T): T {
  const before = enabled;
  if (mode === before) return body();
  afterThisTurn(settle);
  enabled = mode;
  let pending = false;
  try {
    const result = body();
    if (!(result instanceof Promise)) return result;
    pending = true;
    const restore = guard(mode, before).restore;
    return result.finally(restore) as T;
  } finally {
    if (!pending) enabled = before;
  }
}

interface Held {
  readonly guard: GradModeGuard;
  readonly restore: () => void;
}

function guard(mode: boolean, before = enabled): Held {
  const restore = () => {
    enabled = lasting = before;
  };
  enabled = lasting = mode;
  return { guard: { [Symbol.dispose]: restore }, restore };
}

/** A stopped cell never ends its `using` block: then the mode ends with the guard's own life. */
const abandoned = new FinalizationRegistry<() => void>((restore) => restore());

function blockGuard(mode: boolean): GradModeGuard {
  const { restore } = guard(mode);
  const block: GradModeGuard = {
    [Symbol.dispose]() {
      abandoned.unregister(block);
      restore();
    },
  };
  abandoned.register(block, restore, block);
  return block;
}
