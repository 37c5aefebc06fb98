/**
 * Notebook files (nbformat 4.5), as far as assignments need them: reads them in whatever state front ends and students leave them, and
 * writes them as Jupyter does, so that version control sees no needless changes.
 * Reference: https://nbformat.readthedocs.io/en/latest/format_description.html
 */
import { renameSync, writeFileSync } from "node:fs";
import { NotPlain, readPlain, type PlainOptions } from "./read-plain.ts";

/** nbgrader's metadata of a cell. Reference: https://nbgrader.readthedocs.io/en/stable/contributor_guide/metadata.html */
export interface GradeMetadata {
  readonly schema_version: number;
  readonly grade_id: string;
  /** The cell is worth points. */
  readonly grade: boolean;
  /** The student writes here. */
  readonly solution: boolean;
  /** Only the source's version of the cell counts. */
  readonly locked: boolean;
  /** The cell describes a task, which students do in cells that they add. */
  readonly task?: boolean;
  readonly points?: number;
  readonly checksum?: string;
  readonly cell_type?: string;
}

export interface CellMetadata {
  readonly nbgrader?: GradeMetadata;
  readonly tags?: readonly string[];
  readonly convkernel?: { readonly hidden?: number };
  readonly [key: string]: unknown;
}

export interface Output {
  readonly output_type: "stream" | "execute_result" | "display_data" | "error";
  readonly [key: string]: unknown;
}

export interface Cell {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly id: string;
  readonly source: string;
  readonly metadata: CellMetadata;
  readonly outputs?: readonly Output[];
  readonly execution_count?: number | null;
  readonly attachments?: Readonly<Record<string, unknown>>;
}

export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A notebook cannot be read; the message says why in one line. */
export class UnreadableNotebook extends Error {
  override readonly name = "UnreadableNotebook";
}

/** The format allows text as one string or as a list of lines. */
const joined = (text: unknown): string =>
  typeof text === "string" ? text : Array.isArray(text) ? text.filter((line) => typeof line === "string").join("") : "";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The file may contain runaway output, which is no reason not to read the answers. A JavaScript string can hold twice as much. */
const MOST_BYTES = 256 * 2 ** 20;

/** Notebooks are about twenty levels deep, even with embedded plots. Code that walks through a much deeper one runs out of stack. */
const DEEPEST = 500;

function isDeeper(value: unknown, than: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return than === 0 || Object.values(value).some((one) => isDeeper(one, than - 1));
}

/** The usual ways in which a notebook's file is spoilt, in words for whoever asks its student for another one. */
function whyNotJson(text: string, { message }: Error): string {
  if (text.trim() === "") return "the file is empty";
  if (/^\s*</.test(text))
    return "the file is a web page and no notebook: it was perhaps saved from a page that asks to log in";
  if (/^(<{7} |={7}$|>{7} )/m.test(text))
    return "the file holds git's marks of two versions that were not merged (<<<<<<<)";
  if (/^\s*\{/.test(text) && !/\}\s*$/.test(text)) return "the file is cut off: it ends in the middle";
  return `not valid JSON: ${message}`;
}

/** @throws {UnreadableNotebook} if the text is not a notebook of format 4 */
export function parseNotebook(text: string): Notebook {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UnreadableNotebook(whyNotJson(text, error as Error));
  }
  if (isDeeper(json, DEEPEST)) throw new UnreadableNotebook(`it is nested more than ${DEEPEST} deep`);
  if (!isObject(json)) throw new UnreadableNotebook("there is no list of cells in it");
  if (json["nbformat"] !== 4)
    throw new UnreadableNotebook(
      `expected a notebook of format 4, which JupyterLab saves, got ${JSON.stringify(json["nbformat"]) ?? "none"}`,
    );
  if (!Array.isArray(json["cells"])) throw new UnreadableNotebook("there is no list of cells in it");
  return {
    cells: json["cells"].filter(isObject).map(readCell),
    metadata: isObject(json["metadata"]) ? json["metadata"] : {},
  };
}

function readCell(cell: Record<string, unknown>, index: number): Cell {
  const type = cell["cell_type"];
  const metadata = isObject(cell["metadata"]) ? cell["metadata"] : {};
  const { nbgrader, ...others } = metadata;
  const base = {
    id: typeof cell["id"] === "string" ? cell["id"] : `cell-${index}`,
    // Windows ends lines differently.
    source: joined(cell["source"]).replace(/\r\n?/g, "\n"),
    // A grade_id that is not a string might be mistaken for another cell's.
    metadata: isObject(nbgrader) && typeof nbgrader["grade_id"] === "string" ? { ...others, nbgrader } : others,
    ...(isObject(cell["attachments"]) && { attachments: cell["attachments"] }),
  } as Pick<Cell, "id" | "source" | "metadata" | "attachments">;
  if (type !== "code") return { cell_type: type === "raw" ? "raw" : "markdown", ...base };
  const outputs = Array.isArray(cell["outputs"]) ? (cell["outputs"].filter(isObject) as unknown as Output[]) : [];
  const count = cell["execution_count"];
  return { cell_type: "code", ...base, outputs, execution_count: typeof count === "number" ? count : null };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "it may not be read",
  EPERM: "it may not be read",
};

/** Editors on Windows may put a byte order mark before the text, or save it as UTF-16. */
function decoded(bytes: Buffer): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

/** @throws {UnreadableNotebook} also if the file cannot be read */
export function readNotebook(path: string, options: PlainOptions = { follow: true }): Notebook {
  let bytes: Buffer;
  try {
    bytes = readPlain(path, MOST_BYTES, options);
  } catch (error) {
    if (error instanceof NotPlain) throw new UnreadableNotebook(error.message);
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UnreadableNotebook(REASONS[code ?? ""] ?? message);
  }
  return parseNotebook(decoded(bytes));
}

/** Splits text into lines that keep their line breaks, as Jupyter does. */
const lines = (text: string): string[] => text.split(/(?<=\n)/).filter((line) => line !== "");

/** A replacer for JSON.stringify that sorts keys. */
export const byKey = (_key: string, value: unknown): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value;

/** The text of a notebook's file: keys in Jupyter's order, indented by one space. */
export function formatNotebook({ cells, metadata }: Notebook): string {
  const file = {
    cells: cells.map(({ cell_type, id, source, metadata: own, outputs, execution_count, attachments }) => ({
      ...(attachments !== undefined && { attachments }),
      cell_type,
      ...(cell_type === "code" && { execution_count: execution_count ?? null }),
      id,
      metadata: own,
      ...(cell_type === "code" && { outputs: outputs ?? [] }),
      source: lines(source),
    })),
    metadata,
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(file, byKey, 1)}\n`;
}

/** Writes the whole file or nothing. */
export function writeNotebook(path: string, notebook: Notebook): void {
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, formatNotebook(notebook));
  renameSync(part, path);
}
