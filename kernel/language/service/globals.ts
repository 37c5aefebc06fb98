/**
 * Declarations of what cells can use without an import. They are a string, because this package is built by the compiler alone, which does
 * not copy `.d.ts` files. The runner's own types are imported by path, so that the declarations cannot drift from what it provides.
 */
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** A type from one of the runner's modules: from the sources if this file is a source, from the build if it is built. */
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
