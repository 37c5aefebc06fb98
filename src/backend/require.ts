/** Packages that are loaded when they are needed, and not before: they are large, native, or may be missing. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The address of this module; in a bundle of CommonJS, which has no `import.meta`, that of the bundle. */
export const here: string = (import.meta as { readonly url?: string }).url ?? commonJsHere();

function commonJsHere(): string {
  return pathToFileURL(typeof __filename === "string" ? __filename : join(process.cwd(), "bundle.js")).href;
}

/** Loads a CommonJS package, as seen from here. */
export const requirePackage: NodeJS.Require = createRequire(here);
