/**
 * The exporter's program: reads a notebook's JSON from stdin and writes the script to stdout. Started by the Python package that extends
 * nbconvert.
 */
import { text } from "node:stream/consumers";
import { type NotebookCell, scriptOf } from "./script.ts";

interface Notebook {
  readonly cells: readonly { readonly cell_type: NotebookCell["kind"]; readonly source: string | readonly string[] }[];
}

const { cells } = JSON.parse(await text(process.stdin)) as Notebook;
process.stdout.write(
  scriptOf(
    cells.map(({ cell_type, source }) => ({
      kind: cell_type,
      source: typeof source === "string" ? source : source.join(""),
    })),
  ),
);
