/**
 * Programs from teaching material in Python, beside the same in TypeScript: reads them, runs them in cells, and checks them with the type
 * service.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import { projectRoot } from "./python.ts";
import { createCells } from "./kernel-cells.ts";
import type { Libraries } from "../../kernel/language/hints/library.ts";
import { formatValue } from "../../kernel/runner/show/format.ts";
import type { Notebook } from "./notebook.ts";
import type { TypeService } from "../../kernel/language/service/index.ts";

export interface Port {
  readonly name: string;
  readonly python: readonly string[];
  readonly typescript: readonly string[];
  /** What PyTorch prints. */
  readonly printed: string;
  /** The Python program as a notebook, with what PyTorch printed and showed. */
  readonly notebook: Notebook;
}

const folder = join(projectRoot, "test/ports");

/** The cells of a program. Prose cells, and cells that only its notebook has, are comments in it. */
const cellsOf = (source: string): string[] =>
  source
    .split(/^(?=(?:#|\/\/) %%)/m)
    .filter((cell) => !cell.startsWith("# %% ["))
    .map((cell) => cell.replace(/^(?:#|\/\/) %%\n/, ""))
    .filter((cell) => cell.trim() !== "");

/** The ports by name, each cut into cells at the lines of percent signs. */
export function readPorts(): Port[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names
    .map(({ name }) => {
      const read = (file: string): string => readFileSync(join(folder, name, file), "utf8");
      return {
        name,
        python: cellsOf(read(`${name}.py`)),
        typescript: cellsOf(read(`${name}.ts`)),
        printed: read("printed.txt"),
        notebook: JSON.parse(read(`${name}.ipynb`)) as Notebook,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What each cell prints and the value it shows, or the error that ended it. */
export async function runCells(sources: readonly string[], libraries: Libraries): Promise<string[]> {
  let text = "";
  const { log } = console;
  console.log = (...values: unknown[]) => void (text += `${format(...values)}\n`);
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (part: string | Uint8Array) => {
    // A bar of progress.
    if (String(part).includes("it/s") || String(part).includes("\r")) return true;
    text += typeof part === "string" ? part : Buffer.from(part).toString();
    return true;
  };
  // A global that the kernel provides; a figure prints no text.
  const page = globalThis as { display?: unknown };
  page.display = () => undefined;
  const texts: string[] = [];
  try {
    const cells = createCells({ libraries });
    for (const source of sources) {
      text = "";
      const outcome = await cells.run(source);
      if (outcome.kind !== "value") {
        const error = outcome.kind === "error" ? (outcome.error as Error) : undefined;
        texts.push(`${text}${error?.stack ?? JSON.stringify(outcome)}\n`);
        break;
      }
      const shown = outcome.value === undefined ? undefined : (await formatValue(outcome.value)).data["text/plain"];
      texts.push(text + (typeof shown === "string" ? shown : ""));
    }
  } finally {
    console.log = log;
    process.stdout.write = write;
    delete page.display;
  }
  return texts;
}

/** What the cells of a program print, one after another, and the error that ended them. */
export const runPort = async ({ typescript }: Port, libraries: Libraries): Promise<string> =>
  (
    await runCells(
      typescript.map((source) => `${source}\n;undefined;`),
      libraries,
    )
  ).join("");

/** The notes shown below the cells: type diagnostics and the library's hints. */
export async function notesOf({ typescript }: Pick<Port, "typescript">, service: TypeService): Promise<string[]> {
  service.reset();
  const notes: string[] = [];
  for (const [k, source] of typescript.entries()) {
    const all = await service.check(source, k + 1);
    // Hints that wait for a read to fail are not shown.
    const found = all.filter(({ ifRead }) => ifRead === undefined);
    notes.push(...found.map(({ start, message, code }) => `cell ${k + 1}, line ${start.line}: ${message} (${code})`));
    service.commit(source, k + 1);
  }
  return notes;
}

/**
 * Makes the two languages' notation of plain values the same: `[ 1, true ]` is Python's `[1.0, True]`. Tensors and modules stay as they
 * are.
 */
export function plain(text: string): string[] {
  const broken = /\[\n(?:[^[\]]|\[[^[\]]*\])*\n\s*\]/g;
  return text
    .replace(broken, (array) => array.replace(/\s+/g, " ").replace(/, \]/, " ]"))
    .replace(/\[ /g, "[")
    .replace(/ \]/g, "]")
    .replace(/\bTrue\b/g, "true")
    .replace(/\bFalse\b/g, "false")
    .replace(/\bNone\b/g, "null")
    .replace(/(?<![\d.])(\d+)\.0(?!\d)/g, "$1")
    .trimEnd()
    .split("\n");
}

/** Whether two lines are the same except for the last digit of float32. */
export function isNearly(got: string, want: string): boolean {
  const number = /-?\d+(?:\.\d*)?(?:e[+-]?\d+)?/g;
  if (got.replace(number, "#").replace(/ +/g, " ") !== want.replace(number, "#").replace(/ +/g, " ")) return false;
  const [a, b] = [got.match(number) ?? [], want.match(number) ?? []].map((found) => found.map(Number));
  return a!.every((x, i) => Math.abs(x - b![i]!) <= 3e-7 * Math.max(Math.abs(b![i]!), 1));
}

export interface Length {
  readonly lines: number;
  readonly characters: number;
}

/** The number of non-empty lines, and of their characters without surrounding spaces. */
export function lengthOf(cells: readonly string[]): Length {
  const lines = cells
    .join("\n")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return { lines: lines.length, characters: lines.reduce((sum, line) => sum + line.length, 0) };
}
