/**
 * Live device handles, oldest first, and the budget for their bytes. A synchronous loop of thousands of steps never returns to the event
 * loop, so finalizers do not run during it. Above the budget, dead handles are looked for first, then the oldest live ones are moved to the
 * host.
 */
import type { TypedArray } from "../shape/index.ts";
import { outOfMemory } from "./allocate.ts";
import { collectGarbage, endKeeping } from "./collector.ts";

/** A tensor on a device, opaque to all but the back end that made it. */
export interface Handle {
  readonly bytes: number;
  /** The elements in canonical order. */
  read(): TypedArray;
  free(): void;
}

/**
 * What a storage holds, and the only thing that keeps a handle alive; it shows when a storage has been collected or has adopted another's
 * contents.
 */
export interface Contents {
  host: TypedArray | undefined;
  handle: Handle | undefined;
  /** The device reads `host` without a copy, so nobody may write to it any more. */
  lent: boolean;
}

const live = new Map<Handle, WeakRef<Contents>>();
let liveBytes = 0;
const asked = Number(process.env["CONVKERNEL_HANDLE_BUDGET"]) * 2 ** 20;
let budget = asked > 0 ? asked : 2 ** 28;
/** Unless the user has set a budget, it grows with the program's needs. */
let grows = !(asked > 0);

/** Needed only for storages that die while the event loop runs. */
const finalizers = new FinalizationRegistry<Handle>(forget);

/** The bytes now on the device, and the budget for them. */
export function handleBytes(): { readonly live: number; readonly count: number; readonly budget: number } {
  return { live: liveBytes, count: live.size, budget };
}

/** Sets the budget in bytes; the next op moves any excess to the host. */
export function setHandleBudget(bytes: number): void {
  budget = bytes;
  grows = false;
}

let kept = 0;

export function keepHandle(handle: Handle, owner: Contents): void {
  live.set(handle, new WeakRef(owner));
  liveBytes += handle.bytes;
  finalizers.register(owner, handle, handle);
  kept += 1;
  // Otherwise every storage of a long loop, and its host array, would live until the loop ends
  if (kept % 256 === 0) endKeeping();
}

/** `handle` has no owner any more. */
export function dropHandle(handle: Handle): void {
  finalizers.unregister(handle);
  forget(handle);
}

/** Called before an op; brings the live bytes below the budget. */
export function relievePressure(): void {
  if (liveBytes <= budget) return;
  if (collectionPays()) freeDead();
  const target = budget * 0.75;
  let left = live.size;
  for (const [handle, owner] of live) {
    if (liveBytes <= target || left-- <= newest) return;
    const contents = owner.deref();
    if (contents?.host === undefined) demandHostMemory(handle.bytes);
    evict(handle, contents);
  }
}

let unasked = 0;

/**
 * Throws while there is still enough memory to throw: otherwise the system would kill the process of a program that keeps every graph it
 * makes. It is checked once for every 64 MB moved to the host.
 */
function demandHostMemory(bytes: number): void {
  unasked += bytes;
  if (unasked < 2 ** 26) return;
  unasked = 0;
  if (process.availableMemory() < reserve) freeDead();
  if (process.availableMemory() < reserve) throw outOfMemory(bytes);
}

const reserve = 2 ** 28;

/** The newest handles stay whatever their size, because the op that needs room is about to read them. */
const newest = 3;

function evict(handle: Handle, owner: Contents | undefined): void {
  if (owner?.handle === handle) {
    owner.host ??= handle.read();
    owner.handle = undefined;
  }
  dropHandle(handle);
}

/** The cost of moving a megabyte to the host, in milliseconds: reordering and copying now, collecting the array later. */
const evictionCost = 0.25;
let lastCollection = { milliseconds: 0, freed: Infinity, end: 0 };
let skipped = 0;

/** A collection takes time for the program's whole heap; it saves copying the dead handles. */
function collectionPays(): boolean {
  const { milliseconds, freed } = lastCollection;
  if (milliseconds <= (evictionCost * freed) / 2 ** 20) return true;
  // The heap and the share of dead handles change, so check again now and then
  skipped = (skipped + 1) % 8;
  return skipped === 0;
}

function freeDead(): void {
  const before = liveBytes;
  const milliseconds = collectGarbage();
  for (const [handle, owner] of live) if (owner.deref() === undefined) dropHandle(handle);
  const end = performance.now();
  if (grows && milliseconds > (end - lastCollection.end) / 20) grow();
  lastCollection = { milliseconds, freed: before - liveBytes, end };
}

/** Collections take more than a twentieth of the time, so raise the budget, to 512 MB or an eighth of the memory at most. */
function grow(): void {
  budget = Math.max(budget, Math.min(budget * 2, 2 ** 29, process.availableMemory() / 8));
}

function forget(handle: Handle): void {
  if (!live.delete(handle)) return;
  liveBytes -= handle.bytes;
  handle.free();
}
