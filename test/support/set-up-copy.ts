/** A project in which only the package's set-up scripts are installed, so what they find and write stays in a temporary folder. */
import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isFetched, fetchNode, lockedNode, nodeIn } from "../../kernel/setup/nodes.mjs";
import { which } from "../../kernel/setup/tools.mjs";
import { projectRoot } from "./python.ts";

export interface Outcome {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SetUpCopy {
  readonly project: string;
  readonly root: string;
  /** Runs the command `convkernel`. */
  command(args: readonly string[], options?: RunOptions): Promise<Outcome>;
  /** Evaluates an expression that can load set-up's modules: `(await load("paths")).projectRoot`. */
  evaluate(expression: string, options?: RunOptions): Promise<unknown>;
}

export interface RunOptions {
  readonly node?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
}

/** @param folder an empty folder, created if missing */
export function copySetUp(folder: string): SetUpCopy {
  const root = join(folder, "node_modules", "convkernel");
  mkdirSync(join(root, "dist", "kernel", "front"), { recursive: true });
  cpSync(join(projectRoot, "kernel", "setup"), join(root, "kernel", "setup"), { recursive: true });
  cpSync(join(projectRoot, "package.json"), join(root, "package.json"));
  cpSync(join(projectRoot, "notebooks"), join(root, "notebooks"), { recursive: true });
  writeFileSync(join(root, "dist", "kernel", "front", "main.js"), "");
  writeFileSync(join(folder, "package.json"), `{ "private": true }`);
  // Other users run it too.
  chmodSync(folder, 0o755);
  const run = (args: readonly string[], { node, env, cwd, uid }: RunOptions): Promise<Outcome> =>
    new Promise((resolve) => {
      const options = { cwd: cwd ?? folder, env: { ...process.env, ...env }, ...(uid === undefined ? {} : { uid }) };
      execFile(node ?? process.execPath, [...args], options, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : (error.code ?? null), stdout, stderr }),
      );
    });
  return {
    project: folder,
    root,
    command: (args, options = {}) => run([join(root, "kernel", "setup", "convkernel.mjs"), ...args], options),
    evaluate: async (expression, options = {}) => {
      const base = pathToFileURL(join(root, "kernel", "setup")).href;
      const program =
        `const load = (name) => import(${JSON.stringify(base)} + "/" + name + ".mjs");` +
        `const value = await (async () => ${expression})(); console.log("\\0" + JSON.stringify(value ?? null));`;
      const { stdout, stderr, code } = await run(["--input-type=module", "-e", program], options);
      const answer = stdout.split("\0")[1];
      if (answer === undefined) throw new Error(`evaluate: ended with ${code}: ${stderr}`);
      return JSON.parse(answer) as unknown;
    },
  };
}

/** The oldest Node on which set-up promises to run; fetched once. */
export async function lowestNode(): Promise<string> {
  const locked = lockedNode("lowest");
  if (locked === undefined) throw new Error(`lowestNode: npm has none for ${process.platform} on ${process.arch}`);
  const folder = join(projectRoot, ".cache", "node-lowest");
  return isFetched(folder, locked) ? nodeIn(folder) : fetchNode(folder, locked);
}

/** A folder with links to some programs on the PATH, to serve as the whole PATH of a less equipped machine. */
export function pathWith(folder: string, programs: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  for (const program of programs) {
    const found = which(program);
    if (found !== undefined) symlinkSync(found, join(folder, program));
  }
  return [folder, dirname(process.execPath)].join(delimiter);
}
