/** Functions and classes of cells as their author wrote them: what they say of themselves is the compiled code. */
import { createRequire } from "node:module";
import type * as Parser from "oxc-parser";
import { findCompiled } from "./sources.ts";

const require = createRequire(import.meta.url);

/** The TypeScript of a function or class that a cell defines, or undefined where no cell does. */
export function userSource(definition: (...values: never[]) => unknown): string | undefined {
  const found = findCompiled(Function.prototype.toString.call(definition));
  if (!found) return undefined;
  const { parseSync, visitorKeys } = require("oxc-parser") as typeof Parser;
  let parsed = parseSync("cell.ts", found.text, { lang: "ts", sourceType: "module" });
  if (parsed.errors.length > 0) parsed = parseSync("cell.tsx", found.text, { lang: "tsx", sourceType: "module" });
  let first: Parser.Node | undefined;
  const visit = (node: Parser.Node): void => {
    if (node.end <= found.offset) return;
    // Mappings name the token before a definition where they do not name its first.
    if (node.start >= found.offset && DEFINES.test(node.type) && node.start < (first?.start ?? Infinity)) first = node;
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, Parser.Node | (Parser.Node | null)[] | null>)[key];
      if (Array.isArray(child)) {
        for (const item of child) if (item) visit(item);
      } else if (child) visit(child);
    }
  };
  visit(parsed.program);
  return first && found.text.slice(first.start, first.end);
}

const DEFINES =
  /^(?:Function(?:Declaration|Expression)|ArrowFunctionExpression|Class(?:Declaration|Expression)|MethodDefinition)$/;
