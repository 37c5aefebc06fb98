/** Shows the unfinished cell to the server as a document, and converts positions in it. */
import type { Context } from "./diagnostics.ts";

/** Sends the server the cell that is being written, and everything else that has changed since the last time. */
export function showEdit({ server, notebook, localFiles }: Context, source: string): void {
  const document = notebook.edit(source);
  server.refresh(notebook.modules, localFiles.takeChanges());
  server.setDocument(document);
}

/** Converts an offset in a cell's text to a position in its module, whose line 0 is the header. */
export function positionOf(source: string, offset: number): { readonly line: number; readonly character: number } {
  const before = source.slice(0, offset);
  return { line: before.split("\n").length, character: before.length - before.lastIndexOf("\n") - 1 };
}
