/**
 * The language's built-ins as they were when the process began. User code may replace any of them (`JSON.stringify`,
 * `Promise.prototype.then`, a property of `Object.prototype`), for a lesson or by accident, and lives with what it has made. The kernel's
 * code, and what it calls of Node's and of libraries, runs with the originals: they are put in place where it is entered, and the
 * user's where it is left. Everything that is needed for that is taken here, once.
 */
import { EventEmitter } from "node:events";
import { Socket } from "node:net";
import { Readable, Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { AsyncLocalStorage } from "node:async_hooks";

const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, setPrototypeOf } = Reflect;

const { hasOwn } = Object;

type Holder = Record<PropertyKey, unknown>;

interface Slot {
  readonly holder: Holder;
  readonly key: PropertyKey;
  readonly original: PropertyDescriptor;
}

interface Replaced {
  readonly slot: Pick<Slot, "holder" | "key">;
  /** Undefined where the user has deleted it. */
  readonly own: PropertyDescriptor | undefined;
}

/** Users and the kernel itself set these as they are meant to be set. */
const FREE: ReadonlySet<PropertyKey> = new Set(["stackTraceLimit", "prepareStackTrace", "__tslab__"]);

const GLOBALS =
  "AbortController AbortSignal AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean Buffer DataView Date Error EvalError EventTarget Float32Array Float64Array Function Int16Array Int32Array Int8Array Iterator JSON Map Math Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError URIError URL Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet clearImmediate clearInterval clearTimeout globalThis process queueMicrotask setImmediate setInterval setTimeout structuredClone".split(
    " ",
  );

const values: Slot[] = [];
const accessors: Slot[] = [];
/** Where a property would hide one that is inherited. */
const absent: Pick<Slot, "holder" | "key">[] = [];
const objectPrototype = Object.prototype as unknown as Holder;
let objectKeys = Infinity;
/** What is in place of the user's at present. */
let replaced: Replaced[] = [];
let isInside = false;

/** Notes the built-ins as they are now: with what the kernel has changed, and before user code runs. */
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
  keepAll(getPrototypeOf(Uint8Array));
  keepAll(getPrototypeOf(Uint8Array.prototype));
  for (const { prototype } of [EventEmitter, Socket, Readable, Writable, StringDecoder, AsyncLocalStorage])
    keepAll(prototype);
  for (const bytes of [Uint8Array.prototype, Buffer.prototype]) {
    for (const key of ownKeys(getPrototypeOf(Uint8Array.prototype)!)) {
      if (!Object.hasOwn(bytes, key)) absent.push({ holder: bytes as unknown as Holder, key });
    }
  }
  objectKeys = ownKeys(objectPrototype).length;
  isAsKept = comparison();
}

let isAsKept = (): boolean => true;

/**
 * Compares all built-in functions with the originals. In a loop each look-up would take V8 a tenth of a microsecond, and a `console.log`
 * ten of its own; written out, all of them take a few microseconds.
 */
function comparison(): () => boolean {
  const holders = [...new Set([...values, ...absent].map(({ holder }) => holder))];
  const compared = [
    ...values.map(({ holder, key, original }) => ({ holder, key, value: original.value as unknown })),
    ...absent.map(({ holder, key }) => ({
      holder,
      key,
      value: getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype)!, key)?.value as unknown,
    })),
  ].filter(({ value }) => typeof value === "function");
  const terms = compared.map(({ holder, key }, index) => {
    const name = typeof key === "symbol" ? `k[${index}]` : JSON.stringify(key);
    return `h${holders.indexOf(holder)}[${name}] !== v[${index}]`;
  });
  const names = holders.map((_, index) => `h${index}`).join(", ");
  // oxlint-disable-next-line typescript/no-implied-eval -- its text is made here
  const compare = new Function(
    "h",
    "k",
    "v",
    `const [${names}] = h; return () => { try { return !(${terms.join(" || ")}); } catch { return false; } };`,
  ) as (h: readonly Holder[], k: readonly PropertyKey[], v: readonly unknown[]) => () => boolean;
  return compare(
    holders,
    compared.map(({ key }) => key),
    compared.map(({ value }) => value),
  );
}

function keepAll(holder: unknown): void {
  if ((typeof holder !== "object" && typeof holder !== "function") || holder === null) return;
  for (const key of ownKeys(holder)) if (!FREE.has(key)) keep(holder as Holder, key);
}

function keep(holder: Holder, key: PropertyKey): void {
  const original = bare(getOwnPropertyDescriptor(holder, key));
  if (original === undefined || original.configurable !== true) return;
  if (!("value" in original)) accessors.push({ holder, key, original });
  // Numbers and names of built-ins are not what code stands on.
  else if (typeof original.value === "function" || typeof original.value === "object")
    values.push({ holder, key, original });
}

/** A descriptor that inherits nothing: a property of `Object.prototype` called `get` would count as its own. */
function bare(descriptor: PropertyDescriptor | undefined): PropertyDescriptor | undefined {
  if (descriptor !== undefined) setPrototypeOf(descriptor, null);
  return descriptor;
}

/** The usual case in a few microseconds. Accessors and symbols are looked at where the event loop enters. */
function enterQuickly(): void {
  if (!isAsKept() || ownKeys(objectPrototype).length > objectKeys) enter();
}

/** Puts the originals in place. Only what can be cut off at any call by a termination: what was replaced is noted first. */
function enter(): void {
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
    // A getter of the user's.
    return false;
  }
}

function restore(slot: Slot): void {
  replaced[replaced.length] = { slot, own: bare(getOwnPropertyDescriptor(slot.holder, slot.key)) };
  // False where the user has frozen it as it is.
  if (!defineProperty(slot.holder, slot.key, slot.original)) replaced.length--;
}

/** What is inherited by every object: a `then` makes all promises hang, a `get` spoils all descriptors. */
function removeForeign(): void {
  const keys = ownKeys(objectPrototype);
  if (keys.length <= objectKeys) return;
  for (let i = objectKeys; i < keys.length; i++) {
    remove(objectPrototype, keys[i]!);
  }
}

function remove(holder: Holder, key: PropertyKey): void {
  replaced[replaced.length] = { slot: { holder, key }, own: bare(getOwnPropertyDescriptor(holder, key)) };
  if (!deleteProperty(holder, key)) replaced.length--;
}

/** Puts back what the user has made. */
function leave(): void {
  const { length } = replaced;
  if (length === 0) return;
  const list = replaced;
  replaced = [];
  for (let i = length - 1; i >= 0; i--) {
    const { slot, own } = list[i]!;
    if (own === undefined) deleteProperty(slot.holder, slot.key);
    else defineProperty(slot.holder, slot.key, own);
  }
}

/** Runs code of the kernel that user code, or Node on its account, has called. */
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

/** Runs code of the kernel that the event loop has called. A termination may have cut off what ran before. */
export function asTask(body: () => void): void {
  beginKernel();
  try {
    body();
  } finally {
    endKernel();
  }
}

/** Runs code of the user from code of the kernel. */
export function asUser<T>(body: () => T): T {
  endKernel();
  try {
    return body();
  } finally {
    beginKernel();
  }
}

/** For asynchronous code of the kernel: to be called behind each await. */
export function beginKernel(): void {
  isInside = true;
  enter();
}

export function endKernel(): void {
  isInside = false;
  leave();
}

/** A function as user code gets it: the kernel runs within. Its properties, methods of an API, are guarded too. */
export function guarded<T extends (...given: never[]) => unknown>(inner: T): T {
  const outer = function (this: unknown, ...given: never[]): unknown {
    return asKernel(() => Reflect.apply(inner, this, given));
  };
  defineProperty(outer, "name", { value: inner.name, configurable: true });
  defineProperty(outer, "length", { value: inner.length, configurable: true });
  return Object.assign(outer, guardedMethods(inner)) as unknown as T;
}

/** The methods of an API as user code gets them. */
export function guardedMethods<T extends object>(api: T): T {
  const entries = Object.entries(api).map(([name, value]) => [
    name,
    typeof value === "function" && !String(name).startsWith("$") ? guarded(value as () => unknown) : (value as unknown),
  ]);
  return Object.fromEntries(entries) as T;
}
