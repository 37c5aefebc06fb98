/**
 * Loaded into every thread and process that user code starts with the runner's own Node options, such as workers and forks, so that they
 * can run whatever a cell can import. In the runner itself, where it is loaded first, it only opens the cache of compiled code.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isMainThread } from "node:worker_threads";
import { useCodeCache } from "../code-cache.ts";

const RUNNER = join(import.meta.dirname, "..", `main${import.meta.url.slice(-3)}`);

useCodeCache();
if (!isMainThread || process.argv[1] !== RUNNER) {
  const [{ installHooks }, { installStackTraces }, { browserModules }] = await Promise.all([
    import("./hooks.ts"),
    import("../trace/stack.ts"),
    import("./browser-modules.ts"),
  ]);
  installStackTraces();
  installHooks({ cellUrl: pathToFileURL(join(process.cwd(), "[cell]")).href, provided: browserModules });
}
