/**
 * The language's built-ins as they were when the process began. User code may replace any of them (`JSON.stringify`,
 * `Promise.prototype.then`, a property of `Object.prototype`), for a lesson or by accident, and then runs with its own versions. The
 * kernel's code, and whatever it calls in Node and in libraries, runs with the originals: they are put in place whenever kernel code is
 * entered, and the user's versions are put back when it is left. Everything needed for that is saved here, once.
 */
import { EventEmitter } from "node:events";
import { Socket } from "node:net";
import { Readable, Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { AsyncLocalStorage } from "node:async_hooks";
import { types } from "./own-util.ts";

const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, setPrototypeOf } = Reflect;

const { hasOwn } = Object;

type Holder = Record<PropertyKey, unknown>;

interface Slot {
  readonly holder: Holder;
  readonly key: PropertyKey;
  readonly original: PropertyDescriptor;
}

/**
 * The replacements of the user's versions, last first. A chain and not an array, because storing into an array would run a setter for the
 * index on `Array.prototype`.
 */
interface Replaced {
  readonly putBack: () => void;
  readonly before: Replaced | undefined;
}

/** Users and the kernel itself may set these: that is what they are for. */
const FREE: ReadonlySet<PropertyKey> = new Set(["stackTraceLimit", "prepareStackTrace", "__tslab__"]);

const GLOBALS =
  "AbortController AbortSignal AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean Buffer DataView Date Error EvalError EventTarget Float32Array Float64Array Function Int16Array Int32Array Int8Array Iterator JSON Map Math Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TextDecoder TextEncoder TypeError URIError URL Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet clearImmediate clearInterval clearTimeout globalThis process queueMicrotask setImmediate setInterval setTimeout structuredClone".split(
    " ",
  );

const values: Slot[] = [];
const accessors: Slot[] = [];
/** Places where a new property would hide an inherited one, or give the kernel's values a meaning that they must not have. */
const absent: Pick<Slot, "holder" | "key">[] = [];
const chains: { readonly holder: Holder; readonly above: object | null }[] = [];
const objectPrototype = Object.prototype as unknown as Holder;
const arrayPrototype = Array.prototype as unknown as Holder;
/** Own keys of `Object.prototype`, in order; below, the same as a set of names. */
let objectKeys: readonly PropertyKey[] = [];
let isObjectKey: Record<PropertyKey, true> = {};
let firstOfArray: PropertyKey | undefined;
let replaced: Replaced | undefined;
let isInside = false;

/** Saves the built-ins as they are now: with the kernel's own changes, and before user code runs. */
export function keepBuiltins(): void {
  for (const name of GLOBALS) {
    keep(globalThis as unknown as Holder, name);
    const value = (globalThis as unknown as Holder)[name];
    if (name === "globalThis" || name === "process") continue;
    keepAll(value);
    if (typeof value === "function") keepAll((value as unknown as Holder)["prototype"]);
  }
  const iterators = [
    [][Symbol.iterator](),
    new Map().entries(),
    new Set().values(),
    ""[Symbol.iterator](),
    "".matchAll(/a/g),
  ];
  for (const iterator of iterators) keepAll(getPrototypeOf(iterator));
  for (const made of [function* () {}, async function* () {}, async () => {}]) {
    keepAll(getPrototypeOf(made));
    keepAll((getPrototypeOf(made) as unknown as Holder)["prototype"]);
  }
  keepAll(types);
  keepAll(getPrototypeOf(Uint8Array));
  keepAll(getPrototypeOf(Uint8Array.prototype));
  for (const { prototype } of [EventEmitter, Socket, Readable, Writable, StringDecoder, AsyncLocalStorage])
    keepAll(prototype);
  for (const bytes of [Uint8Array.prototype, Buffer.prototype]) {
    for (const key of ownKeys(getPrototypeOf(Uint8Array.prototype)!)) {
      if (!Object.hasOwn(bytes, key)) absent.push({ holder: bytes as unknown as Holder, key });
    }
  }
  // Every awaited value is asked for a `then`, every value sent for a `toJSON`.
  for (const { prototype } of [
    Array,
    BigInt,
    Boolean,
    Error,
    Function,
    Map,
    Number,
    Promise,
    RegExp,
    Set,
    String,
    Symbol,
  ]) {
    for (const key of ["then", "toJSON", Symbol.isConcatSpreadable])
      if (!hasOwn(prototype, key)) absent.push({ holder: prototype as unknown as Holder, key });
  }
  const holders = new Set([...values, ...accessors].map(({ holder }) => holder));
  for (const holder of [...holders, process as unknown as Holder])
    chains.push({ holder, above: getPrototypeOf(holder) });
  objectKeys = ownKeys(objectPrototype);
  isObjectKey = { __proto__: null } as unknown as typeof isObjectKey;
  for (const key of objectKeys) isObjectKey[key] = true;
  firstOfArray = ownKeys(arrayPrototype)[0];
  isAsKept = comparison();
}

let isAsKept = (): boolean => true;

/**
 * Compares all built-in functions with the originals. In a loop each look-up would take V8 a tenth of a microsecond (a `console.log` takes
 * ten in all); as generated straight-line code, all of them together take a few microseconds.
 */
function comparison(): () => boolean {
  const holders = [...new Set([...values, ...absent, ...chains].map(({ holder }) => holder))];
  const compared = [
    ...values
      .map(({ holder, key, original }) => ({ holder, key, value: original.value as unknown }))
      .filter(({ value }) => typeof value === "function"),
    // What an accessor returns depends on the object: accessors are checked only when the event loop enters kernel code.
    ...absent
      .map(({ holder, key }) => ({ holder, key, value: inherited(holder, key) }))
      .filter(({ value }) => value === undefined || "value" in value)
      .map(({ holder, key, value }) => ({ holder, key, value: value?.value as unknown })),
    { holder: arrayPrototype, key: "0", value: undefined },
  ];
  const terms = compared.map(({ holder, key }, index) => {
    const name = typeof key === "symbol" ? `k[${index}]` : JSON.stringify(key);
    return `h${holders.indexOf(holder)}[${name}] !== v[${index}]`;
  });
  const links = chains.map(({ holder }, index) => `p(h${holders.indexOf(holder)}) !== a[${index}]`);
  const names = holders.map((_, index) => `h${index}`).join(", ");
  // oxlint-disable-next-line typescript/no-implied-eval -- its text is made here
  const compare = new Function(
    "h",
    "k",
    "v",
    "p",
    "a",
    `const [${names}] = h; return () => { try { return !(${[...terms, ...links].join(" || ")}); } catch { return false; } };`,
  ) as (
    h: readonly Holder[],
    k: readonly PropertyKey[],
    v: readonly unknown[],
    p: typeof getPrototypeOf,
    a: readonly (object | null)[],
  ) => () => boolean;
  return compare(
    holders,
    compared.map(({ key }) => key),
    compared.map(({ value }) => value),
    getPrototypeOf,
    chains.map(({ above }) => above),
  );
}

function inherited(holder: object | null, key: PropertyKey): PropertyDescriptor | undefined {
  if (holder === null) return undefined;
  return getOwnPropertyDescriptor(holder, key) ?? inherited(getPrototypeOf(holder), key);
}

function keepAll(holder: unknown): void {
  if ((typeof holder !== "object" && typeof holder !== "function") || holder === null) return;
  for (const key of ownKeys(holder)) if (!FREE.has(key)) keep(holder as Holder, key);
}

function keep(holder: Holder, key: PropertyKey): void {
  const original = bare(getOwnPropertyDescriptor(holder, key));
  if (original === undefined || original.configurable !== true) return;
  if (!("value" in original)) accessors.push({ holder, key, original });
  // Code does not depend on properties such as a built-in's `length` and `name`.
  else if (typeof original.value === "function" || typeof original.value === "object")
    values.push({ holder, key, original });
}

/** A descriptor that inherits nothing: otherwise a property `get` on `Object.prototype` would count as part of it. */
function bare(descriptor: PropertyDescriptor | undefined): PropertyDescriptor | undefined {
  if (descriptor !== undefined) setPrototypeOf(descriptor, null);
  return descriptor;
}

/** Handles the usual case in a few microseconds. Most accessors are checked only when the event loop enters kernel code. */
function enterQuickly(): void {
  if (!isAsKept() || !hasObjectKeys(ownKeys(objectPrototype)) || !measuresUp()) enter();
}

const BYTES = Buffer.from([1, 2, 3]);
const { buffer: BUFFER, byteOffset: OFFSET } = BYTES;
const PAIRS = new Map([[1, 2]]);

/** Checks the accessors that every message needs. */
function measuresUp(): boolean {
  try {
    return (
      BYTES.length === 3 &&
      BYTES.byteLength === 3 &&
      BYTES.byteOffset === OFFSET &&
      BYTES.buffer === BUFFER &&
      PAIRS.size === 1
    );
  } catch {
    return false;
  }
}

/** Integer keys come first among an object's keys, and new keys come last. */
function hasObjectKeys(keys: readonly PropertyKey[]): boolean {
  const last = objectKeys.length - 1;
  return keys.length === last + 1 && keys[0] === objectKeys[0] && keys[last] === objectKeys[last];
}

/** Puts the originals in place. A termination may cut this off at any call, so each replacement is noted before it is made. */
function enter(): void {
  for (let i = 0; i < chains.length; i++) {
    const { holder, above } = chains[i]!;
    if (getPrototypeOf(holder) !== above) relink(holder, above);
  }
  removeForeign();
  for (let i = 0; i < absent.length; i++) {
    const { holder, key } = absent[i]!;
    if (hasOwn(holder, key)) remove(holder, key);
  }
  for (let i = 0; i < values.length; i++) {
    const slot = values[i]!;
    if (!isSame(slot)) restore(slot);
  }
  for (let i = 0; i < accessors.length; i++) {
    const slot = accessors[i]!;
    const now = getOwnPropertyDescriptor(slot.holder, slot.key);
    if (now === undefined || now.get !== slot.original.get || now.set !== slot.original.set) restore(slot);
  }
}

function isSame({ holder, key, original }: Slot): boolean {
  try {
    return holder[key] === original.value;
  } catch {
    // A getter defined by the user threw.
    return false;
  }
}

function restore({ holder, key, original }: Slot): void {
  const own = bare(getOwnPropertyDescriptor(holder, key));
  note(() => putBack(holder, key, own));
  if (defineProperty(holder, key, original) || !("value" in original)) return;
  // The user has sealed the object, so only the value may change. If it is frozen as well, this returns false.
  defineProperty(holder, key, { __proto__: null, value: original.value as unknown } as PropertyDescriptor);
}

function relink(holder: Holder, above: object | null): void {
  const own = getPrototypeOf(holder);
  note(() => void setPrototypeOf(holder, own));
  setPrototypeOf(holder, above);
}

/** Removes what the user has added for every object to inherit: a `then` makes all promises hang, a `get` spoils all descriptors. */
function removeForeign(): void {
  const keys = ownKeys(objectPrototype);
  if (!hasObjectKeys(keys)) {
    for (let i = 0; i < keys.length; i++) if (!(keys[i]! in isObjectKey)) remove(objectPrototype, keys[i]!);
  }
  // Integer keys come first.
  const ofArray = ownKeys(arrayPrototype);
  for (let i = 0; ofArray[i] !== firstOfArray && isIndex(ofArray[i]); i++) remove(arrayPrototype, ofArray[i]!);
}

function isIndex(key: PropertyKey | undefined): boolean {
  return typeof key === "string" && key >= "0" && key < ":";
}

function remove(holder: Holder, key: PropertyKey): void {
  const own = bare(getOwnPropertyDescriptor(holder, key));
  note(() => putBack(holder, key, own));
  deleteProperty(holder, key);
}

function putBack(holder: Holder, key: PropertyKey, own: PropertyDescriptor | undefined): void {
  if (own === undefined) deleteProperty(holder, key);
  else defineProperty(holder, key, own);
}

/** To be called before the change is made, because a termination may come in between. */
function note(putBackLater: () => void): void {
  replaced = { putBack: putBackLater, before: replaced };
}

/** Puts the user's versions back. */
function leave(): void {
  let last = replaced;
  replaced = undefined;
  for (; last !== undefined; last = last.before) last.putBack();
}

/** Runs kernel code that was called by user code, or by Node on behalf of user code. */
export function asKernel<T>(body: () => T): T {
  if (isInside) return body();
  isInside = true;
  enterQuickly();
  try {
    return body();
  } finally {
    endKernel();
  }
}

/** Runs kernel code that was called by the event loop. A termination may have cut off the code that ran before. */
export function asTask<T>(body: () => T): T {
  beginKernel();
  try {
    return body();
  } finally {
    endKernel();
  }
}

/** Runs user code from within kernel code. */
export function asUser<T>(body: () => T): T {
  endKernel();
  try {
    return body();
  } finally {
    beginKernel();
  }
}

/** For asynchronous kernel code: to be called after each await. */
export function beginKernel(): void {
  isInside = true;
  enter();
}

export function endKernel(): void {
  isInside = false;
  leave();
}

/** Wraps a function for user code, so that its body runs as kernel code. Its properties, which are methods of an API, are wrapped too. */
export function guarded<T extends (...given: never[]) => unknown>(inner: T): T {
  const outer = function (this: unknown, ...given: never[]): unknown {
    return asKernel(() => Reflect.apply(inner, this, given));
  };
  defineProperty(outer, "name", { value: inner.name, configurable: true });
  defineProperty(outer, "length", { value: inner.length, configurable: true });
  return Object.assign(outer, guardedMethods(inner)) as unknown as T;
}

/** Wraps the methods of an API for user code. */
export function guardedMethods<T extends object>(api: T): T {
  const entries = Object.entries(api).map(([name, value]) => [
    name,
    typeof value === "function" && !String(name).startsWith("$") ? guarded(value as () => unknown) : (value as unknown),
  ]);
  return Object.fromEntries(entries) as T;
}
