/** The folder of this package, in a clone or an installation. The same code runs from `kernel/` and from `dist/kernel/`. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: { readonly typescript: string };
}

export interface Package {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The nearest package at or above a folder. @throws Error where there is none */
export function packageAbove(folder: string): Package {
  try {
    return { folder, manifest: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest };
  } catch (error) {
    // Any other read error means a broken installation; its own message says so.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const parent = dirname(folder);
    if (parent === folder) throw new Error("internal: no package.json above the kernel", { cause: error });
    return packageAbove(parent);
  }
}

/** `manifest` is the `package.json` in `folder`. */
export const { folder: packageRoot, manifest } = packageAbove(dirname(fileURLToPath(import.meta.url)));
