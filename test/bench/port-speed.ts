/**
 * How long `convkernel port` takes for a notebook of 100 cells, including the process's start: the first 100 cells of the notebooks of
 * test/ports. `node test/bench/port-speed.ts [TIMES]`, after a build.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { joined } from "../support/notebook.ts";
import { readPorts } from "../support/ports.ts";
import { projectRoot } from "../support/python.ts";

const times = Number(process.argv[2] ?? 3);
const cells = readPorts()
  .flatMap(({ notebook }) => notebook.cells)
  .slice(0, 100);
const lines = cells
  .map(({ source }) => joined(source))
  .join("\n")
  .split("\n").length;
const folder = mkdtempSync(join(tmpdir(), "port-"));
const source = join(folder, "source.ipynb");
writeFileSync(
  source,
  JSON.stringify({ cells, metadata: { language_info: { name: "python" } }, nbformat: 4, nbformat_minor: 5 }),
);
const cli = join(projectRoot, "dist/kernel/port/cli.js");
for (let i = 0; i < times; i++) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [cli, source, "-o", join(folder, `${i}.ipynb`)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  console.log(`100 cells, ${lines} lines: ${((performance.now() - start) / 1000).toFixed(2)} s`);
}
rmSync(folder, { recursive: true });
