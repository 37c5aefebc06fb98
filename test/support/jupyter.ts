/** A separate Jupyter for a test: kernelspec, settings, data and run-time files in a temporary folder, nothing of the user's. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./python.ts";

/** The built kernel, with the Node that runs the tests. */
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
 * @param folder an empty folder; the kernelspec in it is called `convkernel`
 * @param env for the kernel, in addition to the test's own
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
  // Disables the question about news, which would cover the page.
  const quiet = { disabledExtensions: { "@jupyterlab/apputils-extension:announcements": true } };
  writeFileSync(join(labconfig, "page_config.json"), JSON.stringify(quiet));
  return { ...process.env, ...folders, JUPYTER_PATH: join(folder, "share") };
}
