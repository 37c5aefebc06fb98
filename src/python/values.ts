/** Lists, slices, and attributes by name. */
import { AttributeError } from "./errors.ts";

/** What an attribute is called here: a translated class has camelCase names where its Python has underscores. */
export function nameIn(object: any, name: string): string {
  if (name in Object(object)) return name;
  const camel = name.replace(/(?<=[a-zA-Z\d])_+([a-z\d])/gi, (_whole, letter: string) => letter.toUpperCase());
  if (camel in Object(object)) return camel;
  const python = pythonName(name);
  return python in Object(object) ? python : camel;
}

/** The name in Python that a translated name has come from, if Python's had underscores. */
export const pythonName = (name: string): string =>
  /^[A-Z]/.test(name) ? name : name.replace(/(?<=[a-z\d])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Whether an object has an attribute of a name that is known only while the program runs.
 *
 * @example
 * hasattr({ batchSize: 4 }, "batch_size"); // true
 */
export const hasattr = (object: any, name: string): boolean => nameIn(object, name) in Object(object);

/**
 * An attribute of such a name; a method stays bound to its object.
 *
 * @throws AttributeError if there is none and no fallback is given.
 * @example
 * getattr({ batchSize: 4 }, "batch_size"); // 4
 */
export function getattr(object: any, name: string, ...fallback: [] | [any]): any {
  const own = nameIn(object, name);
  if (!(own in Object(object))) {
    if (fallback.length > 0) return fallback[0] as unknown;
    throw new AttributeError(`'${object?.constructor?.name ?? "NoneType"}' object has no attribute '${name}'`);
  }
  const value: unknown = object[own];
  const isMethod = typeof value === "function" && !Object.hasOwn(object, own);
  return isMethod ? (value.bind(object) as unknown) : value;
}

/**
 * Sets an attribute of such a name.
 *
 * @example
 * const settings = { batchSize: 4 };
 * setattr(settings, "batch_size", 8);
 * settings.batchSize; // 8
 */
export function setattr(object: any, name: string, value: any): void {
  object[nameIn(object, name)] = value;
}

/**
 * The arguments of a function: the given ones, followed by a dict's values under the names of the remaining parameters.
 *
 * @example
 * spread([1], { c: 3 }, ["a", "b", "c"]); // [1, undefined, 3]
 */
export const spread = (values: readonly any[], named: Readonly<Record<string, any>>, names: readonly string[]): any =>
  names.map((name, i) => (i < values.length ? values[i] : named[name]));

/**
 * `values[from:to:step]` of a list or a string; `null` stands for an omitted part.
 *
 * @example
 * sliced([0, 1, 2, 3, 4], null, null, -2); // [4, 2, 0]
 */
export function sliced<T extends string | readonly any[]>(
  values: T,
  from: number | null,
  to: number | null,
  step: number | null = 1,
): T extends string ? string : T extends readonly (infer E)[] ? E[] : never {
  const by = step ?? 1;
  const { length } = values;
  const place = (given: number | null, usual: number): number => {
    if (given === null) return usual;
    const at = given < 0 ? given + length : given;
    return by > 0 ? Math.min(Math.max(at, 0), length) : Math.min(Math.max(at, -1), length - 1);
  };
  const start = place(from, by > 0 ? 0 : length - 1);
  const stop = place(to, by > 0 ? length : -1);
  const found: unknown[] = [];
  for (let i = start; by > 0 ? i < stop : i > stop; i += by) found.push(values[i]);
  return (typeof values === "string" ? found.join("") : found) as never;
}

/**
 * A dict of named arguments under the names that the library has.
 *
 * @example
 * keywords({ batch_size: 4 }); // {batchSize: 4}
 */
export const keywords = (dict: Readonly<Record<string, any>>): any =>
  Object.fromEntries(Object.entries(dict).map(([name, value]) => [nameIn({}, name), value]));

/** Names that JavaScript itself asks for. */
const ASKED = new Set(["constructor", "then", "toJSON", "inspect", "nodeType", "length"]);

/**
 * The base of classes with `__getattr__` or `__setattr__`: what they do not have comes from the method `getattr`, what is set goes through
 * `setattr`.
 *
 * @example
 * class Doubled extends Attributes {
 *   getattr(name: string) {
 *     return name + name;
 *   }
 * }
 * (new Doubled() as any).ab; // abab
 */
export class Attributes {
  constructor() {
    const { prototype } = new.target as { readonly prototype: object };
    const get = "getattr" in prototype ? forwarded : undefined;
    const set = "setattr" in prototype ? settled : undefined;
    return new Proxy(this, { ...(get && { get }), ...(set && { set }) });
  }
}

/** What its subclasses have, at least one of the two. */
interface Asked {
  getattr(name: string): unknown;
  setattr(name: string, value: unknown): void;
}

function forwarded(target: object, key: string | symbol, self: unknown): unknown {
  if (typeof key === "symbol" || key in target || ASKED.has(key)) return Reflect.get(target, key, self) as unknown;
  const name = nameIn(target, key);
  if (name in target) return Reflect.get(target, name, self) as unknown;
  return (target as Asked).getattr.call(self, pythonName(key));
}

function settled(target: object, key: string | symbol, value: unknown, self: unknown): boolean {
  if (typeof key === "symbol") return Reflect.set(target, key, value);
  (target as Asked).setattr.call(self, pythonName(key), value);
  return true;
}

/**
 * Sets an attribute without asking the object's own `setattr`.
 *
 * @example
 * const object: any = {};
 * setOwn(object, "a", 1);
 * object.a; // 1
 */
export function setOwn(object: any, name: string, value: any): void {
  const place = { value, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(object, nameIn(object, name), place);
}

/**
 * Whether something is a slice: `1:3`, or what `slice` makes.
 *
 * @example
 * isSlice("1:3"); // true
 */
export const isSlice = (value: any): boolean =>
  typeof value === "string" ? /^-?\d*:-?\d*(?::-?\d*)?$/.test(value) : value?.constructor?.name === "Slice";

/**
 * An item of a list, by its position or by a slice.
 *
 * @example
 * item([5, 6, 7], "1:"); // [6, 7]
 */
export function item(values: any, at: any): any {
  if (!isSlice(at)) return (typeof at === "number" && at < 0 ? values.at(at) : values[at]) as unknown;
  const [from, to, step] =
    typeof at === "string"
      ? [...at.split(":"), ""].map((part) => (part === "" ? null : Number(part)))
      : [at.start, at.stop, at.step];
  return sliced(values as readonly unknown[], from ?? null, to ?? null, step ?? null);
}
