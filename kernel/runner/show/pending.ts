/** Shows a promise that is a cell's last value and outlives the cell: first as a promise, then replaced by its value. */
import { randomUUID } from "node:crypto";
import { describeError } from "../trace/traceback.ts";
import type { Displays } from "./displays.ts";
import { formatValue } from "./format.ts";

export const PENDING = { data: { "text/plain": "Promise { <pending> }" }, metadata: {} };

const HINT = "Not settled after 2 s. Its value will be shown here; `await` before it makes the cell wait.";

/** Shows the promise, and later its value in the same place. */
export function showPending(displays: Displays, promise: Promise<unknown>): void {
  const displayId = randomUUID();
  const update = (text: string): void =>
    displays.send({ data: { "text/plain": text }, metadata: {} }, { displayId, update: true });
  displays.send({ data: { "text/plain": `${PENDING.data["text/plain"]}\n${HINT}` }, metadata: {} }, { displayId });
  promise.then(
    async (value) => {
      if (value === undefined) update("undefined");
      else displays.send(await formatValue(value), { displayId, update: true });
    },
    (error: unknown) => update(`Promise { <rejected> }\n${describeError(error).traceback.join("\n")}`),
  );
}
