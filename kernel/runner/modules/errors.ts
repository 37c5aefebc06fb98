/** Errors of imports, with what to do about them. */
import { nearest } from "../../contract/nearest.ts";

/** Adds the remedy to the error of a module that could not be found. */
export function explainImportError(error: unknown, specifier: string): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as { code?: string };
  if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return error;
  // The missing module may also be one that the imported module itself imports.
  const named = /^Cannot find (?:package|module) '([^']+)'/.exec(error.message)?.[1] ?? specifier;
  const wanted = packageName(named);
  if (wanted === undefined) {
    error.message = error.message.replace(/ imported from .*\[cell\]$/s, "").replace(/\?v=\d+/g, "");
    return error;
  }
  const importer = / imported from (.+)$/s.exec(error.message)?.[1]?.replace(/\?v=\d+/, "");
  const from = importer === undefined || importer.endsWith("[cell]") ? "" : ` imported from ${importer}`;
  error.message = `Cannot find package '${wanted}'${from}\nTo install it: await kernel.install("${wanted}")`;
  return error;
}

/** The package that a bare specifier belongs to. */
export function packageName(specifier: string): string | undefined {
  return /^(?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*/i.exec(
    /^[a-z]+:|^[./\\]|^#/i.test(specifier) ? "" : specifier,
  )?.[0];
}

/** The error of an import of a name that the module does not export. */
export function missingExport(specifier: string, name: string, namespace: object): SyntaxError {
  if (name === "default") {
    return new SyntaxError(
      `The module '${specifier}' has no default export. Its exports by name: import * as all from "${specifier}"`,
    );
  }
  const close = nearest(name, Object.keys(namespace));
  const hint =
    close === undefined ? `If it is a type: import { type ${name} } from "${specifier}"` : `Did you mean '${close}'?`;
  return new SyntaxError(`The module '${specifier}' does not provide an export named '${name}'. ${hint}`);
}
