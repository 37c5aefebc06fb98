/**
 * Objects whose attributes are data: `SimpleNamespace` and what `argparse` returns. Their attributes keep Python's names, because they are
 * printed and turned into dicts; translated code may read them by either name.
 */
import { nameIn, pythonName } from "./values.ts";
import { repr, shaped } from "./text.ts";

/** Marks a namespace, and tells the name of its class. */
const KIND = Symbol("the class of a namespace");

const handler: ProxyHandler<any> = {
  get: (target, key) => (typeof key === "string" ? target[nameIn(target, key)] : target[key]) as unknown,
  has: (target, key) => (typeof key === "string" ? nameIn(target, key) in target : key in target),
  set(target, key, value) {
    const known = typeof key === "string" ? nameIn(target, key) : key;
    const name = known in target || typeof key !== "string" ? known : pythonName(key);
    target[name] = value;
    return true;
  },
  deleteProperty: (target, key) => delete target[typeof key === "string" ? nameIn(target, key) : key],
};

/** @param kind - The name of its class in Python. */
export function namespaceOf(kind: string, attributes: Readonly<Record<string, unknown>>): any {
  const own = Object.create({
    [KIND]: kind,
    toString(this: object) {
      return namespaceText(this, (each) => repr(each));
    },
    [shaped](this: object, write: Write) {
      return namespaceText(this, write);
    },
  }) as object;
  return new Proxy(Object.assign(own, attributes), handler);
}

type Write = (value: unknown, name: string) => string;

function namespaceText(value: object, write: Write): string {
  const inner = Object.entries(value).map(([name, each]) => `${name}=${write(each, name)}`);
  return `${(value as { [KIND]: string })[KIND]}(${inner.join(", ")})`;
}

/**
 * An object with the given attributes, as `types.SimpleNamespace` makes it.
 *
 * @example
 * const settings = simpleNamespace({ batch_size: 4 });
 * settings.batchSize = 8;
 * String(settings); // namespace(batch_size=8)
 */
export const simpleNamespace = (attributes: Readonly<Record<string, unknown>> = {}): any =>
  namespaceOf("namespace", attributes);

/**
 * The attributes of an object by Python's names. Those of a namespace are the namespace's own: changing them changes it.
 *
 * @example
 * vars(simpleNamespace({ lr: 0.5 })).lr; // 0.5
 */
export function vars(object: any): any {
  if (object?.[KIND] !== undefined) return viewOf(object as object);
  return Object.fromEntries(Object.entries(object as object).map(([name, value]) => [pythonName(name), value]));
}

/** A plain object that reads and writes the namespace. */
function viewOf(of: object): Record<string, unknown> {
  return new Proxy({} as Record<string, unknown>, {
    get: (_target, key) => (of as Record<string | symbol, unknown>)[key],
    set: (_target, key, value) => Reflect.set(of, key, value),
    has: (_target, key) => Object.hasOwn(of, key),
    deleteProperty: (_target, key) => Reflect.deleteProperty(of, key),
    ownKeys: () => Object.keys(of),
    getOwnPropertyDescriptor: (_target, key) =>
      Object.hasOwn(of, key)
        ? { value: Reflect.get(of, key) as unknown, writable: true, enumerable: true, configurable: true }
        : undefined,
  });
}

/** What a translated dataclass says of its fields, in order: each field's name in Python. */
interface WithFields {
  readonly constructor: { readonly fields?: readonly string[] };
}

const fieldsOf = (value: unknown): readonly string[] | undefined =>
  typeof value === "object" && value !== null ? (value as WithFields).constructor?.fields : undefined;

/**
 * A dataclass's fields as a dict; dataclasses inside it become dicts too.
 *
 * @throws TypeError if it is no dataclass.
 * @example
 * class Point {
 *   static fields = ["x"];
 *   x = 1;
 * }
 * asdict(new Point()); // {x: 1}
 */
export function asdict(value: object): any {
  const fields = fieldsOf(value);
  if (fields === undefined) throw new TypeError("asdict() should be called on dataclass instances");
  const of = (each: unknown): unknown => {
    if (fieldsOf(each) !== undefined) return asdict(each as object);
    if (Array.isArray(each)) return each.map((item) => of(item));
    if (each instanceof Map) return new Map([...each].map(([key, item]) => [key, of(item)]));
    const isRecord = typeof each === "object" && each !== null && Object.getPrototypeOf(each) === Object.prototype;
    return isRecord ? Object.fromEntries(Object.entries(each).map(([key, item]) => [key, of(item)])) : each;
  };
  return Object.fromEntries(fields.map((name) => [name, of((value as any)[nameIn(value, name)])]));
}

/**
 * The values of a dataclass's fields.
 *
 * @example
 * class Point {
 *   static fields = ["x"];
 *   x = 1;
 * }
 * astuple(new Point()); // [1]
 */
export const astuple = (value: object): any[] => Object.values(asdict(value) as object);

/**
 * A copy of a dataclass with some fields changed; its constructor runs again, as in Python.
 *
 * @throws TypeError if it has no such field.
 * @example
 * class Point {
 *   static fields = ["x"];
 *   x: number;
 *   constructor(x = 1) {
 *     this.x = x;
 *   }
 * }
 * replace(new Point(), { x: 2 }).x; // 2
 */
export function replace<T extends object>(value: T, changes: Readonly<Record<string, unknown>>): T {
  const { fields = [] } = (value as WithFields).constructor;
  const wrong = Object.keys(changes).find((name) => !fields.includes(name));
  const type = value.constructor as new (...values: unknown[]) => T;
  if (wrong !== undefined) throw new TypeError(`${type.name}.__init__() got an unexpected keyword argument '${wrong}'`);
  // Fields that the constructor does not take come last.
  return new type(...fields.map((name) => (name in changes ? changes[name] : (value as any)[nameIn(value, name)])));
}
