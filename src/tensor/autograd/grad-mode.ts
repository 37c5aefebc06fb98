/** Whether operations are currently recorded for gradients. */

import { optional, required, signature } from "../../shape/index.ts";
import * as is from "../../shape/kinds.ts";
import { afterThisTurn } from "./turn.ts";

const body = { body: optional(is.orNull(is.callable<() => unknown>()), null) };
const noGradSignature = signature("torch.noGrad", body);
const enableGradSignature = signature("torch.enableGrad", body);
const setGradEnabledSignature = signature("torch.setGradEnabled", { mode: required(is.bool) });

let enabled = true;
/** The mode that applies between synchronous stretches of code, as set by `using` blocks and promises. */
let lasting = true;

const settle = (): void => {
  enabled = lasting;
};

/** Whether operations on tensors that require gradients are recorded. */
export function isGradEnabled(): boolean {
  return enabled;
}

/** A mode that `using` keeps in force until its block ends. */
export type GradModeGuard = Disposable;

/**
 * Runs a function, or the rest of a block with `using _ = torch.noGrad()`, without recording operations for gradients.
 * Calling `torch.noGrad()` alone changes nothing.
 *
 * ```ts
 * torch.noGrad(() => torch.ones(2, { requiresGrad: true }).mul(2)).requiresGrad; // false
 * ```
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.no_grad.html
 */
export function noGrad<T>(body: () => T): T;
export function noGrad(): GradModeGuard;
export function noGrad(...given: unknown[]): unknown {
  const body = given.length === 1 && typeof given[0] === "function" ? given[0] : noGradSignature.read(given).body;
  return body === null ? blockGuard(false) : withGradMode(false, body as () => unknown);
}

/** Records operations again inside `noGrad`. */
export function enableGrad<T>(body: () => T): T;
export function enableGrad(): GradModeGuard;
export function enableGrad(...given: unknown[]): unknown {
  const { body } = enableGradSignature.read(given);
  return body === null ? blockGuard(true) : withGradMode(true, body);
}

/** Turns recording on or off, until it is set again or until a `using` block ends. */
export function setGradEnabled(mode: boolean): GradModeGuard;
export function setGradEnabled(...given: unknown[]): GradModeGuard {
  return guard(setGradEnabledSignature.read(given).mode).guard;
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

/** A cell that is stopped never ends its `using` block; then the mode ends when the guard is garbage collected. */
const abandoned = new FinalizationRegistry<() => void>((restore) => restore());

/**
 * A mode for the rest of a block. `using` reads the dispose method once, when it binds the guard, and calls it when the
 * block ends (so do the helpers of esbuild, oxc and TypeScript for older engines), so that read marks the beginning. A
 * guard that is never bound changes nothing. See CreateDisposableResource,
 * https://tc39.es/proposal-explicit-resource-management/.
 */
function blockGuard(mode: boolean): GradModeGuard {
  let end: (() => void) | undefined;
  const block: GradModeGuard = {
    get [Symbol.dispose]() {
      if (end === undefined) {
        const { restore } = guard(mode);
        abandoned.register(block, restore, block);
        end = () => {
          abandoned.unregister(block);
          restore();
          end = undefined;
        };
      }
      return end;
    },
  };
  return block;
}
