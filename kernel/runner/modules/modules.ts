/** What cells import: packages of the notebook's folder, then the kernel's own; local files in the version they have now. */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { browserModules } from "./browser-modules.ts";
import { face, wholeFace } from "./commonjs-face.ts";
import { explainImportError } from "./errors.ts";
import { installHooks } from "./hooks.ts";

export interface ModulesOptions {
  /** The notebook's folder: relative imports start here, packages are looked for from here upwards. */
  readonly folder: string;
  /** Modules that the kernel itself provides, such as `tslab`. */
  readonly provided?: Readonly<Record<string, object>>;
}

export interface Modules {
  /** A cell's static import: the requested exports by name, `*` for the namespace. Names of types may be missing. */
  imports(
    this: void,
    specifier: string,
    names: readonly string[],
    typeNames: readonly string[],
    attributes: Readonly<Record<string, string>>,
  ): Promise<object>;
  /** `import()` in a cell. */
  importModule(this: void, specifier: unknown, options?: ImportCallOptions): Promise<object>;
  /** `import.meta` of a cell. */
  readonly meta: object;
  /** The CommonJS variables that cells can use. */
  readonly ambient: Readonly<Record<string, unknown>>;
  /** Looks for local files that were edited since they were loaded. */
  refresh(this: void): void;
  /** Packages were installed: modules that could not be found are looked for again. */
  forget(this: void): void;
  /** The cell that imports was interrupted. */
  abandon(this: void): void;
}

export function createModules({ folder, provided = {} }: ModulesOptions): Modules {
  const root = resolve(folder);
  // A file that does not exist; specifiers resolved from it are resolved from its folder.
  const cellFile = join(root, "[cell]");
  const cellUrl = pathToFileURL(cellFile).href;
  const hooks = installHooks({ cellUrl, provided: { ...browserModules, ...provided } });
  const importModule = async (specifier: unknown, options?: ImportCallOptions): Promise<object> => {
    const text = String(specifier);
    try {
      return wholeFace((await hooks.load(text, options)) as Readonly<Record<string, unknown>>);
    } catch (error) {
      throw explainImportError(error, text);
    }
  };
  return {
    async imports(specifier, names, typeNames, attributes) {
      let namespace: Record<string, unknown>;
      try {
        namespace = (await importModule(
          specifier,
          Object.keys(attributes).length > 0 ? { with: { ...attributes } } : undefined,
        )) as Record<string, unknown>;
      } catch (error) {
        // A module that contains only types need not exist at run time.
        if (names.length > 0 && names.every((name) => typeNames.includes(name)) && isMissing(error)) return {};
        throw error;
      }
      const found: Record<string, unknown> = {};
      for (const name of names) {
        // In JSON Node does not look for export names.
        const isJson = specifier.endsWith(".json") && !(name in namespace) && name !== "*";
        try {
          found[name] = isJson
            ? face(namespace["default"] as Record<string, unknown>, name, specifier)
            : face(namespace, name, specifier);
        } catch (error) {
          if (!typeNames.includes(name)) throw error;
        }
      }
      return found;
    },
    importModule,
    meta: {
      url: cellUrl,
      dirname: root,
      filename: cellFile,
      main: false,
      resolve: hooks.resolve,
    },
    ambient: { __dirname: root, __filename: cellFile },
    refresh: hooks.refresh,
    forget: hooks.forget,
    abandon: hooks.abandon,
  };
}

function isMissing(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
}
