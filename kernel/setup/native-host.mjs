/**
 * tfjs-node's own way: its install script fetches library and addon from the package's host. The host publishes no hashes, so this is the
 * only download of set-up that is not pinned.
 */
import { request } from "node:https";
import { npm } from "./npm.mjs";
import { NativeFault } from "./native-fault.mjs";

const downloadHost = "https://storage.googleapis.com/";

/** @param {string} base @returns {Promise<boolean>} */
function answers(base) {
  return new Promise((resolve) => {
    const probe = request(`${base}tensorflow/libtensorflow/`, { method: "HEAD", timeout: 5000 }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 500);
    });
    probe.on("timeout", () => probe.destroy(new Error("no answer")));
    probe.on("error", () => resolve(false));
    probe.end();
  });
}

/** @param {string} node the runtime @param {string} folder of tfjs-node */
export async function fromItsHost(node, folder) {
  const base = process.env.TFJS_NODE_CDN_STORAGE ?? process.env.CDN_STORAGE ?? downloadHost;
  if (!(await answers(base))) throw new NativeFault("network", `${new URL(base).host} does not answer`);
  await npm(["run", "install"], { log: "native-download", timeout: 600, cwd: folder, node }).catch((error) => {
    throw NativeFault.of("network", error);
  });
}
