/** Translates Python cells into TypeScript cells. */
import { Kinds } from "./kinds/infer.ts";
import { ANY, BOOL, listOf, MODULE, ROUGH, STRING, TENSOR, type Kind } from "./kinds/kinds.ts";
import { USUAL } from "./kinds/libraries.ts";
import { Signs } from "./kinds/signs.ts";
import { faultOf, withoutMagics } from "./magics.ts";
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
  /** What earlier cells, which are TypeScript, have defined: by the name there. */
  readonly given?: Readonly<Record<string, Given>>;
}

/** What a TypeScript name stands for, as far as the translation depends on it; `import` is a name imported from `convkernel`. */
export type Given =
  | "import"
  | "tensor"
  | "module"
  | "optimizer"
  | "size"
  | "loader"
  | "dataset"
  | "number"
  | "string"
  | "bool"
  | "numbers"
  | "strings"
  | "tensors"
  | "list"
  | "unknown";

const GIVEN: Readonly<Record<Exclude<Given, "import">, Kind>> = {
  tensor: TENSOR,
  module: MODULE,
  optimizer: { is: "optimizer" },
  size: { is: "size" },
  loader: { is: "loader", of: listOf(TENSOR) },
  dataset: { is: "dataset", of: ANY },
  // TypeScript does not tell whole numbers from others, and prints both as they are.
  number: ROUGH,
  string: STRING,
  bool: BOOL,
  numbers: listOf(ROUGH),
  strings: listOf(STRING),
  tensors: listOf(TENSOR),
  list: listOf(ANY),
  unknown: ANY,
};

/**
 * Translates the cells of one notebook: names carry over from one to the next.
 *
 * @example
 * (await port(["x = [1, 2]\nprint(len(x))"])).cells[0]; // 'const x = [1, 2];\nconsole.log(x.length);\n'
 */
export async function port(
  sources: readonly string[],
  { isProgram = false, given }: PortOptions = {},
): Promise<Ported> {
  // Line breaks are kept, so that problems name the right line.
  const known = nothingKnown();
  const plain = sources.map((source) => withoutMagics(source));
  const cells = plain.map(({ text }) => parsePython(text, known));
  const names = new Names(cells.flatMap(({ text }) => text.match(/[A-Za-z_]\w*/g) ?? []));
  const before = beforeFirst(names, given);
  const body = cells.flatMap((cell) => cell.body);
  for (const statement of body) if (statement.kind === "class") names.classes.add(statement.name);
  const isPlain = given === undefined && !names.used.has("torch");
  const caught = caughtIn(body, isPlain);
  const kinds = new Kinds(
    cells.map((cell) => cell.body),
    before,
  );
  const context = new Context(kinds, names, caught, new Signs(body, isPlain), isPlain, isProgram);
  noteSums(body, context);
  const statements = new Statements(context);
  const cellOf = new Map<Statement, number>();
  for (const [i, cell] of cells.entries()) for (const statement of cell.body) cellOf.set(statement, i);
  const declarations = placeDeclarations(body, new Set(before.keys()), context.isInPlace, cellOf);
  noteChanges(body, context, declarations);
  const texts = cells.map((cell, i) => {
    context.begin(cell.text, i + 1);
    for (const { line, reason } of plain[i]!.lost) context.problems.push({ line, cell: i + 1, reason });
    for (const at of cell.faults) context.note({ at }, faultOf(context.line(at)));
    const text = statements.cell(cell.body, cell.comments, declarations, isShown(cell, kinds));
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
  for (const name of context.imports)
    if (given !== undefined && Object.hasOwn(given, name)) context.imports.delete(name);
  texts[first] = `${imports(context)}${texts[first] ?? ""}`;
  const done = await Promise.all(
    texts.map((text, i) =>
      formatted(text, !isProgram && isShown(cells[i]!, kinds)).catch((error: unknown) => {
        // One cell that cannot be written does not take the others with it.
        context.begin(cells[i]!.text, i + 1);
        context.note({ at: cells[i]!.body[0]?.at ?? 0 }, (error as Error).message);
        return `${commented(cells[i]!.text)}\nthrow new Error("port: this cell could not be translated");\n`;
      }),
    ),
  );
  return { cells: done, problems: context.problems };
}

/** What Python's names stand for before the first cell, if earlier cells are TypeScript. */
function beforeFirst(names: Names, given: PortOptions["given"]): ReadonlyMap<string, Kind> {
  const found = new Map<string, Kind>();
  if (given === undefined) return found;
  for (const name of names.used) {
    const own = Object.hasOwn(given, name) ? name : names.of(name);
    const what = Object.hasOwn(given, own) ? given[own]! : undefined;
    const isLibrary = what === undefined || what === "import" || what === "unknown";
    if (isLibrary && Object.hasOwn(USUAL, name)) found.set(name, { is: "library", path: USUAL[name]! });
    else if (what !== undefined && what !== "import") {
      names.keep(name, own);
      found.set(name, GIVEN[what]);
    }
  }
  return found;
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
function isShown({ body, text }: Source, kinds: Kinds): boolean {
  const last = body.at(-1);
  if (last?.kind !== "expression") return false;
  // In JavaScript `push` and the like return something.
  const { value } = last;
  const holder = value.kind === "call" && value.of.kind === "attribute" ? kinds.of(value.of.of).is : "any";
  if (kinds.of(value).is === "none" && ["list", "set", "dict"].includes(holder)) return false;
  return !text.slice(last.end).trimStart().startsWith(";");
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
