/** Runs a whole notebook, cell by cell, as a grader does. */
import { gradeOf, isLocked, isTest } from "./cells.ts";
import type { Limits } from "./limits.ts";
import { cut } from "./markers.ts";
import type { Cell, Notebook } from "./notebook.ts";
import type { CellRun, Session } from "./session.ts";

/** The result of a cell, and which built-ins it left changed if it was a test. */
export interface Ran {
  readonly cell: Cell;
  readonly run: CellRun;
  readonly altered: readonly string[];
  /** For a test that ran elsewhere: the result, in this process, of the part that students see. */
  readonly visible?: CellRun;
}

export interface NotebookRun {
  readonly cells: readonly Ran[];
  /** Built-ins that answers had changed before a test put them back. */
  readonly tampered: readonly string[];
  /** Which cell lost the process, and why. */
  readonly losses: readonly string[];
  readonly ms: number;
}

const skipped: CellRun = { kind: "skipped", outputs: [], stderr: "", records: [], ms: 0 };

export interface RunOptions {
  /** Code that runs before each test. */
  readonly beforeTest?: string | undefined;
  /** Runs the whole test elsewhere, once the part that students see has run here. Returns undefined for a test that must run here. */
  readonly apart?: (
    test: Cell,
  ) => ((visible: CellRun, leftMs: number, above: readonly Ran[]) => Promise<CellRun>) | undefined;
}

/**
 * Runs the code cells in order. Before each test the built-ins are put back. If the process is lost, a new one is started and the locked
 * cells above run again in it, so that one cell's crash does not take away the imports that later tasks need.
 */
export async function runNotebook(
  session: Session,
  { cells }: Notebook,
  limits: Limits,
  { beforeTest, apart }: RunOptions = {},
): Promise<NotebookRun> {
  const from = performance.now();
  const ran: Ran[] = [];
  const tampered = new Set<string>();
  const losses: string[] = [];
  let timeouts = 0;
  let spent = 0;
  const left = (): number => limits.totalMs - spent;
  for (const [index, cell] of cells.entries()) {
    if (cell.cell_type !== "code") continue;
    if (timeouts >= 2 || left() <= 0) {
      ran.push({ cell, run: skipped, altered: [] });
      continue;
    }
    if (isTest(cell)) for (const name of await session.restoreBuiltins()) tampered.add(name);
    if (isTest(cell) && beforeTest !== undefined) await session.run(beforeTest);
    const judge = isTest(cell) ? apart?.(cell) : undefined;
    const visible = judge === undefined ? cell.source : cut(cell.source, "HIDDEN TESTS");
    const here = await session.run(visible, left());
    // Changes made here do not affect a test that runs elsewhere.
    const altered = isTest(cell) && judge === undefined && here.kind !== "lost" ? await session.restoreBuiltins() : [];
    const run = judge === undefined ? here : await judge(here, left(), ran);
    ran.push({ cell, run, altered, ...(judge !== undefined && { visible: here }) });
    spent += run.ms;
    if (run.kind === "time" || run.isLate === true) timeouts++;
    if (run.kind === "lost") {
      losses.push(
        `cell ${index + 1}${gradeOf(cell) === undefined ? "" : ` (${gradeOf(cell)!.grade_id})`}: ${run.error?.evalue ?? ""}`,
      );
      await session.warm();
      for (const above of cells.slice(0, index))
        if (above.cell_type === "code" && isLocked(above) && !isTest(above))
          spent += (await session.run(above.source, left())).ms;
    }
  }
  return { cells: ran, tampered: [...tampered], losses, ms: performance.now() - from };
}

/** The notebook with the outputs of the run under its cells. */
export function withOutputs(notebook: Notebook, { cells }: NotebookRun): Notebook {
  const runs = new Map(cells.map(({ cell, run }) => [cell, run]));
  let count = 0;
  return {
    ...notebook,
    cells: notebook.cells.map((cell) => {
      const run = runs.get(cell);
      return run === undefined ? cell : { ...cell, outputs: run.outputs, execution_count: ++count };
    }),
  };
}
