/**
 * State that must not outlive a synchronous stretch of code. A notebook's kernel can stop a cell between any two calls,
 * in which case no `finally` runs; so whatever a function set for its own duration is restored on the next turn of the
 * event loop.
 */

const restorers = new Set<() => void>();

/** Calls `restore` once, after the currently running code has ended, however it ends. Cheap to call repeatedly. */
export function afterThisTurn(restore: () => void): void {
  if (restorers.has(restore)) return;
  if (restorers.size === 0) setImmediate(restoreAll);
  restorers.add(restore);
}

function restoreAll(): void {
  const all = [...restorers];
  restorers.clear();
  for (const restore of all) restore();
}
