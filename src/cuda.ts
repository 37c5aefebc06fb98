/** `torch.cuda`, as far as a program asks whether it is there. */
import { optional, required, signature, type Device } from "./shape/index.ts";
import * as is from "./shape/kinds.ts";

const seed = { seed: required(is.integer) };
const signed = {
  isAvailable: signature("torch.cuda.isAvailable", {}),
  deviceCount: signature("torch.cuda.deviceCount", {}),
  manualSeed: signature("torch.cuda.manualSeed", seed),
  manualSeedAll: signature("torch.cuda.manualSeedAll", seed),
  emptyCache: signature("torch.cuda.emptyCache", {}),
  synchronize: signature("torch.cuda.synchronize", { device: optional(is.orNull(is.device), null) }),
};

/**
 * Whether there is a GPU that tensors can live on: no. What is heavy runs on the back end that `torch.backend()` names.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.cuda.is_available.html
 */
export function isAvailable(): boolean;
export function isAvailable(...given: unknown[]): boolean {
  signed.isAvailable.read(given);
  return false;
}

/** How many such GPUs there are. */
export function deviceCount(): number;
export function deviceCount(...given: unknown[]): number {
  signed.deviceCount.read(given);
  return 0;
}

/** Does nothing: seeds of GPUs are asked for in programs that also run without one. */
export function manualSeed(seed: number | bigint): void;
export function manualSeed(...given: unknown[]): void {
  signed.manualSeed.read(given);
}

/** Does nothing, as `manualSeed`. */
export function manualSeedAll(seed: number | bigint): void;
export function manualSeedAll(...given: unknown[]): void {
  signed.manualSeedAll.read(given);
}

/** Does nothing: there is no cache to empty. */
export function emptyCache(): void;
export function emptyCache(...given: unknown[]): void {
  signed.emptyCache.read(given);
}

/** Does nothing: every operation has ended when it returns. */
export function synchronize(device?: Device | string | null): void;
export function synchronize(...given: unknown[]): void {
  signed.synchronize.read(given);
}
