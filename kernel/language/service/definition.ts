/** The text of a definition, for inspection at detail level 1. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
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

/** A definition longer than this is cut: it is shown in a pane beside the notebook. */
const mostLines = 80;

/** The lines of a definition, from the server's text of cells or from a file. */
export function sourceOfDefinition(location: LspLocation | undefined, server: Server): string | undefined {
  const uri = location?.targetUri ?? location?.uri;
  const range = location?.targetRange ?? location?.range;
  if (uri === undefined || range === undefined || !uri.startsWith("file:")) return undefined;
  const text = server.documentAt(uri) ?? readText(uri);
  // The first line of a cell's module is its header.
  if (text === undefined || (server.documentAt(uri) !== undefined && range.start.line === 0)) return undefined;
  const lines = text.split("\n").slice(range.start.line, range.end.line + 1);
  if (lines.length > mostLines) return [...lines.slice(0, mostLines), "// ..."].join("\n");
  return lines.join("\n");
}

function readText(uri: string): string | undefined {
  try {
    return readFileSync(fileURLToPath(uri), "utf8");
  } catch {
    return undefined;
  }
}
