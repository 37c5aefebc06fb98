/** The unfinished cell as a document of the server, and places in it. */
import type { Context } from "./diagnostics.ts";

/** Gives the server the cell that is being written, beside everything that changed since. */
export function showEdit({ server, notebook, localFiles }: Context, source: string): void {
  const document = notebook.edit(source);
  server.refresh(notebook.modules, localFiles.takeChanges());
  server.setDocument(document);
}

/** A position of a cell's text in its module, whose line 0 is the header. */
export function positionOf(source: string, offset: number): { readonly line: number; readonly character: number } {
  const before = source.slice(0, offset);
  return { line: before.split("\n").length, character: before.length - before.lastIndexOf("\n") - 1 };
}
