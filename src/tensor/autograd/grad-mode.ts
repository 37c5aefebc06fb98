/** Whether operations are recorded for gradients now. */

let enabled = true;

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
 * torch.noGrad(() => weight.sub_(weight.grad!.mul(0.1)));
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.no_grad.html
 */
export function noGrad<T>(body: () => T): T;
export function noGrad(): GradModeGuard;
export function noGrad<T>(body?: () => T): T | GradModeGuard {
  return body === undefined ? guard(false) : withGradMode(false, body);
}

/** Records operations again inside `noGrad`. */
export function enableGrad<T>(body: () => T): T;
export function enableGrad(): GradModeGuard;
export function enableGrad<T>(body?: () => T): T | GradModeGuard {
  return body === undefined ? guard(true) : withGradMode(true, body);
}

/** Turns recording on or off, until told otherwise or until a `using` block ends. */
export function setGradEnabled(mode: boolean): GradModeGuard {
  return guard(mode);
}

/** Runs `body` in a mode; a promise keeps the mode until it settles. */
export function withGradMode<T>(mode: boolean, body: () => T): T {
  const before = enabled;
  enabled = mode;
  let pending = false;
  try {
    const result = body();
    if (result instanceof Promise) {
      pending = true;
      return result.finally(() => {
        enabled = before;
      }) as T;
    }
    return result;
  } finally {
    if (!pending) enabled = before;
  }
}

function guard(mode: boolean): GradModeGuard {
  const before = enabled;
  enabled = mode;
  return {
    [Symbol.dispose]() {
      enabled = before;
    },
  };
}
