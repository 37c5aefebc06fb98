/** Notebook files: the few parts of the format (nbformat 4.5) that tests look at, and running a notebook with nbclient. */
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { findPython, projectRoot } from "./python.ts";

export interface Output {
  readonly output_type: "stream" | "execute_result" | "display_data" | "error";
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, string | readonly string[]>>;
  readonly ename?: string;
  readonly evalue?: string;
}

export interface Cell {
  readonly cell_type: "code" | "markdown";
  readonly id: string;
  readonly source: string | readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
}

export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The format allows text as one string or as a list of lines. */
export const joined = (text: string | readonly string[] | undefined): string =>
  typeof text === "string" ? text : (text ?? []).join("");

export const readNotebook = (path: string): Notebook => JSON.parse(readFileSync(path, "utf8")) as Notebook;

/** What a reader sees under a cell, without markup: streams, results and displays one after another. */
export function textOf(cell: Cell): string {
  return (cell.outputs ?? [])
    .map((output) => (output.output_type === "stream" ? joined(output.text) : joined(output.data?.["text/plain"])))
    .join("");
}

export const errorsOf = (notebook: Notebook): readonly string[] =>
  notebook.cells.flatMap((cell) =>
    (cell.outputs ?? [])
      .filter(({ output_type }) => output_type === "error")
      .map(({ ename, evalue }) => `${ename}: ${evalue}`),
  );

/**
 * Executes a notebook with the real nbclient.
 * @param folder where it is written and runs
 * @param env from `jupyterIn`
 */
export async function execute(notebook: Notebook, folder: string, env: NodeJS.ProcessEnv): Promise<Notebook> {
  const source = join(folder, "source.ipynb");
  const result = join(folder, "result.ipynb");
  writeFileSync(source, JSON.stringify(notebook));
  const program = join(projectRoot, "test", "support", "execute_notebook.py");
  await promisify(execFile)(findPython(), [program, source, result], { env, maxBuffer: 1 << 26 });
  return readNotebook(result);
}
