/** Heaps and sorted lists. References: https://docs.python.org/3.12/library/heapq.html, https://docs.python.org/3.12/library/bisect.html */
import { compare } from "./collections.ts";
import { IndexError } from "./errors.ts";

/**
 * @example
 * const heap = [2, 5];
 * heappush(heap, 1);
 * heap; // [1, 5, 2]
 */
export function heappush<T>(heap: T[], item: T): void {
  heap.push(item);
  up(heap, 0, heap.length - 1);
}

/** @throws IndexError if the heap is empty. */
export function heappop<T>(heap: T[]): T {
  if (heap.length === 0) throw new IndexError("index out of range");
  const last = heap.pop()!;
  if (heap.length === 0) return last;
  const [first] = heap;
  heap[0] = last;
  down(heap, 0);
  return first!;
}

export function heapify<T>(heap: T[]): void {
  for (let i = Math.floor(heap.length / 2) - 1; i >= 0; i--) down(heap, i);
}

export function heappushpop<T>(heap: T[], item: T): T {
  if (heap.length === 0 || compare(heap[0], item) >= 0) return item;
  const [first] = heap;
  heap[0] = item;
  down(heap, 0);
  return first!;
}

function up<T>(heap: T[], start: number, from: number): void {
  let at = from;
  const item = heap[at]!;
  while (at > start) {
    const above = (at - 1) >> 1;
    if (compare(item, heap[above]) >= 0) break;
    heap[at] = heap[above]!;
    at = above;
  }
  heap[at] = item;
}

/** As CPython does it: to the bottom first, then up, so that equal items keep its order. */
function down<T>(heap: T[], start: number): void {
  let at = start;
  const item = heap[at]!;
  for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && compare(heap[child], heap[child + 1]) >= 0) child++;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = item;
  up(heap, start, at);
}

interface Key<T> {
  readonly key?: (item: T) => any;
}

const ranked = <T>(items: Iterable<T>, { key }: Key<T>, sign: number): T[] =>
  [...items].sort((a, b) => sign * compare(key === undefined ? a : key(a), key === undefined ? b : key(b)));

/**
 * @example
 * nlargest(2, [3, 1, 4]); // [4, 3]
 */
export const nlargest = <T>(count: number, items: Iterable<T>, options: Key<T> = {}): T[] =>
  ranked(items, options, -1).slice(0, Math.max(count, 0));

export const nsmallest = <T>(count: number, items: Iterable<T>, options: Key<T> = {}): T[] =>
  ranked(items, options, 1).slice(0, Math.max(count, 0));

/**
 * Where to put a value into a sorted list, before its equals.
 *
 * @example
 * bisectLeft([1, 2, 2, 3], 2); // 1
 */
export function bisectLeft<T>(values: readonly T[], x: T): number {
  const at = values.findIndex((each) => compare(each, x) >= 0);
  return at < 0 ? values.length : at;
}

/** The same, behind its equals. */
export function bisectRight<T>(values: readonly T[], x: T): number {
  const at = values.findIndex((each) => compare(each, x) > 0);
  return at < 0 ? values.length : at;
}

export function insort<T>(values: T[], x: T): void {
  values.splice(bisectRight(values, x), 0, x);
}
