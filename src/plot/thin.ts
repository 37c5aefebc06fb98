/** Long lines with fewer points, none of whose peaks is lost. */

/** More points than that are not drawn one by one: a page is a thousand pixels wide. */
export const mostPoints = 4000;

/**
 * The places of the smallest and of the largest value of each of `count / 2` stretches of equal length, in order; a gap stays one.
 * All places where there are not more than `count`.
 */
export function extremes(values: readonly unknown[], count: number): number[] {
  if (values.length <= count) return values.map((_, i) => i);
  const size = stretchOf(values.length, count);
  const kept: number[] = [];
  for (let from = 0; from < values.length; from += size) {
    const to = Math.min(values.length, from + size);
    let [low, high, gap] = [-1, -1, -1];
    for (let i = from; i < to; i++) {
      const value = values[i];
      if (typeof value !== "number" || !Number.isFinite(value)) gap = i;
      else {
        if (low < 0 || value < (values[low] as number)) low = i;
        if (high < 0 || value > (values[high] as number)) high = i;
      }
    }
    kept.push(...[...new Set([low, high, gap])].filter((i) => i >= 0).sort((a, b) => a - b));
  }
  return kept;
}

/** How many points become two. */
export const stretchOf = (length: number, count: number): number => Math.ceil(length / (count / 2));
