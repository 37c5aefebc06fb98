/**
 * The exports of a CommonJS module for imports by name or as a whole: everything that its types promise, not only the names that Node
 * detected.
 */
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
 * A namespace that includes the members of `module.exports` that Node did not detect in the source (of lodash it detects none). If nothing
 * is missing, and for ES modules, it is Node's own.
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
    // Read only when it is used, because some packages load their parts lazily.
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

/** Own and inherited names, except those that every object or function has. */
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
