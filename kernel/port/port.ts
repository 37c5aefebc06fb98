/** Translates Python cells into TypeScript cells. */
import { Kinds } from "./kinds/infer.ts";
import { Signs } from "./kinds/signs.ts";
import type { Problem } from "./problems.ts";
import { nothingKnown, parsePython } from "./python/parse.ts";
import type { Source, Statement } from "./python/tree.ts";
import { caughtIn } from "./write/caught.ts";
import { noteChanges, noteSums } from "./write/changes.ts";
import { commented } from "./write/comments.ts";
import { Context, PORT } from "./write/context.ts";
import { placeDeclarations } from "./write/declarations.ts";
import { leavesFigure } from "./write/figures.ts";
import { Names } from "./write/names.ts";
import { Statements } from "./write/statements.ts";

export type { Problem };

export interface Ported {
  /** The text of each cell, formatted by prettier. */
  readonly cells: readonly string[];
  /** What has no counterpart. */
  readonly problems: readonly Problem[];
}

export interface PortOptions {
  /** Whether it is a program that runs without a kernel, which would show the value of a cell's last line. */
  readonly isProgram?: boolean;
}

const MAGIC = /^[ \t]*(?:%%?\w.*|!.*)$/gm;

/**
 * Translates the cells of one notebook: names carry over from one to the next.
 *
 * @example
 * (await port(["x = [1, 2]\nprint(len(x))"])).cells[0]; // 'const x = [1, 2];\nconsole.log(x.length);\n'
 */
export async function port(sources: readonly string[], { isProgram = false }: PortOptions = {}): Promise<Ported> {
  // Line breaks are kept, so that problems name the right line.
  const known = nothingKnown();
  const cells = sources.map((source) =>
    parsePython(
      source.replace(MAGIC, (line) => `# ${line.trim()}: not needed here`),
      known,
    ),
  );
  const names = new Names(cells.flatMap(({ text }) => text.match(/[A-Za-z_]\w*/g) ?? []));
  const body = cells.flatMap((cell) => cell.body);
  for (const statement of body) if (statement.kind === "class") names.classes.add(statement.name);
  const isPlain = !names.used.has("torch");
  const caught = caughtIn(body, isPlain);
  const kinds = new Kinds(cells.map((cell) => cell.body));
  const context = new Context(kinds, names, caught, new Signs(body, isPlain), isPlain, isProgram);
  noteSums(body, context);
  const statements = new Statements(context);
  const cellOf = new Map<Statement, number>();
  for (const [i, cell] of cells.entries()) for (const statement of cell.body) cellOf.set(statement, i);
  const declarations = placeDeclarations(body, new Set(), context.isInPlace, cellOf);
  noteChanges(body, context, declarations);
  const texts = cells.map((cell, i) => {
    context.begin(cell.text, i + 1);
    for (const at of cell.faults) context.note({ at }, "not understood as Python");
    const text = statements.cell(cell.body, cell.comments, declarations, isShown(cell));
    // At the end of a cell Jupyter shows what has been drawn in it.
    return leavesFigure(statements.e, cell.body) && /\w/.test(text) && !statements.isFigureLast
      ? `${text}\n${context.python("plt")}.show();`
      : text;
  });
  if (cells.length === 0) return { cells: [], problems: [] };
  const first = Math.max(
    cells.findIndex(({ body }) => body.some(({ kind }) => kind === "import")),
    0,
  );
  texts[first] = `${imports(context)}${texts[first] ?? ""}`;
  const done = await Promise.all(
    texts.map((text, i) =>
      formatted(text, !isProgram && isShown(cells[i]!)).catch((error: unknown) => {
        // One cell that cannot be written does not take the others with it.
        context.begin(cells[i]!.text, i + 1);
        context.note({ at: cells[i]!.body[0]?.at ?? 0 }, (error as Error).message);
        return `${commented(cells[i]!.text)}\nthrow new Error("port: this cell could not be translated");\n`;
      }),
    ),
  );
  return { cells: done, problems: context.problems };
}

/** Whether a text is Python from its first to its last line. */
export function isPython(source: string): boolean {
  const { body, faults } = parsePython(source);
  return body.length > 0 && faults.length === 0 && body.every(({ kind }) => kind !== "unknown");
}

/** The imports that the cells need, in the order in which people write them. */
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

/** Whether a cell shows the value of its last line: a semicolon there suppresses it, in Python as here. */
function isShown({ body, text }: Source): boolean {
  const last = body.at(-1);
  return last?.kind === "expression" && !text.slice(last.end).trimStart().startsWith(";");
}

/** Loads only the needed parts of the formatter: all of it takes twice as long to load. */
const formatter = async () =>
  Promise.all([import("prettier/standalone"), import("prettier/plugins/babel"), import("prettier/plugins/estree")]);

async function formatted(text: string, shows: boolean): Promise<string> {
  const [{ format }, babel, estree] = await formatter();
  const done = await format(text, { parser: "babel-ts", plugins: [babel, estree], printWidth: 120 }).catch(
    (error: unknown) => {
      const [reason] = (error as Error).message.split("\n");
      throw new Error(`internal: the translation of this cell is no TypeScript (${reason!}); please report it`, {
        cause: error,
      });
    },
  );
  return shows ? done.replace(/;( *\/\/[^\n]*)?\n$/, "$1\n") : done;
}
