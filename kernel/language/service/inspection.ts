/** Inspection at a position: signature, documentation and links from TypeScript, the current value from the runner. */
import type { Inspection, LiveValues } from "../types.ts";
import { positionOf, within } from "./completion.ts";
import type { Context } from "./diagnostics.ts";
import { cellFile } from "./notebook.ts";
import { targetAt } from "./path.ts";
import { sourceOfDefinition, type LspLocation } from "./definition.ts";

interface LspHover {
  readonly contents: { readonly value: string };
}

export async function inspectAt(
  { server, notebook, localFiles }: Context,
  source: string,
  cursor: number,
  detailLevel: 0 | 1,
  live: LiveValues,
): Promise<Inspection> {
  const target = targetAt(source, cursor);
  if (target === undefined) return { found: false, data: {} };
  const edit = notebook.edit(source);
  server.ensurePool(notebook.size);
  server.filesChanged(localFiles.takeChanges(), "changed");
  server.setDocument(edit.file, edit.text);
  const textDocument = { uri: server.uri(edit.file) };
  const position = positionOf(source, target.offset);
  const value = target.path === undefined ? undefined : within(300, live.describe(target.path), undefined);
  const [hover, definition] = await Promise.all([
    server.ask<LspHover>("inspect", "textDocument/hover", { textDocument, position }),
    server.ask<LspLocation | LspLocation[]>("inspect", "textDocument/definition", { textDocument, position }),
  ]);
  const location = Array.isArray(definition) ? definition[0] : definition;
  const described = await value;
  const markdown = hover === undefined ? undefined : tidy(await documented(hover));
  const code = detailLevel === 0 ? undefined : (described?.source ?? sourceOfDefinition(location, server));
  if (markdown === undefined && described === undefined) return { found: false, data: {} };
  const parts = [
    markdown,
    described && `**Value**\n\n\`\`\`\n${described.text}\n\`\`\``,
    code && `**Source**\n\n\`\`\`typescript\n${code}\n\`\`\``,
  ].filter((part) => part !== undefined && part !== "");
  const text = parts.join("\n\n");
  return { found: true, data: { "text/plain": plain(text), "text/markdown": text } };

  /** A variable of an earlier cell is declared in the header, without its comment: ask where it was written. */
  async function documented(first: LspHover): Promise<string> {
    const range = location?.targetSelectionRange ?? location?.range;
    const name = target?.path;
    const visible = name === undefined ? undefined : notebook.visible.get(name);
    const uri = location?.targetUri ?? location?.uri;
    if (visible === undefined || range?.start.line !== 0 || uri !== textDocument.uri) return first.contents.value;
    const original = await server.ask<LspHover>("inspect", "textDocument/hover", {
      textDocument: { uri: server.uri(cellFile(visible.slot)) },
      position: positionOf(notebook.sourceOf(visible), visible.offset),
    });
    return (original ?? first).contents.value;
  }
}

/** The server's markdown without what only its own modules explain. */
function tidy(markdown: string): string {
  return markdown
    .replace(/^(```\w*\n)\(alias\) /u, "$1")
    .replace(/\nimport \S+ = __cells\.\S+(?=\n```)/u, "")
    .trim();
}

/** Markdown as plain text: code without its fences, links as `text (address)`. */
export function plain(markdown: string): string {
  return markdown
    .split(/^```\w*\n([\s\S]*?)^```$/mu)
    .map((part, k) => (k % 2 === 1 ? part.trimEnd() : prose(part).trim()))
    .filter((part) => part !== "")
    .join("\n\n");
}

function prose(text: string): string {
  return text
    .replaceAll(/\[([^\]]+)\]\(([^)]+)\)/gu, (_, label: string, address: string) => {
      const words = label.replaceAll("`", "");
      return words === address ? address : `${words} (${address})`;
    })
    .replaceAll(/\*\*([^*\n]+)\*\*/gu, "$1")
    .replaceAll(/\*([^*\s][^*\n]*)\*/gu, "$1")
    .replaceAll(/`([^`\n]+)`/gu, "$1")
    .replaceAll(/\\([\\`*_{}[\]<>()#+.!|-])/gu, "$1");
}
