/**
 * Whole notebooks: code cells are translated, everything else stays as it is. Outputs are removed, because they are Python's.
 * Reference: https://nbformat.readthedocs.io/en/latest/format_description.html
 */
import { port } from "./port.ts";
import type { Problem } from "./problems.ts";

interface Cell {
  cell_type: string;
  source: string | string[];
  outputs?: unknown[];
  execution_count?: number | null;
  metadata?: Record<string, unknown>;
}

interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: number;
}

export interface PortedNotebook {
  readonly text: string;
  readonly problems: readonly Problem[];
}

/**
 * @param text - A notebook's file.
 * @throws TypeError if it is not a notebook of nbformat 4, or not a Python notebook.
 */
export async function portNotebook(text: string): Promise<PortedNotebook> {
  const notebook = read(text);
  const code = notebook.cells.filter(({ cell_type }) => cell_type === "code");
  const { cells, problems } = await port(code.map(({ source }) => (Array.isArray(source) ? source.join("") : source)));
  for (const [i, cell] of code.entries()) {
    cell.source = lines(cells[i]!.trimEnd());
    cell.outputs = [];
    cell.execution_count = null;
  }
  notebook.metadata = {
    ...notebook.metadata,
    kernelspec: { display_name: "TypeScript (convkernel)", language: "typescript", name: "convkernel" },
    language_info: { name: "typescript", mimetype: "application/typescript", file_extension: ".ts" },
  };
  if (problems.length > 0) notebook.cells.push({ cell_type: "markdown", metadata: {}, source: lines(list(problems)) });
  return { text: `${JSON.stringify(notebook, undefined, 1)}\n`, problems };
}

function read(text: string): Notebook {
  let found: Partial<Notebook> | null;
  try {
    // Some editors begin a file with a byte order mark.
    found = JSON.parse(text.replace(/^\uFEFF/, "")) as Partial<Notebook> | null;
  } catch {
    throw new TypeError("this is no notebook: it is not JSON. Give a file that Jupyter has saved (.ipynb)");
  }
  if (found?.nbformat !== 4 || !Array.isArray(found.cells))
    throw new TypeError(
      "this is no notebook of nbformat 4. Open it in JupyterLab and save it: that brings older ones up to date",
    );
  const odd = found.cells.findIndex((cell: unknown) => !isCell(cell));
  if (odd >= 0)
    throw new TypeError(
      `cell ${odd + 1} of this notebook has no type or no text. Open it in JupyterLab and save it again`,
    );
  const { language_info: info, kernelspec: spec } = (found.metadata ?? {}) as Partial<
    Record<string, Record<string, string>>
  >;
  const language = info?.["name"] ?? spec?.["language"] ?? "python";
  if (!/python/i.test(language))
    throw new TypeError(`this is a notebook of ${language}, and only Python's can be ported`);
  return { ...found, metadata: found.metadata ?? {} } as Notebook;
}

function isCell(cell: unknown): boolean {
  const { cell_type: type, source } = (cell ?? {}) as Partial<Record<string, unknown>>;
  return typeof type === "string" && (typeof source === "string" || Array.isArray(source));
}

/** Splits text as nbformat stores it: into lines that keep their line breaks. */
const lines = (text: string): string[] => text.split(/(?<=\n)/);

function list(problems: readonly Problem[]): string {
  const rows = problems.map(
    ({ cell, line, reason }) => `| ${cell} | \`${line.replaceAll("|", "\\|")}\` | ${reason.replaceAll("|", "\\|")} |`,
  );
  return `## To do by hand\n\n| cell | Python | why |\n| --- | --- | --- |\n${rows.join("\n")}`;
}
