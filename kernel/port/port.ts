/** Python's cells as TypeScript's. */
import { Kinds } from "./kinds/infer.ts";
import { Signs } from "./kinds/signs.ts";
import type { Problem } from "./problems.ts";
import { parsePython } from "./python/parse.ts";
import type { Source, Statement } from "./python/tree.ts";
import { caughtIn } from "./write/caught.ts";
import { noteChanges, noteSums } from "./write/changes.ts";
import { Context, PORT } from "./write/context.ts";
import { placeDeclarations } from "./write/declarations.ts";
import { Names } from "./write/names.ts";
import { Statements } from "./write/statements.ts";

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
  const body = cells.flatMap((cell) => cell.body);
  const isPlain = !used.has("torch");
  const caught = caughtIn(body, isPlain);
  const kinds = new Kinds(cells.map((cell) => cell.body));
  const context = new Context(kinds, new Names(used), caught, new Signs(body, isPlain), isPlain);
  noteSums(body, context);
  const statements = new Statements(context);
  const cellOf = new Map<Statement, number>();
  for (const [i, cell] of cells.entries()) for (const statement of cell.body) cellOf.set(statement, i);
  const declarations = placeDeclarations(body, new Set(), context.isInPlace, cellOf);
  noteChanges(body, context, declarations);
  const texts = cells.map((cell, i) => {
    context.begin(cell.text, i + 1);
    for (const at of cell.faults) context.note({ at }, "not understood as Python");
    return withFigures(statements.cell(cell.body, cell.comments, declarations));
  });
  const first = Math.max(
    cells.findIndex(({ body }) => body.some(({ kind }) => kind === "import")),
    0,
  );
  texts[first] = `${imports(context)}${texts[first] ?? ""}`;
  const done = await Promise.all(texts.map((text, i) => formatted(text, isShown(cells[i]!))));
  return { cells: done, problems: context.problems };
}

/** Whether a text is Python from its first to its last line. */
export function isPython(source: string): boolean {
  const { body, faults } = parsePython(source);
  return body.length > 0 && faults.length === 0 && body.every(({ kind }) => kind !== "unknown");
}

/** Jupyter shows at the end of a cell what has been drawn in it. */
function withFigures(text: string): string {
  const draws = /\bpython\.plt\.(?!show\b|close\b|figure\b)/.test(text);
  return draws && !/\bpython\.plt\.show\(/.test(text) ? `${text}\npython.plt.show();` : text;
}

/** What the cells need, in the order in which people write it. */
function imports({ imports: needed, nodeImports, refuses }: Context): string {
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
  if (refuses) lines.push(PORT);
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** Whether a cell shows the value of its last line: a semicolon there says no, in Python as here. */
function isShown({ body, text }: Source): boolean {
  const last = body.at(-1);
  return last?.kind === "expression" && !text.slice(last.end).trimStart().startsWith(";");
}

async function formatted(text: string, shows: boolean): Promise<string> {
  const { format } = await import("prettier");
  const done = await format(text, { parser: "babel-ts", printWidth: 100 }).catch((error: unknown) => {
    const [reason] = (error as Error).message.split("\n");
    throw new Error(`internal: port wrote what is no TypeScript (${reason!}):\n${text}`, { cause: error });
  });
  return shows ? done.replace(/;( *\/\/[^\n]*)?\n$/, "$1\n") : done;
}
