/** What completion and inspection learn from living values. No getter runs and no proxy is asked. */
import { inspect, types } from "./own-util.ts";
import type { CompletionItem, Description } from "../contract/language.ts";
import { errorText } from "./show/inspect-text.ts";
import { userSource } from "./trace/user-source.ts";

const MAX_MEMBERS = 500;
const MAX_DESCRIPTION = 2_000;
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

export interface Names {
  has(name: string): boolean;
  get(name: string): unknown;
}

type Found = { readonly value: unknown } | undefined;

/** Members of the value that a dotted path names, nearest first. */
export function members(names: Names, path: string): readonly CompletionItem[] {
  const found = resolve(names, path);
  if (found === undefined || found.value === undefined || found.value === null) return [];
  const items = new Map<string, CompletionItem>();
  for (const object of chain(found.value)) {
    // Every object has these members, and the types already offer them.
    if (object === Object.prototype || object === Function.prototype) break;
    for (const name of Object.getOwnPropertyNames(object)) {
      if (items.size >= MAX_MEMBERS) return [...items.values()];
      if (name === "constructor" || !IDENTIFIER.test(name) || items.has(name)) continue;
      items.set(name, member(name, Object.getOwnPropertyDescriptor(object, name)));
    }
  }
  return [...items.values()];
}

/** A short text of the value that a dotted path names. */
export function describe(names: Names, path: string): Description | undefined {
  const found = resolve(names, path);
  if (found === undefined) return undefined;
  const { value } = found;
  const text = shortText(value);
  if (typeof value !== "function" || types.isProxy(value)) return { text };
  const source = userSource(value as () => unknown);
  if (source !== undefined) return { text, source };
  const compiled = Function.prototype.toString.call(value);
  return compiled.includes("[native code]") ? { text } : { text, compiled };
}

function shortText(value: unknown): string {
  try {
    const text = inspect(value, { depth: 1, maxArrayLength: 10, maxStringLength: 200 });
    return text.length > MAX_DESCRIPTION ? `${text.slice(0, MAX_DESCRIPTION)}...` : text;
  } catch (error) {
    return `[${typeof value} that cannot be inspected: ${errorText(error)}]`;
  }
}

function resolve(names: Names, path: string): Found {
  const [root, ...rest] = path.split(".");
  if (root === undefined) return undefined;
  let found: Found = names.has(root) ? { value: names.get(root) } : property(globalThis, root);
  for (const name of rest) {
    if (found === undefined || found.value === undefined || found.value === null) return undefined;
    found = property(found.value, name);
  }
  return found;
}

function property(value: unknown, name: string): Found {
  for (const object of chain(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    if (descriptor !== undefined) return "value" in descriptor ? { value: descriptor.value as unknown } : undefined;
  }
  return undefined;
}

function* chain(value: unknown): Generator<object> {
  let object = Object(value) as object | null;
  while (object !== null && !types.isProxy(object)) {
    yield object;
    object = Object.getPrototypeOf(object) as object | null;
  }
}

function member(name: string, descriptor: PropertyDescriptor | undefined): CompletionItem {
  const value: unknown = descriptor?.value;
  if (typeof value !== "function") return { text: name, type: "property" };
  return { text: name, type: isClass(value) ? "class" : "method" };
}

function isClass(value: object): boolean {
  return !types.isProxy(value) && Object.getOwnPropertyDescriptor(value, "prototype")?.writable === false;
}
