/** Waiting with a time limit, without timers that outlive the wait. */

/** Resolves to the answer, or to `late` if it takes longer than `ms`. Rejects if the answer does. */
export async function within<T, L = T>(ms: number, answer: Promise<T>, late: L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<L>((resolve) => (timer = setTimeout(resolve, ms, late)));
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
