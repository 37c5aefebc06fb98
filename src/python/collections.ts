/** Dict and list operations that Python has and JavaScript lacks. Reference: https://docs.python.org/3.12/library/collections.html */
import { IndexError, KeyError, ValueError } from "./errors.ts";
import { repr } from "./text.ts";

/**
 * The value at a position of a list; a negative position counts from the end.
 *
 * @throws IndexError if there is no such position.
 * @example
 * at([1, 2, 3], -1); // 3
 */
export function at<T>(values: ArrayLike<T>, i: number): T {
  const place = i < 0 ? values.length + i : i;
  if (place < 0 || place >= values.length)
    throw new IndexError(`${typeof values === "string" ? "string" : "list"} index out of range`);
  return values[place]!;
}

/**
 * Sets the value at a position of a list; a negative position counts from the end.
 *
 * @throws IndexError if there is no such position.
 * @example
 * const ys = [1, 2];
 * setAt(ys, -1, 3);
 * ys; // [1, 3]
 */
export function setAt<T>(values: T[], i: number, value: T): void {
  const place = i < 0 ? values.length + i : i;
  if (place < 0 || place >= values.length) throw new IndexError("list assignment index out of range");
  values[place] = value;
}

/**
 * The value of a dict for a key.
 *
 * @throws KeyError if the key is missing.
 * @example
 * lookup({ a: 1 }, "a"); // 1
 */
export function lookup<V>(dict: Map<any, V> | Record<string, V>, key: any): V {
  if (dict instanceof Map ? !dict.has(key) : !Object.hasOwn(dict, key)) throw new KeyError(repr(key));
  return dict instanceof Map ? dict.get(key)! : dict[key as string]!;
}

/**
 * The position of the first element equal to a value.
 *
 * @throws ValueError if there is none.
 * @example
 * indexOf(["a", "b"], "b"); // 1
 */
export function indexOf<T>(values: readonly T[], value: T): number {
  const i = values.findIndex((each) => equals(each, value));
  if (i < 0) throw new ValueError(`${repr(value)} is not in list`);
  return i;
}

/**
 * Removes the first element of a list that equals `value`.
 *
 * @throws ValueError if there is none.
 * @example
 * const xs = [3, 1, 3];
 * remove(xs, 3);
 * xs; // [1, 3]
 */
export function remove<T>(values: T[], value: T): void {
  const i = values.findIndex((each) => equals(each, value));
  if (i < 0) throw new ValueError("list.remove(x): x not in list");
  values.splice(i, 1);
}

/**
 * Removes an element from a list and returns it; the last one if no position is given.
 *
 * @throws IndexError if there is none.
 * @example
 * pop([1, 2, 3], 0); // 1
 */
export function pop<T>(values: T[], i = -1): T {
  if (values.length === 0) throw new IndexError("pop from empty list");
  const place = i < 0 ? values.length + i : i;
  if (place < 0 || place >= values.length) throw new IndexError("pop index out of range");
  return values.splice(place, 1)[0]!;
}

/**
 * Removes a key from a dict and returns its value.
 *
 * @throws KeyError if the key is missing, unless a fallback is given.
 * @example
 * take({ a: 1 }, "b", 0); // 0
 */
export function take<V>(dict: Map<any, V> | Record<string, V>, key: any, ...fallback: [] | [V]): V {
  const isThere = dict instanceof Map ? dict.has(key) : Object.hasOwn(dict, key);
  if (!isThere && fallback.length > 0) return fallback[0]!;
  const value = lookup(dict, key);
  if (dict instanceof Map) dict.delete(key);
  else delete dict[key as string];
  return value;
}

/**
 * Removes the last key from a dict and returns it with its value.
 *
 * @throws KeyError if the dict is empty.
 * @example
 * takeLast({ a: 1, b: 2 }); // ['b', 2]
 */
export function takeLast<V>(dict: Map<any, V> | Record<string, V>): [any, V] {
  const last = dict instanceof Map ? [...dict].at(-1) : Object.entries(dict).at(-1);
  if (last === undefined) throw new KeyError("'popitem(): dictionary is empty'");
  take(dict, last[0]);
  return last;
}

/**
 * Whether two values are equal as Python compares them: lists by their elements, dicts regardless of order.
 *
 * @example
 * equals([1, [2]], [1, [2]]); // true
 */
export function equals(a: any, b: any): boolean {
  if (a === b) return true;
  if ((isNumeric(a) && typeof a === "object") || (isNumeric(b) && typeof b === "object"))
    return Number(a) === Number(b);
  if (typeof a === "boolean" || typeof b === "boolean")
    return (
      ["number", "boolean"].includes(typeof a) && ["number", "boolean"].includes(typeof b) && Number(a) === Number(b)
    );
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return (a ?? null) === (b ?? null);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((each, i) => equals(each, b[i]));
  if (a instanceof Set) return b instanceof Set && a.size === b.size && [...a].every((each) => b.has(each));
  if (typeof a.eq === "function" && a.constructor === b.constructor) return Boolean(a.eq(b).valueOf());
  const [x, y] = [entriesOf(a), entriesOf(b)];
  if (x === undefined || y?.size !== x.size) return false;
  return [...x].every(([key, value]) => y.has(key) && equals(value, y.get(key)));
}

function entriesOf(value: object): Map<unknown, unknown> | undefined {
  if (value instanceof Map) return value;
  return Object.getPrototypeOf(value) === Object.prototype ? new Map(Object.entries(value)) : undefined;
}

/**
 * Whether a container holds a value: a string a substring, a dict a key.
 *
 * @example
 * contains("hello", "ell"); // true
 */
export function contains(holder: any, value: any): boolean {
  if (typeof holder === "string") return holder.includes(value as string);
  if (holder instanceof Map || holder instanceof Set) return holder.has(value);
  if (typeof holder?.contains === "function") return Boolean(holder.contains(value));
  if (typeof holder?.[Symbol.iterator] === "function") return [...holder].some((each) => equals(each, value));
  return Object.hasOwn(holder as object, value as string);
}

/**
 * Compares two values in Python's sort order: lists by their first difference.
 *
 * @example
 * [[2, "a"], [1, "b"]].sort(compare); // [[1, 'b'], [2, 'a']]
 */
export function compare(a: any, b: any): number {
  if (Array.isArray(a) && Array.isArray(b)) {
    const i = a.findIndex((each, k) => k >= b.length || compare(each, b[k]) !== 0);
    if (i < 0) return a.length - b.length;
    return i >= b.length ? 1 : compare(a[i], b[i]);
  }
  if (typeof a === "string" && typeof b === "string") return byCodePoint(a, b);
  if (isNumeric(a) || isNumeric(b)) return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a?.lt === "function") return a.lt(b) ? -1 : b.lt(a) ? 1 : 0;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A number, or an object that stands for one, such as an element of an array. */
const isNumeric = (value: any): boolean => typeof value?.valueOf() === "number";

/** JavaScript compares characters above U+FFFF by their halves. */
function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = [Array.from(a), Array.from(b)];
  const i = x.findIndex((char, k) => char !== y[k]);
  if (i < 0) return -1;
  return i >= y.length ? 1 : x[i]!.codePointAt(0)! - y[i]!.codePointAt(0)!;
}

/** Lists are the same key if their elements are the same. */
const asKey = (key: unknown): unknown => (Array.isArray(key) ? `list:${repr(key)}` : key);

/**
 * A dict whose keys may be lists, which are compared by their elements.
 *
 * @example
 * const pairs = new Dict([[["a", "b"], 1]]);
 * pairs.get(["a", "b"]); // 1
 */
export class Dict<K = any, V = any> extends Map<K, V> {
  readonly #own = new Map<unknown, K>();

  constructor(entries: Iterable<readonly [K, V]> = []) {
    super();
    for (const [key, value] of entries) this.set(key, value);
  }

  #key(key: K): K {
    return this.#own.get(asKey(key)) ?? key;
  }

  override get(key: K): V | undefined {
    return super.get(this.#key(key));
  }

  override has(key: K): boolean {
    return super.has(this.#key(key));
  }

  override set(key: K, value: V): this {
    if (Array.isArray(key) && !this.#own.has(asKey(key))) this.#own.set(asKey(key), key);
    return super.set(this.#key(key), value);
  }

  override delete(key: K): boolean {
    const own = this.#key(key);
    this.#own.delete(asKey(key));
    return super.delete(own);
  }
}

/**
 * A set whose members may be lists, which are compared by their elements.
 *
 * @example
 * new ListSet([[1, 2], [1, 2]]).size; // 1
 */
export class ListSet<T = any> extends Set<T> {
  readonly #own = new Map<unknown, T>();

  constructor(values: Iterable<T> = []) {
    super();
    for (const value of values) this.add(value);
  }

  override has(value: T): boolean {
    return super.has(this.#own.get(asKey(value)) ?? value);
  }

  override add(value: T): this {
    if (!this.#own.has(asKey(value))) this.#own.set(asKey(value), value);
    return super.add(this.#own.get(asKey(value))!);
  }

  override delete(value: T): boolean {
    const own = this.#own.get(asKey(value)) ?? value;
    this.#own.delete(asKey(value));
    return super.delete(own);
  }
}

/**
 * A dict that creates a value for a missing key when it is asked for.
 *
 * @example
 * const groups = new DefaultDict(() => [] as number[]);
 * groups.get(3).push(1);
 */
export class DefaultDict<K = any, V = any> extends Dict<K, V> {
  readonly #make: () => V;

  constructor(make: () => V) {
    super();
    this.#make = make;
  }

  override get(key: K): V {
    if (!this.has(key)) this.set(key, this.#make());
    return super.get(key)!;
  }
}

/**
 * How often each value occurs; missing values count as zero.
 *
 * @example
 * new Counter("banana").get("a"); // 3
 */
export class Counter<K = any> extends Dict<K, number> {
  constructor(values: Iterable<K> | ReadonlyMap<K, number> = []) {
    super();
    this.update(values);
  }

  override get(key: K): number {
    return super.get(key) ?? 0;
  }

  update(values: Iterable<K> | ReadonlyMap<K, number>): void {
    if (values instanceof Map)
      for (const [key, count] of values as ReadonlyMap<K, number>) this.set(key, this.get(key) + count);
    else for (const key of values as Iterable<K>) this.set(key, this.get(key) + 1);
  }

  /** The most frequent values first; among equally frequent ones, those that came first. */
  mostCommon(count?: number): [K, number][] {
    return [...this].sort((a, b) => b[1] - a[1]).slice(0, count);
  }

  *elements(): Generator<K> {
    for (const [key, count] of this) for (let i = 0; i < count; i++) yield key;
  }
}

/** A list that keeps only the last values put in; what else is made of it is a plain list. */
class Deque extends Array<any> {
  #limit = Infinity;

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  static bounded(values: Iterable<any>, limit: number): Deque {
    const made = new Deque();
    made.#limit = limit;
    for (const each of values) made.push(each);
    return made;
  }

  override push(...values: any[]): number {
    super.push(...values);
    if (this.length > this.#limit) super.splice(0, this.length - this.#limit);
    return this.length;
  }

  override unshift(...values: any[]): number {
    super.unshift(...values);
    if (this.length > this.#limit) super.splice(this.#limit);
    return this.length;
  }
}

/**
 * `collections.deque` with a greatest length: what is put in behind pushes out what is first.
 *
 * @example
 * const last = deque([1, 2], 2);
 * last.push(3);
 * [...last]; // [2, 3]
 */
export const deque = (values: Iterable<any>, maxlen: number): any[] => Deque.bounded(values, maxlen);
