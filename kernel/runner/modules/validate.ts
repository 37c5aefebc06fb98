/** `kernel.validate`: runs a graded notebook from its start, in separate processes, and reports the results of its checks. */
import { spawn } from "node:child_process";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** TypeScript in a checkout, JavaScript in a package. */
const COMMAND = fileURLToPath(new URL(`../../course/cli${import.meta.url.slice(-3)}`, import.meta.url));

/** MIME type for the button in JupyterLab: the same content as the text, as data. */
export const validationType = "application/vnd.convkernel.validation+json";

export interface ValidateJob {
  readonly folder: string;
  /** Relative to the folder; by default the notebook for which Jupyter started this kernel. */
  readonly notebook: string | undefined;
  readonly signal: AbortSignal;
}

/** A value that shows the result of each task. @throws Error where the notebook cannot be read */
export async function validate({ folder, notebook, signal }: ValidateJob): Promise<object> {
  const name = notebook ?? process.env["JPY_SESSION_NAME"];
  if (name === undefined)
    throw new Error('kernel.validate: expected the name of a notebook, as in kernel.validate("lesson.ipynb")');
  // The path from Jupyter is relative to Jupyter's own root.
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
