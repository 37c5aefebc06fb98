/**
 * Declarations of what cells find without importing it. A string, because the build of this package is the compiler alone, which
 * copies no `.d.ts` files. The runner's own types are named by path, so that these cannot drift from what it provides.
 */
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** The type of the runner's module, in its sources or in its build: whichever this file belongs to. */
function runnerType(file: string, name: string): string {
  const path = fileURLToPath(new URL(`../../runner/${file}${extname(import.meta.url)}`, import.meta.url));
  return `import(${JSON.stringify(path.replaceAll("\\", "/"))}).${name}`;
}

export const globals = `/// <reference types="node" />
export {};
declare global {
  /** Shows a value below the cell. The methods show content of one type. */
  var display: ${runnerType("show/display-api", "Display")};
  /** Installs packages beside the notebook. */
  var kernel: ${runnerType("modules/kernel-api", "KernelApi")};
  /** What Jupyter's protocol offers: displays, messages, comms. */
  var jupyter: ${runnerType("jupyter-api", "JupyterApi")};
  /** This kernel: installs packages. */
  var kernel: ${runnerType("modules/kernel-api", "KernelApi")};
  /** Asks the user for a line of text. An empty line gives the fallback; null where nobody can answer. */
  function prompt(message?: string, fallback?: string, options?: { readonly password?: boolean }): string | null;
  /** Asks the user a question of yes or no. */
  function confirm(message?: string): boolean;
  /** Shows a message and waits for the Enter key. */
  function alert(message?: string): void;
}
`;
