/**
 * `npm run bench -- soak [CELLS] [SEED]`: a kernel's long day, generated from a seed (2,000 cells by default), with a table of memory.
 * Exits with 1 if a reply was missing, a parent was wrong, or a value was not what the model says.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { soak } from "../support/soak.ts";
import type { Sample } from "../support/soak.ts";

const cells = Number(process.argv[2] ?? 2000);
const seed = Number(process.argv[3] ?? 1);
const built = join(import.meta.dirname, "..", "..", "dist", "kernel", "front", "main.js");

const mb = (value: number | undefined): string => (value === undefined ? "-" : value.toFixed(0)).padStart(9);
console.log(`${cells} cells, seed ${seed}, ${existsSync(built) ? "built" : "from source"}\n`);
console.log("   cells  restarts  front MB  runner MB  seconds");
const start = performance.now();
const { complaints, done } = await soak({
  cells,
  seed,
  ...(existsSync(built) ? { command: [process.execPath, built] } : {}),
  sampleEvery: Math.max(1, Math.floor(cells / 20)),
  sample: ({ cells: n, restarts, front, runner }: Sample) => {
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(
      `${String(n).padStart(8)} ${String(restarts).padStart(9)} ${mb(front)} ${mb(runner)}  ${seconds.padStart(8)}`,
    );
  },
});
console.log(
  `\n${Object.entries(done)
    .map(([kind, n]) => `${kind} ${n}`)
    .join(", ")}`,
);
console.log(complaints.length === 0 ? "no complaint" : complaints.slice(0, 40).join("\n"));
process.exitCode = complaints.length === 0 ? 0 : 1;
