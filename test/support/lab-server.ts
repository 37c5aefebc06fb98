/** A real JupyterLab (or Notebook 7) server on a free port, for browser tests. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { findPython } from "./python.ts";

export interface LabServer {
  /** Without a trailing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * @param root folder that the server shows
 * @param env from `jupyterIn`
 * @param module `jupyterlab`, or `notebook` for Notebook 7
 */
export async function startLab(
  root: string,
  env: NodeJS.ProcessEnv,
  module: "jupyterlab" | "notebook" = "jupyterlab",
): Promise<LabServer> {
  const settings = [
    "--no-browser",
    "--allow-root",
    "--ServerApp.port=0",
    "--ServerApp.ip=127.0.0.1",
    "--IdentityProvider.token=",
    "--ServerApp.password=",
    "--ServerApp.disable_check_xsrf=True",
    `--ServerApp.root_dir=${root}`,
    "--LabApp.extension_manager=readonly",
    "--expose-app-in-browser",
  ];
  const child = spawn(findPython(), ["-m", module, ...settings], { env, stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      const found = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(log);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    child.once("exit", (code) => reject(new Error(`startLab: ${module} ended with code ${code}:\n${log}`)));
  });
  return {
    url,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      // A server waiting for a kernel that never started takes half a minute to stop, so it is killed sooner.
      const impatient = setTimeout(() => child.kill("SIGKILL"), 5000);
      await once(child, "exit");
      clearTimeout(impatient);
    },
  };
}
