/** What an interrupted cell fails with, named as in Python: front ends know this name. */
import type { ErrorContent } from "../../contract/runner.ts";

export class KeyboardInterrupt extends Error {
  override readonly name = "KeyboardInterrupt";

  constructor() {
    super("the cell was interrupted");
  }
}

export const INTERRUPTED: ErrorContent = {
  ename: "KeyboardInterrupt",
  evalue: "the cell was interrupted",
  traceback: ["KeyboardInterrupt: the cell was interrupted; variables are kept"],
};
