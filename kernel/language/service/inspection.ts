/** Inspection at a position: signature, documentation and links from TypeScript, the current value from the runner. */
import type { Inspection, LiveValues } from "../../contract/language.ts";

import type { Context } from "./diagnostics.ts";
import { positionOf, showEdit } from "./edit.ts";
import { cellFile, editFile, withoutAlias } from "./notebook.ts";
import type { Server } from "./server.ts";
import { targetAt } from "./path.ts";
import { sourceOfDefinition, type LspLocation } from "./definition.ts";
import { formsAt } from "./signature.ts";
import { within } from "../../contract/wait.ts";

interface LspHover {
  readonly contents: { readonly value: string };
}

export async function inspectAt(
  context: Context,
  source: string,
  cursor: number,
  detailLevel: 0 | 1,
  live: LiveValues,
): Promise<Inspection> {
  const { server, notebook } = context;
  const target = targetAt(source, cursor);
  if (target === undefined) return { found: false, data: {} };
  showEdit(context, source);
  const described =
    target.path === undefined
      ? undefined
      : within(
          300,
          live.describe(target.path).catch(() => undefined),
          undefined,
        );
  const there = await lookUp(server, editFile, positionOf(source, target.offset));
  const visible = target.path === undefined ? undefined : notebook.known().get(target.path);
  const { hover, location } =
    visible !== undefined && isHeaderOnly(there, server)
      ? await lookUp(server, cellFile(visible.slot), positionOf(notebook.sourceOf(visible), visible.offset))
      : there;
  const forms = target.isCall
    ? await formsAt(
        server,
        positionOf(source, cursor),
        location,
        /^```\w*\n(?:constructor|class) /u.test(tidy(hover ?? "")),
        target.inObject === true,
      )
    : undefined;
  const value = await described;
  if (hover === undefined && value === undefined) return { found: false, data: {} };
  const written = value?.source ?? sourceOfDefinition(location, server);
  const code = detailLevel === 0 ? undefined : (written ?? value?.compiled);
  const parts = [
    hover && (forms === undefined ? tidy(hover) : `${forms}\n\n${withoutCode(tidy(hover))}`.trim()),
    value && `**Value**\n\n\`\`\`\n${value.text}\n\`\`\``,
    code && `**Source**\n\n\`\`\`typescript\n${code}\n\`\`\``,
  ].filter((part) => part !== undefined && part !== "");
  const text = parts.join("\n\n");
  return { found: true, data: { "text/plain": plain(text), "text/markdown": text } };
}

interface LookedUp {
  readonly hover: string | undefined;
  readonly location: LspLocation | undefined;
}

/** The server's answer for a name that it does not find. For a variable of type any the name comes first. */
const unknown = "```typescript\nany\n```";

async function lookUp(server: Server, file: string, position: object): Promise<LookedUp> {
  // Asked one after another: the server would use a separate checker for each, and a new checker is the slow part.
  const hover = await server.ask<LspHover>("inspect", file, "textDocument/hover", { position });
  const definition = await server.ask<LspLocation | LspLocation[]>("inspect", file, "textDocument/definition", {
    position,
  });
  const text = hover?.contents.value.trim();
  return {
    hover: text === unknown ? undefined : text,
    location: Array.isArray(definition) ? definition[0] : definition,
  };
}

/**
 * Whether the server knows only what the header says. There a variable is declared without its comment, and a type is not found where a
 * value is expected. The cell that declares the name knows more.
 */
function isHeaderOnly({ hover, location }: LookedUp, server: Server): boolean {
  const range = location?.targetSelectionRange ?? location?.range;
  const uri = location?.targetUri ?? location?.uri;
  return hover === undefined || (range?.start.line === 0 && uri !== undefined && server.fileAt(uri) === editFile);
}

/** Only the documentation. */
const withoutCode = (markdown: string): string => markdown.replace(/^```\w*\n[^]*?\n```\n*/u, "");

/** The server's markdown without details of the service's own modules. */
function tidy(markdown: string): string {
  return withoutAlias(markdown.replace(/^(```\w*\n)\(alias\) /u, "$1")).trim();
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
