/**
 * Live device handles, oldest first, and the budget for their bytes. A synchronous loop of thousands of steps never returns to
 * the event loop, so finalizers do not run in it: above the budget the dead are looked for, then the oldest are brought home.
 */
import type { TypedArray } from "../shape/index.ts";
import { outOfMemory } from "./allocate.ts";
import { collectGarbage, endKeeping } from "./collector.ts";

/** A tensor on a device. Only the back end that made it knows what lies behind. */
export interface Handle {
  readonly bytes: number;
  /** The elements in canonical order. */
  read(): TypedArray;
  free(): void;
}

/** What a storage holds, and all that keeps a handle alive: when a storage is collected or takes over another's, this tells. */
export interface Contents {
  host: TypedArray | undefined;
  handle: Handle | undefined;
  /** The device reads `host` without a copy of its own, so nobody may write into it any more. */
  lent: boolean;
}

const live = new Map<Handle, WeakRef<Contents>>();
let liveBytes = 0;
const asked = Number(process.env["CONVKERNEL_HANDLE_BUDGET"]) * 2 ** 20;
let budget = asked > 0 ? asked : 2 ** 28;
/** A budget that nobody named grows with the program's needs. */
let grows = !(asked > 0);

/** Only these tell of storages that die while the event loop turns. */
const finalizers = new FinalizationRegistry<Handle>(forget);

/** Bytes on the device now, and the budget for them. */
export function handleBytes(): { readonly live: number; readonly count: number; readonly budget: number } {
  return { live: liveBytes, count: live.size, budget };
}

/** Sets the budget in bytes; what is above it comes home with the next op. */
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
  // Else every storage of a long loop, and its array on the host, would live until the loop is over
  if (kept % 256 === 0) endKeeping();
}

/** `handle` has no owner any more. */
export function dropHandle(handle: Handle): void {
  finalizers.unregister(handle);
  forget(handle);
}

/** Called before an op: brings the live bytes below the budget. */
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
 * Throws while there is still room to throw: a program that keeps every graph it makes would have its process ended otherwise. The
 * system is asked once for every 64 MB that come home.
 */
function demandHostMemory(bytes: number): void {
  unasked += bytes;
  if (unasked < 2 ** 26) return;
  unasked = 0;
  if (process.availableMemory() < reserve) freeDead();
  if (process.availableMemory() < reserve) throw outOfMemory(bytes);
}

const reserve = 2 ** 28;

/** The last ones stay whatever their size: the op that asks for room is about to read them. */
const newest = 3;

function evict(handle: Handle, owner: Contents | undefined): void {
  if (owner?.handle === handle) {
    owner.host ??= handle.read();
    owner.handle = undefined;
  }
  dropHandle(handle);
}

/** What bringing a megabyte home costs in milliseconds: order and copy now, and the collection of the array later. */
const evictionCost = 0.25;
let lastCollection = { milliseconds: 0, freed: Infinity, end: 0 };
let skipped = 0;

/** A collection costs what the program's whole heap costs; what it saves is the copies of the dead. */
function collectionPays(): boolean {
  const { milliseconds, freed } = lastCollection;
  if (milliseconds <= (evictionCost * freed) / 2 ** 20) return true;
  // The heap and the share of the dead change: look again now and then
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

/** Collections take more than a twentieth of the time: fewer of them, up to 512 MB or an eighth of the memory that is there. */
function grow(): void {
  budget = Math.max(budget, Math.min(budget * 2, 2 ** 29, process.availableMemory() / 8));
}

function forget(handle: Handle): void {
  if (!live.delete(handle)) return;
  liveBytes -= handle.bytes;
  handle.free();
}
