/** `kernel.validate`: what the checks of a graded notebook say, run from its start in processes of their own. */
import { spawn } from "node:child_process";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** TypeScript in a checkout, JavaScript in a package. */
const COMMAND = fileURLToPath(new URL(`../../course/cli${import.meta.url.slice(-3)}`, import.meta.url));

/** For the button in JupyterLab: the same as the text, in parts. */
export const validationType = "application/vnd.convkernel.validation+json";

export interface ValidateJob {
  readonly folder: string;
  /** Relative to the folder; the notebook that Jupyter has started this kernel for where it is left out. */
  readonly notebook: string | undefined;
  readonly signal: AbortSignal;
}

/** A value that shows how each task stands. @throws Error where the notebook cannot be read */
export async function validate({ folder, notebook, signal }: ValidateJob): Promise<object> {
  const name = notebook ?? process.env["JPY_SESSION_NAME"];
  if (name === undefined)
    throw new Error('kernel.validate: expected the name of a notebook, as in kernel.validate("lesson.ipynb")');
  // What Jupyter gives is a path from its own root.
  const path = resolve(folder, notebook ?? basename(name));
  const { code, stdout, stderr } = await run([COMMAND, "validate", path, "--json"], folder, signal);
  if (signal.aborted) throw new Error("kernel.validate: interrupted");
  if (code !== 0 && code !== 1) throw new Error(`kernel.validate: ${stderr.trim() || `ended with code ${code}`}`);
  const validation = JSON.parse(stdout) as { readonly text: string };
  return { [Symbol.for("Jupyter.display")]: () => ({ "text/plain": validation.text, [validationType]: validation }) };
}

function run(
  args: readonly string[],
  cwd: string,
  signal: AbortSignal,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { promise, resolve: done, reject } = Promise.withResolvers<Awaited<ReturnType<typeof run>>>();
  const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
  const kill = (): void => void child.kill();
  signal.addEventListener("abort", kill, { once: true });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => (said[name] += text));
  child.on("error", reject);
  child.on("close", (code) => {
    signal.removeEventListener("abort", kill);
    done({ code, ...said });
  });
  return promise;
}
