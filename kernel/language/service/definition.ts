/** The text of a definition, for inspection at detail level 1. */
import { readFileSync } from "node:fs";
import type { Server } from "./server.ts";

interface LspRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface LspLocation {
  readonly uri?: string;
  readonly range?: LspRange;
  readonly targetUri?: string;
  readonly targetRange?: LspRange;
  readonly targetSelectionRange?: LspRange;
}

/** A longer definition is cut off, because it is shown in a pane beside the notebook. */
const mostLines = 80;

/** The lines of a definition, from the server's text of cells or from a file. */
export function sourceOfDefinition(location: LspLocation | undefined, server: Server): string | undefined {
  const uri = location?.targetUri ?? location?.uri;
  const range = location?.targetRange ?? location?.range;
  if (uri === undefined || range === undefined || !uri.startsWith("file:")) return undefined;
  const file = server.fileAt(uri);
  const document = server.textOf(file);
  // The first line of a cell's module is its header.
  if (document !== undefined && range.start.line === 0) return undefined;
  const text = document ?? readText(file);
  if (text === undefined) return undefined;
  const lines = text.split("\n").slice(range.start.line, range.end.line + 1);
  if (lines.length > mostLines) return [...lines.slice(0, mostLines), "// ..."].join("\n");
  return lines.join("\n");
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
