/**
 * Sorting and selection as GNU's C++ library does them. Which of several equal elements comes first is an accident of
 * the algorithm, and PyTorch's results are the accidents of this one. Each function rearranges a part of `places` by
 * the elements they stand for.
 */

/** Whether the element at place `a` comes before that at place `b`. */
export type Before = (a: number, b: number) => boolean;
type Places = Int32Array;

/** Parts up to this length are left to the final insertion sort. */
const THRESHOLD = 16;

const depthOf = (n: number): number => 2 * (31 - Math.clz32(Math.max(n, 1)));

function swap(places: Places, a: number, b: number): void {
  const kept = places[a]!;
  places[a] = places[b]!;
  places[b] = kept;
}

/** Sorts everything from `first` up to but not including `last`. */
export function sortPlaces(places: Places, first: number, last: number, before: Before): void {
  if (last - first < 2) return;
  introsort(places, first, last, depthOf(last - first), before);
  const sorted = Math.min(first + THRESHOLD, last);
  insertionSort(places, first, sorted, before);
  for (let i = sorted; i < last; i++) insert(places, i, before);
}

/** Puts the element that belongs at `nth` there; none of those after it should come before it. */
export function selectNth(places: Places, first: number, nth: number, last: number, before: Before): void {
  if (first === last || nth === last) return;
  let depth = depthOf(last - first);
  let [from, to] = [first, last];
  while (to - from > 3) {
    if (depth-- === 0) {
      heapSelect(places, from, nth + 1, to, before);
      swap(places, from, nth);
      return;
    }
    const cut = partition(places, from, to, before);
    if (cut <= nth) from = cut;
    else to = cut;
  }
  insertionSort(places, from, to, before);
}

/** Sorts the first elements in order, up to but not including `middle`. */
export function sortFirst(places: Places, first: number, middle: number, last: number, before: Before): void {
  heapSelect(places, first, middle, last, before);
  for (let end = middle; end - first > 1; end--) popHeap(places, first, end - 1, end - 1, before);
}

function introsort(places: Places, first: number, end: number, depthLeft: number, before: Before): void {
  let [last, depth] = [end, depthLeft];
  while (last - first > THRESHOLD) {
    if (depth-- === 0) {
      sortFirst(places, first, last, last, before);
      return;
    }
    const cut = partition(places, first, last, before);
    introsort(places, cut, last, depth, before);
    last = cut;
  }
}

/** Partitions around the median of three elements; returns where the second part begins. */
function partition(places: Places, first: number, end: number, before: Before): number {
  const middle = first + Math.floor((end - first) / 2);
  const [a, b, c] = [places[first + 1]!, places[middle]!, places[end - 1]!];
  if (before(a, b)) swap(places, first, before(b, c) ? middle : before(a, c) ? end - 1 : first + 1);
  else swap(places, first, before(a, c) ? first + 1 : before(b, c) ? end - 1 : middle);
  const pivot = places[first]!;
  let [low, high] = [first + 1, end];
  for (;;) {
    while (before(places[low]!, pivot)) low++;
    high--;
    while (before(pivot, places[high]!)) high--;
    if (low >= high) return low;
    swap(places, low, high);
    low++;
  }
}

function insertionSort(places: Places, first: number, last: number, before: Before): void {
  for (let i = first + 1; i < last; i++) {
    if (before(places[i]!, places[first]!)) {
      const value = places[i]!;
      places.copyWithin(first + 1, first, i);
      places[first] = value;
    } else insert(places, i, before);
  }
}

/** Moves an element back to where it belongs, after one that comes before it. */
function insert(places: Places, from: number, before: Before): void {
  const value = places[from]!;
  let at = from;
  for (; before(value, places[at - 1]!); at--) places[at] = places[at - 1]!;
  places[at] = value;
}

function heapSelect(places: Places, first: number, middle: number, last: number, before: Before): void {
  const n = middle - first;
  for (let parent = Math.floor((n - 2) / 2); parent >= 0 && n >= 2; parent--)
    adjustHeap(places, first, parent, n, places[first + parent]!, before);
  for (let i = middle; i < last; i++) if (before(places[i]!, places[first]!)) popHeap(places, first, middle, i, before);
}

function popHeap(places: Places, first: number, last: number, result: number, before: Before): void {
  const value = places[result]!;
  places[result] = places[first]!;
  adjustHeap(places, first, 0, last - first, value, before);
}

function adjustHeap(places: Places, first: number, top: number, n: number, value: number, before: Before): void {
  let hole = top;
  let child = hole;
  while (child < Math.floor((n - 1) / 2)) {
    child = 2 * (child + 1);
    if (before(places[first + child]!, places[first + child - 1]!)) child--;
    places[first + hole] = places[first + child]!;
    hole = child;
  }
  if (n % 2 === 0 && child === Math.floor((n - 2) / 2)) {
    child = 2 * (child + 1);
    places[first + hole] = places[first + child - 1]!;
    hole = child - 1;
  }
  for (let parent = Math.floor((hole - 1) / 2); hole > top; parent = Math.floor((hole - 1) / 2)) {
    if (!before(places[first + parent]!, value)) break;
    places[first + hole] = places[first + parent]!;
    hole = parent;
  }
  places[first + hole] = value;
}
