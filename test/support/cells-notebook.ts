/** A notebook of code cells, for tests that write their own. */
import { writeFileSync } from "node:fs";

/** @param path where it is written */
export function writeCells(path: string, sources: readonly string[]): void {
  const cells = sources.map((source, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    metadata: {},
    source,
    outputs: [],
    execution_count: null,
  }));
  const metadata = {
    kernelspec: { name: "convkernel", language: "typescript", display_name: "TypeScript (convkernel)" },
    language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" },
  };
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
}
