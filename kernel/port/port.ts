/** Python's cells as TypeScript's. */
import { Context, HELPERS, type Problem } from "./context.ts";
import { type Declarations, placeDeclarations } from "./declarations.ts";
import { Kinds } from "./infer.ts";
import { Names } from "./names.ts";
import { parsePython } from "./parse.ts";
import { Statements } from "./statements.ts";
import type { Expression, Source, Statement } from "./tree.ts";
import { isNumber } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { bodiesOf, namesIn } from "./walk.ts";

export type { Problem };

export interface Ported {
  /** A text for each cell, in the formatter's style. */
  readonly cells: readonly string[];
  /** What has no counterpart. */
  readonly problems: readonly Problem[];
}

const MAGIC = /^[ \t]*(?:%%?\w.*|!.*)$/gm;

/**
 * Translates the cells of one notebook: names go on from one to the next.
 *
 * @example
 * (await port(["x = [1, 2]\nprint(len(x))"])).cells[0]; // 'const x = [1, 2];\nconsole.log(x.length);\n'
 */
export async function port(sources: readonly string[]): Promise<Ported> {
  // Lines stay lines, so that problems name the right one.
  const cells = sources.map((source) =>
    parsePython(source.replace(MAGIC, (line) => `# ${line.trim()}: not needed here`)),
  );
  const used = new Set(cells.flatMap(({ text }) => text.match(/[A-Za-z_]\w*/g) ?? []));
  const context = new Context(new Kinds(cells.map(({ body }) => body)), new Names(used), used.has("StopIteration"));
  noteSums(
    cells.flatMap(({ body }) => body),
    context,
  );
  const statements = new Statements(context);
  const cellOf = new Map<Statement, number>();
  for (const [i, { body }] of cells.entries()) for (const statement of body) cellOf.set(statement, i);
  const declarations = placeDeclarations(
    cells.flatMap(({ body }) => body),
    new Set(),
    context.isInPlace,
    cellOf,
  );
  noteChanges(
    cells.flatMap(({ body }) => body),
    context,
    declarations,
  );
  const texts = cells.map((cell, i) => {
    context.begin(cell.text, i + 1);
    for (const at of cell.faults) context.note({ at }, "not understood as Python");
    return statements.cell(cell.body, cell.comments, declarations);
  });
  const first = Math.max(
    cells.findIndex(({ body }) => body.some(({ kind }) => kind === "import")),
    0,
  );
  texts[first] = `${imports(context)}${texts[first] ?? ""}`;
  const done = await Promise.all(texts.map((text, i) => formatted(text, isShown(cells[i]!))));
  return { cells: done, problems: context.problems };
}

/** What the cells need, in the order in which people write it. */
function imports({ imports: needed, nodeImports, helpers }: Context): string {
  const order = ["torch", "nn", "F", "optim", "datasets", "transforms", "Tensor"];
  const names = [...needed].sort(
    (a, b) => ((order.indexOf(a) + 100) % 100) - ((order.indexOf(b) + 100) % 100) || (a < b ? -1 : 1),
  );
  const lines =
    names.length === 0
      ? []
      : [`import { ${names.map((name) => (name === "Tensor" ? "type Tensor" : name)).join(", ")} } from "convkernel";`];
  for (const [module, found] of nodeImports)
    lines.push(`import { ${[...found].sort().join(", ")} } from ${JSON.stringify(module)};`);
  for (const helper of helpers) lines.push(HELPERS[helper]);
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** Whether a cell shows the value of its last line: a semicolon there says no, in Python as here. */
function isShown({ body, text }: Source): boolean {
  const last = body.at(-1);
  return last?.kind === "expression" && !text.slice(last.end).trimStart().startsWith(";");
}

async function formatted(text: string, shows: boolean): Promise<string> {
  const { format } = await import("prettier");
  const done = await format(text, { parser: "typescript", printWidth: 100 });
  return shows ? done.replace(/;( *\/\/[^\n]*)?\n$/, "$1\n") : done;
}

/** Where a name begins as a number and goes on as a tensor: a sum of losses. In TypeScript it is a tensor from the start. */
function noteSums(body: readonly Statement[], context: Context): void {
  const numbers = new Map<string, Statement[]>();
  const changes: [string, Statement][] = [];
  const sums = new Set<string>();
  const visit = (block: readonly Statement[]): void => {
    for (const statement of block) {
      if (statement.kind === "function" || statement.kind === "class") noteSums(statement.body, context);
      const [target] =
        statement.kind === "assign" ? statement.targets : statement.kind === "augment" ? [statement.target] : [];
      if (target?.kind === "name" && "value" in statement && statement.value !== undefined) {
        const value = statement.value as Expression;
        const isTensor = context.kinds.of(value).is === "tensor";
        if (statement.kind === "assign" && value.kind === "number")
          numbers.set(target.id, [...(numbers.get(target.id) ?? []), statement]);
        const isSum = statement.kind === "augment" || (value.kind === "binary" && namesIn(value).includes(target.id));
        if (isTensor && isSum) sums.add(target.id);
        if (statement.kind === "augment") changes.push([target.id, statement]);
      }
      for (const inner of bodiesOf(statement)) visit(inner);
    }
  };
  visit(body);
  for (const name of sums) for (const statement of numbers.get(name) ?? []) context.becomesTensor.add(statement);
  for (const [name, statement] of changes)
    if (sums.has(name) && numbers.has(name)) context.becomesTensor.add(statement);
}

/** Names that get values of several kinds: what TypeScript takes from the first does not hold for the next. */
function noteChanges(body: readonly Statement[], context: Context, declarations?: Declarations): void {
  const functions = new Set<string>();
  const seen = new Map<string, { readonly kinds: Set<string>; readonly places: Statement[] }>();
  const replaced = new Set<string>();
  const note = (name: string, kind: string, statement: Statement): void => {
    if (functions.has(name)) replaced.add(name);
    if (!seen.has(name) || declarations?.at.get(statement)?.has(name)) seen.set(name, { kinds: new Set(), places: [] });
    const { kinds, places } = seen.get(name)!;
    if (kind !== "any") kinds.add(kind);
    places.push(statement);
    if (kinds.size > 1) for (const place of places) context.changing.add(place);
  };
  const visit = (block: readonly Statement[]): void => {
    for (const statement of block) {
      if (statement.kind === "function") functions.add(statement.name);
      if (statement.kind === "function" || statement.kind === "class") noteChanges(statement.body, context);
      if (statement.kind === "assign" && statement.value !== undefined)
        for (const target of statement.targets)
          for (const item of target.kind === "tuple" ? target.items : [target])
            if (item.kind === "name") note(item.id, coarse(context.kinds.of(item)), statement);
      for (const inner of bodiesOf(statement)) visit(inner);
    }
  };
  visit(body);
  if (declarations !== undefined) for (const name of replaced) context.replaced.add(name);
}

function coarse(kind: Kind): string {
  if (isNumber(kind) && kind.is !== "bool") return "number";
  if (kind.is === "list") return `list of ${coarse(kind.of)}`;
  if (kind.is === "tuple") return `list of ${kind.items.map((item) => coarse(item)).join()}`;
  return kind.is === "instance" ? kind.info.definition.name : kind.is;
}
