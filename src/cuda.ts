/** `torch.cuda`, as far as a program asks whether it is there. */

/**
 * Whether there is a GPU that tensors can live on: no. What is heavy runs on the back end that `torch.backend()` names.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.cuda.is_available.html
 */
export function isAvailable(): boolean {
  return false;
}

/** How many such GPUs there are. */
export function deviceCount(): number {
  return 0;
}

/** Does nothing: seeds of GPUs are asked for in programs that also run without one. */
export function manualSeed(_seed: number | bigint): void {}

/** Does nothing, as `manualSeed`. */
export function manualSeedAll(_seed: number | bigint): void {}

/** Does nothing: there is no cache to empty. */
export function emptyCache(): void {}

/** Does nothing: every operation has ended when it returns. */
export function synchronize(): void {}
