/**
 * How a library learns that its user has pressed stop: a kernel puts a function under this symbol, which returns the calling cell's signal.
 * A plain program has none; there Ctrl-C ends the process.
 */
const SIGNAL = Symbol.for("Jupyter.signal");

/** The signal of the running cell, aborted when the cell is interrupted. */
export function cellSignal(): AbortSignal | undefined {
  const give: unknown = (globalThis as Record<symbol, unknown>)[SIGNAL];
  const signal: unknown = typeof give === "function" ? (give as () => unknown)() : undefined;
  return signal instanceof AbortSignal ? signal : undefined;
}

/** Waits; if the signal is aborted, rejects with the signal's reason. */
export function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      leave();
      resolve();
    }, seconds * 1000);
    const leave = whenAborted(signal, (reason) => {
      clearTimeout(timer);
      reject(reason);
    });
  });
}

/**
 * Calls `stop` when the signal is aborted, at once if it already is; returns a function that cancels this. Whatever must happen on an
 * interrupt belongs here, not in a `finally`: a kernel may cut off the running code, and then no `finally` runs.
 */
export function whenAborted(signal: AbortSignal | undefined, stop: (reason: Error) => void): () => void {
  if (signal === undefined) return () => undefined;
  const listener = (): void => stop(signal.reason as Error);
  if (signal.aborted) listener();
  else signal.addEventListener("abort", listener, { once: true });
  return () => signal.removeEventListener("abort", listener);
}
