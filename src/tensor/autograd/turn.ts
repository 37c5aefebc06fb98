/**
 * State that must not outlive a synchronous stretch of code. A notebook's kernel can stop a cell between any two calls, and then no
 * `finally` runs: so what a function has set for its own duration is put right when the event loop comes round.
 */

const restorers = new Set<() => void>();

/** Calls `restore` once, when the code that runs now has ended, however it ends. Cheap to ask for again and again. */
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
