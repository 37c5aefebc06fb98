/**
 * 200,000 lines from one cell, compared with tslab and ipykernel, in turns: no lines lost, order kept, time and memory.
 * `npm run bench -- flood [ROUNDS]`
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jupyterIn } from "../support/jupyter.ts";
import { findPython, projectRoot } from "../support/python.ts";

const rounds = process.argv[2] ?? "3";
const LINES = 200_000;
const typescript = `for (let i = 0; i < ${LINES}; i++) console.log("line " + i);`;
const python = findPython();
const folder = mkdtempSync(join(tmpdir(), "flood-"));
const env = jupyterIn(folder);

const peer = (name: string, argv: readonly string[]): void => {
  const kernel = join(folder, "share", "kernels", name);
  mkdirSync(kernel, { recursive: true });
  writeFileSync(join(kernel, "kernel.json"), JSON.stringify({ argv, display_name: name, language: "any" }));
};
peer("tslab", [
  process.execPath,
  join(projectRoot, "node_modules", "tslab", "bin", "tslab"),
  "kernel",
  "--config-path",
  "{connection_file}",
]);
peer("ipykernel", [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]);

const kernels = [
  { name: "convkernel", cell: typescript },
  { name: "tslab", cell: typescript },
  { name: "ipykernel", cell: `for i in range(${LINES}):\n    print(f"line {i}")` },
];
const { status } = spawnSync(
  python,
  [join(import.meta.dirname, "flood_peer.py"), JSON.stringify(kernels), rounds],
  // tslab finds its own types only from a folder with node_modules.
  { env, stdio: "inherit", cwd: projectRoot },
);
rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
