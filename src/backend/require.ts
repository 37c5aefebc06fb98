/** Loads packages only when they are needed, because they are large, native, or may be missing. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The URL of this module, or in a CommonJS bundle, which has no `import.meta`, the path of the bundle. */
export const here: string = (import.meta as { readonly url?: string }).url ?? commonJsHere();

function commonJsHere(): string {
  return pathToFileURL(typeof __filename === "string" ? __filename : join(process.cwd(), "bundle.js")).href;
}

/** Loads a CommonJS package, as seen from here. */
export const requirePackage: NodeJS.Require = createRequire(here);
