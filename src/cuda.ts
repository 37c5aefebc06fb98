/** `torch.cuda`, just enough for a program to ask whether there is a GPU. */
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
 * Whether tensors can live on a GPU: always false. Heavy work runs on the back end that `torch.backend()` names.
 *
 * Reference: https://docs.pytorch.org/docs/2.13/generated/torch.cuda.is_available.html
 */
export function isAvailable(): boolean;
export function isAvailable(...given: unknown[]): boolean {
  signed.isAvailable.read(given);
  return false;
}

/** The number of such GPUs: always 0. */
export function deviceCount(): number;
export function deviceCount(...given: unknown[]): number {
  signed.deviceCount.read(given);
  return 0;
}

/** Does nothing; it is here because programs that also run without a GPU seed it. */
export function manualSeed(seed: number | bigint): void;
export function manualSeed(...given: unknown[]): void {
  signed.manualSeed.read(given);
}

/** Does nothing, like `manualSeed`. */
export function manualSeedAll(seed: number | bigint): void;
export function manualSeedAll(...given: unknown[]): void {
  signed.manualSeedAll.read(given);
}

/** Does nothing: there is no cache to empty. */
export function emptyCache(): void;
export function emptyCache(...given: unknown[]): void {
  signed.emptyCache.read(given);
}

/** Does nothing: every operation has finished when it returns. */
export function synchronize(device?: Device | string | null): void;
export function synchronize(...given: unknown[]): void {
  signed.synchronize.read(given);
}
