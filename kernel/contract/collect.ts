/** Collects garbage at once. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** The function that `node --expose-gc` makes global, without making it global. */
export function collect(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}
