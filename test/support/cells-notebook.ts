/** A notebook of code cells, for tests that write their own. */
import { writeFileSync } from "node:fs";

interface Kernel {
  readonly name: string;
  readonly language: string;
}

/** @param path where the notebook is written */
export function writeCells(
  path: string,
  sources: readonly string[],
  kernel: Kernel = { name: "convkernel", language: "typescript" },
): void {
  const cells = sources.map((source, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    metadata: {},
    source,
    outputs: [],
    execution_count: null,
  }));
  const metadata = {
    kernelspec: { ...kernel, display_name: kernel.name },
    language_info: { name: kernel.language, file_extension: ".txt", mimetype: `text/${kernel.language}` },
  };
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
}
