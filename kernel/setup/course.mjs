/** `convkernel course`: needs the kernel's runtime and build, but no Jupyter. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "./paths.mjs";
import { setUpAlone } from "./set-up.mjs";

/** Runs a `course` command with the kernel's Node. @param {readonly string[]} args @returns {Promise<number>} its exit status */
export async function runCourse(args) {
  const node = await setUpAlone();
  const child = spawn(node, [join(packageRoot, "dist", "kernel", "course", "cli.js"), ...args], { stdio: "inherit" });
  // Ctrl-C in a terminal also reaches the command, which ends its runners itself.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
