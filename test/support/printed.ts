/** What code prints, line by line. */
import { spawnSync } from "node:child_process";
import { projectRoot } from "./python.ts";

/** Runs a module's text in a separate Node, where `convkernel` means the sources, and returns what it wrote. */
export function runModule(
  code: string,
  env: NodeJS.ProcessEnv = {},
  cwd = projectRoot,
): { stdout: string; stderr: string } {
  const index = JSON.stringify(new URL("../../src/index.ts", import.meta.url).href);
  const text = `import * as convkernel from ${index};\nconst { torch, nn, F, optim, check, predict, setLanguage, CheckError } = convkernel;\n${code}`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module-typescript", "--no-warnings", "-e", text],
    {
      cwd,
      encoding: "utf8",
      env: { ...process.env, LANG: "C", ...env },
    },
  );
  return { stdout, stderr };
}
