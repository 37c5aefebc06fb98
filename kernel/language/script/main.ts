/** The exporter's program: a notebook's JSON on stdin, the script on stdout. Started by the Python package beside nbconvert. */
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
