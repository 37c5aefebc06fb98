/** What a CommonJS module gives to who imports it by name or as a whole: everything that its types say, not only what Node saw. */
import { missingExport } from "./errors.ts";

type Namespace = Readonly<Record<string, unknown>>;

/** What Node's namespace calls the value of `module.exports`. */
const WHOLE = "module.exports";
const faces = new WeakMap<object, object>();

/** The export `name` of a module, `*` for all of them. @throws SyntaxError where there is none */
export function face(namespace: Namespace, name: string, specifier: string): unknown {
  if (name === "*") return wholeFace(namespace);
  if (name in namespace) return namespace[name];
  const exports = namespace[WHOLE];
  if (exports !== null && exports !== undefined && name in Object(exports)) {
    return (exports as Record<string, unknown>)[name];
  }
  throw missingExport(specifier, name, namespace);
}

/**
 * A namespace with the members of `module.exports` that Node did not see in its source, as lodash has them all. Node's own where nothing
 * is missing, and for ES modules.
 */
export function wholeFace(namespace: Namespace): object {
  const exports = namespace[WHOLE];
  if ((typeof exports !== "object" && typeof exports !== "function") || exports === null) return namespace;
  const known = faces.get(namespace);
  if (known !== undefined) return known;
  const hidden = memberNames(exports).filter((name) => !(name in namespace));
  const made = hidden.length === 0 ? namespace : withMembers(namespace, exports as Namespace, hidden);
  faces.set(namespace, made);
  return made;
}

function withMembers(namespace: Namespace, exports: Namespace, hidden: readonly string[]): object {
  const made = Object.create(null) as object;
  const add = (from: Namespace, name: string): void => {
    // Read when asked for: some packages load their parts that late.
    const get = (): unknown => {
      const value = from[name];
      // A method of an object that was exported whole, as in `module.exports = new Logger()`.
      const isMethod = typeof value === "function" && from === exports && !Object.hasOwn(exports, name);
      return isMethod ? (value.bind(exports) as unknown) : value;
    };
    Object.defineProperty(made, name, { enumerable: true, configurable: true, get });
  };
  for (const name of Object.keys(namespace)) add(namespace, name);
  for (const name of hidden) add(exports, name);
  Object.defineProperty(made, Symbol.toStringTag, { value: "Module" });
  return made;
}

/** Own and inherited names, but what every object or function has. */
function memberNames(exports: object): string[] {
  const names = new Set<string>();
  for (
    let at: object | null = exports;
    at !== null && at !== Object.prototype && at !== Function.prototype;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  for (const name of ["length", "name", "prototype", "arguments", "caller", "constructor", "default"])
    names.delete(name);
  return [...names];
}
