/** The imports of all cells, each once. */
import type { Node } from "oxc-parser";
import { importedName } from "./names.ts";

type ImportDeclaration = Extract<Node, { type: "ImportDeclaration" }>;

interface Source {
  readonly from: string;
  /** Local name to imported name, for types and values. */
  readonly names: Map<string, { readonly imported: string; isType: boolean }>;
}

export class ImportList {
  readonly #shared: ReadonlySet<string>;
  readonly #sources = new Map<string, Source>();
  #count = 0;

  /** Names in `shared` are variables of the script: importing one becomes an assignment at that point in the cell. */
  constructor(shared: ReadonlySet<string>) {
    this.#shared = shared;
  }

  /** Adds an import; returns the text that replaces it in the cell. */
  add(node: ImportDeclaration, source: string): string {
    const from = source.slice(node.source.start, node.attributes.at(-1)?.end ?? node.source.end);
    const key = node.attributes.length > 0 ? `${from} }` : from;
    const assignments: string[] = [];
    const names = this.#source(key).names;
    for (const item of node.specifiers) {
      const isType = node.importKind === "type" || (item.type === "ImportSpecifier" && item.importKind === "type");
      let local = item.local.name;
      if (this.#shared.has(local)) {
        const own = `${local}_${++this.#count}`;
        assignments.push(`${local} = ${own};`);
        local = own;
      }
      const known = names.get(local);
      if (known === undefined) names.set(local, { imported: importedName(item), isType });
      else known.isType &&= isType;
    }
    return assignments.join(" ");
  }

  /** `import fs = require("node:fs")` */
  addRequired(local: string, from: string): string {
    const isShared = this.#shared.has(local);
    const own = isShared ? `${local}_${++this.#count}` : local;
    this.#source(from).names.set(own, { imported: "default", isType: false });
    return isShared ? `${local} = ${own};` : "";
  }

  lines(): string[] {
    return [...this.#sources.values()].flatMap(statements);
  }

  #source(from: string): Source {
    let found = this.#sources.get(from);
    if (found === undefined) {
      found = { from, names: new Map() };
      this.#sources.set(from, found);
    }
    return found;
  }
}

function statements({ from, names }: Source): string[] {
  if (names.size === 0) return [`import ${from};`];
  const lines: string[] = [];
  const items = [...names].map(([local, { imported, isType }]) => ({ local, imported, isType }));
  const defaults = items.filter(({ imported }) => imported === "default");
  const named = items.filter(({ imported }) => imported !== "default" && imported !== "*");
  const [first, ...more] = defaults;
  const braces = named.map(
    ({ local, imported, isType }) =>
      `${isType ? "type " : ""}${imported === local ? local : `${/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(imported) ? imported : JSON.stringify(imported)} as ${local}`}`,
  );
  const parts = [
    ...(first && !first.isType ? [first.local] : []),
    ...(braces.length > 0 ? [`{ ${braces.join(", ")} }`] : []),
  ];
  if (parts.length > 0) lines.push(`import ${parts.join(", ")} from ${from};`);
  if (first?.isType) lines.push(`import type ${first.local} from ${from};`);
  for (const { local, isType } of more) lines.push(`import ${isType ? "type " : ""}${local} from ${from};`);
  for (const { local, imported, isType } of items) {
    if (imported === "*") lines.push(`import ${isType ? "type " : ""}* as ${local} from ${from};`);
  }
  return lines;
}
