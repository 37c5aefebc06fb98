/** The TypeScript counterpart of a Python name, or of a Python name that a library lists. */
import type { Library } from "./library.ts";
import { pythonNames } from "./python-names.ts";

/** @example nameHint("print") // "console.log(...)" */
export function nameHint(name: string, libraries: readonly Library[] = []): string | undefined {
  for (const { python } of libraries) if (Object.hasOwn(python.names, name)) return python.names[name];
  return Object.hasOwn(pythonNames, name) ? pythonNames[name] : undefined;
}
