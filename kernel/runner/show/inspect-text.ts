/** Values as text: `util.inspect` without colours, limited to a length that suits a notebook. */
import { inspect, types } from "../own-util.ts";
import type { InspectOptions } from "node:util";

/** Longest text of one value, and longest string shown whole. */
const MAX_TEXT = 50_000;
const MAX_STRING = 10_000;
/** If there are more properties than this, the deeper levels are left out. */
const MAX_PROPERTIES = 10_000;
/** Of a single object with more keys than this, only the first `SHOWN_KEYS` are shown. */
const MAX_KEYS = 1_000;
const SHOWN_KEYS = 100;

const SEE_MORE = "util.inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null }) gives all of it";

/** How many levels of a value are shown as text. */
export const TEXT_DEPTH = 4;

const OPTIONS: InspectOptions = {
  depth: TEXT_DEPTH,
  maxArrayLength: 100,
  maxStringLength: 1_000,
  breakLength: 100,
  colors: false,
};

const grouped = (count: number): string => count.toLocaleString("en-US");

/** Never throws, never runs getters, and always finishes: long text is shortened, with a note on how to see more. */
export function inspectText(value: unknown): string {
  try {
    if (typeof value === "string") return stringText(value);
    if (typeof value !== "object" || value === null) return shorten(inspect(value, OPTIONS));
    return objectText(value);
  } catch (error) {
    return `[${typeof value} that cannot be inspected: ${errorText(error)}]`;
  }
}

function stringText(value: string): string {
  if (value.length <= MAX_STRING) return inspect(value, { maxStringLength: null });
  const start = inspect(value.slice(0, 1_000), { maxStringLength: null });
  return `${start}... (a string of ${grouped(value.length)} characters; console.log(value) prints it)`;
}

function objectText(value: object): string {
  // The first level with too many properties, and all levels below it, are left out.
  const depth = affordableDepth(value);
  const keys = types.isProxy(value) || ArrayBuffer.isView(value) ? 0 : countKeys(value, MAX_KEYS + 1);
  if (keys > MAX_KEYS && isPlain(value)) {
    const text = inspect(firstKeys(value), { ...OPTIONS, depth });
    return `${shorten(text)}\n... the first ${SHOWN_KEYS} of ${grouped(Object.keys(value).length)} keys; Object.keys(value) gives all`;
  }
  const text = shorten(inspect(value, { ...OPTIONS, depth }));
  return depth < OPTIONS.depth! ? `${text}\n... too much to show at once: ${SEE_MORE}` : text;
}

function shorten(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT)}\n... ${grouped(text.length - MAX_TEXT)} more characters: ${SEE_MORE}`;
}

/** The greatest depth, up to the usual one, at which the value has few enough properties to show. */
function affordableDepth(value: object): number {
  let level: object[] = [value];
  const seen = new Set<object>(level);
  let total = 0;
  for (let depth = 0; depth <= OPTIONS.depth!; depth++) {
    const next: object[] = [];
    for (const object of level) {
      total += visit(object, seen, next);
      if (total > MAX_PROPERTIES) return Math.max(0, depth - 1);
    }
    level = next;
  }
  return OPTIONS.depth!;
}

/** Counts what `inspect` would show of an object and collects the objects one level deeper. */
function visit(object: object, seen: Set<object>, next: object[]): number {
  if (types.isProxy(object) || ArrayBuffer.isView(object)) return 1;
  const add = (child: unknown): void => {
    if (typeof child === "object" && child !== null && !seen.has(child)) {
      seen.add(child);
      next.push(child);
    }
  };
  let count = 0;
  if (Array.isArray(object)) {
    for (let i = 0; i < Math.min(object.length, OPTIONS.maxArrayLength!); i++, count++)
      add(ownValue(object, String(i)));
    return count;
  }
  if (types.isMap(object) || types.isSet(object)) {
    const entries = types.isMap(object) ? Map.prototype.entries.call(object) : Set.prototype.entries.call(object);
    for (const [key, entry] of entries) {
      add(key);
      add(entry);
      if (++count >= OPTIONS.maxArrayLength!) break;
    }
  }
  for (const key in object) {
    if (++count > MAX_PROPERTIES) break;
    if (count <= MAX_KEYS) add(ownValue(object, key));
  }
  return count;
}

function ownValue(object: object, key: string): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(object, key);
  return descriptor !== undefined && "value" in descriptor ? descriptor.value : undefined;
}

function countKeys(object: object, limit: number): number {
  if (Array.isArray(object)) return 0;
  let count = 0;
  for (const key in object) {
    void key;
    if (++count >= limit) break;
  }
  return count;
}

function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || prototype === Object.prototype;
}

function firstKeys(object: object): object {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(object)).slice(0, SHOWN_KEYS);
  return Object.defineProperties({}, Object.fromEntries(descriptors));
}

/** The message of whatever was thrown, even if reading it throws. */
export function errorText(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return "an error that cannot be read";
  }
}
