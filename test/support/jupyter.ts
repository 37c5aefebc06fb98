/** A Jupyter of the test's own: kernelspec, settings, data and run-time files in a temporary folder, nothing of the user's. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./python.ts";

/** The kernel as it is built, by the runtime that runs the tests. */
export const kernelArgv = [
  process.execPath,
  join(projectRoot, "dist", "kernel", "front", "main.js"),
  "{connection_file}",
];

/** The kernel from its source, for tests that need no build. */
export const sourceArgv = [process.execPath, join(projectRoot, "kernel", "front", "main.ts"), "{connection_file}"];

/** Variables of a kernel without a network: nothing listens on port 9 of this machine. */
export const noNetwork = { CONVKERNEL_DATA_MIRROR: "http://127.0.0.1:9/", https_proxy: "http://127.0.0.1:9/" };

/**
 * @param folder an empty one; the kernelspec is called `convkernel` there
 * @param env of the kernel, beside the test's own
 * @param argv of the kernelspec
 * @returns the environment for Jupyter's programs
 */
export function jupyterIn(
  folder: string,
  env: Readonly<Record<string, string>> = {},
  argv: readonly string[] = kernelArgv,
): NodeJS.ProcessEnv {
  const kernel = join(folder, "share", "kernels", "convkernel");
  mkdirSync(kernel, { recursive: true });
  const spec = {
    argv,
    display_name: "TypeScript (convkernel)",
    language: "typescript",
    interrupt_mode: "message",
    env: { CONVKERNEL_DATA: join(folder, "pictures"), ...env },
  };
  writeFileSync(join(kernel, "kernel.json"), JSON.stringify(spec));
  cpSync(join(projectRoot, "dist", "labextension"), join(folder, "share", "labextensions", "convkernel"), {
    recursive: true,
  });
  const folders = {
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    JUPYTER_DATA_DIR: join(folder, "data"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    IPYTHONDIR: join(folder, "ipython"),
  };
  for (const path of Object.values(folders)) mkdirSync(path, { recursive: true, mode: 0o700 });
  const labconfig = join(folders.JUPYTER_CONFIG_DIR, "labconfig");
  mkdirSync(labconfig, { recursive: true });
  // No question about news over the picture.
  const quiet = { disabledExtensions: { "@jupyterlab/apputils-extension:announcements": true } };
  writeFileSync(join(labconfig, "page_config.json"), JSON.stringify(quiet));
  return { ...process.env, ...folders, JUPYTER_PATH: join(folder, "share") };
}
