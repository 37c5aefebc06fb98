/**
 * Live device handles, oldest first, and the budget for their bytes. A synchronous loop of thousands of steps never returns to
 * the event loop, so finalizers do not run in it: above the budget the dead are looked for, then the oldest are brought home.
 */
import type { TypedArray } from "../shape/index.ts";
import type { Storage } from "./storage.ts";

/** A tensor on a device. Only the back end that made it knows what lies behind. */
export interface Handle {
  readonly bytes: number;
  /** The elements in canonical order. */
  read(): TypedArray;
  free(): void;
}

const live = new Map<Handle, WeakRef<Storage>>();
let liveBytes = 0;
let budget = (Number(process.env["CONVKERNEL_HANDLE_BUDGET"]) || 256) * 2 ** 20;

const finalizers = new FinalizationRegistry<Handle>((handle) => forget(handle, true));

/** Bytes on the device now, and the budget for them. */
export function handleBytes(): { readonly live: number; readonly count: number; readonly budget: number } {
  return { live: liveBytes, count: live.size, budget };
}

/** Sets the budget in bytes; what is above it comes home with the next op. */
export function setHandleBudget(bytes: number): void {
  budget = bytes;
}

export function keepHandle(handle: Handle, owner: Storage): void {
  live.set(handle, new WeakRef(owner));
  liveBytes += handle.bytes;
  finalizers.register(owner, handle, handle);
}

export function dropHandle(handle: Handle, _owner: Storage, { free }: { free: boolean }): void {
  finalizers.unregister(handle);
  forget(handle, free);
}

/** Called by back ends before an op, with the operands that must stay. */
export function relievePressure(): void {
  if (liveBytes <= budget) return;
  for (const [handle, owner] of live) {
    if (liveBytes <= budget * 0.75) return;
    const storage = owner.deref();
    if (storage === undefined) forget(handle, true);
    else storage.evict();
  }
}

function forget(handle: Handle, free: boolean): void {
  if (!live.delete(handle)) return;
  liveBytes -= handle.bytes;
  if (free) handle.free();
}
