/** `convkernel port`: needs the kernel's runtime and build, but no Jupyter and no back end. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "./paths.mjs";
import { setUpBuild } from "./set-up.mjs";

/** Translates a notebook. @param {readonly string[]} args @returns {Promise<number>} its exit status */
export async function runPort(args) {
  const node = await setUpBuild();
  const { status } = spawnSync(node, [join(packageRoot, "dist", "kernel", "port", "cli.js"), ...args], {
    stdio: "inherit",
  });
  return status ?? 1;
}
