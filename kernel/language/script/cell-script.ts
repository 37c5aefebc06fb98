/**
 * One cell as part of the script: its imports are taken out, declarations of shared names become assignments, and its last statement is
 * terminated.
 */
import { type Node, type Program, Visitor } from "oxc-parser";
import type { Edit } from "../../compiler/edits.ts";
import type { ImportList } from "./import-list.ts";
import { declared, namesOf, varsOf } from "./names.ts";

export interface ScriptContext {
  /** Names of values that are declared at the top of the script. */
  readonly shared: ReadonlySet<string>;
  readonly imports: ImportList;
  /** Types declared so far, by the name that they have in the script. */
  readonly types: Map<string, string>;
  readonly number: number;
}

export interface CellText {
  readonly edits: readonly Edit[];
  /** Lines that come first, because functions exist before the cell's first line runs. */
  readonly head: readonly string[];
}

type Variables = Extract<Node, { type: "VariableDeclaration" }>;

export class CellScript {
  readonly #source: string;
  readonly #context: ScriptContext;
  readonly #edits: Edit[] = [];
  readonly #head: string[] = [];

  constructor(source: string, context: ScriptContext) {
    this.#source = source;
    this.#context = context;
  }

  rewrite(program: Program): CellText {
    for (const statement of program.body) this.#statement(statement as Node, declared(statement));
    for (const node of varsOf(program)) if (!program.body.includes(node as never)) this.#nestedVar(node);
    this.#types(program);
    const last = program.body.at(-1) as Node | undefined;
    // A semicolon is needed because the next cell may begin with a bracket.
    if (last && /^(?:Expression|Variable|Export)/.test(last.type) && this.#source[last.end - 1] !== ";") {
      this.#edits.push({ start: last.end, end: last.end, text: ";" });
    }
    return { edits: withoutInner(this.#edits), head: this.#head };
  }

  #statement(statement: Node, node: Node): void {
    const { shared, imports, number } = this.#context;
    const isShared = (name: string | undefined): boolean => name !== undefined && shared.has(name);
    const text = ({ start, end }: { readonly start: number; readonly end: number }): string =>
      this.#source.slice(start, end);
    switch (node.type) {
      case "ImportDeclaration":
        this.#replace(statement, imports.add(node, this.#source));
        return;
      case "TSImportEqualsDeclaration":
        if (node.moduleReference.type === "TSExternalModuleReference") {
          this.#replace(statement, imports.addRequired(node.id.name, text(node.moduleReference.expression)));
        }
        return;
      case "VariableDeclaration":
        if (node.declarations.some(({ id }) => namesOf(id).some(isShared)))
          this.#replace(statement, this.#assignments(node));
        return;
      case "FunctionDeclaration":
        if (!isShared(node.id?.name)) return;
        this.#head.push(`${node.id!.name} = ${text(node)};`);
        this.#replace(statement, "");
        return;
      case "TSDeclareFunction":
        if (isShared(node.id?.name)) this.#replace(statement, "");
        return;
      case "ClassDeclaration":
        if (isShared(node.id?.name)) this.#replace(statement, `${node.id!.name} = ${text(node)};`);
        return;
      case "TSEnumDeclaration":
      case "TSModuleDeclaration": {
        if (node.id.type !== "Identifier" || !isShared(node.id.name)) return;
        const own = `${node.id.name}_${number}`;
        const built = text(node).replace(node.id.name, own);
        this.#replace(statement, `${built} ${node.id.name} = ${own};`);
        return;
      }
      case "ExportDefaultDeclaration":
        // A script may have only one default export; in a notebook they are just values.
        this.#edits.push({ start: node.start, end: node.declaration.start, text: "" });
        return;
      default:
    }
  }

  /** `const a: number = 1, { b } = c` as `a = 1; ({ b } = c);` */
  #assignments(node: Variables): string {
    return node.declarations
      .map(({ id, init }) => {
        const end = ("typeAnnotation" in id && id.typeAnnotation?.start) || id.end;
        const target = this.#source.slice(id.start, end).replace(/[!?]$/, "");
        const value = init ? this.#source.slice(init.start, init.end) : node.kind === "var" ? undefined : "undefined";
        if (value === undefined) return "";
        return id.type === "ObjectPattern"
          ? `;(${target} = ${value});`
          : id.type === "ArrayPattern"
            ? `;${target} = ${value};`
            : `${target} = ${value};`;
      })
      .join(" ");
  }

  #nestedVar(node: Variables): void {
    if (!node.declarations.some(({ id }) => namesOf(id).some((name) => this.#context.shared.has(name)))) return;
    this.#edits.push({ start: node.start, end: node.declarations[0]!.start, text: "" });
  }

  /** A type that an earlier cell declared differently gets a new name from here on. */
  #types(program: Program): void {
    const { types, number } = this.#context;
    for (const statement of program.body) {
      const node = declared(statement);
      if (node.type !== "TSTypeAliasDeclaration") continue;
      const { name } = node.id;
      types.set(name, types.has(name) ? `${name}_${number}` : name);
      const own = types.get(name)!;
      if (own !== name) this.#edits.push({ start: node.id.start, end: node.id.end, text: own });
    }
    new Visitor({
      TSTypeReference: ({ typeName }) => {
        if (typeName.type !== "Identifier") return;
        const own = types.get(typeName.name) ?? typeName.name;
        if (own !== typeName.name) this.#edits.push({ start: typeName.start, end: typeName.end, text: own });
      },
    }).visit(program);
  }

  #replace({ start, end }: { readonly start: number; readonly end: number }, text: string): void {
    this.#edits.push({ start, end: this.#source[end] === ";" && text.endsWith(";") ? end + 1 : end, text });
  }
}

/** Drops edits that lie inside another edit, which already includes them. */
function withoutInner(edits: readonly Edit[]): Edit[] {
  const kept: Edit[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (edit.start >= (kept.at(-1)?.end ?? 0)) kept.push(edit);
  }
  return kept;
}
