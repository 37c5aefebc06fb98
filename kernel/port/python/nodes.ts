/** Helpers for nodes of Lezer's trees. */
import type { SyntaxNode } from "@lezer/common";

export function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== "Comment") found.push(child);
  return found;
}

export function hasError(node: SyntaxNode): boolean {
  let found = false;
  node.cursor().iterate(({ type }) => {
    found ||= type.isError;
  });
  return found;
}

/** Splits at nodes with one name; an empty last group is dropped. */
export function split(nodes: readonly SyntaxNode[], at: string): SyntaxNode[][] {
  const found: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === at) found.push([]);
    else found.at(-1)!.push(node);
  }
  return found;
}
