/** The Python with which the benchmarks compare. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPython, projectRoot } from "./python.ts";

/** The torch that made the fixtures' numbers, and the numpy that a torchvision of the same time needs. */
const PACKAGES = ["torch==2.13.0", "numpy==2.4.6"];
const environment = join(projectRoot, ".cache", "torch");
const stamp = join(environment, "packages.txt");
const python = join(environment, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");

/** The option that asks a benchmark to compare with PyTorch. */
export const PYTORCH = { pytorch: { type: "boolean", default: false } } as const;

/**
 * A Python with PyTorch: `CONVKERNEL_TORCH_PYTHON`, or the environment that `--pytorch` once made in `.cache/torch`. Undefined, with a
 * message, if there is neither.
 * @param isAsked whether `--pytorch` was given, which downloads 200 MB, on some systems 2 GB
 */
export function torchPython(isAsked: boolean): string | undefined {
  const given = process.env["CONVKERNEL_TORCH_PYTHON"];
  if (given !== undefined) return given;
  const wanted = PACKAGES.join("\n");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return python;
  if (!isAsked) {
    console.log(
      `Without PyTorch: only our side runs. --pytorch sets ${PACKAGES[0]} up in .cache/torch; CONVKERNEL_TORCH_PYTHON names a Python that has it.`,
    );
    return undefined;
  }
  console.log(`Setting up ${PACKAGES.join(" and ")} in .cache/torch, as --pytorch asks: once, some minutes.`);
  rmSync(environment, { recursive: true, force: true });
  run(findPython(), ["-m", "venv", environment]);
  run(python, ["-m", "pip", "install", "--disable-pip-version-check", ...PACKAGES]);
  writeFileSync(stamp, wanted);
  return python;
}

function run(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" });
  if (status !== 0)
    throw new Error(`${program} ${args.join(" ")} failed${error === undefined ? "" : `: ${error.message}`}`);
}
